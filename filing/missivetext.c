/* A letter as the body of a mail: plain text, and the same words as HTML. */
#include "filing/missive.h"

#include <string.h>

#define BLANK "____________________________________" /* to be filled in by hand */
#define LINE_CHARS 76 /* where a line of a mail is broken: what every program shows whole */

static void wrap(GString *out, const char *text, const char *first, const char *later)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		g_auto(GStrv) words = g_strsplit(*line, " ", -1);
		glong column = g_utf8_strlen(first, -1);
		bool fresh = true;
		g_string_append(out, line == lines ? first : later);
		for (char **word = words; *word != NULL; word++) {
			glong n = g_utf8_strlen(*word, -1);
			if (!fresh && column + 1 + n > LINE_CHARS) {
				g_string_append_printf(out, "\n%s", later);
				column = g_utf8_strlen(later, -1);
				fresh = true;
			}
			g_string_append_printf(out, "%s%s", fresh ? "" : " ", *word);
			column += n + (fresh ? 0 : 1);
			fresh = false;
		}
		g_string_append_c(out, '\n');
	}
}

/* A row of a table as a line: what it is, its cells with their labels, and the amount last. */
static void row_text(GString *out, const Piece *piece, char *const *row)
{
	int n = piece->n_columns;
	const PieceColumn *amount = &piece->columns[n - 1];
	g_autoptr(GString) line = g_string_new(NULL);
	for (int i = 0; i + 1 < n; i++) {
		if (*row[i] == '\0')
			continue;
		g_autofree char *cell = g_strdelimit(g_strdup(row[i]), "\n", ' ');
		const PieceColumn *column = &piece->columns[i];
		bool labelled = row != piece->sum; /* a sum names itself */
		g_string_append_printf(line, "%s%s%s%s", line->len > 0 ? ", " : "", labelled && column->before != NULL ? column->before : "",
		                       cell, labelled && column->after != NULL ? column->after : "");
	}
	g_string_append_printf(line, ": %s%s", row[n - 1], amount->after != NULL ? amount->after : "");
	wrap(out, line->str, "- ", "  ");
}

static void piece_text(GString *out, const Piece *piece)
{
	switch (piece->kind) {
	case PIECE_TEXT:
	case PIECE_SIGN:
		wrap(out, piece->text, "", "");
		break;
	case PIECE_ITEM:
		wrap(out, piece->text, "- ", "  ");
		break;
	case PIECE_TABLE:
		for (guint i = 0; i < piece->rows->len; i++)
			row_text(out, piece, piece->rows->pdata[i]);
		if (piece->sum != NULL)
			row_text(out, piece, piece->sum);
		break;
	case PIECE_PAYMENT:
		for (guint i = 0; i < piece->rows->len; i++) {
			char *const *row = piece->rows->pdata[i];
			g_string_append_printf(out, "  %s: %s\n", row[0], row[1]);
		}
		break;
	case PIECE_SIGNATURES:
		for (int side = 0; side < 2; side++) {
			for (guint i = 0; i < piece->rows->len; i++) {
				char *const *row = piece->rows->pdata[i];
				g_string_append_printf(out, "%s: %s\n", row[side], *row[2 + side] != '\0' ? row[2 + side] : BLANK);
			}
			g_string_append(out, side == 0 ? "\n" : "");
		}
		break;
	}
}

char *missive_text(const Missive *m)
{
	GString *out = g_string_new(NULL);
	g_string_append_printf(out, "%s\n\n%s\n\n%s\n\n%s\n\n", m->sender, m->recipient, m->facts, m->subject);
	for (guint i = 0; i < m->pieces->len; i++) {
		const Piece *piece = m->pieces->pdata[i], *next = i + 1 < m->pieces->len ? m->pieces->pdata[i + 1] : NULL;
		piece_text(out, piece);
		if (next != NULL && !(piece->kind == PIECE_ITEM && next->kind == PIECE_ITEM))
			g_string_append_c(out, '\n');
	}
	if (m->payline != NULL)
		g_string_append_printf(out, "\n%s\n", m->payline);
	return g_string_free(out, FALSE);
}

/* ---- HTML ---- */

static void escaped(GString *out, const char *text)
{
	g_autofree char *safe = g_markup_escape_text(text, -1);
	g_auto(GStrv) lines = g_strsplit(safe, "\n", -1);
	g_autofree char *joined = g_strjoinv("<br>\n", lines);
	g_string_append(out, joined);
}

static void element(GString *out, const char *tag, const char *style, const char *text)
{
	g_string_append_printf(out, "<%s%s%s%s>", tag, style != NULL ? " style=\"" : "", style != NULL ? style : "", style != NULL ? "\"" : "");
	escaped(out, text);
	g_string_append_printf(out, "</%s>\n", tag);
}

#define CELL "padding:2px 12px 2px 0;vertical-align:top"
#define RIGHT CELL ";text-align:right"

static void table_row(GString *out, const Piece *piece, char *const *row, const char *tag)
{
	g_string_append(out, "<tr>\n");
	for (int i = 0; i < piece->n_columns; i++)
		element(out, tag, piece->columns[i].right ? RIGHT : CELL ";text-align:left", row[i]);
	g_string_append(out, "</tr>\n");
}

static void table_html(GString *out, const Piece *piece)
{
	g_autofree char **head = g_new0(char *, (gsize)piece->n_columns + 1);
	for (int i = 0; i < piece->n_columns; i++)
		head[i] = (char *)piece->columns[i].title;
	g_string_append(out, "<table style=\"border-collapse:collapse\">\n");
	table_row(out, piece, head, "th");
	for (guint i = 0; i < piece->rows->len; i++)
		table_row(out, piece, piece->rows->pdata[i], "td");
	if (piece->sum != NULL)
		table_row(out, piece, piece->sum, "th");
	g_string_append(out, "</table>\n");
}

static void pairs_html(GString *out, const Piece *piece)
{
	g_string_append(out, "<table style=\"border-collapse:collapse\">\n");
	for (guint i = 0; i < piece->rows->len; i++) {
		char *const *row = piece->rows->pdata[i];
		g_string_append(out, "<tr>\n");
		element(out, "td", CELL, row[0]);
		element(out, "td", CELL ";font-weight:bold", row[1]);
		g_string_append(out, "</tr>\n");
	}
	g_string_append(out, "</table>\n");
}

/* Side by side as on the page. */
static void signatures_html(GString *out, const Piece *piece)
{
	g_string_append(out, "<table style=\"border-collapse:collapse\">\n");
	for (guint i = 0; i < piece->rows->len; i++) {
		char *const *row = piece->rows->pdata[i];
		g_string_append(out, "<tr>\n");
		for (int side = 0; side < 2; side++) {
			element(out, "td", CELL, row[side]);
			element(out, "td", CELL ";font-weight:bold", *row[2 + side] != '\0' ? row[2 + side] : BLANK);
		}
		g_string_append(out, "</tr>\n");
	}
	g_string_append(out, "</table>\n");
}

char *missive_html(const Missive *m)
{
	GString *out = g_string_new(NULL);
	g_autofree char *title = g_markup_escape_text(m->subject, -1);
	g_string_append_printf(out,
	                       "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>%s</title>\n</head>\n"
	                       "<body style=\"font-family:sans-serif;max-width:40em\">\n",
	                       paper_language_name(m->language), title);
	element(out, "p", NULL, m->sender);
	element(out, "p", NULL, m->recipient);
	element(out, "p", NULL, m->facts);
	element(out, "h1", "font-size:1.2em", m->subject);
	bool list = false;
	for (guint i = 0; i < m->pieces->len; i++) {
		const Piece *piece = m->pieces->pdata[i];
		bool item = piece->kind == PIECE_ITEM;
		if (item != list)
			g_string_append(out, item ? "<ul>\n" : "</ul>\n");
		list = item;
		if (piece->kind == PIECE_TABLE)
			table_html(out, piece);
		else if (piece->kind == PIECE_SIGNATURES)
			signatures_html(out, piece);
		else if (piece->kind == PIECE_PAYMENT)
			pairs_html(out, piece);
		else
			element(out, item ? "li" : "p", NULL, piece->text);
	}
	if (list)
		g_string_append(out, "</ul>\n");
	if (m->payline != NULL)
		element(out, "p", "font-weight:bold", m->payline);
	g_string_append(out, "</body>\n</html>\n");
	return g_string_free(out, FALSE);
}
