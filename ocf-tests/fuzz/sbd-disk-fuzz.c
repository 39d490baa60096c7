// SPDX-License-Identifier: GPL-2.0-or-later
/* Any bytes as the beginning of a device of sbd; what is behind them is zero. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "fence/sbd/disk.h"
#include "ocf-tests/fuzz/fuzz.h"

/* Exactly as many bytes as the reader may look at. */
static uint8_t *cut(const uint8_t *data, size_t size, size_t want)
{
	uint8_t *bytes = calloc(1, want);

	assert(bytes);
	memcpy(bytes, data, size < want ? size : want);
	return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct eb_sbd_disk disk;
	uint8_t *bytes = cut(data, size, EB_SBD_HEADER);
	int r = eb_sbd_header(bytes, &disk);

	free(bytes);
	if (r < 0)
		return 0;
	bytes = cut(data, size, eb_sbd_size(&disk));
	eb_sbd_slots(bytes, &disk);
	for (int i = 0; i < disk.n; i++) {
		const struct eb_sbd_slot *slot = &disk.slots[i];

		assert(memchr(slot->name, '\0', sizeof(slot->name)));
		assert(!slot->name[0] || eb_sbd_find(&disk, slot->name));
	}
	free(bytes);
	return 0;
}
