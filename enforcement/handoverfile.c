/* The file for who takes the case: the whole case as a container that can be checked, and its clocks with their days. */
#include "enforcement/clockwords.h"
#include "enforcement/docket.h"
#include "enforcement/leaving.h"
#include "filing/archive.h"
#include "filing/casefile.h"
#include "filing/page.h"
#include "filing/run.h"
#include "intake/folder.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#define OUT_FOR_RECEIVERS "til-overdragelse"

/* ---- the clocks ---- */

static void clock_row(cJSON *rows, const char *debtor, const char *clock, const char *what, const char *who, Date by_on, Date last_on,
                      const char *statute, Date today)
{
	cJSON *row = json_push(rows);
	json_text(row, "debtor", debtor);
	json_text(row, "clock", clock);
	json_text(row, "what", what);
	json_text(row, "who", who);
	json_date(row, "by_on", by_on);
	json_date(row, "last_on", last_on);
	json_int(row, "days", date_diff(today, by_on));
	json_text(row, "statute", statute);
}

static int64_t day_of(const cJSON *row)
{
	return json_get_int(row, "days", 0);
}

/* By day: what is near comes first. Stable. */
static void rows_sort(cJSON *rows)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	while (rows->child != NULL)
		g_ptr_array_add(all, cJSON_DetachItemFromArray(rows, 0));
	for (guint i = 0; i < all->len; i++) {
		guint at = i;
		for (; at > 0 && day_of(all->pdata[at - 1]) > day_of(all->pdata[at]); at--) {
			gpointer other = all->pdata[at];
			all->pdata[at] = all->pdata[at - 1];
			all->pdata[at - 1] = other;
		}
	}
	for (guint i = 0; i < all->len; i++)
		cJSON_AddItemToArray(rows, all->pdata[i]);
}

/* The docket's tasks, and the clocks that are the other side's, which the receiver must know of too. */
static void clocks_json(const Call *call, const Case *c, const States *states, const Law *law, cJSON *object)
{
	cJSON *rows = json_array(object, "clocks");
	g_autoptr(GPtrArray) tasks = docket_of(c, states, law, call->today);
	for (guint i = 0; i < tasks->len; i++) {
		const DocketTask *task = tasks->pdata[i];
		clock_row(rows, task->debtor, task->clock, say(docket_what(task->kind, task->clock, task->event), call->lang),
		          docket_who(task->kind, task->clock, task->event), task->by_on, task->last_on,
		          docket_statute(law, task->kind, task->clock, task->event), call->today);
	}
	for (guint i = 0; i < states->debtors->len; i++) {
		const DebtorState *debtor = states->debtors->pdata[i];
		for (guint n = 0; n < debtor->clocks->len; n++) {
			const RunningClock *clock = debtor->clocks->pdata[n];
			const ClockWords *words = clock_words(clock->clock->id);
			if (clock->fate == FATE_RUNS && words->act == CLOCK_THEIRS && !date_before(running_last_day(clock), call->today))
				clock_row(rows, debtor->debtor->id, clock->clock->id, say(words->what, call->lang), words->who, running_last_day(clock),
				          running_last_day(clock), clock->clock->row->statute, call->today);
		}
	}
	rows_sort(rows);
}

/* ---- the page ---- */

static char *day_shown(const char *iso)
{
	Date day;
	return iso != NULL && date_parse(iso, &day) ? date_danish(day) : g_strdup("");
}

static void row_add(GPtrArray *rows, const char *a, const char *b, const char *c, const char *d)
{
	char **row = g_new0(char *, 5);
	row[0] = g_strdup(a);
	row[1] = g_strdup(b);
	row[2] = g_strdup(c);
	row[3] = g_strdup(d);
	g_ptr_array_add(rows, row);
}

static void clocks_table(Pages *pages, const cJSON *object, Lang lang)
{
	bool da = lang == LANG_DA;
	const Column columns[] = { { da ? "Senest" : "By", 14, ALIGN_LEFT },
		                   { da ? "Dage" : "Days", 9, ALIGN_RIGHT },
		                   { da ? "Hvad" : "What", 55, ALIGN_LEFT },
		                   { da ? "Regel" : "Rule", 22, ALIGN_LEFT } };
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(object, "clocks"))
	{
		g_autofree char *by = day_shown(json_get_text(row, "by_on")), *last = day_shown(json_get_text(row, "last_on"));
		g_autofree char *days = g_strdup_printf("%" PRId64, day_of(row));
		const char *statute = json_get_text(row, "statute");
		bool two = *last != '\0' && strcmp(by, last) != 0;
		g_autofree char *what = g_strdup_printf("%s: %s%s%s%s", json_get_text(row, "debtor"), json_get_text(row, "what"),
		                                        two ? (da ? " (lovens sidste dag " : " (the law's last day ") : "", two ? last : "",
		                                        two ? ")" : "");
		row_add(rows, by, days, what, statute != NULL ? statute_word(statute, lang) : "");
	}
	if (rows->len == 0)
		pages_text(pages, FACE_TEXT, da ? "Ingen frister løber." : "No clock runs.");
	else
		pages_table(pages, columns, G_N_ELEMENTS(columns), rows, NULL);
}

static void points_table(Pages *pages, const Leaving *leaving, Lang lang)
{
	bool da = lang == LANG_DA;
	const Column columns[] = { { da ? "Punkt" : "Point", 30, ALIGN_LEFT },
		                   { da ? "Står" : "Stands", 16, ALIGN_LEFT },
		                   { da ? "Angår" : "About", 27, ALIGN_LEFT },
		                   { da ? "Hvordan" : "How", 27, ALIGN_LEFT } };
	static const Say words[] = { { "", "" }, { "i orden", "in order" }, { "åbent", "open" }, { "gjort", "done" }, { "åbent, accepteret", "open, accepted" } };
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	for (guint i = 0; i < leaving->points->len; i++) {
		const Point *point = leaving->points->pdata[i];
		bool said = point->state == POINT_DONE || point->state == POINT_DESPITE;
		if (point->state != POINT_NONE)
			row_add(rows, say(point->title, lang), say(words[point->state], lang), point->about->str,
			        said && point->word->why != NULL ? point->word->why : said && point->word->document != NULL ? point->word->document : "");
	}
	pages_table(pages, columns, G_N_ELEMENTS(columns), rows, NULL);
}

static GBytes *clocks_pdf(const Call *call, const Case *c, const Leaving *leaving, const char *to, const cJSON *object, GError **error)
{
	bool da = call->lang == LANG_DA;
	g_autofree char *day = da ? date_danish_long(call->today) : date_english(call->today);
	g_autofree char *title = g_strdup_printf(da ? "Overdragelse af sag %s" : "Handover of case %s", c->id);
	g_autofree char *line = g_strdup_printf(da ? "Til %s, %s. Dagene regnes fra i dag." : "To %s, %s. The days are counted from today.", to, day);
	const PagesInfo info = { .title = title, .footer = title, .made_on = call->today, .language = da ? "da" : "en" };
	g_autoptr(Pages) pages = pages_new(&info, error);
	if (pages == NULL)
		return NULL;
	pages_text(pages, FACE_TITLE, title);
	pages_text(pages, FACE_TEXT, line);
	pages_gap(pages, 3);
	const char *creditor = field_text(&c->creditor->name);
	g_autofree char *parties = g_strdup_printf("%s: %s", da ? "Kreditor" : "Creditor", creditor != NULL ? creditor : "?");
	pages_text(pages, FACE_TEXT, parties);
	for (guint i = 0; i < c->debtors->len; i++) {
		const Party *debtor = c->debtors->pdata[i];
		const char *name = field_text(&debtor->name);
		g_autofree char *text = g_strdup_printf("%s: %s", debtor->id, name != NULL ? name : "?");
		pages_text(pages, FACE_TEXT, text);
	}
	pages_gap(pages, 4);
	pages_text(pages, FACE_HEAD, da ? "Frister, der løber" : "Clocks that run");
	clocks_table(pages, object, call->lang);
	pages_gap(pages, 4);
	pages_text(pages, FACE_HEAD, da ? "Hvad der er gjort ved overdragelsen" : "What was done at the handover");
	points_table(pages, leaving, call->lang);
	return pages_finish(pages, NULL, error);
}

/* ---- the file ---- */

static bool export_to(const Call *call, char *case_id, const char *file, GError **error)
{
	g_autoptr(GHashTable) options = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
	g_autoptr(cJSON) ignored = NULL;
	GPtrArray *values = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(values, g_strdup(file));
	g_hash_table_insert(options, g_strdup("out"), values);
	char *argv[] = { case_id, NULL };
	Call below = *call;
	below.argc = 1;
	below.argv = argv;
	below.options = options;
	return export_run(&below, &ignored, error) >= 0;
}

static bool zip_add(Archive *archive, const char *stage, const char *name, GError **error)
{
	struct stat st;
	g_autofree char *path = g_build_filename(stage, name, NULL);
	if (stat(path, &st) != 0)
		return error_set(error, ERROR_DELIVERY, "handover-part", "%s kan ikke læses.", "%s cannot be read.", name);
	return archive_add(archive, name, path, st.st_size, error);
}

static bool parts_make(const Call *call, const Case *c, const Leaving *leaving, const char *to, const char *stage, const cJSON *object,
                       GError **error)
{
	g_autofree char *container = g_build_filename(stage, "sag.asice", NULL);
	g_autofree char *page = g_build_filename(stage, "frister.pdf", NULL);
	g_autofree char *list = g_build_filename(stage, "frister.json", NULL);
	g_autoptr(GBytes) pdf = clocks_pdf(call, c, leaving, to, object, error);
	g_autofree char *text = json_print(object);
	g_autoptr(GBytes) json = g_bytes_new(text, strlen(text));
	return pdf != NULL && file_write(page, pdf, error) && file_write(list, json, error) && export_to(call, c->id, container, error);
}

bool handover_make(const Call *call, const Case *c, const States *states, const Law *law, const Leaving *leaving, const char *to,
                   cJSON *object, char **file, char **sha256, GError **error)
{
	static const char *const names[] = { "frister.pdf", "frister.json", "sag.asice" };
	g_autofree char *out = out_folder(call);
	g_autofree char *folder = g_build_filename(out, OUT_FOR_RECEIVERS, NULL);
	g_autofree char *hidden = g_strconcat(".", c->id, ".part", NULL);
	g_autofree char *stage = g_build_filename(folder, hidden, NULL);
	g_autofree char *base = g_strconcat(c->id, ".zip", NULL);
	g_autofree char *path = g_build_filename(folder, base, NULL);
	char hash[DIGEST_HEX];
	clocks_json(call, c, states, law, object);
	bool fine = folder_remove(stage, error) && folder_make(stage, error) &&
	            parts_make(call, c, leaving, to, stage, object, error);
	g_autoptr(Archive) archive = fine ? archive_new(path, call->today, error) : NULL;
	fine = archive != NULL;
	for (size_t i = 0; fine && i < G_N_ELEMENTS(names); i++)
		fine = zip_add(archive, stage, names[i], error);
	fine = fine && archive_close(archive, hash, error) && folder_sync(folder, error);
	folder_remove(stage, NULL);
	if (!fine)
		return false;
	*file = g_build_filename(OUT_FOR_RECEIVERS, base, NULL);
	*sha256 = g_strdup(hash);
	return true;
}
