// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Single values as Heartbeat 3.0.6 understands them, oddities included: a file is judged by what
 * the old program did, not by what its manual says.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "heartbeat-compat/lex.h"
#include "lib/core.h"

#define CENTURY_MS (100LL * 365 * 86400 * 1000)

int hb_parse_time(const char *text, int64_t *ms)
{
	const char *unit = text + strspn(text, "0123456789.");
	double scale = 1000.0, value;

	if (unit == text)
		return -EINVAL;
	if (g_ascii_strncasecmp(unit, "ms", 2) == 0)
		scale = 1.0;
	else if (g_ascii_strncasecmp(unit, "us", 2) == 0)
		scale = 0.001;
	else if (*unit)
		return -EINVAL;
	value = g_ascii_strtod(text, NULL) * scale + 0.5;
	*ms = value < (double)CENTURY_MS ? (int64_t)value : CENTURY_MS;
	return 0;
}

int hb_parse_boolean(const char *text, bool *value)
{
	static const char *const words[] = { "true",  "on",  "yes", "y", "1",
					     "false", "off", "no",  "n", "0" };

	for (size_t i = 0; i < EB_COUNT(words); i++) {
		if (g_ascii_strcasecmp(text, words[i]) != 0)
			continue;
		*value = i < EB_COUNT(words) / 2;
		return 0;
	}
	return -EINVAL;
}

int64_t hb_parse_number(const char *text, const char **rest)
{
	char *end;
	long long value = strtoll(text, &end, 10);

	*rest = end;
	return value;
}

bool hb_is_placeholder(const char *text)
{
	size_t length = strlen(text);

	if (strstr(text, "{{") || strstr(text, "}}") || strstr(text, "${") || strstr(text, "<%"))
		return true;
	if (length < 3)
		return false;
	return (text[0] == '<' && text[length - 1] == '>') ||
	       (text[0] == '@' && text[length - 1] == '@');
}

bool hb_is_device(const char *text)
{
	return *text && strlen(text) < IFNAMSIZ && !strchr(text, '/');
}

enum hb_host_form hb_host_form(const char *text)
{
	struct in_addr ipv4;
	struct in6_addr ipv6;
	g_autofree char *bare = g_strndup(text, strcspn(text, "%"));

	if (inet_aton(text, &ipv4))
		return HB_HOST_IPV4;
	if (inet_pton(AF_INET6, bare, &ipv6) == 1)
		return HB_HOST_IPV6;
	if (!*text || text[strspn(text, "0123456789.")] == '\0' || *text == '-' || *text == '.')
		return HB_HOST_NONE; /* a name of digits only is an address that went wrong */
	for (const char *p = text; *p; p++)
		if (!isalnum((unsigned char)*p) && !strchr("-._", *p))
			return HB_HOST_NONE;
	return HB_HOST_NAME;
}
