/*
 * Approval: nothing leaves without a person. An approval binds the person, the day of hand-in and the hash of the
 * package to one state of the record and one edition of the law. Whether it still holds is computed, never stored: a new
 * fact, event or payment, another law edition or another day voids it. What was approved is kept for ever; the person's
 * name is erasable side data behind a commitment (design rule 13).
 */
#ifndef PAAKRAV_APPROVAL_H
#define PAAKRAV_APPROVAL_H

#include "assess/assess.h"
#include "intake/command.h"
#include "intake/store.h"

typedef struct Approval {
	int64_t id;
	char *case_id;
	char *by; /* NULL: erased */
	Date approved_on, for_on;
	int64_t up_to_seq;
	char *law_edition;
	Route route;
	char *court; /* NULL: none */
	char *zip_sha256;
	bool court_fee_known;
	Money court_fee;
	char **debtors; /* ids of the case's debtors when it was approved; NULL in a row from before they were kept */
	bool own_account; /* the operator pursues its own claim: the fee is its cost, no advance; told with debtors */
	bool form_filled; /* its form is the court's own blank, filled */
	bool form_renewed; /* its edition of the form has since been confirmed against another blank, or with another map */
	char *wordings; /* package_wordings of the papers; NULL in a row from before they were kept */
	bool reworded; /* the wordings in force are others now; told by approval_latest */
	int64_t filed_event; /* the event that records its hand-in; 0 */
	Date filed_on;
} Approval;
void approval_free(Approval *approval);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Approval, approval_free)

typedef enum ApprovalState { APPROVAL_VALID, APPROVAL_VOID, APPROVAL_FILED } ApprovalState;
const char *approval_state_name(ApprovalState state); /* "valid" "void" "filed" */

/* The latest approval of the case: *out is NULL when there is none. The caller's. false: the store cannot be read. */
bool approval_latest(Store *store, const char *case_id, Approval **out, GError **error);

/*
 * Does it hold for a hand-in on day (DATE_NONE: on its own day)? *why says what voids it, in both languages.
 * seq is where the record of the case is now (case_seq).
 */
ApprovalState approval_state(const Approval *approval, int64_t seq, const char *law_edition, Date day, Say *why);

/* Is its form our own pages, to be copied onto the court's blank? */
bool approval_is_draft(const Approval *approval);

/* Where approved papers of a court lie, under --out: "til-aflevering/Retten i Odense". Newly allocated. */
char *approval_folder(const char *court);

/* Record that it was used: event_id is the hand-in's event. Inside the caller's transaction. */
bool approval_use(Store *store, const Approval *approval, int64_t event_id, Date on, GError **error);

/* approve CASE… --by NAME --for DATE [--out DIR] */
int approve_run(const Call *call, cJSON **result, GError **error);
void approve_text(const Call *call, const cJSON *result, GString *out);
/* approvals [CASE] */
int approvals_run(const Call *call, cJSON **result, GError **error);
void approvals_text(const Call *call, const cJSON *result, GString *out);

#endif
