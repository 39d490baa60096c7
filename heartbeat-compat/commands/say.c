// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdarg.h>
#include <stdio.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "heartbeat-compat/commands/say.h"
#include "heartbeat-compat/daemon/ha-log.h"

void hb_say_error(const char *command, const char *format, ...)
{
	g_autofree char *text = NULL;
	struct utsname self;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	uname(&self);
	fprintf(stderr, "%s %s %s: [%d]: ERROR: %s\n", hb_log_time(), self.nodename, command,
		(int)getpid(), text);
}

void hb_say_no_signon(const char *command)
{
	hb_say_error(command, "Cannot signon with heartbeat");
	hb_say_error(command, "REASON: hb_api_signon: Can't initiate connection to heartbeat");
}

int hb_say_ask(const struct hb_msg *request, int timeout_ms, struct hb_msg **answer)
{
	return hb_ask("cl_status", request, timeout_ms, answer);
}
