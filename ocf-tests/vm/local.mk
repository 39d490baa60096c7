# Agents and kernel modules, in guests of QEMU (root; minutes).
EXTRA_DIST += ocf-tests/vm
check-vm: all-am
	$(RUN_TESTS) -t 1800 vm
.PHONY: check-vm
