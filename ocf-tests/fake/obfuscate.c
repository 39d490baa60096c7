// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * obfuscate NODE IN OUT: the bundle IN of that node as collect --obfuscate would have written it.
 */
#include <stdio.h>

#include "heartbeat-compat/bundle.h"
#include "heartbeat-compat/collect.h"

int main(int argc, char **argv)
{
	GPtrArray *bundle = NULL;
	char *node;
	int failed;

	if (argc != 4)
		return 2;
	failed = eb_bundle_read(argv[2], &bundle);
	if (failed < 0) {
		fprintf(stderr, "obfuscate: cannot read %s: %s\n", argv[2], g_strerror(-failed));
		return 1;
	}
	node = g_strdup(argv[1]);
	eb_obfuscate(bundle, &node);
	failed = eb_bundle_write(bundle, node, argv[3]);
	if (failed < 0)
		fprintf(stderr, "obfuscate: cannot write %s: %s\n", argv[3], g_strerror(-failed));
	else
		puts(node);
	g_free(node);
	g_ptr_array_unref(bundle);
	return failed < 0;
}
