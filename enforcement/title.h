/* Title: what a court gave against each debtor, beside what was asked for; a difference is a finding. */
#ifndef PAAKRAV_TITLE_H
#define PAAKRAV_TITLE_H

#include "assess/assess.h"
#include "assess/award.h"
#include "assess/execution.h"
#include "filing/bailiff.h"
#include "intake/command.h"

typedef struct Title {
	const Party *debtor; /* borrowed from the case */
	Award award;
	TitleKind kind;
	Date enforceable_on; /* the first day of a request; DATE_NONE: not due, or not known */
	bool asked_known;
	Money asked; /* what was claimed in all on the day of the award, the same day's payments taken off */
} Title;

typedef struct Titles {
	GArray *titles; /* Title, in the order of the debtors who have one */
} Titles;

/* Pure; the caller's. */
Titles *titles_of(const Case *c, const Law *law, Date on);
void titles_free(Titles *titles);

/* titles[] of the object, and a finding (R22) for each that differs; text: one line each from titles[]. */
void titles_json(cJSON *object, const Titles *titles, Lang lang);
void titles_text(const cJSON *titles, Lang lang, GString *out);

/* title CASE: every title against each debtor, superseded ones too, and what stands against enforcing those that stand. */
extern const OptionRow title_options[];
int title_run(const Call *call, cJSON **result, GError **error);
void title_text(const Call *call, const cJSON *result, GString *out);

#endif
