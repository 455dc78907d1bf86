#include "filing/page_spot.h"

#include "filing/page_marks.h"

#include <string.h>

static int tenths(double points)
{
	return (int)(points / MM * 10 + 0.5);
}

bool pages_spot(const Pages *p, const char *text, int *page, int *top, int *bottom)
{
	for (guint i = 0; i < p->sheets->len; i++) {
		const GArray *sheet = g_ptr_array_index(p->sheets, i);
		for (guint k = 0; k < sheet->len; k++) {
			const Mark *mark = &g_array_index(sheet, Mark, k);
			if (mark->kind != MARK_LINE || mark->line == NULL || strcmp(pango_layout_get_text(mark->line->layout), text) != 0)
				continue;
			double ascent, height = typeset_line_height(mark->line, &ascent, NULL);
			*page = (int)i + 1;
			*top = tenths(mark->y - ascent);
			*bottom = tenths(mark->y - ascent + height);
			return true;
		}
	}
	return false;
}
