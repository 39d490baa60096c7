// SPDX-License-Identifier: GPL-2.0-or-later
/* What may hang runs in a child: its answer, its death, and the time it gets. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/guard.h"
#include "ocf-tests/unit/tap.h"

static int answer(void *arg)
{
	return *(int *)arg;
}

static int hang(void *arg)
{
	while (pause() < 0)
		;
	return 0;
}

static int die(void *arg)
{
	return raise(SIGKILL);
}

static int write_to_all(void *arg)
{
	return write(STDOUT_FILENO, "x", 1) == 1 && write(*(int *)arg, "x", 1) < 0 ? 0 : -EBADF;
}

static void answers(void **state)
{
	int values[] = { 0, 5, -ENOENT };

	for (int i = 0; i < 3; i++)
		assert_int_equal(eb_guard(answer, &values[i], eb_clock_ms() + 10000, NULL),
				 values[i]);
}

static void hangs(void **state)
{
	int64_t begin_ms = eb_clock_ms();
	pid_t left = 1;

	assert_int_equal(eb_guard(hang, NULL, begin_ms + 50, &left), -ETIMEDOUT);
	assert_int_equal(left, 0); /* SIGKILL was enough */
	assert_true(eb_clock_ms() - begin_ms >= 50);
}

static void dies(void **state)
{
	assert_int_equal(eb_guard(die, NULL, eb_clock_ms() + 10000, NULL), -EIO);
}

/* The child has none of our descriptors, so that it can be left without holding anybody. */
static void holds_nothing(void **state)
{
	int fd = dup(STDERR_FILENO);

	assert_int_equal(eb_guard(write_to_all, &fd, eb_clock_ms() + 10000, NULL), 0);
	close(fd);
}

struct told {
	int number;
	char word[16];
};

static int tell(const void *question, void *answer)
{
	struct told *told = answer;

	told->number += *(const int *)question + 1;
	strcpy(told->word, "said");
	return told->number > 1 ? 0 : -ENOENT;
}

static void tells_more_than_a_number(void **state)
{
	struct told told = { 7, "nothing" };
	int question = 0;

	assert_int_equal(eb_guard_ask(tell, &question, &told, sizeof(told), eb_clock_ms() + 10000),
			 -ENOENT);
	assert_int_equal(told.number, 7);
	assert_string_equal(told.word, "nothing");
	question = 1;
	assert_int_equal(eb_guard_ask(tell, &question, &told, sizeof(told), eb_clock_ms() + 10000),
			 0);
	assert_int_equal(told.number, 2);
	assert_string_equal(told.word, "said");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers),
		cmocka_unit_test(hangs),
		cmocka_unit_test(dies),
		cmocka_unit_test(holds_nothing),
		cmocka_unit_test(tells_more_than_a_number),
	};

	return EB_TAP(tests);
}
