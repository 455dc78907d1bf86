/*
 * Portfolio: what became of all cases of a house, a creditor or a lawyer: counts, sums, ages, outcomes, the share recovered, the
 * days that courts take, and the limitation that is near. Everything from the record and the law, nothing estimated; what is not
 * known is counted apart.
 */
#ifndef PAAKRAV_PORTFOLIO_H
#define PAAKRAV_PORTFOLIO_H

#include "assess/law.h"
#include "intake/command.h"

typedef struct PortfolioCase {
	char *id, *creditor, *court; /* NULL: not known */
	const char *state, *phase; /* of the least advanced debtor */
	const char *outcome; /* how it ended: a state's name, "HANDED_OVER"; NULL: it is open */
	Date opened_on, due_on, ended_on; /* DATE_NONE */
	bool known; /* the sums below, but for received */
	Money claimed, open; /* with interest and costs, at the end of the period; open: zero once it has ended */
	Money received, received_now; /* in all; within the period */
	Date limitation_on, limitation_by; /* where it is near; DATE_NONE */
	char *limitation_debtor;
} PortfolioCase;

/* Days between two steps at one court. */
typedef struct PortfolioStep {
	char *court;
	int step; /* row of the steps that are measured */
	GArray *days; /* int */
} PortfolioStep;

typedef struct Portfolio {
	Date from_on, to_on;
	GPtrArray *cases; /* PortfolioCase*, by number */
	GPtrArray *steps; /* PortfolioStep*, by court and step */
	GPtrArray *payments; /* Event*: payments and reversals within the period */
	int won, lost, settled; /* decisions within the period */
} Portfolio;

/* creditor, lawyer: NULL: all. The caller's; NULL and an Error when the store cannot be read. */
Portfolio *portfolio_read(Store *store, const Law *law, Date from_on, Date to_on, const char *creditor, const char *lawyer,
                          Lang lang, GError **error);
void portfolio_free(Portfolio *portfolio);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Portfolio, portfolio_free)
Say portfolio_step_say(int step);

extern const OptionRow report_options[];
/* report [--from DATE] [--to DATE] [--creditor NAME|CVR] [--lawyer NAME] [--pdf FILE] */
int report_run(const Call *call, cJSON **result, GError **error);
void report_text(const Call *call, const cJSON *result, GString *out);
/* The result as pages with charts. */
GBytes *report_pdf(const cJSON *report, Date today, Lang lang, GError **error);

/* Words that text and pages share. */
const char *report_phase_word(const char *phase, Lang lang);
const char *report_outcome_word(const char *outcome, Lang lang);
const char *report_age_word(const char *age, Lang lang);

#endif
