#include "enforcement/terms.h"

#include "enforcement/client.h"
#include "enforcement/ledger.h"
#include "intake/seal.h"

#include <inttypes.h>
#include <string.h>

const char terms_tables[] =
	/* A version is its text, which is hashed; who recorded it and why may be erased. */
	"CREATE TABLE agreement ("
	"  id INTEGER PRIMARY KEY, scope TEXT NOT NULL, from_on TEXT NOT NULL, agreed_on TEXT NOT NULL, recorded_on TEXT NOT NULL,"
	"  terms TEXT NOT NULL, sha256 TEXT NOT NULL, document TEXT, decided INTEGER NOT NULL, commitment BLOB NOT NULL"
	") STRICT;"
	"CREATE INDEX agreement_by_scope ON agreement (scope, from_on);"
	"CREATE TABLE agreement_text (id INTEGER PRIMARY KEY REFERENCES agreement (id), salt BLOB NOT NULL, by TEXT, why TEXT) STRICT;"
	"CREATE TRIGGER agreement_no_update BEFORE UPDATE ON agreement BEGIN SELECT RAISE(ABORT, 'append-only: agreement'); END;"
	"CREATE TRIGGER agreement_no_delete BEFORE DELETE ON agreement BEGIN SELECT RAISE(ABORT, 'append-only: agreement'); END;"
	"CREATE TRIGGER agreement_next BEFORE INSERT ON agreement"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM agreement)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: agreement'); END;"
	"CREATE TRIGGER agreement_text_no_update BEFORE UPDATE ON agreement_text"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: agreement_text'); END;"
	"CREATE TRIGGER agreement_text_no_replace BEFORE INSERT ON agreement_text"
	"  WHEN EXISTS (SELECT 1 FROM agreement_text WHERE id = NEW.id)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: agreement_text'); END;";

void terms_free(Terms *terms)
{
	if (terms == NULL)
		return;
	g_free(terms->scope);
	g_free(terms->document);
	g_free(terms);
}

static const char *const wins[WIN_WORDS] = { NULL, "payment", "title", "both" };
static const char *const keepers[] = { NULL, "client", "operator" };

TermsWin terms_win_of(const char *word)
{
	for (int i = 1; i < WIN_WORDS; i++)
		if (g_strcmp0(word, wins[i]) == 0)
			return (TermsWin)i;
	return WIN_UNSAID;
}

TermsKeeper terms_keeper_of(const char *word)
{
	for (size_t i = 1; i < G_N_ELEMENTS(keepers); i++)
		if (g_strcmp0(word, keepers[i]) == 0)
			return (TermsKeeper)i;
	return KEEPER_UNSAID;
}

/* ---- as text ---- */

static void known_json(cJSON *object, const char *key, Known known)
{
	if (known == KNOWN_UNSAID)
		json_null(object, key);
	else
		json_bool(object, key, known == KNOWN_YES);
}

static void money_json(cJSON *object, const char *key, bool has, Money amount)
{
	if (has)
		json_money(object, key, amount);
	else
		json_null(object, key);
}

static const char *const phase_keys[FEE_PHASES] = { "out_of_court", "court" };
static const struct {
	const char *name;
	TermsBase bit;
} bases[] = { { "principal", BASE_PRINCIPAL }, { "interest", BASE_INTEREST }, { "costs", BASE_COSTS } };
static const char *const client_words[CLIENT_KINDS] = { NULL, "consumer", "business" };

static void price_json(cJSON *object, const TermsPrice *price)
{
	json_text(object, "basis", price->basis == FEE_UNSAID ? NULL : fee_basis_name(price->basis));
	known_json(object, "success_only", price->success_only);
	money_json(object, "amount_ore", (price->basis == FEE_FIXED && price->n_steps == 0) || price->basis == FEE_HOURLY, price->amount);
	cJSON *tariff = json_array(object, "tariff");
	for (int i = 0; price->basis == FEE_FIXED && i < price->n_steps; i++) {
		cJSON *step = json_push(tariff);
		json_money(step, "from_ore", price->steps[i].from);
		json_money(step, "amount_ore", price->steps[i].amount);
	}
	if (price->basis == FEE_PERCENT)
		json_int(object, "share_bp", price->share);
	else
		json_null(object, "share_bp");
	cJSON *of = json_array(object, "share_of");
	for (size_t i = 0; i < G_N_ELEMENTS(bases); i++)
		if (price->basis == FEE_PERCENT && (price->base & bases[i].bit) != 0)
			json_push_text(of, bases[i].name);
	money_json(object, "minimum_ore", price->has_minimum, price->minimum);
	money_json(object, "cap_ore", price->has_cap, price->cap);
}

void terms_json(cJSON *object, const Terms *terms)
{
	json_text(object, "operator", terms->operator_kind == OPERATOR_UNSAID ? NULL : operator_kind_name(terms->operator_kind));
	json_text(object, "client", client_words[terms->client]);
	json_date(object, "authorised_from_on", terms->authorised_from);
	json_date(object, "authorised_to_on", terms->authorised_to);
	for (int phase = 0; phase < FEE_PHASES; phase++)
		price_json(json_object(object, phase_keys[phase]), &terms->prices[phase]);
	json_text(object, "win", wins[terms->win]);
	known_json(object, "direct_payments", terms->direct_payments);
	json_text(object, "reminder_fees", keepers[terms->reminder_fees]);
	json_text(object, "interest", keepers[terms->interest]);
	json_text(object, "awarded_costs", keepers[terms->awarded_costs]);
	known_json(object, "vat", terms->vat);
	known_json(object, "set_off", terms->set_off);
	known_json(object, "loss_is_ours", terms->loss_is_ours);
	money_json(object, "withdrawal_ore", terms->has_withdrawal, terms->withdrawal);
}

static char *terms_text(const Terms *terms)
{
	g_autoptr(cJSON) object = cJSON_CreateObject();
	terms_json(object, terms);
	return json_print_compact(object);
}

static Known known_of(const cJSON *object, const char *key)
{
	const cJSON *value = json_get(object, key);
	return value == NULL || cJSON_IsNull(value) ? KNOWN_UNSAID : cJSON_IsTrue(value) ? KNOWN_YES : KNOWN_NO;
}

static bool has_money(const cJSON *object, const char *key, Money *out)
{
	const cJSON *value = json_get(object, key);
	bool has = value != NULL && !cJSON_IsNull(value);
	*out = has ? money_of_ore(json_get_int(object, key, 0)) : money_zero();
	return has;
}

static void price_parse(TermsPrice *price, const cJSON *object)
{
	price->basis = fee_basis_of(json_get_text(object, "basis"));
	price->success_only = known_of(object, "success_only");
	has_money(object, "amount_ore", &price->amount);
	price->share = (RateBp)json_get_int(object, "share_bp", 0);
	const cJSON *of, *step;
	cJSON_ArrayForEach(step, json_get(object, "tariff"))
	{
		if (price->n_steps == TERMS_TARIFF_STEPS)
			break;
		price->steps[price->n_steps++] =
		    (TariffStep){ money_of_ore(json_get_int(step, "from_ore", 0)), money_of_ore(json_get_int(step, "amount_ore", 0)) };
	}
	cJSON_ArrayForEach(of, json_get(object, "share_of"))
		for (size_t i = 0; i < G_N_ELEMENTS(bases); i++)
			if (g_strcmp0(cJSON_GetStringValue(of), bases[i].name) == 0)
				price->base |= bases[i].bit;
	price->has_minimum = has_money(object, "minimum_ore", &price->minimum);
	price->has_cap = has_money(object, "cap_ore", &price->cap);
}

static Date day_in(const cJSON *object, const char *key)
{
	const char *text = json_get_text(object, key);
	Date day;
	return text != NULL && date_parse(text, &day) ? day : DATE_NONE;
}

bool terms_parse(Terms *out, const char *text, GError **error)
{
	g_autoptr(cJSON) object = json_parse(text, strlen(text));
	if (object == NULL)
		return error_set(error, ERROR_INTEGRITY, "agreement-text", "En aftales tekst i bøgerne kan ikke læses.",
		                 "The text of an agreement in the books cannot be read.");
	out->operator_kind = operator_kind_of(json_get_text(object, "operator"));
	for (int kind = CLIENT_CONSUMER; kind < CLIENT_KINDS; kind++)
		if (g_strcmp0(json_get_text(object, "client"), client_words[kind]) == 0)
			out->client = (ClientKind)kind;
	out->authorised_from = day_in(object, "authorised_from_on");
	out->authorised_to = day_in(object, "authorised_to_on");
	for (int phase = 0; phase < FEE_PHASES; phase++)
		price_parse(&out->prices[phase], json_get(object, phase_keys[phase]));
	out->win = terms_win_of(json_get_text(object, "win"));
	out->direct_payments = known_of(object, "direct_payments");
	out->reminder_fees = terms_keeper_of(json_get_text(object, "reminder_fees"));
	out->interest = terms_keeper_of(json_get_text(object, "interest"));
	out->awarded_costs = terms_keeper_of(json_get_text(object, "awarded_costs"));
	out->vat = known_of(object, "vat");
	out->set_off = known_of(object, "set_off");
	out->loss_is_ours = known_of(object, "loss_is_ours");
	out->has_withdrawal = has_money(object, "withdrawal_ore", &out->withdrawal);
	return true;
}

/* ---- the law on its form ---- */

static FeeContract contract_of(const Terms *terms, Date on)
{
	FeeContract contract = { .operator_kind = terms->operator_kind, .client = terms->client };
	contract.authorised = feelaw_authorised(terms->authorised_from, terms->authorised_to, on);
	for (int phase = 0; phase < FEE_PHASES; phase++) {
		const TermsPrice *price = &terms->prices[phase];
		bool advance = phase == PHASE_COURT && terms->loss_is_ours == KNOWN_YES;
		/* Keeping what the debtor pays in interest or fees is a share of what comes in, whatever else the price is. */
		bool keeps = phase == PHASE_OUT_OF_COURT &&
		             (terms->interest == KEEPER_OPERATOR || terms->reminder_fees == KEEPER_OPERATOR);
		contract.covers[phase] = true;
		contract.terms[phase] = (FeeTerm){ keeps ? FEE_PERCENT : price->basis, price->success_only, advance };
	}
	return contract;
}

/* What comes first when the law is asked why not. */
static const FeeRuling *worst_of(const FeeJudgment *judgment)
{
	const FeeRuling *const rulings[] = { judgment->whole, judgment->phases[PHASE_OUT_OF_COURT],
		                             judgment->phases[PHASE_COURT] };
	for (size_t i = 0; i < G_N_ELEMENTS(rulings); i++)
		if (rulings[i] != NULL && rulings[i]->verdict == judgment->verdict && judgment->verdict != FEELAW_ALLOWED)
			return rulings[i];
	return NULL;
}

FeeVerdict terms_judge(const Terms *terms, const Case *c, Date on, const FeeRuling **what)
{
	FeeContract contract = terms->version == 0 && c != NULL ? agreement_of(c, on) : contract_of(terms, on);
	FeeJudgment judgment = feelaw_judge_contract(&contract);
	*what = worst_of(&judgment);
	return judgment.verdict;
}

/* A missing fact is no question for a decision: every ruling that is UNKNOWN must be one that a person may settle. */
static bool decidable(const Terms *terms, Date on)
{
	FeeContract contract = contract_of(terms, on);
	FeeJudgment judgment = feelaw_judge_contract(&contract);
	const FeeRuling *const rulings[] = { judgment.whole, judgment.phases[0], judgment.phases[1] };
	for (size_t i = 0; i < G_N_ELEMENTS(rulings); i++)
		if (rulings[i] != NULL && rulings[i]->verdict == FEELAW_UNKNOWN && !rulings[i]->decision)
			return false;
	return judgment.verdict <= FEELAW_UNKNOWN;
}

bool terms_permit(const Terms *terms, const Case *c, Date on, const FeeRuling **what)
{
	FeeVerdict verdict = terms_judge(terms, c, on, what);
	return verdict == FEELAW_ALLOWED || (verdict == FEELAW_UNKNOWN && terms->version > 0 && terms->decided && decidable(terms, on));
}

/* ---- recording ---- */

Money terms_fixed_price(const TermsPrice *price, Money principal)
{
	Money amount = price->amount;
	for (int i = 0; i < price->n_steps && money_compare(price->steps[i].from, principal) <= 0; i++)
		amount = price->steps[i].amount;
	return amount;
}

/* From zero and rising, so that every claim has one price. */
static bool tariff_fits(const TermsPrice *price)
{
	for (int i = 0; i < price->n_steps; i++)
		if (money_is_negative(price->steps[i].amount) ||
		    (i == 0 ? !money_is_zero(price->steps[i].from) : money_compare(price->steps[i - 1].from, price->steps[i].from) >= 0))
			return false;
	return true;
}

static bool figures_there(const Terms *terms, GError **error)
{
	static const char *const da[FEE_PHASES] = { "uden for retten", "fra indleveringen" };
	static const char *const en[FEE_PHASES] = { "out of court", "from filing on" };
	for (int phase = 0; phase < FEE_PHASES; phase++) {
		const TermsPrice *price = &terms->prices[phase];
		bool sum = (price->basis == FEE_FIXED && price->n_steps == 0) || price->basis == FEE_HOURLY;
		if (!tariff_fits(price))
			return error_set(error, ERROR_INPUT, "agreement-tariff", "En tarif begynder ved 0 og stiger.",
			                 "A tariff begins at 0 and rises.");
		if (price->basis == FEE_UNSAID || (sum && (money_is_zero(price->amount) || money_is_negative(price->amount))) ||
		    (price->basis == FEE_PERCENT && (price->share <= 0 || price->base == 0)))
			return error_set(error, ERROR_INPUT, "agreement-price", "Prisen %s mangler%.0s.", "The price%.0s %s is missing.",
			                 da[phase], en[phase]);
		if (price->basis == FEE_PERCENT && price->share > 10000)
			return error_set(error, ERROR_INPUT, "agreement-share", "En andel kan ikke være over 100 %%.",
			                 "A share cannot be above 100 %%.");
		if ((price->has_minimum && money_is_negative(price->minimum)) || (price->has_cap && money_is_negative(price->cap)) ||
		    (price->has_minimum && price->has_cap && money_compare(price->cap, price->minimum) < 0))
			return error_set(error, ERROR_INPUT, "agreement-cap", "Loftet ligger under mindsteprisen.",
			                 "The cap lies below the minimum.");
	}
	return !terms->has_withdrawal || !money_is_negative(terms->withdrawal) ||
	       error_set(error, ERROR_INPUT, "agreement-price", "Prisen ved tilbagetrækning er negativ.",
	                 "The price of a withdrawal is negative.");
}

static bool days_fit(const Terms *terms, Date today, GError **error)
{
	g_autofree char *from = date_iso(terms->from_on), *agreed = date_iso(terms->agreed_on);
	if (date_before(today, terms->agreed_on))
		return error_set(error, ERROR_INPUT, "agreement-future", "Aftalen kan ikke være underskrevet %s: dagen er ikke kommet.",
		                 "The agreement cannot have been signed on %s: the day has not come.", agreed);
	if (date_before(terms->from_on, terms->agreed_on)) {
		error_set(error, ERROR_INPUT, "agreement-after-work",
		          "Aftalen er underskrevet %s og kan ikke gælde for arbejde fra %s: den skal laves forinden (bek1475 § 10 stk. 1).",
		          "The agreement was signed on %s and cannot hold for work from %s: it must be made before (bek1475 § 10 stk. 1).",
		          agreed, from);
		error_remedy(error, "Lad den gælde fra underskriften eller senere.", "Let it hold from the day of signing or later.");
		return false;
	}
	return true;
}

static bool lawful(const Terms *terms, const char *by, const char *why, GError **error)
{
	const FeeRuling *what;
	FeeVerdict verdict = terms_judge(terms, NULL, terms->from_on, &what);
	if (verdict == FEELAW_ALLOWED && terms->awarded_costs != KEEPER_OPERATOR)
		return true;
	if (verdict >= FEELAW_REFUSED || (verdict == FEELAW_UNKNOWN && !decidable(terms, terms->from_on))) {
		g_autofree char *da = g_strdup_printf("%s (%s: »%s«)", what->because.da, what->statute, what->quotes[0]->text);
		g_autofree char *en = g_strdup_printf("%s (%s: »%s«)", what->because.en, what->statute, what->quotes[0]->text);
		error_set_texts(error, ERROR_INPUT, verdict >= FEELAW_REFUSED ? "agreement-refused" : "agreement-unknown", da, en);
		error_remedy(error, what->lawful.da, what->lawful.en);
		return false;
	}
	if (why != NULL && by != NULL)
		return true;
	if (what != NULL) {
		g_autofree char *da = g_strdup_printf("%s (%s) En person skal afgøre det.", what->because.da, what->statute);
		g_autofree char *en = g_strdup_printf("%s (%s) A person must decide it.", what->because.en, what->statute);
		error_set_texts(error, ERROR_INPUT, "agreement-decision", da, en);
	} else {
		error_set(error, ERROR_INPUT, "agreement-decision",
		          "Det er ikke fastslået her, om den, der fører sagen, må beholde tilkendte omkostninger. En person skal afgøre det.",
		          "It is not established here whether the operator may keep awarded costs. A person must decide it.");
	}
	error_remedy(error, "Skriv afgørelsen med --decision GRUND --by NAVN.", "Write the decision with --decision WHY --by NAME.");
	return false;
}

/* A fee that is booked in one of the cases for work on the first day or later keeps the price it was booked at. */
static bool work_untouched(Store *store, const char *case_id, Date from_on, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT j.id FROM journal j JOIN journal_payload p ON p.seq = j.seq WHERE j.case_id = ?1 AND j.kind = 'fee_earned'"
	    " AND json_extract(CAST(p.payload AS TEXT), '$.on') >= ?2"
	    " AND NOT EXISTS (SELECT 1 FROM journal b WHERE b.id = 'fee_earned_back' || substr(j.id, 11)) LIMIT 1",
	    "sd", case_id, from_on);
	if (query == NULL)
		return false;
	GError *fault = NULL;
	if (query_next(query, &fault)) {
		error_set(&fault, ERROR_INPUT, "agreement-work-done",
		          "Der er bogført salær i sag %s for arbejde efter den dag; det beholder sin pris.",
		          "A fee is booked in case %s for work after that day; it keeps its price.", case_id);
		error_remedy(&fault, "Lad den nye aftale gælde fra en senere dag.", "Let the new agreement hold from a later day.");
	}
	if (fault == NULL)
		return true;
	g_propagate_error(error, fault);
	return false;
}

static bool scope_untouched(Store *store, const Terms *terms, GError **error)
{
	GError *fault = NULL;
	g_autoptr(GPtrArray) cases = client_cases(store, terms->scope, &fault);
	for (guint i = 0; cases != NULL && fault == NULL && i < cases->len; i++)
		work_untouched(store, cases->pdata[i], terms->from_on, &fault);
	if (fault == NULL)
		work_untouched(store, terms->scope, terms->from_on, &fault);
	if (fault == NULL)
		return true;
	g_propagate_error(error, fault);
	return false;
}

bool terms_record(Store *store, Terms *terms, const char *by, const char *why, Date today, GError **error)
{
	if (!figures_there(terms, error) || !days_fit(terms, today, error) || !lawful(terms, by, why, error) ||
	    !scope_untouched(store, terms, error))
		return false;
	g_autofree char *text = terms_text(terms);
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, by);
	seal_add(seal, why);
	digest_hex(text, strlen(text), terms->sha256);
	terms->decided = why != NULL;
	terms->recorded_on = today;
	if (!seal_close(seal, store, error) ||
	    !store_run(store, error,
	               "INSERT INTO agreement (id, scope, from_on, agreed_on, recorded_on, terms, sha256, document, decided, commitment)"
	               " SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM agreement",
	               "sdddsssib", terms->scope, terms->from_on, terms->agreed_on, today, text, terms->sha256, terms->document,
	               (int64_t)terms->decided, seal->commitment_bytes))
		return false;
	terms->version = store_last_id(store);
	return store_run(store, error, "INSERT INTO agreement_text (id, salt, by, why) VALUES (?, ?, ?, ?)", "ibss", terms->version,
	                 seal->salt_bytes, by, why);
}

/* ---- reading ---- */

static Terms *terms_row(Query *query, GError **error)
{
	g_autoptr(Terms) terms = g_new0(Terms, 1);
	terms->version = query_int(query, 0);
	terms->scope = g_strdup(query_text(query, 1));
	terms->from_on = query_date(query, 2);
	terms->agreed_on = query_date(query, 3);
	terms->recorded_on = query_date(query, 4);
	g_strlcpy(terms->sha256, query_text(query, 6), sizeof terms->sha256);
	terms->document = g_strdup(query_text(query, 7));
	terms->decided = query_int(query, 8) != 0;
	char sha256[DIGEST_HEX];
	digest_hex(query_text(query, 5), strlen(query_text(query, 5)), sha256);
	if (strcmp(sha256, terms->sha256) != 0) {
		error_set(error, ERROR_INTEGRITY, "agreement-changed", "Aftale nr. %" PRId64 " er ikke, som den blev noteret.",
		          "Agreement number %" PRId64 " is not as it was recorded.", terms->version);
		return NULL;
	}
	return terms_parse(terms, query_text(query, 5), error) ? g_steal_pointer(&terms) : NULL;
}

#define TERMS_COLUMNS "SELECT id, scope, from_on, agreed_on, recorded_on, terms, sha256, document, decided FROM agreement"

static GPtrArray *terms_rows(Query *query, GError **error)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)terms_free);
	GError *fault = NULL;
	while (query != NULL && query_next(query, &fault)) {
		Terms *terms = terms_row(query, error);
		if (terms == NULL)
			return NULL;
		g_ptr_array_add(list, terms);
	}
	if (fault != NULL)
		g_propagate_error(error, fault);
	return query != NULL && fault == NULL ? g_steal_pointer(&list) : NULL;
}

GPtrArray *terms_of_scope(Store *store, const char *scope, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, TERMS_COLUMNS " WHERE ?1 IS NULL OR scope = ?1 ORDER BY id", "s", scope);
	return terms_rows(query, error);
}

Terms *terms_read(Store *store, int64_t version, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, TERMS_COLUMNS " WHERE id = ?", "i", version);
	g_autoptr(GPtrArray) list = terms_rows(query, error);
	if (list == NULL)
		return NULL;
	if (list->len == 0) {
		error_set(error, ERROR_INPUT, "no-such-agreement", "Der er ingen aftale nr. %" PRId64 ".",
		          "There is no agreement number %" PRId64 ".", version);
		return NULL;
	}
	return g_ptr_array_steal_index(list, 0);
}

/* What claim.xml says. Its share is of principal, or of all; what it does not speak of stays unsaid. */
static Terms *terms_stated(const Case *c)
{
	Terms *terms = g_new0(Terms, 1);
	FeeContract contract = agreement_of(c, DATE_NONE);
	terms->scope = g_strdup(c->id);
	terms->operator_kind = contract.operator_kind;
	terms->client = contract.client;
	terms->recorded_on = DATE_NONE;
	if (!field_date(&c->agreement_on, &terms->agreed_on))
		terms->agreed_on = DATE_NONE;
	terms->from_on = terms->agreed_on;
	if (!field_date(&c->authorised_from, &terms->authorised_from))
		terms->authorised_from = DATE_NONE;
	if (!field_date(&c->authorised_to, &terms->authorised_to))
		terms->authorised_to = DATE_NONE;
	for (int phase = 0; phase < FEE_PHASES; phase++) {
		FeePrice stated = agreement_price(c, (FeePhase)phase);
		TermsPrice *price = &terms->prices[phase];
		price->basis = contract.terms[phase].basis;
		price->success_only = contract.terms[phase].success_only;
		price->amount = stated.known ? stated.amount : money_zero();
		price->share = stated.known ? stated.share : 0;
		price->base = stated.of == SHARE_OF_ALL         ? BASE_PRINCIPAL | BASE_INTEREST | BASE_COSTS
		              : stated.of == SHARE_OF_PRINCIPAL ? BASE_PRINCIPAL
		                                                : 0u;
	}
	bool ours;
	terms->loss_is_ours = !field_yes(&c->advance_on_loss, &ours) ? KNOWN_UNSAID : ours ? KNOWN_YES : KNOWN_NO;
	return terms;
}

GPtrArray *terms_list(Store *store, const Case *c, GError **error)
{
	g_autofree char *client = client_of(store, c, error);
	if (client == NULL)
		return NULL;
	g_autoptr(Query) query = store_query(store, error, TERMS_COLUMNS " WHERE scope IN (?, ?) ORDER BY id", "ss", c->id, client);
	GPtrArray *list = terms_rows(query, error);
	if (list != NULL && agreement_stated(c))
		g_ptr_array_insert(list, 0, terms_stated(c));
	return list;
}

/* Does a go before b, both holding on the day? */
static bool outranks(const Terms *a, const Terms *b, const Case *c)
{
	bool own_a = strcmp(a->scope, c->id) == 0, own_b = strcmp(b->scope, c->id) == 0;
	if ((a->version == 0) != (b->version == 0))
		return b->version == 0;
	if (own_a != own_b)
		return own_a;
	int order = date_compare(a->from_on, b->from_on);
	return order != 0 ? order > 0 : a->version > b->version;
}

const Terms *terms_pick(const GPtrArray *list, const Case *c, Date on)
{
	const Terms *best = NULL;
	for (guint i = 0; i < list->len; i++) {
		const Terms *terms = list->pdata[i];
		if (date_known(terms->from_on) && date_before(on, terms->from_on))
			continue;
		if (best == NULL || outranks(terms, best, c))
			best = terms;
	}
	return best;
}

bool terms_on(Store *store, const Case *c, Date on, Terms **out, GError **error)
{
	*out = NULL;
	g_autoptr(GPtrArray) list = terms_list(store, c, error);
	if (list == NULL)
		return false;
	const Terms *held = terms_pick(list, c, on);
	for (guint i = 0; held != NULL && i < list->len; i++)
		if (list->pdata[i] == held)
			*out = g_ptr_array_steal_index(list, i--), held = NULL;
	return true;
}
