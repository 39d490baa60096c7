// SPDX-License-Identifier: GPL-2.0-or-later
/* Any bytes as haresources. */
#include "heartbeat-compat/haresources.h"
#include "ocf-tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	eb_fuzz(HB_FILE_HARESOURCES, hb_haresources_read, data, size);
	return 0;
}
