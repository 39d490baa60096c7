// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drbd: a DRBD resource, up on each of its nodes and promoted on one.  DRBD itself is the state:
 * what it says of roles, disks and connections decides, and the promotion score carries it to
 * Pacemaker.  What the kernel refuses is tried again until the time is over, since a peer's
 * death is noticed by Pacemaker first, and then told with the kernel's reason.
 */
#include "agents/replica/clone.h"

static const struct eb_param params[] = {
	{ "drbd_resource", EB_STRING(struct eb_drbd_conf, resource),
	  .flags = EB_REQUIRED | EB_UNIQUE | EB_IDENTITY, .brief = "Name of the DRBD resource" },
	{ "drbdconf", EB_STRING(struct eb_drbd_conf, drbdconf), .value = "/etc/drbd.conf",
	  .brief = "Path of drbd.conf" },
	{ "adjust_master_score", EB_STRING(struct eb_drbd_conf, scores), .flags = EB_RELOADABLE,
	  .value = "0 10 1000 10000", .brief = "Promotion scores",
	  .detail = "Four numbers that do not fall: for data that are only consistent; for good "
		    "data on a peer alone; for good data here while the peer's are unknown; for "
		    "good data here, and this node is primary or the peer's are known. 0: not to "
		    "be promoted." },
	{ "stop_outdates_secondary", EB_BOOL(struct eb_drbd_conf, stop_outdates),
	  .flags = EB_RELOADABLE, .value = "false", .brief = "Outdate the data of what is stopped",
	  .detail = "When a secondary is stopped while another node is promoted." },
	{ "ignore_missing_notifications", EB_BOOL(struct eb_drbd_conf, ignore_missing_notify),
	  .flags = EB_RELOADABLE, .value = "false", .brief = "Do not insist on notify=true" },
	{ "wfc_timeout", EB_TIME(struct eb_drbd_conf, wfc_timeout_ms), .flags = EB_RELOADABLE,
	  .value = "5", .min = 0, .max = 3600000, .brief = "Time that start waits for the peer" },
	{ "remove_master_score_if_peer_primary", EB_STRING(struct eb_drbd_conf, remove_score),
	  .flags = EB_RELOADABLE, .value = "false", .brief = "No score while a peer is primary",
	  .detail = "true, false, or unexpected: when Pacemaker knows of no promoted instance, so "
		    "that the cluster is probably split." },
	{ "fail_promote_early_if_peer_primary", EB_BOOL(struct eb_drbd_conf, fail_early),
	  .flags = EB_RELOADABLE, .value = "false",
	  .brief = "Promote fails at once while a peer is primary" },
	{ "unfence_if_all_uptodate", EB_BOOL(struct eb_drbd_conf, unfence), .flags = EB_RELOADABLE,
	  .value = "false", .brief = "Call the unfence handler when all data are up to date",
	  .detail = "So that a constraint which a fence-peer handler left behind goes." },
	{ "unfence_extra_args", EB_STRING(struct eb_drbd_conf, unfence_args),
	  .flags = EB_RELOADABLE,
	  .value = "--quiet --flock-required --flock-timeout 0 --unfence-only-if-owner-match",
	  .brief = "Arguments that the unfence handler finds in its environment" },
	{ "require_drbd_module_version_ge", EB_STRING(struct eb_drbd_conf, module_ge),
	  .value = "8.0.0", .brief = "Oldest version of the kernel's module" },
	{ "require_drbd_module_version_lt", EB_STRING(struct eb_drbd_conf, module_lt),
	  .value = "10.0.0", .brief = "Version that the kernel's module has to be below" },
	{ "connect_only_after_promote", EB_BOOL(struct eb_drbd_conf, connect_late),
	  .value = "false", .brief = "Stay disconnected until promoted",
	  .detail = "For stacked resources." },
	{ 0 },
};

static const struct eb_action actions[] = {
	{ "start", eb_drbd_start, .timeout = 240 },
	{ "promote", eb_drbd_promote, .timeout = 90 },
	{ "demote", eb_drbd_demote, .timeout = 90 },
	{ "notify", eb_drbd_notify, .timeout = 90 },
	{ "stop", eb_drbd_stop, .timeout = 100 },
	{ "monitor", eb_drbd_monitor, .timeout = 20, .interval = 20, .role = "Unpromoted" },
	{ "monitor", eb_drbd_monitor, .timeout = 20, .interval = 10, .role = "Promoted" },
	{ "reload", eb_drbd_reload, .timeout = 30 },
	{ "reload-agent", eb_drbd_reload, .timeout = 30 },
	{ 0 },
};

const struct eb_agent eb_agent = {
	.name = "drbd",
	.brief = "A DRBD resource as a promotable clone",
	.detail =
		"Start brings the resource up as secondary and stop takes it down; promote makes it "
		"primary. The promotion score tells Pacemaker how good this node's data are.\n\n"
		"Promote tries again until its time is over, unless the kernel says that there are "
		"no good data: a dead peer is noticed by DRBD later than by Pacemaker. What it was "
		"refused for is the exit reason.\n\n"
		"Both DRBD (fencing resource-and-stonith, with a fence-peer and an unfence handler) "
		"and Pacemaker (STONITH) have to fence, or data can diverge. A fencing policy "
		"without a handler makes every failover fail; start and validate-all warn of it.",
	.flags = EB_NEEDS_ROOT,
	.conf_size = sizeof(struct eb_drbd_conf),
	.params = params,
	.actions = actions,
	.validate = eb_drbd_validate,
	.validate_host = eb_drbd_validate_host,
};
