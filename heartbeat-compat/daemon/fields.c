// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "heartbeat-compat/daemon/fields.h"

static const char MAGIC[] = "escapebeat 1.";
static const char HEAD[] = "escapebeat 1.0\n";

static struct hb_msg *empty(void)
{
	struct hb_msg *msg = g_new0(struct hb_msg, 1);

	msg->fields = g_array_new(FALSE, FALSE, sizeof(struct hb_field));
	return msg;
}

struct hb_msg *hb_msg_new(const char *type)
{
	struct hb_msg *msg = empty();

	hb_msg_add(msg, "t", "%s", type);
	return msg;
}

/* A message that was decoded has one text under all fields; one that is made, one for each. */
void hb_msg_free(struct hb_msg *msg)
{
	if (!msg)
		return;
	if (!msg->text)
		for (guint i = 0; i < msg->fields->len; i++)
			g_free((char *)g_array_index(msg->fields, struct hb_field, i).name);
	g_free(msg->text);
	g_array_unref(msg->fields);
	g_free(msg);
}

/* How many bytes of a control character other than a tab are here: ASCII's, or those that follow it
 * in Unicode, which a terminal obeys as well. 0: it is none. */
static size_t control_length(const char *c)
{
	if (((unsigned char)*c < ' ' && *c && *c != '\t') || *c == 0x7f)
		return 1;
	return *c == '\xc2' && (c[1] & 0xe0) == 0x80 ? 2 : 0;
}

void hb_msg_add(struct hb_msg *msg, const char *name, const char *format, ...)
{
	g_autofree char *value = NULL;
	struct hb_field field;
	va_list args;
	char *line;

	va_start(args, format);
	value = g_strdup_vprintf(format, args);
	va_end(args);
	for (char *c = value; *c; c++)
		memset(c, ' ', control_length(c));
	line = g_strdup_printf("%s=%s", name, value);
	line[strlen(name)] = '\0';
	field.name = line;
	field.value = line + strlen(name) + 1;
	g_array_append_val(msg->fields, field);
}

const char *hb_msg_nth(const struct hb_msg *msg, const char *name, unsigned int nth)
{
	for (guint i = 0; i < msg->fields->len; i++) {
		const struct hb_field *field = &g_array_index(msg->fields, struct hb_field, i);

		if (strcmp(field->name, name) == 0 && nth-- == 0)
			return field->value;
	}
	return NULL;
}

const char *hb_msg_get(const struct hb_msg *msg, const char *name)
{
	return hb_msg_nth(msg, name, 0);
}

int64_t hb_msg_number(const struct hb_msg *msg, const char *name, int64_t preset)
{
	const char *text = hb_msg_get(msg, name);
	long long value;
	char *end;

	if (!text)
		return preset;
	errno = 0;
	value = strtoll(text, &end, 10);
	return errno || end == text || *end ? preset : value;
}

char *hb_msg_encode(const struct hb_msg *msg, size_t *size)
{
	GString *text = g_string_new(HEAD);

	for (guint i = 0; i < msg->fields->len; i++) {
		const struct hb_field *field = &g_array_index(msg->fields, struct hb_field, i);

		g_string_append_printf(text, "%s=%s\n", field->name, field->value);
	}
	*size = text->len;
	return g_string_free(text, FALSE);
}

/* ---- decoding ------------------------------------------------------------------------------- */

/* A name is a word of letters, digits, - and _; a value has no control character but tabs. */
static int take_field(struct hb_msg *msg, char *line)
{
	char *equals = strchr(line, '=');
	struct hb_field field = { line, equals ? equals + 1 : NULL };

	if (!equals || equals == line)
		return -EPROTO;
	*equals = '\0';
	for (const char *c = field.name; *c; c++)
		if (!g_ascii_isalnum(*c) && *c != '-' && *c != '_')
			return -EPROTO;
	for (const char *c = field.value; *c; c++)
		if (control_length(c))
			return -EPROTO;
	if (msg->fields->len >= HB_MSG_FIELDS)
		return -EMSGSIZE;
	g_array_append_val(msg->fields, field);
	return 0;
}

static int take_head(char **text)
{
	char *end = strchr(*text, '\n');

	if (!end || strncmp(*text, "escapebeat ", strlen("escapebeat ")) != 0)
		return -EPROTO;
	if (strncmp(*text, MAGIC, strlen(MAGIC)) != 0)
		return -EPROTONOSUPPORT;
	*text = end + 1;
	return 0;
}

static int take_all(struct hb_msg *msg)
{
	char *line = msg->text;
	int failed = take_head(&line);

	while (!failed && *line) {
		char *end = strchr(line, '\n');

		if (!end)
			return -EPROTO; /* cut off */
		*end = '\0';
		failed = take_field(msg, line);
		line = end + 1;
	}
	if (!failed && !hb_msg_get(msg, "t"))
		failed = -EPROTO;
	return failed;
}

int hb_msg_decode(const void *bytes, size_t size, struct hb_msg **msg)
{
	struct hb_msg *made;
	int failed;

	if (size > HB_MSG_MAX)
		return -EMSGSIZE;
	if (memchr(bytes, '\0', size))
		return -EPROTO;
	made = empty();
	made->text = g_strndup(bytes, size);
	failed = take_all(made);
	if (failed) {
		hb_msg_free(made);
		return failed;
	}
	*msg = made;
	return 0;
}
