# Measurements: never part of check, since they judge a machine as much as a program.
bench_programs = ocf-tests/bench/bench-agent ocf-tests/bench/bench-mounts ocf-tests/bench/empty
EXTRA_PROGRAMS += $(bench_programs)
ocf_tests_bench_bench_agent_LDADD =
ocf_tests_bench_bench_mounts_LDADD =
ocf_tests_bench_empty_LDADD =
EXTRA_DIST += ocf-tests/bench/bench
CLEANFILES += $(bench_programs)

# bench: the agents' tables (two minutes), then 200 addresses in a group of a real cluster.
bench: bench-agents bench-group
bench-agents: all $(bench_programs)
	top_builddir=$(abs_top_builddir) $(top_srcdir)/ocf-tests/bench/bench $(ROUNDS)
.PHONY: bench bench-agents
