// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <string.h>

#include "fence/stonith/metadata.h"
#include "lib/core.h"

/* Entities that XML has without a DTD. */
static const struct {
	const char *name, *text;
} entities[] = {
	{ "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&apos;", "'" }, { "&amp;", "&" },
};

/* len characters with their entities resolved, to be freed. */
static char *plain(const char *text, size_t len)
{
	char *out = strndup(text, len);
	size_t used = 0;

	for (const char *c = text; out && c < text + len; c++) {
		out[used] = *c;
		for (size_t i = 0; *c == '&' && i < EB_COUNT(entities); i++) {
			size_t n = strlen(entities[i].name);

			if ((size_t)(text + len - c) < n || strncmp(c, entities[i].name, n) != 0)
				continue;
			out[used] = entities[i].text[0];
			c += n - 1;
			break;
		}
		used++;
	}
	if (out)
		out[used] = '\0';
	return out;
}

char *eb_metadata_attribute(const char *tag, const char *name)
{
	size_t len = strlen(name);
	const char *end = strchr(tag, '>');

	for (const char *at = tag; end && (at = strstr(at, name)) != NULL && at < end; at += len) {
		const char *value = at + len + 2, *quote;

		if (at[-1] != ' ' || at[len] != '=' || (at[len + 1] != '"' && at[len + 1] != '\''))
			continue;
		quote = strchr(value, at[len + 1]);
		return quote ? plain(value, (size_t)(quote - value)) : NULL;
	}
	return NULL;
}

static bool is(const char *tag, const char *name, const char *wanted)
{
	EB_CLEAN(eb_freep) char *value = eb_metadata_attribute(tag, name);

	return value && !strcmp(value, wanted);
}

/* Each element of one kind, in order. */
static const char *element(const char *at, const char *tag, const char *close, const char **end)
{
	const char *start = strstr(at, tag);

	*end = start ? strstr(start, close) : NULL;
	if (!*end)
		return NULL;
	*end += strlen(close);
	return start;
}

static const char *parameter(const char *at, const char **end)
{
	return element(at, "<parameter ", "</parameter>", end);
}

const char *eb_metadata_next(const char *at, const char **end)
{
	/* Said by the bridge, or of no use to a cluster. */
	static const char *const left_out[] = { "action",  "plug",    "port",     "help",
						"version", "verbose", "nodename", "verbose_level" };
	const char *start;

	while ((start = parameter(at, end)) != NULL) {
		bool wanted = !is(start, "deprecated", "1");

		for (size_t i = 0; wanted && i < EB_COUNT(left_out); i++)
			wanted = !is(start, "name", left_out[i]);
		if (wanted)
			return start;
		at = *end;
	}
	return NULL;
}

bool eb_metadata_has(const char *metadata, const char *name)
{
	const char *start, *end;

	for (const char *at = metadata; (start = parameter(at, &end)) != NULL; at = end)
		if (is(start, "name", name))
			return true;
	return false;
}

bool eb_metadata_can(const char *metadata, const char *action)
{
	const char *start, *end;

	for (const char *at = metadata; (start = element(at, "<action ", ">", &end)) != NULL;
	     at = end)
		if (is(start, "name", action))
			return true;
	return false;
}

char *eb_metadata_describe(const char *metadata)
{
	static const char open[] = "<longdesc>";
	const char *end, *start = element(metadata, open, "</longdesc>", &end);

	if (!start)
		return strdup("");
	start += strlen(open);
	return plain(start, (size_t)(end - start) - strlen("</longdesc>"));
}

/* The element without its command line, which the stonith command does not have. */
static void copy(FILE *out, const char *start, const char *end)
{
	const char *from = strstr(start, "<getopt "), *to = from ? strstr(from, "/>") : NULL;

	if (!to || to > end)
		from = to = start;
	else
		to += 2;
	fwrite(start, 1, (size_t)(from - start), out);
	fwrite(to, 1, (size_t)(end - to), out);
	fputc('\n', out);
}

char *eb_metadata_parameters(const char *metadata, bool need_hosts)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	const char *start, *end;

	if (!out)
		return NULL;
	fputs("<parameters>\n", out);
	if (!eb_metadata_has(metadata, "hostlist"))
		fprintf(out,
			"<parameter name=\"hostlist\" unique=\"0\" required=\"%d\">"
			"<content type=\"string\"/><shortdesc lang=\"en\">Machines that the device "
			"switches, as NAME or NAME:PLUG, parted by blanks</shortdesc>"
			"</parameter>\n",
			need_hosts);
	for (const char *at = metadata; (start = eb_metadata_next(at, &end)) != NULL; at = end)
		copy(out, start, end);
	fputs("</parameters>\n", out);
	return fclose(out) == 0 ? text : NULL;
}
