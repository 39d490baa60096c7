// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "heartbeat-compat/picture.h"
#include "lib/clock.h"
#include "lib/run.h"

static const char style[] =
#include "heartbeat-compat/picture.css.h"
	;

enum {
	DEADLINE_MS = 60000,
	RESOURCES_MAX = 400, /* more take dot minutes, and nobody could read it */
};

static char *read_all(int fd)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char *text = g_malloc((gsize)MAX(size, 0) + 1);
	ssize_t got = pread(fd, text, (size_t)MAX(size, 0), 0);

	text[MAX(got, 0)] = '\0';
	return text;
}

/* What dot makes of the picture; NULL, and *why. */
static char *ask_dot(const char *picture, char **why)
{
	static const char *const argv[] = { "dot", "-Tsvg", NULL };
	EB_CLEAN(eb_closep) int out = memfd_create("picture", MFD_CLOEXEC);
	EB_CLEAN(eb_closep) int err = memfd_create("complaints", MFD_CLOEXEC);
	EB_CLEAN(eb_run_free)
	struct eb_run run = {
		.argv = argv,
		.input = picture,
		.out_fd = out,
		.err_fd = err,
		.deadline_ms = eb_clock_ms() + DEADLINE_MS,
	};
	int failed = out < 0 || err < 0 ? -errno : eb_run(&run);

	if (!failed && !run.status)
		return read_all(out);
	if (failed == -ENOENT) {
		*why = g_strdup("graphviz is not installed (no program dot)");
	} else if (failed) {
		*why = g_strdup_printf("dot did not draw: %s", g_strerror(-failed));
	} else {
		g_autofree char *said = read_all(err);

		*why = g_strdup_printf("dot failed with exit code %d: %s", run.status,
				       g_strstrip(said));
	}
	return NULL;
}

/* ---- from dot's document to an element of ours ---------------------------------------------------------- */

/* In this order. What a file said cannot look like markup here, dot has escaped it. */
static const struct change {
	const char *pattern, *replacement;
} changes[] = {
	/* It may shrink to fit, but stays legible. */
	{ "(?s)\\A.*?<svg width=\"(\\d+)pt\"",
	  "<svg class=\"picture\" style=\"min-width: calc(\\1pt * .6)\" width=\"\\1pt\"" },
	{ "<!-- .*? -->\\n", "" },
	{ "<title>[^<]*</title>\\n", "" }, /* dot's own names of things */
	{ "&#45;", "-" },
	{ " id=\"a_object-", " id=\"object-" },
	{ " id=\"(?!object-)[^\"]*\"", "" },
	{ " xlink:title=\"([^\"]*)\">", "><title>\\1</title>" }, /* browsers show these */
};

static const struct change unlinked = { " xlink:href=\"[^\"]*\"", "" };

static char *changed(char *text, const struct change *change)
{
	g_autoptr(GRegex) regex = g_regex_new(change->pattern, 0, 0, NULL);
	char *result = g_regex_replace(regex, text, -1, 0, change->replacement, 0, NULL);

	g_free(text);
	return result;
}

/* Before the element, its style. */
static char *with_style(char *svg)
{
	const char *behind = strchr(svg, '>') + 1;
	char *result = g_strdup_printf(
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n%.*s\n<style>\n%s</style>%s",
		(int)(behind - svg), svg, style, behind);

	g_free(svg);
	return result;
}

static guint count(const GPtrArray *resources)
{
	const struct eb_resource *resource;
	guint all = resources->len;

	eb_for_each (resource, resources)
		all += count(resource->members);
	return all;
}

char *eb_picture_svg(const struct eb_plan *plan, const struct eb_anchors *anchors, bool alone,
		     char **why)
{
	g_autofree char *picture = NULL;
	char *svg;

	*why = NULL;
	if (count(plan->cib.resources) > RESOURCES_MAX) {
		*why = g_strdup_printf(
			"%u resources are more than a picture can show, the limit is %d",
			count(plan->cib.resources), RESOURCES_MAX);
		return NULL;
	}
	picture = eb_picture_dot(plan, anchors);
	svg = ask_dot(picture, why);
	for (size_t i = 0; svg && i < EB_COUNT(changes); i++)
		svg = changed(svg, &changes[i]);
	if (!svg || !alone)
		return svg;
	return with_style(changed(svg, &unlinked));
}
