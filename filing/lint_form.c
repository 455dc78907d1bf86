/*
 * A form alone, as the court gets it: a blank that somebody filled, or our typeset edition. Its boxes are read in the locked room
 * and laid out as a field sheet, so that the same looks serve; what no form tells is said to be untried.
 */
#include "filing/lint_desk.h"

#include "filing/form.h"
#include "filing/official.h"
#include "intake/digest.h"
#include "intake/limits.h"

#include <string.h>

#define LEAST_BOXES 6 /* known by name or label: with fewer it is some other paper */
#define PRINT_TENTHS 10 /* so far, in tenths of a millimetre, may the blank's own words have moved on a copy */
#define INK_OF_A_TICK 20 /* more dark dots in a thousand than the blank has there */

typedef struct FormReading {
	const Edition *edition;
	const cJSON *fields; /* of the locked room; NULL: no field holds what is said */
	const Blankmap *map;
	cJSON *sheet, *boxes, *unseen;
	int known; /* boxes found */
	bool drawn; /* what is read are letters on the page: whatever is there can be seen */
} FormReading;

static cJSON *box_begin(FormReading *r, const FormRow *row, int debtor)
{
	cJSON *box = json_push(r->boxes);
	static const char *const kinds[] = { [BOX_TEXT] = "text", [BOX_ACCOUNT] = "account", [BOX_MONEY] = "money",
		                                 [BOX_RATE] = "rate", [BOX_CHOICE] = "choice",   [BOX_LONG] = "long" };
	g_autofree char *label = debtor > 1 ? g_strdup_printf("%s (skyldner %d)", row->label, debtor) : g_strdup(row->label);
	json_int(box, "number", row->number);
	json_text(box, "name", row->source);
	json_text(box, "label", label);
	json_text(box, "kind", kinds[row->kind]);
	json_bool(box, "required", strcmp(row->required, "yes") == 0);
	json_bool(box, "open", false);
	r->known++;
	return box;
}

static void box_value(cJSON *box, const char *value)
{
	g_autofree char *text = g_strdup(value != NULL ? value : "");
	g_strstrip(text);
	json_text(box, "value", *text != '\0' ? text : NULL);
}

/* first and other exclude each other: "yes" and "no", "filing" and "day". */
static void box_ticks(cJSON *box, const FormRow *row, bool first, bool other, bool single)
{
	if (first && other)
		json_bool(box, "twice", true);
	else if (row->kind == BOX_CHOICE && (first || other || single))
		json_bool(box, "answer", first);
	else if (row->kind == BOX_RATE && (first || other))
		json_text(box, "from", first ? "filing" : "day");
	/* A rate that the form prints needs no words beside its tick. */
	if (strcmp(row->source, "interest_statutory") == 0 && (first || other) && json_get_text(box, "value") == NULL) {
		cJSON_DeleteItemFromObjectCaseSensitive(box, "value");
		json_text(box, "value", "Procesrente.");
	}
}

/* ---- by fields ---- */

static const cJSON *field_named(const FormReading *r, const MapPlace *place)
{
	const cJSON *field;
	cJSON_ArrayForEach(field, json_get(r->fields, "fields"))
	{
		if (g_strcmp0(json_get_text(field, "name"), place->field) == 0 &&
		    (place->state == NULL || g_strcmp0(json_get_text(field, "state"), place->state) == 0))
			return field;
	}
	return NULL;
}

/* What stands in the places of that part, one behind the other. NULL: there is no such place. *crowded: more than can be shown. */
static char *part_text(const FormReading *r, const FormRow *row, int debtor, const char *part, bool *crowded)
{
	GString *out = NULL;
	for (guint i = 0; i < r->map->places->len; i++) {
		const MapPlace *place = r->map->places->pdata[i];
		const cJSON *field = place->field != NULL && place->number == row->number && place->debtor == debtor &&
		                             strcmp(place->part, part) == 0
		                         ? field_named(r, place)
		                         : NULL;
		const char *value = field != NULL ? json_get_text(field, "value") : NULL;
		if (field == NULL)
			continue;
		if (out == NULL)
			out = g_string_new(NULL);
		if (value == NULL || *value == '\0')
			continue;
		if (out->len > 0)
			g_string_append(out, strchr(".:", out->str[out->len - 1]) != NULL ? "\n" : " ");
		g_auto(GStrv) lines = g_strsplit_set(value, "\r\n", -1);
		for (char **line = lines; *line != NULL; line++)
			if (**line != '\0')
				g_string_append_printf(out, "%s%s", line > lines && out->len > 0 ? "\n" : "", *line);
		*crowded = *crowded || (!r->drawn && !official_fits(field, value));
	}
	return out != NULL ? g_string_free(out, FALSE) : NULL;
}

static bool part_ticked(const FormReading *r, const FormRow *row, const char *part, bool *there)
{
	bool ticked = false;
	for (guint i = 0; i < r->map->places->len; i++) {
		const MapPlace *place = r->map->places->pdata[i];
		if (place->field == NULL || place->number != row->number || strcmp(place->part, part) != 0)
			continue;
		const cJSON *field = field_named(r, place);
		*there = *there || field != NULL;
		ticked = ticked || json_get_bool(field, "ticked");
	}
	return ticked;
}

/* The pieces of a box, put together as a whole one has them. */
static char *parts_join(const FormReading *r, const FormRow *row, int debtor, bool *crowded)
{
	static const struct {
		const char *part, *before, *behind;
	} pieces[] = {
		{ "name", "", "" },          { "address", "\n", "" },    { "postcode", "\n", "" },   { "city", " ", "" },
		{ "country", "\n", "" },     { "cvr", "\nCVR-nr. ", "" }, { "phone", "\nTlf. ", "" }, { "email", "\nMail: ", "" },
		{ "case", "\nSagsnr. ", "" }, { "registration", "", " " }, { "number", "", "" },       { "percent", "", " %" },
		{ "period", " pr. ", "" },    { "sent_on", "Afsendt den ", "" }, { "deadline_on", "; betalingsfrist den ", "" },
	};
	GString *out = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++) {
		g_autofree char *text = part_text(r, row, debtor, pieces[i].part, crowded);
		if (text == NULL)
			continue;
		if (out == NULL)
			out = g_string_new(NULL);
		if (*text != '\0')
			g_string_append_printf(out, "%s%s%s", pieces[i].before, text, pieces[i].behind);
	}
	return out != NULL ? g_string_free(out, FALSE) : NULL;
}

/* An address that had to stand on one line. */
static void party_unfold(const FormRow *row, char **text)
{
	static const char *const parties[] = { "creditor", "representative", "debtor" };
	bool party = false;
	for (size_t i = 0; i < G_N_ELEMENTS(parties); i++)
		party = party || strcmp(row->source, parties[i]) == 0;
	if (!party || *text == NULL || strchr(*text, '\n') != NULL)
		return;
	g_auto(GStrv) lines = g_strsplit(*text, ", ", -1);
	g_free(*text);
	*text = g_strjoinv("\n", lines);
}

/* false: the form has no place for it. */
static bool box_from_fields(FormReading *r, const FormRow *row, int debtor)
{
	bool crowded = false, whole = false, parts = false, single_first = false, single_other = false;
	const char *first = row->kind == BOX_CHOICE ? "yes" : "filing", *other = row->kind == BOX_CHOICE ? "no" : "day";
	g_autofree char *text = part_text(r, row, debtor, "text", &crowded);
	whole = text != NULL;
	if (!whole) {
		text = parts_join(r, row, debtor, &crowded);
		parts = text != NULL;
	}
	bool ticks = row->kind == BOX_CHOICE || row->kind == BOX_RATE;
	bool yes = ticks && part_ticked(r, row, first, &single_first), no = ticks && part_ticked(r, row, other, &single_other);
	if (!whole && !parts && !single_first && !single_other)
		return false;
	if (debtor > 1 && (text == NULL || *text == '\0'))
		return true;
	party_unfold(row, &text);
	cJSON *box = box_begin(r, row, debtor);
	box_value(box, text);
	box_ticks(box, row, yes, no, single_first != single_other);
	if (crowded)
		json_bool(box, "crowded", true);
	return true;
}

static void boxes_from_fields(FormReading *r)
{
	for (guint i = 0; i < r->edition->rows->len; i++) {
		const FormRow *row = r->edition->rows->pdata[i];
		bool any = false;
		for (int debtor = row->per_debtor ? 1 : 0; debtor <= (row->per_debtor ? LIMIT_MAP_DEBTORS : 0); debtor++)
			any = box_from_fields(r, row, debtor) || any;
		if (!any)
			json_push_text(r->unseen, row->label);
	}
}

/* ---- by tags ---- */

/* "Skyldner 2 af 3: navn, …" and "Skyldner 2 af 3. Selskab …" are the rows of one debtor. */
static const FormRow *row_labelled(const FormReading *r, const char *label, int *debtor)
{
	g_autofree char *plain = g_strndup(label, strlen(label) - (g_str_has_suffix(label, " *") ? 2 : 0));
	const char *about = plain;
	char *end = NULL;
	*debtor = 1;
	if (g_str_has_prefix(plain, "Skyldner ") && g_ascii_isdigit(plain[strlen("Skyldner ")])) {
		*debtor = (int)MIN(g_ascii_strtoull(plain + strlen("Skyldner "), &end, 10), 1000);
		about = g_str_has_prefix(end, " af ") ? end + strlen(" af ") : end;
		while (g_ascii_isdigit(*about))
			about++;
		about += g_str_has_prefix(about, ". ") ? 2 : 0;
	}
	for (guint i = 0; i < r->edition->rows->len; i++) {
		const FormRow *row = r->edition->rows->pdata[i];
		if (strcmp(row->label, about) == 0 || (*about == ':' && g_str_has_prefix(row->label, "Skyldner") && strcmp(row->label + strlen("Skyldner"), about) == 0))
			return row;
	}
	return NULL;
}

static bool tick_line(const char *line, const char *choice, bool *ticked)
{
	const char *rest = *line == 'X' ? line + 1 + strspn(line + 1, " ") : line;
	if (strcmp(rest, choice) != 0)
		return false;
	*ticked = *line == 'X';
	return true;
}

static void box_from_lines(FormReading *r, const FormRow *row, int debtor, const GPtrArray *lines)
{
	bool ticks = row->kind == BOX_CHOICE || row->kind == BOX_RATE, yes = false, no = false;
	const char *first = row->kind == BOX_CHOICE ? "Ja" : "fra indlevering", *other = row->kind == BOX_CHOICE ? "Nej" : "fra dato";
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < lines->len; i++)
		if (!ticks || (!tick_line(lines->pdata[i], first, &yes) && !tick_line(lines->pdata[i], other, &no)))
			g_string_append_printf(text, "%s%s", text->len > 0 ? "\n" : "", (const char *)lines->pdata[i]);
	cJSON *box = box_begin(r, row, debtor);
	box_value(box, text->str);
	box_ticks(box, row, yes, no, false);
}

static void lines_take(GPtrArray *lines, const cJSON *box)
{
	const cJSON *line;
	cJSON_ArrayForEach(line, json_get(box, "lines"))
	{
		if (cJSON_IsString(line))
			g_ptr_array_add(lines, cJSON_GetStringValue(line));
	}
}

/* A box that runs over to the next page goes on there without its label. */
static void boxes_from_tags(FormReading *r, const cJSON *told)
{
	const FormRow *row = NULL;
	int debtor = 1;
	g_autoptr(GPtrArray) lines = g_ptr_array_new();
	const cJSON *box;
	cJSON_ArrayForEach(box, json_get(told, "boxes"))
	{
		const char *label = json_get_text(box, "label");
		int next_debtor = 1;
		const FormRow *next = label != NULL ? row_labelled(r, label, &next_debtor) : NULL;
		if (next == NULL) {
			if (label != NULL)
				g_ptr_array_add(lines, (gpointer)label);
			lines_take(lines, box);
			continue;
		}
		if (row != NULL)
			box_from_lines(r, row, debtor, lines);
		g_ptr_array_set_size(lines, 0);
		row = next;
		debtor = next_debtor;
		lines_take(lines, box);
	}
	if (row != NULL)
		box_from_lines(r, row, debtor, lines);
}

/* "Udgave: betalingspaakrav-2026. …" and "Sag … Opgjort pr. 22. november 2026." */
static void heads_take(FormReading *r, const cJSON *told, Date *on)
{
	static const char edition_head[] = "Udgave: ", day_head[] = "Opgjort pr. ";
	const cJSON *word;
	cJSON_ArrayForEach(word, json_get(told, "words"))
	{
		const char *text = cJSON_GetStringValue(word), *day = text != NULL ? strstr(text, day_head) : NULL;
		const char *edition = text != NULL && g_str_has_prefix(text, edition_head) ? text + strlen(edition_head) : NULL;
		if (edition != NULL) {
			g_autofree char *name = g_strndup(edition, strcspn(edition, ". "));
			json_text(r->sheet, "edition", name);
		}
		if (day != NULL && !lint_next_day(&day, on))
			*on = DATE_NONE;
	}
}

/* ---- by places ---- */

/* The places of the map as measures on the pages, those of a field where the blank has it; what has none is page 0. */
static cJSON *places_measured(const Official *official)
{
	const FormReading blank = { .fields = official->fields };
	cJSON *places = cJSON_CreateArray();
	for (guint i = 0; i < official->map->places->len; i++) {
		const MapPlace *place = official->map->places->pdata[i];
		const cJSON *field = place->field != NULL ? field_named(&blank, place) : NULL;
		cJSON *row = json_push(places);
		json_int(row, "page", field != NULL ? json_get_int(field, "page", 0) : place->page);
		json_int(row, "left_um", field != NULL ? json_get_int(field, "left_um", 0) : place->left_um);
		json_int(row, "top_um", field != NULL ? json_get_int(field, "top_um", 0) : place->top_um);
		json_int(row, "width_um", field != NULL ? json_get_int(field, "width_um", 0) : place->width_um);
		json_int(row, "height_um", field != NULL ? json_get_int(field, "height_um", 0) : place->height_um);
		json_bool(row, "ink", blankmap_ticks(place->part));
	}
	return places;
}

static bool word_there(const cJSON *file, const cJSON *wanted)
{
	const cJSON *word;
	cJSON_ArrayForEach(word, json_get(file, "words"))
	{
		int64_t right = json_get_int(word, "left", 0) - json_get_int(wanted, "left", 0), down = json_get_int(word, "top", 0) - json_get_int(wanted, "top", 0);
		if (json_get_int(word, "page", 0) == json_get_int(wanted, "page", 0) && MAX(right, -right) <= PRINT_TENTHS && MAX(down, -down) <= PRINT_TENTHS &&
		    g_strcmp0(json_get_text(word, "text"), json_get_text(wanted, "text")) == 0)
			return true;
	}
	return false;
}

/* Do the blank's printed words stand on the file too, and there? All but one in twenty: a viewer may part a word otherwise. */
static bool same_print(const cJSON *blank, const cJSON *file)
{
	const cJSON *word;
	int n = 0, found = 0;
	cJSON_ArrayForEach(word, json_get(blank, "words"))
	{
		n++;
		found += word_there(file, word);
	}
	return n >= LEAST_BOXES && found * 20 >= n * 19;
}

/* Is there more ink, or are there more words, than the blank has there? */
static bool spot_ticked(const cJSON *blank, const cJSON *file, int i, bool empty)
{
	const cJSON *before = cJSON_GetArrayItem(json_get(blank, "inks"), i), *now = cJSON_GetArrayItem(json_get(file, "inks"), i);
	return !empty || json_get_int(now, "permille", 0) >= json_get_int(before, "permille", 0) + INK_OF_A_TICK;
}

/* Fields as the locked room would tell them of the places, and a map to them, so that boxes are put together in one way. */
static Blankmap *places_read(FormReading *r, const Official *official, const cJSON *blank, const cJSON *file, cJSON *fields)
{
	Blankmap *map = g_new0(Blankmap, 1);
	map->places = g_ptr_array_new();
	cJSON *rows = json_array(fields, "fields");
	for (guint i = 0; i < official->map->places->len; i++) {
		const MapPlace *place = official->map->places->pdata[i];
		const char *text = cJSON_GetStringValue(cJSON_GetArrayItem(json_get(file, "texts"), (int)i));
		const char *printed = cJSON_GetStringValue(cJSON_GetArrayItem(json_get(blank, "texts"), (int)i));
		bool empty = text == NULL || g_strcmp0(text, printed) == 0;
		MapPlace *spot = g_new0(MapPlace, 1);
		*spot = *place;
		spot->part = g_strdup(place->part);
		spot->state = NULL;
		spot->field = place->absent ? NULL : g_strdup_printf("%u", i);
		g_ptr_array_add(map->places, spot);
		cJSON *row = json_push(rows);
		json_text(row, "name", spot->field);
		json_text(row, "value", empty ? NULL : text);
		json_bool(row, "ticked", spot_ticked(blank, file, (int)i, empty));
	}
	r->drawn = true;
	return map;
}

static void places_free(Blankmap *map)
{
	for (guint i = 0; i < map->places->len; i++) {
		MapPlace *spot = map->places->pdata[i];
		g_free(spot->part);
		g_free(spot->field);
		g_free(spot);
	}
	g_ptr_array_unref(map->places);
	g_free(map);
}

/* A copy without fields, printed to a file or made flat: its boxes lie where the confirmed blank has them. *is: it is such a copy. */
static bool flat_read(FormReading *r, Reader *reader, const char *name, int fd, const Official *official, bool *is, GError **error)
{
	g_autoptr(cJSON) places = places_measured(official), fields = cJSON_CreateObject();
	g_autoptr(cJSON) blank = official_blank_spots(official, reader, places, error);
	g_autoptr(cJSON) file = blank != NULL ? official_spots(reader, name, fd, places, error) : NULL;
	if (file == NULL)
		return false;
	*is = same_print(blank, file);
	if (!*is)
		return true;
	Blankmap *map = places_read(r, official, blank, file, fields);
	const cJSON *before = r->fields;
	r->fields = fields;
	r->map = map;
	boxes_from_fields(r);
	r->map = NULL;
	r->fields = before;
	places_free(map);
	json_text(r->sheet, "edition", r->edition->name);
	return true;
}

/* ---- the whole ---- */

static bool form_refuse(const char *name, GError **error)
{
	error_set(error, ERROR_INPUT, "lint-unknown", "Det er intet betalingspåkrav, hvis felter kan læses.",
	          "It is no betalingspåkrav whose boxes can be read.");
	error_at(error, name, 0, 0);
	error_remedy(error, "Angiv en sag, en pakke, dens felter.json eller en udfyldt blanket. En blanket uden felter læses kun, når dens udgave er "
	             "bekræftet med kort (forms confirm --map); en skannet blanket må læses af en person.",
	             "Give a case, a package, its felter.json or a filled form. A form without fields is read only when its edition is "
	             "confirmed with a map (forms confirm --map); a scanned one is for a person to read.");
	return false;
}

static bool any_field(const cJSON *fields)
{
	return cJSON_GetArraySize(json_get(fields, "fields")) > 0;
}

static bool tags_read(FormReading *r, Reader *reader, const char *name, int fd, Date *on, GError **error)
{
	const CraftInput input = { name, fd };
	g_autoptr(cJSON) told = NULL;
	if (!reader_craft(reader, "boxes", name, NULL, &input, 1, -1, "", &told, NULL, error))
		return false;
	heads_take(r, told, on);
	boxes_from_tags(r, told);
	return r->known >= LEAST_BOXES || form_refuse(name, error);
}

static bool fields_read(FormReading *r, const char *name, const Blankmap *map, GError **error)
{
	bool fits = map != NULL;
	for (guint i = 0; fits && i < map->places->len; i++) {
		const MapPlace *place = map->places->pdata[i];
		fits = place->field == NULL || field_named(r, place) != NULL;
	}
	g_autoptr(Blankmap) guessed = fits ? NULL : blankmap_guess(r->edition, r->fields);
	r->map = fits ? map : guessed;
	boxes_from_fields(r);
	r->map = NULL;
	json_text(r->sheet, "edition", r->edition->name);
	return r->known >= LEAST_BOXES || form_refuse(name, error);
}

cJSON *lint_form_sheet(Reader *reader, const char *name, int fd, const Edition *edition, const Official *official, Date today, GError **error)
{
	const CraftInput input = { name, fd };
	g_autoptr(cJSON) fields = NULL, sheet = json_result("felter");
	g_autoptr(GError) locked = NULL;
	FormReading r = { .edition = edition, .sheet = sheet };
	Date on = today;
	/* What cannot be filled any more, as it was signed or made flat, may still have its words. */
	if (!reader_craft(reader, "fields", name, NULL, &input, 1, -1, "", &fields, NULL, &locked) &&
	    g_strcmp0(error_code(locked), "blank-signed") != 0) {
		g_propagate_error(error, g_steal_pointer(&locked));
		return NULL;
	}
	json_text(sheet, "kind", "betalingspaakrav");
	r.boxes = json_array(sheet, "fields");
	r.unseen = json_array(sheet, "unseen");
	r.fields = fields;
	bool filled = fields != NULL && any_field(fields);
	bool flat = false;
	if (!filled && official != NULL && !flat_read(&r, reader, name, fd, official, &flat, error))
		return NULL;
	const Blankmap *map = official != NULL ? official->map : NULL;
	if (!flat && (filled ? !fields_read(&r, name, map, error) : !tags_read(&r, reader, name, fd, &on, error)))
		return NULL;
	json_date(sheet, "on", date_known(on) ? on : today);
	return g_steal_pointer(&sheet);
}

/* ---- what a form cannot tell ---- */

static const struct {
	LintCode code;
	const char *needs;
} untold[] = {
	{ LINT_L129, "record" },  { LINT_L203, "sheet" },   { LINT_L207, "sheet" },   { LINT_L208, "sheet" },   { LINT_L308, "record" },
	{ LINT_L515, "package" }, { LINT_L601, "package" }, { LINT_L602, "package" }, { LINT_L603, "package" }, { LINT_L604, "package" },
	{ LINT_L605, "package" }, { LINT_L606, "package" }, { LINT_L607, "package" }, { LINT_L608, "package" }, { LINT_L609, "package" },
	{ LINT_L701, "record" },  { LINT_L702, "record" },  { LINT_L703, "record" },
};

cJSON *lint_untried_json(const Lint *lint)
{
	cJSON *array = cJSON_CreateArray();
	for (size_t i = 0; lint->bare && i < G_N_ELEMENTS(untold); i++) {
		cJSON *row = json_push(array);
		json_text(row, "code", lint_rows()[untold[i].code].code);
		json_text(row, "needs", untold[i].needs);
	}
	return array;
}

void lint_untried_text(const cJSON *untried, bool da, GString *out)
{
	static const struct {
		const char *needs, *da, *en;
	} groups[] = { { "sheet", "kræver feltarket", "needs the field sheet" },
		           { "package", "kræver pakken", "needs the package" },
		           { "record", "kræver sagen", "needs the record" } };
	for (size_t i = 0; i < G_N_ELEMENTS(groups); i++) {
		bool any = false;
		const cJSON *row;
		cJSON_ArrayForEach(row, untried)
		{
			if (g_strcmp0(json_get_text(row, "needs"), groups[i].needs) != 0)
				continue;
			if (!any)
				g_string_append_printf(out, da ? "Ikke prøvet (%s):" : "Not tried (%s):", da ? groups[i].da : groups[i].en);
			any = true;
			g_string_append_printf(out, " %s", json_get_text(row, "code"));
		}
		if (any)
			g_string_append_c(out, '\n');
	}
}
