// SPDX-License-Identifier: GPL-2.0-or-later
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fence/baytech/outlet.h"

bool eb_baytech_read(char *line, struct eb_baytech_outlet *outlet)
{
	char *end, *name, *word;
	size_t len;

	outlet->number = (int)strtol(line, &end, 10);
	if (end == line || outlet->number < 1 || !strchr(" )\t", *end))
		return false;
	name = end + strspn(end, " ).\t");
	len = strlen(name);
	while (len && isspace((unsigned char)name[len - 1]))
		name[--len] = '\0';
	word = name + len;
	while (word > name && isalpha((unsigned char)word[-1]))
		word--;
	outlet->power = !strcasecmp(word, "on")    ? EB_POWER_ON
			: !strcasecmp(word, "off") ? EB_POWER_OFF
						   : EB_POWER_UNKNOWN;
	if (word == name || outlet->power == EB_POWER_UNKNOWN)
		return false;
	/* The number again stands apart from the name, which may end with a number itself. */
	while (word > name && strchr(" :\t", word[-1]))
		word--;
	*word = '\0';
	while (word > name && isdigit((unsigned char)word[-1]))
		word--;
	if (word > name + 1 && word[-1] == ' ' && word[-2] == ' ' && atoi(word) == outlet->number)
		*word = '\0';
	len = strlen(name);
	while (len && name[len - 1] == ' ')
		name[--len] = '\0';
	snprintf(outlet->name, EB_BAYTECH_NAME, "%s", name);
	return true;
}
