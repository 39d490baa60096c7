// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a library costs whoever uses it: a program that loads it and ends.
 *
 *   bench-load LIBRARY [STEP]
 *
 * A step of the table goes further: to what every user of the library has to call before the first
 * byte goes out.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/core.h"

/* A function of the library, or of one that it brings along; none is a reason to end. */
static void *function(void *library, const char *name)
{
	void *at = dlsym(library, name);

	if (at)
		return at;
	fprintf(stderr, "bench-load: %s\n", dlerror());
	exit(EXIT_FAILURE);
}

/* net-snmp as a user of version 3 needs it. */
static void snmp(void *library)
{
	((void (*)(const char *))function(library, "init_snmp"))("bench");
}

/* And one key of a password, RFC 3414: SHA-1 over a megabyte. */
static void key(void *library)
{
	static const unsigned long sha[] = { 1, 3, 6, 1, 6, 3, 10, 1, 1, 3 };
	int (*make)(const unsigned long *, unsigned, const unsigned char *, size_t, unsigned char *,
		    size_t *) = (__typeof__(make))function(library, "generate_Ku");
	unsigned char password[] = "langesgeheimnis", made[64];
	size_t length = sizeof(made);

	snmp(library);
	make(sha, EB_COUNT(sha), password, sizeof(password) - 1, made, &length);
}

/* libcurl with OpenSSL, up to a session of TLS that is not connected. */
static void tls(void *library)
{
	const void *(*method)(void) = (const void *(*)(void))function(library, "TLS_client_method");
	void *context;

	((int (*)(long))function(library, "curl_global_init"))(3);
	((void *(*)(void))function(library, "curl_easy_init"))();
	context = ((void *(*)(const void *))function(library, "SSL_CTX_new"))(method());
	((void *(*)(void *))function(library, "SSL_new"))(context);
	((int (*)(void))function(library, "RAND_status"))();
}

static const struct {
	const char *name;
	void (*run)(void *library);
} steps[] = { { "init_snmp", snmp }, { "key", key }, { "tls", tls } };

int main(int argc, char **argv)
{
	void *library = argc > 1 ? dlopen(argv[1], RTLD_LAZY | RTLD_LOCAL) : NULL;

	if (!library) {
		fprintf(stderr, "bench-load: %s\n", argc > 1 ? dlerror() : "no library is named");
		return EXIT_FAILURE;
	}
	for (size_t i = 0; argc > 2 && i < EB_COUNT(steps); i++)
		if (!strcmp(argv[2], steps[i].name))
			steps[i].run(library);
	_exit(EXIT_SUCCESS);
}
