/* Any bytes as a map of a blank's boxes: places within the blank and its edition, or an error. */
#include "filing/blankmap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char fields_text[] =
    "{\"pages\":[{\"width_um\":210000,\"height_um\":297000}],\"fields\":["
    "{\"name\":\"kreditor\",\"kind\":\"text\",\"number\":0,\"page\":1},{\"name\":\"hovedstol\",\"kind\":\"text\",\"number\":0,\"page\":1},"
    "{\"name\":\"moms\",\"kind\":\"radio\",\"number\":0,\"page\":1,\"state\":\"Ja\"},{\"name\":\"moms\",\"kind\":\"radio\",\"number\":1,"
    "\"page\":1,\"state\":\"Nej\"},{\"name\":\"valg1_ja\",\"kind\":\"check\",\"number\":0,\"page\":1,\"state\":\"On\"}]}";

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static cJSON *fields;
	if (fields == NULL)
		fields = json_parse(fields_text, strlen(fields_text));
	const Edition *edition = editions_all(NULL)->pdata[0];
	g_autoptr(GBytes) text = g_bytes_new_static(bytes, size);
	g_autoptr(GError) error = NULL;
	g_autoptr(Blankmap) map = blankmap_read(text, "kort.csv", edition, "00", fields, &error);
	if ((map == NULL) != (error != NULL))
		abort();
	for (guint i = 0; map != NULL && i < map->places->len; i++) {
		const MapPlace *place = map->places->pdata[i];
		if (place->number < 1 || place->part == NULL || (!place->absent && place->field == NULL && place->page != 1))
			abort();
	}
	return 0;
}
