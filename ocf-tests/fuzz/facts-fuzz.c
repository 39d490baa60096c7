// SPDX-License-Identifier: GPL-2.0-or-later
/* Any bytes as node.facts. */
#include "heartbeat-compat/facts.h"
#include "ocf-tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	eb_fuzz(HB_FILE_FACTS, hb_facts_read, data, size);
	return 0;
}
