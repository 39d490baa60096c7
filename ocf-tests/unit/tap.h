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

/* Runs an array of tests, the second form between a set-up and a tear-down of the whole. */
#define EB_TAP(tests) EB_TAP_WITH(tests, NULL, NULL)
#define EB_TAP_WITH(tests, set_up, tear_down)                                                      \
	(cmocka_set_message_output(CM_OUTPUT_TAP), cmocka_run_group_tests(tests, set_up, tear_down))

#endif
