// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Two programs read haresources: the daemon checks the first word of each line, the shell script
 * ResourceManager does the work with sed. Where they differ, the traps are: a comment behind a
 * continued line becomes resources, a carriage return a part of the last word.
 */
#include <string.h>

#include "heartbeat-compat/haresources-daemon.h"
#include "heartbeat-compat/haresources-word.h"
#include "heartbeat-compat/haresources.h"
#include "heartbeat-compat/lex.h"

struct reader {
	struct hb_cluster *cluster;
	struct hb_config *config;
	struct eb_source *source;
	struct eb_diag *diag;
	unsigned int next; /* line to read */
	bool inside;       /* the daemon takes it for a part of the one before */
};

/* Words of one line, joined with the lines that continue it. A word may begin on one line and
 * end on the next: then its place is the part on the first. */
struct joined {
	GPtrArray *words;    /* struct hb_word * */
	GPtrArray *comments; /* struct hb_word *, whole: behind a backslash line */
	GString *open;       /* a word that ended with its line's backslash */
	struct eb_span where;
	bool unread;  /* the daemon does not look at its first word */
	bool refused; /* the daemon takes something else for the node, it was told */
};

static void close_word(struct reader *reader, struct joined *joined)
{
	struct hb_word *word;

	if (!joined->open->len)
		return;
	word = hb_new(reader->cluster, struct hb_word);
	word->text = hb_string(reader->cluster, joined->open->str, joined->open->len);
	word->span = joined->where;
	g_ptr_array_add(joined->words, word);
	g_string_truncate(joined->open, 0);
}

static void add_words(struct reader *reader, struct joined *joined, struct eb_piece line)
{
	const char *end = line.begin + line.length;

	while (line.length) {
		struct eb_piece word;

		if (strchr(HB_BLANKS, *line.begin))
			close_word(reader, joined);
		word = eb_next(&line, HB_BLANKS);
		if (!word.length)
			break;
		if (!joined->open->len)
			joined->where = eb_span_of(reader->source, word);
		g_string_append_len(joined->open, word.begin, (gssize)word.length);
		if (word.begin + word.length < end)
			close_word(reader, joined);
	}
}

static void keep_comment(struct reader *reader, struct joined *joined, struct eb_piece comment)
{
	struct hb_word *kept = hb_new(reader->cluster, struct hb_word);

	*kept = hb_word_of(reader->cluster, reader->source, eb_trim(comment));
	g_ptr_array_add(joined->comments, kept);
	eb_diag_add(reader->diag, EB_MSG_COMMENT_CONTINUED,
		    eb_span_of(reader->source, (struct eb_piece) { comment.begin, 1 }),
		    "Heartbeat takes this comment for resources: the line is continued");
}

/* The text of a line before its comment; comments of continued lines are told about. */
static struct eb_piece uncomment(struct reader *reader, struct joined *joined, struct eb_piece line,
				 bool continued)
{
	const char *hash = memchr(line.begin, '#', line.length);
	struct eb_piece text = line;

	if (!hash)
		return line;
	text.length = (size_t)(hash - line.begin);
	if (continued)
		keep_comment(reader, joined, (struct eb_piece) { hash, line.length - text.length });
	return text;
}

/* The line without a backslash that looks like a continuation and is none; nor is it a resource. */
static struct eb_piece drop_backslash(struct reader *reader, struct eb_piece line)
{
	struct eb_piece trimmed = eb_trim(line);

	if (!trimmed.length || trimmed.begin[trimmed.length - 1] != '\\')
		return line;
	eb_message_hint(
		eb_diag_add(reader->diag, EB_MSG_CONTINUATION,
			    eb_span_of(reader->source,
				       (struct eb_piece) { trimmed.begin + trimmed.length - 1, 1 }),
			    "this backslash does not continue the line"),
		trimmed.begin + trimmed.length < line.begin + line.length
			? "something stands behind it"
			: "the file ends here");
	line.length = (size_t)(trimmed.begin - line.begin) + trimmed.length - 1;
	return line;
}

/* Reads the words of the next line and of those that continue it. */
static void join(struct reader *reader, struct joined *joined)
{
	bool continued = false, more;

	do {
		struct eb_piece line = eb_line(reader->source, reader->next++);
		struct eb_piece node = hb_daemon_node(line, &reader->inside);

		joined->unread = joined->unread || (!continued && !node.length);
		joined->refused |= hb_daemon_refuses(reader->config, reader->source, node,
						     continued, reader->diag);
		line = uncomment(reader, joined, line, continued);
		more = line.length && line.begin[line.length - 1] == '\\' &&
		       reader->next <= reader->source->lines;
		if (more)
			line.length--;
		else
			line = drop_backslash(reader, line);
		add_words(reader, joined, line);
		continued = true;
	} while (more);
	close_word(reader, joined);
}

static void refuse_line(struct reader *reader, struct hb_record *record)
{
	eb_message_hint(eb_diag_add(reader->diag, EB_MSG_LINE_WITHOUT_NODE, record->name.span,
				    "'%s' stands where the node should", record->name.text),
			"expected NODE RESOURCE...");
	record->effect = HB_BROKEN;
}

/* Its resources are for a node that never comes; nobody runs them. */
static void leave_out(const struct reader *reader, struct hb_record *record)
{
	eb_message_hint(
		eb_diag_add(reader->diag, EB_MSG_LINE_UNREAD, record->name.span,
			    "'%s' is not a node of ha.cf, and Heartbeat does not see it: the "
			    "line above ends in a backslash, in its comment",
			    record->name.text),
		"expected no backslash at the end of a comment");
	record->effect = HB_VOID;
	record->unread = true;
}

static void read_record(struct reader *reader, const struct joined *joined)
{
	const GPtrArray *words = joined->words;
	struct hb_record *record = hb_new(reader->cluster, struct hb_record);
	struct hb_group *group = hb_new(reader->cluster, struct hb_group);
	g_autoptr(GString) value = g_string_new(NULL);
	g_autofree char *lower = NULL;

	record->file = HB_FILE_HARESOURCES;
	record->name = *(struct hb_word *)words->pdata[0];
	record->words = hb_array(reader->cluster);
	record->comments = joined->comments;
	g_ptr_array_add(reader->config->records[HB_FILE_HARESOURCES], record);
	for (guint i = 1; i < words->len; i++) {
		const struct hb_word *word = words->pdata[i];

		g_ptr_array_add(record->words, words->pdata[i]);
		g_string_append_printf(value, "%s%s", i > 1 ? " " : "", word->text);
	}
	record->value.text = hb_string(reader->cluster, value->str, value->len);
	record->value.span =
		words->len > 1 ? ((struct hb_word *)words->pdata[1])->span : record->name.span;
	if (joined->refused) {
		record->effect = HB_BROKEN;
		return;
	}
	if (joined->unread && reader->config->nodes->len &&
	    !hb_names_node(reader->config, record->name.text)) {
		leave_out(reader, record);
		return;
	}
	if (hb_haresources_is_resource(record->name.text)) {
		refuse_line(reader, record);
		return;
	}
	if (words->len < 2) {
		eb_diag_add(reader->diag, EB_MSG_NO_RESOURCES, record->name.span,
			    "node %s without resources", record->name.text);
		record->effect = HB_VOID;
		return;
	}
	lower = g_ascii_strdown(record->name.text, -1);
	group->node = hb_string(reader->cluster, lower, strlen(lower));
	group->node_word = record->name;
	group->members = hb_array(reader->cluster);
	group->record = record;
	record->group = group;
	for (guint i = 1; i < words->len; i++)
		g_ptr_array_add(group->members, hb_haresources_word(reader->cluster,
								    words->pdata[i], reader->diag));
	g_ptr_array_add(reader->config->groups, group);
}

void hb_haresources_read(struct hb_cluster *cluster, struct hb_host *host, struct eb_source *source,
			 struct eb_diag *diag)
{
	struct reader reader = {
		.cluster = cluster,
		.config = host->config,
		.source = source,
		.diag = diag,
		.next = 1,
	};
	g_autoptr(GString) open = g_string_new(NULL);

	host->config->source[HB_FILE_HARESOURCES] = source;
	while (reader.next <= source->lines) {
		struct joined joined = { .words = hb_array(cluster),
					 .comments = hb_array(cluster),
					 .open = open };

		join(&reader, &joined);
		if (joined.words->len)
			read_record(&reader, &joined);
	}
}
