# Agents and kernel modules, in guests of QEMU (root; minutes).
EXTRA_DIST += ocf-tests/vm
check_PROGRAMS += ocf-tests/vm/drbd-look
ocf_tests_vm_drbd_look_LDADD = lib/libcore.a $(MNL_LIBS)
check-vm: all-am $(check_PROGRAMS)
	$(RUN_TESTS) -t 1800 vm
.PHONY: check-vm
