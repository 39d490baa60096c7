// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What drbdsetup events2 prints, understood or refused.  The records of 8.4 are as its kernel
 * module gives them (ocf-tests/vm/drbd.t, EB_VM_KEEP); those of 9 follow its documentation.
 */
#include <errno.h>
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
	"exists resource name:r1 role:Primary suspended:no\n"
	"exists -\n";

static void nine(void **state)
{
	struct eb_drbd s;

	assert_int_equal(parse(nine_text, &s), 0);
	assert_int_equal(s.role, EB_DRBD_SECONDARY); /* r1 is another's */
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(eight),    cmocka_unit_test(nine),
		cmocka_unit_test(not_up),   cmocka_unit_test(not_understood),
		cmocka_unit_test(refusals),
	};

	return EB_TAP(tests);
}
