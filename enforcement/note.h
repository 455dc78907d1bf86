/*
 * Note: something happened: it is checked, recorded, and what it moves in the books is booked in the same transaction.
 * A true event is never refused because of the state of the case; refused are an impossible day, an unknown debtor or
 * claim and a missing field. The same event again, word for word, changes nothing and is answered as already there.
 */
#ifndef PAAKRAV_NOTE_H
#define PAAKRAV_NOTE_H

#include "assess/law.h"
#include "enforcement/ledger.h"
#include "enforcement/states.h"
#include "intake/command.h"
#include "intake/csv.h"

/* note CASE EVENT --on D …, note --from CSV: rows that follow each other on one case are one step, judged once after them */
int note_run(const Call *call, cJSON **result, GError **error);
void note_text(const Call *call, const cJSON *result, GString *out);
/* events CASE */
int events_run(const Call *call, cJSON **result, GError **error);
void events_text(const Call *call, const cJSON *result, GString *out);

/*
 * In one transaction: the checks of note, the event and its posting. event->id is then the event's; *already: the very
 * same one stood there before, and nothing was recorded.
 */
bool note_record(const Call *call, const char *case_id, Event *event, bool *already, GError **error);
/* The same inside the caller's transaction. An Error of ERROR_INPUT has written nothing. */
bool note_step(const Call *call, const char *case_id, Event *event, bool *already, GError **error);

/* Is what was agreed in writing shown? Asked alike of settlement_signed and of plan; an Error of code "plan-document". */
bool note_shown(const char *document, GError **error);

/* The same for money that a bank's line tells of. */
bool note_step_as(const Call *call, const char *case_id, Event *event, const Receipt *receipt, bool *already, GError **error);

/* What an event is called, for people; its name when it is not in the table. */
const char *event_word(const char *name, Lang lang);
/* The state of each debtor as debtors[], and what did not fit as findings[]. */
void states_json(cJSON *object, const States *states, Lang lang);

/* What the case looks like after the event: outcome, event, state, debtors[], findings[] (R20, R21, R24, R25). */
bool note_answer(const Call *call, const States *states, const Assessment *assessment, const Event *event, bool already, cJSON *row,
                 GError **error);

/* A batch file, read whole; an Error names the file. needed: columns that must be there, ended by NULL. */
Csv *batch_read(const char *path, const char *const *needed, GError **error);
/* A row that was refused: outcome, code, text. */
void batch_refuse(cJSON *row, const GError *fault, Lang lang);
/* Is the Error one of the row alone, so that the batch goes on? */
bool batch_goes_on(const GError *fault);

#endif
