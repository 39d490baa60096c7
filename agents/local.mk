# One agent is one file and one word here.
agent_PROGRAMS += \
	agents/Dummy \
	agents/Filesystem \
	agents/IPaddr \
	agents/IPaddr2 \
	agents/IPv6addr \
	agents/SendArp \
	agents/Stateful \
	agents/drbd \
	agents/drbddisk \
	agents/hbscript \
	agents/ping

# Nothing but the frame: main() comes out of the archive.
AGENT_LIBS = lib/libagent.a lib/libcore.a $(MNL_LIBS)
LDADD = $(AGENT_LIBS)
# A virtual address, under the names of three agents.
noinst_LIBRARIES += agents/libipaddr.a
agents_libipaddr_a_SOURCES = \
	agents/ipaddr/check.c \
	agents/ipaddr/lvs.c agents/ipaddr/lvs.h \
	agents/ipaddr/place.c agents/ipaddr/place.h \
	agents/ipaddr/sender.c agents/ipaddr/sender.h \
	agents/ipaddr/start.c agents/ipaddr/stop.c \
	agents/ipaddr/vip.c agents/ipaddr/vip.h
agents_IPaddr_LDADD = agents/libipaddr.a $(LDADD)
agents_IPaddr2_LDADD = agents/libipaddr.a $(LDADD)
agents_IPv6addr_LDADD = agents/libipaddr.a $(LDADD)

# Commands that scripts of the old cluster call.
compat_PROGRAMS += agents/send_arp agents/send_ua
agents_send_arp_LDADD = lib/libcore.a $(MNL_LIBS)
agents_send_ua_LDADD = lib/libcore.a $(MNL_LIBS)

# A script of Heartbeat: how it is run, and what its status means.
agents_hbscript_SOURCES = agents/hbscript.c \
	agents/script/answer.c agents/script/answer.h \
	agents/script/script.c agents/script/script.h \
	agents/script/service.c agents/script/service.h
agents_hbscript_CPPFLAGS = $(AM_CPPFLAGS) -DEB_COMPATDIR='"$(compatdir)"'

# DRBD: as a promotable clone, as what drbddisk made of it, and drbddisk itself.
resource_PROGRAMS += agents/resource.d/drbddisk
agents_drbd_SOURCES = agents/drbd.c \
	agents/replica/actions.c agents/replica/clone.h \
	agents/replica/config.c agents/replica/config.h \
	agents/replica/score.c agents/replica/validate.c
agents_drbddisk_SOURCES = agents/drbddisk.c \
	agents/replica/config.c agents/replica/config.h \
	agents/replica/roles.c agents/replica/roles.h
agents_resource_d_drbddisk_SOURCES = agents/replica/script.c \
	agents/replica/roles.c agents/replica/roles.h
agents_resource_d_drbddisk_LDADD = lib/libcore.a $(MNL_LIBS)

# A mounted file system.
agents_Filesystem_SOURCES = agents/Filesystem.c \
	agents/filesystem/device.c \
	agents/filesystem/fs.c agents/filesystem/fs.h \
	agents/filesystem/monitor.c \
	agents/filesystem/needed.c \
	agents/filesystem/other-node.c \
	agents/filesystem/owner.c \
	agents/filesystem/release.c \
	agents/filesystem/reservation.c \
	agents/filesystem/siege.c \
	agents/filesystem/signals.c \
	agents/filesystem/sockets.c agents/filesystem/sockets.h \
	agents/filesystem/start.c \
	agents/filesystem/stop.c agents/filesystem/stop.h \
	agents/filesystem/users.c agents/filesystem/users.h \
	agents/filesystem/validate.c

# A database server, under three names.
if MARIADB
agent_PROGRAMS += agents/mariadb agents/mysql agents/mysqld
noinst_LIBRARIES += agents/libdatabase.a
endif
agents_libdatabase_a_CPPFLAGS = $(AM_CPPFLAGS) $(MARIADB_CFLAGS)
agents_libdatabase_a_SOURCES = agents/database/conf.h \
	agents/database/actions.c \
	agents/database/adopt.c \
	agents/database/clone.c agents/database/clone.h \
	agents/database/cluster.c agents/database/cluster.h \
	agents/database/credentials.c agents/database/credentials.h \
	agents/database/demotion.c \
	agents/database/dialect.c agents/database/dialect.h \
	agents/database/drain.c \
	agents/database/election.c agents/database/election.h agents/database/votes.c \
	agents/database/flashback.c agents/database/flashback.h \
	agents/database/folder.c agents/database/folder.h \
	agents/database/errant.c agents/database/errant.h \
	agents/database/followers.c \
	agents/database/gtid.c agents/database/gtid.h \
	agents/database/holders.c agents/database/holders.h \
	agents/database/launch.c \
	agents/database/local.c agents/database/local.h \
	agents/database/member.c agents/database/member.h \
	agents/database/monitor.c \
	agents/database/need.c \
	agents/database/notify.c \
	agents/database/options.c agents/database/options.h \
	agents/database/pair.c agents/database/pair.h agents/database/verdict.c \
	agents/database/peer.c agents/database/peer.h \
	agents/database/place.c agents/database/place.h \
	agents/database/primary.c agents/database/primary.h \
	agents/database/privileges.c agents/database/privileges.h \
	agents/database/promotion.c agents/database/promotion.h \
	agents/database/receipts.c agents/database/receipts.h \
	agents/database/reached.c agents/database/reached.h \
	agents/database/record.c agents/database/record.h \
	agents/database/reign.c agents/database/reign.h \
	agents/database/rejoin.c agents/database/rejoin.h \
	agents/database/relay.c agents/database/relay.h \
	agents/database/replication.c agents/database/replication.h \
	agents/database/role.c agents/database/role.h \
	agents/database/server.c agents/database/server.h \
	agents/database/sessions.c agents/database/sessions.h \
	agents/database/severed.c agents/database/severed.h \
	agents/database/sql.c agents/database/sql.h \
	agents/database/standing.c agents/database/standing.h \
	agents/database/stream.c agents/database/stream.h \
	agents/database/table.c \
	agents/database/tail.c agents/database/tail.h \
	agents/database/truncation.c agents/database/truncation.h \
	agents/database/told.c agents/database/told.h \
	agents/database/validate.c \
	agents/database/view.c agents/database/view.h
MYSQL_LIBS = agents/libdatabase.a $(AGENT_LIBS) $(MARIADB_LIBS)
agents_mariadb_LDADD = $(MYSQL_LIBS)
agents_mysql_LDADD = $(MYSQL_LIBS)
agents_mysqld_LDADD = $(MYSQL_LIBS)

agents_CPPFLAGS = $(AM_CPPFLAGS) $(MNL_CFLAGS)

# A man page an agent, printed by the agent itself.
agent_man = $(agent_PROGRAMS:agents/%=agents/ocf_escapebeat_%.7)
man7_MANS = $(agent_man)
CLEANFILES += $(agent_man)
agents/ocf_escapebeat_%.7: agents/%
	$(AM_V_GEN)$< man > $@.tmp && mv $@.tmp $@
