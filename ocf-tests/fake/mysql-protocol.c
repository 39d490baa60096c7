// SPDX-License-Identifier: GPL-2.0-or-later
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ocf-tests/fake/mysql-protocol.h"

static void put(struct packet *packet, const void *bytes, size_t n)
{
	if (packet->n + n > sizeof(packet->bytes))
		errx(2, "a packet is too long");
	memcpy(packet->bytes + packet->n, bytes, n);
	packet->n += n;
}

void packet_text(struct packet *packet, const char *text)
{
	size_t n = strlen(text);
	const unsigned char length[] = { n < 251 ? (unsigned char)n : 0xfc, (unsigned char)n,
					 (unsigned char)(n >> 8) };

	put(packet, length, n < 251 ? 1 : 3);
	put(packet, text, n);
}

void packet_send(int fd, struct packet *packet)
{
	const unsigned char head[] = { (unsigned char)packet->n, (unsigned char)(packet->n >> 8),
				       (unsigned char)(packet->n >> 16), packet->number++ };

	if (write(fd, head, sizeof(head)) < 0 || write(fd, packet->bytes, packet->n) < 0)
		warn("write");
	packet->n = 0;
}

bool packet_receive(int fd, struct packet *packet)
{
	unsigned char head[4];
	size_t n;

	packet->n = 0;
	if (recv(fd, head, sizeof(head), MSG_WAITALL) != sizeof(head))
		return false;
	n = head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16;
	packet->number = (unsigned char)(head[3] + 1);
	if (n >= sizeof(packet->bytes) || recv(fd, packet->bytes, n, MSG_WAITALL) != (ssize_t)n)
		return false;
	packet->bytes[n] = '\0';
	packet->n = n;
	return true;
}

void packet_ok(int fd, struct packet *packet)
{
	packet->n = 0;
	put(packet, "\0\0\0\2\0\0\0", 7);
	packet_send(fd, packet);
}

void packet_error(int fd, struct packet *packet, unsigned number, const char *text)
{
	const unsigned char head[] = { 0xff, (unsigned char)number, (unsigned char)(number >> 8) };

	packet->n = 0;
	put(packet, head, sizeof(head));
	put(packet, "#42000", 6);
	put(packet, text, strlen(text));
	packet_send(fd, packet);
}

void packet_end(int fd, struct packet *packet)
{
	put(packet, "\xfe\0\0\2\0", 5);
	packet_send(fd, packet);
}

void packet_columns(int fd, struct packet *packet, const char *const *names, size_t n)
{
	const unsigned char count = (unsigned char)n;

	packet->n = 0;
	put(packet, &count, 1);
	packet_send(fd, packet);
	for (size_t i = 0; i < n; i++) {
		packet_text(packet, "def");
		for (int k = 0; k < 3; k++)
			packet_text(packet, "");
		packet_text(packet, names[i]);
		packet_text(packet, names[i]);
		put(packet, "\x0c\x21\0\xff\xff\0\0\xfd\0\0\0\0\0", 13);
		packet_send(fd, packet);
	}
	packet_end(fd, packet);
}

/* ---- who comes --------------------------------------------------------------------------------------- */

/* From 8.0 on accounts are of the kind whose client part is a plugin of its own. */
static bool is_sha2(const char *version)
{
	return atoi(version) >= 8;
}

void protocol_greet(int fd, const char *version)
{
	const char *plugin = is_sha2(version) ? "caching_sha2_password" : "mysql_native_password";
	struct packet packet = { .number = 0 };

	put(&packet, "\x0a", 1);
	put(&packet, version, strlen(version) + 1);
	put(&packet, "\x07\0\0\0abcdefgh\0\x0d\xa2\x21\2\0\x08\0\x15", 21);
	put(&packet, "\0\0\0\0\0\0\0\0\0\0ijklmnopqrst", 23);
	put(&packet, plugin, strlen(plugin) + 1);
	packet_send(fd, &packet);
}

void protocol_let_in(int fd, struct packet *packet, const char *version)
{
	const size_t user = 32;
	size_t length = user < packet->n ? strlen((char *)packet->bytes + user) : 0;
	bool password = packet->bytes[user + length + 1] != 0;

	if (password && is_sha2(version)) {
		packet->n = 0;
		put(packet, "\1\3", 2);
		packet_send(fd, packet);
	}
	packet_ok(fd, packet);
}
