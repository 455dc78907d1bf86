/*
 * Record: reading and appending what the store knows of cases. case_read is the one way to see a case;
 * everything appended here is for ever (a correction is a new row).
 */
#ifndef PAAKRAV_RECORD_H
#define PAAKRAV_RECORD_H

#include "intake/case.h"
#include "intake/store.h"

/*
 * The case as known up to and with sequence up_to_seq (0: all of it). NULL and an Error of class ERROR_INPUT,
 * code "no-such-case", when there is none; "case-erased" when its personal data were erased (erased.h).
 */
Case *case_read(Store *store, const char *case_id, int64_t up_to_seq, GError **error);
/* The sequence of the last thing recorded on the case, as case_read would give it in up_to_seq, without reading it. */
bool case_seq(Store *store, const char *case_id, int64_t *out, GError **error);
/* Ids of all cases, ascending; those that were erased left out. */
GPtrArray *case_list(Store *store, GError **error);

/* A new case, numbered after the last of today's year; *case_id is the caller's. Inside a transaction. */
bool case_open(Store *store, Date today, char **case_id, GError **error);

/*
 * Append; each gives the row its id within the case. To be called inside a transaction.
 * A fact's proof names a document of the case, else the person whose word it is.
 */
bool fact_record(Store *store, const char *case_id, Fact *fact, GError **error);
bool facts_record(Store *store, const char *case_id, const GPtrArray *facts, Date recorded_on, GError **error);
bool event_record(Store *store, const char *case_id, Event *event, Date recorded_on, GError **error);
bool document_record(Store *store, const char *case_id, struct Document *document, Date recorded_on, GError **error);

/* Do the debtor, the claim and the corrected event that an event names exist in the case? An Error else. */
bool case_event_fits(const Case *c, const Event *event, GError **error);

/*
 * A person's word on a fact: accept | reject | correct VALUE. The reading itself is never overwritten; the last word
 * counts. In the view a corrected fact's value is the person's and so is its proof (place says where the reading
 * stands), raw stays as it was read. Inside a transaction.
 */
bool decision_record(Store *store, const char *case_id, int64_t fact_id, FactStatus word, const char *value,
                     const char *by, Date on, GError **error);

/* A party that goes by another name here than where its CVR number was first met. */
typedef struct PartyNote {
	char *subject; /* "creditor", "debtor/d1" */
	char *name; /* here */
	char *known_as; /* there */
} PartyNote;

/*
 * Bring the computed rows of a case up to date: which parties it has across cases (by CVR number, else by name and
 * address, else none) and whose invoices it claims. Inside a transaction, after facts or decisions were appended;
 * decision_record does it by itself. notes (PartyNote*, when not NULL) is told of parties known by another name.
 */
bool case_index(Store *store, const Case *c, GPtrArray *notes, GError **error);
void party_note_free(void *note);

#endif
