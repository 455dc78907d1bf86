/*
 * Period: months of the books that are closed. What is booked in them stays as it is; a later booking goes to the first open
 * day, or is refused with the remedy (bkl § 9 stk. 3: what was registered must still be seen as it was).
 */
#ifndef PAAKRAV_PERIOD_H
#define PAAKRAV_PERIOD_H

#include "intake/command.h"

/* The last day that is closed; DATE_NONE: none is. */
bool period_closed_to(Store *store, Date *out, GError **error);
/* wanted itself, or the first day after the closed months. */
bool period_open_day(Store *store, Date wanted, Date *out, GError **error);
/* An Error of ERROR_INPUT, code "month-closed", when the day lies in a closed month; it names the entry. */
bool period_allows(Store *store, const char *id, Date day, GError **error);

/* ledger close YYYY-MM --by NAME */
int ledger_close_run(const Call *call, cJSON **result, GError **error);
void ledger_close_text(const Call *call, const cJSON *result, GString *out);
extern const OptionRow ledger_close_options[];

/* Its tables, a script of enforcement_room. */
extern const char period_tables[];

#endif
