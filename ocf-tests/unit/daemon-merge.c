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
	    "<nvpair id='hb-p1' name='no-quorum-policy' value='stop'/></cluster_property_set>",    \
	    "<primitive id='hb-a' class='ocf' type='IPaddr2'><operations/></primitive>"            \
	    "<primitive id='hb-b' class='ocf' type='IPaddr2'/>",                                   \
	    "<rsc_location id='hb-home-a' rsc='hb-a' node='n1' score='100'/>")

static char *joined(GPtrArray *list)
{
	g_ptr_array_add(list, NULL);
	return g_strjoinv("; ", (char **)list->pdata);
}

/* The CIB after another merge into it, with what it says to have changed and to have found edited
 * by hand; g_free. */
#define MERGES(current, wanted, restore, want_changes, want_drift)                                 \
	({                                                                                         \
		struct eb_merge *merge_ = eb_cib_merge(current, wanted, NULL, restore);            \
		g_autofree char *changes_ = joined(merge_->changes);                               \
		g_autofree char *drift_ = joined(merge_->drift);                                   \
		char *xml_ = g_strdup(merge_->xml ? merge_->xml : current);                        \
                                                                                                   \
		assert_string_equal(changes_, want_changes);                                       \
		assert_string_equal(drift_, want_drift);                                           \
		eb_merge_free(merge_);                                                             \
		xml_;                                                                              \
	})

/* The text with one thing in it replaced; g_free. */
static char *edited(const char *text, const char *old, const char *new)
{
	g_auto(GStrv) parts = g_strsplit(text, old, 2);

	assert_non_null(parts[1]);
	return g_strjoinv(new, parts);
}

static void into_an_empty_one(void **state)
{
	struct eb_merge *merge = eb_cib_merge(CIB("", "", ""), OURS, NULL, false);
	g_autofree char *text = joined(merge->changes);

	assert_string_equal(text, "added no-quorum-policy; added hb-a; added hb-b; "
				  "added hb-home-a");
	assert_non_null(strstr(merge->xml, "epoch=\"5\""));
	assert_non_null(strstr(merge->xml, "num_updates=\"0\""));
	eb_merge_free(merge);
}

/* Attributes in another order and white space mean the same, and what operators say for a while
 * changes nothing. The record of what there is has to be written once. */
static void no_change_no_text(void **state)
{
	static const char there[] = CIB(
		"<cluster_property_set id='x'><nvpair value='stop' name='no-quorum-policy' "
		"id='hb-p1'/></cluster_property_set>",
		"<primitive id='mine' class='ocf' type='Dummy'/>"
		"<primitive type='IPaddr2'   class='ocf' id='hb-a'> <operations/> </primitive>"
		"<primitive id='hb-b' class='ocf' type='IPaddr2'><meta_attributes id='e'/>"
		"<meta_attributes id='m'>"
		"<nvpair id='m1' name='target-role' value='Stopped'/></meta_attributes></primitive>",
		"<rsc_location id='hb-home-a' score='100' rsc='hb-a' node='n1'/>");
	g_autofree char *xml = MERGES(there, OURS, false, "", ""), *again = NULL;
	struct eb_merge *merge = eb_cib_merge(xml, OURS, NULL, false);

	assert_null(merge->xml);
	assert_non_null(strstr(xml, "hb-written"));
	eb_merge_free(merge);
	again = MERGES(xml, OURS, true, "", "");
	assert_non_null(strstr(again, "target-role"));
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
		OURS, NULL, false);
	g_autofree char *text = joined(merge->changes);

	assert_string_equal(text, "added no-quorum-policy; removed hb-old; changed hb-a; added "
				  "hb-b; removed hb-home-old; added hb-home-a");
	assert_non_null(strstr(merge->xml, "id=\"mine\""));
	assert_non_null(strstr(merge->xml, "id=\"by-hand\""));
	assert_null(strstr(merge->xml, "hb-old"));
	eb_merge_free(merge);
}

/* ---- who changed it ------------------------------------------------------------------------- */

#define HOME(score)       "<rsc_location id='hb-home-a' rsc='hb-a' node='n1' score='" score "'/>"
#define PLAN(type, score) CIB("", "<primitive id='hb-a' class='ocf' type='" type "'/>", HOME(score))

/* An edit by hand stays while other objects follow the files, and is brought back on request. */
static void an_edit_by_hand(void **state)
{
	g_autofree char *first = MERGES(CIB("", "", ""), PLAN("IPaddr2", "100"), false,
					"added hb-a; added hb-home-a", "");
	g_autofree char *hand = edited(first, "IPaddr2", "IPaddr3");
	g_autofree char *kept =
		MERGES(hand, PLAN("IPaddr2", "50"), false, "changed hb-home-a", "changed hb-a");
	g_autofree char *back = NULL, *mine = NULL, *rest = NULL;

	assert_non_null(strstr(kept, "IPaddr3"));
	back = MERGES(kept, PLAN("IPaddr2", "50"), true, "", "changed hb-a");
	assert_null(strstr(back, "IPaddr3"));
	rest = MERGES(back, PLAN("IPaddr2", "50"), true, "", "");
	/* The files come first where they changed, too. */
	mine = MERGES(kept, PLAN("IPaddr4", "50"), false, "changed hb-a, which was edited by hand",
		      "");
	assert_non_null(strstr(mine, "IPaddr4"));
}

static void taken_out_or_put_in_by_hand(void **state)
{
	g_autofree char *first = MERGES(CIB("", "", ""), PLAN("IPaddr2", "100"), false,
					"added hb-a; added hb-home-a", "");
	g_autofree char *more = edited(first, "</constraints>",
				       "<rsc_location id='hb-x' rsc='hb-a' node='n2' "
				       "score='7'/></constraints>");
	g_autofree char *kept = MERGES(more, PLAN("IPaddr2", "100"), false, "", "removed hb-x");
	g_autofree char *back = MERGES(kept, PLAN("IPaddr2", "100"), true, "", "removed hb-x");
	g_autofree char *less = NULL, *whole = NULL;

	assert_non_null(strstr(kept, "hb-x"));
	assert_null(strstr(back, "hb-x"));
	less = edited(back, "primitive id=\"hb-a\"", "primitive id=\"mine\"");
	whole = MERGES(less, PLAN("IPaddr2", "100"), false, "", "added hb-a");
	assert_null(strstr(whole, "primitive id=\"hb-a\""));
	g_free(whole);
	whole = MERGES(less, PLAN("IPaddr2", "100"), true, "", "added hb-a");
	assert_non_null(strstr(whole, "primitive id=\"hb-a\""));
}

/* What the operator says of a resource for a while outlives every change, also of its group. */
static void what_operators_say(void **state)
{
	static const char alone[] =
		CIB("", "<primitive id='hb-a' class='ocf' type='IPaddr2'/>", "");
	static const char grouped[] =
		CIB("",
		    "<group id='hb-g'><primitive id='hb-a' class='ocf' type='IPaddr2'>"
		    "<meta_attributes id='hb-a-meta'><nvpair id='p' name='priority' value='1'/>"
		    "</meta_attributes></primitive></group>",
		    "");
	g_autofree char *first = MERGES(CIB("", "", ""), alone, false, "added hb-a", "");
	g_autofree char *hand = edited(
		first, "type=\"IPaddr2\"/>",
		"type='IPaddr2'><meta_attributes id='by-hand'>"
		"<nvpair id='t' name='target-role' value='Stopped'/>"
		"<nvpair id='u' name='is-managed' value='false'/></meta_attributes></primitive>");
	g_autofree char *still = MERGES(hand, alone, true, "", "");
	g_autofree char *later = MERGES(still, grouped, true, "removed hb-a; added hb-g", "");
	g_autofree char *after = MERGES(later, grouped, true, "", "");

	assert_non_null(strstr(after, "name=\"target-role\" value=\"Stopped\""));
	assert_non_null(strstr(after, "name=\"is-managed\" value=\"false\""));
	assert_non_null(strstr(after, "name=\"priority\""));
	assert_null(strstr(after, "by-hand"));
}

/* ---- properties ----------------------------------------------------------------------------- */

#define DEVICE(id) "<primitive id='" id "' class='stonith' type='fence_dummy'/>"
#define FENCE(value, device)                                                                       \
	CIB("<cluster_property_set id='cib-bootstrap-options'><nvpair "                            \
	    "id='hb-property-stonith-enabled' name='stonith-enabled' value='" value "'/>"          \
	    "</cluster_property_set>",                                                             \
	    device, "")
#define MINE(value)                                                                                \
	CIB("<cluster_property_set id='cib-bootstrap-options'><nvpair "                            \
	    "id='cib-bootstrap-options-stonith-enabled' name='stonith-enabled' value='" value      \
	    "'/></cluster_property_set>",                                                          \
	    "", "")

/* The one that we wrote follows the files, also when it stands from `escapebeat apply`. */
static void our_property_follows(void **state)
{
	g_autofree char *off = MERGES(FENCE("false", ""), FENCE("false", ""), false, "", "");
	g_autofree char *on = MERGES(off, FENCE("true", DEVICE("hb-f")), false,
				     "changed stonith-enabled; added hb-f", "");
	g_autofree char *again =
		MERGES(on, FENCE("false", ""), false, "changed stonith-enabled; removed hb-f", "");
	g_autofree char *applied = MERGES(FENCE("false", ""), FENCE("true", DEVICE("hb-f")), false,
					  "changed stonith-enabled; added hb-f", "");
	g_autofree char *gone =
		MERGES(again, CIB("", "", ""), false, "removed stonith-enabled", "");

	assert_non_null(strstr(on, "value=\"true\""));
	assert_non_null(strstr(applied, "value=\"true\""));
	assert_null(strstr(again, "value=\"true\""));
	assert_null(strstr(gone, "\"stonith-enabled\""));
}

static void the_operators_property_stays(void **state)
{
	g_autofree char *his =
		MERGES(MINE("false"), FENCE("true", DEVICE("hb-f")), false, "added hb-f", "");
	g_autofree char *same = MERGES(MINE("true"), FENCE("true", ""), false, "", "");
	g_autofree char *kept = MERGES(same, FENCE("false", ""), false, "", "");
	g_autofree char *ours =
		MERGES(CIB("", "", ""), FENCE("false", ""), false, "added stonith-enabled", "");
	g_autofree char *hand = edited(ours, "value=\"false\"", "value=\"true\"");
	g_autofree char *stays = MERGES(hand, FENCE("false", ""), true, "", "");
	g_autofree char *left = MERGES(stays, CIB("", "", ""), true, "", "");

	assert_non_null(strstr(his, "value=\"false\""));
	assert_non_null(strstr(kept, "value=\"true\""));
	assert_non_null(strstr(stays, "value=\"true\""));
	assert_non_null(strstr(left, "value=\"true\""));
}

/* A device made by hand is a device: its fencing is not switched off for want of stonith lines. */
static void a_device_by_hand(void **state)
{
	struct eb_merge *merge =
		eb_cib_merge(CIB("", DEVICE("by-hand"), ""), FENCE("false", ""), NULL, false);

	assert_int_equal(merge->changes->len, 0);
	assert_int_equal(merge->devices, 1);
	assert_null(merge->warning);
	eb_merge_free(merge);
}

static void fencing_that_does_not_fit(void **state)
{
	struct eb_merge *merge = eb_cib_merge(MINE("true"), FENCE("false", ""), NULL, false);

	assert_non_null(strstr(merge->warning, "Pacemaker starts nothing"));
	assert_int_equal(merge->devices, 0);
	eb_merge_free(merge);
	merge = eb_cib_merge(MINE("false"), FENCE("true", DEVICE("hb-f")), NULL, false);
	assert_non_null(strstr(merge->warning, "nobody is fenced"));
	eb_merge_free(merge);
	merge = eb_cib_merge(CIB("", "", ""), FENCE("false", ""), NULL, false);
	assert_null(merge->warning);
	eb_merge_free(merge);
}

/* ---- alerts --------------------------------------------------------------------------------- */

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
	struct eb_merge *first = eb_cib_merge(there, wanted, "/bin/alert", false), *again;
	g_autofree char *text = joined(first->changes), *gone = NULL;

	assert_string_equal(text, "added hb-alert-mail; added hb-alert");
	assert_non_null(strstr(first->xml, "/bin/page"));
	again = eb_cib_merge(first->xml, wanted, "/bin/alert", false);
	assert_int_equal(again->changes->len, 0);
	eb_merge_free(again);
	again = eb_cib_merge(first->xml, none, "/bin/alert", false);
	gone = joined(again->changes);
	assert_string_equal(gone, "removed hb-alert-mail");
	eb_merge_free(again);
	eb_merge_free(first);
}

/* Pacemaker takes no reference to what is not there, and does not say whose it is. */
static void who_refers_to_what_goes(void **state)
{
	struct eb_merge *merge = eb_cib_merge(
		CIB("",
		    "<group id='hb-old'><primitive id='hb-old-1' class='ocf' type='IPaddr2'/></group>",
		    "<rsc_location id='cli-ban-x' rsc='hb-old-1' node='n2' score='-INFINITY'/>"
		    "<rsc_location id='fine' rsc='hb-a' node='n2' score='1'/>"
		    "<rsc_location id='hb-home-old' rsc='hb-old' node='n1' score='100'/>"
		    "<rsc_colocation id='c'><resource_set id='s'><resource_ref id='hb-old'/>"
		    "</resource_set></rsc_colocation>"),
		OURS, NULL, false);
	g_autofree char *text = joined(merge->blocked);

	assert_non_null(strstr(text, "rsc_location cli-ban-x refers to hb-old-1"));
	assert_non_null(strstr(text, "rsc_colocation c refers to hb-old,"));
	assert_null(strstr(text, "fine"));
	assert_null(strstr(text, "home-old"));
	eb_merge_free(merge);
	/* Of an object that only becomes another kind nothing is in the way. */
	merge = eb_cib_merge(CIB("", "<group id='hb-a'><primitive id='hb-b'/></group>",
				 "<rsc_location id='by-hand' rsc='hb-b' node='n2' score='7'/>"),
			     OURS, NULL, false);
	assert_int_equal(merge->blocked->len, 0);
	eb_merge_free(merge);
}

static void no_cib(void **state)
{
	assert_null(eb_cib_merge("", OURS, NULL, false));
	assert_null(eb_cib_merge("<cib/>", OURS, NULL, false));
	assert_null(eb_cib_merge("Could not connect", OURS, NULL, false));
	assert_null(eb_cib_merge(CIB("", "", ""), "<html/>", NULL, false));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(into_an_empty_one),
		cmocka_unit_test(no_change_no_text),
		cmocka_unit_test(only_ours_are_touched),
		cmocka_unit_test(an_edit_by_hand),
		cmocka_unit_test(taken_out_or_put_in_by_hand),
		cmocka_unit_test(what_operators_say),
		cmocka_unit_test(our_property_follows),
		cmocka_unit_test(the_operators_property_stays),
		cmocka_unit_test(a_device_by_hand),
		cmocka_unit_test(fencing_that_does_not_fit),
		cmocka_unit_test(alerts),
		cmocka_unit_test(who_refers_to_what_goes),
		cmocka_unit_test(no_cib),
	};

	return EB_TAP(tests);
}
