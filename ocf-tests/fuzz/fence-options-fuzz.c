// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Any bytes as what a fencer writes to a fence agent, and, parted by NUL, as its command line. What
 * is wrong with the latter is said without its values, which may be passwords.
 */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/fence-options.h"
#include "ocf-tests/fuzz/fuzz.h"

enum { WORDS_MAX = 64 };

static const struct eb_param own[] = {
	{ "colour", EB_STRING(struct eb_fence_std, unused), .choices = "Red|Green", .letter = 'g' },
	{ 0 },
};
static const struct eb_fence_agent agent = {
	.name = "x",
	.uses = EB_USES_IP | EB_USES_LOGIN | EB_USES_PLUG,
	.params = own,
};
static const struct eb_fence fence = { .agent = &agent, .program = "fence_x" };

/* As the frame looks at all of them. */
static void look(struct eb_fence_options *options)
{
	const char *plug;

	for (size_t i = 0; options->rows[i].name; i++) {
		const char *text = eb_fence_options_text(options->rows[i].name, options);

		assert(!text || *text);
	}
	assert(strlen(options->unknown) < sizeof(options->unknown));
	eb_fence_options_plug(options, &plug);
	eb_fence_options_forget(options);
}

static void read_input(const uint8_t *data, size_t size)
{
	static struct eb_fence_options options;
	int fd = memfd_create("input", MFD_CLOEXEC);

	assert(fd >= 0 && write(fd, data, size) == (ssize_t)size && lseek(fd, 0, SEEK_SET) == 0);
	eb_fence_options_build(&options, &fence);
	assert(eb_fence_options_read(&options, fd) == (memchr(data, '\0', size) ? -EILSEQ : 0));
	close(fd);
	look(&options);
}

static void parse_words(const uint8_t *data, size_t size)
{
	static struct eb_fence_options options;
	char *text = malloc(size + 1), *argv[WORDS_MAX + 1] = { NULL }, why[128] = "";
	int argc = 1;

	assert(text);
	memcpy(text, data, size);
	text[size] = '\0';
	for (char *word = text; word <= text + size && argc < WORDS_MAX; word += strlen(word) + 1)
		argv[argc++] = word;
	eb_fence_options_build(&options, &fence);
	if (eb_fence_options_parse(&options, argc, argv, why, sizeof(why)) < 0)
		assert(*why && memchr(why, '\0', sizeof(why)));
	look(&options);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_input(data, size);
	parse_words(data, size);
	return 0;
}
