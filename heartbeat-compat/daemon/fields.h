// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Messages as named text fields, the form in which nodes speak to each other and commands to
 * the daemon:
 *
 *	escapebeat 1.0
 *	t=status
 *	src=web1
 *
 * One field a line, in order; a name may occur again (a list). The names are those of
 * Heartbeat's own messages where it has one (t, src, st, hg, seq, dt). What a receiver does not
 * know it passes over, so that versions can be mixed: the first number changes when that is not
 * possible any more.
 *
 * A message comes from another machine or another user: decoding trusts no byte of it.
 */
#ifndef EB_FIELDS_H
#define EB_FIELDS_H

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "lib/core.h"

enum {
	HB_MSG_MAX = 64 * 1024, /* bytes of a whole message */
	HB_MSG_FIELDS = 4096,
};

struct hb_field {
	const char *name, *value;
};

struct hb_msg {
	char *text;     /* what fields point into */
	GArray *fields; /* struct hb_field */
};

/* Makes a message of a type (field t); free with hb_msg_free, which takes NULL. */
struct hb_msg *hb_msg_new(const char *type);
void hb_msg_free(struct hb_msg *msg);

/* Adds a field. Line ends and other control characters but tabs become blanks. */
void hb_msg_add(struct hb_msg *msg, const char *name, const char *format, ...) EB_PRINTF(3, 4);

/* The first value of a name, NULL when there is none; as a number, preset when it is none. */
const char *hb_msg_get(const struct hb_msg *msg, const char *name);
int64_t hb_msg_number(const struct hb_msg *msg, const char *name, int64_t preset);

/* The value of the nth field of this name, from 0; NULL: there are not so many. */
const char *hb_msg_nth(const struct hb_msg *msg, const char *name, unsigned int nth);

/* As bytes to send; g_free them. */
char *hb_msg_encode(const struct hb_msg *msg, size_t *size);

/*
 * Reads bytes; *msg is made on success. -EMSGSIZE: too large; -EPROTONOSUPPORT: another major
 * version; -EPROTO: no message, or one without a type.
 */
int hb_msg_decode(const void *bytes, size_t size, struct hb_msg **msg);

#endif
