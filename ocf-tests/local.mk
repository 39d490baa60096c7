# The judges.
EXTRA_DIST += ocf-tests/tap.sh
include ocf-tests/bench/local.mk
