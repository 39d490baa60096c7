// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/stonith-table.h"

#define BY_HAND "no fence agent for it: "

/* clang-format off */
const struct hb_plugin hb_plugins[] = {
	{ "apcmaster", "ipaddr:ip login:username password:*password",
	  HB_AGENT_BOTH, "fence_apc", .names = true,
	  .reason = "outlets have to be called like the nodes, or pcmk_host_map says which is whose" },
	{ "apcmastersnmp", "ipaddr:ip port:ipport community:*community",
	  HB_AGENT_BOTH, "fence_apc_snmp", "snmp_version=1", .names = true },
	{ "apcsmart", "ttydev:ttydev hostlist:=hosts",
	  HB_AGENT_OWN, "fence_apcsmart" },
	{ "baytech", "ipaddr:ip login:username password:*password",
	  HB_AGENT_OWN, "fence_baytech", .names = true },
	{ "bladehpi", "entity_root",
	  HB_AGENT_NONE, .reason = BY_HAND "ask the chassis with fence_bladecenter or fence_hpblade" },
	{ "cyclades", "ipaddr login serialport",
	  HB_AGENT_NONE, .reason = BY_HAND "use the management board of the node, with fence_ipmilan" },
	{ "drac3", "host:=card login:username password:*password",
	  HB_AGENT_STOCK, "fence_drac" },
	{ "external/drac5", "hostname:=hosts ipaddr:ip userid:username",
	  HB_AGENT_STOCK, "fence_drac5", "ssh=1 identity_file=/root/.ssh/id_rsa",
	  .reason = "the key with which root logged in has to be the one that identity_file names" },
	{ "external/dracmc-telnet",
	  "nodename cyclades_ip cyclades_port servername username password:*password",
	  HB_AGENT_NONE, .reason = BY_HAND "try fence_drac5 with drac_version=\"DRAC MC\"" },
	{ "external/hetzner", "hostname remote_ip",
	  HB_AGENT_NONE, .reason = BY_HAND "an agent for Hetzner's Robot has to be installed first" },
	{ "external/hmchttp", "hostlist hmc_ipaddr user password:*password",
	  HB_AGENT_NONE, .reason = BY_HAND "use fence_lpar, which has to be told the managed system" },
	{ "external/ibmrsa", "hostname:=hosts ipaddr:ip userid:username passwd:*password type",
	  HB_AGENT_STOCK, "fence_rsa" },
	{ "external/ibmrsa-telnet",
	  "nodename:=hosts ip_address:ip username:username password:*password",
	  HB_AGENT_STOCK, "fence_rsa" },
	{ "external/ipmi",
	  "hostname:=hosts ipaddr:ip userid:username passwd:*password interface:=interface",
	  HB_AGENT_BOTH, "fence_ipmilan" },
	{ "external/ippower9258", "deviceip username password:*password hostlist:=hosts",
	  HB_AGENT_NONE, .reason = BY_HAND "use the management board of the node, with fence_ipmilan" },
	{ "external/kdumpcheck", "hostlist identity_file",
	  HB_AGENT_NONE,
	  .reason = "it resets nothing: make fence_kdump the first level of a topology" },
	{ "external/libvirt", "hostlist:=domains hypervisor_uri:=uri reboot_method",
	  HB_AGENT_BOTH, "fence_virsh", "ssh=1 identity_file=/root/.ssh/id_rsa",
	  .reason = "it logs in on the host; identity_file has to name the key that root has there" },
	{ "external/nut",
	  "hostname ups username password:*password poweron poweroff reset statusvar upscmd upsc",
	  HB_AGENT_NONE, .reason = BY_HAND "an agent for NUT has to be installed first" },
	{ "external/rackpdu", "hostlist:=names pduip:ip community:*community",
	  HB_AGENT_BOTH, "fence_apc_snmp", "snmp_version=1", .names = true },
	{ "external/riloe",
	  "hostlist:=hosts ilo_hostname:ip ilo_user:username ilo_password:*password ilo_can_reset "
	  "ilo_protocol:ribcl_version ilo_powerdown_method ilo_proxyhost ilo_proxyport",
	  HB_AGENT_STOCK, "fence_ilo", "ssl=1 ssl_insecure=1",
	  .reason = "it switches off and on; a proxy has to be set up by hand" },
	{ "external/sbd", "sbd_device:=disks crashdump timeout_bypass",
	  HB_AGENT_BOTH, "fence_sbd", .names = true },
	{ "external/ssh", "hostlist:=hosts",
	  HB_AGENT_OWN, "fence_ssh", .unsafe = true,
	  .reason = "a node that hangs does not answer to ssh" },
	{ "external/vcenter",
	  "VI_SERVER VI_PORTNUMBER VI_PROTOCOL VI_SERVICEPATH VI_CREDSTORE HOSTLIST RESETPOWERON",
	  HB_AGENT_NONE,
	  .reason = "the credential store cannot be read: use fence_vmware_rest with user and "
		    "password, and HOSTLIST as pcmk_host_map" },
	{ "external/vmware", "device_host:=hosts",
	  HB_AGENT_NONE, .reason = BY_HAND "use fence_vmware_rest or fence_vmware_soap" },
	{ "external/xen0", "hostlist dom0",
	  HB_AGENT_NONE, .reason = BY_HAND "use fence_virsh, when dom0 has libvirt, or fence_xenapi" },
	{ "external/xen0-ha", "hostlist dom0_cluster_ip timeout",
	  HB_AGENT_NONE, .reason = BY_HAND "use fence_virsh, when dom0 has libvirt, or fence_xenapi" },
	{ "ibmhmc", "ipaddr",
	  HB_AGENT_NONE, .reason = BY_HAND "use fence_lpar, which has to be told the managed system" },
	{ "ipmilan",
	  "hostname:=hosts ipaddr:ip port:ipport auth:=auth priv:=priv login:username "
	  "password:*password reset_method:=reset_method",
	  HB_AGENT_BOTH, "fence_ipmilan", "lanplus=0" },
	{ "meatware", "hostlist:=hosts",
	  HB_AGENT_OWN, "fence_meatware", .unsafe = true,
	  .reason = "everything waits until a human says that the node is off" },
	{ "null", "hostlist:=hosts",
	  HB_AGENT_NONE,
	  .reason = "it resets nothing and says that it did: add a real device" },
	{ "nw_rpc100s", "ttydev hostlist:=hosts",
	  HB_AGENT_NONE, .reason = BY_HAND "use the management board of the node, with fence_ipmilan" },
	{ "rcd_serial", "hostlist:=hosts ttydev:serial_port dtr_rts msduration",
	  HB_AGENT_STOCK, "fence_rcd_serial",
	  .reason = "the agent chooses line and duration itself" },
	{ "rps10", "serial_to_targets:=targets",
	  HB_AGENT_OWN, "fence_rps10" },
	{ "ssh", "hostlist:=hosts",
	  HB_AGENT_OWN, "fence_ssh", .unsafe = true,
	  .reason = "a node that hangs does not answer to ssh" },
	{ "suicide", "",
	  HB_AGENT_NONE,
	  .reason = "a node that hangs cannot end itself; sbd with a watchdog makes it sure" },
	{ "wti_mpc", "ipaddr port community:*community mib-version",
	  HB_AGENT_NONE, .reason = BY_HAND "try fence_wti, which logs in instead of asking by SNMP" },
	{ "wti_nps", "ipaddr:ip password:*password",
	  HB_AGENT_BOTH, "fence_wti", .names = true },
	{ 0 },
};

/* "=disks", "=domains", "=targets", "=uri", "=card", "=names" have code: fence-device.c. */
const struct hb_device_value hb_device_values[] = {
	{ "=auth", "md2", NULL },
	{ "=auth", "md5", "auth=md5" },
	{ "=auth", "none", "auth=none" },
	{ "=auth", "straight", "auth=password" },
	{ "=interface", "lan", "lanplus=0" },
	{ "=interface", "lanplus", "lanplus=1" },
	{ "=priv", "admin", "privlvl=administrator" },
	{ "=priv", "administrator", "privlvl=administrator" },
	{ "=priv", "operator", "privlvl=operator" },
	{ "=reset_method", "hard_reset", "method=cycle" },
	{ "=reset_method", "power_cycle", "method=cycle" },
	{ 0 },
};
/* clang-format on */

const struct hb_plugin *hb_plugin_find(const char *type)
{
	for (const struct hb_plugin *plugin = hb_plugins; plugin->type; plugin++)
		if (strcmp(plugin->type, type) == 0)
			return plugin;
	return NULL;
}

unsigned int hb_plugin_params(const struct hb_plugin *plugin)
{
	unsigned int count = *plugin->params != '\0';

	for (const char *at = plugin->params; *at; at++)
		count += *at == ' ';
	return count;
}

unsigned int hb_plugin_password(const struct hb_plugin *plugin)
{
	const char *secret = strstr(plugin->params, ":*");
	unsigned int n = 1;

	if (!secret)
		return 0;
	for (const char *at = plugin->params; at < secret; at++)
		n += *at == ' ';
	return n;
}

bool hb_plugin_ends_with_hosts(const struct hb_plugin *plugin)
{
	static const char *const lists[] = { ":=domains", ":=hosts", ":=targets" };
	const char *last = strrchr(plugin->params, ' ');

	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		if (g_str_has_suffix(last ? last : plugin->params, lists[i]))
			return true;
	return false;
}
