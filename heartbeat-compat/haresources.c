// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Two programs read haresources: the daemon checks the first word of each line, the shell script
 * ResourceManager does the work with sed. Where they differ, the traps are: a comment behind a
 * continued line becomes resources, a carriage return a part of the last word.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>

#include "heartbeat-compat/haresources-daemon.h"
#include "heartbeat-compat/haresources.h"
#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/script-form.h"
#include "lib/core.h"

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

/* ResourceManager's test: digits, and three dots each followed by a digit. */
static bool is_ip(const char *word)
{
	unsigned int dots = 0;

	if (!isdigit((unsigned char)*word))
		return false;
	for (; *word; word++)
		dots += *word == '.' && isdigit((unsigned char)word[1]);
	return dots >= 3;
}

/* A name that differs from a script of Heartbeat by letter case or one slip: on purpose or not? */
static void check_script(struct reader *reader, const struct hb_resource *resource)
{
	const char *name = resource->script, *near = NULL;

	for (const struct hb_script *script = hb_scripts; script->name; script++) {
		if (strcmp(script->name, name) == 0)
			return;
		if (g_ascii_strcasecmp(script->name, name) == 0)
			near = script->name;
	}
	if (near)
		eb_message_did_you_mean(eb_diag_add(reader->diag, EB_MSG_SCRIPT_NAME,
						    resource->word.span,
						    "Heartbeat has no script '%s'", name),
					near);
	else if (!hb_is_script_name(name))
		eb_message_hint(eb_diag_add(reader->diag, EB_MSG_BAD_RESOURCE, resource->word.span,
					    "'%s' is not the name of a script", name),
				"expected SCRIPT::ARGUMENT::ARGUMENT");
}

/* Splits at each `::`. An empty argument is lost on the way through the shell. */
static void split(struct reader *reader, struct hb_resource *resource)
{
	const struct hb_word *word = &resource->word;
	const char *text = word->text, *colons = strstr(text, "::");

	resource->script =
		hb_string(reader->cluster, text, colons ? (size_t)(colons - text) : strlen(text));
	while (colons) {
		struct hb_word *arg = hb_new(reader->cluster, struct hb_word);
		const char *begin = colons + 2;

		colons = strstr(begin, "::");
		arg->text = hb_string(reader->cluster, begin,
				      colons ? (size_t)(colons - begin) : strlen(begin));
		arg->span = word->span;
		arg->span.column += (unsigned int)(begin - text);
		arg->span.length = (unsigned int)strlen(arg->text);
		if (*arg->text)
			g_ptr_array_add(resource->args, arg);
		else if (colons)
			eb_diag_add(reader->diag, EB_MSG_EMPTY_ARGUMENT, arg->span,
				    "an empty argument is lost, what stands behind it moves up");
	}
}

/* The last message is why Heartbeat fails with it. */
static void spoil(struct reader *reader, struct hb_resource *resource)
{
	const struct eb_message *message =
		reader->diag->messages->pdata[reader->diag->messages->len - 1];

	resource->trouble = hb_string(reader->cluster, message->text, strlen(message->text));
}

/*
 * Each `::` separates arguments, also that of an IPv6 address: only one with all of its numbers
 * reaches the script whole. The word that was meant, g_free it; NULL: this is no IPv6 address.
 */
static char *ipv6_meant(const char *text)
{
	size_t length = strcspn(text, "/");
	g_autofree char *address = g_strndup(text, length);
	GString *word = g_string_new("IPv6addr::");
	struct in6_addr bytes;

	if (inet_pton(AF_INET6, address, &bytes) != 1)
		return g_string_free(word, TRUE);
	for (size_t i = 0; i < sizeof(bytes); i += 2)
		g_string_append_printf(word, "%s%x", i ? ":" : "",
				       bytes.s6_addr[i] << 8 | bytes.s6_addr[i + 1]);
	g_string_append(word, text[length] ? text + length : "/64");
	return g_string_free(word, FALSE);
}

/* An IPv6 address that Heartbeat would cut up or take for the name of a script. */
static bool refuse_ipv6(struct reader *reader, struct hb_resource *resource)
{
	static const char script[] = "IPv6addr::";
	const char *text = resource->word.text;
	bool bare = !g_str_has_prefix(text, script);
	g_autofree char *meant = ipv6_meant(bare ? text : text + strlen(script));
	struct eb_message *message;

	if (!meant || (!bare && resource->args->len == 1))
		return false;
	message = bare ? eb_diag_add(
				 reader->diag, EB_MSG_BAD_ADDRESS, resource->word.span,
				 "'%s' is no resource: a bare address can only be an IPv4 one, and "
				 "Heartbeat looks for a script '%s'",
				 text, resource->script)
		       : eb_diag_add(
				 reader->diag, EB_MSG_BAD_ADDRESS, resource->word.span,
				 "Heartbeat cuts '%s' at each '::', IPv6addr gets %u arguments and "
				 "fails",
				 text, resource->args->len);
	eb_message_hint(message, "write all eight numbers: %s", meant);
	spoil(reader, resource);
	return true;
}

static void read_address(struct reader *reader, struct hb_resource *resource)
{
	static const char *const takers[] = { "IPaddr", "IPaddr2", "IPv6addr", "IPsrcaddr" };
	const struct hb_word *arg = eb_item(resource->args, 0);

	for (size_t i = 0; i < EB_COUNT(takers); i++) {
		if (strcmp(resource->script, takers[i]) != 0)
			continue;
		if (arg)
			resource->addr = hb_address_parse(reader->cluster, arg, reader->diag);
		else
			eb_diag_add(reader->diag, EB_MSG_BAD_ADDRESS, resource->word.span,
				    "%s without address", resource->script);
		if (!resource->addr)
			spoil(reader, resource);
	}
}

/* What the script makes of the word. */
static void judge(struct reader *reader, struct hb_resource *resource)
{
	if (!resource->bare && refuse_ipv6(reader, resource))
		return;
	if (!resource->bare)
		check_script(reader, resource);
	if (!*resource->script)
		spoil(reader, resource);
	if (strcmp(resource->script, "OCF") == 0)
		eb_diag_add(reader->diag, EB_MSG_OCF_WRAPPER, resource->word.span,
			    "the OCF wrapper of Heartbeat looks in a folder that is not there");
	read_address(reader, resource);
	if (!resource->trouble && hb_script_judge(resource, reader->diag))
		spoil(reader, resource);
}

static void add_resource(struct reader *reader, struct hb_record *record,
			 const struct hb_word *word)
{
	struct hb_resource *resource = hb_new(reader->cluster, struct hb_resource);

	if (hb_is_placeholder(word->text))
		eb_diag_add(reader->diag, EB_MSG_PLACEHOLDER, word->span,
			    "the placeholder '%s' was not filled in", word->text);
	resource->word = *word;
	resource->args = hb_array(reader->cluster);
	resource->bare = is_ip(word->text);
	if (resource->bare) {
		resource->script = "IPaddr";
		g_ptr_array_add(resource->args, &resource->word);
	} else {
		split(reader, resource);
	}
	judge(reader, resource);
	g_ptr_array_add(record->group->members, resource);
}

/* A first word that is plainly a resource: the node is missing. */
static bool is_resource(const char *word)
{
	return is_ip(word) || strstr(word, "::") || strchr(word, '/');
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
	if (is_resource(record->name.text)) {
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
		add_resource(reader, record, words->pdata[i]);
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
