/* A PDF that is to be handed in: what would act taken out, words laid over pages that are pictures; else left alone. */
#include "intake/limits.h"
#include "intake/worker/binder.h"
#include "intake/worker/disarm.h"
#include "intake/worker/layer.h"
#include "intake/worker/pdf.h"

typedef struct Fitting {
	const CraftTray *tray;
	const Hatch *hatch;
	BinderPdf pdf;
	unsigned arms;
	int recognised; /* pages that got words */
	GString *unread;
} Fitting;

static const CraftDocument *document_of(const Fitting *f)
{
	return &f->tray->documents[0];
}

static void lay_words(Fitting *f, Layer *layer, int number, const SeenPage *seen)
{
	qpdf_oh page = qpdf_get_page_n(f->pdf, (size_t)(number - 1));
	Leaf leaf = leaf_of(f->pdf, page);
	g_autoptr(GString) text = g_string_new("Q\n");
	layer_words(layer, page, &leaf, leaf.rotate + seen->turned, seen->height, seen->words, text);
	qpdf_oh before = leaf_stream(f->pdf, "q\n", 2), after = leaf_stream(f->pdf, text->str, text->len);
	leaf_wrap(f->pdf, page, before, after);
	qpdf_oh_release(f->pdf, page);
	f->recognised++;
}

/* Both readers must see the same pages, or words would come to stand on the wrong one. */
static void recognise(Fitting *f)
{
	g_autoptr(PdfFile) file = pdf_open(document_of(f)->bytes, document_of(f)->size, NULL);
	int pages = qpdf_get_num_pages(f->pdf), seen_pages = 0;
	if (file == NULL || pdf_pages(file) != pages) {
		unread_note(f->unread, 1, pages);
		return;
	}
	qpdf_push_inherited_attributes_to_page(f->pdf);
	g_autoptr(Layer) layer = layer_new(f->pdf);
	for (int number = 1; number <= MIN(pages, LIMIT_PAGES); number++) {
		bool given_up = false;
		g_autoptr(SeenPage) seen = pdf_page_seen(file, f->hatch, number, &seen_pages, &given_up);
		if (given_up)
			unread_note(f->unread, number, number);
		if (seen != NULL && seen->words->len > 0)
			lay_words(f, layer, number, seen);
	}
	layer_settle(layer);
}

/* Can it be written at all? What cannot, cannot be bound either. */
static bool can_be_written(const Fitting *f)
{
	g_auto(BinderPdf) pdf = binder_open(document_of(f), NULL, NULL);
	const unsigned char *bytes;
	size_t size;
	if (pdf == NULL || (qpdf_init_write_memory(pdf) & QPDF_ERRORS) != 0)
		return false;
	qpdf_set_stream_data_mode(pdf, qpdf_s_preserve);
	return binder_write(pdf, json_get_text(f->tray->order, "id"), &bytes, &size);
}

static cJSON *answer_of(const Fitting *f, bool locked, bool encrypted)
{
	cJSON *answer = cJSON_CreateObject();
	json_bool(answer, "locked", locked);
	json_bool(answer, "encrypted", encrypted);
	json_bool(answer, "signed", (f->arms & ARM_NONE) != 0);
	json_int(answer, "pages", locked ? 0 : qpdf_get_num_pages(f->pdf));
	disarm_tell(f->arms, json_array(answer, "arms"));
	json_int(answer, "recognised", f->recognised);
	json_text(answer, "unread", f->unread->str);
	return answer;
}

cJSON *binder_exhibit(const CraftTray *tray, const Hatch *hatch, GError **error)
{
	bool locked = false;
	g_autoptr(GString) unread = g_string_new(NULL);
	g_auto(BinderPdf) pdf = binder_open(&tray->documents[0], &locked, error);
	Fitting f = { .tray = tray, .hatch = hatch, .pdf = pdf, .unread = unread };
	if (pdf == NULL)
		return locked ? answer_of(&f, true, true) : NULL;
	bool encrypted = qpdf_is_encrypted(pdf) != 0;
	if (!disarm_document(pdf, &f.arms)) {
		binder_damaged(&tray->documents[0], error);
		return NULL;
	}
	bool is_signed = (f.arms & ARM_NONE) != 0;
	if (!is_signed && json_get_bool(tray->order, "recognise"))
		recognise(&f);
	bool changed = !is_signed && (f.arms != 0 || encrypted || f.recognised > 0);
	bool fine = changed ? binder_hand_out(pdf, tray, hatch, "bilag.pdf") : can_be_written(&f);
	if (!fine) {
		binder_damaged(&tray->documents[0], error);
		return NULL;
	}
	return answer_of(&f, false, encrypted);
}
