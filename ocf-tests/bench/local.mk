# Measurements: never part of check, since they judge a machine as much as a program.
bench_programs = ocf-tests/bench/bench-agent ocf-tests/bench/bench-load \
	ocf-tests/bench/bench-mounts ocf-tests/bench/bench-run ocf-tests/bench/empty
if MARIADB
bench_programs += ocf-tests/bench/connect
endif
ocf_tests_bench_connect_CPPFLAGS = $(AM_CPPFLAGS) $(MARIADB_CFLAGS)
ocf_tests_bench_connect_LDADD = $(MARIADB_LIBS)
EXTRA_PROGRAMS += $(bench_programs)
ocf_tests_bench_bench_agent_LDADD =
ocf_tests_bench_bench_load_LDADD =
ocf_tests_bench_bench_mounts_LDADD =
ocf_tests_bench_bench_run_LDADD =
ocf_tests_bench_empty_LDADD =
EXTRA_DIST += ocf-tests/bench/bench ocf-tests/bench/convert ocf-tests/bench/fence.sh ocf-tests/bench/resource.sh \
	ocf-tests/bench/round-trips.py
CLEANFILES += $(bench_programs)

# bench: the agents' tables (two minutes), the converter's, then 200 addresses in a group of a real
# cluster.
bench: bench-agents bench-convert bench-group
bench-convert: all ocf-tests/bench/bench-run
	top_builddir=$(abs_top_builddir) $(top_srcdir)/ocf-tests/bench/convert $(BENCH_LINES)
bench-agents: all $(bench_programs)
	top_builddir=$(abs_top_builddir) $(top_srcdir)/ocf-tests/bench/bench $(ROUNDS)
# Fence agents alone, some five minutes: make bench-fence [FENCE_TABLES="fence_virsh fence_wti"].
FENCE_TABLES = all
bench-fence: all $(bench_programs) $(check_PROGRAMS)
	FENCE_TABLES="$(FENCE_TABLES)" top_builddir=$(abs_top_builddir) $(top_srcdir)/ocf-tests/bench/bench
.PHONY: bench bench-agents bench-convert bench-fence
