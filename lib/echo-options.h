// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The options of ping(8) that echo requests of ours know: -I interface or address,
 * -s payload, -t hop limit, -Q traffic class; -n and -q, which happen anyway.
 */
#ifndef EB_ECHO_OPTIONS_H
#define EB_ECHO_OPTIONS_H

#include "lib/echo.h"

struct eb_echo_options {
	struct eb_echo_how how; /* attempts and times are the caller's to set */
	struct sockaddr_storage source;
	char words[512]; /* the texts that how points to */
};

/*
 * Reads options parted by blanks (text may be NULL).  0; -EINVAL with *bad at the word
 * that is not understood, which lives as long as options does.
 */
int eb_echo_options_read(struct eb_echo_options *options, const char *text, const char **bad);

#endif
