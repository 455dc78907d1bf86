/* A person's word on a line: whose it is, that it is the bank's charge, that it goes back, or which entries it is. */
#include "enforcement/bank.h"
#include "enforcement/bankstep.h"
#include "enforcement/period.h"
#include "intake/limits.h"

#include <string.h>

const OptionRow bank_match_options[] = {
	{ "by", "NAVN", { "hvem der afgør det", "who decides it" } },
	{ "why", "TEKST", { "hvorfor", "why" } },
	{ "debtor", "ID", { "debitor, der betalte", "the debtor who paid" } },
	{ 0 },
};

const OptionRow bank_dismiss_options[] = {
	{ "by", "NAVN", { "hvem der afgør det", "who decides it" } },
	{ "why", "TEKST", { "hvorfor", "why" } },
	{ 0 },
};


const OptionRow bank_answer_options[] = {
	{ "by", "NAVN", { "hvem der afgør det", "who decides it" } },
	{ "why", "TEKST", { "hvorfor", "why" } },
	{ 0 },
};
/* ---- a person's word ---- */

static BankLine *line_said(const Call *call, GError **error)
{
	gint64 id;
	const char *by = call_option(call, "by"), *why = call_option(call, "why");
	if (by == NULL || *by == '\0' || why == NULL || *why == '\0' || g_utf8_strlen(by, -1) > LIMIT_NAME_CHARS || strlen(why) > LIMIT_FACT_BYTES) {
		error_set(error, ERROR_USAGE, "who", "Skriv hvem der afgør det, og hvorfor, med --by NAVN --why TEKST.",
		          "Say who decides it and why, with --by NAME --why TEXT.");
		return NULL;
	}
	if (!g_ascii_string_to_signed(call->argv[0], 10, 1, INT64_MAX, &id, NULL)) {
		error_set(error, ERROR_USAGE, "bad-number", "%s er ikke nummeret på en banklinje.", "%s is not the number of a bank line.", call->argv[0]);
		return NULL;
	}
	return bank_line_read(call->store, id, error);
}

static bool refuse(GError **error, const char *code, const char *da, const char *en)
{
	return error_set_texts(error, ERROR_INPUT, code, da, en);
}

static void fate_say(const Call *call, const BankLine *line, const char *kind, const char *case_id, BankFate *fate)
{
	fate->line_id = line->id;
	fate->kind = g_strdup(kind);
	fate->case_id = g_strdup(case_id);
	fate->confidence = 100;
	fate->by = g_strdup(call_option(call, "by"));
	fate->why = g_strdup(call_option(call, "why"));
}

/* From the case that it paid, to the one that it pays; what is on a client account stays booked in between. */
static bool move(const Call *call, const BankLine *line, const BankFate *paid, const char *case_id, BankFate *fate, GError **error)
{
	const char *by = call_option(call, "by");
	int64_t taken_back;
	bool client;
	Date day;
	if (!clientline_is(call->store, line->id, &client, error) || !period_open_day(call->store, call->today, &day, error))
		return false;
	if (paid != NULL && !bank_unpay(call, line, NULL, paid, by, day, &taken_back, error))
		return false;
	const BankFate open = { .line_id = line->id, .kind = (char *)"asked" };
	if (paid != NULL && client && !bank_fate_add(call->store, &open, call->today, error))
		return false;
	return case_id == NULL || bank_pay(call, client, line, case_id, call_option(call, "debtor"), by, day, &fate->event_id, error);
}

/* case_id NULL: it belongs to no case. What it paid before is taken back first. */
static bool decide(const Call *call, const BankLine *line, const char *case_id, BankFate *fate, GError **error)
{
	g_auto(BankFate) before = { 0 };
	if (!bank_fate_read(call->store, line->id, &before, error))
		return false;
	bool paid = strcmp(before.kind, "paid") == 0;
	if (strcmp(before.kind, "split") == 0 || strcmp(before.kind, "reversed") == 0 ||
	    strcmp(before.kind, "booked") == 0 || strcmp(before.kind, "returned") == 0)
		return refuse(error, "bank-line-settled", "Linjen er ført tilbage af banken, delt op eller forklaret; den kan ikke afgøres.",
		              "The bank took the line back or split it up, or it is explained; it cannot be decided.");
	if (case_id != NULL && (line->minor <= 0 || line->reversal))
		return refuse(error, "bank-line-out", "Linjen er ikke en indbetaling.", "The line is no payment in.");
	if (case_id != NULL && strcmp(line->currency, "DKK") != 0)
		return refuse(error, "bank-currency", "Beløbet er ikke i kroner; noter betalingen med note, og afvis linjen med bank dismiss.",
		              "The amount is not in kroner; record the payment with note, and dismiss the line with bank dismiss.");
	if (paid && g_strcmp0(before.case_id, case_id) == 0)
		return refuse(error, "bank-line-settled", "Linjen er allerede ført på den sag.", "The line is on that case already.");
	if (!move(call, line, paid ? &before : NULL, case_id, fate, error))
		return false;
	fate_say(call, line, case_id != NULL ? "paid" : "dismissed", case_id, fate);
	return bank_fate_add(call->store, fate, call->today, error) && store_commit(call->store, error);
}

/* What else a person may say of a line of a client account; kind: the line's fate. */
static bool say_of(const Call *call, const BankLine *line, const char *kind, BankFate *fate, GError **error)
{
	bool client;
	Date day;
	g_autoptr(cJSON) object = cJSON_CreateObject();
	json_int(object, "bank_line", line->id);
	json_text(object, "by", call_option(call, "by"));
	json_text(object, "why", call_option(call, "why"));
	g_autofree char *payload = json_print_compact(object);
	if (!clientline_is(call->store, line->id, &client, error) || !period_open_day(call->store, call->today, &day, error))
		return false;
	if (!client)
		return refuse(error, "no-client-account", "Linjen er ikke fra en klientkonto.", "The line is not of a client account.");
	bool fine = strcmp(kind, "charge") == 0     ? clientline_charge(call->store, line, day, payload, error)
	            : strcmp(kind, "returned") == 0 ? clientline_return(call->store, line, day, payload, error)
	                                            : clientline_explain(call->store, line, call->argv + 1, call->argc - 1, day, error);
	if (!fine)
		return false;
	fate_say(call, line, strcmp(kind, "charge") == 0 ? "booked" : kind, NULL, fate);
	return bank_fate_add(call->store, fate, call->today, error) && store_commit(call->store, error);
}

static int decide_and_tell(const Call *call, const char *case_id, const char *kind, cJSON **result, GError **error)
{
	g_autoptr(BankLine) line = line_said(call, error);
	g_auto(BankFate) fate = { 0 };
	if (line == NULL || !store_begin(call->store, error))
		return -1;
	if (!(kind == NULL ? decide(call, line, case_id, &fate, error) : say_of(call, line, kind, &fate, error))) {
		store_rollback(call->store);
		return -1;
	}
	*result = json_result("bank-review");
	bank_line_json(json_push(json_array(*result, "lines")), line, &fate, call->lang);
	json_int(*result, "count", 1);
	return EXIT_FINE;
}

int bank_match_run(const Call *call, cJSON **result, GError **error)
{
	return decide_and_tell(call, call->argv[1], NULL, result, error);
}

int bank_dismiss_run(const Call *call, cJSON **result, GError **error)
{
	return decide_and_tell(call, NULL, NULL, result, error);
}

int bank_charge_run(const Call *call, cJSON **result, GError **error)
{
	return decide_and_tell(call, NULL, "charge", result, error);
}

int bank_return_run(const Call *call, cJSON **result, GError **error)
{
	return decide_and_tell(call, NULL, "returned", result, error);
}

int bank_explain_run(const Call *call, cJSON **result, GError **error)
{
	return decide_and_tell(call, NULL, "booked", result, error);
}
