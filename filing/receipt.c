#include "filing/receipt.h"

#include "filing/stamp.h"
#include "intake/digeststamp.h"

#include <string.h>

static char *base64_of(GBytes *bytes)
{
	gsize n;
	const guchar *data = g_bytes_get_data(bytes, &n);
	return g_base64_encode(data, n);
}

GBytes *receipt_sealed(const cJSON *receipt)
{
	g_autoptr(cJSON) bare = cJSON_Duplicate(receipt, true);
	cJSON_DeleteItemFromObjectCaseSensitive(bare, "seal");
	cJSON_DeleteItemFromObjectCaseSensitive(bare, "timestamp");
	char *text = json_print_compact(bare);
	return g_bytes_new_take(text, strlen(text));
}

bool receipt_seal(const char *home, cJSON *receipt, RandomSource random, GError **error)
{
	g_autofree char *keys = g_build_filename(home, "keys", NULL);
	g_autoptr(GBytes) bytes = receipt_sealed(receipt);
	g_autoptr(GBytes) signature = digest_sign_raw(keys, bytes, random, error);
	if (signature == NULL)
		return false;
	g_autofree char *base64 = base64_of(signature);
	cJSON_DeleteItemFromObjectCaseSensitive(receipt, "seal");
	cJSON_DeleteItemFromObjectCaseSensitive(receipt, "timestamp");
	json_text(receipt, "seal", base64);
	json_null(receipt, "timestamp");
	return true;
}

GBytes *receipt_stamped(const cJSON *receipt)
{
	const cJSON *head = json_get(receipt, "journal");
	const char *zip = json_get_text(receipt, "sha256"), *hash = json_get_text(head, "hash");
	char *text = g_strdup_printf("paakrav-receipt/1\n%s\n%" G_GINT64_FORMAT "\n%s\n", zip != NULL ? zip : "",
	                             (gint64)json_get_int(head, "seq", 0), hash != NULL ? hash : "");
	return g_bytes_new_take(text, strlen(text));
}

bool receipt_stamp(const char *home, cJSON *receipt, RandomSource random, GError **error)
{
	g_autoptr(GBytes) bytes = receipt_stamped(receipt), token = NULL;
	if (!stamp_fetch(home, bytes, random, &token, error))
		return false;
	cJSON_DeleteItemFromObjectCaseSensitive(receipt, "timestamp");
	if (token == NULL) {
		json_null(receipt, "timestamp");
		return true;
	}
	g_auto(StampTold) told = { 0 };
	if (!stamp_check("timestamp", token, bytes, NULL, &told, error))
		return false;
	g_autofree char *base64 = base64_of(token);
	cJSON *stamp = json_object(receipt, "timestamp");
	json_text(stamp, "time", told.time);
	json_text(stamp, "authority", told.authority);
	json_text(stamp, "token", base64);
	return true;
}
