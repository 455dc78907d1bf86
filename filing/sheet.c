#include "filing/sheet.h"

#include <string.h>

static const char *const kinds[] = {
	[BOX_TEXT] = "text",     [BOX_ACCOUNT] = "account", [BOX_MONEY] = "money",
	[BOX_RATE] = "rate",     [BOX_CHOICE] = "choice",   [BOX_LONG] = "long",
};

bool box_kind_parse(const char *name, BoxKind *out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (g_strcmp0(name, kinds[i]) == 0) {
			*out = (BoxKind)i;
			return true;
		}
	}
	return false;
}

static void add_id(GArray **ids, int64_t id)
{
	if (id == 0)
		return;
	if (*ids == NULL)
		*ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	guint at = (*ids)->len;
	while (at > 0 && g_array_index(*ids, int64_t, at - 1) >= id)
		at--;
	if (at == (*ids)->len || g_array_index(*ids, int64_t, at) != id)
		g_array_insert_val(*ids, at, id);
}

void sources_field(Sources *sources, const Field *field)
{
	for (guint i = 0; field->facts != NULL && i < field->facts->len; i++)
		add_id(&sources->facts, ((const Fact *)field->facts->pdata[i])->id);
}

void sources_fact(Sources *sources, const Fact *fact)
{
	if (fact != NULL)
		add_id(&sources->facts, fact->id);
}

void sources_event(Sources *sources, const Event *event)
{
	if (event != NULL)
		add_id(&sources->events, event->id);
}

void sources_join(Sources *sources, const Sources *other)
{
	for (guint i = 0; other->facts != NULL && i < other->facts->len; i++)
		add_id(&sources->facts, g_array_index(other->facts, int64_t, i));
	for (guint i = 0; other->events != NULL && i < other->events->len; i++)
		add_id(&sources->events, g_array_index(other->events, int64_t, i));
}

void sources_clear(Sources *sources)
{
	g_clear_pointer(&sources->facts, g_array_unref);
	g_clear_pointer(&sources->events, g_array_unref);
}

static void ids_json(const GArray *ids, cJSON *object, const char *key)
{
	cJSON *array = json_array(object, key);
	for (guint i = 0; ids != NULL && i < ids->len; i++) {
		char text[32];
		g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT, (gint64)g_array_index(ids, int64_t, i));
		cJSON_AddItemToArray(array, cJSON_CreateRaw(text));
	}
}

void sources_json(const Sources *sources, cJSON *object)
{
	ids_json(sources->facts, object, "facts");
	ids_json(sources->events, object, "events");
}

static void part_free(BoxPart *part)
{
	g_free(part->text);
	g_free(part);
}

static void box_free(Box *box)
{
	if (box->parts != NULL)
		g_ptr_array_unref(box->parts);
	g_free(box->box);
	g_free(box->section);
	g_free(box->label);
	g_free(box->value);
	g_free(box->why_da);
	g_free(box->why_en);
	g_free(box->note);
	sources_clear(&box->sources);
	g_free(box);
}

static void open_point_free(OpenPoint *point)
{
	g_free(point->where);
	g_free(point->da);
	g_free(point->en);
	g_free(point);
}

Sheet *sheet_new(const Assessment *assessment, const char *kind, const char *title, const char *edition)
{
	Sheet *sheet = g_new0(Sheet, 1);
	sheet->case_id = g_strdup(assessment->on_case->id);
	sheet->kind = kind;
	sheet->title = g_strdup(title);
	sheet->edition = g_strdup(edition);
	sheet->on = assessment->on;
	sheet->law_edition = assessment->law_edition;
	sheet->boxes = g_ptr_array_new_with_free_func((GDestroyNotify)box_free);
	sheet->open = g_ptr_array_new_with_free_func((GDestroyNotify)open_point_free);
	return sheet;
}

void sheet_free(Sheet *sheet)
{
	if (sheet == NULL)
		return;
	g_free(sheet->case_id);
	g_free(sheet->title);
	g_free(sheet->edition);
	g_ptr_array_unref(sheet->boxes);
	g_ptr_array_unref(sheet->open);
	g_free(sheet);
}

Box *sheet_add(Sheet *sheet, int number, const char *box, const char *section, const char *label)
{
	Box *added = g_new0(Box, 1);
	added->number = number;
	added->box = g_strdup(box);
	added->section = g_strdup(section);
	added->label = g_strdup(label);
	added->mark = 'S';
	added->confirmed = true;
	added->twelfths = 12;
	g_ptr_array_add(sheet->boxes, added);
	return added;
}

void box_text(Box *box, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	g_free(box->value);
	box->value = g_strdup(value);
}

void box_part(Box *box, const char *name, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	if (box->parts == NULL)
		box->parts = g_ptr_array_new_with_free_func((GDestroyNotify)part_free);
	BoxPart *part = g_new0(BoxPart, 1);
	part->name = name;
	part->text = g_strdup(text);
	g_ptr_array_add(box->parts, part);
}

void box_amount(Box *box, Money amount)
{
	box->kind = BOX_MONEY;
	box->has_amount = true;
	box->amount = amount;
	g_free(box->value);
	box->value = money_danish(amount);
}

void box_answer(Box *box, bool yes)
{
	box->kind = BOX_CHOICE;
	box->answered = true;
	box->yes = yes;
	box_text(box, yes ? "Ja" : "Nej");
}

void box_open(Box *box, const char *da, const char *en)
{
	if (box->open)
		return;
	box->open = true;
	box->why_da = g_strdup(da);
	box->why_en = g_strdup(en);
}

void sheet_point(Sheet *sheet, const char *where, const char *da, const char *en)
{
	OpenPoint *point = g_new0(OpenPoint, 1);
	point->where = g_strdup(where);
	point->da = g_strdup(da);
	point->en = g_strdup(en);
	g_ptr_array_add(sheet->open, point);
}

/* Several debtors often give the same words. */
static bool listed(const Sheet *sheet, const char *where, const char *da)
{
	for (guint i = 0; i < sheet->open->len; i++) {
		const OpenPoint *point = sheet->open->pdata[i];
		if (strcmp(point->where, where) == 0 && strcmp(point->da, da) == 0)
			return true;
	}
	return false;
}

void sheet_warnings(Sheet *sheet, const Assessment *assessment)
{
	for (guint i = 0; i < assessment->findings->len; i++) {
		const Finding *finding = assessment->findings->pdata[i];
		if (finding->verdict == VERDICT_CLEAR || finding->severity != SEVERITY_WARN)
			continue;
		/* A title says what the rule would find; where nobody has looked, that would read as if it were so. */
		const char *where = finding->verdict == VERDICT_UNKNOWN ? "Undersøges" : finding->rule->title.da;
		if (!listed(sheet, where, finding_because(finding, LANG_DA)))
			sheet_point(sheet, where, finding_because(finding, LANG_DA), finding_because(finding, LANG_EN));
	}
}

void sheet_close(Sheet *sheet)
{
	for (guint i = 0; i < sheet->boxes->len; i++) {
		const Box *box = sheet->boxes->pdata[i];
		if (box->open)
			sheet_point(sheet, box->label, box->why_da, box->why_en);
	}
}

static void box_json(const Box *box, cJSON *array)
{
	cJSON *object = json_push(array);
	json_int(object, "number", box->number);
	json_text(object, "name", box->name);
	json_text(object, "box", box->box);
	json_text(object, "section", box->section);
	json_text(object, "label", box->label);
	json_text(object, "kind", kinds[box->kind]);
	json_text(object, "value", box->value);
	json_int(object, "length", box->value != NULL ? g_utf8_strlen(box->value, -1) : 0);
	if (box->kind == BOX_RATE)
		json_text(object, "from", box->from_filing ? "filing" : box->from_day ? "day" : NULL);
	if (box->has_amount)
		json_money(object, "amount_ore", box->amount);
	if (box->answered)
		json_bool(object, "answer", box->yes);
	const char mark[2] = { box->mark, '\0' };
	json_text(object, "mark", mark);
	json_bool(object, "confirmed", box->confirmed);
	json_bool(object, "required", box->required);
	json_bool(object, "open", box->open);
	json_text(object, "why", box->why_da);
	json_text(object, "note", box->note);
	sources_json(&box->sources, object);
}

char *sheet_json(const Sheet *sheet, cJSON *statement)
{
	g_autoptr(cJSON) object = json_result("felter");
	json_text(object, "case", sheet->case_id);
	json_text(object, "kind", sheet->kind);
	json_text(object, "title", sheet->title);
	json_text(object, "edition", sheet->edition);
	json_text(object, "law_edition", sheet->law_edition);
	json_text(object, "wordings", sheet->wordings);
	json_date(object, "on", sheet->on);
	cJSON *fields = json_array(object, "fields");
	for (guint i = 0; i < sheet->boxes->len; i++)
		box_json(sheet->boxes->pdata[i], fields);
	if (statement != NULL)
		cJSON_AddItemToObject(object, "statement", statement);
	cJSON *open = json_array(object, "open");
	for (guint i = 0; i < sheet->open->len; i++) {
		const OpenPoint *point = sheet->open->pdata[i];
		cJSON *row = json_push(open);
		json_text(row, "where", point->where);
		json_text(row, "text", point->da);
		json_text(row, "text_en", point->en);
	}
	return json_print(object);
}

#define LENGTH_TOLD 80 /* characters from which a portal's field says how long its text is: what is longer is pasted */

static void box_line(const Box *box, bool portal, GString *out)
{
	glong length = box->value != NULL ? g_utf8_strlen(box->value, -1) : 0;
	g_string_append(out, box->label);
	if (portal && length >= LENGTH_TOLD)
		g_string_append_printf(out, " (%ld tegn)", length);
	if (!box->confirmed)
		g_string_append(out, " (ordlyd ikke bekræftet)");
	g_string_append_c(out, '\n');
	if (box->from_filing || box->from_day)
		g_string_append_printf(out, "    [x] %s\n", box->from_filing ? "fra indlevering" : "fra dato");
	if (box->value != NULL) {
		g_auto(GStrv) lines = g_strsplit(box->value, "\n", -1);
		for (char **line = lines; *line != NULL; line++)
			g_string_append_printf(out, "%s%s\n", **line != '\0' ? "    " : "", *line);
	}
	if (box->open)
		g_string_append_printf(out, "    [ÅBEN: %s]\n", box->why_da);
	else if (box->value == NULL)
		g_string_append(out, "    [tom]\n");
	if (box->note != NULL)
		g_string_append_printf(out, "    [%s]\n", box->note);
	g_string_append_c(out, '\n');
}

char *sheet_text(const Sheet *sheet)
{
	GString *out = g_string_new(NULL);
	g_autofree char *day = date_danish_long(sheet->on);
	g_string_append_printf(out, "%s\nSag %s, opgjort pr. %s. Udgave: %s.\n\n", sheet->title, sheet->case_id, day, sheet->edition);
	const char *section = "";
	for (guint i = 0; i < sheet->boxes->len; i++) {
		const Box *box = sheet->boxes->pdata[i];
		if (strcmp(section, box->section) != 0) {
			section = box->section;
			g_string_append_printf(out, "== %s ==\n\n", section);
		}
		box_line(box, strcmp(sheet->kind, "civil_claim") == 0, out);
	}
	if (sheet->open->len > 0)
		g_string_append(out, "== Gennemgås før indlevering ==\n\n");
	for (guint i = 0; i < sheet->open->len; i++) {
		const OpenPoint *point = sheet->open->pdata[i];
		g_string_append_printf(out, "- %s: %s\n", point->where, point->da);
	}
	return g_string_free(out, FALSE);
}
