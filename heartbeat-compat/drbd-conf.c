// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/drbd-conf.h"
#include "heartbeat-compat/lex.h"

enum { DEPTH_MAX = 8, WORDS_MAX = 3 };

/* Where the reader is: the statement that is being read, and the sections around it. */
struct reader {
	struct hb_cluster *cluster;
	struct hb_host *host;
	struct eb_source *source;
	struct eb_diag *diag;
	const char *at, *end;
	struct hb_word words[WORDS_MAX]; /* of the statement */
	size_t count;
	const char *sections[DEPTH_MAX]; /* first words of the open ones */
	size_t depth;
	struct eb_span outermost; /* the brace that opened the first of them */
	bool told;                /* that braces do not match */
	struct hb_drbd *resource; /* that is open, NULL: a common section or none */
};

static void take_word(struct reader *reader, const char *begin, size_t length)
{
	if (reader->count < WORDS_MAX)
		reader->words[reader->count] = hb_word_of(reader->cluster, reader->source,
							  (struct eb_piece) { begin, length });
	reader->count++;
}

static bool in_section(const struct reader *reader, const char *name)
{
	return reader->depth && reader->depth <= DEPTH_MAX &&
	       strcmp(reader->sections[reader->depth - 1], name) == 0;
}

/* Messages show lines of this file. */
static void mask(struct reader *reader, const struct hb_word *secret)
{
	struct eb_source *source = reader->source;
	size_t begin = source->line[secret->span.line - 1] + secret->span.column - 1;

	if (!source->mask)
		source->mask = hb_alloc(reader->cluster, (source->size + 1) * sizeof(bool));
	memset(source->mask + begin, true, strlen(secret->text));
}

/* What a resource says itself goes before what is common. */
static void set_word(struct hb_word *word, const struct hb_word *value)
{
	if (!word->text)
		*word = *value;
}

/* What is common counts for resources before and after it: they get it when all is read. */
static void end_statement(struct reader *reader)
{
	struct hb_drbd *drbd = reader->resource ? reader->resource : &reader->host->drbd_common;
	const char *name = reader->count ? reader->words[0].text : "";

	if (strcmp(name, "fencing") == 0 && reader->count > 1 &&
	    (in_section(reader, "disk") || in_section(reader, "net")))
		set_word(&drbd->fencing, &reader->words[1]);
	else if (in_section(reader, "handlers") && reader->count > 1 &&
		 (strcmp(name, "fence-peer") == 0 || strcmp(name, "outdate-peer") == 0))
		set_word(&drbd->handler, &reader->words[1]);
	else if (strcmp(name, "shared-secret") == 0 && reader->count > 1)
		mask(reader, &reader->words[1]);
	reader->count = 0;
}

static void open_section(struct reader *reader)
{
	bool named = reader->count > 1 && strcmp(reader->words[0].text, "resource") == 0;

	if (reader->depth < DEPTH_MAX)
		reader->sections[reader->depth] = reader->count ? reader->words[0].text : "";
	if (reader->depth == 0 && named) {
		reader->resource = hb_new(reader->cluster, struct hb_drbd);
		reader->resource->word = reader->words[1];
		reader->resource->name = reader->words[1].text;
		g_ptr_array_add(reader->host->drbds, reader->resource);
	}
	if (reader->depth == 0)
		reader->outermost = eb_span_of(reader->source, (struct eb_piece) { reader->at, 1 });
	reader->depth++;
	reader->count = 0;
}

static void tell_braces(struct reader *reader, struct eb_span where, const char *what)
{
	if (!reader->told)
		eb_message_hint(eb_diag_add(reader->diag, EB_MSG_DRBD_BRACES, where,
					    "the braces of this file do not match"),
				"%s", what);
	reader->told = true;
}

static void close_section(struct reader *reader)
{
	if (reader->depth)
		reader->depth--;
	else
		tell_braces(reader, eb_span_of(reader->source, (struct eb_piece) { reader->at, 1 }),
			    "no section is open here");
	if (!reader->depth)
		reader->resource = NULL;
	reader->count = 0;
}

size_t hb_drbd_string(const char *begin)
{
	const char *at = begin + 1;

	while (*at && *at != '"' && *at != '\n')
		at += at[0] == '\\' && at[1] && at[1] != '\n' ? 2 : 1;
	return (size_t)(at - begin) + (*at == '"');
}

/* One token: a word, a string, a mark of the grammar, or nothing (a comment). */
static void step(struct reader *reader)
{
	const char *begin = reader->at;
	size_t left = (size_t)(reader->end - begin), length;

	switch (*begin) {
	case '#': length = strcspn(begin, "\n"); break;
	case '"':
		length = MIN(hb_drbd_string(begin), left);
		take_word(reader, begin + 1, length - 1 - (length > 1 && begin[length - 1] == '"'));
		break;
	case '{':
		open_section(reader);
		length = 1;
		break;
	case '}':
		close_section(reader);
		length = 1;
		break;
	case ';':
		end_statement(reader);
		length = 1;
		break;
	default:
		length = strcspn(begin, " \t\r\n{};\"#");
		if (length)
			take_word(reader, begin, MIN(length, left));
		else
			length = 1;
	}
	reader->at += MIN(length, left);
}

void hb_drbd_read(struct hb_cluster *cluster, struct hb_host *host, struct eb_source *source,
		  struct eb_diag *diag)
{
	struct reader reader = {
		.cluster = cluster,
		.host = host,
		.source = source,
		.diag = diag,
		.at = source->text,
		.end = source->text + source->size,
	};
	struct hb_drbd *drbd;

	while (reader.at < reader.end)
		step(&reader);
	if (reader.depth)
		tell_braces(&reader, reader.outermost, "this one is not closed");
	eb_for_each (drbd, host->drbds) {
		set_word(&drbd->fencing, &host->drbd_common.fencing);
		set_word(&drbd->handler, &host->drbd_common.handler);
	}
}
