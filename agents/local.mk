# One agent is one file and one word here.
agent_PROGRAMS += \
	agents/Dummy \
	agents/Stateful

# Nothing but the frame: main() comes out of the archive.
AGENT_LIBS = lib/libagent.a lib/libcore.a $(MNL_LIBS)
LDADD = $(AGENT_LIBS)
agents_CPPFLAGS = $(AM_CPPFLAGS) $(MNL_CFLAGS)

# A man page an agent, printed by the agent itself.
agent_man = $(agent_PROGRAMS:agents/%=agents/ocf_escapebeat_%.7)
man7_MANS = $(agent_man)
CLEANFILES += $(agent_man)
agents/ocf_escapebeat_%.7: agents/%
	$(AM_V_GEN)$< man > $@.tmp && mv $@.tmp $@
