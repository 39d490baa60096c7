// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cmocka with what it forgets to include, told to speak TAP.
 */
#ifndef EB_TESTS_TAP_H
#define EB_TESTS_TAP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define EB_TAP(tests)                                                                              \
	(cmocka_set_message_output(CM_OUTPUT_TAP), cmocka_run_group_tests(tests, NULL, NULL))

#endif
