/* Dialogue: calls, visits and messages logged; all that was said and written, in order; time given. */
#ifndef PAAKRAV_DIALOGUE_H
#define PAAKRAV_DIALOGUE_H

#include "intake/command.h"

extern const OptionRow call_log_options[], dialogue_options[], henstand_options[];

/* call CASE --on D --by NAME --outcome … */
int call_erase_run(const Call *call, cJSON **result, GError **error); /* call CASE --erase N --by NAME --why TEXT */
int call_run(const Call *call, cJSON **result, GError **error);
void call_text(const Call *call, const cJSON *result, GString *out);
/* dialogue CASE: letters, contacts, promises, offers, plans and payments, by day */
int dialogue_run(const Call *call, cJSON **result, GError **error);
void dialogue_text(const Call *call, const cJSON *result, GString *out);
/* henstand CASE --until DATE: 1 when limitation is too near */
int henstand_run(const Call *call, cJSON **result, GError **error);
void henstand_text(const Call *call, const cJSON *result, GString *out);

#endif
