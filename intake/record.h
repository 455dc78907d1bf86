/*
 * Record: reading and appending what the store knows of cases. case_read is the one way to see a case;
 * everything appended here is for ever (a correction is a new row).
 */
#ifndef PAAKRAV_RECORD_H
#define PAAKRAV_RECORD_H

#include "intake/case.h"
#include "intake/store.h"

/* The tables of intake/, for the list that main hands to store_open. */
extern const StoreRoom intake_room;

/*
 * The case as known up to and with sequence up_to_seq (0: all of it). NULL and an Error of class ERROR_INPUT,
 * code "no-such-case", when there is none.
 */
Case *case_read(Store *store, const char *case_id, int64_t up_to_seq, GError **error);
/* Ids of all cases, ascending. */
GPtrArray *case_list(Store *store, GError **error);

/* Append; each gives the row its id within the case. To be called inside a transaction. */
bool fact_record(Store *store, const char *case_id, Fact *fact, GError **error);
bool event_record(Store *store, const char *case_id, Event *event, Date recorded_on, GError **error);

/* A person's word on a fact: accept | reject | correct VALUE. The reading itself is never overwritten. */
bool decision_record(Store *store, const char *case_id, int64_t fact_id, FactStatus word, const char *value,
                     const char *by, Date on, GError **error);

#endif
