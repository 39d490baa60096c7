// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What has to hold of everything that is made of a plan, whatever the strings in it are. Each of
 * these aborts when it does not.
 */
#ifndef EB_JUDGE_H
#define EB_JUDGE_H

#include "heartbeat-compat/plan.h"

/* corosync.conf read back, as corosync reads it, has these sections and settings and no others. */
void eb_judge_corosync(const char *text, const struct eb_plan *plan);

/* The CIB is well-formed, has each id once, and each resource with its parameters. */
void eb_judge_cib(const char *text, const struct eb_plan *plan);

/* A script has the commands that such a script has and no others; each parameter is one word. */
void eb_judge_script(const char *text, bool pcs, const struct eb_plan *plan);

/* The page is well-formed, and no string became an element, an attribute or a foreign link. */
void eb_judge_page(const char *text);

/* All writers with one plan; it is stored and loaded first. */
void eb_judge_plan(const struct eb_plan *plan);

#endif
