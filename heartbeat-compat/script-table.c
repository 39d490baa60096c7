// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "heartbeat-compat/script-table.h"

static const char OLD_HARDWARE[] = "for hardware of Heartbeat's time";

/* clang-format off */
const struct eb_script eb_scripts[] = {
	{ "AudibleAlarm", "AudibleAlarm", { "nodelist" }, .form = EB_ARGUMENTS_JOINED },
	{ "Delay", "Delay", { "startdelay", "stopdelay" } },
	/* Heartbeat let mount(8) find out the type; the agent wants to be told. */
	{ "Filesystem", "Filesystem", { "device", "directory", "fstype", "options" },
	  .preset = { "fstype", "auto" } },
	{ "ICP", "ICP", { "driveid", "device" }, .reason = OLD_HARDWARE },
	{ "IPsrcaddr", "IPsrcaddr", { "ipaddress" } },
	{ "LVM", "LVM-activate", { "vgname" }, .prefix = "/dev/",
	  .preset = { "vg_access_mode", "system_id" },
	  .reason = "the volume group is guarded by a system ID, which lvm.conf has to name on "
		    "each node (system_id_source)" },
	{ "LVSSyncDaemonSwap", NULL, .reason = "no agent does this: it runs as the script it is" },
	{ "LinuxSCSI", "LinuxSCSI", { "scsi" }, .reason = OLD_HARDWARE },
	{ "MailTo", "MailTo", { "email", "subject" }, .optional = true,
	  .reason = "a mail that cannot be sent does not stop the line" },
	{ "Raid1", "mdraid", { "mdadm_conf", "md_dev" },
	  .reason = "mdadm.conf instead of raidtab" },
	{ "SendArp", "SendArp", { "ip", "nic" }, .form = EB_ARGUMENTS_SLASH },
	{ "ServeRAID", "ServeRAID", { "serveraid", "mergegroup" }, .reason = OLD_HARDWARE },
	{ "WAS", "WAS", { "config", "port" }, .form = EB_ARGUMENTS_PORT },
	{ "WinPopup", "WinPopup", { "hostfile" }, .preset = { "hostfile", "hosts" } },
	{ "Xinetd", "Xinetd", { "service" } },
	{ "apache", "apache", { "configfile" } },
	{ "db2", "db2", { "instance" } },
	/* As a member of its line; a promotable clone is made elsewhere (translate-drbd.c). */
	{ "drbddisk", "drbddisk", { "drbd_resource" }, .own = true,
	  .reason = "DRBD is brought up at boot, as before" },
	{ "drbdupper", NULL, .reason = "a stacked device is brought up by the script it is" },
	{ "ids", "ids", { "informixdir", "informixserver", "onconfig" } },
	{ "ldirectord", "ldirectord", { "configfile" }, .folder = "/etc/ha.d/",
	  .preset = { "configfile", "/etc/ha.d/ldirectord.cf" } },
	{ "portblock", "portblock", { "protocol", "portno", "action" } },
	{ NULL },
};
/* clang-format on */

const struct eb_script *eb_script_find(const char *name)
{
	for (const struct eb_script *script = eb_scripts; script->name; script++)
		if (strcmp(script->name, name) == 0)
			return script;
	return NULL;
}
