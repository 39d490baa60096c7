# One fence agent is one file and one word here; what it links is its own affair.
fence_agents = fence/fence_apcsmart fence/fence_baytech fence/fence_dummy \
	fence/fence_heuristics_ping fence/fence_kdump fence/fence_meatware fence/fence_rps10 \
	fence/fence_sbd fence/fence_scsi fence/fence_ssh fence/fence_wti
# Other names of them, as NAME:TARGET.
fence_names =
FENCE_LIBS = lib/libfence.a lib/libcore.a
fence_fence_apcsmart_LDADD = $(FENCE_LIBS)
fence_fence_baytech_SOURCES = fence/fence_baytech.c fence/baytech/outlet.c fence/baytech/outlet.h
fence_fence_baytech_LDADD = $(FENCE_LIBS)
fence_fence_wti_SOURCES = fence/fence_wti.c fence/wti/table.c fence/wti/table.h
if FENCE_SSH
WTI_SSH = lib/libssh.a
else
fence_fence_wti_SOURCES += fence/wti/no-ssh.c
endif
EXTRA_DIST += fence/wti/no-ssh.c
fence_fence_wti_LDADD = $(WTI_SSH) $(FENCE_LIBS)
fence_fence_dummy_LDADD = $(FENCE_LIBS)
fence_fence_heuristics_ping_LDADD = $(FENCE_LIBS)
fence_fence_kdump_LDADD = $(FENCE_LIBS)
fence_fence_meatware_LDADD = $(FENCE_LIBS)
fence_fence_rps10_LDADD = $(FENCE_LIBS)
fence_fence_ssh_LDADD = $(FENCE_LIBS)
fence_fence_sbd_SOURCES = fence/fence_sbd.c fence/sbd/disk.c fence/sbd/disk.h \
	fence/sbd/disks.c fence/sbd/disks.h
fence_fence_sbd_LDADD = $(FENCE_LIBS)
fence_fence_scsi_SOURCES = fence/fence_scsi.c fence/scsi/key.c fence/scsi/key.h \
	fence/scsi/disk.c fence/scsi/disk.h fence/scsi/nvme.c fence/scsi/scsi.c
fence_fence_scsi_LDADD = $(FENCE_LIBS)

# libfreeipmi, net-snmp, libcurl and libssh are loaded when they are needed (lib/late.h), so that no tool finds
# them in the programs: packages have to name them.

if FENCE_IPMI
fence_agents += fence/fence_ipmilan
fence_names += ilo3:ipmilan ilo4:ipmilan ilo5:ipmilan ipmilanplus:ipmilan imm:ipmilan idrac:ipmilan
endif
fence_fence_ipmilan_SOURCES = fence/fence_ipmilan.c fence/ipmi/session.c fence/ipmi/session.h
fence_fence_ipmilan_CPPFLAGS = $(AM_CPPFLAGS) $(IPMI_CFLAGS)
fence_fence_ipmilan_LDADD = $(FENCE_LIBS)

# SNMP: one engine, a device is a row of a table.
if FENCE_SNMP
noinst_LIBRARIES += lib/libsnmp.a
fence_agents += fence/fence_apc_snmp
fence_names += tripplite_snmp:apc_snmp eaton_snmp:apc_snmp ipdu:apc_snmp emerson:apc_snmp \
	raritan_snmp:apc_snmp ibmblade:apc_snmp intelmodular:apc_snmp
endif
lib_libsnmp_a_SOURCES = lib/snmp.c lib/snmp.h
lib_libsnmp_a_CPPFLAGS = $(AM_CPPFLAGS) $(SNMP_CFLAGS)
fence_fence_apc_snmp_SOURCES = fence/fence_apc_snmp.c fence/pdu/pdu.h fence/pdu/rows.c \
	fence/pdu/plug.c fence/pdu/plug.h
fence_fence_apc_snmp_LDADD = lib/libsnmp.a $(FENCE_LIBS)

# HTTPS and JSON.
if FENCE_HTTP
noinst_LIBRARIES += lib/libhttp.a
fence_agents += fence/fence_redfish
endif
lib_libhttp_a_SOURCES = lib/http.c lib/http.h
lib_libhttp_a_CPPFLAGS = $(AM_CPPFLAGS) $(CURL_CFLAGS)
fence_fence_redfish_CPPFLAGS = $(AM_CPPFLAGS) $(CURL_CFLAGS)
fence_fence_redfish_LDADD = lib/libhttp.a $(FENCE_LIBS) $(JANSSON_LIBS)

# ssh.
if FENCE_SSH
noinst_LIBRARIES += lib/libssh.a
fence_agents += fence/fence_virsh
endif
lib_libssh_a_SOURCES = lib/ssh.c lib/ssh.h
lib_libssh_a_CPPFLAGS = $(AM_CPPFLAGS) $(SSH_CFLAGS)
fence_fence_virsh_LDADD = lib/libssh.a $(FENCE_LIBS)

noinst_PROGRAMS += $(fence_agents)

# The bridge to the old stonith command: one file with a symbol for each agent, and a link to it
# under each agent's name.
if STONITH
noinst_PROGRAMS += fence/stonith/escapebeat.so
stonith_names = $(fence_agents:fence/fence_%=%) $(fence_names)
endif
fence_stonith_escapebeat_so_SOURCES = fence/stonith/bridge.c \
	fence/stonith/device.c fence/stonith/device.h fence/stonith/hosts.c fence/stonith/hosts.h \
	fence/stonith/metadata.c fence/stonith/metadata.h \
	lib/clock.c lib/core.c lib/run.c
nodist_fence_stonith_escapebeat_so_SOURCES = fence/stonith/names.h
if STONITH
BUILT_SOURCES += fence/stonith/names.h
endif
fence_stonith_escapebeat_so_CPPFLAGS = $(AM_CPPFLAGS) -DEB_FENCEDIR='"$(fencedir)"' \
	-I/usr/include/heartbeat $(GLIB_CFLAGS)
fence_stonith_escapebeat_so_CFLAGS = $(AM_CFLAGS) -fPIC -fvisibility=hidden
fence_stonith_escapebeat_so_LDFLAGS = -shared -Wl,-z,relro -Wl,-z,now
fence_stonith_escapebeat_so_LDADD =
fence/stonith/names.h: Makefile
	$(AM_V_GEN)$(MKDIR_P) fence/stonith && for name in $(stonith_names); do \
		echo "EB_STONITH($(fenceprefix)$${name%:*})"; \
	done >$@

# Own rules, not automake's: the installed name begins with what --with-fence-prefix= says, and
# what another package has under the plain name is never touched on the way.  fence/names has
# each agent under every name, and its man page, printed by itself.
all-local: fence/pages.stamp
fence/pages.stamp: $(fence_agents)
	$(AM_V_GEN)rm -rf fence/names && mkdir -p fence/names/man && \
	for agent in $(fence_agents); do \
		ln -sf ../../$$agent fence/names/$(fenceprefix)$${agent#fence/fence_} || exit 1; \
	done && \
	for name in $(fence_names); do \
		ln -sf ../../fence/fence_$${name#*:} fence/names/$(fenceprefix)$${name%:*} || exit 1; \
	done && \
	for name in fence/names/$(fenceprefix)*; do \
		$$name -o manpage >fence/names/man/$${name##*/}.8 || exit 1; \
	done && touch $@

install-exec-local:
	$(MKDIR_P) '$(DESTDIR)$(fencedir)'
	for agent in $(fence_agents); do \
		$(INSTALL_PROGRAM) $$agent \
			'$(DESTDIR)$(fencedir)'/$(fenceprefix)$${agent#fence/fence_} || exit 1; \
	done
	for name in $(fence_names); do \
		ln -sf $(fenceprefix)$${name#*:} \
			'$(DESTDIR)$(fencedir)'/$(fenceprefix)$${name%:*} || exit 1; \
	done
	test -z '$(stonith_names)' || { $(MKDIR_P) '$(DESTDIR)$(stonithdir)/stonith2' && \
		$(INSTALL_DATA) fence/stonith/escapebeat.so '$(DESTDIR)$(stonithdir)'; } || exit 1; \
	for name in $(stonith_names); do \
		ln -sf ../escapebeat.so \
			'$(DESTDIR)$(stonithdir)/stonith2'/$(fenceprefix)$${name%:*}.so || exit 1; \
	done
install-data-local: fence/pages.stamp
	$(MKDIR_P) '$(DESTDIR)$(mandir)/man8'
	$(INSTALL_DATA) fence/names/man/*.8 '$(DESTDIR)$(mandir)/man8'
uninstall-local:
	for agent in $(fence_agents:fence/fence_%=%) $(fence_names); do \
		rm -f '$(DESTDIR)$(fencedir)'/$(fenceprefix)$${agent%:*} \
			'$(DESTDIR)$(mandir)/man8'/$(fenceprefix)$${agent%:*}.8 \
			'$(DESTDIR)$(stonithdir)/stonith2'/$(fenceprefix)$${agent%:*}.so; \
	done
	rm -f '$(DESTDIR)$(stonithdir)/escapebeat.so'
clean-local: clean-fence
clean-fence:
	rm -rf fence/names
CLEANFILES += fence/pages.stamp fence/stonith/names.h
.PHONY: clean-fence
