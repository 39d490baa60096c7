// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What DRBD says of a resource, and how it is told what to do.
 *
 * State comes from the kernel: that of 8.4 is asked by netlink; for DRBD 9 from `drbdsetup events2
 * --now`, one record a line, which both print alike; the texts for people that change with each
 * release are not read.  Orders go through
 * drbdadm, which knows the configuration.  Its exit codes do not tell one refusal from another
 * (11 means three things), so the kernel's own number, which it prints, is read.
 */
#ifndef EB_DRBD_H
#define EB_DRBD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EB_DRBD_MAX = 64 }; /* volumes, and peers, of one resource */

enum eb_drbd_role { EB_DRBD_ROLE_UNKNOWN, EB_DRBD_SECONDARY, EB_DRBD_PRIMARY };

/* In the kernel's order: what is greater is better. */
enum eb_drbd_disk {
	EB_DRBD_DISKLESS,
	EB_DRBD_ATTACHING,
	EB_DRBD_DETACHING,
	EB_DRBD_FAILED,
	EB_DRBD_NEGOTIATING,
	EB_DRBD_INCONSISTENT,
	EB_DRBD_OUTDATED,
	EB_DRBD_DUNKNOWN,
	EB_DRBD_CONSISTENT,
	EB_DRBD_UPTODATE,
};

struct eb_drbd_volume {
	int number, minor;
	enum eb_drbd_disk disk;
	bool client; /* diskless on purpose (9) */
	bool quorum; /* true where there is no such thing */
};

struct eb_drbd_peer {
	char name[64];
	bool connected;  /* replicates, or is about to */
	bool standalone; /* does not even try: split brain, or somebody said so */
	enum eb_drbd_role role;
	enum eb_drbd_disk worst; /* of its volumes; DUnknown when none was told of */
	size_t n_volumes;
	bool syncing;
};

struct eb_drbd {
	bool loaded; /* the kernel has DRBD */
	bool up;     /* and in it this resource */
	enum eb_drbd_role role;
	int may_promote; /* the kernel's own opinion (9.1 and later); -1: it gives none */
	struct eb_drbd_volume volumes[EB_DRBD_MAX];
	struct eb_drbd_peer peers[EB_DRBD_MAX];
	size_t n_volumes, n_peers;
};

/*
 * Looks at a resource.  0, also when DRBD is not loaded or the resource not up; -ENOENT: the
 * module is loaded, but there is no drbdsetup; -EPROTO: an answer that is not understood;
 * -ETIMEDOUT; -EIO.
 */
int eb_drbd_look(const char *resource, int64_t deadline_ms, struct eb_drbd *state);

/* One message of the kernel's answer, put to what the ones before it told.  0, -EPROTO, -E2BIG. */
struct nlmsghdr;
int eb_drbd_read_status(const struct nlmsghdr *nlh, const char *resource, struct eb_drbd *state);

/*
 * The same from the kernel of DRBD 8.4 alone, with no other program.  0; -EOPNOTSUPP: there is no such
 * kernel; -EPROTO, -E2BIG, another -errno; -ETIMEDOUT: the kernel serves one request after the other,
 * and an order before ours hangs at a disk.  Since nothing wakes who asks then, a child does.
 */
int eb_drbd_ask(const char *resource, int64_t deadline_ms, struct eb_drbd *state);

/* The same from `drbdsetup events2`, whatever the kernel: as eb_drbd_look(). */
int eb_drbd_events(const char *resource, int64_t deadline_ms, struct eb_drbd *state);

/* The same from the text of events2, which is written to.  0, -EPROTO, -E2BIG. */
int eb_drbd_parse(const char *resource, char *text, struct eb_drbd *state);

/* The worst disk of our own volumes; EB_DRBD_DISKLESS when there are none. */
enum eb_drbd_disk eb_drbd_worst(const struct eb_drbd *state);

/* A peer that is seen to be primary now; NULL: none. */
const struct eb_drbd_peer *eb_drbd_primary_peer(const struct eb_drbd *state);

/* "Secondary, UpToDate; peer: StandAlone": for logs and reasons. */
const char *eb_drbd_describe(const struct eb_drbd *state, char *buf, size_t size);

/* ---- orders ---- */

struct eb_drbd_order {
	const char *conf; /* another drbd.conf; NULL: DRBD's own */
	int64_t deadline_ms;

	/* The result: */
	int status;     /* drbdadm's exit code */
	int number;     /* the kernel's refusal: -1, -12 ... ; 0: it gave none */
	char said[384]; /* its last line that is not empty */
};

/*
 * drbdadm VERB RESOURCE (extra, before the verb, may be NULL).  0 when it exited with 0; -EIO when
 * it did not; -ENOENT: no drbdadm; -ETIMEDOUT; another -errno.
 */
int eb_drbd_adm(struct eb_drbd_order *order, const char *extra, const char *verb,
		const char *resource);

/* Takes a resource down without its configuration: drbdsetup down.  As eb_drbd_adm(). */
int eb_drbd_down(struct eb_drbd_order *order, const char *resource);

/*
 * The same, for an order that is tried again and again with the same struct: when this try meets the
 * deadline, what an earlier one was refused for is the answer, and not that the time is over.
 */
int eb_drbd_insist(struct eb_drbd_order *order, const char *verb, const char *resource);

/* Makes it secondary: by eb_drbd_insist(), or by drbdsetup where a broken configuration is in the way. */
int eb_drbd_secondary(struct eb_drbd_order *order, const char *resource);

/*
 * The names of all resources of the configuration that this host has a part in, parted by blanks.
 * 0; -EIO: drbdadm failed; -EPROTO: it answered with something else; both with its words in said;
 * -E2BIG; another -errno.
 */
int eb_drbd_names(struct eb_drbd_order *order, char *buf, size_t size);

/* Can this be the name of a resource?  A path cannot, nor an option, nor the end of a sentence. */
bool eb_drbd_is_name(const char *word, size_t n);

/* What the configuration has of a resource, to be freed.  0; -EIO with drbdadm's words in said; -errno. */
int eb_drbd_dump(struct eb_drbd_order *order, const char *resource, char **text);

/*
 * The names of all resources that are up in the kernel; the configuration is not read.  0, also when
 * DRBD is not loaded; -EPROTO: half an answer; -E2BIG; another -errno.
 */
int eb_drbd_names_up(int64_t deadline_ms, char *buf, size_t size);

/* The same from the text of events2, which is written to.  0, -EPROTO, -E2BIG. */
int eb_drbd_parse_names(char *text, char *buf, size_t size);

/*
 * Why the last order was refused, in words that say what to do; state is what was seen of the
 * resource afterwards.  In buf, which is returned.
 */
const char *eb_drbd_refusal(const struct eb_drbd_order *order, const struct eb_drbd *state,
			    char *buf, size_t size);

#endif
