// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/core.h"
#include "lib/param.h"

const char *eb_param_from_env(const char *name, void *context)
{
	char key[128];
	const char *text;

	if ((size_t)snprintf(key, sizeof(key), "OCF_RESKEY_%s", name) >= sizeof(key))
		return NULL;
	text = getenv(key);
	return text && *text ? text : NULL;
}

/* Is text one of the words of "a|b|c"? */
static bool is_choice(const char *choices, const char *text)
{
	size_t len = strlen(text);

	for (const char *word = choices; word;
	     word = strchr(word, '|') ? strchr(word, '|') + 1 : NULL)
		if (strcspn(word, "|") == len && !strncmp(word, text, len))
			return true;
	return false;
}

static bool is_number(const struct eb_type *type)
{
	return type == &eb_type_int || type == &eb_type_time || type == &eb_type_time_ms;
}

static int set(const struct eb_param *param, void *conf, const char *text)
{
	char *member = (char *)conf + param->at;
	long value;
	int r;

	if (param->choices && !is_choice(param->choices, text))
		return -EINVAL;
	if (!is_number(param->type) || (!param->min && !param->max))
		return param->type->parse(text, member);
	r = param->type->parse(text, &value);
	if (r < 0)
		return r;
	if (value < param->min || value > param->max)
		return -ERANGE;
	*(long *)member = value;
	return 0;
}

size_t eb_params_fill(const struct eb_param *params, void *conf, eb_param_source *source,
		      void *context, struct eb_param_fault *faults, size_t max)
{
	size_t n = 0;

	for (const struct eb_param *param = params; param && param->name; param++) {
		const char *text = source(param->name, context);
		bool fault;

		if (!text && param->alias)
			text = source(param->alias, context);
		if (param->value)
			set(param, conf, param->value);
		fault = text ? set(param, conf, text) < 0 : param->flags & EB_REQUIRED;
		if (!fault)
			continue;
		if (n < max)
			faults[n] = (struct eb_param_fault) { param, text };
		n++;
	}
	return n;
}

const char *eb_param_expects(const struct eb_param *param, char *buf, size_t size)
{
	if (param->choices) {
		size_t used = (size_t)snprintf(buf, size, "one of ");

		for (const char *c = param->choices; *c && used + 3 < size; c++) {
			if (*c == '|')
				buf[used++] = ',';
			buf[used++] = *c == '|' ? ' ' : *c;
		}
		buf[used] = '\0';
	} else if (is_number(param->type) && (param->min || param->max)) {
		const char *unit = param->type == &eb_type_int ? "" : " ms";

		snprintf(buf, size, "%s from %ld to %ld%s", param->type->expects, param->min,
			 param->max, unit);
	} else {
		snprintf(buf, size, "%s", param->expects ?: param->type->expects);
	}
	return buf;
}
