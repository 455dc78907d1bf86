#include "intake/worker/boxes.h"

#include "intake/worker/pdfpage.h"

typedef struct Boxes {
	cJSON *words, *boxes, *box; /* box: the one being told; NULL */
	cJSON *lines;
} Boxes;

static void block_take(void *self, int level, const char *text)
{
	Boxes *boxes = self;
	if (level == 0 && text == NULL) {
		boxes->box = json_push(boxes->boxes);
		boxes->lines = NULL;
	} else if (level == 0) {
		json_push_text(boxes->words, text);
	} else if (boxes->lines == NULL) {
		json_text(boxes->box, "label", text);
		boxes->lines = json_array(boxes->box, "lines");
	} else {
		json_push_text(boxes->lines, text);
	}
}

cJSON *boxes_told(const CraftTray *tray, const Hatch *hatch, GError **error)
{
	(void)hatch;
	g_autoptr(PdfFile) file = pdf_open(tray->documents[0].bytes, tray->documents[0].size, error);
	if (file == NULL) {
		error_at(error, tray->documents[0].name, 0, 0);
		return NULL;
	}
	cJSON *answer = cJSON_CreateObject();
	Boxes boxes = { .words = json_array(answer, "words"), .boxes = json_array(answer, "boxes") };
	json_bool(answer, "tagged", pdf_blocks(file, block_take, &boxes));
	return answer;
}
