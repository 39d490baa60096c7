// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fence_apcsmart: APC's Smart-UPS on a serial line, which switches everything that it feeds.
 *
 * Its smart protocol has one character for an order and one line for an answer.  Orders that cut the
 * power have to come twice, more than 1.5 s apart.  Whether the load is fed stands in register 1.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/clock.h"
#include "lib/talk.h"

enum {
	TWICE_MS = 2000, /* between an order and its repetition */
	SLEEPS =
		0x40 | 0x80, /* of register 1: the load waits for an order, or also for the mains */
};

struct conf {
	struct eb_fence_std std;
	const char *ttydev, *hostlist;
};

static const struct eb_param params[] = {
	{ "ttydev", EB_STRING(struct conf, ttydev), .flags = EB_REQUIRED,
	  .brief = "Serial line, for example /dev/ttyS0" },
	{ "hostlist", EB_STRING(struct conf, hostlist), .flags = EB_REQUIRED,
	  .brief = "Machines that the UPS feeds, parted by blanks",
	  .detail = "All of them lose power together." },
	{ 0 },
};

/* Calls for each machine of hostlist; true: it said that it is enough. */
static bool each_host(const struct conf *conf, bool (*each)(void *arg, const char *host, size_t n),
		      void *arg)
{
	const char *word = conf->hostlist;

	for (word += strspn(word, ", \t"); *word; word += strspn(word, ", \t")) {
		size_t len = strcspn(word, ", \t");

		if (each(arg, word, len))
			return true;
		word += len;
	}
	return false;
}

static bool same(void *arg, const char *host, size_t len)
{
	const char *wanted = arg;

	return strlen(wanted) == len && !strncasecmp(wanted, host, len);
}

static int check_host(struct eb_fence *fence, const char *plug)
{
	if (each_host(fence->conf, same, (void *)plug))
		return 0;
	return eb_fence_why(fence, -ENODEV, "hostlist does not have %s", plug);
}

/*
 * An order, and the line that answers it, without the alarms that the UPS may send at any time.
 * The answer points into what was heard.
 */
static int ask(struct eb_fence *fence, const char *order, const char **answer)
{
	static const char *const end[] = { "\n", NULL };
	struct eb_talk *talk = fence->session;
	int r = eb_talk_send(fence, talk, order);

	if (r == 0)
		r = eb_talk_expect(fence, talk, end);
	if (r < 0)
		return r;
	talk->heard[strcspn(talk->heard, "\r\n")] = '\0';
	*answer = talk->heard + strspn(talk->heard, "!$%+?=#*&| ");
	return 0;
}

static int be_smart(struct eb_fence *fence)
{
	const char *answer;
	int r = ask(fence, "Y", &answer);

	if (r == 0 && strcmp(answer, "SM") != 0)
		r = eb_fence_why(fence, -EPROTO, "the device answers '%s' to Y: wants SM", answer);
	return r;
}

static int open_line(struct eb_fence *fence)
{
	const struct conf *conf = fence->conf;
	struct eb_talk *talk = calloc(1, sizeof(*talk));
	int r;

	if (!talk)
		return -ENOMEM;
	talk->fd = -1;
	fence->session = talk;
	r = eb_talk_serial(fence, talk, conf->ttydev, B2400);
	return r == 0 ? be_smart(fence) : r;
}

static void close_line(struct eb_fence *fence)
{
	if (fence->session)
		eb_talk_close(fence->session);
	free(fence->session);
	fence->session = NULL;
}

static int read_power(struct eb_fence *fence, enum eb_power *power)
{
	const char *answer;
	unsigned flags;
	int r = be_smart(fence);

	if (r == 0)
		r = ask(fence, "~", &answer);
	if (r < 0)
		return r;
	if (strlen(answer) != 2 || !isxdigit((unsigned char)answer[0]) ||
	    !isxdigit((unsigned char)answer[1]) || sscanf(answer, "%x", &flags) != 1)
		return eb_fence_why(
			fence, -EPROTO,
			"the UPS answers '%s' when asked for its state: wants two digits", answer);
	*power = flags & SLEEPS ? EB_POWER_OFF : EB_POWER_ON;
	return 0;
}

static int get(struct eb_fence *fence, const char *plug, enum eb_power *power)
{
	int r = check_host(fence, plug);

	return r == 0 ? read_power(fence, power) : r;
}

static int set(struct eb_fence *fence, const char *plug, enum eb_power power)
{
	const char *order = power == EB_POWER_ON ? "\016" : "Z"; /* control-N */
	int r = check_host(fence, plug);

	if (r == 0)
		r = be_smart(fence);
	if (r == 0)
		r = eb_talk_send(fence, fence->session, order);
	if (r < 0)
		return r;
	eb_clock_sleep(TWICE_MS, INT64_MAX);
	eb_fence_renew(fence);
	return eb_talk_send(fence, fence->session, order);
}

static bool tell(void *arg, const char *host, size_t len)
{
	EB_CLEAN(eb_freep) char *name = strndup(host, len);

	eb_fence_plug(arg, name ?: "", NULL, EB_POWER_UNKNOWN);
	return false;
}

static int list(struct eb_fence *fence)
{
	each_host(fence->conf, tell, fence);
	return 0;
}

/* list asks the UPS nothing: this does. */
static int monitor(struct eb_fence *fence)
{
	enum eb_power power;

	return read_power(fence, &power);
}

static const struct eb_fence_agent apcsmart = {
	.name = "apcsmart",
	.brief = "Fences by an APC Smart-UPS on a serial line",
	.detail =
		"For configurations of Heartbeat that have it: ttydev and hostlist are those of its "
		"STONITH plugin.  The UPS has one switch: all machines of hostlist go off, and on, "
		"together.",
	.url = "https://www.apc.com",
	.uses = EB_USES_PLUG,
	.conf_size = sizeof(struct conf),
	.params = params,
	.open = open_line,
	.close = close_line,
	.get = get,
	.set = set,
	.list = list,
	.monitor = monitor,
};

const struct eb_fence_agent *const eb_fence_agents[] = { &apcsmart, NULL };
