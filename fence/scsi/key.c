// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fence/scsi/key.h"
#include "lib/core.h"
#include "lib/file.h"

static uint32_t turn(uint32_t x, int n)
{
	return x << n | x >> (32 - n);
}

/* One block of 64 bytes. */
static void digest(uint32_t state[4], const unsigned char *block)
{
	static const unsigned char turns[4][4] = {
		{ 7, 12, 17, 22 }, { 5, 9, 14, 20 }, { 4, 11, 16, 23 }, { 6, 10, 15, 21 }
	};
	/* floor(2^32 * |sin(i + 1)|) */
	static const uint32_t sines[64] = {
		0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613,
		0xfd469501, 0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193,
		0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d,
		0x02441453, 0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed,
		0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122,
		0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa,
		0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244,
		0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
		0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb,
		0xeb86d391
	};
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3], words[16];

	for (int i = 0; i < 16; i++)
		words[i] = (uint32_t)block[4 * i] | (uint32_t)block[4 * i + 1] << 8 |
			   (uint32_t)block[4 * i + 2] << 16 | (uint32_t)block[4 * i + 3] << 24;
	for (int i = 0; i < 64; i++) {
		int round = i / 16,
		    which = (i * (int[]) { 1, 5, 3, 7 }[round] + (int[]) { 0, 1, 5, 0 }[round]) %
			    16;
		uint32_t mix = round == 0   ? (b & c) | (~b & d)
			       : round == 1 ? (b & d) | (c & ~d)
			       : round == 2 ? b ^ c ^ d
					    : c ^ (b | ~d);

		mix += a + sines[i] + words[which];
		a = d;
		d = c;
		c = b;
		b += turn(mix, turns[round][i % 4]);
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
}

void eb_scsi_md5(const char *text, char hex[33])
{
	uint32_t state[4] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476 };
	size_t length = strlen(text), left = length;
	unsigned char block[64];
	uint64_t bits = (uint64_t)length * 8;

	for (; left >= 64; left -= 64, text += 64)
		digest(state, (const unsigned char *)text);
	memset(block, 0, sizeof(block));
	memcpy(block, text, left);
	block[left] = 0x80;
	if (left >= 56) {
		digest(state, block);
		memset(block, 0, sizeof(block));
	}
	for (int i = 0; i < 8; i++)
		block[56 + i] = (unsigned char)(bits >> 8 * i);
	digest(state, block);
	for (int i = 0; i < 16; i++)
		snprintf(hex + 2 * i, 3, "%02x", (unsigned)(state[i / 4] >> 8 * (i % 4) & 0xff));
}

int eb_scsi_key_read(const char *text, uint64_t *key)
{
	size_t length;

	if (!strncasecmp(text, "0x", 2))
		text += 2;
	length = strspn(text, "0123456789abcdefABCDEF");
	if (!length || text[length] || length > 16)
		return -EINVAL;
	*key = strtoull(text, NULL, 16);
	return *key ? 0 : -EINVAL;
}

/* "nodelist.node.0.name (str) = n1": the value of a line that begins so; its length in *len. */
static const char *value(const char *line, const char *begin, size_t *len)
{
	static const char middle[] = " (str) = ";
	size_t n = strlen(begin);

	if (strncmp(line, begin, n) != 0 || strncmp(line + n, middle, strlen(middle)) != 0)
		return NULL;
	line += n + strlen(middle);
	*len = strcspn(line, "\n");
	return line;
}

static int is_node(const char *line, int place, const char *node)
{
	static const char *const names[] = { "name", "ring0_addr" };
	char begin[64];

	for (int i = 0; i < 2; i++) {
		const char *text;
		size_t len;

		snprintf(begin, sizeof(begin), "nodelist.node.%d.%s", place, names[i]);
		text = value(line, begin, &len);
		if (text && strlen(node) == len && !strncmp(text, node, len))
			return 1;
	}
	return 0;
}

int eb_scsi_key_make(const char *cmap, const char *node, int by_hash, uint64_t *key)
{
	char cluster[256] = "", hex[33], name[33], text[16];
	int place = -1, at;
	size_t len;

	for (const char *line = cmap; line && *line;
	     line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
		const char *found = value(line, "totem.cluster_name", &len);

		if (found)
			snprintf(cluster, sizeof(cluster), "%.*s", (int)len, found);
		if (sscanf(line, "nodelist.node.%d.", &at) == 1 && is_node(line, at, node))
			place = at;
	}
	if (!cluster[0])
		return -ENOENT;
	if (place < 0 && !by_hash)
		return -ENODEV;
	eb_scsi_md5(cluster, hex);
	eb_scsi_md5(node, name);
	if (by_hash)
		snprintf(text, sizeof(text), "%.4s%.4s", hex, name);
	else
		snprintf(text, sizeof(text), "%.4s%04d", hex, place);
	return eb_scsi_key_read(text, key);
}

int eb_scsi_key_load(const char *path, uint64_t *key)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	int r = eb_file_read(path, 64, &text, NULL);

	if (r < 0)
		return r;
	text[strcspn(text, " \r\n")] = '\0';
	return eb_scsi_key_read(text, key);
}

int eb_scsi_key_store(const char *path, uint64_t key)
{
	char text[32];
	int r = eb_file_make_parent(path);

	snprintf(text, sizeof(text), "%llx\n", (unsigned long long)key);
	return r == 0 ? eb_file_replace(path, text, strlen(text), 0600) : r;
}
