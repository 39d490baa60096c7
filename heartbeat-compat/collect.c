// SPDX-License-Identifier: GPL-2.0-or-later
#include <arpa/inet.h>
#include <errno.h>
#include <glob.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "heartbeat-compat/arena.h"
#include "heartbeat-compat/bundle.h"
#include "heartbeat-compat/collect.h"
#include "heartbeat-compat/left-out.h"
#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/tool.h"
#include "lib/core.h"
#include "lib/file.h"

enum { TOOL_MS = 10000, AGENT_MS = 5000, FILE_LIMIT = 1 << 20, DEPTH = 4 };

struct collection {
	GPtrArray *bundle;
	GString *facts;
	GPtrArray *secret; /* char *: paths of files that are one */
	bool with_key;
};

/* ---- files ------------------------------------------------------------------------------------ */

/* What a line "stonith TYPE FILE" of ha.cf names is a secret as a whole. */
static void learn_secrets(struct collection *c)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (eb_file_read("/etc/ha.d/ha.cf", FILE_LIMIT, &text, NULL) < 0)
		return;
	lines = g_strsplit(text, "\n", -1);
	for (size_t i = 0; lines[i]; i++) {
		struct eb_piece line = { lines[i], strlen(lines[i]) };
		struct eb_piece name = eb_next(&line, HB_BLANKS), file;

		eb_next(&line, HB_BLANKS);
		file = eb_next(&line, HB_BLANKS);
		if (name.length == strlen("stonith") &&
		    memcmp(name.begin, "stonith", name.length) == 0 && file.length)
			g_ptr_array_add(c->secret, g_strndup(file.begin, file.length));
	}
}

static bool is_secret(const struct collection *c, const char *path)
{
	return g_ptr_array_find_with_equal_func(c->secret, path, g_str_equal, NULL);
}

static void add_file(struct collection *c, const char *path)
{
	EB_CLEAN(eb_freep) char *text = NULL;
	g_autofree char *open = NULL;
	struct stat status;
	size_t length;

	if (eb_bundle_find(c->bundle, path + 1) || (!c->with_key && is_secret(c, path)) ||
	    stat(path, &status) < 0 || eb_file_read(path, FILE_LIMIT, &text, &length) < 0)
		return;
	open = c->with_key ? NULL : eb_leave_out(path, text);
	eb_bundle_add(c->bundle, path + 1, status.st_mode, open ? open : text,
		      open ? strlen(open) : length);
}

static void add_tree(struct collection *c, const char *path, int depth)
{
	g_autoptr(GDir) folder = depth ? g_dir_open(path, 0, NULL) : NULL;
	const char *name;

	if (!folder) {
		add_file(c, path);
		return;
	}
	while ((name = g_dir_read_name(folder))) {
		g_autofree char *below = g_build_filename(path, name, NULL);

		add_tree(c, below, depth - 1);
	}
}

static void add_matches(struct collection *c, const char *pattern)
{
	glob_t found;

	if (glob(pattern, 0, NULL, &found) != 0)
		return;
	for (size_t i = 0; i < found.gl_pathc; i++)
		add_file(c, found.gl_pathv[i]);
	globfree(&found);
}

static void add_files(struct collection *c)
{
	const char *path;

	learn_secrets(c);
	add_tree(c, "/etc/ha.d", DEPTH);
	add_file(c, "/etc/drbd.conf");
	add_tree(c, "/etc/drbd.d", DEPTH);
	add_matches(c, "/etc/my.cnf");
	add_matches(c, "/etc/my.cnf.d/*.cnf");
	add_matches(c, "/etc/mysql/*.cnf");
	add_matches(c, "/etc/mysql/*/*.cnf");
	/* With crm on the resources are there: of Heartbeat 2, and of 3 with a Pacemaker of its own. */
	add_file(c, "/var/lib/heartbeat/crm/cib.xml");
	add_file(c, "/var/lib/pacemaker/cib/cib.xml");
	eb_for_each (path, c->secret)
		if (*path == '/')
			add_file(c, path);
}

/* ---- what programs say ------------------------------------------------------------------------ */

static void add_text(struct collection *c, const char *name, const char *text)
{
	if (*text)
		eb_bundle_add(c->bundle, name, 0644, text, strlen(text));
}

/*
 * True: it was asked, and answered. What is not installed has nothing to tell, and a program may
 * refuse; one that hangs or dies would have told something, which is missing then.
 */
static bool has_told(const char *program, int code)
{
	int killed = eb_tool_signal(code);

	if ((code < 0 && code != -ENOENT) || killed)
		fprintf(stderr, "escapebeat: BEWARE: what %s knows is not in the bundle: %s\n",
			program,
			killed               ? strsignal(killed)
			: code == -ETIMEDOUT ? "it does not answer"
					     : g_strerror(-code));
	return code == 0;
}

static void add_network(struct collection *c)
{
	static const char *const what[][2] = { { "addr", "facts/addresses.json" },
					       { "route", "facts/routes.json" } };

	for (size_t i = 0; i < EB_COUNT(what); i++) {
		g_autofree char *text = NULL;

		if (has_told("ip", EB_TOOL(TOOL_MS, &text, "ip", "-j", what[i][0])))
			add_text(c, what[i][1], text);
	}
}

/* Units that can be started; a unit of SysV scripts is none yet, the script counts. */
static void add_units(struct collection *c)
{
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!has_told("systemctl", EB_TOOL(TOOL_MS, &text, "systemctl", "list-unit-files",
					   "--no-legend", "--no-pager", "--type=service")))
		return;
	add_text(c, "facts/units", text);
	lines = g_strsplit(text, "\n", -1);
	for (size_t i = 0; lines[i]; i++) {
		size_t length = strcspn(lines[i], " ");

		if (length && !strstr(lines[i], "@.service") && !strstr(lines[i], " masked") &&
		    !strstr(lines[i], " generated"))
			g_string_append_printf(c->facts, "unit %.*s\n", (int)length, lines[i]);
	}
}

static void add_scripts(struct collection *c)
{
	static const char *const folders[] = { "/etc/ha.d/resource.d/*", "/etc/init.d/*" };
	g_autoptr(GString) list = g_string_new(NULL);

	for (size_t i = 0; i < EB_COUNT(folders); i++) {
		glob_t found;

		if (glob(folders[i], 0, NULL, &found) != 0)
			continue;
		for (size_t n = 0; n < found.gl_pathc; n++) {
			const char *path = found.gl_pathv[n];
			struct stat status;

			if (access(path, X_OK) < 0 || stat(path, &status) < 0 ||
			    !S_ISREG(status.st_mode) || strpbrk(path, " \t\n#"))
				continue;
			g_string_append_printf(list, "%s\n", path);
			g_string_append_printf(c->facts, "script %s\n", strrchr(path, '/') + 1);
		}
		globfree(&found);
	}
	add_text(c, "facts/init-scripts", list->str);
}

/* Fence agents by name alone: dozens are installed, most in Python, and few are ever used. */
static void add_fence_agents(GString *list)
{
	glob_t found;

	if (glob("/usr/sbin/fence_*", 0, NULL, &found) != 0)
		return;
	for (size_t i = 0; i < found.gl_pathc; i++)
		if (access(found.gl_pathv[i], X_OK) == 0)
			g_string_append_printf(list, "stonith:%s not-asked\n",
					       strrchr(found.gl_pathv[i], '/') + 1);
	globfree(&found);
}

/* PROVIDER:TYPE and the sha256 of what the agent answers to meta-data. */
static void add_agents(struct collection *c)
{
	g_autoptr(GString) list = g_string_new(NULL);
	glob_t found;

	if (glob("/usr/lib/ocf/resource.d/*/*", 0, NULL, &found) != 0)
		return;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		const char *path = found.gl_pathv[i];
		g_autofree char *folder = g_path_get_dirname(path);
		g_autofree char *provider = g_path_get_basename(folder), *text = NULL;
		g_autofree char *digest = NULL;
		struct stat status;

		if (access(path, X_OK) < 0 || stat(path, &status) < 0 || !S_ISREG(status.st_mode))
			continue;
		if (has_told(path, EB_TOOL(AGENT_MS, &text, path, "meta-data")))
			digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
		g_string_append_printf(list, "ocf:%s:%s %s\n", provider, strrchr(path, '/') + 1,
				       digest ? digest : "no-metadata");
	}
	globfree(&found);
	add_fence_agents(list);
	add_text(c, "facts/agents", list->str);
}

static void add_versions(struct collection *c)
{
	static const char *const programs[][2] = {
		{ "heartbeat", "/usr/lib/heartbeat/heartbeat\0-V" },
		{ "heartbeat", "/usr/libexec/heartbeat/heartbeat\0-V" },
		{ "corosync", "corosync\0-v" },
		{ "pacemaker", "pacemakerd\0--version" },
		{ "drbd", "drbdadm\0--version" },
		{ "systemd", "systemctl\0--version" },
	};
	g_autoptr(GString) list = g_string_new("escapebeat " PACKAGE_VERSION "\n");
	EB_CLEAN(eb_freep) char *release = NULL;
	struct utsname kernel;

	uname(&kernel);
	g_string_append_printf(list, "%s %s %s\n", kernel.sysname, kernel.release, kernel.machine);
	for (size_t i = 0; i < EB_COUNT(programs); i++) {
		const char *program = programs[i][1];
		g_autofree char *text = NULL;

		if (has_told(program,
			     EB_TOOL(TOOL_MS, &text, program, program + strlen(program) + 1)))
			g_string_append_printf(list, "%s: %s\n", programs[i][0],
					       eb_first_line(text));
	}
	add_text(c, "facts/versions", list->str);
	if (eb_file_read("/etc/os-release", FILE_LIMIT, &release, NULL) == 0)
		add_text(c, "etc/os-release", release);
}

/* ---- node.facts ------------------------------------------------------------------------------- */

static int prefix_of(const struct sockaddr *mask, const void *bytes, size_t size)
{
	int prefix = 0;

	for (size_t i = 0; mask && i < size; i++)
		prefix += __builtin_popcount(((const unsigned char *)bytes)[i]);
	return prefix;
}

/* In the kernel's order: the first address of a network is the one that packets come from. */
static void add_addresses(struct collection *c)
{
	struct ifaddrs *list, *at;

	if (getifaddrs(&list) < 0)
		return;
	for (at = list; at; at = at->ifa_next) {
		int family = at->ifa_addr ? at->ifa_addr->sa_family : AF_UNSPEC;
		const struct sockaddr_in6 *six = (const void *)at->ifa_addr;
		const struct sockaddr_in *four = (const void *)at->ifa_addr;
		const void *bytes = family == AF_INET ? (const void *)&four->sin_addr
						      : (const void *)&six->sin6_addr;
		size_t size = family == AF_INET ? 4 : 16;
		size_t skip = (size_t)((const char *)bytes - (const char *)at->ifa_addr);
		char text[INET6_ADDRSTRLEN];

		if ((family != AF_INET && family != AF_INET6) || (at->ifa_flags & IFF_LOOPBACK) ||
		    (family == AF_INET6 && IN6_IS_ADDR_LINKLOCAL(&six->sin6_addr)))
			continue;
		/* An IPv4 address with a label has it as its name: eth0:1. */
		g_string_append_printf(
			c->facts, "address %.*s %s/%d\n", (int)strcspn(at->ifa_name, ":"),
			at->ifa_name, inet_ntop(family, bytes, text, sizeof(text)),
			prefix_of(at->ifa_netmask, (const char *)at->ifa_netmask + skip, size));
	}
	freeifaddrs(list);
}

GPtrArray *eb_collect(bool with_key, char **node)
{
	static void (*const steps[])(struct collection *) = {
		add_addresses, add_units,  add_scripts,  add_files,
		add_network,   add_agents, add_versions,
	};
	struct collection c = {
		.bundle = eb_bundle_new(),
		.facts = g_string_new(NULL),
		.secret = g_ptr_array_new_with_free_func(g_free),
		.with_key = with_key,
	};
	struct utsname self;

	uname(&self);
	*node = g_strdup(self.nodename);
	g_string_printf(c.facts, "node %s\n", *node);
	for (size_t i = 0; i < EB_COUNT(steps); i++)
		steps[i](&c);
	add_text(&c, "node.facts", c.facts->str);
	g_string_free(c.facts, TRUE);
	g_ptr_array_unref(c.secret);
	return c.bundle;
}
