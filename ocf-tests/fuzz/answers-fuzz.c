// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A fence agent whose device answers with any bytes: it is asked for the state of a plug and for the
 * list, and switches off.  It must not say "off" where the device has not said the word.
 */
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/fence-options.h"
#include "lib/http.h"
#include "lib/ssh.h"
#include "lib/talk.h"
#include "ocf-tests/fuzz/answers.h"
#include "ocf-tests/fuzz/fuzz.h"

static const uint8_t *left;
static size_t n_left;
static int peer = -1; /* the device's end of a conversation */

unsigned answer_byte(void)
{
	const uint8_t *byte;

	return answer_bytes(1, &byte) ? *byte : 0;
}

size_t answer_bytes(size_t size, const uint8_t **bytes)
{
	size_t n = size < n_left ? size : n_left;

	*bytes = left;
	left += n;
	n_left -= n;
	return n;
}

char *answer_text(void)
{
	const uint8_t *bytes, *end = n_left ? memchr(left, '\0', n_left) : NULL;
	size_t n = end ? (size_t)(end - left) : n_left, over;
	char *text;

	if (!n_left)
		return NULL;
	n = answer_bytes(n, &bytes);
	text = strndup((const char *)bytes, n);
	assert(text);
	over = end ? 1 : 0;
	answer_bytes(over, &bytes);
	return text;
}

/* ---- the doors */

int __wrap_eb_talk_telnet(struct eb_fence *fence, struct eb_talk *talk);
int __wrap_eb_http_open(struct eb_fence *fence);
void __wrap_eb_http_close(struct eb_fence *fence);
int __wrap_eb_http_ask(struct eb_fence *fence, const char *path, const char *body,
		       struct eb_http_answer *answer);
int __wrap_eb_ssh_open(struct eb_fence *fence, const char *known_hosts);
void __wrap_eb_ssh_close(struct eb_fence *fence);
int __wrap_eb_ssh_run(struct eb_fence *fence, const char *command, int *status, char **output);

/* Everything at once: the agent reads byte after byte, and finds the end. */
int __wrap_eb_talk_telnet(struct eb_fence *fence, struct eb_talk *talk)
{
	int ends[2], size = 1 << 20;
	const uint8_t *bytes;
	size_t n = answer_bytes(n_left, &bytes);

	memset(talk, 0, sizeof(*talk));
	assert(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) == 0);
	setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	assert(write(ends[1], bytes, n) == (ssize_t)n && shutdown(ends[1], SHUT_WR) == 0);
	talk->telnet = true;
	talk->fd = ends[0];
	peer = ends[1];
	return 0;
}

int __wrap_eb_http_open(struct eb_fence *fence)
{
	fence->session = &peer;
	return 0;
}

void __wrap_eb_http_close(struct eb_fence *fence)
{
	fence->session = NULL;
}

int __wrap_eb_http_ask(struct eb_fence *fence, const char *path, const char *body,
		       struct eb_http_answer *answer)
{
	unsigned kind = answer_byte();

	answer->status = kind == 'n' ? 404 : kind == 'e' ? 500 : 200;
	answer->body = kind == 'x' ? NULL : answer_text();
	return answer->body ? 0 : eb_fence_why(fence, -EIO, "nothing");
}

int __wrap_eb_ssh_open(struct eb_fence *fence, const char *known_hosts)
{
	fence->session = &peer;
	return 0;
}

void __wrap_eb_ssh_close(struct eb_fence *fence)
{
	fence->session = NULL;
}

int __wrap_eb_ssh_run(struct eb_fence *fence, const char *command, int *status, char **output)
{
	*status = (int)answer_byte() - '0';
	*output = answer_text();
	return *output ? 0 : eb_fence_why(fence, -EIO, "nothing");
}

/* ---- the agent */

/* What a device has to say at least, in any case, before it is off; or escaped, in JSON. */
static bool may_be_off(const char *agent, const uint8_t *data, size_t size)
{
	static const struct {
		const char *agent, *word;
	} words[] = { { "wti", "off" },
		      { "baytech", "off" },
		      { "virsh", "shut off" },
		      { "redfish", "off" } };

	for (size_t i = 0; i < EB_COUNT(words); i++) {
		size_t len = strlen(words[i].word);

		if (strcmp(words[i].agent, agent) != 0)
			continue;
		for (size_t at = 0; at + len <= size; at++)
			if (!strncasecmp((const char *)data + at, words[i].word, len))
				return true;
		/* Telnet may have commands between the letters. */
		return memchr(data, '\\', size) || memchr(data, 0xff, size) ||
		       memchr(data, 0, size);
	}
	return true;
}

/* True: there is a session. */
static bool begin(struct eb_fence *fence, const uint8_t *data, size_t size)
{
	left = data;
	n_left = size;
	eb_fence_renew(fence);
	if (fence->agent->open(fence) == 0)
		return true;
	assert(fence->why[0]);
	return false;
}

static void end(struct eb_fence *fence)
{
	fence->agent->close(fence);
	if (peer >= 0)
		close(peer);
	peer = -1;
	assert(memchr(fence->why, '\0', sizeof(fence->why)));
	fence->why[0] = '\0';
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct eb_fence fence;
	static struct eb_fence_options options;
	static const char input[] = "ip=127.0.0.1\nusername=u\npassword=p\nplug=1\naction=off\n";
	enum eb_power power = EB_POWER_UNKNOWN;
	int r;

	if (!fence.agent) {
		int fd = memfd_create("input", MFD_CLOEXEC);
		struct eb_fence_std *std;
		struct eb_param_fault faults[4];

		fence.agent = eb_fence_agents[0];
		fence.program = "fence_x";
		std = calloc(1, fence.agent->conf_size ?: sizeof(*std));
		fence.std = std;
		fence.conf = std;
		assert(std && write(fd, input, strlen(input)) > 0 && lseek(fd, 0, SEEK_SET) == 0);
		eb_fence_options_build(&options, &fence);
		assert(eb_fence_options_read(&options, fd) == 0);
		close(fd);
		eb_params_fill(options.rows, std, eb_fence_options_text, &options, faults, 4);
		/* What is listed is for people. */
		assert(freopen("/dev/null", "w", stdout));
	}
	r = begin(&fence, data, size) ? fence.agent->get(&fence, "1", &power) : -EIO;
	assert(r < 0 || power != EB_POWER_OFF || may_be_off(fence.agent->name, data, size));
	if (r == 0)
		fence.agent->set(&fence, "1", EB_POWER_OFF);
	end(&fence);
	if (fence.agent->list) {
		fence.in_list = fence.with_state = true;
		if (begin(&fence, data, size))
			fence.agent->list(&fence);
		end(&fence);
	}
	return 0;
}
