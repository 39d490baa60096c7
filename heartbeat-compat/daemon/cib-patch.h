// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A change of the CIB as one patch, made and applied by Pacemaker's own tools. The version of the
 * configuration is in it, so it applies to what was asked or not at all; its status may have changed.
 */
#ifndef EB_CIB_PATCH_H
#define EB_CIB_PATCH_H

/* before: the CIB as it was asked; after: as it is to be. 0; else *why says what failed; g_free. */
int hb_cib_patch(const char *before, const char *after, char **why);

#endif
