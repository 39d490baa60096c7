# The converter; later the daemon and the old commands.

# libmodel: from the three files to the model and its faults.
if COMPAT
noinst_LIBRARIES += heartbeat-compat/libmodel.a
endif
MODEL_LIBS = heartbeat-compat/libmodel.a lib/libcore.a $(GLIB_LIBS)

heartbeat_compat_libmodel_a_CPPFLAGS = $(AM_CPPFLAGS) $(GLIB_CFLAGS)
heartbeat_compat_libmodel_a_SOURCES = \
	heartbeat-compat/address.c \
	heartbeat-compat/authkeys.c heartbeat-compat/authkeys.h \
	heartbeat-compat/check.c heartbeat-compat/check.h \
	heartbeat-compat/check-nodes.c \
	heartbeat-compat/check-resources.c \
	heartbeat-compat/codes.def \
	heartbeat-compat/diag.c heartbeat-compat/diag.h \
	heartbeat-compat/diag-print.c \
	heartbeat-compat/facts.c heartbeat-compat/facts.h \
	heartbeat-compat/ha-cf.c heartbeat-compat/ha-cf.h \
	heartbeat-compat/ha-cf-client.c \
	heartbeat-compat/ha-cf-media.c \
	heartbeat-compat/ha-cf-row.h \
	heartbeat-compat/ha-cf-scalar.c \
	heartbeat-compat/ha-cf-table.c \
	heartbeat-compat/haresources.c heartbeat-compat/haresources.h \
	heartbeat-compat/lex.c heartbeat-compat/lex.h \
	heartbeat-compat/load.c heartbeat-compat/load.h \
	heartbeat-compat/model.c heartbeat-compat/model.h \
	heartbeat-compat/value.c
