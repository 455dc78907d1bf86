/*
 * Missive: one letter as it will stand on paper, drawn from the record for a day: who writes to whom, about what, in which
 * words, with which sums. The same order on the same record, law, wordings and settings gives the same bytes, as PDF, as
 * plain text and as the body of a mail. Whether the law lets it go on that day is asked first (missive_law).
 */
#ifndef PAAKRAV_FILING_MISSIVE_H
#define PAAKRAV_FILING_MISSIVE_H

#include "assess/assess.h"
#include "assess/claimed.h"
#include "filing/paperkind.h"
#include "filing/sums.h"
#include "filing/template.h"

/* What a person asked for. Texts are owned; what was not said is NULL, DATE_NONE or 0. */
typedef struct MissiveOrder {
	const PaperKind *kind;
	char *debtor; /* id; of a letter to the court: whom it is about */
	PaperLanguage language;
	PaperTone tone;
	Date on; /* the day that it is written for */
	bool no_fee; /* a person waives the fee */
	bool joint; /* the same letter goes to another debtor of the claim with the fee: this one records none */
	bool ask_costs, waive_costs;
	bool mandate; /* the power of attorney goes with it */
	Date until, first, missed, meeting;
	bool has_amount;
	Money amount;
	int instalments;
	char *text, *asked, *name, *address, *phone, *court;
	char **searches; /* NULL ends it; never NULL */
} MissiveOrder;
MissiveOrder *missive_order_new(const PaperKind *kind, Date on);
void missive_order_free(MissiveOrder *order);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MissiveOrder, missive_order_free)
/* As it is kept with the letter, and back; NULL when it is not whole. */
char *missive_order_text(const MissiveOrder *order);
MissiveOrder *missive_order_parse(const char *text);

/* Who writes: the firm of HOME/paakrav.conf [firm], or the creditor. */
typedef struct Sender {
	char *name, *address, *place, *country, *cvr, *phone, *email, *account;
	bool firm; /* it writes for the creditor */
} Sender;
Sender *sender_of(const Case *c, const char *home);
void sender_free(Sender *sender);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sender, sender_free)

/* What the law says of the letter on its day. */
typedef struct Leave {
	bool allowed;
	GPtrArray *refusals; /* Refusal*, why it may not go; empty when allowed */
	bool fee_allowed;
	Money fee; /* zero when it carries none */
	char *fee_da, *fee_en; /* why it carries none, of a kind that may; NULL */
	Date deadline; /* the day of payment that it sets; DATE_NONE: none */
	struct Bailiff *bailiff; /* of a letter to the bailiff court: what is asked of it; NULL else */
	GPtrArray *warnings; /* Refusal*: to be seen to or known, they stand against nothing */
	const char *event; /* the event that its dispatch is, in place of the kind's; literal; NULL */
	bool disputed; /* an objection stands: whoever sends it must answer it too */
} Leave;
typedef struct Refusal {
	char *finding; /* id of the rule; NULL: the letter's own */
	char *statute;
	const char *quote; /* the words of the statute, literal; NULL */
	char *da, *en;
} Refusal;
Leave *missive_law(const Assessment *assessment, const Claimed *claimed, const MissiveOrder *order);
void leave_free(Leave *leave);
/* What the rules of the bailiff court say of a letter of a kind that goes to it (missivebailiff.c). */
void leave_bailiff(Leave *leave, const Assessment *assessment, const MissiveOrder *order);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Leave, leave_free)

typedef enum PieceKind {
	PIECE_TEXT,
	PIECE_ITEM, /* of a list */
	PIECE_TABLE,
	PIECE_PAYMENT, /* label and value, row by row: how to pay */
	PIECE_SIGN, /* greeting and who writes */
	PIECE_SIGNATURES /* lines to sign on, a name under each */
} PieceKind;

typedef struct PieceColumn {
	const char *title; /* literal */
	int share;
	bool right;
	const char *before, *after; /* in plain text, where no head stands over the cell; NULL: none */
} PieceColumn;

typedef struct Piece {
	PieceKind kind;
	char *text;
	const PieceColumn *columns;
	int n_columns;
	GPtrArray *rows; /* char**, each ended by NULL */
	char **sum; /* NULL */
} Piece;

typedef struct Missive {
	PaperLanguage language;
	Date on;
	bool to_court;
	char *sender, *recipient; /* blocks, lines parted by '\n' */
	char *facts; /* day, numbers: the block to the right */
	char *subject;
	GPtrArray *pieces; /* Piece* */
	char *payline; /* how much, to which account, with which text, by when: one plain line; NULL */
	char *case_id;
	const char *law_edition; /* borrowed */
} Missive;

/*
 * NULL and an Error when the wordings are malformed, a place has no value, or the letter threatens with what the law does
 * not allow. The caller's.
 */
Missive *missive_write(const Assessment *assessment, const Claimed *claimed, const Sums *sums, const MissiveOrder *order,
                       const Leave *leave, const Sender *sender, const Templates *templates, GError **error);
void missive_free(Missive *missive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Missive, missive_free)

GBytes *missive_pdf(const Missive *missive, int *pages, GError **error);
char *missive_text(const Missive *missive); /* newly allocated */
char *missive_html(const Missive *missive);

/* A word in it that the law lets nobody threaten with (wage withholding, police, employer, register …); NULL: none. */
const char *missive_threat(const char *text);

/* Words of the letters in their languages; newly allocated. */
char *missive_money(Money amount, PaperLanguage language); /* "1.234,50 kr." "DKK 1,234.50" "1 234,50 DKK" */
char *missive_figure(Money amount, PaperLanguage language); /* the same without the currency, for a table */
char *missive_day(Date day, PaperLanguage language); /* "22. november 2026" … */
char *missive_days(int days, PaperLanguage language); /* "1 dag" "12 dage" … */

#endif
