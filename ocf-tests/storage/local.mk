# Storage agents with loop devices and mounts, in mount namespaces (root).
EXTRA_DIST += ocf-tests/storage
check_PROGRAMS += ocf-tests/storage/hang
ocf_tests_storage_hang_LDADD =

check-storage: all-am $(check_PROGRAMS)
	$(RUN_TESTS) storage
.PHONY: check-storage
