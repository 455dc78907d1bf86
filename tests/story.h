/* A case in memory for the paper's tests: facts and events as claim.xml and an e-invoice would give them. */
#ifndef PAAKRAV_TEST_STORY_H
#define PAAKRAV_TEST_STORY_H

#include "assess/claimed.h"
#include "filing/form.h"
#include "filing/template.h"
#include "intake/document.h"

#include <stdlib.h>
#include <string.h>

typedef struct Story {
	GPtrArray *facts, *events, *documents;
	Date today;
	Law *law;
	Case *c;
	Assessment *assessment;
	Claimed *claimed;
} Story;

static inline Date story_day(const char *text)
{
	Date day;
	if (!date_parse(text, &day))
		abort();
	return day;
}

static inline Story *story_begin(void)
{
	Story *story = g_new0(Story, 1);
	story->facts = g_ptr_array_new_with_free_func((GDestroyNotify)fact_free);
	story->events = g_ptr_array_new_with_free_func((GDestroyNotify)event_free);
	story->documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	story->today = story_day("2026-11-22");
	return story;
}

static inline void story_fact(Story *story, const char *subject, const char *name, const char *value)
{
	Fact *fact = fact_new(subject, name, value, NULL);
	fact->id = (int64_t)story->facts->len + 1;
	fact->status = FACT_STATED;
	fact->proof.document = g_strdup("claim.xml");
	fact->proof.reader = g_strdup("claim");
	g_ptr_array_add(story->facts, fact);
}

static inline Event *story_event(Story *story, const char *name, const char *on, const char *deadline, int64_t ore)
{
	Event *event = g_new0(Event, 1);
	event->id = (int64_t)story->events->len + 1;
	event->name = g_strdup(name);
	event->on = story_day(on);
	event->deadline_on = deadline != NULL ? story_day(deadline) : DATE_NONE;
	event->has_amount = ore != 0;
	event->amount = money_of_ore(ore);
	event->by = g_strdup("claim.xml");
	g_ptr_array_add(story->events, event);
	return event;
}

static inline void story_party(Story *story, const char *subject, const char *name, const char *cvr, const char *postcode,
                               const char *city)
{
	story_fact(story, subject, "party.name", name);
	story_fact(story, subject, "party.address", "Overgade 7");
	story_fact(story, subject, "party.postcode", postcode);
	story_fact(story, subject, "party.city", city);
	story_fact(story, subject, "party.country", "DK");
	if (cvr != NULL)
		story_fact(story, subject, "party.cvr", cvr);
	story_fact(story, subject, "party.phone", "70000101");
	story_fact(story, subject, "party.email", "post@firma.example");
}

static inline void story_invoice(Story *story, const char *number, const char *ore, const char *issued, const char *due)
{
	g_autofree char *subject = g_strdup_printf("invoice/%s", number);
	story_fact(story, subject, "item.kind", "invoice");
	story_fact(story, subject, "invoice.number", number);
	story_fact(story, subject, "invoice.kind", "invoice");
	story_fact(story, subject, "invoice.currency", "DKK");
	story_fact(story, subject, "invoice.payable_ore", ore);
	story_fact(story, subject, "invoice.issue_on", issued);
	story_fact(story, subject, "invoice.due_on", due);
	story_fact(story, subject, "item.due_basis", "agreed");
	story_fact(story, subject, "item.description", "Hejsetavle med beslag, montering");
	story_fact(story, subject, "item.agreed_on", "2026-07-20");
	story_fact(story, subject, "item.agreed_how", "signed");
	story_fact(story, subject, "item.delivered_on", issued);
	story_fact(story, subject, "item.arisen_on", issued);
	story_fact(story, subject, "buyer.cvr", "99002018");
	story_fact(story, subject, "buyer.name", "Solsikkens Cafe ApS");
}

/* The ordinary story: one creditor, one company, reminded, demanded, silent. Invoices are the test's own. */
static inline Story *story_ordinary(void)
{
	Story *story = story_begin();
	story_party(story, "creditor", "Nordlys Tavler ApS", "99001011", "2870", "Dyssegård");
	story_fact(story, "creditor", "creditor.account", "0000 0000000000");
	story_fact(story, "creditor", "creditor.vat_registered", "yes");
	story_party(story, "debtor/d1", "Solsikkens Cafe ApS", "99002018", "5000", "Odense C");
	story_fact(story, "debtor/d1", "debtor.kind", "business");
	story_fact(story, "debtor/d1", "debtor.legal_form", "ApS");
	story_event(story, "reminder_sent", "2026-09-14", NULL, 10000);
	story_event(story, "demand_sent", "2026-10-05", "2026-10-19", 0);
	story_fact(story, "claim", "instruction.on", "2026-11-20");
	story_fact(story, "claim", "instruction.unpaid", "yes");
	story_fact(story, "claim", "instruction.objection_expected", "no");
	return story;
}

/* Build the case and what the papers need of an assessment, without the rules' verdicts. */
static inline void story_tell(Story *story, Route route)
{
	story->law = law_embedded(NULL);
	if (story->law == NULL)
		abort();
	story->c = case_build("2026-000001", story->facts, story->events, story->documents);
	story->claimed = claimed_of(story->c, story->law, story->today);
	Assessment *a = g_new0(Assessment, 1);
	a->on_case = story->c;
	a->law = story->law;
	a->on = story->today;
	a->law_edition = law_edition(story->law);
	a->route = route;
	a->track = route == ROUTE_CIVIL_CLAIM ? TRACK_KAP39 : TRACK_NONE;
	a->findings = g_ptr_array_new();
	a->court_candidates = g_ptr_array_new_with_free_func(g_free);
	a->court = g_strdup("Retten i Odense");
	a->court_fee_known = true;
	a->court_fee = money_of_ore(75000);
	a->ready_on = a->limitation_on = DATE_NONE;
	a->owed = story->claimed->owed;
	a->principal_known = true;
	a->principal = a->owed->open_principal;
	a->udlaeg = a->court_case = true;
	story->assessment = a;
}

/* In the house's own words. */
static inline Statement *story_statement(const Story *story, const Sums *sums, const Voice *voice)
{
	g_autoptr(Templates) templates = templates_open(NULL, NULL);
	Statement *statement =
	    templates != NULL ? statement_write(story->assessment, story->claimed, sums, voice, templates, NULL) : NULL;
	if (statement == NULL)
		abort();
	return statement;
}

static inline void story_end(Story *story)
{
	if (story->assessment != NULL) {
		g_ptr_array_unref(story->assessment->findings);
		g_ptr_array_unref(story->assessment->court_candidates);
		g_free(story->assessment->court);
		g_free(story->assessment);
		claimed_free(story->claimed);
		case_free(story->c);
		law_free(story->law);
	}
	g_free(story);
}

#endif
