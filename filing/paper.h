/*
 * Paper: a letter that is to leave the house, to a debtor or to a court, from its draft to its dispatch. Each is drawn from
 * the record, looked through and approved like a form, and sent once; what was sent is kept as a document of the case, and
 * its dispatch is an event (inkassoloven § 10 counts from dispatch, not receipt).
 *
 * Drafts lie in OUT/til-godkendelse/breve/, approved letters in OUT/til-afsendelse/, as CASE-N-KIND.pdf with .txt and .html
 * of the same words beside. N is the letter's number within its case, never used twice. The package of a case goes to its
 * court by its own approval (approval.h); the outbox takes both.
 */
#ifndef PAAKRAV_PAPER_H
#define PAAKRAV_PAPER_H

#include "intake/store.h"
#include "intake/date.h"
#include "intake/say.h"

typedef enum PaperState {
	PAPER_DRAFT, /* waits for a person */
	PAPER_APPROVED, /* may be sent on its day */
	PAPER_VOID, /* the record, the law or the day has moved on since: draw it anew */
	PAPER_SENT, /* dispatched: the event stands in the record */
	PAPER_RETURNED /* came back; a person has to decide whether it counts (event letter_returned) */
} PaperState;
const char *paper_state_name(PaperState state); /* "draft" "approved" "void" "sent" "returned" */

/* The title of a reminder after the third: its subject says no number. */
#define PAPER_REMINDER_DA "Rykker"
#define PAPER_REMINDER_EN "Reminder"

typedef struct Paper {
	int64_t id;
	char *case_id;
	int number; /* within its case: 1, 2 … */
	char *kind; /* a row of filing/papers.csv: "reminder_1" "demand" "settlement" … */
	char *to; /* "d1": a debtor; "court"; "creditor" */
	char *language; /* "da" "en" "sv" */
	char *title; /* what a list calls it, Danish */
	Date drawn_on, for_on; /* for_on: the day that it is written for and is to be sent */
	int64_t up_to_seq; /* state of the record that it was drawn from */
	char *law_edition;
	char *sha256; /* of its PDF */
	char *event; /* the event that its dispatch is: "reminder_sent" …; NULL: none but the dispatch itself */
	char *by; /* who approved it; NULL: nobody, or erased */
	Date approved_on, sent_on; /* DATE_NONE */
	int64_t sent_event; /* 0 */
	Money fee; /* the reminder fee that its dispatch puts on the record; zero: none */
	Date deadline_on; /* the day of payment that it sets; DATE_NONE */
	PaperState state; /* as computed for the day asked */
	Say because; /* why it is void; both NULL else */
	bool followed; /* void because a later one of its kind took its place */
} Paper;
void paper_free(Paper *paper);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Paper, paper_free)

/*
 * The letters of a case, or of all when case_id is NULL, by case and number (Paper*; the caller's), each with its state on
 * day. NULL: the store cannot be read.
 */
GPtrArray *papers_of(Store *store, const char *case_id, const char *law_edition, Date day, GError **error);

/* The one letter of that number; NULL and an Error of code "no-such-letter" when the case has none. The caller's. */
Paper *paper_numbered(Store *store, const char *case_id, int number, const char *law_edition, Date day, GError **error);
/* What was asked of it, as missive_order_text wrote it; NULL when it was erased. The caller's. */
char *paper_order(Store *store, const Paper *paper, GError **error);

/* Its file below OUT with that ending ("pdf" "txt" "html"), where a letter of its state lies. Newly allocated. */
char *paper_path(const Paper *paper, const char *ending);

/*
 * It was handed over: keep its PDF as a document of the case, record its event with that day and document, and mark it sent.
 * Inside the caller's transaction. how: "mail" "folder" "post" …, said in the event's ground. false and an Error when it is not
 * approved, or its file is no longer the one approved.
 */
bool paper_dispatched(Store *store, const Paper *paper, const char *out, const char *how, Date on, const char *by, GError **error);
/* After that transaction: take its files from where approved letters wait, so that nobody sends them again. */
bool paper_cleared(const Paper *paper, const char *out, GError **error);

/* The name that a letter that was sent has among the documents of its case. Newly allocated. */
char *paper_document(const Paper *paper);

/* A draft's row, its number given; order is what was asked. Inside the caller's transaction. */
bool paper_record(Store *store, Paper *paper, const char *order, GError **error);
/* A person's approval. Inside the caller's transaction. */
bool paper_approve(Store *store, const Paper *paper, const char *by, Date on, GError **error);

#endif
