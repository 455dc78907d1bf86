#include "filing/lintgate.h"

#include "intake/digest.h"
#include "intake/limits.h"

#include <string.h>

const char lint_gate_migration[] =
    "CREATE TABLE approval_despite (id INTEGER PRIMARY KEY, codes TEXT NOT NULL, why_commitment TEXT NOT NULL) STRICT;"
    "CREATE TABLE approval_despite_why (id INTEGER PRIMARY KEY, salt BLOB, why TEXT) STRICT;"
    "CREATE TRIGGER approval_despite_no_update BEFORE UPDATE ON approval_despite"
    "  BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;"
    "CREATE TRIGGER approval_despite_no_delete BEFORE DELETE ON approval_despite"
    "  BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;"
    "CREATE TRIGGER approval_despite_insert_guard BEFORE INSERT ON approval_despite"
    "  WHEN EXISTS (SELECT 1 FROM approval_despite WHERE id = NEW.id)"
    "    OR NOT EXISTS (SELECT 1 FROM approval WHERE id = NEW.id)"
    "  BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;";

const char lint_gate_letter_migration[] =
    "CREATE TABLE paper_despite (id INTEGER PRIMARY KEY, codes TEXT NOT NULL, why_commitment TEXT NOT NULL) STRICT;"
    "CREATE TABLE paper_despite_why (id INTEGER PRIMARY KEY, salt BLOB, why TEXT) STRICT;"
    "CREATE TRIGGER paper_despite_no_update BEFORE UPDATE ON paper_despite"
    "  BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;"
    "CREATE TRIGGER paper_despite_no_delete BEFORE DELETE ON paper_despite"
    "  BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;"
    "CREATE TRIGGER paper_despite_insert_guard BEFORE INSERT ON paper_despite"
    "  WHEN EXISTS (SELECT 1 FROM paper_despite WHERE id = NEW.id)"
    "    OR NOT EXISTS (SELECT 1 FROM paper WHERE id = NEW.id)"
    "  BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;";

static bool waved(const Call *call, const char *code)
{
	const GPtrArray *codes = call_options(call, "despite");
	for (guint i = 0; codes != NULL && i < codes->len; i++)
		if (strcmp(codes->pdata[i], code) == 0)
			return true;
	return false;
}

static bool why_said(const Call *call, GError **error)
{
	const char *why = call_option(call, "why");
	bool said = why != NULL && *why != '\0' && strlen(why) <= LIMIT_FACT_BYTES;
	return call_options(call, "despite") == NULL || said ||
	       error_set(error, ERROR_USAGE, "why", "Skriv med --why, hvorfor der ses bort fra reglen.",
	                 "Say with --why why the rule is passed over.");
}

/* Takes the errors that the call passes over out of lint: "L211 L402", newly allocated; NULL: none. */
static char *waved_take(const Call *call, Lint *lint)
{
	GString *codes = g_string_new(NULL);
	for (guint i = 0; i < lint->faults->len;) {
		const LintRow *row = ((const LintFault *)lint->faults->pdata[i])->row;
		if (row->weight != LINT_ERROR || !waved(call, row->code)) {
			i++;
			continue;
		}
		if (strstr(codes->str, row->code) == NULL)
			g_string_append_printf(codes, "%s%s", codes->len > 0 ? " " : "", row->code);
		g_ptr_array_remove_index(lint->faults, i);
	}
	return g_string_free(codes, codes->len == 0);
}

bool lint_gate(const Call *call, const Assessment *assessment, const char *folder, Reader *reader, char **passed, cJSON *told,
               GError **error)
{
	*passed = NULL;
	if (!why_said(call, error))
		return false;
	g_autoptr(Lint) lint = lint_package(folder, assessment->law, assessment, DATE_NONE, reader, error);
	if (lint == NULL)
		return false;
	*passed = waved_take(call, lint);
	if (lint_errors(lint) > 0) {
		g_autofree char *da = NULL, *en = NULL;
		lint_sentences(lint, &da, &en);
		error_set(error, ERROR_INPUT, "lint", "Sag %s ville blive standset af retten.%s%.0s",
		          "The court would stop case %s.%.0s%s", assessment->on_case->id, da, en);
		error_remedy(error, "Se paakrav lint; den, der ved bedre, skriver --despite KODE --why GRUND.",
		             "See paakrav lint; who knows better says --despite CODE --why REASON.");
		return false;
	}
	/* What is left are warnings: nothing stops for them, so whoever approves is told here or never. */
	if (lint->faults->len > 0)
		cJSON_AddItemToObject(told, "warnings", lint_json(lint, call->lang));
	return true;
}

bool lint_gate_letter(const Call *call, Lint *lint, int number, char **passed, GError **error)
{
	*passed = NULL;
	if (!why_said(call, error))
		return false;
	*passed = waved_take(call, lint);
	if (lint_errors(lint) == 0)
		return true;
	g_autofree char *da = NULL, *en = NULL;
	lint_sentences(lint, &da, &en);
	error_set(error, ERROR_INPUT, "lint", "Brev %d kan ikke godkendes.%s%.0s", "Letter %d cannot be approved.%.0s%s", number, da, en);
	error_remedy(error, "Se paakrav lint; den, der ved bedre, skriver --despite KODE --why GRUND.",
	             "See paakrav lint; who knows better says --despite CODE --why REASON.");
	return false;
}

static bool keep(const Call *call, const char *row, const char *why_row, int64_t id, const char *passed, GError **error)
{
	if (passed == NULL)
		return true;
	const char *why = call_option(call, "why");
	uint8_t salt[SALT_BYTES], digest[DIGEST_BYTES];
	char commitment[DIGEST_HEX];
	if (!store_random(call->store, salt, sizeof salt, error))
		return false;
	digest_commit(salt, why, strlen(why), digest);
	digest_to_hex(digest, commitment);
	g_autoptr(GBytes) salt_bytes = g_bytes_new(salt, sizeof salt);
	return store_run(call->store, error, row, "iss", id, passed, commitment) &&
	       store_run(call->store, error, why_row, "ibs", id, salt_bytes, why);
}

bool lint_gate_keep(const Call *call, int64_t approval, const char *passed, GError **error)
{
	return keep(call, "INSERT INTO approval_despite (id, codes, why_commitment) VALUES (?, ?, ?)",
	            "INSERT INTO approval_despite_why (id, salt, why) VALUES (?, ?, ?)", approval, passed, error);
}

bool lint_gate_keep_letter(const Call *call, int64_t approved, const char *passed, GError **error)
{
	return keep(call, "INSERT INTO paper_despite (id, codes, why_commitment) VALUES (?, ?, ?)",
	            "INSERT INTO paper_despite_why (id, salt, why) VALUES (?, ?, ?)", approved, passed, error);
}

bool lint_gate_kept(Store *store, int64_t approval, char **out, GError **error)
{
	*out = NULL;
	g_autoptr(Query) query = store_query(store, error, "SELECT codes FROM approval_despite WHERE id = ?", "i", approval);
	GError *fault = NULL;
	if (query != NULL && query_next(query, &fault))
		*out = g_strdup(query_text(query, 0));
	if (fault != NULL)
		g_propagate_error(error, fault);
	return query != NULL && fault == NULL;
}
