// SPDX-License-Identifier: GPL-2.0-or-later
/* Keys of fence_scsi: those that the stock agent would make, and what is none. */
#include <errno.h>
#include <string.h>

#include "fence/scsi/key.h"
#include "ocf-tests/unit/tap.h"

static const char cmap[] = "nodelist.node.0.name (str) = web1\n"
			   "nodelist.node.0.ring0_addr (str) = 10.0.0.1\n"
			   "nodelist.node.12.name (str) = n1\n"
			   "nodelist.node.3.ring0_addr (str) = n2\n"
			   "totem.cluster_name (str) = mycluster\n";

/* RFC 1321, A.5; 55, 56 and 64 characters are where the padding changes. */
static void md5(void **state)
{
	static const struct {
		const char *text, *hex;
	} known[] = {
		{ "", "d41d8cd98f00b204e9800998ecf8427e" },
		{ "abc", "900150983cd24fb0d6963f7d28e17f72" },
		{ "message digest", "f96b697d7cb7938d525a2f31aaf161d0" },
		{ "1234567890123456789012345678901234567890123456789012345678901234567890123456789"
		  "0",
		  "57edf4a22be3c955ac49da2e2107b67a" },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		  "cc7ed669cf88f201c3297c6a91e1d18d" },
	};
	char hex[33];

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		eb_scsi_md5(known[i].text, hex);
		assert_string_equal(hex, known[i].hex);
	}
}

static void read_key(void **state)
{
	static const char *const wrong[] = { "",    "0",  "0x", "00000000",
					     "12g", "-1", " 1", "12345678901234567" };
	uint64_t key;

	assert_int_equal(eb_scsi_key_read("6c9d0001", &key), 0);
	assert_int_equal(key, 0x6c9d0001);
	assert_int_equal(eb_scsi_key_read("0xABC", &key), 0);
	assert_int_equal(key, 0xabc);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(eb_scsi_key_read(wrong[i], &key), -EINVAL);
}

static void make_key(void **state)
{
	uint64_t key;

	assert_int_equal(eb_scsi_key_make(cmap, "n1", 0, &key), 0);
	assert_int_equal(key, 0x6c9d0012);
	assert_int_equal(eb_scsi_key_make(cmap, "n2", 0, &key), 0);
	assert_int_equal(key, 0x6c9d0003);
	assert_int_equal(eb_scsi_key_make(cmap, "n1", 1, &key), 0);
	assert_int_equal(key, 0x6c9dc825);
	assert_int_equal(eb_scsi_key_make(cmap, "n", 0, &key), -ENODEV);
	assert_int_equal(eb_scsi_key_make(cmap, "n11", 0, &key), -ENODEV);
	assert_int_equal(eb_scsi_key_make("nodelist.node.0.name (str) = n1\n", "n1", 0, &key),
			 -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(md5),
		cmocka_unit_test(read_key),
		cmocka_unit_test(make_key),
	};

	return EB_TAP(tests);
}
