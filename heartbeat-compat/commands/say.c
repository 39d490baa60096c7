// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
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

const char *hb_say_why(int failed)
{
	switch (failed) {
	case -ECONNREFUSED: return "Can't initiate connection to heartbeat";
	case -ETIMEDOUT: return "heartbeat is there, but does not answer";
	case -EBUSY: return "heartbeat has too many clients";
	case -EACCES: return "apiauth does not admit this user";
	case -EPERM: return "what listens at heartbeat's socket is another user's";
	default: return g_strerror(-failed);
	}
}

void hb_say_no_signon(const char *command, int failed)
{
	hb_say_error(command, "Cannot signon with heartbeat");
	hb_say_error(command, "REASON: hb_api_signon: %s", hb_say_why(failed));
}

int hb_say_refused(const struct hb_msg *answer)
{
	const char *type = hb_msg_get(answer, "t");

	if (type && strcmp(type, "ok") == 0)
		return 0;
	return -(int)hb_msg_number(answer, "code", EPROTO);
}

const char *hb_say_text(const struct hb_msg *answer)
{
	const char *text = hb_msg_get(answer, "text");

	return text ? text : "heartbeat does not say why";
}
