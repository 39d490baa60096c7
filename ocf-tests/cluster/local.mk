# Tests on a real cluster need root; they are found by their names (cluster/*.t).
EXTRA_DIST += ocf-tests/cluster/lab.sh ocf-tests/cluster/failover.sh \
	ocf-tests/cluster/agents.t ocf-tests/cluster/lab-lifecycle.t ocf-tests/cluster/convert-boot.t ocf-tests/cluster/convert-live.t \
	ocf-tests/cluster/migrate.sh ocf-tests/cluster/migrate.t ocf-tests/cluster/migrate-kill.t \
	ocf-tests/cluster/mysql.sh ocf-tests/cluster/mysql.t ocf-tests/cluster/mysql-pair.t ocf-tests/cluster/daemon.sh ocf-tests/cluster/daemon-tree.sh ocf-tests/cluster/daemon.t ocf-tests/cluster/daemon-cost.t ocf-tests/cluster/daemon-drift.t ocf-tests/cluster/daemon-fencing.t ocf-tests/cluster/daemon-hold.t ocf-tests/cluster/daemon-install.t ocf-tests/cluster/daemon-many.t ocf-tests/cluster/daemon-nodes.t ocf-tests/cluster/daemon-orders.t ocf-tests/cluster/daemon-memory.t ocf-tests/cluster/daemon-resilience.t ocf-tests/cluster/daemon-seeds.t ocf-tests/cluster/daemon-faults.t ocf-tests/cluster/daemon-clients.t ocf-tests/cluster/daemon-takeover.t \
	ocf-tests/cluster/migrate-boot.t \
	ocf-tests/cluster/quickstart.t ocf-tests/cluster/rehearse.t ocf-tests/cluster/rehearse-unfenced.t ocf-tests/cluster/failover.t ocf-tests/cluster/fence-ipmi.t ocf-tests/cluster/unfence.t ocf-tests/cluster/failover-bench ocf-tests/cluster/group-bench

# Measurements on a cluster: bench-failover and bench-group take some five minutes each.
bench-failover bench-group: all
	top_builddir=$(abs_top_builddir) \
		$(top_srcdir)/ocf-tests/cluster/$(@:bench-%=%)-bench $(BENCH_ARGS)
.PHONY: bench-failover bench-group

# The daemon for longer: configurations of articles with all that happens to clusters, fencing, many
# nodes, its cost beside Heartbeat's. Some twenty-five minutes.
check-daemon: all
	EB_DAEMON=long $(RUN_TESTS) -t 1800 $(patsubst %,$(srcdir)/ocf-tests/cluster/daemon-%.t,install seeds drift faults fencing hold takeover many nodes orders resilience cost)
# An hour of transitions under valgrind; all but what measures in a build with sanitizers, some quarter
# of an hour.
check-daemon-memory: all
	EB_DAEMON=long $(RUN_TESTS) -t 5000 $(srcdir)/ocf-tests/cluster/daemon-memory.t
check-daemon-sanitizers: all $(check_PROGRAMS)
	EB_WATCHED=sanitizers EB_DAEMON=long EB_NODES=3 $(RUN_TESTS) $(patsubst %,$(srcdir)/ocf-tests/cluster/%.t, \
		daemon $(patsubst %,daemon-%,faults takeover clients fencing many orders resilience seeds))
.PHONY: check-daemon check-daemon-memory check-daemon-sanitizers

# apply, verify and rollback on a pair that runs the real Heartbeat.
check-migrate: all
	for services in scripts systemd; do EB_MIGRATE=$$services $(RUN_TESTS) \
		$(srcdir)/ocf-tests/cluster/migrate*.t || exit; done
.PHONY: check-migrate

# A plan with fencing, and one without.  Some minutes.
check-rehearse: all
	EB_REHEARSE=1 $(RUN_TESTS) $(srcdir)/ocf-tests/cluster/rehearse*.t
.PHONY: check-rehearse

# Two nodes that fence each other by IPMI, and a network that is cut between them, SPLIT_ROUNDS times (half
# a minute each): exactly one survives.
SPLIT_ROUNDS = 20
check-split-brain: all
	EB_ROUNDS=$(SPLIT_ROUNDS) $(RUN_TESTS) -t 3600 $(srcdir)/ocf-tests/cluster/fence-ipmi.t
# Two nodes that share disks by fence_scsi: unfenced when they join, out when they are fenced.
check-unfence: all $(check_PROGRAMS)
	EB_UNFENCE=1 $(RUN_TESTS) $(srcdir)/ocf-tests/cluster/unfence.t
.PHONY: check-split-brain check-unfence
