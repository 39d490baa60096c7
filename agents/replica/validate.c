// SPDX-License-Identifier: GPL-2.0-or-later
/* Do the parameters, the clone's options and the kernel's module fit together? */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/replica/clone.h"
#include "agents/replica/config.h"
#include "lib/file.h"
#include "lib/run.h"

static const char default_conf[] = "/etc/drbd.conf";

const char *eb_drbd_conf_path(const struct eb_call *call)
{
	const struct eb_drbd_conf *conf = call->conf;

	return !conf->drbdconf || !strcmp(conf->drbdconf, default_conf) ? NULL : conf->drbdconf;
}

/* The pair of names that a release of Pacemaker sends for a number. */
static long meta(const char *name, const char *old, long otherwise)
{
	const char *text = eb_meta(name) ?: eb_meta(old);

	return text ? strtol(text, NULL, 10) : otherwise;
}

/* "8.4.11" as a number; -1: no version. */
static long version(const char *text)
{
	int part[3];

	if (sscanf(text, "%d.%d.%d", &part[0], &part[1], &part[2]) != 3)
		return -1;
	return part[0] * 1000000L + part[1] * 1000L + part[2];
}

static bool are_plain(const char *text)
{
	for (; *text; text++)
		if (strchr(" \t\n\"'`$;&|<>(){}[]*?\\!", *text))
			return false;
	return true;
}

static enum eb_ocf check_clone(const struct eb_drbd_conf *conf)
{
	const char *notify = eb_meta("notify");
	bool told = false;

	if (meta("clone_node_max", "clone_node_max", 1) != 1 ||
	    meta("promoted_node_max", "master_node_max", 1) != 1)
		return eb_fail(OCF_ERR_CONFIGURED, 0,
			       "clone-node-max and promoted-node-max have to be 1: DRBD runs once "
			       "on a node");
	if (meta("promoted_max", "master_max", 1) > 2)
		return eb_fail(OCF_ERR_CONFIGURED, 0, "promoted-max is more than 2");
	if (notify)
		eb_bool_parse(notify, &told);
	if (eb_in_cluster() && !told && !conf->ignore_missing_notify)
		return eb_fail(
			OCF_ERR_CONFIGURED, 0,
			"the clone wants notify=true (or ignore_missing_notifications=true)");
	return OCF_SUCCESS;
}

enum eb_ocf eb_drbd_validate(const struct eb_call *call)
{
	const struct eb_drbd_conf *conf = call->conf;
	long ge = version(conf->module_ge), lt = version(conf->module_lt);

	if (!are_plain(conf->resource))
		return eb_fail(OCF_ERR_CONFIGURED, 0,
			       "parameter drbd_resource is '%s': wants a name", conf->resource);
	if (conf->drbdconf && !are_plain(conf->drbdconf))
		return eb_fail(OCF_ERR_CONFIGURED, 0, "parameter drbdconf is '%s': wants a path",
			       conf->drbdconf);
	if (ge < 0 || lt < 0)
		return eb_fail(OCF_ERR_CONFIGURED, 0,
			       "require_drbd_module_version_%s wants a version such as 9.0.0",
			       ge < 0 ? "ge" : "lt");
	/* A running resource is not stopped for an option of its clone. */
	return strcmp(call->action->name, "monitor") ? check_clone(conf) : OCF_SUCCESS;
}

/* The module's version: of the one that is loaded, else of the one that would be. */
static int module_version(const struct eb_call *call, long *number)
{
	const char *argv[] = { "modinfo", "-F", "version", "drbd", NULL };
	EB_CLEAN(eb_run_free)
	struct eb_run run = { .argv = argv, .deadline_ms = call->deadline_ms };
	EB_CLEAN(eb_freep) char *text = NULL;
	int r = eb_file_read("/sys/module/drbd/version", 4096, &text, NULL);

	if (r == 0) {
		*number = version(text);
		return 0;
	}
	r = eb_run(&run);
	if (r < 0 || run.status != 0)
		return r < 0 ? r : -ENODEV;
	*number = version(run.output);
	return 0;
}

enum eb_ocf eb_drbd_validate_host(const struct eb_call *call)
{
	const struct eb_drbd_conf *conf = call->conf;
	long number = -1;
	int r = module_version(call, &number);

	if (r < 0)
		return eb_fail(OCF_ERR_INSTALLED, -r, "this kernel has no module drbd");
	if (number < version(conf->module_ge) || number >= version(conf->module_lt))
		return eb_fail(OCF_ERR_INSTALLED, 0,
			       "the module drbd has version %ld.%ld.%ld: wanted is one from %s to "
			       "below %s",
			       number / 1000000, number / 1000 % 1000, number % 1000,
			       conf->module_ge, conf->module_lt);
	return eb_drbd_config_check(eb_drbd_conf_path(call), conf->resource, EB_DRBD_CLONE,
				    call->deadline_ms);
}
