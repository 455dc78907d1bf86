/* Plan: commands that agree instalments, show how they stand, and draw the notice of default (assess/instalments.h). */
#ifndef PAAKRAV_PLAN_H
#define PAAKRAV_PLAN_H

#include "assess/instalments.h"
#include "intake/command.h"

extern const OptionRow plan_options[], plan_show_options[], plan_notice_options[];

/* plan CASE --from DATE (--amount KR | --count N) …: 1 when a person must look at it first */
int plan_run(const Call *call, cJSON **result, GError **error);
/* plan show CASE, plan list: on a day */
int plan_show_run(const Call *call, cJSON **result, GError **error);
int plan_list_run(const Call *call, cJSON **result, GError **error);
void plan_text(const Call *call, const cJSON *result, GString *out);
/* What they share: the debtor and the day that were asked for, the result, and the plans of a case in it. */
const Party *plan_debtor(const Case *c, const Call *call, GError **error);
bool plan_day(const Call *call, Date *on, GError **error);
cJSON *plan_result(Date on);
void plans_of_case(cJSON *plans, const Case *c, const Law *law, const char *only, Date on);
/* plan notice CASE: the letter default, with the instalment that is late and its day */
int plan_notice_run(const Call *call, cJSON **result, GError **error);

#endif
