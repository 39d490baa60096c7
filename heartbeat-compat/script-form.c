// SPDX-License-Identifier: GPL-2.0-or-later
#include <limits.h>
#include <string.h>

#include "heartbeat-compat/script-form.h"
#include "lib/core.h"

/* /dev/VG is the same to the tools of LVM; a volume of the group is nothing to vgchange. */
static bool is_volume_group(const char *text)
{
	return !strchr(g_str_has_prefix(text, "/dev/") ? text + strlen("/dev/") : text, '/');
}

/* Without a slash the script takes the address for the device, too. */
static bool has_device(const char *text)
{
	const char *slash = strchr(text, '/');

	return slash && slash[1];
}

#define IP_FORM "::ADDRESS[/PREFIX[/DEVICE[:LABEL]][/BROADCAST]]"

/* clang-format off */
const struct hb_script hb_scripts[] = {
	{ "AudibleAlarm", "[::NODE]...", 0, UINT_MAX },
	{ "Delay", "[::START[::STOP]]", 0, 2 },
	{ "Filesystem", "::DEVICE::DIRECTORY[::TYPE[::OPTIONS]]", 2, 4 },
	{ "ICP", "::DRIVE::DEVICE", 2, 2 },
	{ "IPaddr", IP_FORM, 1, 1 },
	{ "IPaddr2", IP_FORM, 1, 1 },
	{ "IPsrcaddr", "::ADDRESS", 1, 1 },
	{ "IPv6addr", "::ADDRESS[/PREFIX[/DEVICE]]", 1, 1 },
	{ "LVM", "::VOLUME-GROUP", 1, 1, is_volume_group },
	{ "LVSSyncDaemonSwap" },
	{ "LinuxSCSI", "::HOST:CHANNEL:TARGET[:LUN]", 1, 1 },
	{ "MailTo", "::ADDRESS[::SUBJECT]", 1, 2 },
	{ "OCF", "::TYPE::INSTANCE", 2, 2 },
	{ "Raid1", "::RAIDTAB::DEVICE", 2, 2 },
	{ "SendArp", "::ADDRESS/DEVICE", 1, 1, has_device },
	{ "ServeRAID", "::ADAPTER::MERGE-GROUP", 2, 2 },
	{ "WAS", "[::FILE-OR-PORT]", 0, 1 },
	{ "WinPopup", "[::FILE]", 0, 1 },
	{ "Xinetd", "::SERVICE", 1, 1 },
	{ "apache", "[::FILE]", 0, 1 },
	{ "db2", "::INSTANCE", 1, 1 },
	{ "drbddisk", "[::RESOURCE]", 0, 1 },
	{ "drbdupper", "[::RESOURCE]", 0, 1 },
	{ "hto-mapfuncs" },
	{ "ids", "[::INFORMIXDIR::SERVER::ONCONFIG]", 0, 3 },
	{ "ldirectord", "[::FILE]", 0, 1 },
	{ "portblock", "::PROTOCOL::PORTS::ACTION", 3, 3 },
	{ NULL },
};
/* clang-format on */

const struct hb_script *hb_script_find(const char *name)
{
	for (const struct hb_script *script = hb_scripts; script->name; script++)
		if (strcmp(script->name, name) == 0)
			return script;
	return NULL;
}

/* ids is the one that takes all of its arguments or none. */
static bool counts(const struct hb_script *script, guint count)
{
	return count >= script->least && count <= script->most &&
	       (strcmp(script->name, "ids") != 0 || count == 0 || count == script->most);
}

/* The argument that is to blame by itself; NULL: there are too few, or all is well. */
static const struct hb_word *culprit(const struct hb_script *script, const GPtrArray *args)
{
	const struct hb_word *first = eb_item(args, 0);

	if (args->len > script->most)
		return args->pdata[script->most];
	return first && script->fits && !script->fits(first->text) ? first : NULL;
}

bool hb_script_fits(const char *name, const GPtrArray *args)
{
	const struct hb_script *script = hb_script_find(name);

	return !script || !script->form || (counts(script, args->len) && !culprit(script, args));
}

static const char *number(guint count)
{
	static const char *const words[] = { "no argument", "one argument", "two arguments" };

	return words[MIN(count, EB_COUNT(words) - 1)];
}

struct eb_message *hb_script_judge(const struct hb_resource *resource, struct eb_diag *diag)
{
	const struct hb_script *script = hb_script_find(resource->script);
	const struct hb_word *wrong;
	struct eb_message *message;

	if (hb_script_fits(resource->script, resource->args))
		return NULL;
	wrong = culprit(script, resource->args);
	if (!wrong)
		message =
			eb_diag_add(diag, EB_MSG_BAD_ARGUMENTS, resource->word.span,
				    "%s fails with %s", script->name, number(resource->args->len));
	else if (resource->args->len > script->most)
		message = eb_diag_add(diag, EB_MSG_BAD_ARGUMENTS, wrong->span,
				      "%s fails with the argument '%s', which is one too many",
				      script->name, wrong->text);
	else
		message = eb_diag_add(diag, EB_MSG_BAD_ARGUMENTS, wrong->span,
				      "%s fails with the argument '%s'", script->name, wrong->text);
	eb_message_hint(message, "expected %s%s", script->name, script->form);
	return message;
}
