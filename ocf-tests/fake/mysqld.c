// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A database server that is played from a script: it speaks the protocol of MySQL
 * (mysql-protocol.h), and knows the words that the script gives to its version. What no line takes is a syntax error, as it would be there.
 *
 * The script is the option file; fields are parted by tabs:
 *	version	8.4.3
 *	option	--server-id=1		for --print-defaults
 *	var	NAME	VALUE		a variable of the server; with a dot before, of the script alone
 *	on	REGEX	NAME=VALUE...	a statement that sets these; \1 is what was in the first brackets
 *	row	REGEX	COLUMN=VALUE...	one that is answered; {NAME} is a variable; no row when the first is ""
 * SHOW GLOBAL VARIABLES and SET need no line. Each statement goes to DATADIR/statements.
 */
#include <arpa/inet.h>
#include <err.h>
#include <poll.h>
#include <regex.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/core.h"
#include "ocf-tests/fake/mysql-protocol.h"

enum { RULES = 64, VARS = 64, CONNECTIONS = 32, FIELDS = 40, PORT = 3306 };

struct rule {
	regex_t regex;
	bool row;
	char *fields[FIELDS];
};

static struct rule rules[RULES];
static struct {
	char *name, *value;
} vars[VARS];
static size_t n_rules, n_vars;
static char *version, options[1024];
static FILE *statements;

/* ---- the script --------------------------------------------------------------------------------- */

static char **find(const char *name, size_t length)
{
	for (size_t i = 0; i < n_vars; i++)
		if (!strncmp(vars[i].name, name, length) && !vars[i].name[length])
			return &vars[i].value;
	return NULL;
}

static void add_rule(bool row, char *regex, char *rest)
{
	struct rule *rule = &rules[n_rules++];
	size_t n = 0;

	if (n_rules == RULES || regcomp(&rule->regex, regex, REG_EXTENDED) != 0)
		errx(2, "a rule too many, or no regular expression: %s", regex);
	rule->row = row;
	while (rest && n < FIELDS - 1)
		rule->fields[n++] = strsep(&rest, "\t");
}

static void read_script(const char *path)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;

	if (!file)
		err(2, "%s", path);
	while (getline(&line, &size, file) > 0) {
		char *rest, *word, *name;

		line[strcspn(line, "\n")] = '\0';
		rest = strdup(line);
		word = strsep(&rest, "\t");
		name = strsep(&rest, "\t");
		if (!name)
			continue;
		if (!strcmp(word, "version"))
			version = name;
		else if (!strcmp(word, "option"))
			snprintf(options + strlen(options), sizeof(options) - strlen(options),
				 "%s ", name);
		else if (!strcmp(word, "var") && n_vars < VARS)
			vars[n_vars].name = name, vars[n_vars++].value = strdup(rest ?: "");
		else if (!strcmp(word, "on") || !strcmp(word, "row"))
			add_rule(*word == 'r', name, rest);
		else
			errx(2, "%s: cannot be understood: %s", path, line);
	}
	free(line);
	fclose(file);
}

/* ---- what is asked ------------------------------------------------------------------------------------ */

static void set(const char *name, size_t length, const char *value, size_t value_length)
{
	char **found = find(name, length);

	if (!found)
		errx(2, "the script has no variable %.*s", (int)length, name);
	free(*found);
	*found = strndup(value, value_length);
}

/* name=value, with \1 out of the statement. */
static void assign(const char *field, const char *statement, const regmatch_t *matches)
{
	const char *equals = strchr(field, '=');

	if (!equals)
		errx(2, "no assignment: %s", field);
	if (equals[1] == '\\')
		set(field, (size_t)(equals - field), statement + matches[1].rm_so,
		    (size_t)(matches[1].rm_eo - matches[1].rm_so));
	else
		set(field, (size_t)(equals - field), equals + 1, strlen(equals + 1));
}

static const char *value_of(const char *text)
{
	size_t n = strlen(text);
	char **found = text[0] == '{' ? find(text + 1, n - 2) : NULL;

	return found ? *found : text;
}

static void answer_row(int fd, struct packet *packet, const struct rule *rule)
{
	const char *names[FIELDS], *values[FIELDS] = { "" };
	size_t n = 0;

	for (; rule->fields[n]; n++) {
		const char *equals = strchr(rule->fields[n], '=');

		names[n] = strndup(rule->fields[n], (size_t)(equals - rule->fields[n]));
		values[n] = value_of(equals + 1);
	}
	packet_columns(fd, packet, names, n);
	for (size_t i = 0; *values[0] && i < n; i++)
		packet_text(packet, values[i]);
	if (*values[0])
		packet_send(fd, packet);
	packet_end(fd, packet);
	for (size_t i = 0; i < n; i++)
		free((char *)names[i]);
}

static void show_variables(int fd, struct packet *packet, const char *statement)
{
	static const char *const names[] = { "Variable_name", "Value" };
	char quoted[128];

	packet_columns(fd, packet, names, EB_COUNT(names));
	for (size_t i = 0; i < n_vars; i++) {
		snprintf(quoted, sizeof(quoted), "'%s'", vars[i].name);
		if (!strstr(statement, quoted))
			continue;
		packet_text(packet, vars[i].name);
		packet_text(packet, vars[i].value);
		packet_send(fd, packet);
	}
	packet_end(fd, packet);
}

/* SET GLOBAL name=value; a switch shows ON and OFF. */
static void set_global(int fd, struct packet *packet, const char *text)
{
	size_t length = strcspn(text, "="), n;
	char **found = find(text, length);
	const char *value = text + length + 1;
	char why[200];

	if (!found || *text == '.') {
		snprintf(why, sizeof(why), "Unknown system variable '%.*s'", (int)length, text);
		packet_error(fd, packet, 1193, why);
		return;
	}
	if (!strcmp(*found, "ON") || !strcmp(*found, "OFF"))
		value = *value == '1' ? "ON" : "OFF";
	value += *value == '\'';
	n = strcspn(value, "'");
	set(text, length, value, n);
	packet_ok(fd, packet);
}

static void answer(int fd, struct packet *packet, const char *statement)
{
	regmatch_t matches[2];
	bool taken = false;

	fprintf(statements, "%s\n", statement);
	fflush(statements);
	for (size_t i = 0; i < n_rules; i++) {
		if (regexec(&rules[i].regex, statement, EB_COUNT(matches), matches, 0) != 0)
			continue;
		if (rules[i].row) {
			answer_row(fd, packet, &rules[i]);
			return;
		}
		for (char **field = rules[i].fields; *field; field++)
			assign(*field, statement, matches);
		taken = true;
	}
	if (!strncmp(statement, "SHOW GLOBAL VARIABLES ", 22))
		show_variables(fd, packet, statement);
	else if (!strncmp(statement, "SET GLOBAL ", 11))
		set_global(fd, packet, statement + 11);
	else if (taken || !strncmp(statement, "SET SESSION ", 12))
		packet_ok(fd, packet);
	else
		packet_error(fd, packet, 1064, "You have an error in your SQL syntax");
}

/* ---- the server -------------------------------------------------------------------------------------- */

static int listen_on(const char *path)
{
	struct sockaddr_un local = { .sun_family = AF_UNIX };
	struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	int fd = socket(path ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
	const struct sockaddr *address = path ? (const void *)&local : (const void *)&any;

	if (path)
		snprintf(local.sun_path, sizeof(local.sun_path), "%s", path);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(fd, address, path ? sizeof(local) : sizeof(any)) < 0 || listen(fd, 8) < 0)
		err(1, "cannot listen on %s", path ?: "the port");
	return fd;
}

struct connection {
	bool known;
};

static bool serve(int fd, struct connection *connection)
{
	static struct packet packet;

	if (!packet_receive(fd, &packet))
		return false;
	if (!connection->known) {
		connection->known = true;
		protocol_let_in(fd, &packet, version);
	} else if (packet.bytes[0] == 3) {
		char *statement = strndup((char *)packet.bytes + 1, packet.n - 1);

		answer(fd, &packet, statement);
		free(statement);
	} else if (packet.bytes[0] == 1) {
		return false;
	} else {
		packet_ok(fd, &packet);
	}
	return true;
}

static EB_NORETURN void run(const char *path)
{
	struct pollfd fds[CONNECTIONS] = { { listen_on(path), POLLIN, 0 },
					   { listen_on(NULL), POLLIN, 0 } };
	struct connection connections[CONNECTIONS];
	nfds_t n = 2;

	for (;;) {
		if (poll(fds, n, -1) < 0)
			err(1, "poll");
		for (nfds_t i = n; i-- > 2;)
			if (fds[i].revents && !serve(fds[i].fd, &connections[i])) {
				close(fds[i].fd);
				fds[i] = fds[--n];
				connections[i] = connections[n];
			}
		for (nfds_t i = 0; i < 2; i++)
			if (fds[i].revents && n < CONNECTIONS) {
				fds[n].fd = accept(fds[i].fd, NULL, NULL);
				fds[n].events = POLLIN;
				fds[n].revents = 0;
				connections[n].known = false;
				protocol_greet(fds[n++].fd, version);
			}
	}
}

/* Of an option of the command line. */
static const char *option(char **argv, const char *name)
{
	size_t n = strlen(name);

	for (; *argv; argv++)
		if (!strncmp(*argv, name, n) && (!(*argv)[n] || (*argv)[n] == '='))
			return (*argv)[n] ? *argv + n + 1 : *argv;
	return NULL;
}

int main(int argc, char **argv)
{
	const char *script = option(argv, "--defaults-file") ?: getenv("FAKE_MYSQLD_SCRIPT");
	const char *datadir = option(argv, "--datadir");

	if (argc < 2 || !script)
		errx(2, "wants --defaults-file");
	read_script(script);
	if (option(argv, "--version"))
		return printf("mysqld  Ver %s for Linux on x86_64 (MySQL Community Server - GPL)\n",
			      version) < 0;
	if (option(argv, "--print-defaults"))
		return printf("mysqld would have been started with the following arguments:\n%s\n",
			      options) < 0;
	if (!datadir || chdir(datadir) < 0)
		err(1, "--datadir");
	signal(SIGPIPE, SIG_IGN);
	statements = fopen("statements", "ae");
	if (!statements)
		err(1, "statements");
	for (char **arg = argv + 1; *arg; arg++)
		fprintf(statements, "%s\n", *arg);
	fflush(statements);
	run(option(argv, "--socket"));
}
