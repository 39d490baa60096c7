// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the scripts of Heartbeat and its companions take: each of them counts its arguments, and with
 * too few or too many of them prints how it is used and fails, and with it the whole line.
 */
#ifndef EB_SCRIPT_FORM_H
#define EB_SCRIPT_FORM_H

#include "heartbeat-compat/model.h"

struct hb_script {
	const char *name;
	const char *form;   /* "::DEVICE::DIRECTORY"; NULL: not known, no argument is wrong */
	unsigned int least; /* arguments */
	unsigned int most;
	bool (*fits)(const char *first); /* is the first one of its kind? NULL: any is */
};

/* All of them, ended by name NULL. */
extern const struct hb_script hb_scripts[];

/* The row of a name exactly as written; NULL: another script, of which nothing is known. */
const struct hb_script *hb_script_find(const char *name);

/* Does it take these (struct hb_word *)? true for a script that has no row. */
bool hb_script_fits(const char *name, const GPtrArray *args);

/* Tells of arguments that it does not take; NULL when it does, else the message in diag. */
struct eb_message *hb_script_judge(const struct hb_resource *resource, struct eb_diag *diag);

#endif
