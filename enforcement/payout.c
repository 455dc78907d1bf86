#include "enforcement/payout.h"

#include "assess/edition.h"
#include "enforcement/books.h"
#include "enforcement/client.h"
#include "enforcement/payoutaccount.h"
#include "enforcement/payoutfile.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <inttypes.h>
#include <string.h>

const OptionRow payout_approve_options[] = {
	{ "by", "NAME", { "hvem der godkender: en anden end den, der forberedte", "who approves: another than who prepared" } },
	{ "out", "FILE", { "bankens fil (pain.001.001.03)", "the bank's file (pain.001.001.03)" } },
	{ 0 },
};

const OptionRow payout_reject_options[] = {
	{ "by", "NAME", { "hvem der afviser", "who rejects" } },
	{ "why", "TEXT", { "grunden", "the reason" } },
	{ "transfer", "ID", { "efter godkendelsen: kun denne overførsel, som banken ikke udførte", "after approval: this transfer alone, which the bank did not carry out" } },
	{ 0 },
};

const OptionRow payout_list_options[] = {
	{ "open", NULL, { "kun dem, der venter på en person eller på banken", "only those that wait for a person or the bank" } },
	{ 0 },
};

/* ---- days ---- */

bool payout_bank_day(const Law *law, Date on)
{
	if (law_closed_day(law, on, NULL))
		return false;
	g_autoptr(GPtrArray) rows = law_rows(law, "holidays", on);
	for (guint i = 0; rows != NULL && i < rows->len; i++) {
		const LawRow *row = rows->pdata[i];
		gint64 days;
		if (g_strcmp0(row->name, "FREDAG_EFTER_HIMMELFART") == 0 && g_ascii_string_to_signed(row->value, 10, 0, 100, &days, NULL) &&
		    date_compare(date_add_days(date_easter(date_year(on)), (int)days), on) == 0)
			return false;
	}
	return true;
}

Date payout_next_bank_day(const Law *law, Date on)
{
	while (!payout_bank_day(law, on))
		on = date_add_days(on, 1);
	return on;
}

/* ---- told ---- */

static void part_json(cJSON *rows, const PayoutPart *part)
{
	cJSON *row = json_push(rows);
	json_text(row, "case", part->case_id);
	json_text(row, "kind", posting_name(part->kind));
	json_money(row, "amount_ore", part->amount);
}

static bool transfer_json(const Call *call, cJSON *rows, const PayoutTransfer *transfer, GError **error)
{
	g_auto(PayoutAccount) account = { 0 };
	if (!payout_account_read(call->store, transfer->account_id, &account, error))
		return false;
	g_autofree char *shown = payout_number_shown(account.number);
	cJSON *row = json_push(rows);
	json_text(row, "end_to_end", transfer->end_to_end);
	json_text(row, "receiver", transfer->receiver);
	json_text(row, "name", account.name);
	json_text(row, "account_ends", shown);
	json_money(row, "sum_ore", transfer->sum);
	json_text(row, "state", transfer_state_name(transfer->state));
	json_date(row, "on", transfer->on);
	if (transfer->line != 0)
		json_int(row, "line", transfer->line);
	else
		json_null(row, "line");
	cJSON *parts = json_array(row, "parts");
	for (guint i = 0; i < transfer->parts->len; i++)
		part_json(parts, transfer->parts->pdata[i]);
	return true;
}

/* The batch as a whole: what its transfers are, when they are all the same; else partly. */
static const char *state_of(const Payout *payout)
{
	const char *one = NULL;
	for (guint i = 0; i < payout->transfers->len; i++) {
		const char *state = transfer_state_name(((const PayoutTransfer *)payout->transfers->pdata[i])->state);
		if (one != NULL && strcmp(one, state) != 0)
			return "partly";
		one = state;
	}
	return one != NULL ? one : "nothing";
}

cJSON *payout_json(const Call *call, const Payout *payout, const char *outcome, GError **error)
{
	g_autoptr(cJSON) object = json_result("payout");
	if (payout->id != 0)
		json_int(object, "payout", payout->id);
	else
		json_null(object, "payout");
	json_text(object, "outcome", outcome);
	json_text(object, "state", state_of(payout));
	json_date(object, "prepared_on", payout->prepared_on);
	json_text(object, "by", payout->by);
	json_date(object, "execute_on", payout->execute_on);
	json_date(object, "said_on", payout->said_on);
	json_text(object, "said_by", payout->said_by);
	json_text(object, "why", payout->why);
	json_text(object, "sha256", payout->sha256);
	json_int(object, "count", payout->transfers->len);
	json_money(object, "sum_ore", payout->sum);
	cJSON *rows = json_array(object, "transfers");
	for (guint i = 0; i < payout->transfers->len; i++)
		if (!transfer_json(call, rows, payout->transfers->pdata[i], error))
			return NULL;
	return g_steal_pointer(&object);
}

static bool number_said(const Call *call, gint64 *id, GError **error)
{
	return g_ascii_string_to_signed(call->argv[0], 10, 1, G_MAXINT64, id, NULL) ||
	       error_set(error, ERROR_USAGE, "bad-number", "%s er ikke nummeret på en udbetaling.", "%s is not the number of a payout.", call->argv[0]);
}

/* ---- payout approve ---- */

static bool no_longer(GError **error, const Payout *payout, const char *receiver, const char *da, const char *en)
{
	g_autofree char *said_da = g_strdup_printf("Udbetaling nr. %" PRId64 " passer ikke længere (%s): %s", payout->id, receiver, da);
	g_autofree char *said_en = g_strdup_printf("Payout number %" PRId64 " no longer fits (%s): %s", payout->id, receiver, en);
	error_set_texts(error, ERROR_INPUT, "payout-changed", said_da, said_en);
	error_remedy(error, "Afvis den med payout reject, og forbered den på ny.", "Reject it with payout reject, and prepare it anew.");
	return false;
}

/* The money of the part is still its case's and its client's, beside what else is on its way out. */
static bool part_still(Store *store, const Payout *payout, const PayoutTransfer *transfer, const PayoutPart *part, Date today, GError **error)
{
	const char *account = posting_debit(part->kind);
	g_autofree char *client = NULL;
	Money balance, held, of_case, of_client, least;
	if (!client_recorded(store, part->case_id, &client, error) || client == NULL ||
	    !ledger_balance(store, account, part->case_id, DATE_NONE, &balance, error) || !money_sub(money_zero(), balance, &held) ||
	    !payout_reserved(store, NULL, part->case_id, account, false, payout->id, &of_case, error) ||
	    !payout_reserved(store, client, NULL, account, false, payout->id, &of_client, error) ||
	    !client_least(store, client, account, today, &least, error) || !money_sub(held, of_case, &held) || !money_sub(least, of_client, &least))
		return false;
	return (money_compare(held, part->amount) >= 0 && money_compare(least, part->amount) >= 0) ||
	       no_longer(error, payout, transfer->receiver, "pengene står ikke længere på klientens konti.", "the money is no longer on the client's accounts.");
}

static bool still_right(Store *store, const Payout *payout, Date today, GError **error)
{
	for (guint i = 0; i < payout->transfers->len; i++) {
		const PayoutTransfer *transfer = payout->transfers->pdata[i];
		g_auto(PayoutAccount) account = { 0 };
		if (!payout_account_of(store, transfer->receiver, &account, error))
			return false;
		if (account.id != transfer->account_id)
			return no_longer(error, payout, transfer->receiver, "kontoen er skiftet, siden den blev forberedt.",
			                 "the account was changed since it was prepared.");
		for (guint j = 0; j < transfer->parts->len; j++)
			if (!part_still(store, payout, transfer, transfer->parts->pdata[j], today, error))
				return false;
	}
	return true;
}

static bool may_approve(const Payout *payout, const char *by, GError **error)
{
	if (payout->word != NULL)
		return error_set(error, ERROR_INPUT, "payout-rejected", "Udbetaling nr. %" PRId64 " er afvist.", "Payout number %" PRId64 " is rejected.", payout->id);
	return payout_is_other(payout->by, by) ||
	       error_set(error, ERROR_PERMISSION, "second-person", "Udbetaling nr. %" PRId64 " skal godkendes af en anden end den, der forberedte den.",
	                 "Payout number %" PRId64 " must be approved by another person than who prepared it.", payout->id);
}

static bool approve_step(const Call *call, Payout *payout, GError **error)
{
	Store *store = call->store;
	const char *by = payout_by_said(call, error);
	char sha256[DIGEST_HEX];
	if (by == NULL || !may_approve(payout, by, error) || !still_right(store, payout, call->today, error))
		return false;
	g_autoptr(Law) law = law_in_force(store, error);
	if (law == NULL)
		return false;
	payout->word = g_strdup("approved");
	payout->said_on = call->today;
	payout->said_by = g_strdup(by);
	payout->execute_on = payout_next_bank_day(law, date_max(payout->execute_on, call->today));
	g_autoptr(GBytes) file = payout_file(store, payout, call->home, error);
	if (file == NULL || !store_keep_bytes(store, file, sha256, error))
		return false;
	payout->sha256 = g_strdup(sha256);
	return payout_say_add(store, payout, error);
}

int payout_approve_run(const Call *call, cJSON **result, GError **error)
{
	gint64 id;
	const char *out = call_option(call, "out");
	if (!number_said(call, &id, error) || !store_begin(call->store, error))
		return -1;
	g_autoptr(Payout) payout = payout_read(call->store, id, error);
	bool already = payout != NULL && g_strcmp0(payout->word, "approved") == 0;
	bool fine = payout != NULL && (already || (approve_step(call, payout, error) && store_commit(call->store, error)));
	if (store_stepping(call->store))
		store_rollback(call->store);
	if (!fine)
		return -1;
	/* What was approved is what is written, however often. */
	g_autoptr(GBytes) file = store_read_document(call->store, payout->sha256, error);
	if (file == NULL || (out != NULL && !file_write(out, file, error)))
		return -1;
	g_autoptr(Payout) stored = payout_read(call->store, id, error);
	g_autoptr(cJSON) object = stored != NULL ? payout_json(call, stored, already ? "already" : "approved", error) : NULL;
	if (object == NULL)
		return -1;
	json_text(object, "file", out);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

/* ---- payout reject ---- */

/* Approved, and the bank did not do it: what was reserved is free again. */
static bool refuse_transfers(const Call *call, const Payout *payout, const char *by, const char *why, GError **error)
{
	const char *only = call_option(call, "transfer");
	guint done = 0;
	for (guint i = 0; i < payout->transfers->len; i++) {
		const PayoutTransfer *transfer = payout->transfers->pdata[i];
		if (transfer->state != TRANSFER_IN_TRANSIT || (only != NULL && strcmp(only, transfer->end_to_end) != 0))
			continue;
		if (!payout_outcome_add(call->store, transfer->id, TRANSFER_REFUSED, 0, call->today, by, why, error))
			return false;
		done++;
		for (guint j = 0; j < transfer->parts->len; j++)
			if (!books_follow(call->store, ((const PayoutPart *)transfer->parts->pdata[j])->case_id, NULL, NULL, call->today, NULL, error))
				return false;
	}
	return done > 0 || error_set(error, ERROR_INPUT, "payout-settled", "Ingen overførsel af udbetaling nr. %" PRId64 " er undervejs%s.",
	                             "No transfer of payout number %" PRId64 " is in transit%s.", payout->id, only != NULL ? " (--transfer)" : "");
}

static bool reject_step(const Call *call, Payout *payout, GError **error)
{
	const char *by = payout_by_said(call, error), *why = call_option(call, "why");
	if (by == NULL)
		return false;
	if (why == NULL || *why == '\0' || strlen(why) > LIMIT_FACT_BYTES)
		return error_set(error, ERROR_USAGE, "why", "Skriv hvorfor, med --why TEKST.", "Say why, with --why TEXT.");
	if (g_strcmp0(payout->word, "rejected") == 0)
		return error_set(error, ERROR_INPUT, "payout-rejected", "Udbetaling nr. %" PRId64 " er afvist.", "Payout number %" PRId64 " is rejected.", payout->id);
	if (payout->word != NULL)
		return refuse_transfers(call, payout, by, why, error);
	if (call_option(call, "transfer") != NULL)
		return error_set(error, ERROR_INPUT, "payout-waits", "Udbetalingen er ikke godkendt; den afvises som helhed.",
		                 "The payout is not approved; it is rejected as a whole.");
	payout->word = g_strdup("rejected");
	payout->said_on = call->today;
	payout->said_by = g_strdup(by);
	payout->why = g_strdup(why);
	return payout_say_add(call->store, payout, error);
}

int payout_reject_run(const Call *call, cJSON **result, GError **error)
{
	gint64 id;
	if (!number_said(call, &id, error) || !store_begin(call->store, error))
		return -1;
	g_autoptr(Payout) payout = payout_read(call->store, id, error);
	if (payout == NULL || !reject_step(call, payout, error) || !store_commit(call->store, error)) {
		store_rollback(call->store);
		return -1;
	}
	g_autoptr(Payout) stored = payout_read(call->store, id, error);
	*result = stored != NULL ? payout_json(call, stored, "rejected", error) : NULL;
	return *result != NULL ? EXIT_FINE : -1;
}

/* ---- payout show, payout list ---- */

int payout_show_run(const Call *call, cJSON **result, GError **error)
{
	gint64 id;
	g_autoptr(Payout) payout = number_said(call, &id, error) ? payout_read(call->store, id, error) : NULL;
	*result = payout != NULL ? payout_json(call, payout, NULL, error) : NULL;
	return *result != NULL ? EXIT_FINE : -1;
}

static bool is_open(const Payout *payout)
{
	for (guint i = 0; i < payout->transfers->len; i++) {
		TransferState state = ((const PayoutTransfer *)payout->transfers->pdata[i])->state;
		if (state == TRANSFER_PREPARED || state == TRANSFER_IN_TRANSIT)
			return true;
	}
	return false;
}

int payout_list_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(cJSON) object = json_result("payouts");
	cJSON *rows = json_array(object, "payouts");
	Money sum = money_zero();
	g_autoptr(Query) query = store_query(call->store, error, "SELECT coalesce(max(id), 0) FROM payout", "");
	if (query_step(query, error) != 1)
		return -1;
	int64_t last = query_int(query, 0);
	g_clear_pointer(&query, query_free);
	for (int64_t id = 1; id <= last; id++) {
		g_autoptr(Payout) payout = payout_read(call->store, id, error);
		if (payout == NULL)
			return -1;
		if (call_has(call, "open") && !is_open(payout))
			continue;
		cJSON *row = json_push(rows);
		json_int(row, "payout", id);
		json_text(row, "state", state_of(payout));
		json_date(row, "prepared_on", payout->prepared_on);
		json_text(row, "by", payout->by);
		json_date(row, "execute_on", payout->execute_on);
		json_date(row, "said_on", payout->said_on);
		json_text(row, "said_by", payout->said_by);
		json_int(row, "transfers", payout->transfers->len);
		json_money(row, "sum_ore", payout->sum);
		if (!money_add(sum, payout->sum, &sum)) {
			error_set(error, ERROR_INPUT, "sum", "Summen er for stor.", "The sum is too large.");
			return -1;
		}
	}
	json_int(object, "count", cJSON_GetArraySize(rows));
	json_money(object, "sum_ore", sum);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

/* ---- for people ---- */

static const char *state_text(const char *state, Lang lang)
{
	for (int i = TRANSFER_PREPARED; i <= (int)TRANSFER_REFUSED; i++)
		if (strcmp(transfer_state_name((TransferState)i), state) == 0)
			return say(transfer_state_say((TransferState)i), lang);
	return lang == LANG_DA ? "dels afsluttet, dels ikke" : "partly settled";
}

static const char *transfers_word(int64_t count, Lang lang)
{
	return count == 1 ? (lang == LANG_DA ? "overførsel" : "transfer") : lang == LANG_DA ? "overførsler" : "transfers";
}

static void transfers_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row, *part;
	cJSON_ArrayForEach(row, json_get(result, "transfers"))
	{
		g_autofree char *sum = money_danish(money_of_ore(json_get_int(row, "sum_ore", 0)));
		const char *name = json_get_text(row, "name"), *on = json_get_text(row, "on"), *id = json_get_text(row, "end_to_end");
		g_string_append_printf(out, "  %14s  %s, %s %s (%s): %s%s%s\n", sum, name != NULL ? name : "-", da ? "konto" : "account",
		                       json_get_text(row, "account_ends"), id != NULL ? id : "-", state_text(json_get_text(row, "state"), call->lang),
		                       on != NULL ? " " : "", on != NULL ? on : "");
		cJSON_ArrayForEach(part, json_get(row, "parts"))
		{
			g_autofree char *amount = money_danish(money_of_ore(json_get_int(part, "amount_ore", 0)));
			g_string_append_printf(out, "      %s  %14s  %s\n", json_get_text(part, "case"), amount,
			                       say(posting_say(posting_kind_of(json_get_text(part, "kind"))), call->lang));
		}
	}
}

void payout_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	g_autofree char *sum = money_danish(money_of_ore(json_get_int(result, "sum_ore", 0)));
	if (json_get_int(result, "count", 0) == 0)
		g_string_append(out, da ? "Intet at udbetale.\n" : "Nothing to pay out.\n");
	else
		g_string_append_printf(out,
		                       da ? "Udbetaling nr. %" PRId64 ": %d %s, %s kr. den %s; %s.\n" : "Payout number %" PRId64 ": %d %s, DKK %s on %s; %s.\n",
		                       json_get_int(result, "payout", 0), (int)json_get_int(result, "count", 0),
		                       transfers_word(json_get_int(result, "count", 0), call->lang), sum, json_get_text(result, "execute_on"),
		                       state_text(json_get_text(result, "state"), call->lang));
	if (g_strcmp0(json_get_text(result, "outcome"), "already") == 0) {
		const char *by = json_get_text(result, "said_by");
		g_string_append_printf(out, da ? "Den er allerede godkendt af %s den %s; intet er ændret%s.\n" : "It was approved by %s already, on %s; nothing is changed%s.\n",
		                       by != NULL ? by : "-", json_get_text(result, "said_on"),
		                       json_get_text(result, "file") == NULL ? "" : da ? ", og de samme bytes er skrevet igen" : ", and the same bytes are written again");
	}
	transfers_text(call, result, out);
	cJSON_ArrayForEach(row, json_get(result, "held_back"))
	{
		g_autofree char *amount = money_danish(money_of_ore(json_get_int(row, "amount_ore", 0)));
		const char *case_id = json_get_text(row, "case");
		g_string_append_printf(out, da ? "  Holdt tilbage %s kr., %s%s%s: %s\n" : "  Kept back DKK %s, %s%s%s: %s\n", amount,
		                       json_get_text(row, "receiver"), case_id != NULL ? ", " : "", case_id != NULL ? case_id : "", json_get_text(row, "text"));
	}
	if (json_get_text(result, "file") != NULL)
		g_string_append_printf(out, da ? "Bankens fil: %s\n" : "The bank's file: %s\n", json_get_text(result, "file"));
	if (g_strcmp0(json_get_text(result, "outcome"), "prepared") == 0)
		g_string_append_printf(out, da ? "En anden person godkender: payout approve %" PRId64 " --by NAVN --out FIL\n"
		                               : "Another person approves: payout approve %" PRId64 " --by NAME --out FILE\n",
		                       json_get_int(result, "payout", 0));
}

void payout_list_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "payouts"))
	{
		g_autofree char *sum = money_danish(money_of_ore(json_get_int(row, "sum_ore", 0)));
		const char *by = json_get_text(row, "by"), *other = json_get_text(row, "said_by");
		g_string_append_printf(out, "%4" PRId64 "  %s  %14s  %4d %-11s  %s (%s%s%s)\n", json_get_int(row, "payout", 0), json_get_text(row, "execute_on"), sum,
		                       (int)json_get_int(row, "transfers", 0), transfers_word(json_get_int(row, "transfers", 0), call->lang), state_text(json_get_text(row, "state"), call->lang),
		                       by != NULL ? by : "-", other != NULL ? "; " : "", other != NULL ? other : "");
	}
	g_autofree char *total = money_danish(money_of_ore(json_get_int(result, "sum_ore", 0)));
	g_string_append_printf(out, da ? "Antal %d, i alt %s kr.\n" : "%d in number, DKK %s in all.\n", (int)json_get_int(result, "count", 0), total);
}
