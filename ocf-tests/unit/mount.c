// SPDX-License-Identifier: GPL-2.0-or-later
/* The mount table: as the kernel writes it, read whole, and compared by whole names. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "lib/mount.h"
#include "ocf-tests/unit/tap.h"

static int parse(struct eb_mounts *mounts, const char *text)
{
	return eb_mounts_parse(mounts, strdup(text), strlen(text));
}

static const char table[] =
	"22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard\n"
	"23 22 0:21 / /proc rw - proc proc rw\n"
	"30 22 147:0 / /data rw,noatime shared:2 master:3 propagate_from:1 - ext3 /dev/drbd0 rw\n"
	"31 22 0:40 /sub\\040folder /srv/a\\040b\\134c ro - btrfs /dev/mapper/x\\040y rw,subvol=/s\n"
	"32 30 8:1 / /data rw - xfs /dev/sda1 rw\n"
	"33 22 0:50 / /empty rw - tmpfs  rw,size=4k\n"
	"34 32 0:51 / /data/below rw - tmpfs none rw";

static void fields(void **state)
{
	struct eb_mounts mounts;

	assert_int_equal(parse(&mounts, table), 0);
	assert_int_equal(mounts.n, 7);
	assert_int_equal(mounts.list[2].id, 30);
	assert_int_equal(mounts.list[2].parent, 22);
	assert_true(mounts.list[2].dev == makedev(147, 0));
	assert_string_equal(mounts.list[2].type, "ext3");
	assert_string_equal(mounts.list[2].source, "/dev/drbd0");
	assert_string_equal(mounts.list[2].options, "rw,noatime");
	assert_string_equal(mounts.list[0].super, "rw,discard");
	assert_string_equal(mounts.list[3].root, "/sub folder");
	assert_string_equal(mounts.list[3].point, "/srv/a b\\c");
	assert_string_equal(mounts.list[3].source, "/dev/mapper/x y");
	assert_string_equal(mounts.list[5].source, "");
	assert_string_equal(mounts.list[5].super, "rw,size=4k");
	eb_mounts_free(&mounts);
}

static void places(void **state)
{
	struct eb_mounts mounts;

	assert_int_equal(parse(&mounts, table), 0);
	assert_int_equal(eb_mounts_at(&mounts, "/data")->id, 32); /* the topmost of two */
	assert_int_equal(eb_mounts_at(&mounts, "/srv/a b\\c")->id, 31);
	assert_null(eb_mounts_at(&mounts, "/dat"));
	assert_null(eb_mounts_at(&mounts, "/d.ta"));
	assert_null(eb_mounts_at(&mounts, "/data/"));
	assert_int_equal(eb_mounts_over(&mounts, "/data/below/x")->id, 34);
	assert_int_equal(eb_mounts_over(&mounts, "/data/belowx")->id, 32);
	assert_int_equal(eb_mounts_over(&mounts, "/database")->id, 22);
	assert_int_equal(eb_mounts_over(&mounts, "/")->id, 22);
	eb_mounts_free(&mounts);
}

/* /a/b was mounted first, then something on /a: what is below is out of reach. */
static void covered(void **state)
{
	struct eb_mounts mounts;

	assert_int_equal(parse(&mounts, "22 1 254:0 / / rw - ext4 /dev/vda rw\n"
					"30 22 7:0 / /a/b rw - ext4 /dev/loop0 rw\n"
					"31 30 0:9 / /a/b/c rw - tmpfs none rw\n"
					"32 22 0:8 / /a rw - tmpfs none rw\n"),
			 0);
	assert_null(eb_mounts_at(&mounts, "/a/b"));
	assert_null(eb_mounts_at(&mounts, "/a/b/c"));
	assert_int_equal(eb_mounts_at(&mounts, "/a")->id, 32);
	assert_int_equal(eb_mounts_over(&mounts, "/a/b/x")->id, 32);
	eb_mounts_free(&mounts);
}

static void damaged(void **state)
{
	static const char *const texts[] = {
		"22 1 254:0 / / rw,relatime shared:1",        "22 1 254 / / rw - ext4 /dev/vda rw",
		"x 1 254:0 / / rw - ext4 /dev/vda rw",        "22 1 254:0 / / rw - ext4",
		"22 1 254:0 / / rw ext4 /dev/vda rw,discard",
	};
	struct eb_mounts mounts;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_int_equal(parse(&mounts, texts[i]), -EPROTO);
		assert_null(mounts.list);
	}
	assert_int_equal(parse(&mounts, ""), 0);
	assert_int_equal(mounts.n, 0);
	eb_mounts_free(&mounts);
}

static void own_table(void **state)
{
	struct eb_mounts mounts;

	assert_int_equal(eb_mounts_read(&mounts, 0), 0);
	assert_non_null(eb_mounts_at(&mounts, "/proc"));
	eb_mounts_free(&mounts);
	assert_int_equal(eb_mounts_read(&mounts, 0x7ffffffe), -ENOENT);
}

static void options(void **state)
{
	assert_true(eb_mount_option("ro", "ro"));
	assert_true(eb_mount_option("noatime,ro", "ro"));
	assert_true(eb_mount_option("subvol=a,ro,x", "subvol"));
	assert_false(eb_mount_option("errors=remount-ro", "ro"));
	assert_false(eb_mount_option("norecovery,rom", "ro"));
	assert_false(eb_mount_option("", "ro"));
	assert_false(eb_mount_option(NULL, "ro"));
	assert_true(eb_mount_is_ro("noatime,ro"));
	assert_true(eb_mount_is_ro("rw,ro,acl"));
	assert_false(eb_mount_is_ro("ro,rw"));
	assert_false(eb_mount_is_ro("errors=remount-ro,rom,r"));
	assert_false(eb_mount_is_ro(NULL));
}

static void paths(void **state)
{
	static const struct {
		const char *given, *clean;
	} rows[] = { { "/a/b", "/a/b" }, { "//a///b//", "/a/b" },     { "/", "/" },
		     { "///", "/" },     { "/a/./b/.", "/a/b" },      { "/.", "/" },
		     { "/./", "/" },     { "/.a/b./..", "/.a/b./.." } };
	char buf[PATH_MAX], *much = malloc(2 * PATH_MAX);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(eb_path_clean(rows[i].given, buf), 0);
		assert_string_equal(buf, rows[i].clean);
	}
	assert_int_equal(eb_path_clean("a/b", buf), -EINVAL);
	memset(much, 'x', 2 * PATH_MAX);
	much[0] = '/';
	much[2 * PATH_MAX - 1] = '\0';
	assert_int_equal(eb_path_clean(much, buf), -ENAMETOOLONG);
	free(much);
	assert_true(eb_path_below("/a/b", "/a"));
	assert_true(eb_path_below("/a", "/"));
	assert_false(eb_path_below("/", "/"));
	assert_false(eb_path_below("/a", "/a"));
	assert_false(eb_path_below("/ab", "/a"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields),  cmocka_unit_test(places),    cmocka_unit_test(covered),
		cmocka_unit_test(damaged), cmocka_unit_test(own_table), cmocka_unit_test(options),
		cmocka_unit_test(paths),
	};

	return EB_TAP(tests);
}
