// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The command check: what Heartbeat says to the files is its verdict. Beyond that it tells what plan
 * will warn of and ask for, which is no fault of theirs; what plan will refuse is one of its own.
 */
#include "heartbeat-compat/findings.h"
#include "heartbeat-compat/session.h"
#include "heartbeat-compat/translate.h"

/* What the translation says, but for notes. Nothing is translated while there are errors, as of plan,
 * nor without an ha.cf, when all that plan could say is that it is missing. */
static struct eb_diag *foresee(struct eb_session *session)
{
	struct eb_diag *more = eb_diag_like(session->diag);

	if (eb_diag_count(session->diag, EB_ERROR) ||
	    !hb_lead(session->cluster, HB_FILE_HA_CF)->source[HB_FILE_HA_CF])
		return more;
	eb_plan_free(eb_translate(session->cluster, &session->choices, more));
	eb_diag_move(more, EB_ERROR, session->diag);
	eb_diag_move(more, EB_NOTE, NULL);
	return more;
}

int eb_session_check(struct eb_session *session)
{
	bool coloured = eb_session_coloured(session, stderr);
	struct eb_diag *more;
	int code;

	eb_session_load(session);
	more = foresee(session);
	code = eb_session_exit(session);
	if (eb_given_value(&session->given, EB_OPT_JSON)) {
		eb_findings_json(stdout, session->cluster, session->diag, more, code);
	} else {
		eb_diag_print(session->diag, stderr, coloured);
		if (more->messages->len)
			fputs("escapebeat: plan will say besides:\n", stderr);
		eb_diag_print(more, stderr, coloured);
		eb_findings_summary(stdout, session->cluster, session->diag, more);
	}
	eb_diag_free(more);
	return code;
}
