#include "intake/worker/blankfile.h"

#include "intake/limits.h"

#include <string.h>

bool blank_error(const Blank *blank, const char *code, const char *da, const char *en, GError **error)
{
	error_set_texts(error, ERROR_INPUT, code, da, en);
	error_at(error, blank->document->name, 0, 0);
	return false;
}

void blank_place_free(BlankPlace *place)
{
	g_free(place->name);
	g_free(place->state);
	g_free(place->label);
	if (place->options != NULL)
		g_ptr_array_unref(place->options);
	g_free(place);
}

void blank_close(Blank *blank)
{
	if (blank == NULL)
		return;
	if (qpdf_has_error(blank->pdf))
		qpdf_get_error(blank->pdf); /* told already; else cleanup tells it on stderr */
	qpdf_cleanup(&blank->pdf);
	g_free(blank->pages);
	g_ptr_array_unref(blank->places);
	g_hash_table_unref(blank->on_page);
	g_hash_table_unref(blank->seen);
	g_free(blank);
}

static bool numbers_of(Blank *blank, qpdf_oh array, double *out, int n)
{
	if (!qpdf_oh_is_array(blank->pdf, array) || qpdf_oh_get_array_n_items(blank->pdf, array) != n)
		return false;
	for (int i = 0; i < n; i++)
		if (!qpdf_oh_get_value_as_number(blank->pdf, qpdf_oh_get_array_item(blank->pdf, array, i), &out[i]))
			return false;
	return true;
}

static void order(double *a, double *b)
{
	if (*a > *b) {
		double kept = *a;
		*a = *b;
		*b = kept;
	}
}

static bool page_read(Blank *blank, int n)
{
	BlankPage *page = &blank->pages[n];
	qpdf_oh object = qpdf_get_page_n(blank->pdf, (size_t)n);
	double box[4];
	page->page = object;
	if (!numbers_of(blank, qpdf_oh_get_key(blank->pdf, object, "/CropBox"), box, 4) &&
	    !numbers_of(blank, qpdf_oh_get_key(blank->pdf, object, "/MediaBox"), box, 4))
		return false;
	order(&box[0], &box[2]);
	order(&box[1], &box[3]);
	page->left = box[0];
	page->bottom = box[1];
	page->right = box[2];
	page->top = box[3];
	/* Written so that what is no number is no page either. */
	if (!(box[2] - box[0] >= 1 && box[3] - box[1] >= 1 && box[2] - box[0] <= LIMIT_BLANK_SIDE_PT && box[3] - box[1] <= LIMIT_BLANK_SIDE_PT &&
	      box[0] >= -LIMIT_BLANK_SIDE_PT && box[0] <= LIMIT_BLANK_SIDE_PT && box[1] >= -LIMIT_BLANK_SIDE_PT && box[1] <= LIMIT_BLANK_SIDE_PT))
		return false;
	int turn = 0;
	if (qpdf_oh_get_value_as_int(blank->pdf, qpdf_oh_get_key(blank->pdf, object, "/Rotate"), &turn))
		page->turn = ((turn % 360) + 360) % 360 / 90 * 90;
	qpdf_oh annotations = qpdf_oh_get_key(blank->pdf, object, "/Annots");
	int count = qpdf_oh_is_array(blank->pdf, annotations) ? qpdf_oh_get_array_n_items(blank->pdf, annotations) : 0;
	for (int i = 0; i < count && i < LIMIT_BLANK_PLACES; i++) {
		int id = qpdf_oh_get_object_id(blank->pdf, qpdf_oh_get_array_item(blank->pdf, annotations, i));
		if (id > 0)
			g_hash_table_insert(blank->on_page, GINT_TO_POINTER(id), GINT_TO_POINTER(n + 1));
	}
	return true;
}

static bool pages_read(Blank *blank, GError **error)
{
	int pages = qpdf_get_num_pages(blank->pdf);
	if (pages > LIMIT_BLANK_PAGES)
		return blank_error(blank, "blank-large", "Blanketten har for mange sider.", "The blank has too many pages.", error);
	bool fine = pages > 0 && (qpdf_push_inherited_attributes_to_page(blank->pdf) & QPDF_ERRORS) == 0;
	blank->pages = g_new0(BlankPage, MAX(pages, 1));
	for (blank->n_pages = 0; fine && blank->n_pages < pages; blank->n_pages++)
		fine = page_read(blank, blank->n_pages);
	if (fine)
		return true;
	return blank_error(blank, "pdf-damaged", "Filen er ikke en PDF med sider, der kan udfyldes.",
	                   "The file is not a PDF with pages that can be filled.", error);
}

static bool bytes_read(Blank *blank, GError **error)
{
	qpdf_set_suppress_warnings(blank->pdf, QPDF_TRUE);
	qpdf_silence_errors(blank->pdf);
	QPDF_ERROR_CODE code = qpdf_read_memory(blank->pdf, blank->document->name, blank->document->bytes, blank->document->size, NULL);
	if ((code & QPDF_ERRORS) == 0) {
		blank->restricted = qpdf_is_encrypted(blank->pdf) && !qpdf_allow_modify_form(blank->pdf);
		return true;
	}
	if (qpdf_get_error_code(blank->pdf, qpdf_get_error(blank->pdf)) == qpdf_e_password)
		return blank_error(blank, "blank-locked", "Blanketten kan ikke åbnes uden adgangskode.", "The blank does not open without a password.",
		                   error);
	return blank_error(blank, "pdf-damaged", "Filen er ikke en PDF, der kan læses.", "The file is not a PDF that can be read.", error);
}

/* A value in a signature field, or a certification, is of the bytes as they are: filled, it would no longer hold. */
static bool signed_already(const Blank *blank)
{
	qpdf_oh permissions = qpdf_oh_get_key(blank->pdf, qpdf_get_root(blank->pdf), "/Perms");
	if (qpdf_oh_is_dictionary(blank->pdf, permissions) && qpdf_oh_has_key(blank->pdf, permissions, "/DocMDP"))
		return true;
	for (guint i = 0; i < blank->places->len; i++) {
		const BlankPlace *place = blank->places->pdata[i];
		if (place->kind == PLACE_SIGNATURE && qpdf_oh_is_dictionary(blank->pdf, qpdf_oh_get_key(blank->pdf, place->field, "/V")))
			return true;
	}
	return false;
}

/* Shown only by Adobe's own program: the pages of the PDF are a notice to use it. */
static bool only_xfa(const Blank *blank)
{
	qpdf_oh root = qpdf_get_root(blank->pdf), form = qpdf_oh_get_key(blank->pdf, root, "/AcroForm");
	if (!qpdf_oh_is_dictionary(blank->pdf, form) || !qpdf_oh_has_key(blank->pdf, form, "/XFA"))
		return false;
	QPDF_BOOL renders = QPDF_FALSE;
	qpdf_oh_get_value_as_bool(blank->pdf, qpdf_oh_get_key(blank->pdf, root, "/NeedsRendering"), &renders);
	return renders || blank->places->len == 0;
}

Blank *blank_open(const CraftDocument *document, GError **error)
{
	g_autoptr(Blank) blank = g_new0(Blank, 1);
	blank->document = document;
	blank->places = g_ptr_array_new_with_free_func((GDestroyNotify)blank_place_free);
	blank->on_page = g_hash_table_new(NULL, NULL);
	blank->seen = g_hash_table_new(NULL, NULL);
	blank->pdf = qpdf_init();
	if (!bytes_read(blank, error) || !pages_read(blank, error))
		return NULL;
	if (!blank_walk(blank)) {
		blank_error(blank, "blank-large", "Blanketten har for mange felter.", "The blank has too many fields.", error);
		return NULL;
	}
	if (only_xfa(blank)) {
		blank_error(blank, "blank-xfa", "Blanketten er en XFA-formular, hvis felter kun Adobes program viser. Brug en almindelig PDF-udgave.",
		            "The blank is an XFA form, whose fields only Adobe's program shows. Use an ordinary PDF edition.", error);
		return NULL;
	}
	if (signed_already(blank)) {
		blank_error(blank, "blank-signed", "Blanketten er signeret, og signaturen ville gå tabt. Brug en udgave uden signatur.",
		            "The blank is signed, and the signature would be lost. Use one without a signature.", error);
		return NULL;
	}
	blank->active = blank_calm(blank);
	if (!qpdf_has_error(blank->pdf))
		return g_steal_pointer(&blank);
	blank_error(blank, "pdf-damaged", "Blanketten er beskadiget.", "The blank is damaged.", error);
	return NULL;
}
