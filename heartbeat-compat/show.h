// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * `escapebeat show`: a stored plan again, or what it makes.
 */
#ifndef EB_SHOW_H
#define EB_SHOW_H

/* Prints the plan in this form, one of grammar-options.c, NULL: text. The exit code of the command. */
int eb_show(const char *path, const char *form);

#endif
