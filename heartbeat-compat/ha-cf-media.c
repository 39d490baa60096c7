// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Nodes, the paths on which they hear each other, and the hosts outside that they ping.
 * Devices and names are not looked up: the files may be judged on another machine.
 */
#include <net/if.h>
#include <string.h>

#include "heartbeat-compat/ha-cf-row.h"
#include "heartbeat-compat/haresources.h"

enum { SLOTS = 64, NODES = 100 }; /* Heartbeat's MAXMEDIA, MAXNODE */

static const struct hb_word none;

static const struct hb_word *word_at(const struct hb_record *record, unsigned int n)
{
	return n < record->words->len ? record->words->pdata[n] : &none;
}

void hb_take_node(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word)
{
	struct hb_config *config = reader->config;
	struct hb_node *node = hb_new(reader->cluster, struct hb_node);
	g_autofree char *lower = g_ascii_strdown(word->text, -1);

	if (config->nodes->len + config->pings->len >= NODES) {
		hb_refuse(reader, record, EB_MSG_TOO_MANY, word->span,
			  "more than %d nodes and ping nodes", NODES);
		return;
	}
	node->name = hb_string(reader->cluster, lower, strlen(lower));
	node->word = *word;
	node->record = record;
	g_ptr_array_add(config->nodes, node);
}

/* Paths and ping nodes share one table of fixed size. */
static bool has_slot(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word)
{
	if (reader->config->media->len + reader->config->pings->len < SLOTS)
		return true;
	hb_refuse(reader, record, EB_MSG_TOO_MANY, word->span,
		  "more than %d heartbeat paths and ping nodes", SLOTS);
	return false;
}

/* "eth0:0" is a label of an address: the kernel binds sockets to devices only, and Heartbeat ends
 * when it cannot. */
static void refuse_alias(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word)
{
	struct eb_message *message = hb_refuse(
		reader, record, EB_MSG_NO_DEVICE, word->span,
		"'%s' is the label of an address, no device that can be sent on", word->text);

	eb_message_hint(message, "expected the device, '%.*s'", (int)strcspn(word->text, ":"),
			word->text);
}

/* Adds a path; its address is still to be filled in. */
static struct hb_medium *add_medium(struct ha_cf *reader, struct hb_record *record,
				    enum hb_medium_kind kind, const struct hb_word *device)
{
	struct hb_config *config = reader->config;
	struct hb_medium *medium = hb_new(reader->cluster, struct hb_medium);
	enum hb_host_form form = hb_host_form(device->text);
	struct eb_message *message;

	if (!has_slot(reader, record, device))
		return medium;
	if (kind != HB_MEDIUM_SERIAL &&
	    (form == HB_HOST_IPV4 || form == HB_HOST_IPV6 || !hb_is_device(device->text))) {
		message = hb_refuse(reader, record, EB_MSG_BAD_MEDIUM, device->span,
				    "'%s' cannot be the name of a network device", device->text);
		eb_message_hint(message, "expected %s %s, DEVICE of %d characters at most",
				record->name.text, record->directive->form, IFNAMSIZ - 1);
	} else if (kind != HB_MEDIUM_SERIAL && strchr(device->text, ':')) {
		refuse_alias(reader, record, device);
	}
	if (!reader->port[kind])
		reader->port[kind] = (int)MIN(reader->config->setting[HB_UDPPORT].value, INT32_MAX);
	medium->kind = kind;
	medium->device = *device;
	medium->port = reader->port[kind];
	medium->baud = (int)g_ascii_strtoll(config->setting[HB_BAUD].text, NULL, 10);
	medium->record = record;
	g_ptr_array_add(config->media, medium);
	return medium;
}

void hb_take_bcast(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word)
{
	if (record->directive->id == HB_UDP && word == word_at(record, 0))
		eb_message_hint(eb_diag_add(reader->diag, EB_MSG_OBSOLETE, record->name.span,
					    "udp is an old name of bcast"),
				"write bcast");
	add_medium(reader, record, HB_MEDIUM_BCAST, word);
}

void hb_take_serial(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word)
{
	add_medium(reader, record, HB_MEDIUM_SERIAL, word)->port = 0;
	if (*word->text != '/')
		eb_message_hint(hb_refuse(reader, record, EB_MSG_BAD_MEDIUM, word->span,
					  "'%s' is no full path", word->text),
				"expected a device, like /dev/ttyS0");
}

/* The port of a kind is fixed by its first line: udpport behind it comes too late. */
void hb_take_udpport(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word)
{
	const struct hb_setting *setting = &reader->config->setting[HB_UDPPORT];
	const struct hb_medium *medium;

	hb_take_scalar(reader, record, word);
	if (setting->from != record)
		return;
	if (setting->value > 65535)
		eb_diag_add(reader->diag, EB_MSG_PORT_RANGE, word->span,
			    "port %s cannot be, Heartbeat would use %d", word->text,
			    (int)(setting->value & 0xffff));
	eb_for_each (medium, reader->config->media) {
		struct eb_message *message;

		if (!reader->port[medium->kind] || medium->kind == HB_MEDIUM_MCAST ||
		    medium->kind == HB_MEDIUM_MCAST6 || medium->kind == HB_MEDIUM_SERIAL ||
		    medium->port == setting->value)
			continue;
		message = eb_diag_add(reader->diag, EB_MSG_LATE_PORT, record->name.span,
				      "udpport comes after %s, which keeps port %d",
				      medium->record->name.text, medium->port);
		eb_message_note(message, medium->record->name.span, "%s is here",
				medium->record->name.text);
		break;
	}
}

/* An address of the given family, or a name. */
static bool is_host(const char *text, bool ipv6)
{
	enum hb_host_form form = hb_host_form(text);

	return form == HB_HOST_NAME || form == (ipv6 ? HB_HOST_IPV6 : HB_HOST_IPV4);
}

static void check_host(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word,
		       bool ipv6)
{
	enum hb_host_form form = hb_host_form(word->text);
	struct eb_message *message;

	if (is_host(word->text, ipv6))
		return;
	if (form == HB_HOST_NONE) {
		message = hb_refuse(reader, record, EB_MSG_BAD_HOST, word->span,
				    "'%s' is neither an address nor a host name", word->text);
		eb_message_hint(message, "expected an address like %s",
				ipv6 ? "fe80::2" : "10.0.0.2");
		return;
	}
	message = hb_refuse(reader, record, EB_MSG_BAD_HOST, word->span,
			    "%s takes an %s address, not '%s'", record->name.text,
			    ipv6 ? "IPv6" : "IPv4", word->text);
	if (!ipv6)
		eb_message_hint(message, "use %s6", record->name.text);
}

/* Words behind those that are read. */
static void warn_surplus(struct ha_cf *reader, const struct hb_record *record, unsigned int used)
{
	const struct hb_word *word = word_at(record, used);

	if (word->text)
		eb_diag_add(reader->diag, EB_MSG_IGNORED_WORDS, word->span,
			    "Heartbeat ignores '%s' here", word->text);
}

void hb_read_ucast(struct ha_cf *reader, struct hb_record *record)
{
	bool ipv6 = record->directive->id == HB_UCAST6;
	const struct hb_word *device = word_at(record, 0), *address = word_at(record, 1);
	struct eb_message *message;
	const char *trouble;

	if (!address->text) {
		message = hb_refuse(reader, record, EB_MSG_BAD_MEDIUM,
				    device->text ? device->span : record->name.span,
				    device->text ? "%s without the address of the peer"
						 : "%s without device and address",
				    record->name.text);
		if (device->text && strchr(device->text, ','))
			eb_message_hint(message, "a blank separates the two, not a comma");
		else
			eb_message_hint(message, "expected %s DEVICE ADDRESS", record->name.text);
		return;
	}
	add_medium(reader, record, ipv6 ? HB_MEDIUM_UCAST6 : HB_MEDIUM_UCAST, device)->address =
		*address;
	check_host(reader, record, address, ipv6);
	trouble = hb_peer_trouble(address->text);
	if (trouble && record->effect != HB_BROKEN)
		eb_message_hint(eb_diag_add(reader->diag, EB_MSG_ODD_PEER, address->span,
					    "%s is %s: the other node hears nothing of this one",
					    address->text, trouble),
				"expected the address of the other node on %s", device->text);
	warn_surplus(reader, record, 2);
}

/* The numbers behind device and group of an mcast line. */
static const struct mcast_field {
	const char *name;
	unsigned int bits; /* that Heartbeat keeps of what atoi returns */
	int least, most;   /* of what is left */
} mcast_fields[] = {
	{ "port", 16, 1, 65535 },
	{ "ttl", 8, 0, 4 },
	{ "loop", 8, 0, 1 },
};

static int mcast_number(struct ha_cf *reader, struct hb_record *record, unsigned int n)
{
	const struct mcast_field *field = &mcast_fields[n];
	const struct hb_word *word = word_at(record, n + 2);
	const char *rest, *what = field->name;
	int64_t value = hb_parse_number(word->text, &rest);
	int kept = (int)((uint64_t)value & ((1U << field->bits) - 1));

	if (n == 1 && record->directive->id == HB_MCAST6)
		what = "hops";
	if (kept < field->least || kept > field->most)
		eb_message_hint(hb_refuse(reader, record, EB_MSG_BAD_MEDIUM, word->span,
					  "%s %s cannot be '%s'", record->name.text, what,
					  word->text),
				"expected %d to %d", field->least, field->most);
	else if (kept != value)
		eb_message_hint(eb_diag_add(reader->diag, EB_MSG_PORT_RANGE, word->span,
					    "%s %s cannot be, Heartbeat uses %d", what, word->text,
					    kept),
				"expected %d to %d", field->least, field->most);
	else if (*rest)
		eb_diag_add(reader->diag, EB_MSG_NUMBER_TAIL, word->span, "'%s' is read as %d",
			    word->text, kept);
	return CLAMP(kept, field->least, field->most);
}

static bool is_group(const char *address, bool ipv6)
{
	unsigned int first = (unsigned int)g_ascii_strtoull(address, NULL, 10);

	if (ipv6)
		return hb_host_form(address) == HB_HOST_IPV6 &&
		       g_ascii_strncasecmp(address, "ff", 2) == 0;
	return hb_host_form(address) == HB_HOST_IPV4 && first >= 224 && first <= 239;
}

void hb_read_mcast(struct ha_cf *reader, struct hb_record *record)
{
	static const char *const fields[] = { "device", "group", "port", "ttl", "loop" };
	bool ipv6 = record->directive->id == HB_MCAST6;
	const struct hb_word *group = word_at(record, 1);
	struct eb_span end = record->value.span;
	struct hb_medium *medium;

	if (record->words->len < G_N_ELEMENTS(fields)) {
		end.column += end.length;
		end.length = 0;
		eb_message_hint(hb_refuse(reader, record, EB_MSG_BAD_MEDIUM, end,
					  "%s line without %s", record->name.text,
					  fields[record->words->len]),
				"expected %s %s", record->name.text, record->directive->form);
		return;
	}
	medium = add_medium(reader, record, ipv6 ? HB_MEDIUM_MCAST6 : HB_MEDIUM_MCAST,
			    word_at(record, 0));
	medium->address = *group;
	if (!is_group(group->text, ipv6))
		eb_message_hint(hb_refuse(reader, record, EB_MSG_BAD_MEDIUM, group->span,
					  "'%s' is no multicast group", group->text),
				"expected %s",
				ipv6 ? "ff00:: and up" : "224.0.0.0 to 239.255.255.255");
	medium->port = mcast_number(reader, record, 0);
	medium->ttl = mcast_number(reader, record, 1);
	medium->loop = mcast_number(reader, record, 2);
	warn_surplus(reader, record, 5);
}

static struct hb_ping *add_ping(struct ha_cf *reader, struct hb_record *record,
				const struct hb_word *name)
{
	struct hb_ping *ping = hb_new(reader->cluster, struct hb_ping);

	ping->ipv6 = record->directive->id == HB_PING6;
	ping->name = *name;
	ping->hosts = hb_array(reader->cluster);
	ping->record = record;
	if (has_slot(reader, record, name))
		g_ptr_array_add(reader->config->pings, ping);
	return ping;
}

void hb_take_ping(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word)
{
	struct hb_ping *ping = add_ping(reader, record, word);

	g_ptr_array_add(ping->hosts, (void *)word);
	check_host(reader, record, word, ping->ipv6);
}

/* Heartbeat logs a host that it cannot resolve, and pings the others. */
static bool is_member(struct ha_cf *reader, const struct hb_word *host)
{
	if (is_host(host->text, false))
		return true;
	eb_diag_add(reader->diag, EB_MSG_HOST_UNKNOWN, host->span,
		    hb_host_form(host->text) == HB_HOST_IPV6
			    ? "ping_group takes IPv4 addresses, Heartbeat leaves out '%s'"
			    : "'%s' is neither an address nor a host name, Heartbeat leaves it out",
		    host->text);
	return false;
}

void hb_read_ping_group(struct ha_cf *reader, struct hb_record *record)
{
	g_autoptr(GPtrArray) members = g_ptr_array_new();
	struct hb_ping *ping;

	if (record->words->len < 2) {
		eb_message_hint(hb_refuse(reader, record, EB_MSG_BAD_PING_GROUP, record->name.span,
					  record->words->len ? "ping_group without hosts"
							     : "ping_group without name and hosts"),
				"expected ping_group NAME HOST...");
		return;
	}
	for (unsigned int i = 1; i < record->words->len; i++)
		if (is_member(reader, word_at(record, i)))
			g_ptr_array_add(members, record->words->pdata[i]);
	if (!members->len) {
		record->effect = HB_VOID; /* dead on every node alike */
		return;
	}
	ping = add_ping(reader, record, word_at(record, 0));
	ping->group = true;
	g_ptr_array_extend(ping->hosts, members, NULL, NULL);
}
