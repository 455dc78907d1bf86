/* Bankbook: the bank's lines as the store keeps them, append-only, and what became of each. All inside the caller's transaction. */
#ifndef PAAKRAV_BANKBOOK_H
#define PAAKRAV_BANKBOOK_H

#include "enforcement/bankfile.h"
#include "intake/store.h"

/* What the last word on a line is. */
typedef struct BankFate {
	int64_t line_id;
	char *kind; /* "open" nothing yet; "asked" a person is asked; "paid" an event stands; "reversed", "reversal", "split", "dismissed", "out" */
	char *why; /* a word of bank_why_say, or a person's; NULL */
	char *case_id; /* of paid; or the one that is proposed; NULL */
	int64_t event_id; /* 0 */
	int confidence;
	char *by; /* NULL: the program */
} BankFate;
void bank_fate_clear(BankFate *fate);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BankFate, bank_fate_clear)

/* Was the file with that hash taken before? *id 0: no. */
bool bank_file_known(Store *store, const char *sha256, int64_t *id, GError **error);
bool bank_file_add(Store *store, const BankFile *file, Date on, int64_t taken, GError **error);

/* Is it the line of an earlier file? Also when there its entry stood whole and here in parts, or the other way round; an open
 * whole one then gives way to its parts (*known false). */
bool bank_line_known(Store *store, const BankLine *line, Date on, bool *known, GError **error);
/* Append it to the file that will be the store's next; its id is set. */
bool bank_line_add(Store *store, BankLine *line, GError **error);
/* NULL and an Error "no-such-line" when there is none. The caller's. */
BankLine *bank_line_read(Store *store, int64_t id, GError **error);

/* The line that this one takes back: same account, opposite amount, the same references or words; *id 0: none, or several. */
bool bank_line_reversed(Store *store, const BankLine *reversal, int64_t *id, GError **error);

bool bank_fate_read(Store *store, int64_t line_id, BankFate *out, GError **error);
bool bank_fate_add(Store *store, const BankFate *fate, Date on, GError **error);

/* Its tables, a script of enforcement_room. */
extern const char bank_tables[];

#endif
