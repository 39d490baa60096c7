// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A database server that is played from a script: it speaks the protocol of MySQL, and knows the words
 * that the script gives to its version. What no line takes is a syntax error, as it would be there.
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

enum { RULES = 64, VARS = 64, CONNECTIONS = 32, PACKET = 64 * 1024, FIELDS = 40, PORT = 3306 };

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

/* ---- packets ------------------------------------------------------------------------------------- */

struct packet {
	unsigned char bytes[PACKET];
	size_t n;
	unsigned char number;
};

static void put(struct packet *packet, const void *bytes, size_t n)
{
	if (packet->n + n > sizeof(packet->bytes))
		errx(2, "a packet is too long");
	memcpy(packet->bytes + packet->n, bytes, n);
	packet->n += n;
}

/* A string with its length before it. */
static void put_text(struct packet *packet, const char *text)
{
	size_t n = strlen(text);
	const unsigned char length[] = { n < 251 ? (unsigned char)n : 0xfc, (unsigned char)n,
					 (unsigned char)(n >> 8) };

	put(packet, length, n < 251 ? 1 : 3);
	put(packet, text, n);
}

static void send_packet(int fd, struct packet *packet)
{
	const unsigned char head[] = { (unsigned char)packet->n, (unsigned char)(packet->n >> 8),
				       (unsigned char)(packet->n >> 16), packet->number++ };

	if (write(fd, head, sizeof(head)) < 0 || write(fd, packet->bytes, packet->n) < 0)
		warn("write");
	packet->n = 0;
}

static bool receive(int fd, struct packet *packet)
{
	unsigned char head[4];
	size_t n;

	packet->n = 0;
	if (recv(fd, head, sizeof(head), MSG_WAITALL) != sizeof(head))
		return false;
	n = head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16;
	packet->number = (unsigned char)(head[3] + 1);
	if (n >= sizeof(packet->bytes) || recv(fd, packet->bytes, n, MSG_WAITALL) != (ssize_t)n)
		return false;
	packet->bytes[n] = '\0';
	packet->n = n;
	return true;
}

static void send_ok(int fd, struct packet *packet)
{
	packet->n = 0;
	put(packet, "\0\0\0\2\0\0\0", 7);
	send_packet(fd, packet);
}

static void send_error(int fd, struct packet *packet, unsigned number, const char *text)
{
	const unsigned char head[] = { 0xff, (unsigned char)number, (unsigned char)(number >> 8) };

	packet->n = 0;
	put(packet, head, sizeof(head));
	put(packet, "#42000", 6);
	put(packet, text, strlen(text));
	send_packet(fd, packet);
}

static void send_end(int fd, struct packet *packet)
{
	put(packet, "\xfe\0\0\2\0", 5);
	send_packet(fd, packet);
}

static void send_columns(int fd, struct packet *packet, const char *const *names, size_t n)
{
	const unsigned char count = (unsigned char)n;

	packet->n = 0;
	put(packet, &count, 1);
	send_packet(fd, packet);
	for (size_t i = 0; i < n; i++) {
		put_text(packet, "def");
		for (int k = 0; k < 3; k++)
			put_text(packet, "");
		put_text(packet, names[i]);
		put_text(packet, names[i]);
		put(packet, "\x0c\x21\0\xff\xff\0\0\xfd\0\0\0\0\0", 13);
		send_packet(fd, packet);
	}
	send_end(fd, packet);
}

/* ---- who comes --------------------------------------------------------------------------------------- */

/* From 8.0 on accounts are of the kind whose client part is a plugin of its own. */
static bool is_sha2(void)
{
	return atoi(version) >= 8;
}

static void greet(int fd)
{
	const char *plugin = is_sha2() ? "caching_sha2_password" : "mysql_native_password";
	struct packet packet = { .number = 0 };

	put(&packet, "\x0a", 1);
	put(&packet, version, strlen(version) + 1);
	put(&packet, "\x07\0\0\0abcdefgh\0\x0d\xa2\x21\2\0\x08\0\x15", 21);
	put(&packet, "\0\0\0\0\0\0\0\0\0\0ijklmnopqrst", 23);
	put(&packet, plugin, strlen(plugin) + 1);
	send_packet(fd, &packet);
}

/* Everybody is let in; with a password as one whose digest is cached. */
static void let_in(int fd, struct packet *packet)
{
	const size_t user = 32;
	size_t length = user < packet->n ? strlen((char *)packet->bytes + user) : 0;
	bool password = packet->bytes[user + length + 1] != 0;

	if (password && is_sha2()) {
		packet->n = 0;
		put(packet, "\1\3", 2);
		send_packet(fd, packet);
	}
	send_ok(fd, packet);
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
	send_columns(fd, packet, names, n);
	for (size_t i = 0; *values[0] && i < n; i++)
		put_text(packet, values[i]);
	if (*values[0])
		send_packet(fd, packet);
	send_end(fd, packet);
	for (size_t i = 0; i < n; i++)
		free((char *)names[i]);
}

static void show_variables(int fd, struct packet *packet, const char *statement)
{
	static const char *const names[] = { "Variable_name", "Value" };
	char quoted[128];

	send_columns(fd, packet, names, EB_COUNT(names));
	for (size_t i = 0; i < n_vars; i++) {
		snprintf(quoted, sizeof(quoted), "'%s'", vars[i].name);
		if (!strstr(statement, quoted))
			continue;
		put_text(packet, vars[i].name);
		put_text(packet, vars[i].value);
		send_packet(fd, packet);
	}
	send_end(fd, packet);
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
		send_error(fd, packet, 1193, why);
		return;
	}
	if (!strcmp(*found, "ON") || !strcmp(*found, "OFF"))
		value = *value == '1' ? "ON" : "OFF";
	value += *value == '\'';
	n = strcspn(value, "'");
	set(text, length, value, n);
	send_ok(fd, packet);
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
		send_ok(fd, packet);
	else
		send_error(fd, packet, 1064, "You have an error in your SQL syntax");
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

	if (!receive(fd, &packet))
		return false;
	if (!connection->known) {
		connection->known = true;
		let_in(fd, &packet);
	} else if (packet.bytes[0] == 3) {
		char *statement = strndup((char *)packet.bytes + 1, packet.n - 1);

		answer(fd, &packet, statement);
		free(statement);
	} else if (packet.bytes[0] == 1) {
		return false;
	} else {
		send_ok(fd, &packet);
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
				greet(fds[n++].fd);
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
