// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Collecting: this node as a bundle, for check and plan, which may run elsewhere. Nothing is
 * changed, and what is not there is left out: a bundle says what it has.
 *
 *	node.facts               see facts.h
 *	etc/ha.d/, etc/drbd.conf, etc/drbd.d/, etc/my.cnf, etc/my.cnf.d/, etc/mysql/
 *	var/lib/heartbeat/crm/cib.xml, var/lib/pacemaker/cib/cib.xml
 *	facts/addresses.json, routes.json, units, init-scripts, agents, versions
 */
#ifndef EB_COLLECT_H
#define EB_COLLECT_H

#include <stdbool.h>

#include <glib.h>

/*
 * Collects this node into a new bundle (g_ptr_array_unref); *node (g_free) is its name. Without
 * with_key secrets are left out (left-out.h), and files that hold what a fence device reads; a plan
 * made from such a bundle is the same, since no secret goes into it.
 */
GPtrArray *eb_collect(bool with_key, char **node);

/*
 * Replaces every word and address that is of this site, each by the same stand-in wherever it
 * occurs, so that a bundle can be shown to strangers; *node becomes the node's stand-in. Scripts,
 * comments, values of env, parameters of devices and arguments of programs go.
 */
void eb_obfuscate(GPtrArray *bundle, char **node);

#endif
