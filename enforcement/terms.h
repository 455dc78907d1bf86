/*
 * Terms: a fee agreement, dated and versioned, of a creditor or of one case. What was agreed stands for ever; a change is
 * a new version that holds from its own day on, and work done before keeps the price it was done at.
 *
 * The law's own answer to the form of a fee is assess/feelaw (rpl § 126 stk. 2; bek1475 § 1 stk. 2, § 10 stk. 3): a version
 * that it refuses or blocks is never recorded, one that it leaves unknown needs a person's decision, which is recorded.
 */
#ifndef PAAKRAV_TERMS_H
#define PAAKRAV_TERMS_H

#include "assess/agreement.h"
#include "intake/json.h"
#include "intake/store.h"

/* What a success is, where a price is payable only then. Unsaid: a payment, which is one by every reading. */
typedef enum TermsWin { WIN_UNSAID, WIN_PAYMENT, WIN_TITLE, WIN_BOTH, WIN_WORDS } TermsWin;

/* Who keeps what the debtor pays beside the principal. */
typedef enum TermsKeeper { KEEPER_UNSAID, KEEPER_CLIENT, KEEPER_OPERATOR } TermsKeeper;

/* What a share is computed on, joined by |. */
typedef enum TermsBase { BASE_PRINCIPAL = 1, BASE_INTEREST = 2, BASE_COSTS = 4 } TermsBase;

/* A fixed price that follows the size of the claim: this much for a principal of so much and more. */
typedef struct TariffStep {
	Money from, amount;
} TariffStep;
#define TERMS_TARIFF_STEPS 20

/* The price of a phase, without VAT. */
typedef struct TermsPrice {
	FeeBasis basis;
	Known success_only;
	Money amount; /* fixed: the price; hourly: of an hour */
	RateBp share; /* percent */
	unsigned base; /* of TermsBase; percent */
	int n_steps; /* fixed: of a tariff, by rising principal, the first from zero; 0: amount is the price */
	TariffStep steps[TERMS_TARIFF_STEPS];
	bool has_minimum, has_cap;
	Money minimum, cap; /* a case, in that phase */
} TermsPrice;

typedef struct Terms {
	int64_t version; /* 1, 2, 3 … over the whole house; 0: as stated with the case (claim.xml), never recorded here */
	char *scope; /* a client (client.h) or a case id */
	Date from_on, agreed_on; /* holds from; signed on */
	OperatorKind operator_kind;
	ClientKind client;
	Date authorised_from, authorised_to; /* to collect (il §§ 3, 7); DATE_NONE: not said */
	TermsPrice prices[FEE_PHASES];
	TermsWin win;
	Known direct_payments; /* what the debtor pays to the client himself is a recovery too */
	TermsKeeper reminder_fees, interest; /* of what comes in before filing: after it that would be a share (bek1475 § 10 stk. 3) */
	TermsKeeper awarded_costs;
	Known vat; /* VAT is added to the price (ml § 33) */
	Known set_off; /* an invoice may be set off against money held on its case (il § 15 stk. 1: unless agreed otherwise) */
	Known loss_is_ours; /* court fees advanced are the operator's loss when nothing comes in */
	bool has_withdrawal;
	Money withdrawal; /* when the client takes the case back */
	char *document; /* hash of the signed agreement; NULL */
	bool decided; /* a person decided what the law leaves unknown */
	Date recorded_on; /* DATE_NONE: version 0 */
	char sha256[DIGEST_HEX]; /* of its text, as recorded: what a posting says it rests on; "" for version 0 */
} Terms;
void terms_free(Terms *terms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Terms, terms_free)

/* Every version of the case and of its client, and what was stated with the case: Terms*, the caller's; NULL at an Error. */
GPtrArray *terms_list(Store *store, const Case *c, GError **error);
/* Of a list: those that hold on a day, its own before its client's, the latest day, then the latest version; NULL: none. */
const Terms *terms_pick(const GPtrArray *list, const Case *c, Date on);

/*
 * The terms that hold for a case on a day: its own before its client's, the latest from_on not after the day, the latest
 * version of those; else what was stated with the case. *out NULL: no fee was agreed, and none may be charged.
 */
bool terms_on(Store *store, const Case *c, Date on, Terms **out, GError **error);

/* One version as recorded; an Error of ERROR_INPUT when there is none. The caller's. */
Terms *terms_read(Store *store, int64_t version, GError **error);
/* The versions of one scope, or all when it is NULL, by version: Terms*. The caller's; NULL at an Error. */
GPtrArray *terms_of_scope(Store *store, const char *scope, GError **error);

/*
 * What the fee law says of a version on a day. what: the first ruling that is not a plain yes; NULL when all is allowed.
 * c: of version 0, whose terms the case states; NULL else.
 */
FeeVerdict terms_judge(const Terms *terms, const Case *c, Date on, const FeeRuling **what);
/* May a price be taken under it: allowed, or unknown and decided by a person. */
bool terms_permit(const Terms *terms, const Case *c, Date on, const FeeRuling **what);

/*
 * Record a version in a transaction of the caller. Refused with an Error: what the law refuses, with the sentence of the
 * statute; what it leaves unknown without why and by; a price without its figure; a share above 100 %; a day of signing
 * that has not come or comes after the first day; a change for work whose fee is booked. terms->version is set.
 */
bool terms_record(Store *store, Terms *terms, const char *by, const char *why, Date today, GError **error);

/* The fixed price for a claim of that principal. */
Money terms_fixed_price(const TermsPrice *price, Money principal);

/* As JSON: what was agreed, without who and when; and back. terms_text is what is recorded and hashed. */
void terms_json(cJSON *object, const Terms *terms);
bool terms_parse(Terms *out, const char *text, GError **error);
TermsWin terms_win_of(const char *word); /* "payment" "title" "both" */
TermsKeeper terms_keeper_of(const char *word); /* "client" "operator" */

/* Its tables, a script of enforcement_room. */
extern const char terms_tables[];

#endif
