// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fence_ipmilan: machines with a management controller that speaks IPMI over LAN, 1.5 or
 * 2.0 (lanplus).  One session (ipmi/session.h) serves a whole action.
 */
#include <errno.h>
#include <freeipmi/freeipmi.h>
#include <stdlib.h>
#include <string.h>

#include "fence/ipmi/session.h"

struct conf {
	struct eb_fence_std std;
	struct eb_ipmi_terms terms;
};

static const struct eb_param params[] = {
	{ "auth", EB_STRING(struct conf, terms.auth), .choices = "md5|password|none", .letter = 'A',
	  .brief = "Authentication of IPMI 1.5" },
	{ "cipher", EB_STRING(struct conf, terms.cipher), .letter = 'C', .shown = "17, then 3",
	  .brief = "Cipher suite of IPMI 2.0" },
	{ "hexadecimal_kg", EB_STRING(struct conf, terms.hexadecimal_kg), .flags = EB_SECRET,
	  .brief = "Key of the controller for IPMI 2.0, in hexadecimal" },
	{ "lanplus", EB_BOOL(struct conf, terms.lanplus), .value = "0", .flags = EB_NO_VALUE,
	  .letter = 'P', .brief = "Speak IPMI 2.0 (RMCP+), which encrypts" },
	{ "privlvl", EB_STRING(struct conf, terms.privlvl), .value = "administrator", .letter = 'L',
	  .choices = "callback|user|operator|administrator",
	  .brief = "Privilege level to ask for" },
	{ "target", EB_STRING(struct conf, terms.target),
	  .brief = "Slave address of a controller behind this one" },
	EB_WITHOUT_EFFECT("ipmitool_path"),
	EB_WITHOUT_EFFECT("ipmitool_timeout"),
	{ 0 },
};

static int open_session(struct eb_fence *fence)
{
	const struct conf *conf = fence->conf;

	return eb_ipmi_open(fence, &conf->terms);
}

static int get(struct eb_fence *fence, const char *plug, enum eb_power *power)
{
	return eb_ipmi_power(fence, power);
}

static int set(struct eb_fence *fence, const char *plug, enum eb_power power)
{
	return eb_ipmi_control(fence, power == EB_POWER_ON ? IPMI_CHASSIS_CONTROL_POWER_UP
							   : IPMI_CHASSIS_CONTROL_POWER_DOWN);
}

static int cycle(struct eb_fence *fence, const char *plug)
{
	return eb_ipmi_control(fence, IPMI_CHASSIS_CONTROL_POWER_CYCLE);
}

static int diag(struct eb_fence *fence, const char *plug)
{
	return eb_ipmi_control(fence, IPMI_CHASSIS_CONTROL_PULSE_DIAGNOSTIC_INTERRUPT);
}

static int validate(struct eb_fence *fence)
{
	const struct eb_ipmi_terms *terms = &((const struct conf *)fence->conf)->terms;
	unsigned char key[EB_IPMI_KEY];
	char *end = NULL;
	size_t wrong;

	if (terms->hexadecimal_kg && eb_ipmi_key(terms->hexadecimal_kg, key, &wrong) < 0)
		return eb_fence_why(
			fence, -EINVAL,
			"option hexadecimal_kg is wrong at character %zu: wants 1 to %d "
			"bytes in hexadecimal, two digits each",
			wrong, EB_IPMI_KEY);
	if (terms->cipher &&
	    (!terms->cipher[0] || strspn(terms->cipher, "0123456789") > 2 ||
	     terms->cipher[strspn(terms->cipher, "0123456789")] || atoi(terms->cipher) > 19))
		return eb_fence_why(fence, -EINVAL,
				    "option cipher is '%s': wants a whole number from 0 to 19",
				    terms->cipher);
	if (terms->target && (strtoul(terms->target, &end, 0) > 0xff || *end))
		return eb_fence_why(fence, -EINVAL,
				    "option target is '%s': wants a slave address such as 0x24",
				    terms->target);
	return 0;
}

static const struct eb_fence_default defaults[] = {
	{ "ipport", "623" },
	{ "power_wait", "2" },
	{ 0 },
};
static const struct eb_fence_default lanplus[] = { { "lanplus", "1" }, { 0 } };
static const struct eb_fence_default ilo3[] = {
	{ "lanplus", "1" },
	{ "power_wait", "4" },
	{ 0 },
};
static const struct eb_fence_alias aliases[] = {
	{ "ilo3", "Fences HP iLO3 by IPMI", ilo3 },
	{ "ilo4", "Fences HP iLO4 by IPMI", lanplus },
	{ "ilo5", "Fences HP iLO5 by IPMI", lanplus },
	{ "ipmilanplus", "Fences by IPMI 2.0", lanplus },
	{ "imm", "Fences the IBM Integrated Management Module by IPMI", NULL },
	{ "idrac", "Fences Dell iDRAC by IPMI", NULL },
	{ 0 },
};
static const struct eb_fence_action actions[] = { { "diag", diag, "Rebooted" }, { 0 } };

static const struct eb_fence_agent ipmilan = {
	.name = "ipmilan",
	.brief = "Fences machines by IPMI over LAN",
	.detail = "For machines whose management controller speaks IPMI over LAN.  lanplus speaks "
		  "version 2.0, which encrypts; most controllers of today want it.\n\n"
		  "The action diag sends a diagnostic interrupt, by which the machine may write a "
		  "crash dump; it proves nothing.",
	.url = "https://www.gnu.org/software/freeipmi/",
	.uses = EB_USES_IP | EB_USES_LOGIN | EB_USES_PORT_AS_IP | EB_USES_METHOD | EB_USES_SUDO,
	.flags = EB_LOGIN_OPTIONAL | EB_SECRET_OPTIONAL,
	.conf_size = sizeof(struct conf),
	.params = params,
	.defaults = defaults,
	.aliases = aliases,
	.actions = actions,
	.validate = validate,
	.open = open_session,
	.close = eb_ipmi_close,
	.get = get,
	.set = set,
	.cycle = cycle,
};

const struct eb_fence_agent *const eb_fence_agents[] = { &ipmilan, NULL };
