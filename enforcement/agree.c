#include "enforcement/agree.h"

#include "enforcement/agreecases.h"
#include "enforcement/client.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/record.h"
#include "intake/typed.h"

#include <inttypes.h>
#include <string.h>

#define PRICE_OPTIONS(word, da, en)                                                                                  \
	{ word, "none|fixed|hourly|percent", { "prisens form " da, "form of the price " en } },                      \
	{ word "-price", "KR", { "fast pris eller timepris uden moms", "fixed or hourly price without VAT" } },      \
	{ word "-tariff", "KR=KR,…", { "fast pris efter kravets størrelse: 0=500,10000=1200", "fixed price by the size of the claim: 0=500,10000=1200" } }, \
	{ word "-share", "PCT", { "andel af det, der kommer ind", "share of what comes in" } },                      \
	{ word "-success", "yes|no", { "skal kun betales ved resultat", "payable only on success" } },               \
	{ word "-minimum", "KR", { "mindst, for en sag", "at least, for a case" } },                                 \
	{ word "-cap", "KR", { "højst, for en sag", "at most, for a case" } }

const OptionRow agreement_set_options[] = {
	{ "case", "CASE", { "gælder denne sag", "holds for this case" } },
	{ "creditor", "CVR", { "gælder alle kreditors sager", "holds for all of the creditor's cases" } },
	{ "from", "DATE", { "gælder fra; ellers i dag", "holds from; else today" } },
	{ "agreed-on", "DATE", { "underskrevet; ellers dagen, den gælder fra, senest i dag", "signed on; else the first day, at the latest today" } },
	{ "operator", "KIND", { "lawyer, collector, adviser, representative, self eller buyer", "lawyer, collector, adviser, representative, self or buyer" } },
	{ "client", "KIND", { "consumer eller business", "consumer or business" } },
	{ "authorised-from", "DATE", { "autorisationens første dag", "first day of the authorisation to collect" } },
	{ "authorised-to", "DATE", { "autorisationens sidste dag", "last day of the authorisation to collect" } },
	PRICE_OPTIONS("out-of-court", "uden for retten", "out of court"),
	PRICE_OPTIONS("court", "fra indleveringen", "from filing on"),
	{ "share-of", "LIST", { "principal,interest,costs eller all", "principal,interest,costs or all" } },
	{ "win", "WHAT", { "resultat er payment, title eller both", "success is payment, title or both" } },
	{ "direct-payments", "yes|no", { "debitors betaling direkte til kreditor tæller med", "what the debtor pays the creditor directly counts" } },
	{ "reminder-fees", "WHO", { "rykkergebyrer før indleveringen: client eller operator", "reminder fees before filing: client or operator" } },
	{ "interest", "WHO", { "renter før indleveringen: client eller operator", "interest before filing: client or operator" } },
	{ "awarded-costs", "WHO", { "tilkendte omkostninger: client eller operator", "awarded costs: client or operator" } },
	{ "vat", "yes|no", { "moms lægges til prisen", "VAT is added to the price" } },
	{ "set-off", "yes|no", { "fakturaer må modregnes i det, der er modtaget på sagen", "invoices may be set off against what was received on the case" } },
	{ "loss", "ours|client", { "hvem der bærer udlagt retsafgift ved tab", "who bears advanced court fees on loss" } },
	{ "withdrawal", "KR", { "pris, når kreditor trækker sagen tilbage", "price when the creditor withdraws the case" } },
	{ "document", "FILE", { "den underskrevne aftale", "the signed agreement" } },
	{ "decision", "WHY", { "en persons afgørelse af det, loven ikke siger", "a person's decision of what the law leaves open" } },
	{ "by", "NAME", { "hvem der noterer", "who records it" } },
	{ 0 },
};

const OptionRow agreement_show_options[] = {
	{ "creditor", "CVR", { "denne kreditors aftaler", "the agreements of this creditor" } },
	{ "on", "DATE", { "den der gælder den dag", "the one that holds on that day" } },
	{ 0 },
};

/* ---- reading options ---- */

static bool bad(const Call *call, const char *option, GError **error)
{
	return error_set(error, ERROR_USAGE, "option-value", "Værdien for --%s kan ikke bruges: %s.", "The value for --%s cannot be used: %s.",
	                 option, call_option(call, option));
}

static bool kroner(const Call *call, const char *option, bool *has, Money *out, GError **error)
{
	const char *text = call_option(call, option);
	*has = text != NULL;
	*out = money_zero();
	return text == NULL || (money_typed(text, out) && !money_is_negative(*out)) || bad(call, option, error);
}

static bool yes_no(const Call *call, const char *option, Known *out, GError **error)
{
	const char *text = call_option(call, option);
	*out = g_strcmp0(text, "yes") == 0 ? KNOWN_YES : g_strcmp0(text, "no") == 0 ? KNOWN_NO : KNOWN_UNSAID;
	return text == NULL || *out != KNOWN_UNSAID || bad(call, option, error);
}

static bool keeper(const Call *call, const char *option, TermsKeeper *out, GError **error)
{
	const char *text = call_option(call, option);
	*out = terms_keeper_of(text);
	return text == NULL || *out != KEEPER_UNSAID || bad(call, option, error);
}

static bool share_bases(const Call *call, unsigned *out, GError **error)
{
	const char *text = call_option(call, "share-of");
	*out = 0;
	if (text == NULL)
		return true;
	g_auto(GStrv) words = g_strsplit(text, ",", -1);
	for (char **word = words; *word != NULL; word++) {
		unsigned bit = strcmp(*word, "principal") == 0  ? BASE_PRINCIPAL
		               : strcmp(*word, "interest") == 0 ? BASE_INTEREST
		               : strcmp(*word, "costs") == 0    ? BASE_COSTS
		               : strcmp(*word, "all") == 0      ? BASE_PRINCIPAL | BASE_INTEREST | BASE_COSTS
		                                                : 0u;
		if (bit == 0)
			return bad(call, "share-of", error);
		*out |= bit;
	}
	return true;
}

/* "0=500,10000=1200": a principal from the one has the other as its price. */
static bool tariff_said(const Call *call, const char *word, TermsPrice *out, GError **error)
{
	g_autofree char *option = g_strconcat(word, "-tariff", NULL);
	const char *text = call_option(call, option);
	if (text == NULL)
		return true;
	g_auto(GStrv) steps = g_strsplit(text, ",", -1);
	for (char **step = steps; *step != NULL; step++) {
		g_auto(GStrv) sides = g_strsplit(*step, "=", 2);
		if (out->basis != FEE_FIXED || out->n_steps == TERMS_TARIFF_STEPS || g_strv_length(sides) != 2 ||
		    !money_parse(sides[0], &out->steps[out->n_steps].from) || !money_parse(sides[1], &out->steps[out->n_steps].amount))
			return bad(call, option, error);
		out->n_steps++;
	}
	return true;
}

static bool price_said(const Call *call, const char *word, unsigned base, TermsPrice *out, GError **error)
{
	g_autofree char *price = g_strconcat(word, "-price", NULL), *share = g_strconcat(word, "-share", NULL);
	g_autofree char *success = g_strconcat(word, "-success", NULL), *minimum = g_strconcat(word, "-minimum", NULL);
	g_autofree char *cap = g_strconcat(word, "-cap", NULL);
	bool has;
	out->basis = fee_basis_of(call_option(call, word));
	if (call_option(call, word) != NULL && out->basis == FEE_UNSAID)
		return bad(call, word, error);
	if (!kroner(call, price, &has, &out->amount, error) || !yes_no(call, success, &out->success_only, error) ||
	    !kroner(call, minimum, &out->has_minimum, &out->minimum, error) || !kroner(call, cap, &out->has_cap, &out->cap, error))
		return false;
	if (!tariff_said(call, word, out, error))
		return false;
	if (call_option(call, share) != NULL && !rate_parse(call_option(call, share), &out->share))
		return bad(call, share, error);
	if (out->basis == FEE_PERCENT)
		out->base = base;
	else if (out->share != 0)
		return error_set(error, ERROR_USAGE, "share-without-percent", "--%s kræver --%s percent.", "--%s needs --%s percent.", share, word);
	return true;
}

char *agreement_scope(const char *creditor, GError **error)
{
	const char *digits = g_str_has_prefix(creditor, "cvr-") ? creditor + 4 : creditor;
	if (strlen(digits) == 8 && strspn(digits, "0123456789") == 8)
		return g_strconcat("cvr-", digits, NULL);
	error_set(error, ERROR_INPUT, "no-such-creditor", "En kreditor nævnes ved otte cifre (CVR): %s er det ikke.",
	          "A creditor is named by eight digits (CVR): %s is not.", creditor);
	error_remedy(error, "En kreditor uden CVR-nummer har aftalen på sagen: --case.",
	             "A creditor without a CVR number has its agreement on the case: --case.");
	return NULL;
}

/* What the case itself says of the parties stands, unless another is said. */
static void take_from_case(Terms *terms, const Case *c)
{
	FeeContract stated = agreement_of(c, DATE_NONE);
	terms->operator_kind = stated.operator_kind;
	terms->client = stated.client;
	if (!field_date(&c->authorised_from, &terms->authorised_from))
		terms->authorised_from = DATE_NONE;
	if (!field_date(&c->authorised_to, &terms->authorised_to))
		terms->authorised_to = DATE_NONE;
}

static bool parties_said(const Call *call, Terms *terms, GError **error)
{
	const char *kind = call_option(call, "operator"), *client = call_option(call, "client");
	Date from, to;
	if (!call_date(call, "authorised-from", &from, error) || !call_date(call, "authorised-to", &to, error))
		return false;
	if (kind != NULL && (terms->operator_kind = operator_kind_of(kind)) == OPERATOR_UNSAID)
		return bad(call, "operator", error);
	if (client != NULL) {
		terms->client = strcmp(client, "consumer") == 0 ? CLIENT_CONSUMER : strcmp(client, "business") == 0 ? CLIENT_BUSINESS : CLIENT_UNSAID;
		if (terms->client == CLIENT_UNSAID)
			return bad(call, "client", error);
	}
	terms->authorised_from = date_known(from) ? from : terms->authorised_from;
	terms->authorised_to = date_known(to) ? to : terms->authorised_to;
	return true;
}

static bool scope_said(const Call *call, Terms *terms, GError **error)
{
	const char *case_id = call_option(call, "case"), *creditor = call_option(call, "creditor");
	terms->authorised_from = terms->authorised_to = DATE_NONE;
	if ((case_id == NULL) == (creditor == NULL))
		return error_set(error, ERROR_USAGE, "agreement-whose", "Skriv --case SAG eller --creditor CVR.",
		                 "Write --case CASE or --creditor CVR.");
	if (creditor != NULL) {
		terms->scope = agreement_scope(creditor, error);
		terms->client = CLIENT_BUSINESS; /* one with a CVR number acts in business */
		return terms->scope != NULL;
	}
	g_autoptr(Case) c = case_read(call->store, case_id, 0, error);
	if (c == NULL)
		return false;
	terms->scope = g_strdup(c->id);
	take_from_case(terms, c);
	return true;
}

static bool days_said(const Call *call, Terms *terms, GError **error)
{
	if (!call_date(call, "from", &terms->from_on, error) || !call_date(call, "agreed-on", &terms->agreed_on, error))
		return false;
	if (!date_known(terms->from_on))
		terms->from_on = call->today;
	if (!date_known(terms->agreed_on))
		terms->agreed_on = date_min(terms->from_on, call->today);
	return true;
}

static bool document_kept(const Call *call, Terms *terms, GError **error)
{
	const char *file = call_option(call, "document");
	if (file == NULL)
		return true;
	char sha256[DIGEST_HEX];
	g_autoptr(GBytes) bytes = file_read(file, LIMIT_XML_BYTES, error);
	if (bytes == NULL || !store_keep_bytes(call->store, bytes, sha256, error))
		return false;
	terms->document = g_strdup(sha256);
	return true;
}

static Terms *terms_said(const Call *call, GError **error)
{
	g_autoptr(Terms) terms = g_new0(Terms, 1);
	unsigned base;
	const char *win = call_option(call, "win"), *loss = call_option(call, "loss");
	terms->recorded_on = DATE_NONE;
	if (!scope_said(call, terms, error) || !parties_said(call, terms, error) || !days_said(call, terms, error) ||
	    !share_bases(call, &base, error) ||
	    !price_said(call, "out-of-court", base, &terms->prices[PHASE_OUT_OF_COURT], error) ||
	    !price_said(call, "court", base, &terms->prices[PHASE_COURT], error) ||
	    !yes_no(call, "direct-payments", &terms->direct_payments, error) || !yes_no(call, "vat", &terms->vat, error) ||
	    !yes_no(call, "set-off", &terms->set_off, error) ||
	    !keeper(call, "reminder-fees", &terms->reminder_fees, error) || !keeper(call, "interest", &terms->interest, error) ||
	    !keeper(call, "awarded-costs", &terms->awarded_costs, error) ||
	    !kroner(call, "withdrawal", &terms->has_withdrawal, &terms->withdrawal, error))
		return NULL;
	terms->win = terms_win_of(win);
	terms->loss_is_ours = g_strcmp0(loss, "ours") == 0 ? KNOWN_YES : g_strcmp0(loss, "client") == 0 ? KNOWN_NO : KNOWN_UNSAID;
	if ((win != NULL && terms->win == WIN_UNSAID && !bad(call, "win", error)) ||
	    (loss != NULL && terms->loss_is_ours == KNOWN_UNSAID && !bad(call, "loss", error)))
		return NULL;
	return g_steal_pointer(&terms);
}

/* ---- showing ---- */

static void whole_json(cJSON *row, const Terms *terms)
{
	json_int(row, "version", terms->version);
	json_text(row, "scope", terms->scope);
	json_date(row, "from_on", terms->from_on);
	json_date(row, "agreed_on", terms->agreed_on);
	json_date(row, "recorded_on", terms->recorded_on);
	json_text(row, "document", terms->document);
	json_bool(row, "decided", terms->decided);
	json_text(row, "sha256", terms->version != 0 ? terms->sha256 : NULL);
	terms_json(row, terms);
}

/* Who recorded it, and what was decided; nothing for what was stated with the case, or was erased. */
static bool who_json(cJSON *row, Store *store, int64_t version, GError **error)
{
	GError *fault = NULL;
	g_autoptr(Query) query = store_query(store, error, "SELECT by, why FROM agreement_text WHERE id = ?", "i", version);
	if (query == NULL)
		return false;
	bool found = query_next(query, &fault);
	json_text(row, "by", found ? query_text(query, 0) : NULL);
	json_text(row, "decision", found ? query_text(query, 1) : NULL);
	if (fault != NULL)
		g_propagate_error(error, fault);
	return fault == NULL;
}

static void law_json(cJSON *row, const Terms *terms, const Case *c, Date on, Lang lang)
{
	const FeeRuling *what;
	FeeVerdict verdict = terms_judge(terms, c, on, &what);
	json_text(row, "verdict", fee_verdict_name(verdict));
	json_bool(row, "permitted", terms_permit(terms, c, on, &what));
	json_text(row, "because", what != NULL ? say(what->because, lang) : NULL);
	json_text(row, "statute", what != NULL ? what->statute : NULL);
	json_text(row, "quote", what != NULL ? what->quotes[0]->text : NULL);
}

static bool is_same(Store *store, const Terms *terms, int64_t *version, GError **error)
{
	g_autoptr(GPtrArray) list = terms_of_scope(store, terms->scope, error);
	g_autoptr(cJSON) mine = cJSON_CreateObject();
	terms_json(mine, terms);
	g_autofree char *text = json_print_compact(mine);
	char sha256[DIGEST_HEX];
	digest_hex(text, strlen(text), sha256);
	*version = 0;
	for (guint i = 0; list != NULL && i < list->len; i++) {
		const Terms *old = list->pdata[i];
		if (strcmp(old->sha256, sha256) == 0 && date_compare(old->from_on, terms->from_on) == 0 &&
		    date_compare(old->agreed_on, terms->agreed_on) == 0 && g_strcmp0(old->document, terms->document) == 0)
			*version = old->version;
	}
	return list != NULL;
}

static bool set_step(const Call *call, Terms *terms, bool *already, GError **error)
{
	int64_t version;
	const char *by = call_option(call, "by"), *why = call_option(call, "decision");
	if (!document_kept(call, terms, error) || !is_same(call->store, terms, &version, error))
		return false;
	*already = version != 0;
	if (*already) {
		terms->version = version;
		return true;
	}
	return terms_record(call->store, terms, by != NULL || why != NULL ? by : "lawyer", why, call->today, error);
}

int agreement_set_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Terms) said = terms_said(call, error);
	bool already = false;
	g_autoptr(GPtrArray) cases = said != NULL ? agreement_cases(call->store, said->scope, error) : NULL;
	g_autoptr(cJSON) object = json_result("agreement");
	if (cases == NULL || !store_begin(call->store, error))
		return -1;
	cJSON *rows = json_array(object, "agreements");
	bool fine = set_step(call, said, &already, error) && agreement_follow(call, cases, object, error) && store_commit(call->store, error);
	if (!fine) {
		store_rollback(call->store);
		return -1;
	}
	g_autoptr(Terms) terms = terms_read(call->store, said->version, error);
	if (terms == NULL || !agreement_apart(call, cases, terms, object, error))
		return -1;
	json_text(object, "outcome", already ? "already" : "recorded");
	cJSON *row = json_push(rows);
	whole_json(row, terms);
	if (!who_json(row, call->store, terms->version, error))
		return -1;
	law_json(row, terms, NULL, terms->from_on, call->lang);
	json_bool(row, "holds", !date_before(call->today, terms->from_on));
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

int agreement_show_run(const Call *call, cJSON **result, GError **error)
{
	Date on;
	const char *creditor = call_option(call, "creditor");
	if (!call_date(call, "on", &on, error))
		return -1;
	if (!date_known(on))
		on = call->today;
	g_autofree char *scope = creditor != NULL ? agreement_scope(creditor, error) : NULL;
	if (creditor != NULL && scope == NULL)
		return -1;
	g_autoptr(Case) c = call->argc == 1 ? case_read(call->store, call->argv[0], 0, error) : NULL;
	if (call->argc == 1 && c == NULL)
		return -1;
	g_autoptr(GPtrArray) list = c != NULL ? terms_list(call->store, c, error) : terms_of_scope(call->store, scope, error);
	if (list == NULL)
		return -1;
	const Terms *held = c != NULL ? terms_pick(list, c, on) : NULL;
	g_autoptr(cJSON) object = json_result("agreement");
	json_text(object, "outcome", "shown");
	cJSON *rows = json_array(object, "agreements");
	for (guint i = 0; i < list->len; i++) {
		const Terms *terms = list->pdata[i];
		cJSON *row = json_push(rows);
		whole_json(row, terms);
		if (!who_json(row, call->store, terms->version, error))
			return -1;
		law_json(row, terms, c, date_max(on, terms->from_on), call->lang);
		if (c != NULL)
			json_bool(row, "holds", terms == held);
		else
			json_null(row, "holds");
	}
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

/* ---- in words ---- */

static char *kr(Money amount)
{
	g_autofree char *text = money_danish(amount);
	return g_strconcat(text, " kr.", NULL);
}

static char *base_words(unsigned base, bool da)
{
	static const Say names[] = { { "hovedstol", "principal" }, { "renter", "interest" }, { "omkostninger", "costs" } };
	GString *out = g_string_new(NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
		if ((base & (1u << i)) != 0)
			g_string_append_printf(out, "%s%s", out->len > 0 ? (base >> (i + 1) != 0 ? ", " : da ? " og " : " and ") : "",
			                       da ? names[i].da : names[i].en);
	if (out->len == 0)
		g_string_append(out, da ? "det, der kommer ind" : "what comes in");
	return g_string_free(out, FALSE);
}

static void tariff_words(const TermsPrice *price, bool da, GString *out)
{
	g_string_append(out, da ? "fast pris efter kravets størrelse" : "fixed price by the size of the claim");
	for (int i = 0; i < price->n_steps; i++) {
		g_autofree char *from = kr(price->steps[i].from), *amount = kr(price->steps[i].amount);
		g_string_append_printf(out, da ? "%s fra %s %s" : "%s from %s %s", i == 0 ? ":" : ",", from, amount);
	}
}

char *terms_price_words(const TermsPrice *price, Lang lang)
{
	bool da = lang == LANG_DA;
	GString *out = g_string_new(NULL);
	g_autofree char *amount = kr(price->amount), *rate = rate_danish(price->share), *base = base_words(price->base, da);
	if (g_str_has_suffix(rate, ",00"))
		rate[strlen(rate) - 3] = '\0';
	switch (price->basis) {
	case FEE_NONE:
		g_string_append(out, da ? "intet salær" : "no fee");
		break;
	case FEE_FIXED:
		if (price->n_steps == 0)
			g_string_append_printf(out, da ? "fast pris %s" : "fixed price %s", amount);
		else
			tariff_words(price, da, out);
		break;
	case FEE_HOURLY:
		g_string_append_printf(out, da ? "timepris %s" : "hourly price %s", amount);
		break;
	case FEE_PERCENT:
		g_string_append_printf(out, da ? "%s %% af %s" : "%s %% of %s", rate, base);
		break;
	case FEE_UNSAID:
	case FEE_BASES:
		g_string_append(out, da ? "ikke aftalt" : "not agreed");
		break;
	}
	if ((price->basis == FEE_FIXED || price->basis == FEE_HOURLY) && price->success_only == KNOWN_YES)
		g_string_append(out, da ? ", kun ved resultat" : ", only on success");
	g_autofree char *minimum = kr(price->minimum), *cap = kr(price->cap);
	if (price->has_minimum)
		g_string_append_printf(out, da ? ", mindst %s" : ", at least %s", minimum);
	if (price->has_cap)
		g_string_append_printf(out, da ? ", højst %s" : ", at most %s", cap);
	return g_string_free(out, FALSE);
}

static const char *word_or(const char *word, const char *client, const char *operator_kept, const char *unsaid)
{
	return word == NULL ? unsaid : strcmp(word, "client") == 0 ? client : operator_kept;
}

static const char *known_word(Known known, bool da)
{
	return known == KNOWN_YES ? (da ? "ja" : "yes") : known == KNOWN_NO ? (da ? "nej" : "no") : da ? "ikke sagt" : "not said";
}

/* What else decides about money, and who stands for it. */
static void rest_text(const cJSON *row, const Terms *terms, bool da, GString *out)
{
	static const Say wins[WIN_WORDS] = { { "ikke sagt", "not said" },
		                             { "en betaling", "a payment" },
		                             { "et fundament", "a title" },
		                             { "fundament og betaling", "title and payment" } };
	const char *unsaid = da ? "ikke sagt" : "not said";
	const char *agreed = json_get_text(row, "agreed_on"), *first = json_get_text(row, "authorised_from_on");
	const char *last = json_get_text(row, "authorised_to_on"), *by = json_get_text(row, "by"), *decision = json_get_text(row, "decision");
	g_string_append_printf(out, "  %s: %s; %s: %s; %s: %s\n", da ? "modregning" : "set-off", known_word(terms->set_off, da),
	                       da ? "betaling direkte til kreditor tæller med" : "payments to the creditor count", known_word(terms->direct_payments, da),
	                       da ? "et resultat er" : "a success is", say(wins[terms->win], da ? LANG_DA : LANG_EN));
	if (terms->has_withdrawal) {
		g_autofree char *price = kr(terms->withdrawal);
		g_string_append_printf(out, "  %s: %s\n", da ? "tager kreditor sagen tilbage" : "if the creditor takes the case back", price);
	}
	g_string_append_printf(out, "  %s: %s", da ? "underskrevet" : "signed", agreed != NULL ? agreed : unsaid);
	if (first != NULL || last != NULL)
		g_string_append_printf(out, "; %s: %s – %s", da ? "autorisation" : "authorisation", first != NULL ? first : unsaid, last != NULL ? last : unsaid);
	if (by != NULL)
		g_string_append_printf(out, "; %s: %s %s", da ? "noteret af" : "recorded by", by, json_get_text(row, "recorded_on"));
	g_string_append_c(out, '\n');
	if (decision != NULL)
		g_string_append_printf(out, "  %s: %s\n", da ? "afgjort" : "decided", decision);
}

static void one_text(const cJSON *row, bool da, Lang lang, GString *out)
{
	Terms terms = { 0 };
	g_autofree char *text = json_print_compact(row);
	if (!terms_parse(&terms, text, NULL))
		return;
	const char *kept = da ? "den, der fører sagen" : "the operator", *client = da ? "kreditor" : "the creditor", *unsaid = da ? "ikke sagt" : "not said";
	g_autofree char *before = terms_price_words(&terms.prices[PHASE_OUT_OF_COURT], lang);
	g_autofree char *after = terms_price_words(&terms.prices[PHASE_COURT], lang);
	int64_t version = json_get_int(row, "version", 0);
	const char *from = json_get_text(row, "from_on");
	if (version == 0)
		g_string_append(out, da ? "Aftale efter det, der er oplyst med sagen" : "Agreement as stated with the case");
	else
		g_string_append_printf(out, da ? "Aftale nr. %" PRId64 ", %s" : "Agreement number %" PRId64 ", %s", version, json_get_text(row, "scope"));
	g_string_append_printf(out, "%s %s%s\n", da ? ", fra" : ", from", from != NULL ? from : unsaid,
	                       json_get_bool(row, "holds") ? (da ? "  (gælder)" : "  (holds)") : "");
	g_string_append_printf(out, "  %s: %s\n", da ? "uden for retten" : "out of court", before);
	g_string_append_printf(out, "  %s: %s\n", da ? "fra indleveringen" : "from filing on", after);
	g_string_append_printf(out, "  %s: %s; %s: %s; %s: %s\n", da ? "rykkergebyrer" : "reminder fees",
	                       word_or(json_get_text(row, "reminder_fees"), client, kept, unsaid), da ? "renter" : "interest",
	                       word_or(json_get_text(row, "interest"), client, kept, unsaid), da ? "tilkendte omkostninger" : "awarded costs",
	                       word_or(json_get_text(row, "awarded_costs"), client, kept, unsaid));
	g_string_append_printf(out, "  %s: %s; %s: %s\n", da ? "moms" : "VAT",
	                       terms.vat == KNOWN_YES  ? (da ? "lægges til" : "is added")
	                       : terms.vat == KNOWN_NO ? (da ? "lægges ikke til" : "is not added")
	                                               : unsaid,
	                       da ? "udlæg ved tab" : "advances on loss",
	                       terms.loss_is_ours == KNOWN_YES  ? kept
	                       : terms.loss_is_ours == KNOWN_NO ? client
	                                                        : unsaid);
	rest_text(row, &terms, da, out);
	if (!json_get_bool(row, "permitted"))
		g_string_append_printf(out, "  %s: %s (%s)\n", da ? "der bogføres intet salær" : "no fee is booked", json_get_text(row, "because"),
		                       json_get_text(row, "statute"));
}

void agreement_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	if (strcmp(json_get_text(result, "outcome"), "already") == 0)
		g_string_append(out, da ? "Den samme aftale var noteret før; intet er ændret.\n" : "The same agreement was recorded before; nothing changed.\n");
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "agreements")) one_text(row, da, call->lang, out);
	/* It decides which work may be charged for: who did not say it must see what was taken. */
	if (strcmp(json_get_text(result, "outcome"), "recorded") == 0 && !call_has(call, "agreed-on"))
		g_string_append(out, da ? "OBS: Underskriftsdagen er ikke sagt; den er sat til den dag, aftalen gælder fra, senest i dag. Er den en anden: --agreed-on DATO.\n"
		                        : "NOTE: The day of signing was not said; it is set to the first day, at the latest today. If it is another: --agreed-on DATE.\n");
	if (cJSON_GetArraySize(json_get(result, "agreements")) == 0)
		g_string_append(out, da ? "Der er ingen salæraftale.\n" : "There is no fee agreement.\n");
	agreement_cases_text(result, call->lang, out);
}
