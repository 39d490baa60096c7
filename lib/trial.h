// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the agents to try a cluster with (Dummy, Stateful) have in common: they can
 * write down what the cluster tells them.
 */
#ifndef EB_TRIAL_H
#define EB_TRIAL_H

#include "lib/agent.h"

/*
 * Appends the action, the time and the environment, sorted, to the file, which is
 * made readable for its owner alone: secrets are among the variables.  Nothing is
 * done when path is NULL; a file that cannot be written is a warning in the log.
 */
void eb_trial_record(const struct eb_call *call, const char *path);

#endif
