# The judges.
EXTRA_DIST += ocf-tests/tap.sh
