#include "intake/json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void json_int(cJSON *object, const char *key, int64_t value)
{
	char text[32];
	g_snprintf(text, sizeof text, "%" PRId64, value);
	cJSON_AddRawToObject(object, key, text);
}

void json_text(cJSON *object, const char *key, const char *text)
{
	if (text == NULL)
		cJSON_AddNullToObject(object, key);
	else
		cJSON_AddStringToObject(object, key, text);
}

void json_word(cJSON *object, const char *key, const char *text)
{
	cJSON_AddItemToObjectCS(object, key, text == NULL ? cJSON_CreateNull() : cJSON_CreateStringReference(text));
}

void json_copy(cJSON *object, const char *key, const char *text)
{
	cJSON_AddItemToObjectCS(object, key, text == NULL ? cJSON_CreateNull() : cJSON_CreateString(text));
}

void json_number(cJSON *object, const char *key, int64_t value)
{
	char text[32];
	g_snprintf(text, sizeof text, "%" PRId64, value);
	cJSON_AddItemToObjectCS(object, key, cJSON_CreateRaw(text));
}

void json_bool(cJSON *object, const char *key, bool value)
{
	cJSON_AddBoolToObject(object, key, value);
}

void json_money(cJSON *object, const char *key, Money value)
{
	json_int(object, key, money_ore(value));
}

void json_date(cJSON *object, const char *key, Date value)
{
	g_autofree char *text = date_iso(value);
	json_text(object, key, text);
}

void json_null(cJSON *object, const char *key)
{
	cJSON_AddNullToObject(object, key);
}

cJSON *json_array(cJSON *object, const char *key)
{
	return cJSON_AddArrayToObject(object, key);
}

cJSON *json_object(cJSON *object, const char *key)
{
	return cJSON_AddObjectToObject(object, key);
}

cJSON *json_push(cJSON *array)
{
	cJSON *object = cJSON_CreateObject();
	cJSON_AddItemToArray(array, object);
	return object;
}

void json_push_text(cJSON *array, const char *text)
{
	cJSON_AddItemToArray(array, cJSON_CreateString(text));
}

cJSON *json_result(const char *name)
{
	cJSON *object = cJSON_CreateObject();
	g_autofree char *schema = g_strdup_printf("paakrav.%s/1", name);
	json_text(object, "schema", schema);
	return object;
}

const cJSON *json_get(const cJSON *object, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(object, key);
}

const char *json_get_text(const cJSON *object, const char *key)
{
	const cJSON *item = json_get(object, key);
	return cJSON_IsString(item) ? item->valuestring : NULL;
}

int64_t json_get_int(const cJSON *object, const char *key, int64_t fallback)
{
	const cJSON *item = json_get(object, key);
	if (cJSON_IsRaw(item)) {
		gint64 value;
		return g_ascii_string_to_signed(item->valuestring, 10, G_MININT64, G_MAXINT64, &value, NULL) ? value
		                                                                                               : fallback;
	}
	/* A parsed number: exact only as far as a double's integers reach; anything larger travels as a string. */
	if (cJSON_IsNumber(item) && item->valuedouble >= -9007199254740992.0 && item->valuedouble <= 9007199254740992.0)
		return (int64_t)item->valuedouble;
	return fallback;
}

bool json_get_bool(const cJSON *object, const char *key)
{
	return cJSON_IsTrue(json_get(object, key));
}

static char *adopt(char *printed, const char *tail)
{
	/* GLib frees with free() (since 2.46), so a long text need not be copied. */
	size_t n = strlen(printed), more = strlen(tail) + 1;
	char *text = g_realloc(printed, n + more);
	memcpy(text + n, tail, more);
	return text;
}

char *json_print(const cJSON *json)
{
	return adopt(cJSON_Print(json), "\n");
}

char *json_print_compact(const cJSON *json)
{
	return adopt(cJSON_PrintUnformatted(json), "");
}

cJSON *json_parse(const char *text, size_t size)
{
	const char *end = NULL;
	cJSON *json = cJSON_ParseWithLengthOpts(text, size, &end, 0);
	if (json == NULL)
		return NULL;
	for (const char *p = end; p < text + size; p++) {
		if (!g_ascii_isspace(*p)) {
			cJSON_Delete(json);
			return NULL;
		}
	}
	return json;
}
