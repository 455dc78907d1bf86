/*
 * Law: the dated tables, each row with its statute and its mark (S statute, P practice, U not established, D design).
 * Embedded from the CSV files in assess/tables. Outside its rows the law is unknown, never zero (design rule 2).
 */
#ifndef PAAKRAV_LAW_H
#define PAAKRAV_LAW_H

#include "intake/date.h"
#include "intake/error.h"
#include "intake/money.h"

#include <glib.h>

typedef struct Law Law;

/* The tables of this build, checked; a malformed table is an Error of ERROR_INTEGRITY. The caller's. */
Law *law_embedded(GError **error);
void law_free(Law *law);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Law, law_free)

/*
 * SHA-256 over every embedded table by name and bytes, rules.def among them, hex. Stamped on every assessment and form:
 * a changed figure or rule version is another edition.
 */
const char *law_edition(const Law *law);

/*
 * The number of the tables that this program carries: to be raised with every change of assess/tables. The edition with
 * the highest number is in force, be it the program's or an installed one (assess/edition.h).
 */
#define LAW_SERIAL 1
int64_t law_serial(const Law *law);
Date law_made_on(const Law *law); /* DATE_NONE: not said */

/* Does this edition run that version of the rule? An edition of old runs the versions of its day. */
bool law_runs_rule(const Law *law, const char *id, int version);
bool law_runs_rule_at(const Law *law, size_t i); /* the same for row i of rules() */

/* What a table says on a day: known, or unknown (no row, or a row without a value). */
typedef struct LawRow {
	const char *table; /* "limits" */
	const char *name; /* "betalingspaakrav_limit" */
	Date valid_from, valid_to; /* valid_to DATE_NONE: still valid */
	const char *value; /* as written in the table; "" is U */
	const char *unit;
	const char *keyed_on;
	const char *statute;
	char mark; /* 'S' 'P' 'U' 'D' */
	const char *note;
	const char *range; /* the amounts that the row is for: "50000.01-100000", "100000.01-"; "": all */
} LawRow;

/* The row of limits.csv called name that holds on day; NULL: unknown. Rows live as long as law. */
const LawRow *law_limit(const Law *law, const char *name, Date on);
/* The same as money or as a whole number; false: unknown. */
bool law_limit_money(const Law *law, const char *name, Date on, Money *out);
bool law_limit_number(const Law *law, const char *name, Date on, int *out);

/* Lending rate in force on day, rl § 5 stk. 1; false: unknown. */
bool law_reference_rate(const Law *law, Date on, RateBp *out);
/* The same, with the last day of the stretch around `on` through which this very rate holds. */
bool law_reference_span(const Law *law, Date on, RateBp *out, Date *until);
/* Last day that a reference rate is known for. */
Date law_rates_end(const Law *law);
/* Surcharge by the due date of the claim; false before 2002-08-01. */
bool law_surcharge(const Law *law, Date due_on, RateBp *out);

/*
 * Court fee of an act ("bp_base", "civil_filing", "civil_hearing" …) for a value, by filing date; false: unknown.
 * *row tells the statute (may be NULL).
 */
bool law_court_fee(const Law *law, const char *act, Money value, Date filed_on, Money *out, const LawRow **row);
/*
 * What a betalingspåkrav costs on filing with choices 2 (udlæg) and 3 (court case) as ticked; false: unknown. Under the
 * old act ticking added to the base (filing.md 10.2); where the table has no addition for the day there is none (10.1).
 */
bool law_bp_fee(const Law *law, Money value, Date filed_on, bool udlaeg, bool court_case, Money *out);

/*
 * A row of collection_cost_caps.csv for a claim of that value on the day that the kind is keyed on. Brackets are whole
 * kroner: between two edges the lower one holds. LAW_CAP_ABOVE: the kind has rows on the day, but all end below the
 * value. *row tells the statute and is set also for a row without an amount (LAW_CAP_UNKNOWN); NULL: no row.
 */
typedef enum LawCap { LAW_CAP_UNKNOWN, LAW_CAP_KNOWN, LAW_CAP_ABOVE } LawCap;
LawCap law_cost_cap(const Law *law, const char *kind, Date on, Money value, Money *out, const LawRow **row);
/* What the row says of VAT: 'o' outside, 'e' excluded, 'i' included. */
char law_cap_vat(const Law *law, const LawRow *row);

/* All rows of a table that hold on a day (DATE_NONE: all), in file order: const LawRow*; container owned. */
GPtrArray *law_rows(const Law *law, const char *table, Date on);
/* The tables' names in byte order, ended by NULL: "clocks", "collection_cost_caps" … */
const char *const *law_table_names(const Law *law);

/* Courts. A place may lie in several districts: then nobody decides but the user. */
/*
 * The candidate courts, char* by byte order, container and texts the caller's: from municipality (name or code) when
 * given, else from postcode. More than one: the place alone does not decide. Empty: unknown place.
 */
GPtrArray *law_courts(const Law *law, const char *municipality, const char *postcode);
/* Does some of the place lie where no court is established (Christiansø)? Then even a single candidate does not decide. */
bool law_place_open(const Law *law, const char *municipality, const char *postcode);
bool law_court_exists(const Law *law, const char *court);
/* Does the municipality, by name or code, stand in the table of districts? And the postcode in its table? */
bool law_municipality_exists(const Law *law, const char *municipality);
bool law_postcode_exists(const Law *law, const char *postcode);

/* Is the day a Saturday, Sunday, holiday, 5 June, 24 or 31 December: fl § 27 stk. 2? *name: which (may be NULL). */
bool law_closed_day(const Law *law, Date on, const char **name);
/* on itself, or the first day after it that is not closed. */
Date law_next_open_day(const Law *law, Date on);

#endif
