# libcore: the common ground; libagent: core + the OCF frame with its main.
noinst_LIBRARIES += lib/libcore.a lib/libagent.a

lib_libcore_a_SOURCES =

lib_libagent_a_SOURCES =
