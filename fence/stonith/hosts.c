// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fence/stonith/hosts.h"
#include "lib/core.h"

void eb_hosts_forget(struct eb_hosts *hosts)
{
	for (size_t i = 0; i < hosts->n; i++) {
		free(hosts->names[i]);
		free(hosts->plugs[i]);
		hosts->names[i] = hosts->plugs[i] = NULL;
	}
	hosts->n = 0;
}

static int add(struct eb_hosts *hosts, const char *name, const char *plug)
{
	size_t n = hosts->n;

	if (n == EB_STONITH_HOSTS)
		return -E2BIG;
	hosts->names[n] = strdup(name);
	hosts->plugs[n] = strdup(plug);
	hosts->n++;
	return hosts->names[n] && hosts->plugs[n] ? 0 : -ENOMEM;
}

int eb_hosts_read(struct eb_hosts *hosts, const char *text)
{
	EB_CLEAN(eb_freep) char *words = strdup(text);
	char *rest, *word;
	int r = words ? 0 : -ENOMEM;

	for (word = words ? strtok_r(words, " \t,", &rest) : NULL; word && r == 0;
	     word = strtok_r(NULL, " \t,", &rest)) {
		char *plug = strchr(word, ':');

		if (plug)
			*plug++ = '\0';
		r = *word && (!plug || *plug) ? add(hosts, word, plug ? plug : word) : -EINVAL;
	}
	return r;
}

int eb_hosts_read_list(struct eb_hosts *hosts, char *said)
{
	char *rest, *line;
	int r = 0;

	for (line = strtok_r(said, "\n", &rest); line && r == 0;
	     line = strtok_r(NULL, "\n", &rest)) {
		char *alias = strchr(line, ',');

		if (!alias)
			continue; /* "N/A" */
		*alias++ = '\0';
		alias[strcspn(alias, ",")] = '\0';
		r = add(hosts, *alias ? alias : line, line);
	}
	return r;
}

const char *eb_hosts_plug(const struct eb_hosts *hosts, const char *host)
{
	for (size_t i = 0; i < hosts->n; i++)
		if (!strcasecmp(hosts->names[i], host) || !strcasecmp(hosts->plugs[i], host))
			return hosts->plugs[i];
	return NULL;
}
