// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is known of the devices.  A status that is neither is_on nor is_off (rebooting,
 * pending, unknown) is unknown to us too, and never off.
 */
#include <stddef.h>
#include <string.h>

#include "fence/pdu/pdu.h"

/* PowerNet-MIB (enterprise 318) and TRIPPLITE-PRODUCTS (850). */
static const struct eb_pdu apc[] = {
	/* rPDUOutletStatusOutletState on(1) off(2); rPDUOutletControlOutletCommand */
	{ "APC rack PDU", ".1.3.6.1.4.1.318.1.3.4.5", ".1.3.6.1.4.1.318.1.1.12.3.5.1.1.4",
	  ".1.3.6.1.4.1.318.1.1.12.3.3.1.1.4", ".1.3.6.1.4.1.318.1.1.12.3.5.1.1.2", .is_on = 1,
	  .is_off = 2, .turn_on = 1, .turn_off = 2 },
	/* sPDUMasterSwitch+: .switch.1.outlet */
	{ "APC MasterSwitch Plus", ".1.3.6.1.4.1.318.1.3.4.4", ".1.3.6.1.4.1.318.1.1.6.7.1.1.5",
	  ".1.3.6.1.4.1.318.1.1.6.5.1.1.5", ".1.3.6.1.4.1.318.1.1.6.7.1.1.4",
	  .index = EB_PDU_SWITCHED, .is_on = 1, .is_off = 2, .turn_on = 1, .turn_off = 3 },
	{ "APC MasterSwitch, firmware 6", ".1.3.6.1.4.1.318.1.3.4.6",
	  ".1.3.6.1.4.1.318.1.1.4.4.2.1.3", ".1.3.6.1.4.1.318.1.1.12.3.3.1.1.4",
	  ".1.3.6.1.4.1.318.1.1.4.4.2.1.4", .is_on = 1, .is_off = 2, .turn_on = 1, .turn_off = 2 },
	{ "Tripp Lite PDU", ".1.3.6.1.4.1.850.1", ".1.3.6.1.4.1.850.10.2.3.5.1.2.1",
	  ".1.3.6.1.4.1.850.10.2.3.5.1.4.1", ".1.3.6.1.4.1.850.10.2.3.5.1.5", .is_on = 2,
	  .is_off = 1, .turn_on = 2, .turn_off = 1 },
	{ "Tripp Lite PDU with WEBCARDLX", ".1.3.6.1.4.1.850.1.1.1",
	  ".1.3.6.1.4.1.850.1.1.3.2.3.3.1.1.4.1", ".1.3.6.1.4.1.850.1.1.3.2.3.3.1.1.6.1",
	  ".1.3.6.1.4.1.850.1.1.3.2.3.3.1.1.2.1", .is_on = 2, .is_off = 1, .turn_on = 2,
	  .turn_off = 1 },
	/* The oldest, which every PDU of APC understands. */
	{ "APC MasterSwitch", NULL, ".1.3.6.1.4.1.318.1.1.4.4.2.1.3",
	  ".1.3.6.1.4.1.318.1.1.4.4.2.1.3", ".1.3.6.1.4.1.318.1.1.4.4.2.1.4", .is_on = 1,
	  .is_off = 2, .turn_on = 1, .turn_off = 2 },
	{ 0 },
};

static const struct eb_pdu eaton[] = {
	/* The device counts from 0, people from 1. */
	{ "Eaton managed ePDU", ".1.3.6.1.4.1.534.6.6.6", ".1.3.6.1.4.1.534.6.6.6.1.2.2.1.3",
	  ".1.3.6.1.4.1.534.6.6.6.1.2.2.1.3", NULL, .status_offset = -1, .control_offset = -1,
	  .is_on = 1, .is_off = 0, .turn_on = 1, .turn_off = 0 },
	/* Its OID ends in 1, its tables lie in 2; control 1 is that of all plugs together. */
	{ "Eaton switched ePDU", ".1.3.6.1.4.1.20677.1", ".1.3.6.1.4.1.20677.2.6.3",
	  ".1.3.6.1.4.1.20677.2.6.2", NULL, .index = EB_PDU_ZERO, .control_offset = 1, .is_on = 1,
	  .is_off = 2, .turn_on = 1, .turn_off = 2, .absent_known = true },
	{ "Eaton switched ePDU", ".1.3.6.1.4.1.20677.2", ".1.3.6.1.4.1.20677.2.6.3",
	  ".1.3.6.1.4.1.20677.2.6.2", NULL, .index = EB_PDU_ZERO, .control_offset = 1, .is_on = 1,
	  .is_off = 2, .turn_on = 1, .turn_off = 2, .absent_known = true },
	{ 0 },
};

static const struct eb_pdu ipdu[] = {
	{ "IBM iPDU", NULL, ".1.3.6.1.4.1.2.6.223.8.2.2.1.11", ".1.3.6.1.4.1.2.6.223.8.2.2.1.11",
	  ".1.3.6.1.4.1.2.6.223.8.2.2.1.2", .is_on = 1, .is_off = 0, .turn_on = 1, .turn_off = 0 },
	{ 0 },
};

static const struct eb_pdu emerson[] = {
	{ "Emerson MPX or MPH2", NULL, ".1.3.6.1.4.1.476.1.42.3.8.50.20.1.95",
	  ".1.3.6.1.4.1.476.1.42.3.8.50.20.1.100", ".1.3.6.1.4.1.476.1.42.3.8.50.20.1.10",
	  .index = EB_PDU_AS_IS, .is_on = 2, .is_off = 1, .turn_on = 1, .turn_off = 0 },
	{ 0 },
};

/* PDU2-MIB: outletSwitchingState on(7) off(8), switchingOperation off(0) on(1); PDU 1. */
static const struct eb_pdu raritan[] = {
	{ "Raritan PX2", NULL, ".1.3.6.1.4.1.13742.6.4.1.2.1.3", ".1.3.6.1.4.1.13742.6.4.1.2.1.2",
	  ".1.3.6.1.4.1.13742.6.3.5.3.1.3", .index = EB_PDU_OF_UNIT, .unit = 1, .is_on = 7,
	  .is_off = 8, .turn_on = 1, .turn_off = 0 },
	{ 0 },
};

/* remoteControlBladePowerState and powerOnOffBlade */
static const struct eb_pdu ibmblade[] = {
	{ "IBM BladeCenter", NULL, ".1.3.6.1.4.1.2.3.51.2.22.1.5.1.1.4",
	  ".1.3.6.1.4.1.2.3.51.2.22.1.6.1.1.7", NULL, .is_on = 1, .is_off = 0, .turn_on = 1,
	  .turn_off = 0 },
	{ 0 },
};

/* bladePowerLed: off(0) on(2), and written on(2) off(3) */
static const struct eb_pdu intelmodular[] = {
	{ "Intel Modular Server", NULL, ".1.3.6.1.4.1.343.2.19.1.2.10.202.1.1.6",
	  ".1.3.6.1.4.1.343.2.19.1.2.10.202.1.1.6", NULL, .is_on = 2, .is_off = 0, .turn_on = 2,
	  .turn_off = 3 },
	{ 0 },
};

const struct eb_pdu *eb_pdu_rows(const char *agent)
{
	static const struct {
		const char *agent;
		const struct eb_pdu *rows;
	} known[] = {
		{ "apc_snmp", apc },
		{ "eaton_snmp", eaton },
		{ "ipdu", ipdu },
		{ "emerson", emerson },
		{ "raritan_snmp", raritan },
		{ "ibmblade", ibmblade },
		{ "intelmodular", intelmodular },
	};

	for (size_t i = 0; i < EB_COUNT(known); i++)
		if (!strcmp(known[i].agent, agent))
			return known[i].rows;
	return NULL;
}
