// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The options of a fence agent: which rows it has, what was given for each, in which of
 * the two ways (standard input, command line) and under which of the two names.
 */
#ifndef EB_FENCE_OPTIONS_H
#define EB_FENCE_OPTIONS_H

#include "lib/fence.h"

enum { EB_FENCE_ROWS = 96 };

struct eb_fence_options {
	struct eb_param rows[EB_FENCE_ROWS]; /* ended by { 0 } */
	const char *texts[EB_FENCE_ROWS];    /* what was given; NULL: nothing */
	const char *plug, *port;             /* by its new and by its old name */
	const char *nodename;                /* the fencer says it beside the plug */
	char *input;                         /* of standard input: the texts point into it */
	size_t input_size;
	char *words[EB_FENCE_ROWS]; /* choices, spelled as in the table */
	char unknown[256];          /* names that are no options, parted by ", " */
	char level[16];             /* how often -v was given */
};

/* The rows of this agent, with the defaults of the name it was called by. */
void eb_fence_options_build(struct eb_fence_options *options, const struct eb_fence *fence);

/*
 * Reads name=value lines until the end of the stream.  An unknown name goes to unknown.
 * 0, or -errno; -EILSEQ: there is a NUL in it.
 */
int eb_fence_options_read(struct eb_fence_options *options, int fd);

/*
 * Reads a command line.  0, or -EINVAL with the reason in why.  The texts of secrets are
 * taken out of argv, where ps would show them.
 */
int eb_fence_options_parse(struct eb_fence_options *options, int argc, char **argv, char *why,
			   size_t size);

/*
 * Which plug is meant, when both names were given: the fencer adds its own to one that is
 * configured, and its own is then the node's name.  0 with *plug (NULL: none), or -EINVAL:
 * they contradict each other.
 */
int eb_fence_options_plug(const struct eb_fence_options *options, const char **plug);

/* The text given for a row, choices as the table spells them: an eb_param_source. */
const char *eb_fence_options_text(const char *name, void *options);

/* Overwrites what was read, secrets among it, and frees it. */
void eb_fence_options_forget(struct eb_fence_options *options);

#endif
