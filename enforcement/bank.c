#include "enforcement/bank.h"

#include "assess/edition.h"
#include "enforcement/bankbook.h"
#include "enforcement/bankmatch.h"
#include "enforcement/bankstep.h"
#include "enforcement/payoutbook.h"
#include "intake/conf.h"
#include "intake/limits.h"

#include <inttypes.h>
#include <string.h>

const OptionRow bank_import_options[] = {
	{ "account", "NUMMER", { "kontoen, når filen ikke nævner den", "the account, when the file does not name it" } },
	{ "profile", "PROFIL", { "gruppen [bank-csv NAVN] i paakrav.conf", "the group [bank-csv NAME] in paakrav.conf" } },
	{ 0 },
};

const OptionRow bank_review_options[] = {
	{ "all", NULL, { "alle linjer, ikke kun dem, der venter", "all lines, not only those that wait" } },
	{ 0 },
};

/* Why a person is asked, for people. */
static const struct {
	const char *word;
	Say say;
} whys[] = {
	{ "unmatched", { "intet peger på en sag", "nothing points to a case" } },
	{ "ambiguous", { "flere sager passer", "several cases fit" } },
	{ "unsure", { "kun noget peger på sagen", "only some of it points to the case" } },
	{ "currency", { "beløbet er ikke i kroner", "the amount is not in kroner" } },
	{ "closed", { "sagen er afsluttet", "the case is closed" } },
	{ "more_than_owed", { "beløbet er større end gælden", "the amount is larger than the debt" } },
	{ "reversal_unmatched", { "en tilbageførsel, hvis betaling ikke kan findes", "a reversal whose payment cannot be found" } },
	{ "refused", { "betalingen kan ikke noteres på sagen", "the payment cannot be recorded on the case" } },
	{ "own_transfer", { "overført fra vores egen konto", "moved from our own account" } },
	{ "out_unexplained", { "hævet på klientkontoen uden en bogføring, der svarer til det", "money out of the client account that no entry explains" } },
	{ "payout_amount", { "en udbetaling af os, med et andet beløb", "a payout of ours, with another amount" } },
	{ "payout_twice", { "en udbetaling, som banken har udført før", "a payout that the bank carried out before" } },
	{ "payout_not_approved", { "en udbetaling, som ikke er godkendt, eller som er opgivet", "a payout that is not approved, or was given up" } },
	{ "payout_not_booked", { "en udbetaling kommer tilbage, som ikke er bogført", "a payout comes back that is not booked" } },
	{ "payout_day", { "en udbetaling på en dag, før den var forberedt", "a payout on a day before it was prepared" } },
	{ "payout_money", { "en udbetaling, hvis penge ikke længere er der", "a payout whose money is no longer there" } },
	{ "payout_returned", { "en udbetaling, som banken sendte tilbage", "a payout that the bank sent back" } },
	{ "payout", { "vores udbetaling", "our payout" } },
	{ "case_number", { "vores sagsnummer", "our case number" } },
	{ "fik", { "betalingskortets nummer", "the payment slip's number" } },
	{ "reference", { "fakturaens eller rettens nummer", "the invoice's or the court's number" } },
	{ "amount_and_name", { "beløb og navn", "amount and name" } },
};

/* The word may be followed by the cases it is about. A person's own words are left as they are. */
static char *why_said(const char *words, Lang lang)
{
	size_t n = words != NULL ? strcspn(words, ":") : 0;
	for (size_t i = 0; words != NULL && i < G_N_ELEMENTS(whys); i++)
		if (strlen(whys[i].word) == n && strncmp(whys[i].word, words, n) == 0)
			return g_strconcat(say(whys[i].say, lang), words + n, NULL);
	return g_strdup(words);
}

/* ---- a line shown ---- */

void bank_line_json(cJSON *row, const BankLine *line, const BankFate *fate, Lang lang)
{
	json_int(row, "line", line->id);
	json_date(row, "on", line->booked_on);
	if (strcmp(line->currency, "DKK") == 0)
		json_money(row, "amount_ore", money_of_ore(line->minor));
	else
		json_null(row, "amount_ore");
	json_int(row, "amount_minor", line->minor);
	json_text(row, "currency", line->currency);
	json_text(row, "name", line->name);
	json_text(row, "reference", line->reference);
	json_text(row, "text", line->text);
	json_text(row, "state", fate->kind);
	bool asked = strcmp(fate->kind, "asked") == 0;
	g_autofree char *because = why_said(fate->why, lang);
	json_text(row, "case", asked ? NULL : fate->case_id);
	json_text(row, "proposed", asked ? fate->case_id : NULL);
	if (fate->event_id != 0)
		json_int(row, "event", fate->event_id);
	else
		json_null(row, "event");
	json_int(row, "confidence", fate->confidence);
	json_text(row, "because", because);
	json_text(row, "by", fate->by);
}

/* ---- recording ---- */

typedef struct Till {
	const Call *call;
	const Law *law;
	BankIndex *index;
	ClientBank *bank;
	cJSON *rows;
	int64_t known, paid, asked, reversed, out, booked, unplaced;
	Money paid_sum;
} Till;

/* What the law or the case refuses is a person's question, not the end of the file. */
static bool asked_for_refusal(GError *fault, BankFate *fate, GError **error)
{
	bool books = strcmp(error_code(fault), "client-negative") == 0 || strcmp(error_code(fault), "month-closed") == 0;
	if (error_class(fault) != ERROR_INPUT || books) {
		g_propagate_error(error, fault);
		return false;
	}
	g_free(fate->kind);
	g_free(fate->why);
	fate->kind = g_strdup("asked");
	fate->why = g_strdup_printf("refused: %s", error_text(fault, LANG_DA));
	g_error_free(fault);
	fate->event_id = 0;
	return true;
}

/* Money that goes back: the payment's event is taken back, or both lines lose their question. */
static bool reverse(Till *till, const BankLine *line, Date day, BankFate *fate, GError **error)
{
	Store *store = till->call->store;
	int64_t id;
	g_auto(BankFate) before = { 0 };
	if (!bank_line_reversed(store, line, &id, error) || (id != 0 && !bank_fate_read(store, id, &before, error)))
		return false;
	bool dismissed = id != 0 && strcmp(before.kind, "dismissed") == 0, held = false;
	if (id != 0 && !clientline_unplaced(store, id, &held, error))
		return false;
	bool settled = id != 0 && (!dismissed || held) && strcmp(before.kind, "split") != 0;
	fate->kind = g_strdup(settled ? "reversal" : "asked");
	fate->why = g_strdup(settled ? NULL : "reversal_unmatched");
	if (!settled)
		return true;
	g_autoptr(BankLine) taken = bank_line_read(store, id, error);
	if (taken == NULL)
		return false;
	if (strcmp(before.kind, "paid") == 0) {
		GError *fault = NULL;
		fate->case_id = g_strdup(before.case_id);
		if (!bank_unpay(till->call, taken, line, &before, "bank", day, &fate->event_id, &fault))
			return asked_for_refusal(fault, fate, error);
	} else if (held && !bank_unhold(store, taken, line, day, error)) {
		return false;
	}
	const BankFate gone = { .line_id = id, .kind = (char *)"reversed", .case_id = before.case_id, .event_id = before.event_id };
	return bank_fate_add(store, &gone, till->call->today, error);
}

static void why_ambiguous(BankGuess *guess, BankFate *fate)
{
	g_ptr_array_set_size(guess->candidates, (int)MIN(guess->candidates->len, 10));
	g_ptr_array_add(guess->candidates, NULL);
	g_autofree char *cases = g_strjoinv(" ", (char **)guess->candidates->pdata);
	fate->why = g_strconcat(guess->because, ": ", cases, NULL);
}

static bool take_in(Till *till, bool client, const BankLine *line, Date day, BankFate *fate, GError **error)
{
	g_auto(BankGuess) guess = { 0 };
	if (!bank_guess(till->index, till->call, till->law, line, &guess, error))
		return false;
	fate->confidence = guess.confidence;
	fate->case_id = g_strdup(guess.case_id);
	fate->kind = g_strdup(guess.because == NULL ? "paid" : "asked");
	if (guess.how == BANK_HOW_AMBIGUOUS)
		why_ambiguous(&guess, fate);
	else
		fate->why = g_strdup(guess.because != NULL ? guess.because : bank_how_name(guess.how));
	if (guess.because != NULL)
		return true;
	GError *fault = NULL;
	if (bank_pay(till->call, client, line, guess.case_id, guess.debtor, "bank", day, &fate->event_id, &fault))
		return true;
	return asked_for_refusal(fault, fate, error);
}

/* Money from our own account is the cover that it was sent as; what waits for none is asked about. */
static bool take_own(Till *till, const BankLine *line, BankFate *fate, GError **error)
{
	bool found;
	if (!clientline_cover(till->call->store, line, &found, error))
		return false;
	fate->kind = g_strdup(found ? "booked" : "asked");
	fate->why = g_strdup("own_transfer");
	return true;
}

static bool take_out(Till *till, bool client, const BankLine *line, BankFate *fate, GError **error)
{
	ClientOut out = CLIENT_OUT_BOOKED;
	if (client && !clientline_out(till->call->store, till->bank, line, false, &out, error))
		return false;
	fate->kind = g_strdup(out == CLIENT_OUT_UNEXPLAINED ? "asked" : "out");
	fate->why = g_strdup(out == CLIENT_OUT_UNEXPLAINED ? "out_unexplained" : NULL);
	return true;
}

/* A line that bears the id of a payout: booked as that, or asked about; *match tells whether it was one. */
static bool take_payout(Till *till, const BankLine *line, Date day, BankFate *fate, PayoutMatch *match, GError **error)
{
	g_autofree char *why = NULL;
	if (!payout_line(till->call, line, day, match, &why, error))
		return false;
	if (*match == PAYOUT_NONE)
		return true;
	fate->kind = g_strdup(*match == PAYOUT_ASKED ? "asked" : "booked");
	fate->why = g_steal_pointer(&why);
	ClientOut out;
	/* Money out that cannot be the payout is nobody's yet, and covered; a line taken back by the bank is so in hold. */
	return *match == PAYOUT_MATCHED || line->minor > 0 || line->reversal ||
	       clientline_out(till->call->store, till->bank, line, true, &out, error);
}

static void till_count(Till *till, const BankFate *fate)
{
	till->out += strcmp(fate->kind, "out") == 0;
	till->booked += strcmp(fate->kind, "booked") == 0;
	till->asked += strcmp(fate->kind, "asked") == 0;
	till->reversed += strcmp(fate->kind, "reversal") == 0;
	till->paid += strcmp(fate->kind, "paid") == 0;
}

/* A line of a client account that is asked about is booked all the same: held, or covered. */
static bool hold(Till *till, const BankLine *line, Date day, const BankFate *fate, GError **error)
{
	ClientOut out;
	if (strcmp(fate->kind, "asked") != 0)
		return true;
	if (line->minor > 0) {
		till->unplaced++;
		return clientline_hold(till->call->store, line, day, error);
	}
	return !line->reversal || clientline_out(till->call->store, till->bank, line, true, &out, error);
}

static bool line_take(Till *till, BankLine *line, GError **error)
{
	Store *store = till->call->store;
	bool client = clientbank_holds(till->bank, line);
	Date day = till->call->today;
	if (!bank_line_add(store, line, error) ||
	    (client && (!clientline_add(store, line, error) || !clientbank_day(store, line, &day, error))))
		return false;
	g_auto(BankFate) fate = { .line_id = line->id };
	PayoutMatch match = PAYOUT_NONE;
	if (client && !take_payout(till, line, day, &fate, &match, error))
		return false;
	bool fine = match != PAYOUT_NONE                                      ? true
	            : line->reversal                                          ? reverse(till, line, day, &fate, error)
	            : line->minor <= 0                                        ? take_out(till, client, line, &fate, error)
	            : client && clientbank_from_own(till->bank, line)         ? take_own(till, line, &fate, error)
	                                                                      : take_in(till, client, line, day, &fate, error);
	if (!fine || (client && !hold(till, line, day, &fate, error)))
		return false;
	till_count(till, &fate);
	if (strcmp(fate.kind, "paid") == 0 && !money_add(till->paid_sum, money_of_ore(line->minor), &till->paid_sum))
		return error_set(error, ERROR_INPUT, "bank-amount", "Summen er for stor.", "The sum is too large.");
	/* Money out has no question and needs no row. */
	if (strcmp(fate.kind, "out") != 0 && !bank_fate_add(store, &fate, till->call->today, error))
		return false;
	bank_line_json(json_push(till->rows), line, &fate, till->call->lang);
	return true;
}

static bool lines_take(Till *till, const BankFile *file, GError **error)
{
	Store *store = till->call->store;
	g_autoptr(GPtrArray) fresh = g_ptr_array_new();
	for (guint i = 0; i < file->lines->len; i++) {
		bool known;
		if (!bank_line_known(store, file->lines->pdata[i], till->call->today, &known, error))
			return false;
		till->known += known;
		if (!known)
			g_ptr_array_add(fresh, file->lines->pdata[i]);
	}
	if (!bank_file_add(store, file, till->call->today, fresh->len, error) ||
	    !clientbank_statements(store, till->bank, file, error))
		return false;
	for (guint i = 0; i < fresh->len; i++)
		if (!line_take(till, fresh->pdata[i], error))
			return false;
	return clientline_give_way(store, till->call->today, error);
}

/* ---- bank import ---- */

static GPtrArray *accounts_of(const Call *call, GError **error)
{
	g_autoptr(GPtrArray) accounts = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *list = conf_text(call->home, "bank", "accounts");
	g_auto(GStrv) numbers = g_strsplit(list != NULL ? list : "", ";", -1);
	const char *said = call_option(call, "account");
	for (char **number = numbers; *number != NULL; number++)
		if (*g_strstrip(*number) != '\0')
			g_ptr_array_add(accounts, account_plain(*number));
	if (list == NULL && said != NULL)
		g_ptr_array_add(accounts, account_plain(said));
	if (accounts->len > 0)
		return g_steal_pointer(&accounts);
	error_set(error, ERROR_USAGE, "bank-settings", "Det er ikke sat op, hvilke bankkonti der er vores.", "Which bank accounts are ours is not configured.");
	error_at(error, "paakrav.conf", 0, 0);
	error_remedy(error, "Skriv i paakrav.conf under [bank]: accounts=NUMMER;NUMMER, eller nævn kontoen med --account.",
	             "Write in paakrav.conf under [bank]: accounts=NUMBER;NUMBER, or name the account with --account.");
	return NULL;
}

static cJSON *answer(const Till *till, const BankFile *file, bool again)
{
	cJSON *object = json_result("bank-import");
	json_text(object, "outcome", again ? "already" : "taken");
	json_text(object, "kind", file->kind);
	json_text(object, "sha256", file->sha256);
	json_int(object, "count", file->lines->len);
	json_int(object, "known", again ? (int64_t)file->lines->len : till->known);
	json_int(object, "pending", file->pending);
	json_bool(object, "balanced", file->balanced);
	json_int(object, "paid", till->paid);
	json_int(object, "asked", till->asked);
	json_int(object, "reversed", till->reversed);
	json_int(object, "outgoing", till->out);
	json_int(object, "booked", till->booked);
	json_int(object, "unplaced", till->unplaced);
	json_money(object, "paid_ore", till->paid_sum);
	cJSON_AddItemToObject(object, "lines", till->rows);
	return object;
}

static bool import_step(Till *till, const BankFile *file, bool *again, GError **error)
{
	Store *store = till->call->store;
	int64_t id;
	if (!store_begin(store, error))
		return false;
	bool fine = bank_file_known(store, file->sha256, &id, error);
	*again = fine && id != 0;
	if (fine && id == 0) {
		till->index = bank_index_new(store, error);
		fine = till->index != NULL && lines_take(till, file, error) && store_commit(store, error);
	}
	if (!fine || *again)
		store_rollback(store);
	bank_index_free(till->index);
	return fine;
}

int bank_import_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(GPtrArray) accounts = accounts_of(call, error);
	g_autoptr(Law) law = accounts != NULL ? law_in_force(call->store, error) : NULL;
	if (law == NULL)
		return -1;
	g_autoptr(Reader) reader = reader_new(NULL);
	g_autoptr(BankFile) file = bank_file_read(reader, call->argv[0], call->home, call_option(call, "profile"), accounts,
	                                          call_option(call, "account"), error);
	if (file == NULL)
		return -1;
	g_autoptr(ClientBank) bank = clientbank_open(call->store, call->home, accounts, error);
	if (bank == NULL)
		return -1;
	g_autoptr(cJSON) rows = cJSON_CreateArray();
	Till till = { .call = call, .law = law, .bank = bank, .rows = rows, .paid_sum = money_zero() };
	bool again;
	if (!import_step(&till, file, &again, error))
		return -1;
	g_steal_pointer(&rows);
	*result = answer(&till, file, again);
	return EXIT_FINE;
}

/* ---- bank review ---- */

int bank_review_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(cJSON) object = json_result("bank-review");
	cJSON *rows = json_array(object, "lines");
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	g_autoptr(Query) query = store_query(
	    call->store, error,
	    "SELECT l.id FROM bank_line l LEFT JOIN bank_match m ON m.id = (SELECT max(id) FROM bank_match WHERE line_id = l.id)"
	    " WHERE ?1 OR m.kind = 'asked' ORDER BY l.id",
	    "i", (int64_t)call_has(call, "all"));
	GError *fault = NULL;
	while (query != NULL && query_next(query, &fault)) {
		int64_t id = query_int(query, 0);
		g_array_append_val(ids, id);
	}
	if (fault != NULL)
		g_propagate_error(error, fault);
	if (query == NULL || fault != NULL)
		return -1;
	for (guint i = 0; i < ids->len; i++) {
		g_auto(BankFate) fate = { 0 };
		g_autoptr(BankLine) line = bank_line_read(call->store, g_array_index(ids, int64_t, i), error);
		if (line == NULL || !bank_fate_read(call->store, line->id, &fate, error))
			return -1;
		bank_line_json(json_push(rows), line, &fate, call->lang);
	}
	json_int(object, "count", ids->len);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

/* ---- for people ---- */

static void line_text(const cJSON *row, Lang lang, GString *out)
{
	static const struct {
		const char *kind;
		Say say;
	} states[] = {
		{ "paid", { "betaling", "payment" } },         { "asked", { "spørges", "asked" } },
		{ "reversal", { "tilbageført", "reversed" } }, { "reversed", { "ført tilbage", "taken back" } },
		{ "split", { "delt op", "split up" } },        { "dismissed", { "ingen sag", "no case" } },
		{ "open", { "ud", "out" } },                   { "booked", { "i bøgerne", "in the books" } },
		{ "out", { "ud", "out" } },                    { "returned", { "sendt tilbage", "sent back" } },
	};
	const char *state = json_get_text(row, "state"), *word = state;
	for (size_t i = 0; i < G_N_ELEMENTS(states); i++)
		if (g_strcmp0(states[i].kind, state) == 0)
			word = say(states[i].say, lang);
	/* Hundredths of any currency are written like those of a krone. */
	g_autofree char *amount = money_danish(money_of_ore(json_get_int(row, "amount_minor", 0)));
	const char *case_id = json_get_text(row, json_get_text(row, "case") != NULL ? "case" : "proposed"), *name = json_get_text(row, "name"), *text = json_get_text(row, "text");
	const char *why = json_get_text(row, "because");
	g_string_append_printf(out, "%6" PRId64 "  %s  %14s %s  %-12s %-11s %s%s%s%s%s\n", json_get_int(row, "line", 0), json_get_text(row, "on"),
	                       amount, json_get_text(row, "currency"), word, case_id != NULL ? case_id : "-", name != NULL ? name : "-",
	                       text != NULL ? "; " : "", text != NULL ? text : "", why != NULL ? "; " : "", why != NULL ? why : "");
}

void bank_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "lines")) line_text(row, call->lang, out);
	if (json_get_text(result, "outcome") == NULL) {
		if (json_get_int(result, "count", 0) == 0)
			g_string_append(out, da ? "Ingen banklinjer venter på en person.\n" : "No bank lines wait for a person.\n");
		return;
	}
	g_autofree char *sum = money_danish(money_of_ore(json_get_int(result, "paid_ore", 0)));
	if (strcmp(json_get_text(result, "outcome"), "already") == 0)
		g_string_append(out, da ? "Filen er taget før; intet er ændret.\n" : "The file was taken before; nothing changed.\n");
	g_string_append_printf(out,
	                       da ? "%d linjer, heraf %d kendt i forvejen; %d betalinger (%s kr.), %d tilbageført, %d ud, %d i bøgerne, %d spørges (bank review).\n"
	                          : "%d lines, of them %d known before; %d payments (DKK %s), %d reversed, %d out, %d in the books, %d asked (bank review).\n",
	                       (int)json_get_int(result, "count", 0), (int)json_get_int(result, "known", 0), (int)json_get_int(result, "paid", 0), sum,
	                       (int)json_get_int(result, "reversed", 0), (int)json_get_int(result, "outgoing", 0), (int)json_get_int(result, "booked", 0), (int)json_get_int(result, "asked", 0));
	if (!json_get_bool(result, "balanced"))
		g_string_append(out, da ? "Filen har ikke begge saldi; den kan ikke afstemmes.\n" : "The file lacks one of the balances; it cannot be reconciled.\n");
}
