// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What every reader may see in an obfuscated bundle.
 */
#ifndef EB_OBFUSCATE_WORDS_H
#define EB_OBFUSCATE_WORDS_H

/* Words, in lower case, with blanks and line ends between them. */
extern const char eb_known_words[];

/* The same of agents and their parameters. */
extern const char eb_known_agents[];

/* A regular expression for the whole of a word: numbers, times, devices by their kernel's names. */
extern const char eb_known_numbers[];

#endif
