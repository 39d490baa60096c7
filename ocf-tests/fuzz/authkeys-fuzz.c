// SPDX-License-Identifier: GPL-2.0-or-later
/* Any bytes as authkeys. */
#include "heartbeat-compat/authkeys.h"
#include "ocf-tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	eb_fuzz(HB_FILE_AUTHKEYS, hb_authkeys_read, data, size);
	return 0;
}
