#include "filing/blankmap.h"

#include "intake/csv.h"
#include "intake/limits.h"

#include <stdarg.h>
#include <string.h>

static const char *const columns[] = { "box",   "part", "debtor",   "field",     "value",   "page",
	                               "x_mm", "y_mm", "width_mm", "height_mm", "size_pt", "label" };

static const char *const party_parts[] = { "text", "name", "address", "postcode", "city", "country", "cvr", "phone", "email", "case", NULL };
static const char *const account_parts[] = { "text", "registration", "number", NULL };
static const char *const rate_parts[] = { "text", "filing", "day", "percent", "period", NULL };
static const char *const choice_parts[] = { "yes", "no", NULL };
static const char *const demand_parts[] = { "text", "sent_on", "deadline_on", NULL };
static const char *const plain_parts[] = { "text", NULL };

static const char *const *parts_of(const FormRow *row)
{
	switch (row->kind) {
	case BOX_ACCOUNT:
		return account_parts;
	case BOX_RATE:
		return rate_parts;
	case BOX_CHOICE:
		return choice_parts;
	case BOX_TEXT:
		if (strcmp(row->source, "demand") == 0)
			return demand_parts;
		return strcmp(row->source, "creditor") == 0 || strcmp(row->source, "representative") == 0 || strcmp(row->source, "debtor") == 0
		           ? party_parts
		           : plain_parts;
	case BOX_MONEY:
	case BOX_LONG:
		break;
	}
	return plain_parts;
}

bool blankmap_ticks(const char *part)
{
	return strcmp(part, "yes") == 0 || strcmp(part, "no") == 0 || strcmp(part, "filing") == 0 || strcmp(part, "day") == 0;
}

static void place_free(MapPlace *place)
{
	g_free(place->part);
	g_free(place->field);
	g_free(place->state);
	g_free(place);
}

void blankmap_free(Blankmap *map)
{
	if (map == NULL)
		return;
	g_free(map->name);
	g_ptr_array_unref(map->places);
	g_free(map);
}

/* ---- reading ---- */

typedef struct MapReading {
	Blankmap *map;
	const Csv *csv;
	const Edition *edition;
	const cJSON *fields;
	const CsvRow *row;
	MapPlace *place; /* of row */
	const FormRow *box;
	GError **error;
} MapReading;

static bool wrong(const MapReading *r, const char *code, const char *da, const char *en)
{
	error_set_texts(r->error, ERROR_INPUT, code, da, en);
	error_at(r->error, r->map->name, r->row != NULL ? r->row->line : 0, 0);
	return false;
}

static bool wrong_of(const MapReading *r, const char *code, const char *what, const char *da, const char *en)
{
	g_autofree char *text_da = g_strdup_printf("%s: %s", what, da), *text_en = g_strdup_printf("%s: %s", what, en);
	return wrong(r, code, text_da, text_en);
}

static const char *cell(const MapReading *r, const char *column)
{
	const char *text = csv_cell(r->csv, r->row, column);
	return text != NULL ? text : "";
}

/* "18", "18.5", "18,5": thousandths; -1 when it is no such number. */
static int64_t thousandths(const char *text)
{
	int64_t whole = 0, part = 0, scale = 1000;
	const char *p = text;
	if (!g_ascii_isdigit(*p))
		return -1;
	for (; g_ascii_isdigit(*p) && whole < 1000000; p++)
		whole = whole * 10 + (*p - '0');
	if (*p == '.' || *p == ',')
		for (p++; g_ascii_isdigit(*p) && scale > 1; p++) {
			scale /= 10;
			part += (*p - '0') * scale;
		}
	return *p == '\0' ? whole * 1000 + part : -1;
}

static const FormRow *row_of(const Edition *edition, const char *number)
{
	gint64 n;
	if (!g_ascii_string_to_signed(number, 10, 1, 999, &n, NULL))
		return NULL;
	for (guint i = 0; i < edition->rows->len; i++)
		if (((const FormRow *)edition->rows->pdata[i])->number == n)
			return edition->rows->pdata[i];
	return NULL;
}

static bool part_fits(const MapReading *r)
{
	for (const char *const *part = parts_of(r->box); *part != NULL; part++)
		if (strcmp(*part, r->place->part) == 0)
			return true;
	g_autoptr(GString) known = g_string_new(NULL);
	for (const char *const *part = parts_of(r->box); *part != NULL; part++)
		g_string_append_printf(known, "%s%s", known->len > 0 ? ", " : "", *part);
	g_autofree char *da = g_strdup_printf("feltet kan deles i %s.", known->str);
	g_autofree char *en = g_strdup_printf("the box can be parted into %s.", known->str);
	return wrong_of(r, "map-box", r->place->part, da, en);
}

static bool debtor_fits(const MapReading *r)
{
	const char *text = cell(r, "debtor");
	gint64 n = 0;
	if (*text != '\0' && !g_ascii_string_to_signed(text, 10, 1, LIMIT_MAP_DEBTORS, &n, NULL))
		return wrong_of(r, "map-box", text, "skyldneren angives med et tal.", "a debtor is given by a number.");
	if (r->place->absent)
		return true;
	if ((n > 0) != r->box->per_debtor)
		return wrong_of(r, "map-box", r->box->label,
		                r->box->per_debtor ? "skriv hvilken skyldner (1, 2 …) stedet er til." : "feltet hører ikke til en skyldner.",
		                r->box->per_debtor ? "say which debtor (1, 2 …) the place is for." : "the box is not a debtor's.");
	r->place->debtor = (int)n;
	return true;
}

/* The blank's field, in the one of its places that is ticked by that state, if one is given. */
static const cJSON *field_of(const cJSON *fields, const char *name, const char *state)
{
	const cJSON *field;
	cJSON_ArrayForEach(field, json_get(fields, "fields")) if (g_strcmp0(json_get_text(field, "name"), name) == 0 &&
	                                                         (state == NULL || g_strcmp0(json_get_text(field, "state"), state) == 0)) return field;
	return NULL;
}

static bool field_ticked(const MapReading *r, const cJSON *field)
{
	MapPlace *place = r->place;
	const char *state = cell(r, "value"), *kind = json_get_text(field, "kind");
	if (strcmp(kind, "check") != 0 && strcmp(kind, "radio") != 0)
		return wrong_of(r, "map-field", place->field, "feltet kan ikke afkrydses.", "the field cannot be ticked.");
	if (*state == '\0' && strcmp(kind, "radio") == 0)
		return wrong_of(r, "map-field", place->field, "skriv i kolonnen value, hvilket af feltets valg der menes.",
		                "say in the column value which of the field's choices is meant.");
	place->state = g_strdup(*state != '\0' ? state : json_get_text(field, "state"));
	if (field_of(r->fields, place->field, place->state) == NULL)
		return wrong_of(r, "map-field", place->state, "feltet har ikke dette valg.", "the field has no such choice.");
	return true;
}

static bool field_fits(const MapReading *r)
{
	MapPlace *place = r->place;
	place->field = g_strdup(cell(r, "field"));
	const cJSON *field = field_of(r->fields, place->field, NULL);
	if (field == NULL)
		return wrong_of(r, "map-field", place->field, "blanketten har ikke dette felt.", "the blank has no such field.");
	if (json_get_bool(field, "hidden"))
		return wrong_of(r, "map-field", place->field, "feltet vises ikke.", "the field is not shown.");
	const char *kind = json_get_text(field, "kind");
	if (blankmap_ticks(place->part))
		return field_ticked(r, field);
	if (strcmp(kind, "text") != 0 && strcmp(kind, "choice") != 0)
		return wrong_of(r, "map-field", place->field, "der kan ikke skrives i feltet.", "nothing can be written in the field.");
	return true;
}

static bool measures_fit(const MapReading *r)
{
	MapPlace *place = r->place;
	const cJSON *pages = json_get(r->fields, "pages");
	gint64 n;
	if (!g_ascii_string_to_signed(cell(r, "page"), 10, 1, MAX(cJSON_GetArraySize(pages), 1), &n, NULL))
		return wrong_of(r, "map-place", r->box->label, "angiv felt, side og mål, eller - hvis blanketten ikke har det.",
		                "give field, or page and measures, or - where the blank does not have it.");
	place->page = (int)n;
	place->left_um = thousandths(cell(r, "x_mm"));
	place->top_um = thousandths(cell(r, "y_mm"));
	place->width_um = thousandths(cell(r, "width_mm"));
	place->height_um = thousandths(cell(r, "height_mm"));
	const cJSON *page = cJSON_GetArrayItem(pages, place->page - 1);
	if (place->left_um < 0 || place->top_um < 0 || place->width_um < 1000 || place->height_um < 1000 ||
	    place->left_um + place->width_um > json_get_int(page, "width_um", 0) || place->top_um + place->height_um > json_get_int(page, "height_um", 0))
		return wrong_of(r, "map-place", r->box->label, "målene er ikke et sted på siden.", "the measures are no place on the page.");
	return true;
}

static bool size_fits(const MapReading *r)
{
	const char *text = cell(r, "size_pt");
	int64_t size = *text != '\0' ? thousandths(text) : 0;
	if (*text != '\0' && (size < 4000 || size > 30000))
		return wrong_of(r, "map-place", text, "skriftstørrelsen skal være mellem 4 og 30.", "the size of letters must be from 4 to 30.");
	r->place->size_cpt = (int)(size / 10);
	return true;
}

/* Rows that say nothing of a box are the draft's list of what the blank has besides. */
static bool place_read(MapReading *r)
{
	MapPlace *place = g_new0(MapPlace, 1);
	g_ptr_array_add(r->map->places, place);
	r->place = place;
	place->line = r->row->line;
	r->box = row_of(r->edition, cell(r, "box"));
	if (r->box == NULL)
		return wrong_of(r, "map-box", cell(r, "box"), "udgaven har ikke dette felt.", "the edition has no such box.");
	place->number = r->box->number;
	place->part = g_strdup(*cell(r, "part") != '\0' ? cell(r, "part") : "text");
	place->absent = strcmp(cell(r, "field"), "-") == 0;
	if (place->absent && *cell(r, "part") == '\0' && r->box->kind == BOX_CHOICE)
		return debtor_fits(r);
	if (!part_fits(r) || !debtor_fits(r) || place->absent)
		return r->error == NULL || *r->error == NULL;
	return size_fits(r) && (*cell(r, "field") != '\0' ? field_fits(r) : measures_fit(r));
}

/* ---- the whole ---- */

static bool two_in_one(const MapReading *r)
{
	const GPtrArray *places = r->map->places;
	for (guint i = 0; i + 1 < places->len; i++) {
		const MapPlace *other = places->pdata[i];
		if (other->field != NULL && g_strcmp0(other->field, r->place->field) == 0 && g_strcmp0(other->state, r->place->state) == 0)
			return true;
	}
	return false;
}

/* Every box has its place, or a person has said that the blank has none. What law asks for has one. */
static bool boxes_placed(MapReading *r)
{
	r->row = NULL;
	for (guint i = 0; i < r->edition->rows->len; i++) {
		const FormRow *box = r->edition->rows->pdata[i];
		bool any = false, absent = false;
		for (guint k = 0; k < r->map->places->len; k++) {
			const MapPlace *place = r->map->places->pdata[k];
			any = any || (place->number == box->number && !place->absent);
			absent = absent || (place->number == box->number && place->absent);
		}
		g_autofree char *what = g_strdup_printf("%d %s", box->number, box->label);
		if (!any && !absent)
			return wrong_of(r, "map-box", what, "feltet har ingen plads i kortet.", "the box has no place in the map.");
		if (!any && strcmp(box->required, "yes") == 0)
			return wrong_of(r, "map-box", what, "feltet skal udfyldes og kan ikke mangle på blanketten.",
			                "the box must be filled and cannot be missing on the blank.");
	}
	return true;
}

static bool row_named(const MapReading *r, const char *name, const char *want, const char *code, const char *da, const char *en)
{
	for (guint i = 0; i < r->csv->rows->len; i++) {
		const CsvRow *row = r->csv->rows->pdata[i];
		const char *box = csv_cell(r->csv, row, "box"), *field = csv_cell(r->csv, row, "field");
		if (g_strcmp0(box, name) == 0 && g_strcmp0(field, want) == 0)
			return true;
	}
	return wrong(r, code, da, en);
}

static bool all_read(MapReading *r, const char *blank_sha256)
{
	if (!row_named(r, "blank", blank_sha256, "map-other-blank", "Kortet er lavet til en anden blanket.", "The map was made for another blank.") ||
	    !row_named(r, "edition", r->edition->name, "map-other-edition", "Kortet er lavet til en anden udgave.",
	               "The map was made for another edition."))
		return false;
	for (guint i = 0; i < r->csv->rows->len; i++) {
		r->row = r->csv->rows->pdata[i];
		const char *box = cell(r, "box");
		if (*box == '\0' || strcmp(box, "blank") == 0 || strcmp(box, "edition") == 0)
			continue;
		if (!place_read(r))
			return false;
		if (two_in_one(r))
			return wrong_of(r, "map-field", r->place->field, "feltet er brugt to gange.", "the field is used twice.");
	}
	return boxes_placed(r);
}

Blankmap *blankmap_read(GBytes *text, const char *name, const Edition *edition, const char *blank_sha256, const cJSON *fields,
                        GError **error)
{
	gsize size;
	const char *bytes = g_bytes_get_data(text, &size);
	g_autoptr(Csv) csv = csv_parse(bytes, size, name, error);
	if (csv == NULL)
		return NULL;
	g_autoptr(Blankmap) map = g_new0(Blankmap, 1);
	map->name = g_strdup(name);
	map->places = g_ptr_array_new_with_free_func((GDestroyNotify)place_free);
	g_autoptr(GError) fault = NULL;
	MapReading r = { .map = map, .csv = csv, .edition = edition, .fields = fields, .error = &fault };
	for (size_t i = 0; i < G_N_ELEMENTS(columns) - 1; i++)
		if (csv_column(csv, columns[i]) < 0 && !wrong_of(&r, "map-columns", columns[i], "kolonnen mangler.", "the column is missing."))
			break;
	if (fault == NULL && all_read(&r, blank_sha256))
		return g_steal_pointer(&map);
	g_propagate_error(error, g_steal_pointer(&fault));
	return NULL;
}

Blankmap *blankmap_guess(const Edition *edition, const cJSON *fields)
{
	g_autofree char *text = blankmap_draft(edition, "", fields);
	g_autoptr(Csv) csv = csv_parse(text, strlen(text), "", NULL);
	Blankmap *map = g_new0(Blankmap, 1);
	map->name = g_strdup("");
	map->places = g_ptr_array_new_with_free_func((GDestroyNotify)place_free);
	for (guint i = 0; csv != NULL && i < csv->rows->len; i++) {
		g_autoptr(GError) unfit = NULL;
		MapReading r = { .map = map, .csv = csv, .edition = edition, .fields = fields, .row = csv->rows->pdata[i], .error = &unfit };
		if (row_of(edition, cell(&r, "box")) == NULL || *cell(&r, "field") == '\0')
			continue;
		if (!place_read(&r) || two_in_one(&r))
			g_ptr_array_remove_index(map->places, map->places->len - 1);
	}
	return map;
}
