// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a device answers, made of whatever bytes: the doors by which fence agents speak to devices
 * (telnet, HTTPS, ssh, SNMP, the kernel) are wrapped by the linker and hand out pieces of the input.
 */
#ifndef EB_FUZZ_ANSWERS_H
#define EB_FUZZ_ANSWERS_H

#include <stddef.h>
#include <stdint.h>

/* The next byte, or zero where nothing is left. */
unsigned answer_byte(void);

/* Some of what is left: at most size bytes, at *bytes; how many. */
size_t answer_bytes(size_t size, const uint8_t **bytes);

/* What is left up to the next NUL, as a text to be freed; NULL: nothing is left. */
char *answer_text(void);

#endif
