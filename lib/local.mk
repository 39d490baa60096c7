# libcore: the common ground; libagent and libfence: a frame each, with its main.
noinst_LIBRARIES += lib/libcore.a lib/libagent.a lib/libfence.a

lib_libcore_a_SOURCES = \
	lib/addr.c lib/addr.h \
	lib/announce.c lib/announce.h \
	lib/arp.c lib/arp.h \
	lib/attr.c lib/attr.h \
	lib/clock.c lib/clock.h \
	lib/core.c lib/core.h \
	lib/drbd.c lib/drbd.h lib/drbd-config.c lib/drbd-kernel.c lib/drbd-order.c \
	lib/echo.c lib/echo.h \
	lib/echo-options.c lib/echo-options.h \
	lib/file.c lib/file.h \
	lib/guard.c lib/guard.h \
	lib/helper.c lib/helper.h \
	lib/ifaddr.c lib/ifaddr.h \
	lib/link.c lib/link.h \
	lib/lock.c lib/lock.h \
	lib/log.c lib/log.h \
	lib/man.c lib/man.h \
	lib/mount.c lib/mount.h lib/mount-one.c \
	lib/netlink.c lib/netlink.h \
	lib/netns.c lib/netns.h \
	lib/ocf.c lib/ocf.h \
	lib/option-file.c lib/option-file.h \
	lib/param.c lib/param.h \
	lib/proc.c lib/proc.h \
	lib/reach.c lib/reach.h \
	lib/resolve.c lib/resolve.h \
	lib/route.c lib/route.h \
	lib/run.c lib/run.h \
	lib/sockdiag.c lib/sockdiag.h \
	lib/type.c lib/type.h \
	lib/xml.c lib/xml.h

lib_libagent_a_SOURCES = \
	lib/agent.c lib/agent.h lib/agent-main.c lib/agent-meta.c \
	lib/score.c lib/score.h \
	lib/state.c lib/state.h \
	lib/trial.c lib/trial.h

lib_libfence_a_SOURCES = \
	lib/fence.c lib/fence.h lib/fence-main.c lib/fence-meta.c \
	lib/fence-net.c lib/fence-net.h \
	lib/fence-options.c lib/fence-options.h \
	lib/fence-power.c lib/fence-power.h \
	lib/fence-table.c lib/fence-table.h \
	lib/late.c lib/late.h \
	lib/serial.c lib/serial.h \
	lib/talk.c lib/talk.h

AM_CPPFLAGS += $(MNL_CFLAGS)
