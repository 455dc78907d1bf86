/* A case of two debtors and one invoice due on 2026-09-01, its events told as text: for the tests of the states. */
#ifndef PAAKRAV_TEST_SCENE_H
#define PAAKRAV_TEST_SCENE_H

#include "enforcement/states.h"
#include "intake/csv.h"
#include "intake/embedded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Law *law;

static inline Date day_of(const char *iso)
{
	Date day;
	assert_true(date_parse(iso, &day));
	return day;
}

static inline void event_drop(void *data)
{
	event_free(data);
}

/* "d1:bp_served 2026-11-10 until 2026-11-24": debtor and deadline may be left out; a leading '-' means: replaced. */
static inline Event *event_of_text(const char *text, int64_t id)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	Event *event = g_new0(Event, 1);
	const char *name = words[0];
	event->id = id;
	event->replaced = *name == '-';
	name += event->replaced ? 1 : 0;
	const char *colon = strchr(name, ':');
	event->debtor = colon != NULL ? g_strndup(name, (gsize)(colon - name)) : NULL;
	event->name = g_strdup(colon != NULL ? colon + 1 : name);
	event->on = day_of(words[1]);
	event->deadline_on = DATE_NONE;
	if (words[2] != NULL && strcmp(words[2], "until") == 0)
		event->deadline_on = day_of(words[3]);
	return event;
}

typedef struct Scene {
	Case c;
	Party one, two;
	Item item;
	Fact due, kind;
	Assessment assessment;
	Owed owed;
	Posting payment;
	States *states;
} Scene;

static inline Route route_named(const char *name)
{
	static const char *const names[] = {
		"betalingspaakrav", "civil_claim", "udlaeg", "missing", "person", "unsuitable"
	};
	for (int r = 0; r < ROUTES; r++)
		if (strcmp(names[r], name) == 0)
			return (Route)r;
	fail();
	return ROUTES;
}

/* paid_on: the day on which everything was paid; NULL: it is not. The invoice falls due on 2026-09-01. */
static inline void scene_begin(Scene *s, const char *route, const char *on, const char *events, const char *paid_on)
{
	memset(s, 0, sizeof *s);
	s->one.id = (char *)"d1";
	s->two.id = (char *)"d2";
	s->kind.value = (char *)"invoice";
	s->due.name = (char *)"item.due_on";
	s->due.value = (char *)"2026-09-01";
	s->item.id = (char *)"invoice/1";
	s->item.due_on = (Field){ FIELD_KNOWN, &s->due, NULL };
	s->c.facts = g_ptr_array_new();
	s->c.debtors = g_ptr_array_new();
	g_ptr_array_add(s->c.debtors, &s->one);
	g_ptr_array_add(s->c.debtors, &s->two);
	s->c.items = g_ptr_array_new();
	g_ptr_array_add(s->c.items, &s->item);
	s->c.credits = g_ptr_array_new();
	s->c.documents = g_ptr_array_new();
	s->c.events = g_ptr_array_new_with_free_func(event_drop);
	g_auto(GStrv) each = g_strsplit(events, "; ", -1);
	for (int i = 0; each[i] != NULL && *each[i] != '\0'; i++)
		g_ptr_array_add(s->c.events, event_of_text(each[i], i + 1));
	s->owed.known = true;
	s->owed.total = money_of_ore(paid_on != NULL ? 0 : 100);
	s->owed.postings = g_ptr_array_new();
	if (paid_on != NULL) {
		s->payment.on = day_of(paid_on);
		g_ptr_array_add(s->owed.postings, &s->payment);
	}
	s->assessment = (Assessment){ .on_case = &s->c,
		                      .on = day_of(on),
		                      .route = route_named(route),
		                      .limitation_on = day_of("2029-09-03"),
		                      .owed = &s->owed };
	s->states = states_of(&s->c, &s->assessment, law, day_of(on));
}

static inline void scene_end(Scene *s)
{
	states_free(s->states);
	g_ptr_array_free(s->c.facts, TRUE);
	g_ptr_array_free(s->c.debtors, TRUE);
	g_ptr_array_free(s->c.items, TRUE);
	g_ptr_array_free(s->c.credits, TRUE);
	g_ptr_array_free(s->c.documents, TRUE);
	g_ptr_array_free(s->c.events, TRUE);
	g_ptr_array_free(s->owed.postings, TRUE);
}

#define DEMAND "demand_sent 2026-09-20 until 2026-10-05; "
#define FILED DEMAND "bp_filed 2026-11-01; "
#define SERVED FILED "bp_served 2026-11-10; "
#define CLAIM DEMAND "claim_filed 2026-11-01; claim_served_kap39 2026-11-10; "

static inline int open_law(void **state)
{
	(void)state;
	law = law_embedded(NULL);
	return law == NULL;
}

static inline int close_law(void **state)
{
	(void)state;
	law_free(law);
	return 0;
}

#endif
