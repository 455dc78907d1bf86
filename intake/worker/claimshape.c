#include "intake/worker/claimshape.h"

#include <string.h>

#define WORDS(...) (const char *const[]){ __VA_ARGS__, NULL }
#define LEAF(n, t, f) { .name = n, .type = t, .fact = f }
#define PARTY                                                                                                \
	LEAF("name", CLAIM_TEXT, "party.name"), LEAF("address", CLAIM_TEXT, "party.address"),                \
	    LEAF("postcode", CLAIM_TEXT, "party.postcode"), LEAF("city", CLAIM_TEXT, "party.city"),          \
	    LEAF("country", CLAIM_COUNTRY, "party.country"), LEAF("cvr", CLAIM_CVR, "party.cvr"),            \
	    LEAF("phone", CLAIM_TEXT, "party.phone"), LEAF("email", CLAIM_TEXT, "party.email")

static const LeafShape creditor[] = {
	PARTY,
	LEAF("account", CLAIM_TEXT, "creditor.account"),
	LEAF("vat-registered", CLAIM_YES, "creditor.vat_registered"),
	LEAF("own-case", CLAIM_TEXT, "creditor.own_case"),
	{ 0 },
};

/* Boxes 5 and 7 of the form: the representative's own account and case number. */
static const LeafShape representative[] = {
	PARTY,
	LEAF("account", CLAIM_TEXT, "creditor.account"),
	LEAF("own-case", CLAIM_TEXT, "creditor.own_case"),
	{ 0 },
};

static const LeafShape debtor[] = {
	{ .name = "@id", .type = CLAIM_ID },
	{ .name = "@kind", .type = CLAIM_WORD, .fact = "debtor.kind", .words = WORDS("consumer", "business", "public") },
	PARTY,
	LEAF("legal-form", CLAIM_TEXT, "debtor.legal_form"),
	LEAF("liability", CLAIM_TEXT, "debtor.liability"),
	LEAF("owner", CLAIM_TEXT, "debtor.owner"),
	LEAF("born-on", CLAIM_DATE, "debtor.born_on"),
	LEAF("guardianship", CLAIM_YES, "debtor.guardianship"),
	LEAF("municipality", CLAIM_TEXT, "debtor.municipality"),
	LEAF("court", CLAIM_TEXT, "debtor.court"),
	LEAF("cpr", CLAIM_CPR, "debtor.cpr"),
	{ 0 },
};

static const LeafShape item[] = {
	{ .name = "@id", .type = CLAIM_ID },
	{ .name = "@kind", .type = CLAIM_WORD, .fact = "item.kind",
	  .words = WORDS("invoice", "other-money", "not-money", "reminder-fee", "inkasso-fee", "compensation", "collection-cost") },
	LEAF("@debtors", CLAIM_IDS, "item.debtors"),
	{ .name = "number", .type = CLAIM_TEXT, .fact = "item.number", .invoice_fact = "invoice.number" },
	LEAF("description", CLAIM_PROSE, "item.description"),
	{ .name = "principal", .type = CLAIM_KRONER, .fact = "item.principal_ore", .invoice_fact = "invoice.payable_ore" },
	{ .name = "issued-on", .type = CLAIM_DATE, .fact = "item.issue_on", .invoice_fact = "invoice.issue_on" },
	{ .name = "due-on", .type = CLAIM_DATE, .fact = "item.due_on", .invoice_fact = "invoice.due_on" },
	{ .name = "due-basis", .type = CLAIM_WORD, .fact = "item.due_basis", .words = WORDS("agreed", "demand", "info", "filing") },
	LEAF("arisen-on", CLAIM_DATE, "item.arisen_on"),
	LEAF("agreed-interest", CLAIM_PERCENT, "item.agreed_interest_bp"),
	LEAF("agreed-on", CLAIM_DATE, "item.agreed_on"),
	{ .name = "agreed-how", .type = CLAIM_WORD, .fact = "item.agreed_how",
	  .words = WORDS("signed", "accepted-in-writing", "terms", "silence", "unknown") },
	LEAF("delivered-on", CLAIM_DATE, "item.delivered_on"),
	LEAF("housing", CLAIM_YES, "item.housing"),
	LEAF("public-law", CLAIM_YES, "item.public_law"),
	LEAF("law", CLAIM_COUNTRY, "item.law"),
	{ .name = "body", .type = CLAIM_WORD, .fact = "item.body", .words = WORDS("none", "rent-board", "labour", "lawyer-fee") },
	{ 0 },
};

static const LeafShape document[] = {
	{ .name = "@id", .type = CLAIM_ID },
	{ .name = "@file", .type = CLAIM_TEXT, .fact = "document.file", .needed = true },
	{ .name = "@kind", .type = CLAIM_WORD, .fact = "document.kind",
	  .words = WORDS("invoice", "credit_note", "contract", "order", "reminder", "demand", "letter", "mail", "title", "payment",
	                 "mandate", "other") },
	LEAF("@dated-on", CLAIM_DATE, "document.dated_on"),
	LEAF("@title", CLAIM_TEXT, "document.title"),
	{ .name = "@use", .type = CLAIM_WORD, .fact = "document.use", .words = WORDS("exhibit", "internal") },
	{ 0 },
};

static const LeafShape event[] = {
	{ .name = "@name", .type = CLAIM_TEXT, .needed = true },
	{ .name = "@on", .type = CLAIM_DATE, .needed = true },
	{ .name = "@debtor", .type = CLAIM_ID },
	{ .name = "@claim", .type = CLAIM_TEXT },
	{ .name = "@amount", .type = CLAIM_KRONER },
	{ .name = "@deadline-on", .type = CLAIM_DATE },
	{ .name = "@paid-to", .type = CLAIM_WORD, .words = WORDS("creditor", "operator") },
	{ .name = "@ground", .type = CLAIM_TEXT },
	{ .name = "@document", .type = CLAIM_TEXT },
	{ 0 },
};

static const LeafShape choices[] = {
	LEAF("@serve-if-barred", CLAIM_YES, "choice.serve_if_barred"),
	LEAF("@udlaeg", CLAIM_YES, "choice.udlaeg"),
	LEAF("@court-case", CLAIM_YES, "choice.court_case"),
	{ .name = "@day-count", .type = CLAIM_WORD, .fact = "choice.day_count",
	  .words = WORDS("ACT_ACT_EXCL", "ACT_ACT_INCL", "ACT_365_EXCL", "E30_360") },
	{ 0 },
};

static const LeafShape instruction[] = {
	LEAF("@on", CLAIM_DATE, "instruction.on"),
	LEAF("@unpaid", CLAIM_YES, "instruction.unpaid"),
	LEAF("@objection-expected", CLAIM_YES, "instruction.objection_expected"),
	LEAF("@cost-risk-accepted", CLAIM_YES, "instruction.cost_risk_accepted"),
	{ 0 },
};

static const LeafShape operators[] = {
	{ .name = "@kind", .type = CLAIM_WORD, .fact = "operator.kind",
	  .words = WORDS("self", "lawyer", "collector", "adviser", "representative", "buyer") },
	LEAF("@authorised-from", CLAIM_DATE, "operator.authorised_from"),
	LEAF("@authorised-to", CLAIM_DATE, "operator.authorised_to"),
	{ 0 },
};

static const LeafShape agreement[] = {
	LEAF("@on", CLAIM_DATE, "agreement.on"),
	{ .name = "@out-of-court-basis", .type = CLAIM_WORD, .fact = "agreement.out_of_court_basis", .words = WORDS("none", "fixed", "hourly", "percent") },
	{ .name = "@court-basis", .type = CLAIM_WORD, .fact = "agreement.court_basis", .words = WORDS("none", "fixed", "hourly", "percent") },
	LEAF("@success-only", CLAIM_YES, "agreement.success_only"),
	{ .name = "@client", .type = CLAIM_WORD, .fact = "agreement.client", .words = WORDS("consumer", "business") },
	LEAF("@advance-on-loss", CLAIM_YES, "agreement.advance_on_loss"),
	LEAF("@out-of-court-price", CLAIM_KRONER, "agreement.out_of_court_price_ore"),
	LEAF("@court-price", CLAIM_KRONER, "agreement.court_price_ore"),
	LEAF("@out-of-court-share", CLAIM_PERCENT, "agreement.out_of_court_share_bp"),
	LEAF("@court-share", CLAIM_PERCENT, "agreement.court_share_bp"),
	{ .name = "@share-of", .type = CLAIM_WORD, .fact = "agreement.share_of", .words = WORDS("principal", "all") },
	{ 0 },
};

const SectionShape claim_sections[SECTION_KINDS] = {
	[SECTION_CREDITOR] = { "creditor", true, false, creditor },
	[SECTION_REPRESENTATIVE] = { "representative", true, false, representative },
	[SECTION_DEBTOR] = { "debtor", false, false, debtor },
	[SECTION_ITEM] = { "item", false, false, item },
	[SECTION_DOCUMENT] = { "document", false, false, document },
	[SECTION_EVENT] = { "event", false, false, event },
	[SECTION_CHOICES] = { "choices", true, false, choices },
	[SECTION_INSTRUCTION] = { "instruction", true, false, instruction },
	[SECTION_OPERATOR] = { "operator", true, false, operators },
	[SECTION_AGREEMENT] = { "agreement", true, true, agreement },
};

const LeafShape *section_leaf(const SectionShape *section, const char *name)
{
	for (const LeafShape *leaf = section->leaves; leaf->name != NULL; leaf++)
		if (strcmp(leaf->name, name) == 0)
			return leaf;
	return NULL;
}
