// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/clock.h"
#include "lib/core.h"
#include "lib/reach.h"

static const char blanks[] = " \t\r\n";

int eb_reach_init(struct eb_reach *reach, const char *list)
{
	size_t most = strlen(list) / 2 + 1;
	char *word, *rest;

	*reach = (struct eb_reach) { .words = strdup(list) };
	reach->names = calloc(most, sizeof(*reach->names));
	reach->echoes = calloc(most, sizeof(*reach->echoes));
	if (!reach->words || !reach->names || !reach->echoes)
		return -ENOMEM;
	for (word = strtok_r(reach->words, blanks, &rest); word;
	     word = strtok_r(NULL, blanks, &rest))
		reach->names[reach->n++].name = word;
	return reach->n > EB_ECHO_HOSTS ? -E2BIG : 0;
}

int eb_reach_ask(struct eb_reach *reach, int resolve_ms, const struct eb_echo_how *how)
{
	int64_t until_ms = eb_clock_ms() + resolve_ms;
	int r;

	r = eb_resolve(reach->names, reach->n, until_ms < how->until_ms ? until_ms : how->until_ms);
	if (r < 0)
		return r;
	for (size_t i = 0; i < reach->n; i++)
		reach->echoes[i].addr = reach->names[i].addr;
	r = eb_echo(reach->echoes, reach->n, how);
	reach->alive = 0;
	for (size_t i = 0; r == 0 && i < reach->n; i++)
		reach->alive += reach->echoes[i].answered;
	return r;
}

const char *eb_reach_why(const struct eb_reach *reach, size_t i)
{
	if (reach->names[i].error == EAI_AGAIN)
		return "no address in time";
	if (reach->names[i].error)
		return gai_strerror(reach->names[i].error);
	return reach->echoes[i].error ? strerror(-reach->echoes[i].error) : "no answer";
}

const char *eb_reach_list_dead(const struct eb_reach *reach, char *buf, size_t size)
{
	size_t used = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < reach->n && used < size; i++)
		if (!reach->echoes[i].answered)
			used += (size_t)snprintf(buf + used, size - used, "%s%s (%s)",
						 used ? ", " : "", reach->names[i].name,
						 eb_reach_why(reach, i));
	return buf;
}

void eb_reach_free(struct eb_reach *reach)
{
	free(reach->names);
	free(reach->echoes);
	free(reach->words);
	*reach = (struct eb_reach) { 0 };
}
