# The judges.  One unit test is one word here; cases are found by their names (cases/*.t).
EXTRA_DIST += ocf-tests/RECORDINGS.md ocf-tests/recordings.sh ocf-tests/tap.sh ocf-tests/apart.sh ocf-tests/run-tests ocf-tests/cases ocf-tests/golden
include ocf-tests/bench/local.mk
include ocf-tests/fuzz/local.mk
include ocf-tests/lab/local.mk
include ocf-tests/mysql/local.mk
include ocf-tests/cluster/local.mk
include ocf-tests/differential/local.mk
include ocf-tests/net/local.mk
include ocf-tests/storage/local.mk
include ocf-tests/vm/local.mk

# Each test is unit/NAME.c with the libraries; what belongs to one agent comes with its sources.
UNIT_LIBS = lib/libagent.a lib/libcore.a $(MNL_LIBS) $(CMOCKA_LIBS)
UNIT_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)

if UNIT
check_PROGRAMS += \
	ocf-tests/unit/addr.t \
	ocf-tests/unit/answer.t \
	ocf-tests/unit/clock.t \
	ocf-tests/unit/fence-options.t \
	ocf-tests/unit/drbd.t \
	ocf-tests/unit/file.t \
	ocf-tests/unit/guard.t \
	ocf-tests/unit/helper.t \
	ocf-tests/unit/log.t \
	ocf-tests/unit/man.t \
	ocf-tests/unit/mount.t \
	ocf-tests/unit/option-file.t \
	ocf-tests/unit/param.t \
	ocf-tests/unit/run.t \
	ocf-tests/unit/scsi-key.t \
	ocf-tests/unit/stonith-hosts.t \
	ocf-tests/unit/type.t \
	ocf-tests/unit/xml.t
endif

ocf_tests_unit_addr_t_SOURCES = ocf-tests/unit/addr.c ocf-tests/unit/tap.h
ocf_tests_unit_addr_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_addr_t_LDADD = $(UNIT_LIBS)
ocf_tests_unit_answer_t_SOURCES = ocf-tests/unit/answer.c ocf-tests/unit/tap.h agents/script/answer.c agents/script/answer.h
ocf_tests_unit_answer_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_answer_t_LDADD = $(UNIT_LIBS)
ocf_tests_unit_clock_t_SOURCES = ocf-tests/unit/clock.c ocf-tests/unit/tap.h
ocf_tests_unit_clock_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_clock_t_LDADD = $(UNIT_LIBS)
ocf_tests_unit_drbd_t_SOURCES = ocf-tests/unit/drbd.c ocf-tests/unit/tap.h
ocf_tests_unit_drbd_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_drbd_t_LDADD = $(UNIT_LIBS)
ocf_tests_unit_fence_options_t_SOURCES = ocf-tests/unit/fence-options.c ocf-tests/unit/tap.h
ocf_tests_unit_fence_options_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_fence_options_t_LDADD = lib/libfence.a lib/libcore.a $(CMOCKA_LIBS)
ocf_tests_unit_file_t_SOURCES = ocf-tests/unit/file.c ocf-tests/unit/tap.h
ocf_tests_unit_file_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_file_t_LDADD = $(UNIT_LIBS)
ocf_tests_unit_guard_t_SOURCES = ocf-tests/unit/guard.c ocf-tests/unit/tap.h
ocf_tests_unit_guard_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_guard_t_LDADD = $(UNIT_LIBS)
ocf_tests_unit_helper_t_SOURCES = ocf-tests/unit/helper.c ocf-tests/unit/tap.h
ocf_tests_unit_helper_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_helper_t_LDADD = $(UNIT_LIBS)
ocf_tests_unit_log_t_SOURCES = ocf-tests/unit/log.c ocf-tests/unit/tap.h
ocf_tests_unit_log_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_log_t_LDADD = $(UNIT_LIBS)
ocf_tests_unit_man_t_SOURCES = ocf-tests/unit/man.c ocf-tests/unit/tap.h
ocf_tests_unit_man_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_man_t_LDADD = $(UNIT_LIBS)
ocf_tests_unit_mount_t_SOURCES = ocf-tests/unit/mount.c ocf-tests/unit/tap.h
ocf_tests_unit_mount_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_mount_t_LDADD = $(UNIT_LIBS)
ocf_tests_unit_option_file_t_SOURCES = ocf-tests/unit/option-file.c ocf-tests/unit/tap.h
ocf_tests_unit_option_file_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_option_file_t_LDADD = $(UNIT_LIBS)
ocf_tests_unit_param_t_SOURCES = ocf-tests/unit/param.c ocf-tests/unit/tap.h
ocf_tests_unit_param_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_param_t_LDADD = $(UNIT_LIBS)
ocf_tests_unit_run_t_SOURCES = ocf-tests/unit/run.c ocf-tests/unit/tap.h
ocf_tests_unit_run_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_run_t_LDADD = $(UNIT_LIBS)
ocf_tests_unit_scsi_key_t_SOURCES = ocf-tests/unit/scsi-key.c ocf-tests/unit/tap.h \
	fence/scsi/key.c fence/scsi/key.h
ocf_tests_unit_scsi_key_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_scsi_key_t_LDADD = lib/libcore.a $(CMOCKA_LIBS)
ocf_tests_unit_stonith_hosts_t_SOURCES = ocf-tests/unit/stonith-hosts.c ocf-tests/unit/tap.h \
	fence/stonith/hosts.c
ocf_tests_unit_stonith_hosts_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_stonith_hosts_t_LDADD = lib/libcore.a $(CMOCKA_LIBS)
ocf_tests_unit_type_t_SOURCES = ocf-tests/unit/type.c ocf-tests/unit/tap.h
ocf_tests_unit_type_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_type_t_LDADD = $(UNIT_LIBS)
ocf_tests_unit_xml_t_SOURCES = ocf-tests/unit/xml.c ocf-tests/unit/tap.h
ocf_tests_unit_xml_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_xml_t_LDADD = $(UNIT_LIBS)

# A database server.
if UNIT
if MARIADB
check_PROGRAMS += \
	ocf-tests/unit/credentials.t \
	ocf-tests/unit/dialect.t \
	ocf-tests/unit/gtid.t \
	ocf-tests/unit/pair.t \
	ocf-tests/unit/privileges.t \
	ocf-tests/unit/received.t \
	ocf-tests/unit/rejoin.t \
	ocf-tests/unit/replica-set.t \
	ocf-tests/unit/server.t
endif
endif
DATABASE_LIBS = agents/libdatabase.a $(UNIT_LIBS) $(MARIADB_LIBS)
ocf_tests_unit_credentials_t_SOURCES = ocf-tests/unit/credentials.c ocf-tests/unit/tap.h
ocf_tests_unit_credentials_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_credentials_t_LDADD = $(DATABASE_LIBS)
ocf_tests_unit_dialect_t_SOURCES = ocf-tests/unit/dialect.c ocf-tests/unit/tap.h
ocf_tests_unit_dialect_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_dialect_t_LDADD = $(DATABASE_LIBS)
ocf_tests_unit_gtid_t_SOURCES = ocf-tests/unit/gtid.c ocf-tests/unit/tap.h
ocf_tests_unit_gtid_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_gtid_t_LDADD = $(DATABASE_LIBS)
ocf_tests_unit_pair_t_SOURCES = ocf-tests/unit/pair.c ocf-tests/unit/tap.h
ocf_tests_unit_pair_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_pair_t_LDADD = $(DATABASE_LIBS)
ocf_tests_unit_privileges_t_SOURCES = ocf-tests/unit/privileges.c ocf-tests/unit/tap.h
ocf_tests_unit_privileges_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_privileges_t_LDADD = $(DATABASE_LIBS)
ocf_tests_unit_received_t_SOURCES = ocf-tests/unit/received.c ocf-tests/unit/tap.h
ocf_tests_unit_received_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_received_t_LDADD = $(DATABASE_LIBS)
ocf_tests_unit_rejoin_t_SOURCES = ocf-tests/unit/rejoin.c ocf-tests/unit/tap.h
ocf_tests_unit_rejoin_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_rejoin_t_LDADD = $(DATABASE_LIBS)
ocf_tests_unit_replica_set_t_SOURCES = ocf-tests/unit/replica-set.c ocf-tests/unit/tap.h
ocf_tests_unit_replica_set_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_replica_set_t_LDADD = $(DATABASE_LIBS)
ocf_tests_unit_server_t_SOURCES = ocf-tests/unit/server.c ocf-tests/unit/tap.h
ocf_tests_unit_server_t_CPPFLAGS = $(UNIT_CPPFLAGS)
ocf_tests_unit_server_t_LDADD = $(DATABASE_LIBS)

if UNIT
if COMPAT
check_PROGRAMS += \
	ocf-tests/unit/convert-checks.t \
	ocf-tests/unit/convert-diag.t \
	ocf-tests/unit/convert-differences.t \
	ocf-tests/unit/convert-json.t \
	ocf-tests/unit/convert-left-out.t \
	ocf-tests/unit/convert-lex.t \
	ocf-tests/unit/convert-load.t \
	ocf-tests/unit/convert-mapping.t \
	ocf-tests/unit/convert-messages.t \
	ocf-tests/unit/convert-placement.t \
	ocf-tests/unit/convert-rules-authkeys.t \
	ocf-tests/unit/convert-rules-ha-cf.t \
	ocf-tests/unit/convert-rules-haresources.t \
	ocf-tests/unit/convert-rules-links.t \
	ocf-tests/unit/convert-rules-programs.t \
	ocf-tests/unit/convert-timing.t \
	ocf-tests/unit/rehearse.t \
	ocf-tests/unit/timeline.t
endif
endif
CONVERT_INCLUDES = $(UNIT_CPPFLAGS) $(GLIB_CFLAGS)
CONVERT_LIBS = $(MODEL_LIBS) $(CMOCKA_LIBS)

ocf_tests_unit_convert_checks_t_SOURCES = ocf-tests/unit/convert-checks.c ocf-tests/unit/read.h
ocf_tests_unit_convert_checks_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_convert_checks_t_LDADD = heartbeat-compat/libplan.a $(CONVERT_LIBS) \
	$(JSON_LIBS) $(XML_LIBS)

ocf_tests_unit_convert_diag_t_SOURCES = ocf-tests/unit/convert-diag.c ocf-tests/unit/read.h
ocf_tests_unit_convert_diag_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_convert_diag_t_LDADD = $(CONVERT_LIBS)

ocf_tests_unit_convert_differences_t_SOURCES = ocf-tests/unit/convert-differences.c
ocf_tests_unit_convert_differences_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_convert_differences_t_LDADD = heartbeat-compat/libplan.a $(CONVERT_LIBS) \
	$(JSON_LIBS) $(XML_LIBS)

ocf_tests_unit_convert_json_t_SOURCES = ocf-tests/unit/convert-json.c
ocf_tests_unit_convert_json_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_convert_json_t_LDADD = heartbeat-compat/libplan.a $(CONVERT_LIBS)

ocf_tests_unit_convert_left_out_t_SOURCES = ocf-tests/unit/convert-left-out.c
ocf_tests_unit_convert_left_out_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_convert_left_out_t_LDADD = $(CONVERT_LIBS)

ocf_tests_unit_convert_lex_t_SOURCES = ocf-tests/unit/convert-lex.c ocf-tests/unit/read.h
ocf_tests_unit_convert_lex_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_convert_lex_t_LDADD = $(CONVERT_LIBS)

ocf_tests_unit_convert_load_t_SOURCES = ocf-tests/unit/convert-load.c
ocf_tests_unit_convert_load_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_convert_load_t_LDADD = $(CONVERT_LIBS)

ocf_tests_unit_convert_mapping_t_SOURCES = ocf-tests/unit/convert-mapping.c
ocf_tests_unit_convert_mapping_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_convert_mapping_t_LDADD = heartbeat-compat/libplan.a $(CONVERT_LIBS) \
	$(JSON_LIBS) $(XML_LIBS)

ocf_tests_unit_convert_messages_t_SOURCES = ocf-tests/unit/convert-messages.c
ocf_tests_unit_convert_messages_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_convert_messages_t_LDADD = $(CONVERT_LIBS)

ocf_tests_unit_convert_placement_t_SOURCES = ocf-tests/unit/convert-placement.c
ocf_tests_unit_convert_placement_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_convert_placement_t_LDADD = $(CONVERT_LIBS)

ocf_tests_unit_convert_rules_authkeys_t_SOURCES = ocf-tests/unit/convert-rules-authkeys.c ocf-tests/unit/rules.h
ocf_tests_unit_convert_rules_authkeys_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_convert_rules_authkeys_t_LDADD = $(CONVERT_LIBS)
ocf_tests_unit_convert_rules_ha_cf_t_SOURCES = ocf-tests/unit/convert-rules-ha-cf.c ocf-tests/unit/rules.h
ocf_tests_unit_convert_rules_ha_cf_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_convert_rules_ha_cf_t_LDADD = $(CONVERT_LIBS)
ocf_tests_unit_convert_rules_haresources_t_SOURCES = ocf-tests/unit/convert-rules-haresources.c ocf-tests/unit/rules.h
ocf_tests_unit_convert_rules_haresources_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_convert_rules_haresources_t_LDADD = $(CONVERT_LIBS)
ocf_tests_unit_convert_rules_links_t_SOURCES = ocf-tests/unit/convert-rules-links.c ocf-tests/unit/rules.h
ocf_tests_unit_convert_rules_links_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_convert_rules_links_t_LDADD = $(CONVERT_LIBS)
ocf_tests_unit_convert_rules_programs_t_SOURCES = ocf-tests/unit/convert-rules-programs.c ocf-tests/unit/rules.h
ocf_tests_unit_convert_rules_programs_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_convert_rules_programs_t_LDADD = $(CONVERT_LIBS)

ocf_tests_unit_rehearse_t_SOURCES = ocf-tests/unit/rehearse.c heartbeat-compat/rehearse-judge.c
ocf_tests_unit_rehearse_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_rehearse_t_LDADD = heartbeat-compat/libplan.a $(CONVERT_LIBS)
ocf_tests_unit_timeline_t_SOURCES = ocf-tests/unit/timeline.c
ocf_tests_unit_timeline_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_timeline_t_LDADD = heartbeat-compat/libplan.a $(CONVERT_LIBS)
ocf_tests_unit_convert_timing_t_SOURCES = ocf-tests/unit/convert-timing.c
ocf_tests_unit_convert_timing_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_convert_timing_t_LDADD = heartbeat-compat/libplan.a $(CONVERT_LIBS)

if UNIT
if DAEMON
check_PROGRAMS += \
	ocf-tests/unit/daemon-agreement.t \
	ocf-tests/unit/daemon-config.t \
	ocf-tests/unit/daemon-fields.t \
	ocf-tests/unit/daemon-hold.t ocf-tests/unit/daemon-silence.t \
	ocf-tests/unit/daemon-lines.t \
	ocf-tests/unit/daemon-merge.t \
	ocf-tests/unit/daemon-group.t \
	ocf-tests/unit/daemon-owner.t \
	ocf-tests/unit/daemon-apiauth.t ocf-tests/unit/daemon-privilege.t \
	ocf-tests/unit/daemon-late.t ocf-tests/unit/daemon-state.t \
	ocf-tests/unit/daemon-marks.t ocf-tests/unit/daemon-patch.t \
	ocf-tests/unit/daemon-why.t
endif
endif
DAEMON_TEST_LIBS = heartbeat-compat/libcompatd.a heartbeat-compat/libhbclient.a $(PLAN_LIBS) \
	$(COROSYNC_LIBS) $(QB_LIBS) $(MNL_LIBS) $(CMOCKA_LIBS)
ocf_tests_unit_daemon_agreement_t_SOURCES = ocf-tests/unit/daemon-agreement.c ocf-tests/unit/three.h
ocf_tests_unit_daemon_agreement_t_CPPFLAGS = $(CONVERT_INCLUDES) $(QB_CFLAGS)
ocf_tests_unit_daemon_agreement_t_LDADD = $(DAEMON_TEST_LIBS)
ocf_tests_unit_daemon_config_t_SOURCES = ocf-tests/unit/daemon-config.c
ocf_tests_unit_daemon_config_t_CPPFLAGS = $(CONVERT_INCLUDES) $(QB_CFLAGS)
ocf_tests_unit_daemon_config_t_LDADD = $(DAEMON_TEST_LIBS)
ocf_tests_unit_daemon_fields_t_SOURCES = ocf-tests/unit/daemon-fields.c
ocf_tests_unit_daemon_fields_t_CPPFLAGS = $(CONVERT_INCLUDES) $(QB_CFLAGS)
ocf_tests_unit_daemon_fields_t_LDADD = $(DAEMON_TEST_LIBS)
ocf_tests_unit_daemon_group_t_SOURCES = ocf-tests/unit/daemon-group.c
ocf_tests_unit_daemon_group_t_CPPFLAGS = $(CONVERT_INCLUDES) $(QB_CFLAGS)
ocf_tests_unit_daemon_group_t_LDADD = $(DAEMON_TEST_LIBS)
ocf_tests_unit_daemon_hold_t_SOURCES = ocf-tests/unit/daemon-hold.c ocf-tests/unit/holding.h
ocf_tests_unit_daemon_hold_t_CPPFLAGS = $(CONVERT_INCLUDES) $(QB_CFLAGS)
ocf_tests_unit_daemon_hold_t_LDADD = $(DAEMON_TEST_LIBS)
ocf_tests_unit_daemon_silence_t_SOURCES = ocf-tests/unit/daemon-silence.c ocf-tests/unit/holding.h
ocf_tests_unit_daemon_silence_t_CPPFLAGS = $(CONVERT_INCLUDES) $(QB_CFLAGS)
ocf_tests_unit_daemon_silence_t_LDADD = $(DAEMON_TEST_LIBS)
ocf_tests_unit_daemon_lines_t_SOURCES = ocf-tests/unit/daemon-lines.c
ocf_tests_unit_daemon_lines_t_CPPFLAGS = $(CONVERT_INCLUDES) $(QB_CFLAGS)
ocf_tests_unit_daemon_lines_t_LDADD = $(DAEMON_TEST_LIBS)
ocf_tests_unit_daemon_merge_t_SOURCES = ocf-tests/unit/daemon-merge.c
ocf_tests_unit_daemon_merge_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_daemon_merge_t_LDADD = $(DAEMON_TEST_LIBS)
ocf_tests_unit_daemon_owner_t_SOURCES = ocf-tests/unit/daemon-owner.c ocf-tests/unit/three.h
ocf_tests_unit_daemon_owner_t_CPPFLAGS = $(CONVERT_INCLUDES) $(QB_CFLAGS)
ocf_tests_unit_daemon_owner_t_LDADD = $(DAEMON_TEST_LIBS)
ocf_tests_unit_daemon_apiauth_t_SOURCES = ocf-tests/unit/daemon-apiauth.c
ocf_tests_unit_daemon_apiauth_t_CPPFLAGS = $(CONVERT_INCLUDES) $(QB_CFLAGS)
ocf_tests_unit_daemon_apiauth_t_LDADD = $(DAEMON_TEST_LIBS)
ocf_tests_unit_daemon_privilege_t_SOURCES = ocf-tests/unit/daemon-privilege.c
ocf_tests_unit_daemon_privilege_t_CPPFLAGS = $(CONVERT_INCLUDES) $(QB_CFLAGS)
ocf_tests_unit_daemon_privilege_t_LDADD = $(DAEMON_TEST_LIBS)
ocf_tests_unit_daemon_marks_t_SOURCES = ocf-tests/unit/daemon-marks.c
ocf_tests_unit_daemon_marks_t_CPPFLAGS = $(CONVERT_INCLUDES) $(QB_CFLAGS)
ocf_tests_unit_daemon_marks_t_LDADD = $(DAEMON_TEST_LIBS)
ocf_tests_unit_daemon_patch_t_SOURCES = ocf-tests/unit/daemon-patch.c
ocf_tests_unit_daemon_patch_t_CPPFLAGS = $(CONVERT_INCLUDES)
ocf_tests_unit_daemon_patch_t_LDADD = $(DAEMON_TEST_LIBS)
ocf_tests_unit_daemon_why_t_SOURCES = ocf-tests/unit/daemon-why.c
ocf_tests_unit_daemon_why_t_CPPFLAGS = $(CONVERT_INCLUDES) $(QB_CFLAGS)
ocf_tests_unit_daemon_why_t_LDADD = $(DAEMON_TEST_LIBS)
ocf_tests_unit_daemon_late_t_SOURCES = ocf-tests/unit/daemon-late.c ocf-tests/unit/two.h
ocf_tests_unit_daemon_late_t_CPPFLAGS = $(CONVERT_INCLUDES) $(QB_CFLAGS)
ocf_tests_unit_daemon_late_t_LDADD = $(DAEMON_TEST_LIBS)
ocf_tests_unit_daemon_state_t_SOURCES = ocf-tests/unit/daemon-state.c ocf-tests/unit/two.h
ocf_tests_unit_daemon_state_t_CPPFLAGS = $(CONVERT_INCLUDES) $(QB_CFLAGS)
ocf_tests_unit_daemon_state_t_LDADD = $(DAEMON_TEST_LIBS)

# An agent that answers as it is told, to judge the frame by.
check_PROGRAMS += ocf-tests/fake/agent
ocf_tests_fake_agent_LDADD = $(AGENT_LIBS)

# Peers and clients of the daemon that say what they are told.
if DAEMON
check_PROGRAMS += ocf-tests/fake/cpg-say ocf-tests/fake/ipc-say
endif
ocf_tests_fake_cpg_say_CPPFLAGS = $(AM_CPPFLAGS) $(COROSYNC_CFLAGS)
ocf_tests_fake_cpg_say_LDADD = $(COROSYNC_LIBS)
ocf_tests_fake_ipc_say_CPPFLAGS = $(AM_CPPFLAGS) $(GLIB_CFLAGS) $(QB_CFLAGS)
ocf_tests_fake_ipc_say_LDADD = $(HBCLIENT_LIBS)

# A wall clock that jumps, preloaded into the daemon.
check_PROGRAMS += ocf-tests/fake/clock-jump.so
ocf_tests_fake_clock_jump_so_SOURCES = ocf-tests/fake/clock-jump.c
# Without sanitizers: it is also in shells that have none.
ocf_tests_fake_clock_jump_so_CFLAGS = $(EB_WARNINGS) -fPIC
ocf_tests_fake_clock_jump_so_LDFLAGS = -shared
ocf_tests_fake_clock_jump_so_LDADD =

# A bundle from anywhere, as collect --obfuscate makes it of this machine's.
check_PROGRAMS += ocf-tests/fake/obfuscate
ocf_tests_fake_obfuscate_CPPFLAGS = $(AM_CPPFLAGS) $(GLIB_CFLAGS)
ocf_tests_fake_obfuscate_LDADD = $(PLAN_LIBS)
ocf_tests_fake_obfuscate_SOURCES = ocf-tests/fake/obfuscate.c \
	heartbeat-compat/obfuscate.c heartbeat-compat/obfuscate-agents.c \
	heartbeat-compat/obfuscate-words.c

# A database server of any version, played from a script.
check_PROGRAMS += ocf-tests/fake/mysqld
ocf_tests_fake_mysqld_SOURCES = ocf-tests/fake/mysqld.c \
	ocf-tests/fake/mysql-protocol.c ocf-tests/fake/mysql-protocol.h
ocf_tests_fake_mysqld_LDADD = lib/libcore.a $(MNL_LIBS)

# The same for the other frame.
check_PROGRAMS += ocf-tests/fake/fence
ocf_tests_fake_fence_LDADD = $(FENCE_LIBS)

# A disk that loses what is written, preloaded into fence_sbd.
check_PROGRAMS += ocf-tests/fake/lost-write.so
ocf_tests_fake_lost_write_so_SOURCES = ocf-tests/fake/lost-write.c
ocf_tests_fake_lost_write_so_CFLAGS = $(AM_CFLAGS) -fPIC
ocf_tests_fake_lost_write_so_LDFLAGS = -shared
ocf_tests_fake_lost_write_so_LDADD =

# Shared disks, preloaded into fence_scsi.
check_PROGRAMS += ocf-tests/fake/sg-disk.so
ocf_tests_fake_sg_disk_so_SOURCES = ocf-tests/fake/sg-disk.c
ocf_tests_fake_sg_disk_so_CFLAGS = $(AM_CFLAGS) -fPIC
ocf_tests_fake_sg_disk_so_LDFLAGS = -shared
ocf_tests_fake_sg_disk_so_LDADD =

RUN_TESTS = $(top_srcdir)/ocf-tests/run-tests -b $(abs_top_builddir)

# make check: what needs neither root nor time.  ./selftest runs every tier.
check-local: check-unit check-cases
check-unit: $(check_PROGRAMS)
	@test -z "$(check_PROGRAMS)" || $(RUN_TESTS) unit
# A tarball is whole when a case of each kind finds its files.
if QUICK
CASES = $(top_srcdir)/ocf-tests/cases/dummy.t $(top_srcdir)/ocf-tests/cases/frame.t \
	$(top_srcdir)/ocf-tests/cases/metadata.t $(top_srcdir)/ocf-tests/cases/fence-dummy.t \
	$(top_srcdir)/ocf-tests/cases/convert-plan.t $(top_srcdir)/ocf-tests/cases/convert-seeds.t
else
CASES = cases
endif
check-cases: all-am $(check_PROGRAMS)
	$(RUN_TESTS) $(CASES)
check-programs: $(check_PROGRAMS)

# The metadata of every agent as it is to be; after a wanted change: make golden-update.
golden-update: $(agent_PROGRAMS) fence/pages.stamp
	@for agent in $(agent_PROGRAMS:agents/%=%); do \
		agents/$$agent meta-data >$(top_srcdir)/ocf-tests/golden/$$agent.xml || exit 1; \
	done
	@for agent in fence/names/fence_*; do \
		$$agent -o metadata >$(top_srcdir)/ocf-tests/golden/fence/$${agent##*/}.xml || exit 1; \
	done
.PHONY: check-unit check-cases check-programs golden-update
