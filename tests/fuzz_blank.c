/* Any bytes as an official blank: its fields told and guessed at, then filled, all of them, or an error. */
#include "filing/blankmap.h"
#include "intake/worker/blank.h"
#include "intake/worker/boxes.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static bool taken(void *self, const char *name, const void *bytes, size_t size)
{
	(void)name;
	if (bytes == NULL || size == 0)
		abort();
	*(int *)self += 1;
	return true;
}

/* A layer of one page of 50 by 8 mm. */
static const char layer[] = "%PDF-1.5\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
                            "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
                            "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 141.7 22.7]/Contents 4 0 R/Resources<<>>>> endobj\n"
                            "4 0 obj <</Length 12>> stream\n0 0 9 9 re f\n\nendstream endobj\ntrailer <</Root 1 0 R/Size 5>>\n%%EOF\n";

/* Every field gets a text or its tick. */
static cJSON *order_of(const cJSON *fields)
{
	cJSON *order = cJSON_CreateObject(), *texts = json_array(order, "texts"), *ticks = json_array(order, "ticks");
	json_array(order, "stamps");
	json_text(order, "title", "Blanket");
	const cJSON *field;
	cJSON_ArrayForEach(field, json_get(fields, "fields"))
	{
		const char *kind = json_get_text(field, "kind"), *state = json_get_text(field, "state");
		if (json_get_int(field, "number", -1) != 0 || json_get_bool(field, "hidden"))
			continue;
		bool writes = g_strcmp0(kind, "text") == 0 || g_strcmp0(kind, "choice") == 0;
		cJSON *row = writes || state != NULL ? json_push(writes ? texts : ticks) : NULL;
		if (row != NULL)
			json_text(row, "name", json_get_text(field, "name"));
		if (row != NULL && writes) {
			json_text(row, "text", "Æble");
			cJSON_AddItemToArray(json_array(row, "layers"), cJSON_CreateNumber(0));
		} else if (row != NULL) {
			json_text(row, "state", state);
		}
	}
	return order;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	CraftDocument documents[2] = { { "blanket.pdf", (const char *)bytes, size }, { "lag.pdf", layer, sizeof layer - 1 } };
	const CraftTray tray = { NULL, NULL, documents, 1 };
	int files = 0;
	const Hatch hatch = { taken, NULL, NULL, &files };
	g_autoptr(GError) error = NULL, fault = NULL, other = NULL;
	g_autoptr(cJSON) fields = blank_fields(&tray, &hatch, &error), boxes = boxes_told(&tray, &hatch, &other);
	if ((fields == NULL) != (error != NULL) || (boxes == NULL) != (other != NULL))
		abort();
	if (fields == NULL)
		return 0;
	const GPtrArray *editions = editions_all(NULL);
	g_autoptr(Blankmap) map = blankmap_guess(editions->pdata[0], fields);
	g_autoptr(cJSON) order = order_of(fields);
	const CraftTray filling = { order, order, documents, 2 };
	g_autoptr(cJSON) answer = blank_fill(&filling, &hatch, &fault);
	if ((answer == NULL) != (fault != NULL) || (answer != NULL && files != 1))
		abort();
	return 0;
}
