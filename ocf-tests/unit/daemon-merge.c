// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Our objects in a CIB that is not ours: what is put in, changed, taken out, and what is left
 * alone.
 */
#include <stdbool.h>
#include <string.h>

#include "heartbeat-compat/to-cib-merge.h"
#include "ocf-tests/unit/tap.h"

#define CIB(config, resources, constraints)                                                        \
	"<cib epoch='4' num_updates='9' admin_epoch='1'><configuration><crm_config>" config        \
	"</crm_config><nodes/><resources>" resources "</resources><constraints>" constraints       \
	"</constraints></configuration><status/></cib>"

#define OURS                                                                                       \
	CIB("<cluster_property_set id='cib-bootstrap-options'>"                                    \
	    "<nvpair id='p1' name='no-quorum-policy' value='stop'/></cluster_property_set>",       \
	    "<primitive id='hb-a' class='ocf' type='IPaddr2'><operations/></primitive>"            \
	    "<primitive id='hb-b' class='ocf' type='IPaddr2'/>",                                   \
	    "<rsc_location id='hb-home-a' rsc='hb-a' node='n1' score='100'/>")

static char *changes(const struct eb_merge *merge)
{
	g_ptr_array_add(merge->changes, NULL);
	return g_strjoinv("; ", (char **)merge->changes->pdata);
}

static void into_an_empty_one(void **state)
{
	struct eb_merge *merge = eb_cib_merge(CIB("", "", ""), OURS, NULL, "d1");
	g_autofree char *text = changes(merge);

	assert_string_equal(text, "added no-quorum-policy; added hb-a; added hb-b; "
				  "added hb-home-a");
	assert_non_null(strstr(merge->xml, "epoch=\"5\""));
	assert_non_null(strstr(merge->xml, "num_updates=\"0\""));
	assert_null(merge->digest);
	eb_merge_free(merge);
}

/* Attributes in another order and white space mean the same. */
static void no_change_no_text(void **state)
{
	struct eb_merge *merge = eb_cib_merge(
		CIB("<cluster_property_set id='x'><nvpair value='freeze' name='no-quorum-policy' "
		    "id='p9'/></cluster_property_set>",
		    "<primitive id='mine' class='ocf' type='Dummy'/>"
		    "<primitive type='IPaddr2'   class='ocf' id='hb-a'> <operations/> </primitive>"
		    "<primitive id='hb-b' class='ocf' type='IPaddr2'/>",
		    "<rsc_location id='hb-home-a' score='100' rsc='hb-a' node='n1'/>"),
		OURS, NULL, "d1");

	assert_int_equal(merge->changes->len, 0);
	assert_null(merge->xml);
	eb_merge_free(merge);
}

static void only_ours_are_touched(void **state)
{
	struct eb_merge *merge = eb_cib_merge(
		CIB("",
		    "<primitive id='mine' class='ocf' type='Dummy'/>"
		    "<primitive id='hb-a' class='ocf' type='IPaddr'/>"
		    "<primitive id='hb-old' class='ocf' type='IPaddr2'/>",
		    "<rsc_location id='by-hand' rsc='hb-a' node='n2' score='7'/>"
		    "<rsc_location id='hb-home-old' rsc='hb-old' node='n1' score='100'/>"),
		OURS, NULL, "d1");
	g_autofree char *text = changes(merge);

	assert_string_equal(text, "added no-quorum-policy; removed hb-old; changed hb-a; added "
				  "hb-b; removed hb-home-old; added hb-home-a");
	assert_non_null(strstr(merge->xml, "id=\"mine\""));
	assert_non_null(strstr(merge->xml, "id=\"by-hand\""));
	assert_null(strstr(merge->xml, "hb-old"));
	eb_merge_free(merge);
}

/* The CIB says which translation it holds: what differs from that was edited by hand. */
static void the_digest_is_kept(void **state)
{
	struct eb_merge *first = eb_cib_merge(CIB("", "", ""), OURS, "/bin/alert", "d1"), *again;

	again = eb_cib_merge(first->xml, OURS, "/bin/alert", "d1");
	assert_string_equal(again->digest, "d1");
	assert_null(again->xml);
	eb_merge_free(again);
	again = eb_cib_merge(first->xml, OURS, "/bin/alert", "d2");
	assert_string_equal(again->digest, "d1");
	assert_int_equal(again->changes->len, 1);
	assert_string_equal(again->changes->pdata[0], "changed hb-alert");
	eb_merge_free(again);
	eb_merge_free(first);
}

#define ALERTS(alerts)                                                                                 \
	"<cib epoch='4'><configuration><crm_config/><nodes/><resources/><constraints/><alerts>" alerts \
	"</alerts></configuration><status/></cib>"

/* Alerts of the translation stand beside the daemon's own and the operator's. */
static void alerts(void **state)
{
	static const char there[] = ALERTS("<alert id='page' path='/bin/page'/>");
	static const char wanted[] = ALERTS(
		"<alert id='hb-alert-mail' path='/bin/alert'><recipient id='hb-alert-mail-1' "
		"value='ops'/></alert>");
	static const char none[] = ALERTS("");
	struct eb_merge *first = eb_cib_merge(there, wanted, "/bin/alert", "d1"), *again;
	g_autofree char *text = changes(first), *gone = NULL;

	assert_string_equal(text, "added hb-alert-mail; added hb-alert");
	assert_non_null(strstr(first->xml, "/bin/page"));
	again = eb_cib_merge(first->xml, wanted, "/bin/alert", "d1");
	assert_int_equal(again->changes->len, 0);
	eb_merge_free(again);
	again = eb_cib_merge(first->xml, none, "/bin/alert", "d1");
	gone = changes(again);
	assert_string_equal(gone, "removed hb-alert-mail");
	eb_merge_free(again);
	eb_merge_free(first);
}

static void no_cib(void **state)
{
	assert_null(eb_cib_merge("", OURS, NULL, "d1"));
	assert_null(eb_cib_merge("<cib/>", OURS, NULL, "d1"));
	assert_null(eb_cib_merge("Could not connect", OURS, NULL, "d1"));
	assert_null(eb_cib_merge(CIB("", "", ""), "<html/>", NULL, "d1"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(into_an_empty_one),
		cmocka_unit_test(no_change_no_text),
		cmocka_unit_test(only_ours_are_touched),
		cmocka_unit_test(the_digest_is_kept),
		cmocka_unit_test(alerts),
		cmocka_unit_test(no_cib),
	};

	return EB_TAP(tests);
}
