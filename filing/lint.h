/*
 * Lint: a paper is read as the court will read it, before the court does. One row for each rule (lint.def): what it is, what
 * it rests on, how to mend it, and what is lost if the paper is sent as it is. What is looked at is what leaves the house, the
 * field sheet, the pages and the files; the record is asked only where the paper cannot tell.
 */
#ifndef PAAKRAV_LINT_H
#define PAAKRAV_LINT_H

#include "assess/assess.h"
#include "filing/official.h"
#include "intake/command.h"
#include "intake/reader.h"

typedef enum LintCode {
#define LINT(code, name, weight, place, statute, da, en, fix_da, fix_en, lost) LINT_##code,
#include "filing/lint.def"
#undef LINT
	LINT_CODES
} LintCode;

typedef enum LintWeight { LINT_ERROR, LINT_WARN } LintWeight;

typedef struct LintRow {
	const char *code, *name; /* "L114" "sum-wrong" */
	LintWeight weight;
	const char *place; /* the box or part, Danish as on the paper */
	const char *statute; /* "-": none but the house's own */
	Say rule, fix, lost;
} LintRow;
/* The rows, LINT_CODES of them, by code. */
const LintRow *lint_rows(void);

typedef struct LintFault {
	const LintRow *row;
	char *where; /* the box, exhibit or file */
	char *da, *en; /* what was seen */
} LintFault;

/* Faults, in the order of codes. */
typedef struct Lint {
	GPtrArray *faults; /* LintFault* */
	bool bare; /* of a form alone: lint_untried_json says what was not tried */
} Lint;
void lint_free(Lint *lint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Lint, lint_free)
guint lint_errors(const Lint *lint); /* how many keep the paper back */

/* A field sheet alone: felter.json as read. today: DATE_NONE when the day does not matter. */
Lint *lint_sheet(const cJSON *sheet, const Law *law, Date today);

/*
 * A form alone, as PDF open at fd: a blank that somebody filled, by its fields, or our typeset edition, by its tags. official,
 * the confirmed blank with its map, says which field is which box (NULL: their names tell) and where to look on a copy without
 * fields. The sheet that its boxes make, with "unseen": labels of the boxes that were not found;
 * the caller's. NULL and an Error when it is no such form.
 */
cJSON *lint_form_sheet(Reader *reader, const char *name, int fd, const Edition *edition, const Official *official, Date today, GError **error);
Lint *lint_form(const cJSON *sheet, const Law *law, Date today);
/* [{ code, needs: "sheet" "package" "record" }], and as lines of text. */
cJSON *lint_untried_json(const Lint *lint);
void lint_untried_text(const cJSON *untried, bool da, GString *out);

/*
 * A package as it lies in folder, with manifest.xml. assessment is what the record says on its day, or NULL when the record is not
 * at hand; reader opens exhibits and pages. NULL and an Error only when the folder cannot be read: what is wrong with the
 * package is a fault.
 */
Lint *lint_package(const char *folder, const Law *law, const Assessment *assessment, Date today, Reader *reader, GError **error);

/* An empty list of faults. */
Lint *lint_new(void);

/* A case that gives no papers on the day. */
Lint *lint_record(const Assessment *assessment);

/* [{ code, name, severity, where, text, rule, statute, fix, lost }] */
cJSON *lint_json(const Lint *lint, Lang lang);
/* The first errors, as one sentence for each language, for whoever refuses because of them. Newly allocated. */
void lint_sentences(const Lint *lint, char **da, char **en);

/* lint CASE|FILE */
int lint_run(const Call *call, cJSON **result, GError **error);
void lint_text(const Call *call, const cJSON *result, GString *out);
/* lint rules */
int lint_rules_run(const Call *call, cJSON **result, GError **error);
void lint_rules_text(const Call *call, const cJSON *result, GString *out);

#endif
