// SPDX-License-Identifier: GPL-2.0-or-later
/* Any bytes as the CIB of a Heartbeat with crm on. */
#include "ocf-tests/fuzz/beside.h"
#include "ocf-tests/fuzz/fuzz.h"

static const char HA_CF[] = "crm on\nnode web1 web2\nbcast eth0\nping 10.0.0.254\n"
			    "respawn root /usr/lib/heartbeat/pingd -m 100\n";
static const char MEMBER[] = "var/lib/heartbeat/crm/cib.xml";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);

	eb_beside(HA_CF, "", MEMBER, data, size);
	g_free(eb_beside_left_out(MEMBER, text));
	return 0;
}
