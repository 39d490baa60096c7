// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The protocol of MySQL as a server speaks it: packets on a connection, each with its length and a number
 * that counts from the packet which it answers. Only what a client of these tests asks for.
 */
#ifndef EB_TESTS_MYSQL_PROTOCOL_H
#define EB_TESTS_MYSQL_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>

enum { PACKET = 64 * 1024 };

/* The one that is read, and then written to answer it. */
struct packet {
	unsigned char bytes[PACKET];
	size_t n;
	unsigned char number;
};

/* Reads the next one, with a NUL behind it; false: there is none, or it is too long. */
bool packet_receive(int fd, struct packet *packet);

/* Puts a string to it, with its length before it; sends what was put, and begins anew. */
void packet_text(struct packet *packet, const char *text);
void packet_send(int fd, struct packet *packet);

/* Whole answers: done; refused; of a table the names of its columns, and after its rows the end. */
void packet_ok(int fd, struct packet *packet);
void packet_error(int fd, struct packet *packet, unsigned number, const char *text);
void packet_columns(int fd, struct packet *packet, const char *const *names, size_t n);
void packet_end(int fd, struct packet *packet);

/* How a connection begins. Everybody is let in; with a password as one whose digest is cached. */
void protocol_greet(int fd, const char *version);
void protocol_let_in(int fd, struct packet *packet, const char *version);

#endif
