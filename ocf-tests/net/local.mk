# Agents in network namespaces (root).
EXTRA_DIST += ocf-tests/net
check_PROGRAMS += ocf-tests/net/frames
ocf_tests_net_frames_LDADD =

check-net: all-am $(check_PROGRAMS)
	$(RUN_TESTS) net

# The cases that name a defect fail on the stock agent, and where they say so.
check-stock-defects: $(check_PROGRAMS)
	top_builddir=$(abs_top_builddir) $(top_srcdir)/ocf-tests/net/stock-fails.t
	top_builddir=$(abs_top_builddir) $(top_srcdir)/ocf-tests/storage/stock-fails.t
.PHONY: check-net check-stock-defects

# ocft's case files, the provider switched to ours; two minutes.
check-ocft: all-am
	top_builddir=$(abs_top_builddir) $(top_srcdir)/ocf-tests/net/ocft-judge
.PHONY: check-ocft
