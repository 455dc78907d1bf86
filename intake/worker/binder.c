#include "intake/worker/binder.h"

#include "intake/limits.h"
#include "intake/worker/disarm.h"
#include "intake/worker/pdf.h"

#include <assert.h>
#include <string.h>

void binder_close(BinderPdf *pdf)
{
	if (*pdf == NULL)
		return;
	/* What went wrong has been told; else the library writes it to stderr. */
	if (qpdf_has_error(*pdf))
		qpdf_get_error(*pdf);
	qpdf_cleanup(pdf);
}

/* What qpdf says of it is English and may quote the file; the code is enough. */
bool binder_damaged(const CraftDocument *document, GError **error)
{
	error_set(error, ERROR_INPUT, "pdf-damaged", "Filen er ikke en PDF, der kan samles.", "The file is not a PDF that can be put together.");
	error_at(error, document->name, 0, 0);
	return false;
}

BinderPdf binder_open(const CraftDocument *document, bool *locked, GError **error)
{
	g_auto(BinderPdf) pdf = qpdf_init();
	qpdf_silence_errors(pdf);
	qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
	QPDF_ERROR_CODE code = qpdf_read_memory(pdf, document->name, document->bytes, document->size, "");
	qpdf_error fault = (code & QPDF_ERRORS) != 0 ? qpdf_get_error(pdf) : NULL;
	bool shut = fault != NULL && qpdf_get_error_code(pdf, fault) == qpdf_e_password;
	if (locked != NULL)
		*locked = shut;
	if (shut && locked != NULL)
		return NULL;
	if (fault != NULL || qpdf_get_num_pages(pdf) < 1 || qpdf_has_error(pdf)) {
		binder_damaged(document, error);
		return NULL;
	}
	return g_steal_pointer(&pdf);
}

#define FIXED_ID "31415926535897932384626433832795" /* what qpdf writes where nothing may be random */

bool binder_write(BinderPdf pdf, const char *id, const unsigned char **bytes, size_t *size)
{
	qpdf_set_static_ID(pdf, QPDF_TRUE);
	qpdf_set_preserve_encryption(pdf, QPDF_FALSE);
	if ((qpdf_write(pdf) & QPDF_ERRORS) != 0)
		return false;
	*size = qpdf_get_buffer_length(pdf);
	*bytes = qpdf_get_buffer(pdf);
	if (*bytes == NULL || *size < strlen(FIXED_ID))
		return false;
	assert(strlen(id) == strlen(FIXED_ID));
	/* It stands at the end, once or twice in a row. The buffer is of our own making. */
	unsigned char *all = (unsigned char *)(uintptr_t)*bytes;
	int found = 0;
	for (size_t at = *size - strlen(FIXED_ID); at > 0 && found < 2; at--) {
		if (memcmp(all + at, FIXED_ID, strlen(FIXED_ID)) == 0) {
			memcpy(all + at, id, strlen(FIXED_ID));
			found++;
		} else if (found == 1 && at + 200 < *size && memcmp(all + at, "/ID", 3) == 0) {
			break;
		}
	}
	return true;
}

bool binder_hand_out(BinderPdf pdf, const CraftTray *tray, const Hatch *hatch, const char *name)
{
	const unsigned char *bytes = NULL;
	size_t size = 0;
	if ((qpdf_init_write_memory(pdf) & QPDF_ERRORS) != 0)
		return false;
	qpdf_set_decode_level(pdf, qpdf_dl_none);
	return binder_write(pdf, json_get_text(tray->order, "id"), &bytes, &size) && hatch->child(hatch->self, name, bytes, size);
}

cJSON *binder_join(const CraftTray *tray, const Hatch *hatch, GError **error)
{
	g_auto(BinderPdf) all = binder_open(&tray->documents[0], NULL, error);
	g_autoptr(GPtrArray) sources = g_ptr_array_new();
	bool fine = all != NULL;
	for (int i = 1; fine && i < tray->count; i++) {
		BinderPdf pdf = binder_open(&tray->documents[i], NULL, error);
		fine = pdf != NULL;
		if (!fine)
			break;
		g_ptr_array_add(sources, pdf);
		qpdf_push_inherited_attributes_to_page(pdf);
		for (int k = 0; fine && k < qpdf_get_num_pages(pdf); k++)
			fine = (qpdf_add_page(all, pdf, qpdf_get_page_n(pdf, (size_t)k), QPDF_FALSE) & QPDF_ERRORS) == 0;
		if (!fine)
			binder_damaged(&tray->documents[i], error);
	}
	cJSON *answer = NULL;
	if (fine && binder_hand_out(all, tray, hatch, "samlet.pdf")) {
		answer = cJSON_CreateObject();
		json_int(answer, "pages", qpdf_get_num_pages(all));
	} else if (fine) {
		binder_damaged(&tray->documents[0], error);
	}
	for (guint i = 0; i < sources->len; i++)
		binder_close((BinderPdf *)&sources->pdata[i]);
	return answer;
}

static int wordless_pages(const CraftDocument *document)
{
	g_autoptr(PdfFile) file = pdf_open(document->bytes, document->size, NULL);
	int found = 0;
	for (int number = 1; file != NULL && number <= MIN(pdf_pages(file), LIMIT_PAGES); number++)
		found += pdf_page_wordless(file, number);
	return found;
}

cJSON *binder_look(const CraftTray *tray, const Hatch *hatch, GError **error)
{
	(void)hatch;
	bool locked = false;
	g_auto(BinderPdf) pdf = binder_open(&tray->documents[0], &locked, error);
	if (pdf == NULL && !locked)
		return NULL;
	cJSON *answer = cJSON_CreateObject();
	json_bool(answer, "locked", locked);
	if (locked)
		json_null(answer, "pages");
	else
		json_int(answer, "pages", qpdf_get_num_pages(pdf));
	unsigned arms = 0;
	if (!locked && json_get_bool(tray->order, "text") && disarm_document(pdf, &arms))
		disarm_tell(arms, json_array(answer, "arms"));
	if (!locked && json_get_bool(tray->order, "text"))
		json_int(answer, "wordless", wordless_pages(&tray->documents[0]));
	return answer;
}
