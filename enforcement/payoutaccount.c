#include "enforcement/payoutaccount.h"

#include "enforcement/bankfile.h"
#include "enforcement/client.h"
#include "enforcement/clientbank.h"
#include "intake/conf.h"
#include "intake/limits.h"
#include "intake/person.h"
#include "intake/record.h"
#include "intake/seal.h"

#include <inttypes.h>
#include <string.h>

const OptionRow payout_account_set_options[] = {
	{ "creditor", "X", { "klienten: CVR-nummer eller navn i bøgerne (cvr-12345678)", "the client: CVR number or name in the books (cvr-12345678)" } },
	{ "case", "CASE", { "sagens klient", "the case's client" } },
	{ "surplus", NULL, { "kontoen er debitors: til det, der er betalt for meget på sagen", "the account is the debtor's: for what was overpaid on the case" } },
	{ "number", "NR", { "registrerings- og kontonummer eller IBAN", "registration and account number, or IBAN" } },
	{ "name", "NAME", { "kontohaverens navn; ellers kreditors", "the account holder's name; else the creditor's" } },
	{ "why", "TEXT", { "hvor nummeret kommer fra", "where the number comes from" } },
	{ "by", "NAME", { "hvem der foreslår", "who proposes" } },
	{ 0 },
};

const OptionRow payout_account_confirm_options[] = {
	{ "by", "NAME", { "hvem der bekræfter: en anden end den, der foreslog", "who confirms: another than who proposed" } },
	{ 0 },
};

/* ---- numbers ---- */

#define LENGTH_DANISH 14 /* four digits of registration number, ten of account */

/* The remainder by 97 of letters (A is 10) and digits read as one number (ISO 7064). */
static int mod_97(const char *text)
{
	int rest = 0;
	for (const char *at = text; *at != '\0'; at++) {
		int value = g_ascii_isdigit(*at) ? *at - '0' : *at - 'A' + 10;
		rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
	}
	return rest;
}

static bool iban_fits(const char *iban)
{
	size_t n = strlen(iban);
	if (n < 15 || n > 34 || !g_ascii_isalpha(iban[0]) || !g_ascii_isalpha(iban[1]) || !g_ascii_isdigit(iban[2]) || !g_ascii_isdigit(iban[3]))
		return false;
	if (g_str_has_prefix(iban, "DK") && n != 18)
		return false;
	g_autofree char *turned = g_strdup_printf("%s%.4s", iban + 4, iban);
	return mod_97(turned) == 1;
}

char *payout_number_kept(const char *text)
{
	g_autoptr(GString) plain = g_string_new(NULL);
	for (const char *at = text; *at != '\0'; at++)
		if (g_ascii_isalnum(*at))
			g_string_append_c(plain, g_ascii_toupper(*at));
		else if (strchr(" .-/", *at) == NULL)
			return NULL;
	size_t digits = strspn(plain->str, "0123456789");
	bool danish = digits == plain->len && digits >= 8 && digits <= LENGTH_DANISH && strspn(plain->str, "0") < digits;
	if (!danish && !iban_fits(plain->str))
		return NULL;
	return account_plain(plain->str);
}

char *payout_number_iban(const char *kept)
{
	if (strlen(kept) != LENGTH_DANISH || !g_ascii_isdigit(kept[0]))
		return g_strdup(kept);
	g_autofree char *turned = g_strconcat(kept, "DK00", NULL);
	return g_strdup_printf("DK%02d%s", 98 - mod_97(turned), kept);
}

char *payout_number_shown(const char *kept)
{
	size_t n = kept != NULL ? strlen(kept) : 0;
	return n >= 4 ? g_strconcat("…", kept + n - 4, NULL) : g_strdup("-");
}

/* ---- recorded ---- */

void payout_account_clear(PayoutAccount *account)
{
	g_clear_pointer(&account->number, g_free);
	g_clear_pointer(&account->name, g_free);
}

static bool account_step(Query *query, PayoutAccount *out, GError **error)
{
	int found = query_step(query, error);
	*out = (PayoutAccount){ .confirmed_on = DATE_NONE };
	if (found == 1)
		*out = (PayoutAccount){ query_int(query, 0), g_strdup(query_text(query, 1)), g_strdup(query_text(query, 2)), query_date(query, 3) };
	return found >= 0;
}

bool payout_account_of(Store *store, const char *receiver, PayoutAccount *out, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT a.id, t.number, t.name, c.confirmed_on FROM payout_account_confirmed c"
	                                     " JOIN payout_account a ON a.id = c.account_id LEFT JOIN payout_account_text t ON t.id = a.id"
	                                     " WHERE a.receiver = ? ORDER BY c.id DESC LIMIT 1",
	                                     "s", receiver);
	return account_step(query, out, error);
}

bool payout_account_read(Store *store, int64_t id, PayoutAccount *out, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT a.id, t.number, t.name, c.confirmed_on FROM payout_account a"
	                                     " LEFT JOIN payout_account_text t ON t.id = a.id"
	                                     " LEFT JOIN payout_account_confirmed c ON c.account_id = a.id WHERE a.id = ?",
	                                     "i", id);
	return account_step(query, out, error);
}

char *payout_surplus_receiver(const char *case_id)
{
	return g_strconcat("overskud-", case_id, NULL);
}

/* ---- what is said on the command line ---- */

bool payout_is_other(const char *one, const char *by)
{
	return one != NULL && !person_same(one, by);
}

const char *payout_by_said(const Call *call, GError **error)
{
	const char *by = call_option(call, "by");
	if (by != NULL)
		return by;
	error_set(error, ERROR_USAGE, "who", "Skriv hvem det er, med --by NAVN.", "Say who it is, with --by NAME.");
	return NULL;
}

static bool client_known(Store *store, const char *client, bool *known, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT EXISTS (SELECT 1 FROM client_case WHERE client = ?)", "s", client);
	*known = query_step(query, error) == 1 && query_int(query, 0) != 0;
	return query != NULL;
}

bool payout_client_said(const Call *call, char **out, GError **error)
{
	const char *said = call_option(call, "creditor"), *case_id = call_option(call, "case");
	bool known = false;
	*out = NULL;
	if (said != NULL && case_id != NULL)
		return error_set(error, ERROR_USAGE, "creditor-or-case", "Skriv --creditor eller --case, ikke begge.", "Write --creditor or --case, not both.");
	if (said == NULL && case_id == NULL)
		return true;
	if (case_id != NULL) {
		int64_t seq;
		if (!case_seq(call->store, case_id, &seq, error) || !client_recorded(call->store, case_id, out, error))
			return false;
		return *out != NULL || error_set(error, ERROR_INPUT, "no-such-client", "Sagen %s har ingen klientmidler i bøgerne.",
		                                 "The case %s has no client money in the books.", case_id);
	}
	bool digits = strlen(said) == 8 && strspn(said, "0123456789") == 8;
	g_autofree char *client = digits ? g_strconcat("cvr-", said, NULL) : g_strdup(said);
	if (!client_known(call->store, client, &known, error))
		return false;
	if (!known)
		return error_set(error, ERROR_INPUT, "no-such-client", "Der er ingen klient %s i bøgerne.", "There is no client %s in the books.", said);
	*out = g_steal_pointer(&client);
	return true;
}

/* ---- payout account set ---- */

static bool set_usage(GError **error)
{
	return error_set(error, ERROR_USAGE, "account-what",
	                 "Skriv payout account set --creditor X (eller --case SAG [--surplus]) --number NR --why GRUND --by NAVN.",
	                 "Write payout account set --creditor X (or --case CASE [--surplus]) --number NO --why REASON --by NAME.");
}

/* Never with the number in it. */
static bool number_said(const Call *call, char **number, GError **error)
{
	const char *said = call_option(call, "number");
	*number = said != NULL ? payout_number_kept(said) : NULL;
	if (said == NULL)
		return set_usage(error);
	if (*number == NULL) {
		error_set(error, ERROR_INPUT, "account-number", "Nummeret er ikke en konto: kontrolcifrene eller længden passer ikke.",
		          "The number is no account: its check digits or its length do not fit.");
		error_remedy(error, "Skriv fire cifre registreringsnummer og kontonummer, eller IBAN, som på klientens papir.",
		             "Write four digits of registration number and the account number, or the IBAN, as on the client's paper.");
		return false;
	}
	g_autoptr(ClientBank) bank = clientbank_open(call->store, call->home, NULL, error);
	if (bank == NULL)
		return false;
	if (clientbank_has(bank, *number) || g_strcmp0(bank->own, *number) == 0)
		return error_set(error, ERROR_INPUT, "account-ours", "Kontoen er vores egen.", "The account is our own.");
	return true;
}

/* The creditor's name, of the client's first case that says it. */
static char *creditor_name(Store *store, const char *client, GError **error)
{
	g_autoptr(GPtrArray) cases = client_cases(store, client, error);
	for (guint i = 0; cases != NULL && i < cases->len; i++) {
		g_autoptr(Case) c = case_read(store, cases->pdata[i], 0, error);
		if (c == NULL)
			return NULL;
		if (field_text(&c->creditor->name) != NULL)
			return g_strdup(field_text(&c->creditor->name));
	}
	if (cases != NULL)
		error_set(error, ERROR_INPUT, "account-holder", "Kreditors navn er ikke kendt; skriv kontohaveren med --name NAVN.",
		          "The creditor's name is not known; give the account holder with --name NAME.");
	return NULL;
}

static bool proposal_add(const Call *call, const char *receiver, const char *number, const char *name, const char *by, const char *why,
                         int64_t *id, GError **error)
{
	const char *const texts[] = { number, name, by, why };
	g_autoptr(Seal) seal = seal_new();
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		seal_add(seal, texts[i]);
	if (!seal_close(seal, call->store, error) ||
	    !store_run(call->store, error,
	               "INSERT INTO payout_account (id, receiver, proposed_on, commitment) SELECT coalesce(max(id), 0) + 1, ?, ?, ? FROM payout_account",
	               "sdb", receiver, call->today, seal->commitment_bytes))
		return false;
	*id = store_last_id(call->store);
	return store_run(call->store, error, "INSERT INTO payout_account_text (id, salt, number, name, by, why) VALUES (?, ?, ?, ?, ?, ?)", "ibssss",
	                 *id, seal->salt_bytes, number, name, by, why);
}

static cJSON *account_json(int64_t id, const char *receiver, const char *name, const char *number, const char *state)
{
	cJSON *object = json_result("payout-account");
	g_autofree char *shown = payout_number_shown(number);
	json_int(object, "account", id);
	json_text(object, "receiver", receiver);
	json_text(object, "name", name);
	json_text(object, "ends", shown);
	json_text(object, "state", state);
	return object;
}

static bool set_step(const Call *call, cJSON **result, GError **error)
{
	g_autofree char *client = NULL, *number = NULL, *name = g_strdup(call_option(call, "name"));
	const char *by = payout_by_said(call, error), *why = call_option(call, "why");
	int64_t id;
	if (by == NULL || !payout_client_said(call, &client, error))
		return false;
	bool surplus = call_has(call, "surplus");
	if (client == NULL || why == NULL || *why == '\0' || strlen(why) > LIMIT_FACT_BYTES || (surplus && call_option(call, "case") == NULL))
		return set_usage(error);
	if (!number_said(call, &number, error))
		return false;
	if (surplus && name == NULL)
		return error_set(error, ERROR_USAGE, "account-holder", "Skriv kontohaveren med --name NAVN: det er ikke kreditor, der får pengene.",
		                 "Give the account holder with --name NAME: it is not the creditor who gets the money.");
	g_autofree char *receiver = surplus ? payout_surplus_receiver(call_option(call, "case")) : g_strdup(client);
	if (name == NULL && (name = creditor_name(call->store, client, error)) == NULL)
		return false;
	if (*name == '\0' || g_utf8_strlen(name, -1) > 140)
		return error_set(error, ERROR_INPUT, "account-holder", "Kontohaverens navn er tomt eller længere end 140 tegn, som banken tager.",
		                 "The account holder's name is empty or longer than the 140 letters that a bank takes.");
	if (!proposal_add(call, receiver, number, name, by, why, &id, error))
		return false;
	*result = account_json(id, receiver, name, number, "proposed");
	return true;
}

static int step_run(const Call *call, bool (*step)(const Call *, cJSON **, GError **), cJSON **result, GError **error)
{
	g_autoptr(cJSON) object = NULL;
	if (!store_begin(call->store, error))
		return -1;
	if (!step(call, &object, error) || !store_commit(call->store, error)) {
		store_rollback(call->store);
		return -1;
	}
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

int payout_account_set_run(const Call *call, cJSON **result, GError **error)
{
	return step_run(call, set_step, result, error);
}

/* ---- payout account confirm ---- */

typedef struct Proposed {
	char *receiver, *number, *name, *by;
	bool confirmed, overtaken; /* overtaken: a later one of the receiver is confirmed */
} Proposed;

static void proposed_clear(Proposed *p)
{
	g_free(p->receiver);
	g_free(p->number);
	g_free(p->name);
	g_free(p->by);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Proposed, proposed_clear)

static bool proposed_read(Store *store, int64_t id, Proposed *p, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT a.receiver, t.number, t.name, t.by, EXISTS (SELECT 1 FROM payout_account_confirmed WHERE account_id = a.id),"
	    " EXISTS (SELECT 1 FROM payout_account_confirmed c JOIN payout_account b ON b.id = c.account_id"
	    "  WHERE b.receiver = a.receiver AND b.id > a.id) FROM payout_account a LEFT JOIN payout_account_text t ON t.id = a.id WHERE a.id = ?",
	    "i", id);
	int found = query_step(query, error);
	if (found == 0)
		return error_set(error, ERROR_INPUT, "no-such-account", "Der er ingen konto nr. %" PRId64 ".", "There is no account number %" PRId64 ".", id);
	if (found == 1)
		*p = (Proposed){ g_strdup(query_text(query, 0)), g_strdup(query_text(query, 1)), g_strdup(query_text(query, 2)),
			         g_strdup(query_text(query, 3)), query_int(query, 4) != 0, query_int(query, 5) != 0 };
	return found == 1;
}

static bool confirm_step(const Call *call, cJSON **result, GError **error)
{
	gint64 id = 0;
	g_auto(Proposed) p = { 0 };
	const char *by = payout_by_said(call, error);
	if (by == NULL)
		return false;
	if (!g_ascii_string_to_signed(call->argv[0], 10, 1, G_MAXINT64, &id, NULL))
		return error_set(error, ERROR_USAGE, "bad-number", "%s er ikke et nummer fra payout account list.",
		                 "%s is not a number of payout account list.", call->argv[0]);
	if (!proposed_read(call->store, id, &p, error))
		return false;
	*result = account_json(id, p.receiver, p.name, p.number, p.confirmed ? "already" : "confirmed");
	if (p.confirmed)
		return true;
	if (p.overtaken || p.number == NULL)
		return error_set(error, ERROR_INPUT, "account-overtaken", "En senere konto er bekræftet, eller nummeret er slettet: foreslå den på ny.",
		                 "A later account is confirmed, or the number is erased: propose it anew.");
	if (!payout_is_other(p.by, by))
		return error_set(error, ERROR_PERMISSION, "second-person", "Konto nr. %" PRId64 " skal bekræftes af en anden end den, der foreslog den.",
		                 "Account number %" PRId64 " must be confirmed by another person than who proposed it.", id);
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, by);
	return seal_close(seal, call->store, error) &&
	       store_run(call->store, error,
	                 "INSERT INTO payout_account_confirmed (id, account_id, confirmed_on, commitment)"
	                 " SELECT coalesce(max(id), 0) + 1, ?, ?, ? FROM payout_account_confirmed",
	                 "idb", (int64_t)id, call->today, seal->commitment_bytes) &&
	       store_run(call->store, error, "INSERT INTO payout_account_confirmed_text (id, salt, by) VALUES (?, ?, ?)", "ibs",
	                 store_last_id(call->store), seal->salt_bytes, by);
}

int payout_account_confirm_run(const Call *call, cJSON **result, GError **error)
{
	return step_run(call, confirm_step, result, error);
}

/* ---- payout account list ---- */

int payout_account_list_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(cJSON) object = json_result("payout-accounts");
	cJSON *rows = json_array(object, "accounts");
	g_autoptr(Query) query = store_query(
	    call->store, error,
	    "SELECT a.id, a.receiver, t.name, t.number, a.proposed_on, t.by, t.why, c.confirmed_on, x.by, c.id IS NOT NULL AND c.id ="
	    " (SELECT max(d.id) FROM payout_account_confirmed d JOIN payout_account b ON b.id = d.account_id WHERE b.receiver = a.receiver)"
	    " FROM payout_account a LEFT JOIN payout_account_text t ON t.id = a.id"
	    " LEFT JOIN payout_account_confirmed c ON c.account_id = a.id LEFT JOIN payout_account_confirmed_text x ON x.id = c.id ORDER BY a.id",
	    "");
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		g_autofree char *shown = payout_number_shown(query_text(query, 3));
		cJSON *row = json_push(rows);
		json_int(row, "account", query_int(query, 0));
		json_text(row, "receiver", query_text(query, 1));
		json_text(row, "name", query_text(query, 2));
		json_text(row, "ends", shown);
		json_text(row, "state", query_int(query, 9) != 0 ? "counts" : query_is_null(query, 7) ? "waits" : "replaced");
		json_date(row, "proposed_on", query_date(query, 4));
		json_text(row, "by", query_text(query, 5));
		json_text(row, "why", query_text(query, 6));
		json_date(row, "confirmed_on", query_date(query, 7));
		json_text(row, "confirmed_by", query_text(query, 8));
	}
	json_int(object, "count", cJSON_GetArraySize(rows));
	if (found < 0)
		return -1;
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

static const struct {
	const char *word;
	Say say;
} words[] = {
	{ "proposed", { "venter på en anden person (payout account confirm)", "waits for another person (payout account confirm)" } },
	{ "waits", { "venter på en anden person", "waits for another person" } },
	{ "confirmed", { "bekræftet; der udbetales til den", "confirmed; payouts go to it" } },
	{ "already", { "var bekræftet før", "was confirmed before" } },
	{ "counts", { "gælder", "counts" } },
	{ "replaced", { "afløst", "replaced" } },
};

static void row_text(const cJSON *row, Lang lang, GString *out)
{
	const char *state = json_get_text(row, "state"), *name = json_get_text(row, "name");
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(words[i].word, state) == 0)
			g_string_append_printf(out, "%4" PRId64 "  %-22s  %s  %s: %s\n", json_get_int(row, "account", 0), json_get_text(row, "receiver"),
			                       json_get_text(row, "ends"), name != NULL ? name : "-", say(words[i].say, lang));
}

void payout_account_text(const Call *call, const cJSON *result, GString *out)
{
	const cJSON *rows = json_get(result, "accounts"), *row;
	if (rows == NULL)
		row_text(result, call->lang, out);
	cJSON_ArrayForEach(row, rows) row_text(row, call->lang, out);
	if (rows != NULL && cJSON_GetArraySize(rows) == 0)
		g_string_append(out, call->lang == LANG_DA ? "Ingen konti at udbetale til (payout account set).\n" : "No accounts to pay out to (payout account set).\n");
}
