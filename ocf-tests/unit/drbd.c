// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What drbdsetup events2 prints, understood or refused.  The records of 8.4 are as its kernel
 * module gives them (ocf-tests/vm/drbd.t, EB_VM_KEEP); those of 9 follow its documentation.
 */
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <stdlib.h>
#include <string.h>

#include "lib/drbd.h"
#include "ocf-tests/unit/tap.h"

/* ROLE, CONNECTION, PEER'S ROLE, DISK, REPLICATION, PEER'S DISK of one volume and one peer. */
#define EIGHT(role, connection, peer, disk, replication, peer_disk)                                  \
	"exists resource name:r0 role:" role " suspended:no\n"                                       \
	"exists connection name:r0 peer-node-id:0 conn-name:peer connection:" connection             \
	" role:" peer "\n"                                                                           \
	"exists device name:r0 volume:0 minor:0 disk:" disk "\n"                                     \
	"exists peer-device name:r0 peer-node-id:0 conn-name:peer volume:0 replication:" replication \
	" peer-disk:" peer_disk " resync-suspended:no\n"                                             \
	"exists -\n"
#define EIGHT_PRIMARY                                                                              \
	EIGHT("Primary", "Connected", "Secondary", "UpToDate", "Established", "UpToDate")
#define EIGHT_SPLIT    EIGHT("Secondary", "StandAlone", "Unknown", "UpToDate", "Off", "DUnknown")
#define EIGHT_OUTDATED EIGHT("Secondary", "Connecting", "Unknown", "Outdated", "Off", "DUnknown")
#define EIGHT_DISKLESS                                                                             \
	EIGHT("Primary", "Connected", "Secondary", "Diskless", "Established", "UpToDate")
#define EIGHT_TARGET                                                                               \
	EIGHT("Secondary", "Connected", "Primary", "Inconsistent", "SyncTarget", "UpToDate")

static int parse(const char *text, struct eb_drbd *state)
{
	char *copy = strdup(text);
	int r = eb_drbd_parse("r0", copy, state);

	free(copy);
	return r;
}

static void eight(void **state)
{
	struct eb_drbd s;
	char text[256];

	assert_int_equal(parse(EIGHT_PRIMARY, &s), 0);
	assert_true(s.loaded && s.up);
	assert_int_equal(s.role, EB_DRBD_PRIMARY);
	assert_int_equal(s.may_promote, -1);
	assert_int_equal(s.n_volumes, 1);
	assert_int_equal(s.volumes[0].minor, 0);
	assert_true(s.volumes[0].quorum);
	assert_int_equal(eb_drbd_worst(&s), EB_DRBD_UPTODATE);
	assert_int_equal(s.n_peers, 1);
	assert_true(s.peers[0].connected);
	assert_int_equal(s.peers[0].worst, EB_DRBD_UPTODATE);
	assert_null(eb_drbd_primary_peer(&s));
	assert_string_equal(eb_drbd_describe(&s, text, sizeof(text)),
			    "Primary, UpToDate; peer Secondary, UpToDate");
	assert_int_equal(parse(EIGHT_SPLIT, &s), 0);
	assert_true(s.peers[0].standalone && !s.peers[0].connected);
	assert_int_equal(parse(EIGHT_OUTDATED, &s), 0);
	assert_int_equal(eb_drbd_worst(&s), EB_DRBD_OUTDATED);
	assert_int_equal(parse(EIGHT_DISKLESS, &s), 0);
	assert_int_equal(eb_drbd_worst(&s), EB_DRBD_DISKLESS);
	assert_false(s.volumes[0].client);
	assert_int_equal(parse(EIGHT_TARGET, &s), 0);
	assert_true(s.peers[0].syncing);
	assert_ptr_equal(eb_drbd_primary_peer(&s), &s.peers[0]);
}

static const char nine_text[] =
	"exists resource name:r0 role:Secondary suspended:no force-io-failures:no may_promote:yes "
	"promotion_score:10103\n"
	"exists connection name:r0 peer-node-id:1 conn-name:n2 local:ipv4:10.0.0.1:7788 "
	"peer:ipv4:10.0.0.2:7788 connection:Connected role:Secondary\n"
	"exists connection name:r0 peer-node-id:2 conn-name:n3 connection:Connecting role:Unknown\n"
	"exists device name:r0 volume:0 minor:5 backing_dev:/dev/vda disk:UpToDate client:no open:no "
	"quorum:yes\n"
	"exists device name:r0 volume:1 minor:6 backing_dev:none disk:Diskless client:yes open:no "
	"quorum:no\n"
	"exists path name:r0 peer-node-id:1 conn-name:n2 established:yes\n"
	"exists peer-device name:r0 peer-node-id:1 conn-name:n2 volume:0 replication:Established "
	"peer-disk:UpToDate peer-client:no\n"
	"exists peer-device name:r0 peer-node-id:1 conn-name:n2 volume:1 replication:Established "
	"peer-disk:Outdated peer-client:no\n"
	"exists resource name:r01 role:Primary suspended:no\n"
	"exists -\n";

static void nine(void **state)
{
	struct eb_drbd s;

	assert_int_equal(parse(nine_text, &s), 0);
	assert_int_equal(s.role, EB_DRBD_SECONDARY); /* r01 is another's */
	assert_int_equal(s.may_promote, 1);
	assert_int_equal(s.n_volumes, 2);
	assert_int_equal(s.volumes[1].minor, 6);
	assert_true(s.volumes[1].client && !s.volumes[1].quorum);
	assert_int_equal(s.n_peers, 2);
	assert_int_equal(s.peers[0].worst, EB_DRBD_OUTDATED);
	assert_int_equal(s.peers[1].worst, EB_DRBD_DUNKNOWN); /* nothing was told of its disks */
	assert_false(s.peers[1].connected);
}

static void not_up(void **state)
{
	struct eb_drbd s;

	assert_int_equal(parse("exists -\n", &s), 0);
	assert_true(s.loaded && !s.up);
}

static void not_understood(void **state)
{
	static const char *const texts[] = {
		"",
		"exists resource name:r0 role:Primary suspended:no\n",
		"exists resource name:r0 role:Pri suspended:no\nexists -\n",
		"exists resource name:r0 suspended:no\nexists -\n",
		"exists device name:r0 volume:0 minor:0 disk:Fine\nexists -\n",
		"exists connection name:r0 conn-name:peer role:Primary\nexists -\n",
		"r0: No such resource\n",
	};
	struct eb_drbd s;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(parse(texts[i], &s), -EPROTO);
}

static void names_up(void **state)
{
	char text[] = "exists resource name:r0 role:Primary suspended:no\n"
		      "exists connection name:r9 conn-name:r8 connection:Connected role:Primary\n"
		      "exists resource name:r1 role:Secondary suspended:no\nexists -\n";
	char half[] = "exists resource name:r0 role:Primary suspended:no\n", none[] = "exists -\n";
	char buf[64], small[] = "exists resource name:r0\nexists -\n";

	assert_int_equal(eb_drbd_parse_names(text, buf, sizeof(buf)), 0);
	assert_string_equal(buf, "r0 r1");
	assert_int_equal(eb_drbd_parse_names(none, buf, sizeof(buf)), 0);
	assert_string_equal(buf, "");
	assert_int_equal(eb_drbd_parse_names(half, buf, sizeof(buf)), -EPROTO);
	assert_int_equal(eb_drbd_parse_names(small, buf, 3), -E2BIG);
}

static void names(void **state)
{
	static const char *const good[] = { "r0", "web-data_1.x", "a:b", "w+" }, *const bad[] = {
		"",        "modinfo:", "ERROR:", "found.", "r0/0", "/etc/drbd.d/r0.res:3:",
		"--force", "('c1')",   "'r0'",   "a\tb"
	};
	char longest[65] = "";

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(eb_drbd_is_name(good[i], strlen(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(eb_drbd_is_name(bad[i], strlen(bad[i])));
	memset(longest, 'r', 64);
	assert_true(eb_drbd_is_name(longest, 63));
	assert_false(eb_drbd_is_name(longest, 64));
}

/* The three refusals that share drbdadm's exit code 11. */
static void refusals(void **state)
{
	static const struct {
		int number;
		const char *words;
	} rows[] = {
		{ -1, "a peer is primary (" },
		{ -12, "the device is held open (" },
		{ -7, "the peer may have newer data: " },
		{ 0, "what drbdadm said (" },
	};
	struct eb_drbd_order order = { .status = 11, .said = "what drbdadm said" };
	struct eb_drbd s;
	char text[512];

	assert_int_equal(parse(EIGHT_PRIMARY, &s), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		order.number = rows[i].number;
		eb_drbd_refusal(&order, &s, text, sizeof(text));
		assert_int_equal(strncmp(text, rows[i].words, strlen(rows[i].words)), 0);
	}
	s.up = false;
	assert_string_equal(eb_drbd_refusal(&order, &s, text, sizeof(text)),
			    "the resource is not up");
}

/* ---- the kernel's own messages, as 8.4 sends them ---- */

/* What the word has: role, peer's role, connection, disk, peer's disk, from the lowest bit on. */
struct word {
	unsigned role, peer, connection, disk, peer_disk;
};
enum { PRIMARY = 1, SECONDARY = 2, STANDALONE = 0, WAITS = 8, CONNECTED = 10, TARGET = 17 };
enum { DISKLESS = 0, FAILED = 2, INCONSISTENT = 4, DUNKNOWN = 6, CONSISTENT = 7, UPTODATE = 8 };
#define NESTED_OF_KERNEL (1 << 14) /* the kernel marks fields that must be understood */

static struct nlmsghdr *message(void *buf, const char *name, uint32_t minor, uint32_t volume,
				const struct word *word)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct genlmsghdr *head = mnl_nlmsg_put_extra_header(nlh, sizeof(*head));
	uint32_t *own = mnl_nlmsg_put_extra_header(nlh, 8);
	struct nlattr *nest;

	head->cmd = 2;
	own[0] = minor;
	own[1] = 101;
	nest = mnl_attr_nest_start(nlh, 2);
	if (word)
		mnl_attr_put_u32(nlh, 1 | NESTED_OF_KERNEL, volume);
	mnl_attr_put_strz(nlh, 2 | NESTED_OF_KERNEL, name);
	mnl_attr_nest_end(nlh, nest);
	if (!word)
		return nlh;
	nest = mnl_attr_nest_start(nlh, 8);
	mnl_attr_put_u32(nlh, 1 | NESTED_OF_KERNEL, 1);
	mnl_attr_put_u32(nlh, 2,
			 word->role | word->peer << 2 | word->connection << 4 | word->disk << 9 |
				 word->peer_disk << 13);
	mnl_attr_nest_end(nlh, nest);
	return nlh;
}

static int told(struct eb_drbd *s, uint32_t volume, struct word word)
{
	_Alignas(struct nlmsghdr) char buf[512];

	return eb_drbd_read_status(message(buf, "r0", 5 + volume, volume, &word), "r0", s);
}

static void by_netlink(void **state)
{
	struct eb_drbd s = { .loaded = true, .may_promote = -1 };
	_Alignas(struct nlmsghdr) char buf[512];
	struct word good = { .role = PRIMARY,
			     .peer = SECONDARY,
			     .connection = CONNECTED,
			     .disk = UPTODATE,
			     .peer_disk = UPTODATE };
	char text[256];

	/* Another resource's is of no concern; one without volumes is up. */
	assert_int_equal(eb_drbd_read_status(message(buf, "r1", 0, 0, &good), "r0", &s), 0);
	assert_false(s.up);
	assert_int_equal(eb_drbd_read_status(message(buf, "r0", UINT32_MAX, 0, NULL), "r0", &s), 0);
	assert_true(s.up);
	assert_int_equal(s.role, EB_DRBD_SECONDARY);
	assert_int_equal(s.n_volumes, 0);

	s = (struct eb_drbd) { .loaded = true, .may_promote = -1 };
	assert_int_equal(told(&s, 0, good), 0);
	assert_string_equal(eb_drbd_describe(&s, text, sizeof(text)),
			    "Primary, UpToDate; peer Secondary, UpToDate");
	assert_int_equal(s.volumes[0].minor, 5);
	assert_int_equal(s.may_promote, -1);
	assert_false(s.peers[0].syncing);

	/* A second volume that is synchronised: the worst of both counts. */
	assert_int_equal(told(&s, 1,
			      (struct word) { .role = PRIMARY,
					      .peer = SECONDARY,
					      .connection = TARGET,
					      .disk = INCONSISTENT,
					      .peer_disk = CONSISTENT }),
			 0);
	assert_int_equal(s.n_volumes, 2);
	assert_int_equal(s.volumes[1].number, 1);
	assert_int_equal(s.volumes[1].minor, 6);
	assert_string_equal(eb_drbd_describe(&s, text, sizeof(text)),
			    "Primary, Inconsistent; peer Secondary, Consistent");
	assert_true(s.peers[0].syncing && s.peers[0].connected);

	s = (struct eb_drbd) { .loaded = true };
	assert_int_equal(told(&s, 0,
			      (struct word) { .role = SECONDARY,
					      .connection = STANDALONE,
					      .disk = UPTODATE,
					      .peer_disk = DUNKNOWN }),
			 0);
	assert_string_equal(eb_drbd_describe(&s, text, sizeof(text)),
			    "Secondary, UpToDate; peer StandAlone");
	s = (struct eb_drbd) { .loaded = true };
	assert_int_equal(told(&s, 0,
			      (struct word) { .role = SECONDARY,
					      .connection = WAITS,
					      .disk = FAILED,
					      .peer_disk = DUNKNOWN }),
			 0);
	assert_string_equal(eb_drbd_describe(&s, text, sizeof(text)),
			    "Secondary, Failed; peer not connected");
}

static void netlink_not_understood(void **state)
{
	_Alignas(struct nlmsghdr) char buf[512];
	struct word word = { .role = PRIMARY, .disk = DISKLESS };
	struct eb_drbd s = { .loaded = true };
	struct nlmsghdr *nlh;

	word.disk = 9; /* 8.4 has no such disk */
	assert_int_equal(told(&s, 0, word), -EPROTO);
	word.disk = DISKLESS;
	word.role = 3;
	assert_int_equal(told(&s, 0, word), -EPROTO);
	word.role = PRIMARY;
	/* Without its state, without a name, another command, a refusal, cut off. */
	nlh = message(buf, "r0", 5, 0, NULL);
	assert_int_equal(eb_drbd_read_status(nlh, "r0", &s), -EPROTO);
	nlh->nlmsg_len = NLMSG_HDRLEN + 12;
	assert_int_equal(eb_drbd_read_status(nlh, "r0", &s), -EPROTO);
	nlh->nlmsg_len = NLMSG_HDRLEN + 8;
	assert_int_equal(eb_drbd_read_status(nlh, "r0", &s), -EPROTO);
	nlh = message(buf, "r0", 5, 0, &word);
	((struct genlmsghdr *)mnl_nlmsg_get_payload(nlh))->cmd = 7;
	assert_int_equal(eb_drbd_read_status(nlh, "r0", &s), -EPROTO);
	nlh = message(buf, "r0", 5, 0, &word);
	((uint32_t *)mnl_nlmsg_get_payload_offset(nlh, 4))[1] = 158;
	assert_int_equal(eb_drbd_read_status(nlh, "r0", &s), -EPROTO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(eight),
		cmocka_unit_test(nine),
		cmocka_unit_test(not_up),
		cmocka_unit_test(not_understood),
		cmocka_unit_test(names_up),
		cmocka_unit_test(names),
		cmocka_unit_test(refusals),
		cmocka_unit_test(by_netlink),
		cmocka_unit_test(netlink_not_understood),
	};

	return EB_TAP(tests);
}
