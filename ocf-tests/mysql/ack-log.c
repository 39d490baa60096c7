// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A record is a line of text, so that a human can grep for the row that was lost:
 *	ok|error MS RUN CONNECTION NUMBER SERVER|ERROR
 */
#include "ocf-tests/mysql/ack-log.h"

#include <err.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define RUN_SHIFT        48
#define CONNECTION_SHIFT 40
#define NUMBER_MASK      ((UINT64_C(1) << CONNECTION_SHIFT) - 1)

uint64_t eb_row(unsigned int run, unsigned int connection, uint64_t number)
{
	return (uint64_t)run << RUN_SHIFT | (uint64_t)(connection & 0xff) << CONNECTION_SHIFT |
	       (number & NUMBER_MASK);
}

unsigned int eb_row_run(uint64_t row)
{
	return (unsigned int)(row >> RUN_SHIFT);
}

static unsigned int connection_of(uint64_t row)
{
	return row >> CONNECTION_SHIFT & 0xff;
}

const char *eb_row_text(uint64_t row, char *text, size_t size)
{
	snprintf(text, size, "%u:%u:%" PRIu64, eb_row_run(row), connection_of(row),
		 row & NUMBER_MASK);
	return text;
}

int64_t eb_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int eb_ack_open(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);

	if (fd < 0)
		err(2, "%s", path);
	return fd;
}

void eb_ack_add(int fd, const struct eb_ack *ack)
{
	char line[128];
	int n = snprintf(line, sizeof(line), "%s %" PRId64 " %u %u %" PRIu64 " %u\n",
			 ack->sure ? "ok" : "error", ack->ms, eb_row_run(ack->row),
			 connection_of(ack->row), ack->row & NUMBER_MASK, ack->server);

	if (write(fd, line, (size_t)n) != n)
		err(2, "cannot record what was acknowledged");
}

static struct eb_ack parse(const char *path, size_t number, const char *line)
{
	struct eb_ack ack = { 0 };
	char word[8];
	unsigned int run, connection;
	uint64_t row;

	if (sscanf(line, "%7s %" SCNd64 " %u %u %" SCNu64 " %u", word, &ack.ms, &run, &connection,
		   &row, &ack.server) != 6)
		errx(2, "%s:%zu: expected: ok|error MS RUN CONNECTION NUMBER SERVER", path, number);
	ack.sure = strcmp(word, "ok") == 0;
	ack.row = eb_row(run, connection, row);
	return ack;
}

static struct eb_ack *grow(struct eb_ack *acks, size_t count)
{
	struct eb_ack *more = reallocarray(acks, count, sizeof(*acks));

	if (!more)
		err(2, "cannot hold %zu records", count);
	return more;
}

struct eb_ack *eb_ack_load(const char *path, size_t *count)
{
	FILE *file = fopen(path, "re");
	struct eb_ack *acks = NULL;
	char line[128];
	size_t n = 0;

	if (!file)
		err(2, "%s", path);
	while (fgets(line, sizeof(line), file)) {
		if ((n & (n - 1)) == 0)
			acks = grow(acks, n ? 2 * n : 1);
		acks[n] = parse(path, n + 1, line);
		n++;
	}
	fclose(file);
	*count = n;
	return acks;
}
