/* Exhibits as the case portal takes them (BEK 1173/2016 §§ 5 and 6); with a betalingspåkrav there are none (BEK 1558/2025 § 2). */
#include "filing/lint_desk.h"

#include "filing/exhibit_choice.h"
#include "filing/exhibits.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define MEGABYTE (1024L * 1024)

static const char *ending_of(const char *name)
{
	const char *point = strrchr(name, '.');
	return point != NULL ? point + 1 : "";
}

/* What the bytes may be under an ending; the portal's list. */
static const struct {
	const char *ending, *media;
} taken[] = {
	{ "pdf", "pdf" },    { "doc", "office" }, { "docx", "office" }, { "xlsx", "office" }, { "pptx", "office" }, { "txt", "text" },
	{ "odt", "office" }, { "ods", "office" }, { "odf", "office" },  { "jpg", "image" },   { "jpeg", "image" },  { "tif", "image" },
	{ "tiff", "image" },
};

static const char *media_of(const char *ending)
{
	for (size_t i = 0; i < G_N_ELEMENTS(taken); i++)
		if (g_ascii_strcasecmp(taken[i].ending, ending) == 0)
			return taken[i].media;
	return NULL;
}

static void labels_look(LintDesk *desk, const LintPart *part)
{
	if (part->dated_on == NULL)
		lint_fault(desk, LINT_L502, part->name, "Ingen dato.", "No date.");
	if (part->title == NULL || *part->title == '\0')
		lint_fault(desk, LINT_L503, part->name, "Ingen titel.", "No title.");
	if (part->kind == NULL || *part->kind == '\0')
		lint_fault(desk, LINT_L504, part->name, "Ingen dokumenttype.", "No type of document.");
	if (media_of(ending_of(part->name)) == NULL)
		lint_fault(desk, LINT_L505, part->name, "Endelsen .%s er ikke på listen.", "The ending .%s is not on the list.",
		           ending_of(part->name));
}

/* A PDF, by the locked room: does it open, is there text on each page? */
static void pdf_look(LintDesk *desk, const LintPart *part, int fd)
{
	const CraftInput input = { part->name, fd };
	g_autoptr(cJSON) order = cJSON_CreateObject(), answer = NULL;
	json_bool(order, "text", true);
	if (!reader_craft(desk->reader, "look", part->name, order, &input, 1, -1, NULL, &answer, NULL, NULL)) {
		lint_fault(desk, LINT_L511, part->name, "Filen er ikke en hel PDF.", "The file is no whole PDF.");
		return;
	}
	if (json_get_bool(answer, "locked")) {
		lint_fault(desk, LINT_L508, part->name, "Filen er låst.", "The file is locked.");
		return;
	}
	const cJSON *arm = cJSON_GetArrayItem(json_get(answer, "arms"), 0);
	if (arm != NULL)
		lint_fault(desk, LINT_L509, part->name, "Filen kan køre noget (%s).", "The file can run something (%s).", cJSON_GetStringValue(arm));
	int64_t pages = json_get_int(answer, "pages", 0), pictures = json_get_int(answer, "wordless", 0);
	if (pictures > 0) /* a page with nothing on it needs no text */
		lint_fault(desk, LINT_L507, part->name, "%" G_GINT64_FORMAT " af %" G_GINT64_FORMAT " sider er billeder uden tekst.",
		           "%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " pages are pictures without text.", (gint64)pictures, (gint64)pages);
}

static bool bytes_hold(const char *bytes, gsize n, const char *what)
{
	return memmem(bytes, n, what, strlen(what)) != NULL;
}

/*
 * Macros are a file of their own in an office zip, whose directory names it in plain. What a PDF could be made to run may lie in
 * packed streams: the locked room unpacks them and tells (pdf_look).
 */
static bool active(const char *media, const char *bytes, gsize n)
{
	return strcmp(media, "office") == 0 && (bytes_hold(bytes, n, "vbaProject.bin") || bytes_hold(bytes, n, "_VBA_PROJECT"));
}

static bool looks_like(const char *media, const char *bytes, gsize n)
{
	static const struct {
		const char *media, *head;
		gsize size;
	} heads[] = { { "pdf", "%PDF-", 5 },          { "image", "\xff\xd8\xff", 3 },      { "image", "II*\0", 4 },
		          { "image", "MM\0*", 4 },        { "office", "PK\3\4", 4 },           { "office", "\xd0\xcf\x11\xe0", 4 } };
	if (strcmp(media, "text") == 0)
		return memchr(bytes, 0, n) == NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
		if (strcmp(heads[i].media, media) == 0 && n >= heads[i].size && memcmp(bytes, heads[i].head, heads[i].size) == 0)
			return true;
	return false;
}

static void bytes_look(LintDesk *desk, const LintPart *part)
{
	int most = 0;
	const char *media = media_of(ending_of(part->name));
	g_autofree char *path = g_build_filename(desk->folder, part->name, NULL);
	g_autoptr(GBytes) bytes = file_exists(path) ? file_read(path, LIMIT_FILE_BYTES, NULL) : NULL;
	gsize n = 0;
	const char *data = bytes != NULL ? g_bytes_get_data(bytes, &n) : NULL;
	if (law_limit_number(desk->law, "portal_upload_mb", desk->on, &most) && MAX((int64_t)n, part->size) > most * MEGABYTE)
		lint_fault(desk, LINT_L506, part->name, "Over %d MB.", "Above %d MB.", most);
	if (bytes == NULL)
		return;
	if (n == 0) {
		lint_fault(desk, LINT_L510, part->name, "0 bytes.", "0 bytes.");
	} else if (media != NULL && !looks_like(media, data, n)) {
		lint_fault(desk, LINT_L511, part->name, "Indholdet er ikke %s.", "The content is not %s.", ending_of(part->name));
	} else if (media != NULL) {
		if (active(media, data, n))
			lint_fault(desk, LINT_L509, part->name, "Filen kan køre noget.", "The file can run something.");
		int fd = strcmp(media, "pdf") == 0 && desk->reader != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
		if (fd >= 0) {
			pdf_look(desk, part, fd);
			close(fd);
		}
	}
}

static void twins_look(LintDesk *desk, const GPtrArray *exhibits)
{
	for (guint i = 0; i < exhibits->len; i++) {
		const LintPart *part = exhibits->pdata[i];
		for (guint k = 0; k < i; k++)
			if (strcmp(part->sha256, ((const LintPart *)exhibits->pdata[k])->sha256) == 0)
				lint_fault(desk, LINT_L512, part->name, "Er også %s.", "Is %s too.", ((const LintPart *)exhibits->pdata[k])->name);
	}
}

/* The list of evidence names each exhibit by its number, and none that is not there. */
static void evidence_look(LintDesk *desk, const GPtrArray *exhibits)
{
	const char *text = lint_value(desk, "evidence");
	g_auto(GStrv) lines = g_strsplit(text != NULL ? text : "", "\n", -1);
	guint named = 0;
	for (char **line = lines; *line != NULL; line++)
		named += g_str_has_prefix(*line, "Bilag ") ? 1 : 0;
	bool differs = named != exhibits->len;
	for (guint i = 0; i < exhibits->len && !differs; i++) {
		g_autofree char *head = g_strdup_printf("Bilag %d:", ((const LintPart *)exhibits->pdata[i])->number);
		differs = text == NULL || strstr(text, head) == NULL;
	}
	if (differs)
		lint_fault(desk, LINT_L410, NULL, "Listen nævner %u bilag; der er %u.", "The list names %u exhibits; there are %u.", named,
		           exhibits->len);
}

static void documents_look(LintDesk *desk)
{
	const Case *c = desk->assessment->on_case;
	for (guint i = 0; i < c->documents->len; i++) {
		const Document *document = c->documents->pdata[i];
		ExhibitUse use = exhibit_choice(c, document).use;
		Date own;
		if (use == EXHIBIT_UNDECIDED)
			lint_fault(desk, LINT_L513, document->name, "Ingen har taget stilling.", "Nobody has decided.");
		if (use == EXHIBIT_GOES && document->size == 0)
			lint_fault(desk, LINT_L510, document->name, "0 bytes.", "0 bytes.");
		if (use == EXHIBIT_GOES && exhibit_other_day(c, document, &own)) {
			g_autofree char *day = date_danish(own);
			lint_fault(desk, LINT_L516, document->name, "Dokumentet siger selv %s.", "The document itself says %s.", day);
		}
	}
}

void lint_look_exhibits(LintDesk *desk)
{
	g_autoptr(GPtrArray) exhibits = g_ptr_array_new();
	for (guint i = 0; i < desk->manifest->parts->len; i++) {
		LintPart *part = desk->manifest->parts->pdata[i];
		if (strcmp(part->role, "exhibit") == 0)
			g_ptr_array_add(exhibits, part);
	}
	if (desk->form) {
		for (guint i = 0; i < exhibits->len; i++)
			lint_fault(desk, LINT_L515, ((const LintPart *)exhibits->pdata[i])->name, "Tag filen ud.", "Take the file out.");
		return;
	}
	if (exhibits->len == 0)
		lint_fault(desk, LINT_L514, NULL, "Pakken har ingen bilag.", "The package has no exhibits.");
	for (guint i = 0; i < exhibits->len; i++) {
		const LintPart *part = exhibits->pdata[i];
		if (part->number != (int)i + 1)
			lint_fault(desk, LINT_L501, part->name, "Nummer %d i stedet for %u.", "Number %d instead of %u.", part->number, i + 1);
		labels_look(desk, part);
		bytes_look(desk, part);
	}
	twins_look(desk, exhibits);
	evidence_look(desk, exhibits);
	if (desk->assessment != NULL)
		documents_look(desk);
}
