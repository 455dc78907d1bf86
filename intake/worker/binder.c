#include "intake/worker/binder.h"

#include <qpdf/qpdf-c.h>

static void pdf_close(qpdf_data *pdf)
{
	qpdf_cleanup(pdf);
}

/* What qpdf says of it is English and may quote the file; the code is enough. */
static cJSON *damaged(const CraftDocument *document, GError **error)
{
	error_set(error, ERROR_INPUT, "pdf-damaged", "Filen er ikke en PDF, der kan samles.", "The file is not a PDF that can be put together.");
	error_at(error, document->name, 0, 0);
	return NULL;
}

cJSON *binder_look(const CraftTray *tray, const Hatch *hatch, GError **error)
{
	(void)hatch;
	const CraftDocument *document = &tray->documents[0];
	__attribute__((cleanup(pdf_close))) qpdf_data pdf = qpdf_init();
	qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
	QPDF_ERROR_CODE code = qpdf_read_memory(pdf, document->name, document->bytes, document->size, NULL);
	qpdf_error fault = (code & QPDF_ERRORS) != 0 ? qpdf_get_error(pdf) : NULL;
	bool locked = fault != NULL && qpdf_get_error_code(pdf, fault) == qpdf_e_password;
	if (fault != NULL && !locked)
		return damaged(document, error);
	int pages = locked ? 0 : qpdf_get_num_pages(pdf);
	if (pages < 0)
		return damaged(document, error);
	cJSON *answer = cJSON_CreateObject();
	json_bool(answer, "locked", locked);
	if (locked)
		json_null(answer, "pages");
	else
		json_int(answer, "pages", pages);
	return answer;
}
