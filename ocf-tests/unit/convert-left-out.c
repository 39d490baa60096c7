// SPDX-License-Identifier: GPL-2.0-or-later
/* Files of DRBD's without secrets: the same sections, and what tells that some went away. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "heartbeat-compat/drbd-conf.h"
#include "heartbeat-compat/left-out.h"
#include "heartbeat-compat/lex.h"
#include "lib/core.h"
#include "ocf-tests/unit/tap.h"

static void drbd(void **state)
{
	static const char *const rows[][2] = {
		{ "resource a { net { cram-hmac-alg sha1; shared-secret \"X\"; } }\nresource b {\n",
		  "resource a { net { cram-hmac-alg sha1; shared-secret \"left-out\"; } }\nresource b {\n" },
		{ "net{shared-secret X;}on n{", "net{shared-secret \"left-out\";}on n{" },
		{ "shared-secret \"X\\\" {X\"; }", "shared-secret \"left-out\"; }" },
		{ "shared-secret\n\t# which\n\t\"X\";\n}",
		  "shared-secret\n\t#\n\t\"left-out\";\n}" },
		{ "shared-secret X!X;X;\n}", "shared-secret \"left-out\";\n}" },
		{ "shared-secret \"X\n}", "shared-secret \"left-out\"\n}" },
		{ "# was: shared-secret X X; }\n}", "# was: shared-secret \"left-out\";\n}" },
		{ "a \"x # y\"; shared-secret \"X\"; }",
		  "a \"x # y\"; shared-secret \"left-out\"; }" },
		{ "fence-peer \"/bin/f --password=X;X\"; }",
		  "fence-peer \"/bin/f --password=left-out\"; }" },
		{ "f --password=\"X X\"; }", "f --password=\"left-out\"; }" },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		g_autofree char *open = eb_leave_out("etc/drbd.d/a.res", rows[i][0]);
		g_autofree char *again = eb_leave_out("etc/drbd.conf", open);

		assert_string_equal(open, rows[i][1]);
		assert_string_equal(again, open);
	}
}

static void comments(void **state)
{
	static const char *const rows[][2] = {
		{ "# root password: X\nnode a b\n", "# root password: left-out\nnode a b\n" },
		{ "ping 10.0.0.1 # router, PW is X X\n",
		  "ping 10.0.0.1 # router, PW is left-out\n" },
		{ "#secret=X", "#secret=left-out" },
		{ "# the passive node\n# a monkey\n", "# the passive node\n# a monkey\n" },
		{ "respawn a /b --password=X # token X",
		  "respawn a /b --password=left-out # token left-out" },
		{ "#!/bin/sh\n", "#!/bin/sh\n" },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		g_autofree char *open = eb_leave_out("etc/ha.d/ha.cf", rows[i][0]);
		g_autofree char *again = eb_leave_out("etc/ha.d/ha.cf", open);

		assert_string_equal(open, rows[i][1]);
		assert_string_equal(again, open);
	}
}

static void without_comments(void **state)
{
	g_autofree char *open =
		eb_leave_out_drbd("a { # who\n\tb \"x #y\"; }\n#shared-secret X\n", false);

	(void)state;
	assert_string_equal(open, "a { #\n\tb \"x #y\"; }\n#\n");
}

static void braces(void **state)
{
	static const struct row {
		const char *text;
		unsigned int line, column; /* 0: nothing is told */
	} rows[] = {
		{ "resource a {\n\ton n { disk \"}\"; } # }\n}\nresource b { }\n", 0, 0 },
		{ "global { }\nresource a { net { x y;\nresource b { }\n", 2, 12 },
		{ "resource a { } }\nresource b { } }\n", 1, 16 },
		{ "resource a { h \"x\\\"}\"; }", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < EB_COUNT(rows); i++) {
		struct hb_cluster *cluster = hb_cluster_new();
		struct eb_diag *diag = eb_diag_new();
		struct hb_host *host = hb_host_add(cluster, "");
		const struct eb_message *message;

		hb_drbd_read(cluster, host,
			     eb_source_text(cluster, "t", HB_FILE_FACTS, rows[i].text,
					    strlen(rows[i].text), diag),
			     diag);
		assert_int_equal(diag->messages->len, rows[i].line != 0);
		message = eb_item(diag->messages, 0);
		if (message) {
			assert_int_equal(message->code->number, EB_MSG_DRBD_BRACES);
			assert_int_equal(message->span.line, rows[i].line);
			assert_int_equal(message->span.column, rows[i].column);
		}
		eb_diag_free(diag);
		hb_cluster_free(cluster);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(drbd),
		cmocka_unit_test(comments),
		cmocka_unit_test(without_comments),
		cmocka_unit_test(braces),
	};

	return EB_TAP(tests);
}
