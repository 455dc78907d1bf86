/* manifest.xml back into its parts. It is a file of ours, but it may have been through other hands: bounded, and no DTD is read. */
#include "filing/lint_desk.h"

#include "intake/limits.h"

#include <string.h>

static void part_free(LintPart *part)
{
	g_free(part->name);
	g_free(part->role);
	g_free(part->sha256);
	g_free(part->title);
	g_free(part->kind);
	g_free(part->dated_on);
	g_free(part);
}

void lint_manifest_free(LintManifest *manifest)
{
	if (manifest == NULL)
		return;
	g_free(manifest->case_id);
	g_free(manifest->kind);
	g_free(manifest->on);
	g_free(manifest->law_edition);
	g_free(manifest->court);
	g_ptr_array_unref(manifest->parts);
	g_free(manifest);
}

static const char *attribute(const char **names, const char **values, const char *name)
{
	for (size_t i = 0; names[i] != NULL; i++)
		if (strcmp(names[i], name) == 0)
			return values[i];
	return NULL;
}

static int64_t whole(const char *text)
{
	gint64 n = 0;
	return text != NULL && g_ascii_string_to_signed(text, 10, 0, G_MAXINT64, &n, NULL) ? n : 0;
}

static void part_take(LintManifest *m, const char **names, const char **values)
{
	LintPart *part = g_new0(LintPart, 1);
	part->name = g_strdup(attribute(names, values, "name"));
	part->role = g_strdup(attribute(names, values, "role"));
	part->sha256 = g_strdup(attribute(names, values, "sha256"));
	part->title = g_strdup(attribute(names, values, "title"));
	part->kind = g_strdup(attribute(names, values, "kind"));
	part->dated_on = g_strdup(attribute(names, values, "dated-on"));
	part->size = whole(attribute(names, values, "size"));
	part->number = (int)MIN(whole(attribute(names, values, "number")), G_MAXINT);
	g_ptr_array_add(m->parts, part);
}

static void sums_take(LintManifest *m, const char **names, const char **values)
{
	const struct {
		const char *name;
		Money *out;
	} sums[] = {
		{ "principal-ore", &m->principal },     { "interest-ore", &m->interest },
		{ "reminder-fees-ore", &m->reminder_fees }, { "inkasso-fee-ore", &m->inkasso_fee },
		{ "collection-costs-ore", &m->collection_costs }, { "compensation-ore", &m->compensation },
		{ "total-ore", &m->total },
	};
	m->has_sums = true;
	for (size_t i = 0; i < G_N_ELEMENTS(sums); i++) {
		const char *text = attribute(names, values, sums[i].name);
		m->has_sums = text != NULL && money_parse_ore(text, sums[i].out) && m->has_sums;
	}
}

static void element(GMarkupParseContext *context, const char *name, const char **names, const char **values, gpointer data,
                    GError **error)
{
	LintManifest *m = data;
	(void)context;
	if (strcmp(name, "manifest") == 0 && m->case_id == NULL) {
		m->case_id = g_strdup(attribute(names, values, "case"));
		m->kind = g_strdup(attribute(names, values, "kind"));
		m->on = g_strdup(attribute(names, values, "on"));
		m->law_edition = g_strdup(attribute(names, values, "law-edition"));
		m->court = g_strdup(attribute(names, values, "court"));
		m->up_to_seq = whole(attribute(names, values, "up-to-seq"));
	} else if (strcmp(name, "owed") == 0) {
		sums_take(m, names, values);
	} else if (strcmp(name, "part") == 0) {
		part_take(m, names, values);
		if (m->parts->len > LIMIT_SUBMISSION_FILES)
			g_set_error_literal(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "parts");
	}
}

/* A name that leaves the folder, or holds what no part of ours has. */
static bool name_fine(const char *name)
{
	return name != NULL && *name != '\0' && *name != '.' && strpbrk(name, "/\\") == NULL && strlen(name) <= LIMIT_NAME_BYTES;
}

LintManifest *lint_manifest_read(const char *text, size_t size)
{
	static const GMarkupParser parser = { .start_element = element };
	g_autoptr(LintManifest) m = g_new0(LintManifest, 1);
	m->parts = g_ptr_array_new_with_free_func((GDestroyNotify)part_free);
	g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, m, NULL);
	bool fine = g_markup_parse_context_parse(context, text, (gssize)size, NULL) &&
	            g_markup_parse_context_end_parse(context, NULL) && m->case_id != NULL && m->kind != NULL && m->on != NULL &&
	            m->parts->len > 0;
	for (guint i = 0; fine && i < m->parts->len; i++) {
		const LintPart *part = m->parts->pdata[i];
		fine = name_fine(part->name) && part->role != NULL && part->sha256 != NULL;
	}
	return fine ? g_steal_pointer(&m) : NULL;
}
