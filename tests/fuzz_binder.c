/* Any bytes as an exhibit: looked at, made fit to hand in, its numbers struck out, and put behind itself, or an error. */
#include "intake/worker/binder.h"

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

static char *recalled(void *self, int page)
{
	(void)self;
	(void)page;
	return NULL;
}

static void kept(void *self, int page, const char *text)
{
	(void)self;
	if (page < 1 || text == NULL)
		abort();
}

typedef cJSON *(*Maker)(const CraftTray *tray, const Hatch *hatch, GError **error);

static void made(Maker maker, const CraftTray *tray)
{
	int files = 0;
	const Hatch hatch = { taken, recalled, kept, &files };
	g_autoptr(GError) error = NULL;
	g_autoptr(cJSON) answer = maker(tray, &hatch, &error);
	if ((answer == NULL) != (error != NULL))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	CraftDocument documents[2] = { { "bilag.pdf", (const char *)bytes, size }, { "bilag.pdf", (const char *)bytes, size } };
	g_autoptr(cJSON) order = cJSON_CreateObject();
	json_bool(order, "text", true);
	json_bool(order, "recognise", false);
	json_int(order, "from", 1);
	json_int(order, "to", 1);
	json_text(order, "id", "0123456789abcdef0123456789abcdef");
	json_array(order, "own");
	const CraftTray one = { order, order, documents, 1 }, two = { order, order, documents, 2 };
	made(binder_look, &one);
	made(binder_exhibit, &one);
	if (size % 16 == 0) /* pages drawn and packed cost a hundred times the rest */
		made(binder_redact, &one);
	made(binder_join, &two);
	return 0;
}
