// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What shells and readers of manuals need to know of the command line, generated at build time
 * from the table of grammar.h.
 */
#ifndef EB_COMPLETE_H
#define EB_COMPLETE_H

#include <stdio.h>

/* A completion script each. */
void eb_complete_bash(FILE *out);
void eb_complete_fish(FILE *out);
void eb_complete_zsh(FILE *out);

/* escapebeat(1), mdoc. */
void eb_manual(FILE *out);

#endif
