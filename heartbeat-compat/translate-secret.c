// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A secret among the parameters of a resource. In the CIB stands lrm://, which tells Pacemaker to
 * read the value from a file of the node's, and its md5 from a second one; both are files of the
 * plan, with a mark in place of what only PLAN.secrets holds.
 */
#include "heartbeat-compat/translation.h"

#define FOLDER "/var/lib/pacemaker/lrm/secrets"

static void add_file(struct eb_translation *t, const char *path, const char *name,
		     const char *value, const char *brief)
{
	const char *mark = eb_secret_keep(t->plan, name, value);

	eb_file_add(t->plan, path, "0600", brief, EB_TEXT(t, "%s\n", mark));
}

const char *eb_secret_param(struct eb_translation *t, const char *resource,
			    const struct eb_pair *param, struct eb_span span, const char *whose)
{
	const char *name = EB_TEXT(t, "%s/%s", resource, param->name);
	const char *path = EB_TEXT(t, FOLDER "/%s", name);
	g_autofree char *sign = g_compute_checksum_for_string(G_CHECKSUM_MD5, param->value, -1);
	bool left_out = eb_secret_is_left_out(param->value);
	struct eb_message *message;

	add_file(t, path, name, param->value, EB_TEXT(t, "%s of %s", param->name, resource));
	add_file(t, EB_TEXT(t, "%s.sign", path), EB_TEXT(t, "%s.sign", name),
		 left_out ? param->value : sign, "what Pacemaker checks it with");
	message = eb_diag_add(t->diag, left_out ? EB_MSG_SECRET_LEFT_OUT : EB_MSG_SECRET_ARGUMENT,
			      span, "a secret");
	if (left_out) {
		eb_message_open(message,
				EB_TEXT(t, "the bundle has no %s for %s", param->name, whose));
		eb_message_hint_open(
			message,
			EB_TEXT(t, "collect --with-key, or write it into PLAN.secrets: %s VALUE",
				name));
		return "lrm://";
	}
	eb_message_open(message, EB_TEXT(t, "%s holds a secret, which the plan does not", whose));
	eb_message_hint_open(
		message,
		EB_TEXT(t, "it is in PLAN.secrets; without apply: cibsecret set %s %s VALUE",
			eb_shell_word(t, resource), eb_shell_word(t, param->name)));
	return "lrm://";
}
