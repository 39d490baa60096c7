// SPDX-License-Identifier: GPL-2.0-or-later
/* The plugs of the lab's power switch: one per node. */
#ifndef EB_LAB_PLUG_H
#define EB_LAB_PLUG_H

struct eb_plugs {
	const char *inside; /* the lab's own folder, see "Inside" in lab */
	const char *boot;   /* program that boots a node: BOOT INSIDE NODE */
};

/*
 * eb_plug_serve: read one request from conn, do it, answer it.
 *
 *   list           names of the cluster's nodes
 *   status NODE    "on" or "off"
 *   off|on|reboot NODE [by WHO]    as a fence agent means them
 *   crash NODE     off, and fencing cannot bring it back
 *   boot NODE      on, whatever was before
 *
 * The answer is "ok", the thing asked for, or "error: TEXT".  Takes its time (a boot: 0.2 s), so
 * it runs in a process of its own; the locks that it takes end with that process.
 */
void eb_plug_serve(const struct eb_plugs *plugs, int conn);

/* eb_plug_note: one line of the power log, standard error: milliseconds since 1970, the event. */
void eb_plug_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
