/* The draft laid out: every box of its edition, in order, growing with its text. */
#include "filing/form.h"

#include <string.h>

#define CORNER_WIDTH_MM 75 /* the court's own stamp: upper right of page 1 stays empty */
#define CORNER_HEIGHT_MM 38
#define OPEN_HEIGHT_MM 18 /* room to write by hand: a name with an address, a signature */

static const Tick ticks_empty[] = { { "Ja", false }, { "Nej", false }, { NULL, false } };
static const Tick ticks_yes[] = { { "Ja", true }, { "Nej", false }, { NULL, false } };
static const Tick ticks_no[] = { { "Ja", false }, { "Nej", true }, { NULL, false } };
static const Tick rate_empty[] = { { "fra indlevering", false }, { "fra dato", false }, { NULL, false } };
static const Tick rate_filing[] = { { "fra indlevering", true }, { "fra dato", false }, { NULL, false } };
static const Tick rate_day[] = { { "fra indlevering", false }, { "fra dato", true }, { NULL, false } };

static Cell cell_of(const Box *box, const char *label)
{
	Cell cell = { .twelfths = box->twelfths, .label = label, .text = box->value, .face = FACE_TEXT, .open = box->open };
	if (box->kind == BOX_MONEY)
		cell.align = ALIGN_RIGHT;
	if (box->strong)
		cell.face = FACE_BOLD;
	if (box->open && box->value == NULL && box->kind == BOX_TEXT)
		cell.high_mm = OPEN_HEIGHT_MM;
	if (box->kind == BOX_CHOICE) {
		cell.ticks = !box->answered ? ticks_empty : box->yes ? ticks_yes : ticks_no;
		cell.text = NULL;
	}
	if (box->kind == BOX_RATE) {
		cell.ticks = box->from_filing ? rate_filing : box->from_day ? rate_day : rate_empty;
		cell.face = FACE_SMALL;
	}
	return cell;
}

static void opening(Pages *pages, const Sheet *sheet)
{
	pages_fixed(pages, FACE_TITLE, sheet->title);
	pages_gap(pages, 1.2);
	g_autofree char *edition = g_strdup_printf("Udgave: %s. Retsplejelovens kapitel 44 a.", sheet->edition);
	pages_fixed(pages, FACE_SMALL, edition);
	pages_fixed(pages, FACE_SMALL,
	            "Dette er et udkast: Indholdet skal overføres til Domstolsstyrelsens egen blanket. "
	            "For felter mærket * er nummer og ordlyd ikke bekræftet. Grå felter er ikke udfyldt.");
	g_autofree char *day = date_danish_long(sheet->on);
	g_autofree char *of = g_strdup_printf("Sag %s. Opgjort pr. %s.", sheet->case_id, day);
	pages_text(pages, FACE_SMALL, of);
	pages_gap(pages, 1);
}

/* Boxes of one section stand side by side until a line is full. */
static void line_of_boxes(Pages *pages, GPtrArray *labels, const Sheet *sheet, guint *at)
{
	Cell cells[12];
	int n = 0, used = 0;
	const Box *first = sheet->boxes->pdata[*at];
	for (; *at < sheet->boxes->len && n < (int)G_N_ELEMENTS(cells); (*at)++) {
		const Box *box = sheet->boxes->pdata[*at];
		if (box->kind == BOX_LONG || strcmp(box->section, first->section) != 0 || used + box->twelfths > 12)
			break;
		char *label = g_strdup_printf("%s%s", box->label, box->confirmed ? "" : " *");
		g_ptr_array_add(labels, label);
		cells[n++] = cell_of(box, label);
		used += box->twelfths;
	}
	pages_boxes(pages, cells, n);
}

static void long_box(Pages *pages, const Box *box, const Statement *statement)
{
	g_autofree char *label = g_strdup_printf("%s%s", box->label, box->confirmed ? "" : " *");
	pages_frame_open(pages, label);
	statement_pages(statement, pages);
	pages_frame_close(pages);
}

GBytes *form_pages(const Edition *edition, Sheet *sheet, const Statement *statement, int *count, GError **error)
{
	g_autofree char *footer = g_strdup_printf("Udkast til betalingspåkrav. Udgave %s. Sag %s.", edition->name, sheet->case_id);
	g_autofree char *title = g_strdup_printf("%s, sag %s", sheet->title, sheet->case_id);
	PagesInfo info = { .title = title, .author = "paakrav", .subject = footer, .footer = footer, .made_on = sheet->on,
		               .corner_width_mm = CORNER_WIDTH_MM, .corner_height_mm = CORNER_HEIGHT_MM };
	g_autoptr(Pages) pages = pages_new(&info, error);
	if (pages == NULL)
		return NULL;
	g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func(g_free);
	opening(pages, sheet);
	const char *section = "";
	for (guint i = 0; i < sheet->boxes->len;) {
		const Box *box = sheet->boxes->pdata[i];
		if (strcmp(section, box->section) != 0) {
			section = box->section;
			pages_section(pages, section);
		}
		if (box->kind == BOX_LONG) {
			long_box(pages, box, statement);
			i++;
		} else {
			line_of_boxes(pages, labels, sheet, &i);
		}
	}
	GBytes *bytes = pages_finish(pages, count, error);
	if (bytes != NULL && pages_unknown(pages) > 0)
		sheet_point(sheet, "Skrift", "Nogle tegn findes ikke i programmets skrifttyper og er tegnet som kasser.",
		            "Some characters are in none of the program's fonts and are drawn as boxes.");
	return bytes;
}
