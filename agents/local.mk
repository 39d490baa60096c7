# One agent is one file and one word here.
agent_PROGRAMS += \
	agents/Dummy \
	agents/ping \
	agents/Stateful \
