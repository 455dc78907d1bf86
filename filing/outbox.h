/*
 * Outbox: what leaves the house, each sending a dispatch with steps that are only ever added. Before anything can have
 * reached the receiver the step "handing_over" is on disk, so a crash or a lost answer leaves a dispatch in doubt and never
 * one that is sent twice: what is in doubt waits for a person. Where it went, what the receiver answered and who decided
 * are erasable side data behind a commitment (design rule 13).
 */
#ifndef PAAKRAV_OUTBOX_H
#define PAAKRAV_OUTBOX_H

#include "intake/command.h"
#include "intake/store.h"

typedef enum DispatchState {
	DISPATCH_PREPARED, /* nothing has left; may be taken up again */
	DISPATCH_HANDING_OVER, /* under way, or stopped on the way */
	DISPATCH_WAITING, /* it has certainly not left; may be tried again */
	DISPATCH_SENT, /* the receiver has it */
	DISPATCH_FAILED, /* the receiver said no for good */
	DISPATCH_DOUBT, /* it may have left: a person decides */
	DISPATCH_NOT_SENT, /* a person says that it did not leave, or came back */
	DISPATCH_DROPPED, /* it has not left, and what it was to carry no longer stands */
	DISPATCH_STATES
} DispatchState;
const char *dispatch_state_name(DispatchState state); /* "prepared" "handing_over" "waiting" "sent" "failed" "in_doubt" … */
/* For people, from a result's names: what is "sent" by folder is laid out, for a person to bring. NULL: no such state. */
const char *dispatch_word(const char *state, const char *via, Lang lang);

typedef enum Via { VIA_FOLDER, VIA_MAIL } Via;
const char *via_name(Via via); /* "folder" "mail" */

typedef struct Dispatch {
	int64_t id; /* the number that a person uses */
	char *case_id;
	int64_t approval; /* of the case's package; 0: a letter */
	int letter; /* the letter's number within its case; 0: the package */
	Via via;
	char *court; /* NULL: not to a court */
	char *sha256; /* of the package's zip or the letter's PDF */
	char *message_id; /* of the mail: the same at each try; NULL: a folder */
	char *law_edition;
	int64_t up_to_seq; /* the state of the record that it was checked against */
	Date prepared_on;
	char *place; /* the address or the folder; NULL: erased */
	DispatchState state;
	Date on; /* of the last step */
	int code; /* the server's last answer, as SMTP numbers them; 0: none */
	char *answer; /* its words: the receipt; NULL */
	char *because_da, *because_en; /* NULL */
	char *by; /* the person of the last step; NULL */
	int vain; /* tries that left it waiting */
} Dispatch;
void dispatch_free(Dispatch *dispatch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Dispatch, dispatch_free)

/* Can it be, or become, in the receiver's hands? Then nothing else of the same may be sent. */
bool dispatch_stands(DispatchState state);

/* The dispatches of a case, or of all when case_id is NULL, by number (Dispatch*; the caller's). */
GPtrArray *outbox_of(Store *store, const char *case_id, GError **error);
/* NULL and an Error of ERROR_INPUT, code "no-such-dispatch", when there is none. */
Dispatch *outbox_find(Store *store, int64_t id, GError **error);
/* The dispatch by which the approval's papers were sent (state SENT); *out is NULL when there is none. */
bool outbox_sent(Store *store, int64_t approval, Dispatch **out, GError **error);

/* Number it; its id is what outbox_add will give it. Inside a transaction. */
bool outbox_next(Store *store, int64_t *id, GError **error);
/* Add the dispatch as prepared; its id is set. Inside a transaction. An Error of code "append-only" when one stands already. */
bool outbox_add(Store *store, Dispatch *dispatch, GError **error);

typedef struct DispatchStep {
	DispatchState state;
	Date on;
	int code;
	const char *answer, *by; /* NULL: none */
	Say because; /* both NULL: nothing to say */
} DispatchStep;
/* Add a step, inside a transaction. Only what is prepared or waiting can be handed over: the database refuses else. */
bool outbox_step(Store *store, int64_t id, const DispatchStep *step, GError **error);

/* send CASE… --via folder|mail */
int send_run(const Call *call, cJSON **result, GError **error);
void send_text(const Call *call, const cJSON *result, GString *out);
/* outbox [CASE] */
int outbox_run(const Call *call, cJSON **result, GError **error);
void outbox_text(const Call *call, const cJSON *result, GString *out);
/* outbox resolve N --sent|--not-sent --by NAME --why TEXT */
int resolve_run(const Call *call, cJSON **result, GError **error);
void resolve_text(const Call *call, const cJSON *result, GString *out);

extern const char outbox_migration[];

#endif
