/*
 * JSON as the contract wants it: integers written as raw text (cJSON's own numbers are doubles),
 * money as whole øre, dates as ISO days, unknown as null.
 */
#ifndef PAAKRAV_JSON_H
#define PAAKRAV_JSON_H

#include "intake/date.h"
#include "intake/money.h"

#include <cjson/cJSON.h>

/* Each adds one member to object; text NULL and DATE_NONE become null. */
void json_int(cJSON *object, const char *key, int64_t value);
void json_text(cJSON *object, const char *key, const char *text);
/*
 * For long lists: the key lives as long as the object and is not copied; json_word's text neither. json_copy copies its
 * text, json_number writes a whole number.
 */
void json_word(cJSON *object, const char *key, const char *text);
void json_copy(cJSON *object, const char *key, const char *text);
void json_number(cJSON *object, const char *key, int64_t value);
void json_bool(cJSON *object, const char *key, bool value);
void json_money(cJSON *object, const char *key, Money value);
void json_date(cJSON *object, const char *key, Date value);
void json_null(cJSON *object, const char *key);
cJSON *json_array(cJSON *object, const char *key); /* the new empty array */
cJSON *json_object(cJSON *object, const char *key);
cJSON *json_push(cJSON *array); /* a new empty object at the end of array */
void json_push_text(cJSON *array, const char *text);

/* {"schema":"paakrav.NAME/1"} */
cJSON *json_result(const char *name);

/* Reading back; missing or null answers the fallback. Integers are read from their text. */
const char *json_get_text(const cJSON *object, const char *key);
int64_t json_get_int(const cJSON *object, const char *key, int64_t fallback);
bool json_get_bool(const cJSON *object, const char *key);
const cJSON *json_get(const cJSON *object, const char *key);

/*
 * Indented text ending in a newline, newly allocated with g_malloc. Stable: members in the order they were added.
 */
char *json_print(const cJSON *json);
/* One line without a newline. */
char *json_print_compact(const cJSON *json);

/* Strict parsing of one value that fills the text; NULL when malformed. */
cJSON *json_parse(const char *text, size_t size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(cJSON, cJSON_Delete)

#endif
