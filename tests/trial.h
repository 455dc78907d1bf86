/*
 * Cases built in memory: the ordinary undisputed one below, changed by lines parted with ';':
 *   SUBJECT NAME=VALUE   that fact       -SUBJECT NAME   no such fact       SUBJECT NAME+=VALUE   another source says so
 *   @EVENT DAY [deadline=DAY] [amount=KRONER] [claim=ID] [debtor=ID] [ground=WORDS_JOINED] [by=NAME] [paid-to=WHO]      -@EVENT   no such event
 *   SUBJECT NAME!=VALUE  a person has corrected it to that
 *   #FILE KIND           a document of that kind
 */
#ifndef PAAKRAV_TRIAL_H
#define PAAKRAV_TRIAL_H

#include "assess/assess.h"
#include "intake/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define BP "betalingspaakrav"
#define OVER "invoice/1001 invoice.payable_ore=10000001;"
#define CONSUMER "debtor/d1 debtor.kind=consumer;"
/* One more invoice, owed and due like the first. */
#define SECOND_ITEM ";invoice/1002 invoice.number=1002;invoice/1002 invoice.payable_ore=500000;" \
	"invoice/1002 invoice.issue_on=2026-08-03;invoice/1002 invoice.due_on=2026-09-02"

static Law *law; /* loaded by load */

static const char ordinary[] = "creditor party.name=Tavle ApS;creditor party.address=Havnegade 1;"
                               "creditor party.postcode=5000;creditor party.city=Odense C;creditor party.country=DK;"
                               "creditor party.cvr=99001011;creditor creditor.account=0000 0000000000;"
                               "debtor/d1 debtor.kind=business;debtor/d1 party.name=Solsikken ApS;"
                               "debtor/d1 party.address=Overgade 7;debtor/d1 party.postcode=5000;"
                               "debtor/d1 party.city=Odense C;debtor/d1 party.country=DK;"
                               "invoice/1001 invoice.number=1001;invoice/1001 invoice.payable_ore=1250000;"
                               "invoice/1001 invoice.issue_on=2026-08-03;invoice/1001 invoice.due_on=2026-09-02;"
                               "@demand_sent 2026-10-05 deadline=2026-10-19";

static inline Date day(const char *iso)
{
	Date d;
	assert_true(date_parse(iso, &d));
	return d;
}

static inline void put_fact(GPtrArray *facts, const char *subject, const char *name, const char *value, bool more)
{
	for (guint i = facts->len; i-- > 0 && !more;) {
		const Fact *old = facts->pdata[i];
		if (strcmp(old->subject, subject) == 0 && strcmp(old->name, name) == 0)
			g_ptr_array_remove_index(facts, i);
	}
	if (value == NULL)
		return;
	assert_non_null(fact_name_find(name));
	assert_true(fact_value_fits(fact_name_find(name), value));
	Fact *fact = fact_new(subject, name, value, value);
	fact->status = more ? FACT_READ : FACT_STATED;
	fact->proof.document = g_strdup(more ? "faktura.xml" : "claim.xml");
	g_ptr_array_add(facts, fact);
}

static inline void put_event(GPtrArray *events, const char *line)
{
	g_auto(GStrv) words = g_strsplit(line, " ", -1);
	assert_non_null(event_kind_find(words[0]));
	Event *event = g_new0(Event, 1);
	event->name = g_strdup(words[0]);
	event->on = day(words[1]);
	event->deadline_on = DATE_NONE;
	event->by = g_strdup("claim.xml");
	for (char **word = words + 2; *word != NULL; word++) {
		char *value = strchr(*word, '=');
		assert_non_null(value);
		*value++ = '\0';
		if (strcmp(*word, "deadline") == 0) {
			event->deadline_on = day(value);
		} else if (strcmp(*word, "amount") == 0) {
			event->has_amount = true;
			assert_true(money_parse(value, &event->amount));
		} else if (strcmp(*word, "claim") == 0) {
			event->claim = g_strdup(value);
		} else if (strcmp(*word, "debtor") == 0) {
			event->debtor = g_strdup(value);
		} else if (strcmp(*word, "paid-to") == 0) {
			event->paid_to = g_strdup(value);
		} else if (strcmp(*word, "by") == 0) {
			g_free(event->by);
			event->by = g_strdup(value);
		} else {
			assert_string_equal(*word, "ground");
			event->ground = g_strdelimit(g_strdup(value), "_", ' ');
		}
	}
	g_ptr_array_add(events, event);
}

static inline void drop_events(GPtrArray *events, const char *name)
{
	for (guint i = events->len; i-- > 0;)
		if (strcmp(((const Event *)events->pdata[i])->name, name) == 0)
			g_ptr_array_remove_index(events, i);
}

static inline void put_document(GPtrArray *facts, GPtrArray *documents, const char *line)
{
	g_auto(GStrv) words = g_strsplit(line, " ", 2);
	Document *document = g_new0(Document, 1);
	document->id = documents->len + 1;
	document->name = g_strdup(words[0]);
	document->sha256 = g_strnfill(64, 'a');
	document->media = g_strdup("application/pdf");
	g_ptr_array_add(documents, document);
	g_autofree char *subject = g_strdup_printf("document/%s", words[0]);
	put_fact(facts, subject, "document.kind", words[1], false);
}

static inline void apply(const char *lines, GPtrArray *facts, GPtrArray *events, GPtrArray *documents)
{
	g_auto(GStrv) rows = g_strsplit(lines, ";", -1);
	for (char **row = rows; *row != NULL; row++) {
		char *line = g_strstrip(*row);
		bool out = *line == '-';
		line += out;
		if (*line == '\0')
			continue;
		if (*line == '@') {
			if (out)
				drop_events(events, line + 1);
			else
				put_event(events, line + 1);
			continue;
		}
		if (*line == '#') {
			put_document(facts, documents, line + 1);
			continue;
		}
		char *name = strchr(line, ' ');
		assert_non_null(name);
		*name++ = '\0';
		char *value = strchr(name, '=');
		bool corrected = value != NULL && value[-1] == '!', more = corrected || (value != NULL && value[-1] == '+');
		if (value != NULL) {
			value[more ? -1 : 0] = '\0';
			value++;
		}
		put_fact(facts, line, name, out ? NULL : value, more);
		if (corrected)
			((Fact *)facts->pdata[facts->len - 1])->status = FACT_CORRECTED;
	}
}

static inline int event_order(gconstpointer a, gconstpointer b)
{
	return date_compare((*(const Event *const *)a)->on, (*(const Event *const *)b)->on);
}

static inline Case *build(const char *change, const char *more)
{
	GPtrArray *facts = g_ptr_array_new_with_free_func((GDestroyNotify)fact_free);
	GPtrArray *events = g_ptr_array_new_with_free_func((GDestroyNotify)event_free);
	GPtrArray *documents = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	apply(ordinary, facts, events, documents);
	apply(change, facts, events, documents);
	apply(more != NULL ? more : "", facts, events, documents);
	g_ptr_array_sort(events, event_order);
	for (guint i = 0; i < facts->len; i++)
		((Fact *)facts->pdata[i])->id = i + 1;
	for (guint i = 0; i < events->len; i++)
		((Event *)events->pdata[i])->id = i + 1;
	return case_build("2026-000001", facts, events, documents);
}

static inline int load(void **state)
{
	(void)state;
	g_autoptr(GError) error = NULL;
	law = law_embedded(&error);
	return law == NULL;
}

static inline int unload(void **state)
{
	(void)state;
	law_free(law);
	return 0;
}

#endif
