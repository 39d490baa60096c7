# The lab: a cluster in namespaces.  It is installed with the converter, whose rehearse boots a plan
# in it.
lab_PROGRAMS = ocf-tests/lab/node-run ocf-tests/lab/power ocf-tests/lab/fence_lab \
	ocf-tests/lab/probe

ocf_tests_lab_node_run_SOURCES = ocf-tests/lab/node-run.c \
	ocf-tests/lab/process.c ocf-tests/lab/process.h
ocf_tests_lab_power_SOURCES = ocf-tests/lab/power.c \
	ocf-tests/lab/plug.c ocf-tests/lab/plug.h \
	ocf-tests/lab/power-client.c ocf-tests/lab/power-client.h \
	ocf-tests/lab/process.c ocf-tests/lab/process.h
ocf_tests_lab_fence_lab_SOURCES = ocf-tests/lab/fence_lab.c \
	ocf-tests/lab/power-client.c ocf-tests/lab/power-client.h
ocf_tests_lab_probe_SOURCES = ocf-tests/lab/probe.c ocf-tests/lab/probe.h \
	ocf-tests/lab/probe-arp.c ocf-tests/lab/probe-http.c

ocf_tests_lab_node_run_LDADD =
ocf_tests_lab_power_LDADD =
ocf_tests_lab_fence_lab_LDADD =
ocf_tests_lab_probe_LDADD =

dist_lab_SCRIPTS = ocf-tests/lab/lab ocf-tests/lab/node-boot ocf-tests/lab/node-start \
	ocf-tests/lab/node-systemd \
	ocf-tests/lab/recorder ocf-tests/lab/topology-of-plan
dist_lab_DATA = ocf-tests/lab/say.sh ocf-tests/lab/process.sh ocf-tests/lab/topology.sh \
	ocf-tests/lab/setup.sh ocf-tests/lab/files.sh ocf-tests/lab/switch.sh \
	ocf-tests/lab/cluster.sh ocf-tests/lab/handover.sh
EXTRA_DIST += ocf-tests/lab/anatomy.sh ocf-tests/lab/stand-ins.sh
