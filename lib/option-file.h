// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Option files of MySQL and MariaDB (my.cnf), line by line, and which of a server's options make
 * replicas differ, or hide that they do, without a word.
 */
#ifndef EB_OPTION_FILE_H
#define EB_OPTION_FILE_H

#include <stdbool.h>
#include <stddef.h>

enum eb_option_kind {
	EB_OPTION_NOTHING, /* empty, a comment, !include */
	EB_OPTION_GROUP,   /* [name] */
	EB_OPTION_SET,     /* name, or name = value */
	EB_OPTION_ODD,     /* a group that is not closed */
};

/* Name and value are parts of the line, neither ends with NUL. */
struct eb_option_line {
	enum eb_option_kind kind;
	const char *name;
	size_t name_length;
	const char *value; /* without its quotes and a comment behind it; NULL: there is no "=" */
	size_t value_length;
};

/* Reads one line, without its end. */
struct eb_option_line eb_option_line(const char *text, size_t length);

/* Does a server read the options of this group? */
bool eb_option_is_servers(const char *group, size_t length);

/* Is what is written (without leading --) the option of that name: _ for -, loose- before it, or
 * MariaDB's name of a connection and a dot? */
bool eb_option_is(const char *written, size_t length, const char *name);

/* An option that is dangerous where a server replicates. */
struct eb_danger {
	const char *name;
	const char *why;      /* "leaves changes out of the binary log" */
	const char *harmless; /* the value with which it does nothing; NULL: there is none */
	bool one_name;        /* a list with commas is one name, that of no database */
};

/* Ended by a row without name. */
extern const struct eb_danger eb_dangers[];

/* The row of an option with this value (NULL: none was given), NULL when there is no danger. */
const struct eb_danger *eb_danger_find(const char *name, size_t name_length, const char *value,
				       size_t value_length);

#endif
