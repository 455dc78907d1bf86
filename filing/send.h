/* Send: what the files of `send` share. One Errand a call, one Sending for each case or letter of it. */
#ifndef PAAKRAV_SEND_H
#define PAAKRAV_SEND_H

#include "filing/approval.h"
#include "filing/courtlist.h"
#include "filing/outbox.h"
#include "filing/paper.h"
#include "intake/wire.h"

typedef struct Postbox Postbox; /* sendmail.c: the mail server and who we are to it */

typedef struct Errand {
	const Call *call;
	const Law *law;
	Via via;
	char *out; /* the folder of papers */
	const char *by; /* who sends; NULL: nobody said */
	GPtrArray *courts; /* CourtRow* */
	Postbox *postbox; /* NULL: not by mail */
} Errand;

typedef struct Sending {
	const Errand *errand;
	const Case *on_case;
	const Assessment *assessment; /* on the day of hand-in */
	const Approval *approval; /* the latest of the case; NULL */
	const Paper *paper; /* the letter that is to go; NULL: the package */
	struct Drawn **drawn; /* the letter drawn once more, by letter_allows; the caller's */
	const char *court_name; /* NULL: not to a court */
	const CourtRow *court; /* NULL: not in the list */
	Dispatch *dispatch;
} Sending;

/* Send the case's package (letter 0) or one of its letters; row is told what came of it. false and an Error: refused. */
bool send_one(const Errand *errand, const char *case_id, int letter, cJSON *row, GError **error);

/* An Error of ERROR_INPUT: "Case C: what.", with a remedy. Returns false. */
bool sending_no(GError **error, const char *case_id, const char *code, Say what, Say remedy);

/* ---- the package ---- */

/* Do approval, day, law and amount still allow it? */
bool case_allows(const Sending *sending, GError **error);
/* It was sent, by another channel or under another approval: may the case go again? */
bool case_may_go_again(const Errand *errand, const Approval *approval, const Dispatch *before, GError **error);

/* ---- a letter ---- */

/* The same for a letter, which is drawn once more from the record: its words in a mail are the approved ones. */
bool letter_allows(const Sending *sending, GError **error);
/* The address on the record of the debtor, or that of the court; an Error when there is none that may be used. */
char *letter_address(const Sending *sending, GError **error);
GBytes *letter_message(const Sending *sending, GError **error);
/* Its event, inside the caller's transaction. */
bool letter_dispatched(const Sending *sending, GError **error);
/* The note for the person who posts it. */
char *letter_note(const Sending *sending, const char *part_lines);

/* What came of an attempt. */
typedef struct Attempt {
	DispatchState state; /* SENT, WAITING, FAILED, DOUBT or DROPPED */
	int code;
	char *answer; /* NULL: none */
	char *because_da, *because_en; /* NULL: it went well */
} Attempt;
void attempt_clear(Attempt *attempt);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Attempt, attempt_clear)
/* Waiting, because of the fault. */
void attempt_wait(Attempt *attempt, const GError *fault);

/*
 * In a transaction of its own: does the record still stand where the dispatch was checked? Then the step "handing_over" is
 * on disk when it answers true. *moved is set when the record has moved on.
 */
bool sending_release(const Sending *sending, bool *moved, GError **error);

/* The approved zip of the sending's package, its hash looked at. NULL and an Error when it is not the one approved. */
GBytes *sending_zip(const Sending *sending, char **path, GError **error);

/* ---- by folder ---- */

/* Where the papers are laid for a person, newly allocated; an Error when nobody is named or the name cannot be a folder's. */
char *folder_place(const Sending *sending, GError **error);
char *folder_for_letter(const Sending *sending, GError **error);
/* How far a stopped run came: staged (*laid false) or laid. false: neither is to be seen. */
bool folder_seen(const Dispatch *dispatch, bool *laid);
/* Remove what was staged and never laid. */
bool folder_clear(const Dispatch *dispatch, GError **error);
/* Stage, sync, release, and lay in place. false and an Error only when the store cannot go on. */
bool folder_deliver(const Sending *sending, Attempt *attempt, GError **error);

/* ---- by mail ---- */

/*
 * [mail] of paakrav.conf: server, port, tls (starttls, implicit or none), ca, user, password_file, from, name, timeout_s. NULL
 * and an Error of ERROR_USAGE when it cannot be used; of ERROR_PERMISSION when others may read the password.
 */
Postbox *postbox_open(const char *home, GError **error);
void postbox_free(Postbox *postbox);
/* The court's address; an Error when it has none, when nothing would hide the mail, or when the case goes through the portal. */
char *mail_place(const Sending *sending, GError **error);
/* What the letterhead of a mail needs of the postbox. */
const char *postbox_from(const Postbox *postbox);
const char *postbox_name(const Postbox *postbox); /* NULL: none */
bool postbox_open_line(const Postbox *postbox); /* is anything but what is sealed forbidden? */
const char *postbox_hello(const Postbox *postbox); /* the name that we give ourselves: right of the @ in a message's id */
/* Hand a finished message for one receiver to the mail server (wire_send). */
void postbox_hand(const Postbox *postbox, const char *to, GBytes *message, bool (*release)(void *context), void *context,
                  WireAnswer *answer);
/* The id of the dispatch's mail, the same at every try. */
char *mail_id(const Errand *errand, const Dispatch *dispatch);
bool mail_deliver(const Sending *sending, Attempt *attempt, GError **error);

/* The names of a case's debtors, with commas. */
char *debtor_names(const Case *c);
const char *party_shown(const Party *party);

/* The covering note: what it is, to whom, by when, fee and payment text; part_lines: a line for each file. */
char *send_note(const Sending *sending, const char *part_lines, const char *own_lines);
/* "payer own-reference / opponent / type department / court's number, once there is one", as the courts' cashiers ask for; newly allocated. */
char *fee_payment_text(const Case *c, Route route);

#endif
