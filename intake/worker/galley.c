#include "intake/worker/sheet.h"

#include "intake/limits.h"
#include "intake/worker/plain.h"

#include <string.h>

enum { CELLS_MOST = 1000, CELL_LINES_MOST = 10000 };

static void free_lines(void *lines)
{
	g_ptr_array_unref(lines);
}

void sheet_open(Sheet *sheet, Text *text)
{
	*sheet = (Sheet){ .text = text, .line = g_string_new(NULL), .cells = g_ptr_array_new_with_free_func(free_lines) };
	sheet->page = text->pages->len > 0 ? text->pages->pdata[text->pages->len - 1] : text_add_page(text, 0, 0);
}

static bool has_words(const TextPage *page)
{
	for (guint i = 0; i < page->lines->len; i++)
		if (((const TextLine *)page->lines->pdata[i])->words->len > 0)
			return true;
	return false;
}

static void put_line(Sheet *sheet, const char *line, int row)
{
	bool blank = plain_is_blank(line);
	if (sheet->wants_page && !blank) {
		if (has_words(sheet->page) && sheet->text->pages->len < LIMIT_PAGES)
			sheet->page = text_add_page(sheet->text, 0, 0);
		sheet->wants_page = false;
	}
	if (!sheet->full)
		sheet->full = !plain_add_line(sheet->text, sheet->page, line, strlen(line), 0, row);
	sheet->wants_page |= sheet->after;
	sheet->after = false;
}

void sheet_add(Sheet *sheet, const char *utf8, size_t size)
{
	if (sheet->line->len < (gsize)LIMIT_DOCUMENT_TEXT_BYTES)
		g_string_append_len(sheet->line, utf8, (gssize)size);
}

void sheet_space(Sheet *sheet)
{
	g_string_append_c(sheet->line, ' ');
}

void sheet_end_line(Sheet *sheet)
{
	if (sheet->tables == 0) {
		put_line(sheet, sheet->line->str, 0);
		g_string_truncate(sheet->line, 0);
	} else if (sheet->tables > 1) {
		sheet_space(sheet); /* a table in a cell: its rows are that cell's lines */
	} else {
		if (sheet->cells->len == 0)
			sheet_open_cell(sheet);
		GPtrArray *lines = sheet->cells->pdata[sheet->cells->len - 1];
		if (lines->len < CELL_LINES_MOST)
			g_ptr_array_add(lines, g_strdup(sheet->line->str));
		g_string_truncate(sheet->line, 0);
	}
}

void sheet_break_page(Sheet *sheet, bool hard)
{
	if (sheet->tables > 0)
		return;
	if (sheet->line->len > 0 && !hard) {
		sheet->after = true;
		return;
	}
	if (sheet->line->len > 0)
		sheet_end_line(sheet);
	sheet->wants_page = true;
}

void sheet_open_table(Sheet *sheet)
{
	if (sheet->tables == 0 && sheet->line->len > 0)
		sheet_end_line(sheet);
	sheet->tables++;
}

void sheet_open_cell(Sheet *sheet)
{
	if (sheet->tables == 1 && sheet->cells->len < CELLS_MOST)
		g_ptr_array_add(sheet->cells, g_ptr_array_new_with_free_func(g_free));
}

void sheet_close_row(Sheet *sheet)
{
	if (sheet->tables == 2) {
		/* As a line of the cell around it. */
		sheet->tables = 1;
		sheet_end_line(sheet);
		sheet->tables = 2;
	}
	if (sheet->tables != 1)
		return;
	if (sheet->line->len > 0)
		sheet_end_line(sheet);
	sheet->row++;
	GString *line = g_string_new(NULL);
	bool more = true;
	for (guint i = 0; more; i++) {
		more = false;
		g_string_truncate(line, 0);
		for (guint c = 0; c < sheet->cells->len; c++) {
			const GPtrArray *lines = sheet->cells->pdata[c];
			if (i >= lines->len)
				continue;
			g_string_append_printf(line, "%s%s", line->len > 0 ? " " : "", (const char *)lines->pdata[i]);
			more = true;
		}
		if (more && !plain_is_blank(line->str))
			put_line(sheet, line->str, sheet->row);
	}
	g_string_free(line, TRUE);
	g_ptr_array_set_size(sheet->cells, 0);
}

void sheet_close_table(Sheet *sheet)
{
	if (sheet->tables == 1)
		sheet_close_row(sheet); /* a file that ends within a row */
	sheet->tables -= sheet->tables > 0;
}

void sheet_close(Sheet *sheet)
{
	while (sheet->tables > 0)
		sheet_close_table(sheet);
	if (sheet->line->len > 0)
		sheet_end_line(sheet);
	g_string_free(sheet->line, TRUE);
	g_ptr_array_unref(sheet->cells);
}
