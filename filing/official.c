#include "filing/official.h"

#include "filing/page_overlay.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SIZE_CPT 950 /* of letters, where neither map nor blank says */
#define LEAST_CPT 700 /* smaller ones are not made: a court has to read them */
#define TWO_LINES_UM 6600 /* a measured place so high takes two of the least */
#define MAP_SHELF 20 /* chained places of one part: more than any blank has */

void official_free(Official *official)
{
	if (official == NULL)
		return;
	g_free(official->blank_sha256);
	g_free(official->map_sha256);
	g_clear_pointer(&official->blank, g_bytes_unref);
	cJSON_Delete(official->fields);
	blankmap_free(official->map);
	g_free(official);
}

static int memory_of(const char *name, GBytes *bytes, GError **error)
{
	gsize size, done = 0;
	const char *data = g_bytes_get_data(bytes, &size);
	int fd = memfd_create("blank", MFD_CLOEXEC);
	while (fd >= 0 && done < size) {
		ssize_t n = write(fd, data + done, size - done);
		if (n < 0 && errno != EINTR) {
			close(fd);
			fd = -1;
		}
		done += n > 0 ? (gsize)n : 0;
	}
	if (fd < 0) {
		error_set(error, ERROR_DELIVERY, "file", "Der er ikke plads til at arbejde med filen.", "There is no room to work on the file.");
		error_at(error, name, 0, 0);
	}
	return fd;
}

cJSON *official_fields(Reader *reader, const char *name, GBytes *blank, GError **error)
{
	CraftInput input = { name, memory_of(name, blank, error) };
	cJSON *answer = NULL;
	if (input.fd < 0)
		return NULL;
	bool fine = reader_craft(reader, "fields", name, NULL, &input, 1, -1, "", &answer, NULL, error);
	close(input.fd);
	return fine ? answer : NULL;
}

cJSON *official_spots(Reader *reader, const char *name, int fd, const cJSON *places, GError **error)
{
	const CraftInput input = { name, fd };
	cJSON *answer = NULL;
	g_autoptr(cJSON) order = cJSON_CreateObject();
	cJSON_AddItemToObject(order, "places", places != NULL ? cJSON_Duplicate(places, true) : cJSON_CreateArray());
	return reader_craft(reader, "spots", name, order, &input, 1, -1, "", &answer, NULL, error) ? answer : NULL;
}

static cJSON *spots_of(Reader *reader, const char *name, GBytes *bytes, const cJSON *places, GError **error)
{
	int fd = memory_of(name, bytes, error);
	cJSON *answer = fd >= 0 ? official_spots(reader, name, fd, places, error) : NULL;
	if (fd >= 0)
		close(fd);
	return answer;
}

cJSON *official_blank_spots(const Official *official, Reader *reader, const cJSON *places, GError **error)
{
	return spots_of(reader, "blanket.pdf", official->blank, places, error);
}

/* At the foot of each page that form_pages draws: "Udgave: betalingspaakrav-2026." */
bool official_ours(Reader *reader, const char *name, GBytes *blank, bool *ours, GError **error)
{
	g_autoptr(cJSON) told = spots_of(reader, name, blank, NULL, error);
	bool edition_next = false;
	const cJSON *word;
	*ours = false;
	cJSON_ArrayForEach(word, json_get(told, "words"))
	{
		const char *text = json_get_text(word, "text");
		*ours = *ours || (edition_next && text != NULL && g_str_has_prefix(text, "betalingspaakrav-"));
		edition_next = g_strcmp0(text, "Udgave:") == 0;
	}
	return told != NULL;
}

/* The fields of a blank are the same for all cases of a run: asked once per process. */
static cJSON *fields_remembered(Reader *reader, const char *sha256, GBytes *blank, GError **error)
{
	static char *kept_sha256;
	static cJSON *kept;
	if (g_strcmp0(kept_sha256, sha256) != 0) {
		cJSON *fields = official_fields(reader, "blanket.pdf", blank, error);
		if (fields == NULL)
			return NULL;
		cJSON_Delete(kept);
		g_free(kept_sha256);
		kept = fields;
		kept_sha256 = g_strdup(sha256);
	}
	return cJSON_Duplicate(kept, true);
}

bool official_in_force(Store *store, Reader *reader, const Edition *edition, Official **out, GError **error)
{
	*out = NULL;
	g_autoptr(Confirmation) latest = NULL;
	if (!confirmation_latest(store, edition->name, &latest, error))
		return false;
	if (latest == NULL || latest->map_sha256 == NULL)
		return true;
	g_autoptr(Official) official = g_new0(Official, 1);
	official->blank_sha256 = g_strdup(latest->blank_sha256);
	official->map_sha256 = g_strdup(latest->map_sha256);
	official->blank = store_read_document(store, latest->blank_sha256, error);
	g_autoptr(GBytes) map = official->blank != NULL ? store_read_document(store, latest->map_sha256, error) : NULL;
	if (map == NULL)
		return false;
	official->fields = fields_remembered(reader, latest->blank_sha256, official->blank, error);
	if (official->fields == NULL)
		return false;
	official->map = blankmap_read(map, "felter.csv", edition, latest->blank_sha256, official->fields, error);
	if (official->map == NULL)
		return false;
	*out = g_steal_pointer(&official);
	return true;
}

/* ---- one box ---- */

typedef struct Filling {
	const Official *official;
	Sheet *sheet;
	Overlay *layer;
	cJSON *texts, *ticks, *stamps; /* of the order */
	GPtrArray *blocked;
	const Box *box;
	int debtor; /* 1 …; of a box that stands once for each */
} Filling;

static void block(const Filling *f, const char *da, const char *en)
{
	OpenPoint *point = g_new0(OpenPoint, 1);
	point->where = g_strdup_printf("%d %s", f->box->number, f->box->label);
	point->da = g_strdup(da);
	point->en = g_strdup(en);
	g_ptr_array_add(f->blocked, point);
}

static bool place_is(const Filling *f, const MapPlace *place, const char *part)
{
	return place->number == f->box->number && strcmp(place->part, part) == 0 && (place->debtor == 0 || place->debtor == f->debtor);
}

static const cJSON *field_at(const Filling *f, const char *name, int number)
{
	const cJSON *field;
	cJSON_ArrayForEach(field, json_get(f->official->fields, "fields")) if (g_strcmp0(json_get_text(field, "name"), name) == 0 &&
	                                                                      json_get_int(field, "number", -1) == number) return field;
	return NULL;
}

/* The form of a place of text, and the size of its letters. */
static OverlayPlace form_of(const MapPlace *place, const cJSON *field, int *size_cpt)
{
	if (field == NULL) {
		OverlayPlace form = { .width_um = place->width_um, .height_um = place->height_um, .lines = place->height_um >= TWO_LINES_UM };
		*size_cpt = place->size_cpt > 0 ? place->size_cpt : SIZE_CPT;
		return form;
	}
	const char *align = json_get_text(field, "align");
	bool turned = json_get_bool(field, "turned");
	OverlayPlace form = { .width_um = json_get_int(field, turned ? "height_um" : "width_um", 0),
		            .height_um = json_get_int(field, turned ? "width_um" : "height_um", 0),
		            .lines = json_get_bool(field, "lines"),
		            .cells = json_get_bool(field, "comb") ? (int)json_get_int(field, "length", 0) : 0,
		            .align = g_strcmp0(align, "right") == 0    ? OVERLAY_RIGHT
		                     : g_strcmp0(align, "center") == 0 ? OVERLAY_CENTER
		                                                       : OVERLAY_LEFT };
	int own = (int)json_get_int(field, "size_cpt", 0);
	*size_cpt = place->size_cpt > 0 ? place->size_cpt : own > 0 ? own : SIZE_CPT;
	return form;
}

static char *on_one_line(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	return g_strjoinv(", ", lines);
}

static bool too_long(const Filling *f, const cJSON *field, const char *text)
{
	int64_t most = field != NULL ? json_get_int(field, "length", 0) : 0;
	if (most <= 0 || g_utf8_strlen(text, -1) <= most)
		return false;
	g_autofree char *da = g_strdup_printf("Teksten er på %ld tegn, men blankettens felt tager kun %d.", g_utf8_strlen(text, -1), (int)most);
	g_autofree char *en =
	    g_strdup_printf("The text has %ld letters, but the blank's field takes only %d.", g_utf8_strlen(text, -1), (int)most);
	block(f, da, en);
	return true;
}

bool official_fits(const cJSON *field, const char *text)
{
	static const MapPlace anywhere = { .size_cpt = 0 };
	int64_t most = json_get_int(field, "length", 0);
	int size, unknown;
	OverlayPlace form = form_of(&anywhere, field, &size);
	if (most > 0 && g_utf8_strlen(text, -1) > most)
		return false;
	g_autoptr(Overlay) layer = overlay_new(NULL);
	g_autofree char *shown = form.lines ? g_strdup(text) : on_one_line(text);
	char *part[1] = { NULL };
	bool fits = layer == NULL || overlay_text(layer, &form, 1, shown, size, MIN(size, LEAST_CPT), part, &unknown) >= 0;
	g_free(part[0]);
	return fits;
}

/* The chain's fields have other places too: each shows the same part again. */
static void twins_draw(const Filling *f, const MapPlace *place, const char *text, cJSON *layers)
{
	for (int number = 1;; number++) {
		const cJSON *field = field_at(f, place->field, number);
		if (field == NULL)
			return;
		int size;
		OverlayPlace form = form_of(place, field, &size);
		char *part[1] = { NULL };
		int unknown, at = overlay_text(f->layer, &form, 1, text, size, MIN(size, LEAST_CPT), part, &unknown);
		g_free(part[0]);
		if (at < 0)
			block(f, "Teksten kan ikke stå alle de steder, hvor blanketten gentager feltet.",
			      "The text does not fit where the blank repeats the field.");
		cJSON_AddItemToArray(layers, at >= 0 ? cJSON_CreateNumber(at) : cJSON_CreateNull());
	}
}

static void place_order(const Filling *f, const MapPlace *place, const char *text, int layer)
{
	if (place->field == NULL) {
		if (*text == '\0')
			return;
		cJSON *row = json_push(f->stamps);
		json_int(row, "page", place->page);
		json_int(row, "left_um", place->left_um);
		json_int(row, "top_um", place->top_um);
		json_int(row, "layer", layer);
		return;
	}
	cJSON *row = json_push(f->texts);
	json_text(row, "name", place->field);
	json_text(row, "text", text);
	cJSON *layers = json_array(row, "layers");
	cJSON_AddItemToArray(layers, cJSON_CreateNumber(layer));
	twins_draw(f, place, text, layers);
}

/* All of text in the places mapped to that part, from one into the next. false: there is no such place. */
static bool text_place(const Filling *f, const char *part, const char *value)
{
	const MapPlace *chain[MAP_SHELF];
	OverlayPlace forms[MAP_SHELF];
	char *parts[MAP_SHELF] = { NULL };
	bool lines = false;
	int n = 0, unknown, size = 0, own;
	for (guint i = 0; i < f->official->map->places->len && n < MAP_SHELF; i++) {
		const MapPlace *place = f->official->map->places->pdata[i];
		if (place->absent || !place_is(f, place, part))
			continue;
		const cJSON *field = place->field != NULL ? field_at(f, place->field, 0) : NULL;
		forms[n] = form_of(place, field, &own);
		if (field == NULL && f->box->kind == BOX_MONEY)
			forms[n].align = OVERLAY_RIGHT;
		size = n == 0 ? own : MIN(size, own);
		lines = lines || forms[n].lines;
		if (place->field != NULL && too_long(f, field, value))
			return true;
		chain[n++] = place;
	}
	if (n == 0)
		return false;
	g_autofree char *text = lines ? g_strdup(value) : on_one_line(value);
	g_autofree char *lacking = pages_lacking(text, NULL);
	int first = overlay_text(f->layer, forms, n, text, size, MIN(size, LEAST_CPT), parts, &unknown);
	if (lacking != NULL && *lacking != '\0') {
		g_autofree char *da = g_strdup_printf("Tegnene %s findes ikke i programmets skrifttyper.", lacking);
		g_autofree char *en = g_strdup_printf("The characters %s are in none of the program's fonts.", lacking);
		block(f, da, en);
	} else if (first < 0) {
		g_autofree char *da = g_strdup_printf("Teksten på %ld tegn kan ikke stå i blankettens felt uden at blive klippet.",
		                                      g_utf8_strlen(value, -1));
		g_autofree char *en = g_strdup_printf("The text of %ld letters does not fit into the blank's box uncut.", g_utf8_strlen(value, -1));
		block(f, da, en);
	}
	for (int i = 0; i < n; i++) {
		if (first >= 0)
			place_order(f, chain[i], parts[i], first + i);
		g_free(parts[i]);
	}
	return true;
}

static bool tick_place(const Filling *f, const char *part)
{
	bool any = false;
	for (guint i = 0; i < f->official->map->places->len; i++) {
		const MapPlace *place = f->official->map->places->pdata[i];
		if (place->absent || !place_is(f, place, part))
			continue;
		any = true;
		if (place->field != NULL) {
			cJSON *row = json_push(f->ticks);
			json_text(row, "name", place->field);
			json_text(row, "state", place->state);
			continue;
		}
		OverlayPlace form = { .width_um = place->width_um, .height_um = place->height_um, .align = OVERLAY_CENTER };
		char *parts[1] = { NULL };
		int side_cpt = (int)(MIN(form.height_um, form.width_um) * 22 / 100); /* so that the cross fills three quarters of it */
		int unknown, at = overlay_text(f->layer, &form, 1, "X", CLAMP(side_cpt, 400, 2400), 400, parts, &unknown);
		g_free(parts[0]);
		if (at < 0)
			block(f, "Der er ikke plads til et kryds.", "There is no room for a cross.");
		else
			place_order(f, place, "X", at);
	}
	return any;
}

/* The map says of the box, or of that part, that the blank does not have it. */
static bool left_out(const Filling *f, const char *part)
{
	for (guint i = 0; i < f->official->map->places->len; i++) {
		const MapPlace *place = f->official->map->places->pdata[i];
		if (place->absent && place->number == f->box->number && (strcmp(place->part, part) == 0 || strcmp(place->part, "text") == 0))
			return true;
	}
	return false;
}

static void nowhere(const Filling *f, const char *part, const char *value)
{
	if (left_out(f, part)) {
		g_autofree char *da = g_strdup_printf("Står ikke på blanketten: %s", value), *en = g_strdup_printf("Not on the blank: %s", value);
		sheet_point(f->sheet, f->box->label, da, en);
		return;
	}
	g_autofree char *da = g_strdup_printf("Blanketten har ingen plads til: %s", value);
	g_autofree char *en = g_strdup_printf("The blank has no place for: %s", value);
	block(f, da, en);
}

/* The choice not taken may have no box to tick; the one that is taken must. */
static void ticks_fill(const Filling *f)
{
	const Box *box = f->box;
	if (box->kind == BOX_CHOICE && box->answered) {
		const char *part = box->yes ? "yes" : "no", *other = box->yes ? "no" : "yes";
		bool single = false;
		for (guint i = 0; !single && i < f->official->map->places->len; i++)
			single = place_is(f, f->official->map->places->pdata[i], other) && !((MapPlace *)f->official->map->places->pdata[i])->absent;
		if (!tick_place(f, part) && (box->yes || !single))
			nowhere(f, part, box->yes ? "ja" : "nej");
	}
	if (box->kind == BOX_RATE && (box->from_filing || box->from_day)) {
		const char *part = box->from_filing ? "filing" : "day";
		if (!tick_place(f, part))
			nowhere(f, part, box->from_filing ? "fra indlevering" : "fra dato");
	}
}

static void box_fill(const Filling *f)
{
	const Box *box = f->box;
	ticks_fill(f);
	if (box->kind == BOX_CHOICE || box->value == NULL)
		return;
	bool whole = text_place(f, "text", box->value), parted = false;
	for (guint i = 0; box->parts != NULL && i < box->parts->len; i++) {
		const BoxPart *part = box->parts->pdata[i];
		parted = text_place(f, part->name, part->text) || parted;
	}
	if (whole)
		return;
	if (!parted) {
		nowhere(f, "text", box->value);
		return;
	}
	for (guint i = 0; i < box->parts->len; i++) {
		const BoxPart *part = box->parts->pdata[i];
		bool placed = false;
		for (guint k = 0; !placed && k < f->official->map->places->len; k++) {
			const MapPlace *place = f->official->map->places->pdata[k];
			placed = !place->absent && place_is(f, place, part->name);
		}
		if (!placed)
			nowhere(f, part->name, part->text);
	}
}

/* ---- the whole ---- */

static void point_free(void *data)
{
	OpenPoint *point = data;
	g_free(point->where);
	g_free(point->da);
	g_free(point->en);
	g_free(point);
}

GPtrArray *official_blocked(void)
{
	return g_ptr_array_new_with_free_func(point_free);
}

static GBytes *press(const Official *official, Reader *reader, const cJSON *order, GBytes *layer, const char *folder, int *pages,
                     GError **error)
{
	static const char name[] = "blanket.pdf";
	CraftInput inputs[2] = { { name, memory_of(name, official->blank, error) }, { "lag.pdf", -1 } };
	inputs[1].fd = inputs[0].fd >= 0 ? memory_of("lag.pdf", layer, error) : -1;
	int dir = inputs[1].fd >= 0 ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	g_autoptr(cJSON) answer = NULL;
	g_autoptr(GPtrArray) files = NULL;
	GBytes *bytes = NULL;
	if (dir >= 0 && reader_craft(reader, "fill", name, order, inputs, 2, dir, ".blanket.", &answer, &files, error) && files->len == 1) {
		const ZipEntry *file = files->pdata[0];
		g_autofree char *path = g_build_filename(folder, file->file, NULL);
		bytes = file_read(path, LIMIT_FILE_BYTES, error);
		unlink(path);
		*pages = (int)json_get_int(answer, "pages", 0);
	} else if (error == NULL || *error == NULL) {
		error_set(error, ERROR_DELIVERY, "file", "Den udfyldte blanket kan ikke skrives.", "The filled blank cannot be written.");
	}
	for (size_t i = 0; i < G_N_ELEMENTS(inputs); i++)
		if (inputs[i].fd >= 0)
			close(inputs[i].fd);
	if (dir >= 0)
		close(dir);
	return bytes;
}

GBytes *official_fill(const Official *official, Reader *reader, Sheet *sheet, const char *folder, int *pages, GPtrArray *blocked,
                      GError **error)
{
	g_autoptr(Overlay) layer = overlay_new(error);
	if (layer == NULL)
		return NULL;
	g_autoptr(cJSON) order = cJSON_CreateObject();
	Filling f = { .official = official, .sheet = sheet, .layer = layer, .blocked = blocked };
	f.texts = json_array(order, "texts");
	f.ticks = json_array(order, "ticks");
	f.stamps = json_array(order, "stamps");
	g_autofree char *title = g_strdup_printf("Betalingspåkrav, sag %s", sheet->case_id);
	json_text(order, "title", title);
	for (guint i = 0; i < sheet->boxes->len; i++) {
		f.box = sheet->boxes->pdata[i];
		f.debtor = 1;
		for (guint k = 0; k < i; k++)
			f.debtor += ((const Box *)sheet->boxes->pdata[k])->number == f.box->number;
		box_fill(&f);
	}
	if (blocked->len > 0)
		return NULL;
	g_autoptr(GBytes) pdf = overlay_finish(layer, sheet->on, error);
	return pdf != NULL ? press(official, reader, order, pdf, folder, pages, error) : NULL;
}
