// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One word of a line, and the resource that ResourceManager makes of it: a script and its arguments,
 * or an address by itself. Its shell cuts at each `::` and looks at nothing else, so what a script
 * cannot use is found here, before the script would.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>

#include "heartbeat-compat/haresources-word.h"
#include "heartbeat-compat/haresources.h"
#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/script-form.h"
#include "lib/core.h"

struct reader {
	struct hb_cluster *cluster;
	struct eb_diag *diag;
};

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

struct hb_resource *hb_haresources_word(struct hb_cluster *cluster, const struct hb_word *word,
					struct eb_diag *diag)
{
	struct reader reader = { cluster, diag };
	struct hb_resource *resource = hb_new(cluster, struct hb_resource);

	if (hb_is_placeholder(word->text))
		eb_diag_add(diag, EB_MSG_PLACEHOLDER, word->span,
			    "the placeholder '%s' was not filled in", word->text);
	resource->word = *word;
	resource->args = hb_array(cluster);
	resource->bare = is_ip(word->text);
	if (resource->bare) {
		resource->script = "IPaddr";
		g_ptr_array_add(resource->args, &resource->word);
	} else {
		split(&reader, resource);
	}
	judge(&reader, resource);
	return resource;
}

bool hb_haresources_is_resource(const char *word)
{
	return is_ip(word) || strstr(word, "::") || strchr(word, '/');
}
