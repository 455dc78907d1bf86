/*
 * Case: what the record knows about one claim, as a view over facts and events in which every field carries the facts
 * behind it. Built by case_read from the store, or by case_build from facts in memory; never stored.
 */
#ifndef PAAKRAV_CASE_H
#define PAAKRAV_CASE_H

#include "intake/event.h"
#include "intake/fact.h"

#include <glib.h>

typedef enum FieldState {
	FIELD_ABSENT, /* nobody has said */
	FIELD_KNOWN,
	FIELD_CONFLICT /* two sources disagree: nobody's word is taken until a person decides */
} FieldState;

typedef struct Field {
	FieldState state;
	const Fact *fact; /* the deciding fact; NULL unless KNOWN */
	GPtrArray *facts; /* const Fact*, all that speak to it and were not rejected, by id; NULL when ABSENT */
} Field;

/* The value when KNOWN, else NULL / false. Values that do not fit the type answer false. */
const char *field_text(const Field *field);
bool field_date(const Field *field, Date *out);
bool field_money(const Field *field, Money *out);
bool field_rate(const Field *field, RateBp *out);
bool field_yes(const Field *field, bool *out);
bool field_is(const Field *field, const char *value); /* KNOWN and equal */

typedef struct Party {
	char *id; /* "creditor", "representative", "d1" */
	char *subject; /* "creditor", "debtor/d1" */
	Field name, address, postcode, city, country, cvr, phone, email;
	/* the creditor's */
	Field account, vat_registered, own_case;
	/* a debtor's */
	Field kind, legal_form, liability, municipality, court, cpr;
	Field owner, born_on, guardianship;
	/* a debtor's, by the last look-up about the CVR number and the address that the debtor has (lookup.h) */
	Field looked_up_on, status, registered_name, registered_form;
	Field address_looked_up_on, court_district;
} Party;

typedef enum ItemKind {
	ITEM_INVOICE,
	ITEM_OTHER_MONEY,
	ITEM_NOT_MONEY,
	ITEM_REMINDER_FEE,
	ITEM_INKASSO_FEE,
	ITEM_COMPENSATION,
	ITEM_COLLECTION_COST,
	ITEM_KINDS
} ItemKind;
const char *item_kind_name(ItemKind kind); /* "invoice", "other-money", … */
bool item_kind_parse(const char *name, ItemKind *out);
bool item_kind_is_principal(ItemKind kind); /* invoice and other-money alone */

typedef struct Item {
	char *id; /* its subject: "invoice/1001", "item/2" */
	ItemKind kind;
	Field number, description, principal, issue_on, due_on, due_basis, arisen_on, terms;
	Field agreed_interest, agreed_on, agreed_how, delivered_on;
	Field housing, public_law, law, body;
	Field currency; /* absent: DKK, as claim.xml's amounts are */
	Field seller_name, seller_cvr, buyer_name, buyer_cvr; /* as its invoice says */
	GPtrArray *debtors; /* Party*, borrowed from the case: who owes it; all debtors unless it says otherwise */
	int64_t document; /* id of the e-invoice it was read from; 0 */
} Item;

/* A credit note: reduces the invoice it refers to. */
typedef struct Credit {
	char *id; /* "invoice/CN-7" */
	Field number, amount, issue_on, currency;
	Item *item; /* the item it reduces, borrowed; NULL when it refers to none of them */
	Field billing_ref;
	int64_t document;
} Credit;

typedef enum LetterSide { LETTER_SIDE_UNKNOWN, LETTER_FROM_CREDITOR, LETTER_FROM_DEBTOR, LETTER_FROM_COURT } LetterSide;

/* A letter that was read: what it says, each saying with the words that say so. */
typedef struct Letter {
	char *id; /* "letter/3" */
	int64_t document;
	Field kind, sent_on, subject, from, to, number, quoted;
	Field amount, principal, interest, fee, compensation, instalment, deadline_on, deadline_days;
	Field court, court_case, our_case;
	GPtrArray *says, *grounds, *elements, *threats; /* const Fact*, borrowed: those that count, by id */
	GPtrArray *items; /* Item*, borrowed: of the case, named by number; all items when it names none and is of a party */
	LetterSide side; /* by the names and addresses of the parties; a guess is UNKNOWN */
	const Party *party; /* the debtor that it is from or to; NULL: unknown, or all */
} Letter;

/* A contract, order or terms that were read. */
typedef struct Contract {
	int64_t document;
	Field kind; /* document.shown_kind, else what was said */
	Field is_signed, signed_on, payment_days, interest, venue, arbitration, law, retention_of_title, instalments, terms;
	GPtrArray *parties; /* const Fact* */
} Contract;

/*
 * The same creditor's invoice, by number, in another open case that had it before this one: normally the one with the
 * lower number, and the one with the higher when the lower was supplemented with it later.
 */
typedef struct Twin {
	const Item *item;
	char *case_id;
} Twin;

/* Facts that disagree, for the finding and for decide. */
typedef struct Conflict {
	char *subject; /* as asked: "invoice/1001", "creditor" */
	char *name;
	GPtrArray *facts; /* const Fact*, borrowed */
} Conflict;

typedef struct Case {
	char *id; /* "2026-000001"; NULL before the store has given it one */
	int64_t up_to_seq; /* the last fact, decision or event that the view knows */
	GPtrArray *facts; /* Fact*, owned, by id: status as decided */
	GPtrArray *derived; /* Fact*, owned: what follows from a fact without standing there; id and proof are that fact's */
	Party *creditor; /* never NULL; its fields may be ABSENT */
	Party *representative; /* NULL when there is none */
	GPtrArray *debtors; /* Party*, by id */
	GPtrArray *items; /* Item*, by issue date then id */
	GPtrArray *credits; /* Credit* */
	/*
	 * Event*, by day then id, replaced ones included. A letter that was read makes an event of its own (id 0, `letter`
	 * says which) when its kind, day and side are known and nobody recorded the same event on that day.
	 */
	GPtrArray *events;
	GPtrArray *documents; /* struct Document*, by name */
	GPtrArray *conflicts; /* Conflict* */
	GPtrArray *doubts; /* Conflict*: where a letter or contract says two things: a person should look, no rule is stopped */
	GPtrArray *twins; /* Twin* */
	GPtrArray *letters; /* Letter*, by day sent then id; those without a day last */
	GPtrArray *contracts; /* Contract*, by document */
	Field serve_if_barred, choice_udlaeg, court_case, day_count;
	Field instruction_on, unpaid, objection_expected, cost_risk_accepted;
	Field operator_kind, authorised_from, authorised_to;
	Field agreement_on, out_of_court_basis, court_basis, success_only;
	Field fee_client, advance_on_loss, out_of_court_price, court_price, out_of_court_share, court_share, share_of;
} Case;

/*
 * Build the view. Takes ownership of facts (Fact*), events (Event*) and documents (struct Document*, fields unset).
 * Within a field: corrected before accepted before agreeing; else CONFLICT. Values are compared as the law would:
 * names without regard to case, spacing and punctuation; days and amounts exactly.
 * claim.xml and the invoices speak to the same field where they mean the same thing: the creditor's name and CVR
 * against seller.name and seller.cvr, a debtor's against buyer.*; without claim.xml the invoices' parties are the parties.
 * An invoice that only pages tell of (text, OCR) is an item when claim.xml lists no items, unless it is one that is there
 * already. A name or CVR number read poorly that is nearly the one said elsewhere agrees with it.
 * A buyer that is none of the several debtors of its item is a conflict on the item. What a party does not say itself
 * (address, e-mail) is taken from the invoices; a debtor with a CVR number that says no kind is a business (derived).
 */
Case *case_build(const char *id, GPtrArray *facts, GPtrArray *events, GPtrArray *documents);
void case_free(Case *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Case, case_free)

/* Does the operator pursue a claim of its own, as creditor or as buyer of it? */
bool case_own_account(const Case *c);

Party *case_debtor(const Case *c, const char *id); /* NULL when unknown */
Item *case_item(const Case *c, const char *id);
struct Document *case_document(const Case *c, int64_t id);
struct Document *case_document_named(const Case *c, const char *name);

/* The events called name that still count; about debtor and item: the event names it or names none. NULL matches all. */
GPtrArray *case_events(const Case *c, const char *name, const Party *debtor, const Item *item); /* container owned */

#endif
