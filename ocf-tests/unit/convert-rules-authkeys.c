// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules of authkeys: its mode, methods and keys. */
#include "ocf-tests/unit/rules.h"

static const struct rule rules[] = {
	/* clang-format off */
	{ "no authkeys", .keys = NONE, .exit = 3, .code = EB_MSG_FILE_MISSING, .at = "" },
	{ "authkeys 644", .mode = 0644, .exit = 1, .code = EB_MSG_KEY_PERMISSIONS, .at = "" },
	{ "authkeys 640", .mode = 0640, .exit = 1, .code = EB_MSG_KEY_PERMISSIONS, .at = "" },
	{ "authkeys 400", .mode = 0400 },
	{ "auth names no key", .keys = "auth 2\n1 crc", .exit = 1,
	  .code = EB_MSG_AUTH_KEY, .at = "auth 2" },
	{ "no auth line", .keys = "1 crc", .exit = 1, .code = EB_MSG_AUTH_MISSING, .at = "" },
	{ "auth below its key", .keys = "1 sha1 x\nauth 1", .exit = 1,
	  .code = EB_MSG_AUTH_KEY, .at = "auth 1" },
	{ "authkeys empty", .keys = "# none", .exit = 1, .code = EB_MSG_AUTH_MISSING, .at = "" },
	{ "method unknown", .keys = "auth 1\n1 rot13 x", .exit = 1,
	  .code = EB_MSG_KEY_METHOD, .at = "rot13" },
	{ "md5 without key", .keys = "auth 1\n1 md5", .exit = 1,
	  .code = EB_MSG_KEY_MISSING, .at = "md5" },
	{ "sha1 without key", .keys = "auth 1\n1 sha1", .exit = 1,
	  .code = EB_MSG_KEY_MISSING, .at = "sha1" },
	{ "crc with key", .keys = "auth 1\n1 crc abc", .exit = 1,
	  .code = EB_MSG_KEY_SURPLUS, .at = "abc" },
	{ "crc with comment", .keys = "auth 1\n1 crc # x", .exit = 1,
	  .code = EB_MSG_KEY_SURPLUS, .at = "#" },
	{ "a key of several words", .keys = "auth 1\n1 sha1 a b c", .exit = 2,
	  .code = EB_MSG_KEY_REST, .at = "b c" },
	{ "key 16", .keys = "auth 16\n16 crc", .exit = 1, .code = EB_MSG_KEY_NUMBER,
	  .at = "16 crc" },
	{ "key 0", .keys = "auth 0\n0 crc", .exit = 2, .code = EB_MSG_CRC, .at = "0 crc" },
	{ "three keys", .keys = "#x\nauth 3\n1 crc\n2 sha1 HI!\n3 md5 Hello!" },
	{ "a key twice in authkeys", .keys = "auth 1\n1 crc\n1 md5 x", .exit = 2,
	  .code = EB_MSG_KEY_TWICE, .at = "1 md5 x" },
	{ "two auth lines", .keys = "auth 1\nauth 2\n1 crc\n2 sha1 x", .exit = 2,
	  .code = EB_MSG_AUTH_TWICE, .at = "auth 2" },
	{ "auth3", .keys = "auth3\n3 md5 x" },
	{ "another word", .keys = "authkey 1\nauth 1\n1 md5 x", .exit = 1,
	  .code = EB_MSG_KEY_LINE, .at = "authkey 1" },
	{ "a key without number", .keys = "auth 1\nsha1 x", .exit = 1,
	  .code = EB_MSG_KEY_LINE, .at = "sha1 x" },
	/* clang-format on */
};

int main(void)
{
	return judge_all(rules, EB_COUNT(rules));
}
