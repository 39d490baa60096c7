# escapebeatd, and the old commands that ask it.

# libhbclient: messages and how the daemon is asked; all that a command needs.
if DAEMON
noinst_LIBRARIES += heartbeat-compat/libhbclient.a
endif
HBCLIENT_LIBS = heartbeat-compat/libhbclient.a lib/libcore.a $(GLIB_LIBS) $(QB_LIBS)
DAEMON_INCLUDES = $(AM_CPPFLAGS) $(GLIB_CFLAGS) $(QB_CFLAGS)

heartbeat_compat_libhbclient_a_CPPFLAGS = $(DAEMON_INCLUDES)
heartbeat_compat_libhbclient_a_SOURCES = \
	heartbeat-compat/daemon/client.c heartbeat-compat/daemon/client.h \
	heartbeat-compat/daemon/fields.c heartbeat-compat/daemon/fields.h \
	heartbeat-compat/daemon/ha-log.c heartbeat-compat/daemon/ha-log.h \
	heartbeat-compat/commands/move.c heartbeat-compat/commands/move.h \
	heartbeat-compat/commands/old.c heartbeat-compat/commands/old.h \
	heartbeat-compat/commands/say.c heartbeat-compat/commands/say.h

# libcompatd: the daemon but for its main, for tests too.
if DAEMON
noinst_LIBRARIES += heartbeat-compat/libcompatd.a
sbin_PROGRAMS += heartbeat-compat/escapebeatd
bin_PROGRAMS += heartbeat-compat/cl_status
hbtool_PROGRAMS += heartbeat-compat/hb_standby heartbeat-compat/hb_takeover
hblib_PROGRAMS += heartbeat-compat/heartbeat
compat_PROGRAMS += heartbeat-compat/escapebeat-alert
endif
heartbeat_compat_libcompatd_a_CPPFLAGS = $(DAEMON_INCLUDES) $(COROSYNC_CFLAGS) $(XML_CFLAGS)
heartbeat_compat_libcompatd_a_SOURCES = \
	heartbeat-compat/cluster-view.c heartbeat-compat/cluster-view.h \
	heartbeat-compat/tool.c heartbeat-compat/tool.h \
	heartbeat-compat/to-cib-merge.c heartbeat-compat/to-cib-merge.h \
	heartbeat-compat/to-cib-own.c heartbeat-compat/to-cib-own.h \
	heartbeat-compat/to-cib-refs.c heartbeat-compat/to-cib-refs.h \
	heartbeat-compat/daemon/acl.c heartbeat-compat/daemon/acl.h \
	heartbeat-compat/daemon/agreement.c heartbeat-compat/daemon/agreement.h \
	heartbeat-compat/daemon/alert.c heartbeat-compat/daemon/alert.h \
	heartbeat-compat/daemon/marks.c heartbeat-compat/daemon/marks.h \
	heartbeat-compat/daemon/arrival.c heartbeat-compat/daemon/arrival.h \
	heartbeat-compat/daemon/asked.c heartbeat-compat/daemon/asked.h \
	heartbeat-compat/daemon/dispute.c heartbeat-compat/daemon/dispute.h \
	heartbeat-compat/daemon/cib-patch.c heartbeat-compat/daemon/cib-patch.h \
	heartbeat-compat/daemon/claims.c heartbeat-compat/daemon/claims.h \
	heartbeat-compat/daemon/compatd.c heartbeat-compat/daemon/compatd.h \
	heartbeat-compat/daemon/config.c heartbeat-compat/daemon/config.h \
	heartbeat-compat/daemon/door.c heartbeat-compat/daemon/door.h \
	heartbeat-compat/daemon/doubles.c heartbeat-compat/daemon/doubles.h \
	heartbeat-compat/daemon/generation.c heartbeat-compat/daemon/generation.h \
	heartbeat-compat/daemon/group.c heartbeat-compat/daemon/group.h \
	heartbeat-compat/daemon/handover.c heartbeat-compat/daemon/handover.h \
	heartbeat-compat/daemon/held.c heartbeat-compat/daemon/held.h \
	heartbeat-compat/daemon/hold.c heartbeat-compat/daemon/hold.h \
	heartbeat-compat/daemon/ipc.c heartbeat-compat/daemon/ipc.h \
	heartbeat-compat/daemon/lines.c heartbeat-compat/daemon/lines.h \
	heartbeat-compat/daemon/member.c heartbeat-compat/daemon/member.h \
	heartbeat-compat/daemon/owner.c heartbeat-compat/daemon/owner.h \
	heartbeat-compat/daemon/pinger.c heartbeat-compat/daemon/pinger.h \
	heartbeat-compat/daemon/policy.c heartbeat-compat/daemon/policy.h \
	heartbeat-compat/daemon/privilege.c heartbeat-compat/daemon/privilege.h \
	heartbeat-compat/daemon/quorum.c heartbeat-compat/daemon/quorum.h \
	heartbeat-compat/daemon/respawn.c heartbeat-compat/daemon/respawn.h \
	heartbeat-compat/daemon/respawn-child.c heartbeat-compat/daemon/respawn-child.h \
	heartbeat-compat/daemon/settings.c heartbeat-compat/daemon/settings.h \
	heartbeat-compat/daemon/standby.c heartbeat-compat/daemon/standby.h \
	heartbeat-compat/daemon/stand.c heartbeat-compat/daemon/stand.h \
	heartbeat-compat/daemon/late.c heartbeat-compat/daemon/late.h \
	heartbeat-compat/daemon/scripts.c heartbeat-compat/daemon/scripts.h \
	heartbeat-compat/daemon/state.c heartbeat-compat/daemon/state.h \
	heartbeat-compat/daemon/silence.c heartbeat-compat/daemon/silence.h \
	heartbeat-compat/daemon/stopped.c heartbeat-compat/daemon/stopped.h \
	heartbeat-compat/daemon/tell.c heartbeat-compat/daemon/tell.h \
	heartbeat-compat/daemon/verbs.c heartbeat-compat/daemon/verbs.h \
	heartbeat-compat/daemon/view.c heartbeat-compat/daemon/view.h \
	heartbeat-compat/daemon/waiting.c heartbeat-compat/daemon/waiting.h \
	heartbeat-compat/daemon/why.c heartbeat-compat/daemon/why.h \
	heartbeat-compat/daemon/worker.c heartbeat-compat/daemon/worker.h

heartbeat_compat_escapebeatd_CPPFLAGS = $(DAEMON_INCLUDES) -DALERT_AGENT='"$(compatdir)/escapebeat-alert"'
heartbeat_compat_escapebeatd_SOURCES = heartbeat-compat/daemon/compatd-main.c
heartbeat_compat_escapebeatd_LDADD = heartbeat-compat/libcompatd.a heartbeat-compat/libhbclient.a \
	$(PLAN_LIBS) $(COROSYNC_LIBS) $(QB_LIBS) $(MNL_LIBS)

heartbeat_compat_cl_status_CPPFLAGS = $(DAEMON_INCLUDES)
heartbeat_compat_cl_status_SOURCES = heartbeat-compat/commands/cl_status.c \
	heartbeat-compat/commands/query.c heartbeat-compat/commands/query.h
heartbeat_compat_cl_status_LDADD = $(HBCLIENT_LIBS)
heartbeat_compat_hb_standby_CPPFLAGS = $(DAEMON_INCLUDES)
heartbeat_compat_hb_standby_SOURCES = heartbeat-compat/commands/hb_standby.c
heartbeat_compat_hb_standby_LDADD = $(HBCLIENT_LIBS)
heartbeat_compat_hb_takeover_CPPFLAGS = $(DAEMON_INCLUDES)
heartbeat_compat_hb_takeover_SOURCES = heartbeat-compat/commands/hb_takeover.c
heartbeat_compat_hb_takeover_LDADD = $(HBCLIENT_LIBS)
heartbeat_compat_escapebeat_alert_CPPFLAGS = $(DAEMON_INCLUDES)
heartbeat_compat_escapebeat_alert_SOURCES = heartbeat-compat/commands/escapebeat-alert.c
heartbeat_compat_escapebeat_alert_LDADD = $(HBCLIENT_LIBS)
heartbeat_compat_heartbeat_CPPFLAGS = $(DAEMON_INCLUDES) -DSBINDIR='"$(sbindir)"'
heartbeat_compat_heartbeat_SOURCES = heartbeat-compat/commands/heartbeat.c \
	heartbeat-compat/commands/stop.c heartbeat-compat/commands/stop.h \
	heartbeat-compat/commands/unit.c heartbeat-compat/commands/unit.h
heartbeat_compat_heartbeat_LDADD = $(HBCLIENT_LIBS)
heartbeat_compat_hb_node_CPPFLAGS = $(DAEMON_INCLUDES)
heartbeat_compat_hb_node_SOURCES = heartbeat-compat/commands/hb_node.c
heartbeat_compat_hb_node_LDADD = $(HBCLIENT_LIBS)

# One program under four names; and all of them where older distributions had them, but for what is
# there already: it may be Heartbeat's own.
if DAEMON
hbtool_PROGRAMS += heartbeat-compat/hb_node
install-exec-hook: own-cl_status
install-data-hook: link-commands
uninstall-hook: unlink-commands
endif
NODE_COMMANDS = hb_addnode hb_delnode hb_setweight hb_setsite
OLD_COMMANDS = $(hblibdir)/heartbeat $(hbtooldir)/hb_standby $(hbtooldir)/hb_takeover \
	$(NODE_COMMANDS:%=$(hbtooldir)/%) $(compatdir)/send_arp
link-commands:
	cd $(DESTDIR)$(hbtooldir) && for name in $(NODE_COMMANDS); do ln -sf hb_node $$name || exit 1; done
	$(MKDIR_P) $(DESTDIR)$(hbolddir) && cd $(DESTDIR)$(hbolddir) && for path in $(OLD_COMMANDS); do \
		name=$${path##*/}; \
		[ "$${path%/*}" != $(hbolddir) ] || continue; \
		if [ -L $$name ] || [ ! -e $$name ]; then ln -sf $$path $$name || exit 1; fi; done
unlink-commands:
	-cd $(DESTDIR)$(hbtooldir) && rm -f $(NODE_COMMANDS)
	-cd $(DESTDIR)$(hbolddir) && for path in $(OLD_COMMANDS); do \
		name=$${path##*/}; [ "$${path%/*}" = $(hbolddir) ] || [ ! -L $$name ] || rm -f $$name; done

# Anybody may use cl_status, as long as it has the group that the daemon admits.
own-cl_status:
	@path=$(DESTDIR)$(bindir)/cl_status; \
	if chgrp haclient $$path 2>/dev/null && chmod 2755 $$path; then :; else \
		echo "$$path is not setgid haclient: only root and members of that group can use it"; fi
.PHONY: link-commands unlink-commands own-cl_status

# The unit, and the init script for machines without systemd; it is not installed over Heartbeat's.
# Brackets, or config.status would put the values into the patterns.
paths = sed -e 's,[@]sbindir[@],$(sbindir),g' -e 's,[@]hblibdir[@],$(hblibdir),g' \
	-e 's,[@]hbtooldir[@],$(hbtooldir),g'
# corosync lets the daemon's user in.
if DAEMON
dist_uidgid_DATA = heartbeat-compat/daemon/uidgid.d/escapebeat
endif
EXTRA_DIST += heartbeat-compat/daemon/uidgid.d heartbeat-compat/daemon/escapebeatd.service.in heartbeat-compat/daemon/heartbeat.init.in
if DAEMON
systemdsystemunit_DATA = heartbeat-compat/daemon/escapebeatd.service
compat_SCRIPTS = heartbeat-compat/daemon/heartbeat.init
CLEANFILES += $(systemdsystemunit_DATA) $(compat_SCRIPTS)
heartbeat-compat/daemon/escapebeatd.service: heartbeat-compat/daemon/escapebeatd.service.in Makefile
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(paths) $(srcdir)/$@.in >$@.tmp && mv $@.tmp $@
heartbeat-compat/daemon/heartbeat.init: heartbeat-compat/daemon/heartbeat.init.in Makefile
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(paths) $(srcdir)/$@.in >$@.tmp && chmod +x $@.tmp && mv $@.tmp $@
endif
dist_man_MANS += heartbeat-compat/man/escapebeatd.8 heartbeat-compat/man/cl_status.1 \
	heartbeat-compat/man/hb_standby.1
