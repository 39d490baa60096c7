// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Used by the build only: prints the manual or a completion, `generate man|convert|bash|fish|zsh`.
 */
#include <string.h>

#include "heartbeat-compat/complete.h"
#include "heartbeat-compat/mapping.h"
#include "lib/core.h"

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*put)(FILE *out);
	} texts[] = {
		{ "man", eb_manual },         { "convert", eb_mapping_manual },
		{ "bash", eb_complete_bash }, { "fish", eb_complete_fish },
		{ "zsh", eb_complete_zsh },
	};

	for (size_t i = 0; argc == 2 && i < EB_COUNT(texts); i++)
		if (strcmp(argv[1], texts[i].name) == 0) {
			texts[i].put(stdout);
			return fflush(stdout) != 0 || ferror(stdout);
		}
	fputs("usage: generate man|convert|bash|fish|zsh\n", stderr);
	return 1;
}
