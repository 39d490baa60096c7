// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The services of a node: systemd's units where systemd runs, else the scripts of /etc/init.d
 * with the links of /etc/rc?.d.
 */
#ifndef EB_SERVICE_H
#define EB_SERVICE_H

#include <stdbool.h>
#include <stdint.h>

/* Does it run, is it started at boot?  A service that is not installed does neither; one that is
 * still stopping runs. */
bool eb_service_runs(const char *name);
bool eb_service_enabled(const char *name);

/* Does systemd have a unit of this name? 1, 0, or -errno when it did not say. */
int eb_service_known(const char *name);

/*
 * Starts or stops it, and waits at most wait_ms until it does or does not run. 0, 1 when it was so
 * already, -errno, or -EIO when its command failed; *why (g_free) is then what that said.
 */
int eb_service_run(const char *name, bool run, int64_t wait_ms, char **why);

/* Says whether it is started at boot. 0 also when it was so; else as above. */
int eb_service_enable(const char *name, bool enable, char **why);

/* Units may be started; without systemd there are none. */
bool eb_service_has_units(void);

/* Has systemd read its files again; nothing without systemd. 0 or -EIO, as above. */
int eb_service_reload(char **why);

#endif
