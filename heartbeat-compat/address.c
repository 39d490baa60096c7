// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The address word of haresources. The scripts take it apart by position: behind the mask a
 * field that begins with a digit is the broadcast address, else the device and then the
 * broadcast address.
 */
#include <arpa/inet.h>
#include <net/if.h>
#include <string.h>

#include "heartbeat-compat/haresources.h"
#include "heartbeat-compat/lex.h"
#include "lib/addr.h"

enum { FIELDS = 6 };

/* A part of a word, with its own place. */
static struct hb_word part(struct hb_cluster *cluster, const struct hb_word *word, size_t at,
			   size_t length)
{
	struct hb_word field = { .text = hb_string(cluster, word->text + at, length),
				 .span = word->span };

	field.span.column += (unsigned int)at;
	field.span.length = (unsigned int)length;
	return field;
}

int hb_prefix_of(const char *text, bool ipv6)
{
	const char *rest;
	int64_t bits = hb_parse_number(text, &rest);
	struct in_addr mask;
	uint32_t inverse;

	if (!*rest && rest != text)
		return bits >= 0 && bits <= (ipv6 ? 128 : 32) ? (int)bits : -1;
	if (ipv6 || !inet_aton(text, &mask))
		return -1;
	inverse = ~ntohl(mask.s_addr);
	if (inverse & (inverse + 1))
		return -1; /* a one behind a zero */
	return 32 - __builtin_popcount(inverse);
}

/* Four numbers, or an IPv6 address: shorter forms of IPv4 mean something else to the agents. */
static bool is_address(const char *text)
{
	struct in6_addr address; /* room for either */

	return inet_pton(AF_INET, text, &address) == 1 || inet_pton(AF_INET6, text, &address) == 1;
}

const char *hb_address_trouble(const char *text)
{
	struct eb_addr address;

	if (eb_addr_parse(text, &address) < 0)
		return is_address(text) ? "the unspecified address or one of net 0" : NULL;
	return eb_addr_trouble(&address);
}

const char *hb_address_oddity(const char *text, int prefix)
{
	struct eb_addr address, edge;

	if (eb_addr_parse(text, &address) < 0)
		return NULL;
	if (eb_addr_is_loopback(&address))
		return "a loopback address, which no other machine reaches";
	/* A network of one or two addresses has none to spare. */
	if (address.family != AF_INET || prefix < 1 || prefix > 30)
		return NULL;
	edge = eb_addr_broadcast(&address, prefix, false);
	if (eb_addr_equal(&address, &edge))
		return "the address of the network itself";
	edge = eb_addr_broadcast(&address, prefix, true);
	return eb_addr_equal(&address, &edge) ? "the broadcast address of its network" : NULL;
}

const char *hb_peer_trouble(const char *text)
{
	const char *trouble = hb_address_trouble(text);

	return trouble ? trouble : hb_address_oddity(text, -1);
}

static void warn(struct eb_diag *diag, struct eb_span span, const char *what)
{
	struct eb_message *message = eb_diag_add(diag, EB_MSG_IP_FIELDS, span, "%s", what);

	eb_message_open(message, what);
	eb_message_hint(message, "the form is ADDRESS/PREFIX/DEVICE:LABEL/BROADCAST");
}

/* The device, with its label behind a colon: to the kernel a label is a name of the same kind. */
static bool take_nic(struct hb_cluster *cluster, struct hb_address *address,
		     const struct hb_word *field, struct eb_diag *diag)
{
	const char *colon = strchr(field->text, ':');
	size_t length = colon ? (size_t)(colon - field->text) : strlen(field->text);

	if (!hb_is_device(field->text)) {
		eb_message_hint(eb_diag_add(diag, EB_MSG_BAD_ADDRESS, field->span,
					    "'%s' cannot be the name of a network device: %zu "
					    "characters",
					    field->text, strlen(field->text)),
				"expected ADDRESS/PREFIX/DEVICE[:LABEL], DEVICE:LABEL of %d "
				"characters at most",
				IFNAMSIZ - 1);
		return false;
	}
	address->nic = part(cluster, field, 0, length);
	if (colon && colon[1])
		address->label = part(cluster, field, length + 1, strlen(colon + 1));
	return true;
}

/* Everything behind the address. False: the mask is no mask, the device no device. */
static bool take_fields(struct hb_cluster *cluster, struct hb_address *address,
			struct hb_word *fields, unsigned int count, struct eb_diag *diag)
{
	bool ipv6 = hb_host_form(address->ip.text) == HB_HOST_IPV6;
	unsigned int at = 0;

	if (count && g_ascii_isalpha(fields[0].text[0])) {
		warn(diag, fields[0].span, "the device stands where Heartbeat looks for the mask");
	} else if (count) {
		address->mask = fields[at++];
		address->prefix = hb_prefix_of(address->mask.text, ipv6);
		if (address->prefix < 0) {
			eb_diag_add(diag, EB_MSG_BAD_ADDRESS, address->mask.span,
				    "'%s' is no netmask", address->mask.text);
			return false;
		}
	}
	if (at < count && !g_ascii_isdigit(fields[at].text[0]) &&
	    !take_nic(cluster, address, &fields[at++], diag))
		return false;
	if (at < count && g_ascii_isdigit(fields[at].text[0])) {
		address->broadcast = fields[at++];
		if (!is_address(address->broadcast.text))
			warn(diag, address->broadcast.span, "this is no broadcast address");
	}
	if (at < count)
		warn(diag, fields[at].span, "Heartbeat has no use for this field");
	return true;
}

struct hb_address *hb_address_parse(struct hb_cluster *cluster, const struct hb_word *word,
				    struct eb_diag *diag)
{
	struct hb_address *address = hb_new(cluster, struct hb_address);
	struct hb_word fields[FIELDS];
	unsigned int count = 0;
	const char *trouble;
	size_t at = 0;
	bool empty = false;

	address->prefix = -1;
	while (count < FIELDS) {
		size_t length = strcspn(word->text + at, "/");

		if (length || !count)
			fields[count++] = part(cluster, word, at, length);
		else
			empty = true;
		at += length;
		if (!word->text[at++])
			break;
	}
	address->ip = fields[0];
	if (!is_address(address->ip.text)) {
		eb_message_hint(eb_diag_add(diag, EB_MSG_BAD_ADDRESS, address->ip.span,
					    "'%s' is no address", address->ip.text),
				"expected an address like 10.0.0.1/24/eth0");
		return NULL;
	}
	trouble = hb_address_trouble(address->ip.text);
	if (trouble) {
		eb_message_hint(eb_diag_add(diag, EB_MSG_BAD_ADDRESS, address->ip.span,
					    "%s is %s, no device of a node can serve it",
					    address->ip.text, trouble),
				"expected the address of a host");
		return NULL;
	}
	if (empty)
		warn(diag, word->span, "a field of the address is empty");
	if (!take_fields(cluster, address, fields + 1, count - 1, diag))
		return NULL;
	trouble = hb_address_oddity(address->ip.text, address->prefix);
	if (trouble)
		eb_diag_add(diag, EB_MSG_ODD_ADDRESS, address->ip.span, "%s is %s",
			    address->ip.text, trouble);
	return address;
}
