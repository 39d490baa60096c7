// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which transactions a server has, as sets that can be compared.  Both families speak of streams
 * of numbered transactions: MySQL names intervals of them (UUID:1-5:7), MariaDB the last one of
 * each domain (0-1-5), which stands for all before it.  So both are sets of spans, and one algebra
 * serves both.
 */
#ifndef EB_AGENTS_DATABASE_GTID_H
#define EB_AGENTS_DATABASE_GTID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum eb_gtid_form {
	EB_GTID_SETS,    /* MySQL: a stream is a UUID, or a UUID and a tag */
	EB_GTID_DOMAINS, /* MariaDB: a stream is a domain, whoever wrote into it */
	EB_GTID_ORIGINS, /* MariaDB: a stream is what one server wrote into one domain */
};

struct eb_gtid_span {
	char stream[80];
	uint64_t from, to; /* both belong to it */
	uint32_t origin;   /* EB_GTID_DOMAINS: who wrote the last one */
};

/* Sorted by stream, then by number; spans neither touch nor overlap.  Zeroed: the empty set. */
struct eb_gtids {
	struct eb_gtid_span *spans;
	size_t n;
};

enum eb_gtid_order {
	EB_GTID_EQUAL,
	EB_GTID_MORE, /* a has all of b, and more */
	EB_GTID_LESS,
	EB_GTID_APART, /* each has what the other lacks */
};

/* Reads a text as the server gives it; NULL counts as empty.  0, -EINVAL or -ENOMEM. */
int eb_gtids_parse(enum eb_gtid_form form, const char *text, struct eb_gtids *gtids);

/* Adds all of more.  0 or -ENOMEM. */
int eb_gtids_join(struct eb_gtids *gtids, const struct eb_gtids *more);

/* Does a have all of b?  Of two last transactions with one number and two origins neither has. */
bool eb_gtids_has(const struct eb_gtids *a, const struct eb_gtids *b);

enum eb_gtid_order eb_gtids_compare(const struct eb_gtids *a, const struct eb_gtids *b);

/* What a has and b lacks, into rest.  0 or -ENOMEM. */
int eb_gtids_without(const struct eb_gtids *a, const struct eb_gtids *b, struct eb_gtids *rest);

/* How many transactions there are. */
uint64_t eb_gtids_count(const struct eb_gtids *gtids);

/*
 * As the server would write it (EB_GTID_DOMAINS, EB_GTID_SETS), without blanks.  To be freed;
 * NULL when memory is out.
 */
char *eb_gtids_text(enum eb_gtid_form form, const struct eb_gtids *gtids);

/* For people: "0-1-96..100, 1-2-7", cut at size. */
const char *eb_gtids_tell(const struct eb_gtids *gtids, char *buf, size_t size);

void eb_gtids_free(struct eb_gtids *gtids);

#endif
