// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A pair of nodes whose ha.cf and haresources are sound, with one file beside them that is made of
 * whatever bytes: it goes the whole way to a plan, and to the same one every time.
 */
#ifndef EB_BESIDE_H
#define EB_BESIDE_H

#include "heartbeat-compat/model.h"

/*
 * member: where the file is in a bundle, "etc/drbd.conf". Reads, translates and writes twice; aborts
 * when anything that is made breaks a rule of judge.h, or the two differ.
 */
void eb_beside(const char *ha_cf, const char *haresources, const char *member, const uint8_t *data,
	       size_t size);

/* What is left of the text without its secrets, for which the same has to be left the second time:
 * else it aborts. g_free. */
char *eb_beside_left_out(const char *member, const char *text);

#endif
