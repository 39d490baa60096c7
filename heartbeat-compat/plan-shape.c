// SPDX-License-Identifier: GPL-2.0-or-later
#include "heartbeat-compat/plan-shape.h"

static const char *const kinds[] = { "primitive", "group", "clone", NULL };
static const char *const failbacks[] = { "off", "on", "legacy", NULL }; /* enum hb_failback */
static const char *const ties[] = { "order", "colocation", NULL };

/* clang-format off */
#define MEMBER(type, name, form, ...) \
	{ #name, EB_FORM_##form, offsetof(struct type, name), ##__VA_ARGS__ }
/* clang-format on */

static const struct eb_shape pair = {
	sizeof(struct eb_pair),
	(const struct eb_member[]) {
		MEMBER(eb_pair, name, NAME),
		MEMBER(eb_pair, value, NAME),
		{ 0 },
	},
};

static const struct eb_shape section = {
	sizeof(struct eb_section),
	(const struct eb_member[]) {
		MEMBER(eb_section, name, NAME),
		MEMBER(eb_section, settings, LIST, &pair),
		MEMBER(eb_section, sections, LIST, &section),
		{ 0 },
	},
};

static const struct eb_shape op = {
	sizeof(struct eb_op),
	(const struct eb_member[]) {
		MEMBER(eb_op, name, NAME),
		MEMBER(eb_op, interval, NAME),
		MEMBER(eb_op, timeout, NAME),
		MEMBER(eb_op, role, TEXT),
		MEMBER(eb_op, on_fail, TEXT),
		{ 0 },
	},
};

static const struct eb_shape resource = {
	sizeof(struct eb_resource),
	(const struct eb_member[]) {
		MEMBER(eb_resource, kind, WORD, NULL, kinds),
		MEMBER(eb_resource, id, NAME),
		MEMBER(eb_resource, class, TEXT),
		MEMBER(eb_resource, provider, TEXT),
		MEMBER(eb_resource, type, TEXT),
		MEMBER(eb_resource, params, LIST, &pair),
		MEMBER(eb_resource, meta, LIST, &pair),
		MEMBER(eb_resource, ops, LIST, &op),
		MEMBER(eb_resource, members, LIST, &resource),
		{ 0 },
	},
};

static const struct eb_shape test = {
	sizeof(struct eb_test),
	(const struct eb_member[]) {
		MEMBER(eb_test, attribute, TEXT),
		MEMBER(eb_test, operation, TEXT),
		MEMBER(eb_test, value, TEXT),
		MEMBER(eb_test, date, LIST, &pair),
		MEMBER(eb_test, join, TEXT),
		MEMBER(eb_test, also, LIST, &test),
		{ 0 },
	},
};

static const struct eb_shape location = {
	sizeof(struct eb_location),
	(const struct eb_member[]) {
		MEMBER(eb_location, id, NAME),
		MEMBER(eb_location, resource, NAME),
		MEMBER(eb_location, role, TEXT),
		MEMBER(eb_location, node, TEXT),
		MEMBER(eb_location, score, TEXT),
		MEMBER(eb_location, attribute, TEXT),
		MEMBER(eb_location, operation, TEXT),
		MEMBER(eb_location, value, TEXT),
		MEMBER(eb_location, join, TEXT),
		MEMBER(eb_location, also, LIST, &test),
		{ 0 },
	},
};

static const struct eb_shape tie = {
	sizeof(struct eb_tie),
	(const struct eb_member[]) {
		MEMBER(eb_tie, kind, WORD, NULL, ties),
		MEMBER(eb_tie, id, NAME),
		MEMBER(eb_tie, resource, NAME),
		MEMBER(eb_tie, with, NAME),
		MEMBER(eb_tie, role, TEXT),
		MEMBER(eb_tie, own_role, TEXT),
		MEMBER(eb_tie, score, TEXT),
		MEMBER(eb_tie, one_way, FLAG),
		{ 0 },
	},
};

static const struct eb_shape cib = {
	sizeof(struct eb_cib),
	(const struct eb_member[]) {
		MEMBER(eb_cib, grammar, NAME),
		MEMBER(eb_cib, nodes, LIST, &pair),
		MEMBER(eb_cib, properties, LIST, &pair),
		MEMBER(eb_cib, defaults, LIST, &pair),
		MEMBER(eb_cib, resources, LIST, &resource),
		MEMBER(eb_cib, locations, LIST, &location),
		MEMBER(eb_cib, ties, LIST, &tie),
		{ 0 },
	},
};

/* A row: a line with its place, and the words of a line of haresources. */
static const struct eb_shape word = {
	sizeof(struct eb_fate),
	(const struct eb_member[]) {
		MEMBER(eb_fate, source, NAME),
		MEMBER(eb_fate, mark, WORD, NULL, eb_mark_names),
		MEMBER(eb_fate, target, TEXT),
		MEMBER(eb_fate, reason, TEXT),
		MEMBER(eb_fate, words, LIST, &word),
		MEMBER(eb_fate, objects, TEXTS),
		{ 0 },
	},
};

static const struct eb_shape line = {
	sizeof(struct eb_fate),
	(const struct eb_member[]) {
		MEMBER(eb_fate, place, NAME),
		MEMBER(eb_fate, source, NAME),
		MEMBER(eb_fate, mark, WORD, NULL, eb_mark_names),
		MEMBER(eb_fate, target, TEXT),
		MEMBER(eb_fate, reason, TEXT),
		MEMBER(eb_fate, words, LIST, &word),
		MEMBER(eb_fate, objects, TEXTS),
		{ 0 },
	},
};

static const struct eb_shape duration = {
	sizeof(struct eb_duration),
	(const struct eb_member[]) {
		MEMBER(eb_duration, event, NAME),
		MEMBER(eb_duration, heartbeat_ms, NUMBER),
		MEMBER(eb_duration, cluster_ms, NUMBER),
		MEMBER(eb_duration, reason, TEXT),
		{ 0 },
	},
};

static const struct eb_shape heartbeat = {
	sizeof(struct eb_heartbeat),
	(const struct eb_member[]) {
		MEMBER(eb_heartbeat, failback, WORD, NULL, failbacks),
		MEMBER(eb_heartbeat, ipfail, FLAG),
		MEMBER(eb_heartbeat, crm, FLAG),
		MEMBER(eb_heartbeat, pings, NUMBER),
		MEMBER(eb_heartbeat, keepalive_ms, NUMBER),
		MEMBER(eb_heartbeat, deadtime_ms, NUMBER),
		MEMBER(eb_heartbeat, initdead_ms, NUMBER),
		MEMBER(eb_heartbeat, deadping_ms, NUMBER),
		{ 0 },
	},
};

static const struct eb_shape row = {
	sizeof(struct eb_row),
	(const struct eb_member[]) {
		MEMBER(eb_row, event, NAME),
		MEMBER(eb_row, heartbeat, NAME),
		MEMBER(eb_row, cluster, NAME),
		MEMBER(eb_row, difference, TEXT),
		MEMBER(eb_row, reason, TEXT),
		{ 0 },
	},
};

static const struct eb_shape input = {
	sizeof(struct eb_input),
	(const struct eb_member[]) {
		MEMBER(eb_input, name, NAME),
		MEMBER(eb_input, path, TEXT),
		MEMBER(eb_input, digest, TEXT),
		MEMBER(eb_input, device, TEXT),
		MEMBER(eb_input, node, TEXT),
		{ 0 },
	},
};

static const struct eb_shape finding = {
	sizeof(struct eb_finding),
	(const struct eb_member[]) {
		MEMBER(eb_finding, code, NAME),
		MEMBER(eb_finding, severity, NAME),
		MEMBER(eb_finding, place, TEXT),
		MEMBER(eb_finding, text, NAME),
		MEMBER(eb_finding, excerpt, TEXT),
		MEMBER(eb_finding, hint, TEXT),
		MEMBER(eb_finding, accepted, FLAG),
		{ 0 },
	},
};

static const struct eb_shape file = {
	sizeof(struct eb_file),
	(const struct eb_member[]) {
		MEMBER(eb_file, path, NAME),
		MEMBER(eb_file, mode, NAME),
		MEMBER(eb_file, node, TEXT),
		MEMBER(eb_file, brief, NAME),
		MEMBER(eb_file, unit, TEXT),
		MEMBER(eb_file, text, NAME),
		{ 0 },
	},
};

const struct eb_shape eb_plan_shape = {
	sizeof(struct eb_plan),
	(const struct eb_member[]) {
		MEMBER(eb_plan, cluster, NAME),
		MEMBER(eb_plan, inputs, LIST, &input),
		MEMBER(eb_plan, options, LIST, &pair),
		MEMBER(eb_plan, findings, LIST, &finding),
		MEMBER(eb_plan, fates, LIST, &line),
		MEMBER(eb_plan, durations, LIST, &duration),
		MEMBER(eb_plan, heartbeat, PART, &heartbeat),
		MEMBER(eb_plan, forecast, LIST, &row),
		MEMBER(eb_plan, corosync, LIST, &section),
		MEMBER(eb_plan, cib, PART, &cib),
		MEMBER(eb_plan, files, LIST, &file),
		{ 0 },
	},
};
