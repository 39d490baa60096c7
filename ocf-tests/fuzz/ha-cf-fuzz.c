// SPDX-License-Identifier: GPL-2.0-or-later
/* Any bytes as ha.cf. */
#include "heartbeat-compat/ha-cf.h"
#include "ocf-tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	eb_fuzz(HB_FILE_HA_CF, hb_ha_cf_read, data, size);
	return 0;
}
