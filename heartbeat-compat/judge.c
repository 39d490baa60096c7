// SPDX-License-Identifier: GPL-2.0-or-later
#include "heartbeat-compat/judge.h"
#include "heartbeat-compat/check-plan.h"
#include "heartbeat-compat/forecast.h"
#include "heartbeat-compat/simulate.h"

void eb_judge(struct eb_plan *plan, struct eb_diag *diag)
{
	struct eb_forecast *forecast = eb_forecast_new(plan);

	eb_check_scores(plan, diag);
	if (!forecast) {
		if (plan->cib.resources->len)
			eb_simulate_start(plan, diag);
		return;
	}
	eb_forecast_note(forecast, plan);
	eb_simulate(forecast, diag);
	eb_forecast_free(forecast);
}
