/*
 * Books: the journal follows the record. What should stand (enforcement/fee) is held against what does: an entry that no
 * longer should is reversed and what should stand instead is booked, both on the day that it is noticed. A second run
 * books nothing.
 *
 * Ids are KIND/CASE/KEY.GENERATION: the key says what of ("12" the split of event 12, "12.share", "t3", "end"), the
 * generation counts how often it was booked anew. An entry that a person took back (enforcement/proposal) stays taken
 * back until its figure changes. Money that left the client's accounts is not un-split: what was paid out was paid out.
 */
#ifndef PAAKRAV_BOOKS_H
#define PAAKRAV_BOOKS_H

#include "enforcement/fee.h"
#include "intake/command.h"

typedef struct BooksDone {
	int posted, reversed;
	GPtrArray *notes; /* FeeNote*; NULL until a case was looked at */
} BooksDone;
void books_done_clear(BooksDone *done);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BooksDone, books_done_clear)

/*
 * Bring the journal up to what the case says on the day, inside the caller's transaction. c: as recorded now; NULL: it is
 * read. law NULL: the one in force. done may be NULL.
 */
bool books_follow(Store *store, const char *case_id, const Case *c, const Law *law, Date today, BooksDone *done, GError **error);

/*
 * Before the receipt of an event is reversed: take back what its money was split into, where it still stands on the
 * client's accounts; the fees follow with books_follow.
 */
bool books_release(Store *store, const char *case_id, int64_t event_id, Date today, GError **error);

/* Where the journal does not say what the case says. */
typedef struct BooksGap {
	PostingKind kind;
	char *key;
	char *entry; /* the id that stands; NULL: none does */
	Money booked, wanted; /* zero: not there, or not wanted */
} BooksGap;

/*
 * What books_follow would reverse and book, without doing it: none after it. What it leaves to a person is no gap. notes
 * may be NULL. BooksGap*, the caller's; NULL at an Error.
 */
GPtrArray *books_gaps(Store *store, const Case *c, const Law *law, Date today, GPtrArray **notes, GError **error);

/* books check [CASE…] */
int books_check_run(const Call *call, cJSON **result, GError **error);
void books_check_text(const Call *call, const cJSON *result, GString *out);

/* What the case has for fee_plan: agreements, time, advances. Freed by fee_case_clear. */
bool fee_case_read(Store *store, const Case *c, const Law *law, Date today, FeeCase *out, GError **error);
void fee_case_clear(FeeCase *of);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(FeeCase, fee_case_clear)

/* FeeNote* as findings[]. */
void fee_notes_json(cJSON *row, const GPtrArray *notes, Lang lang);

/* books update [CASE…] */
int books_update_run(const Call *call, cJSON **result, GError **error);
void books_update_text(const Call *call, const cJSON *result, GString *out);

/* time add CASE --minutes N --on D --by NAME --what TEXT [--replaces N] */
extern const OptionRow time_options[];
int time_add_run(const Call *call, cJSON **result, GError **error);
void time_add_text(const Call *call, const cJSON *result, GString *out);
/* time list CASE */
int time_list_run(const Call *call, cJSON **result, GError **error);
void time_list_text(const Call *call, const cJSON *result, GString *out);
/* TimeLine that count on a case, by day then number. The caller's; NULL at an Error. */
GArray *time_read(Store *store, const char *case_id, GError **error);
extern const char time_tables[];

#endif
