/*
 * Money: Danish kroner as whole øre. Its member is touched in money.c alone (tests/tidy checks that);
 * arithmetic is checked and its result must be used. Foreign currency never becomes Money.
 */
#ifndef PAAKRAV_MONEY_H
#define PAAKRAV_MONEY_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Money {
	int64_t ore;
} Money;

/* A rate in hundredths of a percentage point per year: 9.75 % is 975. Reference rates may be negative. */
typedef int32_t RateBp;

Money money_zero(void);

/* From a count of øre that is known to lie within LIMIT_MONEY_ORE: a literal, a database column already checked. */
Money money_of_ore(int64_t ore);
int64_t money_ore(Money m);

/* False when the result leaves ±LIMIT_MONEY_ORE; *out is then untouched. */
bool money_add(Money a, Money b, Money *out) G_GNUC_WARN_UNUSED_RESULT;
bool money_sub(Money a, Money b, Money *out) G_GNUC_WARN_UNUSED_RESULT;
bool money_times(Money a, int64_t n, Money *out) G_GNUC_WARN_UNUSED_RESULT;

/*
 * a × num / den, rounded half away from zero to whole øre: the one rounding of the house.
 * False on overflow; den must be positive.
 */
bool money_scale(Money a, int64_t num, int64_t den, Money *out) G_GNUC_WARN_UNUSED_RESULT;

/* <0, 0, >0 */
int money_compare(Money a, Money b);
Money money_min(Money a, Money b);
bool money_is_zero(Money a);
bool money_is_negative(Money a);

/*
 * Kroner as claim.xml and tables write them: digits, a point, at most two decimals ("12500", "12500.5", "12500.50").
 * A leading minus is accepted; spaces, commas, plus signs and three decimals are not.
 */
bool money_parse(const char *text, Money *out) G_GNUC_WARN_UNUSED_RESULT;

/* Whole øre as text, the stored form of *_ore facts: "1250000", "-5". */
bool money_parse_ore(const char *text, Money *out) G_GNUC_WARN_UNUSED_RESULT;

/* "12.500,50" (Danish, for people), newly allocated. */
char *money_danish(Money m);

/* "12500.50" (for XML and CSV), newly allocated. */
char *money_plain(Money m);

/* A percent figure with at most two decimals ("9.75", "-0.35") as RateBp. */
bool rate_parse(const char *text, RateBp *out) G_GNUC_WARN_UNUSED_RESULT;
/* "9,75" newly allocated. */
char *rate_danish(RateBp rate);

#endif
