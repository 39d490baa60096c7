// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A node's files without their secrets: keys, passwords of fence devices, of DRBD, of a CIB and of
 * arguments. What a plan is made from stays, since no secret goes into a plan; so a file with and
 * without them is the same input, and a digest of it gives no short secret away.
 */
#ifndef EB_LEFT_OUT_H
#define EB_LEFT_OUT_H

#include <stdbool.h>

#include <glib.h>

/* Stands for each of them. */
#define EB_LEFT_OUT "left-out"

/*
 * The text of a file without secrets; its name, with or without folders, tells what it is. Doing it
 * twice changes nothing more. g_free it.
 */
char *eb_leave_out(const char *name, const char *text);

/* Appends words of arguments, each up to a secret in it. */
void eb_leave_out_arguments(GString *out, const char *begin, size_t length);

/* Is this the name of a file of DRBD's; the text of one, with comments or without. g_free it. */
bool eb_is_drbd(const char *name);
char *eb_leave_out_drbd(const char *text, bool comments);

/* Is this the name of an option file of MySQL's; the text of one: of values only those are left that the
 * checks read. g_free it. */
bool eb_is_options(const char *name);
char *eb_leave_out_options(const char *text);

#endif
