// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "lib/core.h"
#include "lib/echo-options.h"
#include "lib/resolve.h"
#include "lib/type.h"

static int take(struct eb_echo_options *options, char letter, char *value)
{
	struct eb_resolve source = { .name = value };
	const struct {
		char letter;
		int *into;
		long max;
	} numbers[] = {
		{ 's', &options->how.payload, EB_ECHO_PAYLOAD_MAX },
		{ 't', &options->how.ttl, 255 },
		{ 'Q', &options->how.tos, 255 },
	};
	long number;

	for (size_t i = 0; i < EB_COUNT(numbers); i++) {
		if (numbers[i].letter != letter)
			continue;
		if (eb_type_int.parse(value, &number) < 0 || number < 1 || number > numbers[i].max)
			return -EINVAL;
		*numbers[i].into = (int)number;
		return 0;
	}
	if (letter != 'I')
		return -EINVAL;
	if (eb_resolve_address(&source)) {
		options->source = source.addr;
		options->how.source = &options->source;
	} else {
		options->how.interface = value;
	}
	return strlen(value) < IFNAMSIZ || options->how.source ? 0 : -EINVAL;
}

int eb_echo_options_read(struct eb_echo_options *options, const char *text, const char **bad)
{
	char *rest = options->words, *word, *value;

	*options = (struct eb_echo_options) { 0 };
	*bad = text;
	if ((size_t)snprintf(options->words, sizeof(options->words), "%s", text ?: "") >=
	    sizeof(options->words))
		return -EINVAL;
	while ((word = strtok_r(rest, " \t\n", &rest))) {
		*bad = word;
		if (!strcmp(word, "-n") || !strcmp(word, "-q"))
			continue;
		if (word[0] != '-' || !word[1])
			return -EINVAL;
		value = word[2] ? word + 2 : strtok_r(rest, " \t\n", &rest);
		if (!value || take(options, word[1], value) < 0)
			return -EINVAL;
	}
	return 0;
}
