/* The package as it lies: every file that was promised, unchanged, nothing else, and all of one case and one day. */
#include "filing/lint_desk.h"

#include "filing/form.h"
#include "intake/digest.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const LintPart *part_named(const LintManifest *m, const char *name)
{
	for (guint i = 0; i < m->parts->len; i++)
		if (strcmp(((const LintPart *)m->parts->pdata[i])->name, name) == 0)
			return m->parts->pdata[i];
	return NULL;
}

static bool part_look(LintDesk *desk, const LintPart *part, GError **error)
{
	g_autofree char *path = g_build_filename(desk->folder, part->name, NULL);
	if (!file_exists(path)) {
		lint_fault(desk, LINT_L602, part->name, "Filen mangler.", "The file is missing.");
		return true;
	}
	g_autoptr(GBytes) bytes = file_read(path, LIMIT_FILE_BYTES, error);
	if (bytes == NULL)
		return false;
	char hash[DIGEST_HEX];
	digest_hex(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), hash);
	if (strcmp(hash, part->sha256) != 0)
		lint_fault(desk, LINT_L603, part->name, "SHA-256 er %.16s…, manifestet siger %.16s….",
		           "SHA-256 is %.16s…, the manifest says %.16s….", hash, part->sha256);
	return true;
}

static bool strays_look(LintDesk *desk, GError **error)
{
	g_autoptr(GPtrArray) names = folder_list(desk->folder, error);
	if (names == NULL)
		return false;
	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		if (strcmp(name, "manifest.xml") != 0 && part_named(desk->manifest, name) == NULL)
			lint_fault(desk, LINT_L604, name, "Filen står ikke i manifestet.", "The file is not in the manifest.");
	}
	return true;
}

static void sums_compare(LintDesk *desk)
{
	const LintManifest *m = desk->manifest;
	const struct {
		const char *box;
		Money amount;
	} sums[] = {
		{ "principal", m->principal },     { "interest", m->interest },       { "reminder_fees", m->reminder_fees },
		{ "inkasso_fee", m->inkasso_fee }, { "collection_costs", m->collection_costs },
		{ "compensation", m->compensation }, { "total", m->total },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(sums); i++) {
		Money amount = money_zero();
		const cJSON *box = lint_box(desk, sums[i].box, 0);
		if (box == NULL || (lint_value(desk, sums[i].box) != NULL && !lint_amount(desk, sums[i].box, &amount)))
			continue;
		if (money_compare(amount, sums[i].amount) != 0)
			lint_fault(desk, LINT_L607, json_get_text(box, "label"), "Beløbene er ikke ens.", "The amounts are not the same.");
	}
}

static void heads_compare(LintDesk *desk)
{
	const LintManifest *m = desk->manifest;
	const struct {
		const char *in_sheet, *in_manifest, *da, *en;
	} heads[] = {
		{ json_get_text(desk->sheet, "case"), m->case_id, "sag", "case" },
		{ json_get_text(desk->sheet, "kind"), m->kind, "art", "kind" },
		{ json_get_text(desk->sheet, "on"), m->on, "dag", "day" },
		{ json_get_text(desk->sheet, "law_edition"), m->law_edition, "lovtabeller", "law tables" },
		{ lint_value(desk, "court"), m->court, "ret", "court" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
		if (g_strcmp0(heads[i].in_sheet, heads[i].in_manifest) != 0)
			lint_fault(desk, LINT_L608, NULL, "Ikke samme %s%.0s.", "Not the same %.0s%s.", heads[i].da, heads[i].en);
}

/* Words of the box, without how the page breaks them. */
static char *squeezed(const char *text)
{
	GString *out = g_string_new(NULL);
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (!g_unichar_isspace(c) && c != 0xad && c != 0x200b)
			g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

/* Letters that run from right to left are not told in the order that they are written. */
static bool leftwards(const char *text)
{
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		GUnicodeScript script = g_unichar_get_script(g_utf8_get_char(p));
		if (script == G_UNICODE_SCRIPT_ARABIC || script == G_UNICODE_SCRIPT_HEBREW || script == G_UNICODE_SCRIPT_SYRIAC ||
		    script == G_UNICODE_SCRIPT_THAANA)
			return true;
	}
	return false;
}

/* What stands in the fields of a filled blank is no text of its pages. */
static void fields_told(LintDesk *desk, int fd, GString *all)
{
	const CraftInput input = { "paakrav.pdf", fd };
	g_autoptr(cJSON) answer = NULL;
	if (!reader_craft(desk->reader, "fields", input.name, NULL, &input, 1, -1, "", &answer, NULL, NULL))
		return;
	const cJSON *field;
	cJSON_ArrayForEach(field, json_get(answer, "fields"))
	{
		const char *value = json_get_text(field, "value");
		if (value != NULL && !json_get_bool(field, "hidden"))
			g_string_append_printf(all, "%s\n", value);
	}
}

/*
 * Ticks are no text, and a field may say another amount than its page shows: box by box the form must read as the sheet does.
 */
static void boxes_told(LintDesk *desk, int fd)
{
	const Edition *edition = edition_on(desk->on, NULL);
	g_autoptr(cJSON) read =
	    edition != NULL ? lint_form_sheet(desk->reader, "paakrav.pdf", fd, edition, NULL, desk->on, NULL) : NULL;
	const cJSON *box;
	cJSON_ArrayForEach(box, json_get(read, "fields"))
	{
		const cJSON *ours = lint_box(desk, json_get_text(box, "name"), 0), *answer = json_get(ours, "answer"), *told = json_get(box, "answer");
		const char *kind = json_get_text(box, "kind"), *label = json_get_text(ours, "label");
		const char *value = json_get_text(box, "value"), *wanted = json_get_text(ours, "value");
		if (g_strcmp0(kind, "choice") == 0 && cJSON_IsBool(answer) && (!cJSON_IsBool(told) || cJSON_IsTrue(told) != cJSON_IsTrue(answer)))
			lint_fault(desk, LINT_L609, label, "Krydset er ikke det, feltarket siger.", "The tick is not the one of the field sheet.");
		if (ours != NULL && g_strcmp0(kind, "money") == 0 && g_strcmp0(value, wanted) != 0)
			lint_fault(desk, LINT_L609, label, "Feltet siger %s, feltarket %s.", "The field says %s, the sheet %s.",
			           value != NULL ? value : "-", wanted != NULL ? wanted : "-");
	}
}

/* The pages must carry what the sheet says: names line by line, amounts, the first words of the account. */
static void form_look(LintDesk *desk)
{
	static const char *const boxes[] = { "creditor", "debtor", "court", "principal", "interest", "reminder_fees", "total", "phone" };
	g_autofree char *path = g_build_filename(desk->folder, "paakrav.pdf", NULL);
	int fd = desk->reader != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	g_autoptr(Reading) reading = fd >= 0 ? reader_read(desk->reader, "paakrav.pdf", fd, NULL) : NULL;
	g_autoptr(GString) all = g_string_new(NULL);
	if (reading != NULL) {
		fields_told(desk, fd, all);
		boxes_told(desk, fd);
	}
	if (fd >= 0)
		close(fd);
	if (reading == NULL || reading->pages == NULL) {
		if (fd >= 0)
			lint_fault(desk, LINT_L609, NULL, "Siderne kan ikke læses.", "The pages cannot be read.");
		return;
	}
	for (guint i = 0; i < reading->pages->len; i++)
		g_string_append(all, ((const PageText *)reading->pages->pdata[i])->text);
	g_autofree char *page = squeezed(all->str);
	for (size_t i = 0; i < G_N_ELEMENTS(boxes); i++) {
		const cJSON *box;
		for (guint k = 0; (box = lint_box(desk, boxes[i], k)) != NULL; k++) {
			const char *value = json_get_text(box, "value");
			g_auto(GStrv) lines = g_strsplit(value != NULL ? value : "", "\n", -1);
			for (char **line = lines; *line != NULL; line++) {
				g_autofree char *wanted = squeezed(*line);
				if (strstr(page, wanted) == NULL && !leftwards(*line))
					lint_fault(desk, LINT_L609, json_get_text(box, "label"), "Siderne siger ikke »%s«.",
					           "The pages do not say \"%s\".", *line);
			}
		}
	}
}

bool lint_look_package(LintDesk *desk, GError **error)
{
	for (guint i = 0; i < desk->manifest->parts->len; i++)
		if (!part_look(desk, desk->manifest->parts->pdata[i], error))
			return false;
	if (!strays_look(desk, error))
		return false;
	if (strcmp(desk->manifest->kind, "betalingspaakrav") == 0) {
		bool form = false;
		for (guint i = 0; i < desk->manifest->parts->len; i++)
			form = form || strcmp(((const LintPart *)desk->manifest->parts->pdata[i])->role, "form") == 0;
		if (!form)
			lint_fault(desk, LINT_L606, NULL, "Manifestet nævner ingen blanket.", "The manifest names no form.");
	}
	if (desk->sheet == NULL || lint_found(desk, LINT_L605))
		return true;
	heads_compare(desk);
	if (desk->manifest->has_sums && desk->form)
		sums_compare(desk);
	if (desk->form && !lint_found(desk, LINT_L602) && part_named(desk->manifest, "paakrav.pdf") != NULL)
		form_look(desk);
	return true;
}

void lint_look_record(LintDesk *desk)
{
	const Assessment *a = desk->assessment;
	if (!route_yields_package(a->route))
		lint_fault(desk, LINT_L701, NULL, "%s%.0s.", "%.0s%s.", say(route_say(a->route), LANG_DA), say(route_say(a->route), LANG_EN));
	if (desk->manifest == NULL)
		return;
	if (desk->manifest->up_to_seq != a->on_case->up_to_seq)
		lint_fault(desk, LINT_L702, NULL, "Papirerne kender sagen til nr. %" G_GINT64_FORMAT ", den er nu på nr. %" G_GINT64_FORMAT ".",
		           "The papers know the record up to no. %" G_GINT64_FORMAT ", it is now at no. %" G_GINT64_FORMAT ".",
		           (gint64)desk->manifest->up_to_seq, (gint64)a->on_case->up_to_seq);
	if (g_strcmp0(desk->manifest->law_edition, a->law_edition) != 0)
		lint_fault(desk, LINT_L703, NULL, "Udgaven %.12s… er ikke %.12s….", "Edition %.12s… is not %.12s….",
		           desk->manifest->law_edition != NULL ? desk->manifest->law_edition : "?", a->law_edition);
}
