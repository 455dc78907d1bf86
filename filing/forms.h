/*
 * Forms: the commands about the form itself: its editions, the blank that a person holds them against, and the map of that
 * blank's fields.
 */
#ifndef PAAKRAV_FORMS_H
#define PAAKRAV_FORMS_H

#include "intake/command.h"

/* forms list */
int forms_list_run(const Call *call, cJSON **result, GError **error);
void forms_list_text(const Call *call, const cJSON *result, GString *out);
/* forms map BLANK [--draft FILE] [--edition EDITION] */
int forms_map_run(const Call *call, cJSON **result, GError **error);
void forms_map_text(const Call *call, const cJSON *result, GString *out);
/* forms confirm EDITION --blank FILE [--map FILE] --by NAME */
int forms_confirm_run(const Call *call, cJSON **result, GError **error);
void forms_confirm_text(const Call *call, const cJSON *result, GString *out);

#endif
