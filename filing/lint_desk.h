/* The desk of the linter: the paper under the lamp, and where its faults go. Private to lint*.c. */
#ifndef PAAKRAV_FILING_LINT_DESK_H
#define PAAKRAV_FILING_LINT_DESK_H

#include "filing/lint.h"

/* A part as the manifest tells it. */
typedef struct LintPart {
	char *name, *role, *sha256, *title, *kind, *dated_on;
	int64_t size;
	int number; /* of an exhibit; 0 */
} LintPart;

/* manifest.xml */
typedef struct LintManifest {
	char *case_id, *kind, *on, *law_edition, *court;
	int64_t up_to_seq;
	bool has_sums;
	Money principal, interest, reminder_fees, inkasso_fee, collection_costs, compensation, total;
	GPtrArray *parts; /* LintPart* */
} LintManifest;
/* NULL: it is none of ours. */
LintManifest *lint_manifest_read(const char *text, size_t size);
void lint_manifest_free(LintManifest *manifest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LintManifest, lint_manifest_free)

typedef struct LintDesk {
	Lint *lint;
	const cJSON *sheet; /* NULL: none */
	bool form; /* a betalingspåkrav; else a civil claim */
	bool bare; /* the form alone: boxes that were not found are not judged, and its account is one text */
	Date on, today; /* of the paper; of the look at it */
	const Law *law;
	const LintManifest *manifest; /* NULL: none */
	const Assessment *assessment; /* NULL: the record is not at hand */
	const char *folder; /* NULL: the sheet alone */
	Reader *reader;
} LintDesk;

/* where NULL: the row's place. da and en are formats for the same arguments. */
void lint_fault(LintDesk *desk, LintCode code, const char *where, const char *da, const char *en, ...)
    __attribute__((format(printf, 4, 6), format(printf, 5, 6)));
bool lint_found(const LintDesk *desk, LintCode code);

/* The boxes by name; several of one name stand once for each debtor: at says which. NULL: no such box. */
const cJSON *lint_box(const LintDesk *desk, const char *name, guint at);
const char *lint_value(const LintDesk *desk, const char *name); /* of the first; NULL: empty */
bool lint_amount(const LintDesk *desk, const char *name, Money *out); /* false: empty or unreadable */
guint lint_debtors(const LintDesk *desk);

/* The account of facts: as one text, and the paragraphs on a topic as one text (NULL: nothing is said of it). The caller's. */
const char *lint_account(const LintDesk *desk);
char *lint_topic(const LintDesk *desk, const char *topic);

/* ---- reading Danish ---- */

/* "12.500,00" and nothing else. */
bool lint_kroner(const char *text, Money *out);
/* The next amount "12.500,00 kr." from *at on, which moves behind it; false: none. */
bool lint_next_amount(const char **at, Money *out);
/* Does the text name that amount of kroner? */
bool lint_names_amount(const char *text, Money amount);
/* The next day "5. oktober 2026" or "05-10-2026" from *at on. */
bool lint_next_day(const char **at, Date *out);
bool lint_names_day(const char *text, Date day);
/* Is one of the words (ended by NULL; small letters) in the text, at the start of a word, or with "$" as a whole one? Which; NULL. */
const char *lint_word(const char *text, const char *const *words);

/* Characters that were misread; a CPR number. */
bool lint_text_broken(const char *text);
bool lint_text_cpr(const char *text);

/* An address block, line by line. */
typedef struct LintAddress {
	bool name, street, number, postcode, city;
	char code[8]; /* the postcode's digits */
	bool postbox; /* a post box stands where a street should */
	const char *country; /* what the last line says, when it is a country; borrowed from the block's copy below */
	char *copy;
} LintAddress;
LintAddress lint_address(const char *block);
void lint_address_clear(LintAddress *address);
/* Denmark, by name or code: the one country that the program knows to be in the EEA, for no law table lists the others. */
bool lint_is_danish(const char *country);

/* ---- the looks, each at its part of the paper ---- */

void lint_look_boxes(LintDesk *desk);
void lint_look_parties(LintDesk *desk);
void lint_look_sums(LintDesk *desk);
void lint_look_account(LintDesk *desk);
void lint_look_demand(LintDesk *desk);
void lint_look_claim(LintDesk *desk);
void lint_look_exhibits(LintDesk *desk);
bool lint_look_package(LintDesk *desk, GError **error);
void lint_look_record(LintDesk *desk);

#endif
