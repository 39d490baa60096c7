// SPDX-License-Identifier: GPL-2.0-or-later
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "lib/fence-options.h"
#include "lib/fence-table.h"

enum { INPUT_MAX = 256 * 1024 };

static int parse_second(const char *text, void *into)
{
	return eb_time_parse(text, 1000, into);
}

const struct eb_type eb_type_second = { "second", "a number of seconds", parse_second };

/* Does a name begin with these len characters?  Names are the same with - and with _. */
static bool begins(const char *name, const char *word, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((word[i] == '-' ? '_' : word[i]) != (name[i] == '-' ? '_' : name[i]))
			return false;
	return true;
}

static bool same(const char *word, const char *name, size_t len)
{
	return begins(name, word, len) && name[len] == '\0';
}

static const char * override(const struct eb_fence_default *defaults, const char *name)
{
	for (; defaults && defaults->name; defaults++)
		if (!strcmp(defaults->name, name))
			return defaults->value;
	return NULL;
}

/* What the flags of an agent say about the standard rows. */
static unsigned required(const struct eb_fence_agent *agent, const char *name)
{
	static const struct {
		const char *name;
		unsigned unless;
	} known[] = { { "ip", EB_IP_OPTIONAL },
		      { "username", EB_LOGIN_OPTIONAL },
		      { "plug", EB_PLUG_OPTIONAL } };

	if (!strcmp(name, "plug") && !(agent->uses & EB_USES_PLUG))
		return 0;
	if (!strcmp(name, "ip") && agent->uses & EB_USES_PORT_AS_IP)
		return 0;
	for (size_t i = 0; i < EB_COUNT(known); i++)
		if (!strcmp(name, known[i].name))
			return agent->flags & known[i].unless ? 0 : EB_REQUIRED;
	return 0;
}

static void add(struct eb_fence_options *options, size_t *n, const struct eb_fence *fence,
		const struct eb_param *param)
{
	const char *value = override(fence->agent->defaults, param->name);
	struct eb_param *row = &options->rows[*n];

	if (*n + 1 >= EB_FENCE_ROWS)
		abort();
	if (fence->alias && override(fence->alias->defaults, param->name))
		value = override(fence->alias->defaults, param->name);
	*row = *param;
	if (value)
		row->value = value;
	if (!row->value)
		row->flags |= required(fence->agent, param->name);
	(*n)++;
}

/* The device's options, then those of the agent alone, then what every agent has. */
void eb_fence_options_build(struct eb_fence_options *options, const struct eb_fence *fence)
{
	size_t n = 0;

	memset(options, 0, sizeof(*options));
	for (int general = 0; general < 2; general++) {
		for (size_t i = 0; i < eb_fence_table_rows; i++) {
			const struct eb_fence_row *row = &eb_fence_table[i];

			if (!(row->param.flags & EB_GENERAL) == !general &&
			    (!row->uses || row->uses & fence->agent->uses))
				add(options, &n, fence, &row->param);
		}
		for (const struct eb_param *p = fence->agent->params; p && p->name; p++)
			if (!(p->flags & EB_GENERAL) == !general)
				add(options, &n, fence, p);
	}
}

/* The row of a name, old or new; with prefix also what begins so, if it is one row alone. */
static int find(const struct eb_fence_options *options, const char *name, size_t len, bool prefix)
{
	int found = -1;

	for (int i = 0; options->rows[i].name; i++) {
		const struct eb_param *row = &options->rows[i];

		if (same(name, row->name, len) || (row->alias && same(name, row->alias, len)))
			return i;
		/* A later row with the same beginning makes it ambiguous. */
		if (prefix && begins(row->name, name, len))
			found = found == -1 ? i : -2;
	}
	return found < 0 ? -1 : found;
}

static void store(struct eb_fence_options *options, int i, const char *text, bool old)
{
	options->texts[i] = *text ? text : NULL;
	if (!strcmp(options->rows[i].name, "plug"))
		*(old ? &options->port : &options->plug) = options->texts[i];
}

static void note_unknown(struct eb_fence_options *options, const char *name)
{
	/* What callers send along whatever the agent: the fencer and dlm_controld. */
	static const char *const known[] = { "nodename", "port", "plug", "node", "fail_time" };
	size_t used = strlen(options->unknown);

	for (size_t i = 0; i < EB_COUNT(known); i++)
		if (!strcmp(name, known[i]))
			return;
	snprintf(options->unknown + used, sizeof(options->unknown) - used, "%s%s", used ? ", " : "",
		 name);
}

static char *trim(char *text)
{
	char *end = text + strlen(text);

	while (end > text && isspace((unsigned char)end[-1]))
		*--end = '\0';
	while (isspace((unsigned char)*text))
		text++;
	return text;
}

static void read_line(struct eb_fence_options *options, char *line)
{
	char *value = strchr(line, '=');
	size_t len;
	int i;
	bool alone = !value;

	len = strcspn(line, "=");
	if (alone)
		value = line + len;
	else
		*value++ = '\0';
	if (strlen(value) >= 2 && value[0] == '"' && value[strlen(value) - 1] == '"') {
		value[strlen(value) - 1] = '\0';
		value++;
	}
	if (same(line, "nodename", len))
		options->nodename = value;
	i = find(options, line, len, false);
	/* Not repeated where there is no "=": it may be the rest of a password. */
	if (i < 0)
		note_unknown(options, alone ? "a line without '='" : line);
	else if (alone)
		store(options, i, options->rows[i].flags & EB_NO_VALUE ? "1" : "", false);
	else
		store(options, i, value, !same(line, options->rows[i].name, len));
}

static int slurp(int fd, char **text, size_t *length)
{
	size_t size = 4096, used = 0;
	char *buf = malloc(size);

	while (buf) {
		ssize_t n = read(fd, buf + used, size - used - 1);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || used + (size_t)n >= INPUT_MAX) {
			int error = n < 0 ? errno : EFBIG;

			free(buf);
			return -error;
		}
		if (n == 0)
			break;
		used += (size_t)n;
		if (size - used < 2) {
			char *more = malloc(size *= 2);

			/* Not realloc(3): it would leave a copy of the secrets behind. */
			if (more)
				memcpy(more, buf, used);
			explicit_bzero(buf, used);
			free(buf);
			buf = more;
		}
	}
	if (!buf)
		return -ENOMEM;
	buf[used] = '\0';
	*text = buf;
	*length = used;
	return 0;
}

int eb_fence_options_read(struct eb_fence_options *options, int fd)
{
	int r = slurp(fd, &options->input, &options->input_size);
	char *rest, *line;

	if (r < 0)
		return r;
	/* What comes after a NUL would be lost, whatever it says. */
	if (strlen(options->input) != options->input_size)
		return -EILSEQ;
	for (line = strtok_r(options->input, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest)) {
		line = trim(line);
		if (*line && *line != '#')
			read_line(options, line);
	}
	return 0;
}

/* A value of the command line; secrets leave argv, which everybody may read in /proc. */
static const char *take(struct eb_fence_options *options, int i, char *value)
{
	if (!(options->rows[i].flags & EB_SECRET))
		return value;
	/* Given twice, both leave; the last one counts. */
	if (options->words[i])
		explicit_bzero(options->words[i], strlen(options->words[i]));
	free(options->words[i]);
	options->words[i] = strdup(value);
	explicit_bzero(value, strlen(value));
	return options->words[i] ? options->words[i] : "";
}

static int letter(const struct eb_fence_options *options, char c)
{
	for (int i = 0; options->rows[i].name; i++)
		if (options->rows[i].letter == c)
			return i;
	return -1;
}

/* A flag is on, or what a word behind it says: --ssl-insecure 0 is as much as ssl_insecure=0. */
static int store_flag(struct eb_fence_options *options, int i, char *next)
{
	bool value;
	int used = next && eb_bool_parse(next, &value) == 0;

	store(options, i, used ? next : "1", false);
	return used;
}

/* One word of short options; *used counts a following word that was the value. */
static int parse_short(struct eb_fence_options *options, char *word, char *next, int *used,
		       char *why, size_t size)
{
	for (char *c = word; *c; c++) {
		int i = letter(options, *c);

		if (i < 0) {
			snprintf(why, size, "unknown option -%c", *c);
			return -EINVAL;
		}
		if (options->rows[i].flags & EB_NO_VALUE) {
			if (*c == 'v')
				snprintf(options->level, sizeof(options->level), "%d",
					 atoi(options->level) + 1);
			*used = store_flag(options, i, c[1] || *c == 'v' ? NULL : next);
			continue;
		}
		if (!c[1] && !next) {
			snprintf(why, size, "option -%c wants a value", *c);
			return -EINVAL;
		}
		*used = !c[1];
		store(options, i, take(options, i, c[1] ? c + 1 : next), false);
		return 0;
	}
	return 0;
}

static int parse_long(struct eb_fence_options *options, char *word, char *next, int *used,
		      char *why, size_t size)
{
	char *value = strchr(word, '=');
	size_t len = value ? (size_t)(value - word) : strlen(word);
	int i = find(options, word, len, true);

	if (i < 0) {
		snprintf(why, size, "unknown option --%.*s", (int)len, word);
		return -EINVAL;
	}
	if (value) {
		value++;
	} else if (options->rows[i].flags & EB_NO_VALUE) {
		*used = store_flag(options, i, next);
		return 0;
	} else {
		value = next;
		*used = 1;
	}
	if (!value) {
		snprintf(why, size, "option --%s wants a value", options->rows[i].name);
		return -EINVAL;
	}
	store(options, i, take(options, i, value), false);
	return 0;
}

int eb_fence_options_parse(struct eb_fence_options *options, int argc, char **argv, char *why,
			   size_t size)
{
	for (int i = 1; i < argc; i++) {
		char *next = i + 1 < argc ? argv[i + 1] : NULL;
		int used = 0, r = -EINVAL;

		if (argv[i][0] != '-' || !argv[i][1]) {
			/* Not quoted: it may be a password with a blank before it. */
			snprintf(why, size, "word %d of the command line is no option", i);
			return -EINVAL;
		}
		if (argv[i][1] == '-')
			r = parse_long(options, argv[i] + 2, next, &used, why, size);
		else
			r = parse_short(options, argv[i] + 1, next, &used, why, size);
		if (r < 0)
			return r;
		i += used;
	}
	return 0;
}

int eb_fence_options_plug(const struct eb_fence_options *options, const char **plug)
{
	const char *a = options->plug, *b = options->port, *nodename = options->nodename;

	*plug = a ? a : b;
	if (!a || !b || !strcmp(a, b))
		return 0;
	if (nodename && !strcmp(b, nodename))
		return 0;
	if (nodename && !strcmp(a, nodename)) {
		*plug = b;
		return 0;
	}
	return -EINVAL;
}

/* The choice that a text means, whatever its case; NULL: none of them. */
static char *spell(const char *choices, const char *text)
{
	size_t len = strlen(text);

	for (const char *word = choices; word;
	     word = strchr(word, '|') ? strchr(word, '|') + 1 : NULL)
		if (strcspn(word, "|") == len && !strncasecmp(word, text, len))
			return strndup(word, len);
	return NULL;
}

const char *eb_fence_options_text(const char *name, void *context)
{
	struct eb_fence_options *options = context;
	int i = find(options, name, strlen(name), false);

	if (i < 0 || !options->texts[i])
		return NULL;
	if (options->rows[i].choices && !options->words[i])
		options->words[i] = spell(options->rows[i].choices, options->texts[i]);
	if (options->rows[i].choices && options->words[i])
		return options->words[i];
	return options->texts[i];
}

void eb_fence_options_forget(struct eb_fence_options *options)
{
	for (size_t i = 0; i < EB_FENCE_ROWS; i++) {
		if (options->words[i])
			explicit_bzero(options->words[i], strlen(options->words[i]));
		free(options->words[i]);
		options->words[i] = NULL;
	}
	if (options->input)
		explicit_bzero(options->input, options->input_size);
	free(options->input);
	options->input = NULL;
}
