# Replicated databases: a writer that remembers what it was told, an oracle that asks whether it
# was true, and the lab's database nodes.
EXTRA_DIST += ocf-tests/mysql

if MARIADB
check_PROGRAMS += ocf-tests/mysql/mysql-writer ocf-tests/mysql/mysql-oracle
endif
ocf_tests_mysql_mysql_writer_SOURCES = ocf-tests/mysql/writer.c \
	ocf-tests/mysql/ack-log.c ocf-tests/mysql/ack-log.h \
	ocf-tests/mysql/session.c ocf-tests/mysql/session.h
ocf_tests_mysql_mysql_writer_CPPFLAGS = $(AM_CPPFLAGS) $(MARIADB_CFLAGS)
ocf_tests_mysql_mysql_writer_LDADD = $(MARIADB_LIBS)
ocf_tests_mysql_mysql_oracle_SOURCES = ocf-tests/mysql/oracle.c \
	ocf-tests/mysql/tables.c ocf-tests/mysql/tables.h \
	ocf-tests/mysql/ack-log.c ocf-tests/mysql/ack-log.h \
	ocf-tests/mysql/session.c ocf-tests/mysql/session.h
ocf_tests_mysql_mysql_oracle_CPPFLAGS = $(AM_CPPFLAGS) $(MARIADB_CFLAGS)
ocf_tests_mysql_mysql_oracle_LDADD = $(MARIADB_LIBS)

# Rows lost in EB_ROUNDS random faults; half a minute each.  MYSQL_AGENT=stock: the stock agent's.
check-mysql-loss: all-am $(check_PROGRAMS)
	top_builddir=$(abs_top_builddir) $(srcdir)/ocf-tests/mysql/loss
# Two masters and what can happen to them: by hand, and with an address under Pacemaker.  Two minutes.
check-mysql-pair: all
	EB_PAIR=1 $(RUN_TESTS) $(srcdir)/ocf-tests/net/mysql-pair-faults.t \
		$(srcdir)/ocf-tests/cluster/mysql-pair.t
# New data for a member that cannot follow, or its own set back, whatever is killed when.  A minute.
check-mysql-rejoin: all
	EB_REJOIN=1 $(RUN_TESTS) $(srcdir)/ocf-tests/net/mysql-rejoin.t \
		$(srcdir)/ocf-tests/net/mysql-flashback.t
# What a failover with a backlog is made of, in milliseconds: BENCH_ARGS="RUNS THREADS...", a minute a run.
bench-mysql-failover: all-am $(check_PROGRAMS)
	top_builddir=$(abs_top_builddir) $(srcdir)/ocf-tests/mysql/failover-bench $(BENCH_ARGS)
.PHONY: check-mysql-loss check-mysql-pair check-mysql-rejoin bench-mysql-failover
