# Readers and writers fed with anything: ordinary programs that replay files, which `make check` does
# with the seeds, or libFuzzer's with ./configure --enable-fuzz --enable-sanitize CC=clang. In a
# build of that kind, each target so long:
#	make check-fuzz FUZZ_SECONDS=600 [FUZZ_TARGETS="ha-cf cib"]
FUZZ_SECONDS = 60
FUZZ_TARGETS = authkeys bundle cib command drbd-conf facts ha-cf haresources json old-cib plan-file \
	whole $(FUZZ_DAEMON) fence-options sbd-disk scsi-disk wti baytech \
	$(FUZZ_HTTP) $(FUZZ_SNMP) $(FUZZ_SSH) $(FUZZ_DATABASE)
EXTRA_DIST += \
	ocf-tests/fuzz/seeds ocf-tests/fuzz/run \
	ocf-tests/fuzz/database.dict ocf-tests/fuzz/drbd-conf.dict ocf-tests/fuzz/fence-options.dict ocf-tests/fuzz/ha-cf.dict \
	ocf-tests/fuzz/old-cib.dict ocf-tests/fuzz/plan-file.dict ocf-tests/fuzz/request.dict \
	ocf-tests/fuzz/sbd-disk.dict ocf-tests/fuzz/whole.dict ocf-tests/fuzz/wire.dict

if COMPAT
check_PROGRAMS += \
	ocf-tests/fuzz/authkeys-fuzz ocf-tests/fuzz/bundle-fuzz ocf-tests/fuzz/cib-fuzz \
	ocf-tests/fuzz/command-fuzz ocf-tests/fuzz/drbd-conf-fuzz ocf-tests/fuzz/facts-fuzz \
	ocf-tests/fuzz/fence-options-fuzz ocf-tests/fuzz/ha-cf-fuzz ocf-tests/fuzz/haresources-fuzz \
	ocf-tests/fuzz/json-fuzz ocf-tests/fuzz/old-cib-fuzz ocf-tests/fuzz/plan-file-fuzz \
	ocf-tests/fuzz/baytech-fuzz ocf-tests/fuzz/sbd-disk-fuzz ocf-tests/fuzz/scsi-disk-fuzz \
	ocf-tests/fuzz/whole-fuzz ocf-tests/fuzz/wti-fuzz
if FENCE_HTTP
FUZZ_HTTP = redfish
check_PROGRAMS += ocf-tests/fuzz/redfish-fuzz
endif
if FENCE_SNMP
FUZZ_SNMP = snmp
check_PROGRAMS += ocf-tests/fuzz/snmp-fuzz
endif
if MARIADB
FUZZ_DATABASE = database
check_PROGRAMS += ocf-tests/fuzz/database-fuzz
endif
if FENCE_SSH
FUZZ_SSH = virsh
check_PROGRAMS += ocf-tests/fuzz/virsh-fuzz
endif
endif
if DAEMON
FUZZ_DAEMON = request wire
check_PROGRAMS += ocf-tests/fuzz/request-fuzz ocf-tests/fuzz/wire-fuzz
endif

if FUZZ
FUZZ_MAIN =
FUZZ_LINK = $(AM_LDFLAGS) -fsanitize=fuzzer
else
FUZZ_MAIN = ocf-tests/fuzz/replay.c
FUZZ_LINK = $(AM_LDFLAGS)
endif
FUZZ_COMMON = ocf-tests/fuzz/fuzz.c ocf-tests/fuzz/fuzz.h $(FUZZ_MAIN)
FUZZ_JUDGES = ocf-tests/fuzz/judge.c ocf-tests/fuzz/judge.h ocf-tests/fuzz/judge-xml.c \
	ocf-tests/fuzz/journey.c ocf-tests/fuzz/journey.h
FUZZ_BESIDE = $(FUZZ_JUDGES) ocf-tests/fuzz/beside.c ocf-tests/fuzz/beside.h
FUZZ_PAIR = ocf-tests/fuzz/pair.c ocf-tests/fuzz/pair.h
FUZZ_INCLUDES = $(AM_CPPFLAGS) $(JSON_CFLAGS) $(XML_CFLAGS)

ocf_tests_fuzz_authkeys_fuzz_SOURCES = ocf-tests/fuzz/authkeys-fuzz.c $(FUZZ_COMMON)
ocf_tests_fuzz_authkeys_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_authkeys_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_authkeys_fuzz_LDADD = $(MODEL_LIBS)

ocf_tests_fuzz_bundle_fuzz_SOURCES = ocf-tests/fuzz/bundle-fuzz.c $(FUZZ_COMMON) $(FUZZ_JUDGES)
ocf_tests_fuzz_bundle_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_bundle_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_bundle_fuzz_LDADD = $(PLAN_LIBS)

ocf_tests_fuzz_cib_fuzz_SOURCES = ocf-tests/fuzz/cib-fuzz.c $(FUZZ_COMMON) $(FUZZ_JUDGES)
ocf_tests_fuzz_cib_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_cib_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_cib_fuzz_LDADD = $(PLAN_LIBS)

ocf_tests_fuzz_command_fuzz_SOURCES = ocf-tests/fuzz/command-fuzz.c $(FUZZ_COMMON) $(GRAMMAR)
ocf_tests_fuzz_command_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_command_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_command_fuzz_LDADD = $(MODEL_LIBS)

ocf_tests_fuzz_facts_fuzz_SOURCES = ocf-tests/fuzz/facts-fuzz.c $(FUZZ_COMMON)
ocf_tests_fuzz_facts_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_facts_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_facts_fuzz_LDADD = $(MODEL_LIBS)

ocf_tests_fuzz_ha_cf_fuzz_SOURCES = ocf-tests/fuzz/ha-cf-fuzz.c $(FUZZ_COMMON)
ocf_tests_fuzz_ha_cf_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_ha_cf_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_ha_cf_fuzz_LDADD = $(MODEL_LIBS)

ocf_tests_fuzz_haresources_fuzz_SOURCES = ocf-tests/fuzz/haresources-fuzz.c $(FUZZ_COMMON)
ocf_tests_fuzz_haresources_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_haresources_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_haresources_fuzz_LDADD = $(MODEL_LIBS)

ocf_tests_fuzz_plan_file_fuzz_SOURCES = ocf-tests/fuzz/plan-file-fuzz.c $(FUZZ_COMMON) $(FUZZ_JUDGES)
ocf_tests_fuzz_plan_file_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_plan_file_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_plan_file_fuzz_LDADD = $(PLAN_LIBS)

ocf_tests_fuzz_whole_fuzz_SOURCES = ocf-tests/fuzz/whole-fuzz.c $(FUZZ_COMMON) $(FUZZ_JUDGES)
ocf_tests_fuzz_whole_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_whole_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_whole_fuzz_LDADD = $(PLAN_LIBS)

ocf_tests_fuzz_drbd_conf_fuzz_SOURCES = ocf-tests/fuzz/drbd-conf-fuzz.c $(FUZZ_COMMON) $(FUZZ_BESIDE)
ocf_tests_fuzz_drbd_conf_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_drbd_conf_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_drbd_conf_fuzz_LDADD = $(PLAN_LIBS)

ocf_tests_fuzz_json_fuzz_SOURCES = ocf-tests/fuzz/json-fuzz.c $(FUZZ_COMMON)
ocf_tests_fuzz_json_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_json_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_json_fuzz_LDADD = $(PLAN_LIBS)

ocf_tests_fuzz_old_cib_fuzz_SOURCES = ocf-tests/fuzz/old-cib-fuzz.c $(FUZZ_COMMON) $(FUZZ_BESIDE)
ocf_tests_fuzz_old_cib_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_old_cib_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_old_cib_fuzz_LDADD = $(PLAN_LIBS)

# The daemon, for which libcompatd lends all but the doors to Pacemaker.
ocf_tests_fuzz_request_fuzz_SOURCES = ocf-tests/fuzz/request-fuzz.c $(FUZZ_COMMON) $(FUZZ_PAIR)
ocf_tests_fuzz_request_fuzz_CPPFLAGS = $(FUZZ_INCLUDES) $(QB_CFLAGS) $(COROSYNC_CFLAGS)
ocf_tests_fuzz_request_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_request_fuzz_LDADD = $(FUZZ_DAEMON_LIBS)

ocf_tests_fuzz_wire_fuzz_SOURCES = ocf-tests/fuzz/wire-fuzz.c $(FUZZ_COMMON) $(FUZZ_PAIR)
ocf_tests_fuzz_wire_fuzz_CPPFLAGS = $(FUZZ_INCLUDES) $(QB_CFLAGS)
ocf_tests_fuzz_wire_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_wire_fuzz_LDADD = $(FUZZ_DAEMON_LIBS)

FUZZ_DAEMON_LIBS = heartbeat-compat/libcompatd.a heartbeat-compat/libhbclient.a $(PLAN_LIBS) \
	$(COROSYNC_LIBS) $(QB_LIBS) $(MNL_LIBS)

# Fence agents, which know nothing of glib; who replays files does.
ocf_tests_fuzz_fence_options_fuzz_SOURCES = ocf-tests/fuzz/fence-options-fuzz.c $(FUZZ_MAIN)
ocf_tests_fuzz_fence_options_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_fence_options_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_fence_options_fuzz_LDADD = $(FENCE_LIBS) $(GLIB_LIBS)

ocf_tests_fuzz_database_fuzz_SOURCES = ocf-tests/fuzz/database-fuzz.c $(FUZZ_MAIN)
ocf_tests_fuzz_database_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_database_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_database_fuzz_LDADD = agents/libdatabase.a lib/libcore.a $(MARIADB_LIBS) $(GLIB_LIBS)

ocf_tests_fuzz_sbd_disk_fuzz_SOURCES = ocf-tests/fuzz/sbd-disk-fuzz.c fence/sbd/disk.c fence/sbd/disk.h $(FUZZ_MAIN)
ocf_tests_fuzz_sbd_disk_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_sbd_disk_fuzz_LDFLAGS = $(FUZZ_LINK)
ocf_tests_fuzz_sbd_disk_fuzz_LDADD = lib/libcore.a $(GLIB_LIBS)

ocf_tests_fuzz_scsi_disk_fuzz_SOURCES = ocf-tests/fuzz/scsi-disk-fuzz.c fence/scsi/disk.c fence/scsi/disk.h \
	fence/scsi/nvme.c fence/scsi/scsi.c $(FUZZ_MAIN)
ocf_tests_fuzz_scsi_disk_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_scsi_disk_fuzz_LDFLAGS = $(FUZZ_LINK) -Wl,--wrap=ioctl
ocf_tests_fuzz_scsi_disk_fuzz_LDADD = lib/libcore.a $(GLIB_LIBS)

# Whole agents, whose devices answer anything: one file with their doors, and an agent each.
ANSWERS = ocf-tests/fuzz/answers-fuzz.c ocf-tests/fuzz/answers.h $(FUZZ_MAIN)
ANSWERS_LINK = $(FUZZ_LINK) -Wl,--wrap=eb_talk_telnet,--wrap=eb_http_open,--wrap=eb_http_close,--wrap=eb_http_ask \
	-Wl,--wrap=eb_ssh_open,--wrap=eb_ssh_close,--wrap=eb_ssh_run
ocf_tests_fuzz_wti_fuzz_SOURCES = $(ANSWERS) $(fence_fence_wti_SOURCES)
ocf_tests_fuzz_wti_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_wti_fuzz_LDFLAGS = $(ANSWERS_LINK)
ocf_tests_fuzz_wti_fuzz_LDADD = $(WTI_SSH) $(FENCE_LIBS) $(GLIB_LIBS)
ocf_tests_fuzz_baytech_fuzz_SOURCES = $(ANSWERS) $(fence_fence_baytech_SOURCES)
ocf_tests_fuzz_baytech_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_baytech_fuzz_LDFLAGS = $(ANSWERS_LINK)
ocf_tests_fuzz_baytech_fuzz_LDADD = $(FENCE_LIBS) $(GLIB_LIBS)
ocf_tests_fuzz_redfish_fuzz_SOURCES = $(ANSWERS) fence/fence_redfish.c
ocf_tests_fuzz_redfish_fuzz_CPPFLAGS = $(FUZZ_INCLUDES) $(CURL_CFLAGS)
ocf_tests_fuzz_redfish_fuzz_LDFLAGS = $(ANSWERS_LINK)
ocf_tests_fuzz_redfish_fuzz_LDADD = $(FENCE_LIBS) $(JANSSON_LIBS) $(GLIB_LIBS)
ocf_tests_fuzz_virsh_fuzz_SOURCES = $(ANSWERS) fence/fence_virsh.c
ocf_tests_fuzz_virsh_fuzz_CPPFLAGS = $(FUZZ_INCLUDES)
ocf_tests_fuzz_virsh_fuzz_LDFLAGS = $(ANSWERS_LINK)
ocf_tests_fuzz_virsh_fuzz_LDADD = lib/libssh.a $(FENCE_LIBS) $(GLIB_LIBS)
ocf_tests_fuzz_snmp_fuzz_SOURCES = $(ANSWERS) ocf-tests/fuzz/answers-snmp.c $(fence_fence_apc_snmp_SOURCES)
ocf_tests_fuzz_snmp_fuzz_CPPFLAGS = $(FUZZ_INCLUDES) $(SNMP_CFLAGS)
ocf_tests_fuzz_snmp_fuzz_LDFLAGS = $(ANSWERS_LINK) -Wl,--wrap=eb_late_load
ocf_tests_fuzz_snmp_fuzz_LDADD = lib/libsnmp.a $(FENCE_LIBS) $(GLIB_LIBS)

# Build and source tree as the tests know them; nothing of it is kept but what was found.
check-fuzz: all check-programs
	$(srcdir)/ocf-tests/fuzz/run $(FUZZ_SECONDS) $(FUZZ_TARGETS)
.PHONY: check-fuzz
