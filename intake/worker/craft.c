#include "intake/worker/craft.h"

#include "intake/bankrows.h"
#include "intake/worker/binder.h"
#include "intake/worker/blank.h"
#include "intake/worker/boxes.h"
#include "intake/worker/camt.h"
#include "intake/worker/spots.h"

#include <assert.h>
#include <string.h>

typedef struct CraftRow {
	const char *name;
	cJSON *(*make)(const CraftTray *tray, const Hatch *hatch, GError **error);
} CraftRow;

static const CraftRow crafts[] = {
	{ "look", binder_look },
	{ "bind", binder_bind },
	{ "fields", blank_fields },
	{ "fill", blank_fill },
	{ "boxes", boxes_told },
	{ "spots", spots_told },
	{ "picture", binder_picture },
	{ "exhibit", binder_exhibit },
	{ "join", binder_join },
	{ BANKROWS_CRAFT, camt_rows },
	{ "redact", binder_redact },
};

static bool spread(CraftTray *tray, const char *bytes, size_t size)
{
	const cJSON *inputs = json_get(tray->whole, "inputs"), *input;
	size_t at = 0;
	tray->order = json_get(tray->whole, "order");
	tray->documents = g_new0(CraftDocument, MAX(cJSON_GetArraySize(inputs), 1));
	cJSON_ArrayForEach(input, inputs)
	{
		int64_t length = json_get_int(input, "size", -1);
		if (length < 0 || (uint64_t)length > size - at)
			return false;
		tray->documents[tray->count++] = (CraftDocument){ json_get_text(input, "name"), bytes + at, (size_t)length };
		at += (size_t)length;
	}
	return at == size && tray->order != NULL;
}

CraftTray *craft_tray(const char *bytes, size_t size, const char *order, size_t order_size)
{
	g_autoptr(CraftTray) tray = g_new0(CraftTray, 1);
	tray->whole = order != NULL ? json_parse(order, order_size) : NULL;
	return tray->whole != NULL && spread(tray, bytes, size) ? g_steal_pointer(&tray) : NULL;
}

void craft_tray_free(CraftTray *tray)
{
	if (tray == NULL)
		return;
	cJSON_Delete(tray->whole);
	g_free(tray->documents);
	g_free(tray);
}

cJSON *craft_make(const char *craft, const CraftTray *tray, const Hatch *hatch, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(crafts); i++)
		if (strcmp(crafts[i].name, craft) == 0)
			return crafts[i].make(tray, hatch, error);
	assert(!"no such craft");
	return NULL;
}
