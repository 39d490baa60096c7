# Tests on a real cluster; they are found by their names (cluster/*.t) and need root.
EXTRA_DIST += ocf-tests/cluster/lab.sh ocf-tests/cluster/lab-lifecycle.t
