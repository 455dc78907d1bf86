#include "intake/worker/galley.h"

#include "intake/limits.h"
#include "intake/worker/plain.h"

#include <string.h>

enum { CELLS_MOST = 1000, CELL_LINES_MOST = 10000 };

static void free_lines(void *lines)
{
	g_ptr_array_unref(lines);
}

void galley_open(Galley *galley, Text *text)
{
	*galley = (Galley){ .text = text, .line = g_string_new(NULL), .cells = g_ptr_array_new_with_free_func(free_lines) };
	galley->page = text->pages->len > 0 ? text->pages->pdata[text->pages->len - 1] : text_add_page(text, 0, 0);
}

static bool has_words(const TextPage *page)
{
	for (guint i = 0; i < page->lines->len; i++)
		if (((const TextLine *)page->lines->pdata[i])->words->len > 0)
			return true;
	return false;
}

static void put_line(Galley *galley, const char *line, int row)
{
	bool blank = plain_is_blank(line);
	if (galley->wants_page && !blank) {
		if (has_words(galley->page) && galley->text->pages->len < LIMIT_PAGES)
			galley->page = text_add_page(galley->text, 0, 0);
		galley->wants_page = false;
	}
	if (!galley->full)
		galley->full = !plain_add_line(galley->text, galley->page, line, strlen(line), 0, row);
	galley->wants_page |= galley->after;
	galley->after = false;
}

void galley_add(Galley *galley, const char *utf8, size_t size)
{
	if (galley->line->len < (gsize)LIMIT_DOCUMENT_TEXT_BYTES)
		g_string_append_len(galley->line, utf8, (gssize)size);
}

void galley_space(Galley *galley)
{
	g_string_append_c(galley->line, ' ');
}

void galley_end_line(Galley *galley)
{
	if (galley->tables == 0) {
		put_line(galley, galley->line->str, 0);
		g_string_truncate(galley->line, 0);
	} else if (galley->tables > 1) {
		galley_space(galley); /* a table in a cell: its rows are that cell's lines */
	} else {
		if (galley->cells->len == 0)
			galley_open_cell(galley);
		GPtrArray *lines = galley->cells->pdata[galley->cells->len - 1];
		if (lines->len < CELL_LINES_MOST)
			g_ptr_array_add(lines, g_strdup(galley->line->str));
		g_string_truncate(galley->line, 0);
	}
}

void galley_break_page(Galley *galley, bool hard)
{
	if (galley->tables > 0)
		return;
	if (galley->line->len > 0 && !hard) {
		galley->after = true;
		return;
	}
	if (galley->line->len > 0)
		galley_end_line(galley);
	galley->wants_page = true;
}

void galley_open_table(Galley *galley)
{
	if (galley->tables == 0 && galley->line->len > 0)
		galley_end_line(galley);
	galley->tables++;
}

void galley_open_cell(Galley *galley)
{
	if (galley->tables == 1 && galley->cells->len < CELLS_MOST)
		g_ptr_array_add(galley->cells, g_ptr_array_new_with_free_func(g_free));
}

void galley_close_row(Galley *galley)
{
	if (galley->tables == 2) {
		/* As a line of the cell around it. */
		galley->tables = 1;
		galley_end_line(galley);
		galley->tables = 2;
	}
	if (galley->tables != 1)
		return;
	if (galley->line->len > 0)
		galley_end_line(galley);
	galley->row++;
	GString *line = g_string_new(NULL);
	bool more = true;
	for (guint i = 0; more; i++) {
		more = false;
		g_string_truncate(line, 0);
		for (guint c = 0; c < galley->cells->len; c++) {
			const GPtrArray *lines = galley->cells->pdata[c];
			if (i >= lines->len)
				continue;
			g_string_append_printf(line, "%s%s", line->len > 0 ? " " : "", (const char *)lines->pdata[i]);
			more = true;
		}
		if (more && !plain_is_blank(line->str))
			put_line(galley, line->str, galley->row);
	}
	g_string_free(line, TRUE);
	g_ptr_array_set_size(galley->cells, 0);
}

void galley_close_table(Galley *galley)
{
	if (galley->tables == 1)
		galley_close_row(galley); /* a file that ends within a row */
	galley->tables -= galley->tables > 0;
}

void galley_close(Galley *galley)
{
	while (galley->tables > 0)
		galley_close_table(galley);
	if (galley->line->len > 0)
		galley_end_line(galley);
	g_string_free(galley->line, TRUE);
	g_ptr_array_unref(galley->cells);
}
