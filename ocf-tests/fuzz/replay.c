// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A main for the fuzz targets where libFuzzer is not linked: runs the target once on each file
 * named on the command line. Exits with 1 when a file cannot be read.
 */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

#include "ocf-tests/fuzz/fuzz.h"

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		g_autofree char *data = NULL;
		gsize size;

		if (!g_file_get_contents(argv[i], &data, &size, NULL)) {
			fprintf(stderr, "cannot read %s\n", argv[i]);
			return EXIT_FAILURE;
		}
		LLVMFuzzerTestOneInput((const uint8_t *)data, size);
	}
	return EXIT_SUCCESS;
}
