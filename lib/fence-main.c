// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * main() of every fence agent: from words to options, from options to the one action.
 * Whatever is not understood ends here, before the device is spoken to.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/clock.h"
#include "lib/fence-options.h"
#include "lib/file.h"
#include "lib/run.h"

enum { MAX_FAULTS = 32, SECRET_MAX = 4096, SCRIPT_MS = 10000, SSH_PORT = 22 };

/* A socket must never become stderr. */
static void fill_standard_fds(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)!open("/dev/null", O_RDWR);
}

static bool ends_with(const char *program, const char *name)
{
	size_t a = strlen(program), b = strlen(name);

	return a > b && program[a - b - 1] == '_' && !strcmp(program + a - b, name);
}

/* Which agent the program is, by the name it was called by; of two that fit, the longer name. */
static void choose(struct eb_fence *fence, const char *argv0)
{
	const char *slash = argv0 ? strrchr(argv0, '/') : NULL;
	size_t best = 0;

	fence->program = slash ? slash + 1 : argv0 ? argv0 : eb_fence_agents[0]->name;
	fence->agent = eb_fence_agents[0];
	for (size_t i = 0; eb_fence_agents[i]; i++) {
		const struct eb_fence_agent *agent = eb_fence_agents[i];

		if (ends_with(fence->program, agent->name) && strlen(agent->name) > best) {
			fence->agent = agent;
			fence->alias = NULL;
			best = strlen(agent->name);
		}
		for (const struct eb_fence_alias *a = agent->aliases; a && a->name; a++) {
			if (!ends_with(fence->program, a->name) || strlen(a->name) <= best)
				continue;
			fence->agent = agent;
			fence->alias = a;
			best = strlen(a->name);
		}
	}
}

/* metadata, man page, help and version need no other option, and are answered whatever they are. */
static bool answer(const struct eb_fence *fence, const struct eb_param *rows, const char *action)
{
	const struct eb_fence_std *std = fence->std;

	if (std->help)
		action = "help";
	if (std->version)
		action = "version";
	if (!strcmp(action, "metadata") || !strcmp(action, "meta-data"))
		eb_fence_metadata(fence, rows);
	else if (!strcmp(action, "manpage"))
		eb_fence_man(fence, rows);
	else if (!strcmp(action, "help"))
		eb_fence_help(fence, rows);
	else if (!strcmp(action, "version"))
		printf("%s (escapebeat) %s\n", fence->program, PACKAGE_VERSION);
	else
		return false;
	return true;
}

/* Tells each fault that matters for this action; false when there was one. */
static bool judge(const struct eb_fence *fence, const char *action,
		  const struct eb_param_fault *faults, size_t n)
{
	bool good = true;
	char wants[256];

	for (size_t i = 0; i < n; i++) {
		const struct eb_param *param = faults[i].param;

		eb_param_expects(param, wants, sizeof(wants));
		if (!faults[i].text) {
			if (!strcmp(param->name, "plug") &&
			    !eb_fence_wants_plug(fence->agent, action))
				continue;
			eb_fence_say(fence, "option %s is missing: wants %s", param->name, wants);
			good = false;
		} else if (param->type == &eb_type_bool) {
			/* It never stood in the way of fencing. */
			eb_fence_say(fence, "option %s is '%s': wants %s; going on without it",
				     param->name, faults[i].text, wants);
		} else {
			bool secret = param->flags & EB_SECRET;

			eb_fence_say(fence, "option %s is %s%s%s: wants %s", param->name,
				     secret ? "wrong" : "'", secret ? "" : faults[i].text,
				     secret ? "" : "'", wants);
			good = false;
		}
	}
	return good;
}

static void cut(char *text)
{
	size_t len = strlen(text);

	while (len && isspace((unsigned char)text[len - 1]))
		text[--len] = '\0';
}

/* The output of a shell command, without the blanks at its end; NULL: it failed, and was told. */
static char *ask_script(const struct eb_fence *fence, const char *option, const char *script)
{
	const char *argv[] = { "sh", "-c", script, NULL };
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	EB_CLEAN(eb_run_free)
	struct eb_run run = { .argv = argv, .deadline_ms = eb_clock_ms() + SCRIPT_MS };
	int r;

	run.err_fd = null < 0 ? 0 : null;
	r = eb_run(&run);
	if (null >= 0)
		close(null);
	if (r == 0 && run.status != 0)
		eb_fence_say(fence, "the command of %s exits with %d", option, run.status);
	else if (r < 0)
		eb_fence_say(fence, "cannot run the command of %s: %s", option, strerror(-r));
	if (r < 0 || run.status != 0)
		return NULL;
	cut(run.output);
	if (!run.output[0]) {
		eb_fence_say(fence, "the command of %s prints nothing", option);
		return NULL;
	}
	return EB_TAKE(run.output);
}

/* The first line of a file. */
static char *ask_file(const struct eb_fence *fence, const char *option, const char *path)
{
	char *text = NULL;
	int r = eb_file_read(path, SECRET_MAX, &text, NULL);

	if (r < 0) {
		eb_fence_say(fence, "cannot read %s (%s): %s", path, option, strerror(-r));
		return NULL;
	}
	text[strcspn(text, "\r\n")] = '\0';
	if (!*text) {
		eb_fence_say(fence, "%s (%s) is empty", path, option);
		free(text);
		return NULL;
	}
	return text;
}

/* Secrets that are kept elsewhere.  They live as long as the process does. */
static bool fetch_secrets(const struct eb_fence *fence, struct eb_fence_std *std, char *fetched[2])
{
	if (std->password_script)
		fetched[0] = ask_script(fence, "password_script", std->password_script);
	else if (std->password_file)
		fetched[0] = ask_file(fence, "password_file", std->password_file);
	if (std->priv_passwd_script)
		fetched[1] = ask_script(fence, "snmp_priv_passwd_script", std->priv_passwd_script);
	if (fetched[0])
		std->password = fetched[0];
	if (fetched[1])
		std->priv_passwd = fetched[1];
	return (fetched[0] || !(std->password_script || std->password_file)) &&
	       (fetched[1] || !std->priv_passwd_script);
}

/* Cuts "1,2" into plugs, in place.  Where there is none, all of none would be off. */
static bool split_plugs(struct eb_fence *fence, char *plugs, const char *separator)
{
	char *rest, *plug;

	for (plug = strtok_r(plugs, separator, &rest); plug;
	     plug = strtok_r(NULL, separator, &rest)) {
		if (fence->n_plugs == EB_COUNT(fence->plugs)) {
			eb_fence_say(fence, "more than %zu plugs", EB_COUNT(fence->plugs));
			return false;
		}
		fence->plugs[fence->n_plugs++] = plug;
	}
	if (!fence->n_plugs)
		eb_fence_say(fence, "option plug has nothing but what parts plugs ('%s')",
			     separator);
	return fence->n_plugs;
}

static bool complete(struct eb_fence *fence, struct eb_fence_std *std,
		     struct eb_fence_options *options, char **plugs)
{
	unsigned uses = fence->agent->uses;
	const char *plug;

	if (eb_fence_options_plug(options, &plug) < 0) {
		eb_fence_say(fence, "options plug ('%s') and port ('%s') contradict each other",
			     options->plug, options->port);
		return false;
	}
	/* Of those that speak both, the default port is telnet's. */
	if (uses & EB_USES_TELNET && std->ssh && !eb_fence_options_text("ipport", options))
		std->ipport = SSH_PORT;
	std->plug = plug;
	std->nodename = options->nodename;
	if (std->port_as_ip && plug)
		std->ip = plug;
	if (uses & EB_USES_IP && !std->ip && !(fence->agent->flags & EB_IP_OPTIONAL)) {
		eb_fence_say(fence, "option ip is missing: wants the address of the device");
		return false;
	}
	if (uses & EB_USES_LOGIN && !(fence->agent->flags & EB_SECRET_OPTIONAL) && !std->password &&
	    !std->password_script && !std->password_file && !std->identity_file) {
		eb_fence_say(fence, "none of password, password_script and password_file is given");
		return false;
	}
	if (uses & EB_USES_PLUG && plug) {
		*plugs = strdup(plug);
		return *plugs && split_plugs(fence, *plugs, std->plug_separator ?: ",");
	}
	if (!(uses & EB_USES_PLUG) || fence->agent->flags & EB_PLUG_OPTIONAL)
		fence->plugs[fence->n_plugs++] = "";
	return true;
}

/* The fencer ends what takes too long, by a timeout that it does not tell us. */
static void keep_time(struct eb_fence_std *std)
{
	const char *caller = getenv("PCMK_service");

	if (caller && !strcmp(caller, "pacemaker-fenced"))
		std->disable_timeout = true;
}

static int act(struct eb_fence *fence, struct eb_fence_options *options, struct eb_fence_std *std,
	       const char *action)
{
	struct eb_param_fault faults[MAX_FAULTS];
	EB_CLEAN(eb_freep) char *plugs = NULL;
	char *fetched[2] = { NULL, NULL };
	size_t n;
	int code = 1;

	if (!eb_fence_can(fence->agent, action)) {
		eb_fence_say(fence, "unrecognised action '%s'", action);
		return 1;
	}
	keep_time(std);
	n = eb_params_fill(options->rows, std, eb_fence_options_text, options, faults, MAX_FAULTS);
	if (options->level[0] && !eb_fence_options_text("verbose_level", options))
		std->verbose_level = atol(options->level);
	else if (std->verbose && !std->verbose_level)
		std->verbose_level = 1;
	std->verbose = std->verbose_level > 0;
	if (options->unknown[0])
		eb_fence_say(fence, "unknown option ignored: %s", options->unknown);
	if (judge(fence, action, faults, n < MAX_FAULTS ? n : MAX_FAULTS) &&
	    complete(fence, std, options, &plugs) &&
	    (!strcmp(action, "validate-all") || fetch_secrets(fence, std, fetched)))
		code = eb_fence_run(fence, action);
	for (size_t i = 0; i < EB_COUNT(fetched); i++) {
		if (fetched[i])
			explicit_bzero(fetched[i], strlen(fetched[i]));
		free(fetched[i]);
	}
	return code;
}

/*
 * The few options that have to be known before the others are looked at.  Of a configuration's
 * lines the action counts, not help or version beside it: their success would be taken for its.
 */
static void look_ahead(struct eb_fence_options *options, struct eb_fence_std *std, bool only_quiet)
{
	const struct {
		const char *name;
		bool *into;
	} early[] = { { "quiet", &std->quiet },
		      { "help", &std->help },
		      { "version", &std->version } };

	for (size_t i = 0; i < (only_quiet ? 1 : EB_COUNT(early)); i++) {
		const char *text = eb_fence_options_text(early[i].name, options);

		if (text)
			eb_bool_parse(text, early[i].into);
	}
}

/* What libraries tidy up at exit(3) goes with the process; only who looks for leaks wants it done. */
#ifdef __SANITIZE_ADDRESS__
#define leave exit
#else
#define leave _exit
#endif

int main(int argc, char **argv)
{
	static struct eb_fence_options options;
	struct eb_fence fence = { 0 };
	EB_CLEAN(eb_freep) struct eb_fence_std *std = NULL;
	char why[256] = "", action[32] = "";
	const char *said;
	int r, code = 1;

	fill_standard_fds();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_DFL);
	choose(&fence, argv[0]);
	std = calloc(1, fence.agent->conf_size ?: sizeof(*std));
	if (!std)
		return 1;
	fence.std = std;
	fence.conf = std;
	eb_fence_options_build(&options, &fence);
	if (argc > 1)
		r = eb_fence_options_parse(&options, argc, argv, why, sizeof(why));
	else
		r = eb_fence_options_read(&options, STDIN_FILENO);
	said = eb_fence_options_text("action", &options);
	look_ahead(&options, std, argc <= 1 && said);
	for (size_t i = 0; said && said[i] && i + 1 < sizeof(action); i++)
		action[i] = (char)tolower((unsigned char)said[i]);
	if (r < 0)
		eb_fence_say(&fence, "cannot read the options: %s", why[0] ? why : strerror(-r));
	else if (answer(&fence, options.rows, action))
		code = 0;
	else if (!said)
		eb_fence_say(&fence, "option action is missing: nothing is done");
	else
		code = act(&fence, &options, std, action);
	if (fflush(stdout) || ferror(stdout))
		code = 1;
	eb_fence_options_forget(&options);
	leave(code);
}
