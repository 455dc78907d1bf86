/* A letter as pages: who writes above to the right, whom to the left, then the subject, the words and how to pay. */
#include "filing/missive.h"

#include "filing/page.h"

#include <string.h>

static void add_table(Pages *pages, const Piece *piece)
{
	g_autofree Column *columns = g_new0(Column, (gsize)piece->n_columns);
	for (int i = 0; i < piece->n_columns; i++)
		columns[i] = (Column){ piece->columns[i].title, piece->columns[i].share, piece->columns[i].right ? ALIGN_RIGHT : ALIGN_LEFT };
	pages_table(pages, columns, piece->n_columns, piece->rows, piece->sum);
}

/* What a payer types off: two columns in one frame. */
static void add_payment(Pages *pages, const Piece *piece)
{
	g_autofree Cell *cells = g_new0(Cell, piece->rows->len);
	for (guint i = 0; i < piece->rows->len; i += 2) {
		int n = 0;
		for (guint k = i; k < piece->rows->len && k < i + 2; k++, n++) {
			char *const *row = piece->rows->pdata[k];
			cells[n] = (Cell){ .twelfths = 6, .label = g_intern_string(row[0]), .text = row[1], .face = FACE_BOLD };
		}
		if (n == 1)
			cells[0].twelfths = 12;
		pages_boxes(pages, cells, n);
	}
}

static void add_signatures(Pages *pages, const Piece *piece)
{
	static const int high_mm[] = { 10, 10, 16, 10 };
	pages_need(pages, 52);
	pages_gap(pages, 6);
	for (guint i = 0; i < piece->rows->len; i++) {
		char *const *row = piece->rows->pdata[i];
		Cell cells[2];
		for (int k = 0; k < 2; k++)
			cells[k] = (Cell){ .twelfths = 6, .label = g_intern_string(row[k]), .text = row[2 + k], .face = FACE_TEXT,
				               .high_mm = high_mm[MIN(i, G_N_ELEMENTS(high_mm) - 1)] };
		pages_boxes(pages, cells, 2);
	}
}

static void add_piece(Pages *pages, const Piece *piece)
{
	switch (piece->kind) {
	case PIECE_TEXT:
		pages_text(pages, FACE_TEXT, piece->text);
		break;
	case PIECE_ITEM: {
		g_autofree char *text = g_strdup_printf("•  %s", piece->text);
		pages_text(pages, FACE_TEXT, text);
		break;
	}
	case PIECE_TABLE:
		add_table(pages, piece);
		break;
	case PIECE_PAYMENT:
		add_payment(pages, piece);
		break;
	case PIECE_SIGN:
		pages_need(pages, 25);
		pages_text(pages, FACE_TEXT, piece->text);
		break;
	case PIECE_SIGNATURES:
		add_signatures(pages, piece);
		break;
	}
}

GBytes *missive_pdf(const Missive *m, int *count, GError **error)
{
	g_autofree char *footer = g_strdup_printf("%s · %s", m->case_id, m->subject);
	PagesInfo info = { .title = m->subject, .author = "paakrav", .subject = m->case_id, .footer = footer, .made_on = m->on,
		               .language = paper_language_name(m->language) };
	g_autoptr(Pages) pages = pages_new(&info, error);
	if (pages == NULL)
		return NULL;
	/* One below the other, so that who reads line by line mixes no two blocks. */
	const Cell from[] = { { .twelfths = 8, .text = "", .face = FACE_TEXT }, { .twelfths = 4, .text = m->sender, .face = FACE_SMALL } };
	pages_columns(pages, from, G_N_ELEMENTS(from));
	pages_gap(pages, 4);
	pages_text(pages, FACE_TEXT, m->recipient);
	pages_gap(pages, 4);
	const Cell facts[] = { { .twelfths = 8, .text = "", .face = FACE_TEXT }, { .twelfths = 4, .text = m->facts, .face = FACE_SMALL } };
	pages_columns(pages, facts, G_N_ELEMENTS(facts));
	pages_gap(pages, 6);
	/* What it is stands alone, what it is about below: nobody takes a reminder for the invoice that it names. */
	g_auto(GStrv) subject = g_strsplit(m->subject, ": ", 2);
	pages_text(pages, FACE_TITLE, subject[0]);
	if (subject[0] != NULL && subject[1] != NULL)
		pages_text(pages, FACE_BOLD, subject[1]);
	for (guint i = 0; i < m->pieces->len; i++) {
		const Piece *piece = m->pieces->pdata[i], *before = i > 0 ? m->pieces->pdata[i - 1] : NULL;
		const Piece *next = i + 1 < m->pieces->len ? m->pieces->pdata[i + 1] : NULL;
		bool list = piece->kind == PIECE_ITEM && before != NULL && before->kind == PIECE_ITEM;
		/* What is signed stands on the page of the signatures. */
		if (next != NULL && next->kind == PIECE_SIGNATURES)
			pages_need(pages, 62);
		pages_gap(pages, list ? 1 : 3);
		add_piece(pages, piece);
	}
	if (pages_unknown(pages) == 0)
		return pages_finish(pages, count, error);
	g_autofree char *text = missive_text(m), *lacking = pages_lacking(text, error);
	if (lacking == NULL)
		return NULL;
	error_set(error, ERROR_INPUT, "letter-signs", "Brevet har tegn, som ingen af skrifttyperne kan vise: %s",
	          "The letter has signs that none of the fonts can show: %s", lacking);
	error_remedy(error, "Skriv navnet med latinske bogstaver (review).", "Write the name in Latin letters (review).");
	return NULL;
}
