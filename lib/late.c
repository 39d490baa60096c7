// SPDX-License-Identifier: GPL-2.0-or-later
#include <dlfcn.h>
#include <errno.h>
#include <string.h>

#include "lib/late.h"

int eb_late_load(struct eb_fence *fence, const char *soname, const struct eb_late *table)
{
	void *library = dlopen(soname, RTLD_LAZY | RTLD_LOCAL);

	for (; library && table->name; table++) {
		void *function = dlsym(library, table->name);

		if (!function)
			break;
		memcpy(table->at, &function, sizeof(function));
	}
	if (!library || table->name)
		return eb_fence_why(fence, -ENOENT, "cannot load %s: %s", soname, dlerror());
	return 0;
}
