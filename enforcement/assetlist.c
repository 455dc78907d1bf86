#include "enforcement/assetlist.h"

#include "assess/calendar.h"
#include "assess/edition.h"
#include "filing/bailiff.h"
#include "intake/limits.h"
#include "intake/record.h"
#include "intake/typed.h"

#include <string.h>

const OptionRow asset_options[] = {
	{ "debtor", "ID", { "skyldneren, som det angår", "the debtor whose it is" } },
	{ "kind", "KIND", { "movable, vehicle, land, cooperative, bank, claim, securities, cash, company eller other",
	                    "movable, vehicle, land, cooperative, bank, claim, securities, cash, company or other" } },
	{ "text", "TEXT", { "hvad det er", "what it is" } },
	{ "owner", "TEXT", { "hvem der siges at eje det", "who is said to own it" } },
	{ "value", "KR", { "skønnet værdi", "estimated value" } },
	{ "register", "TEXT", { "registreringsnummer, matrikel eller lignende", "registration number, title number or the like" } },
	{ "source", "TEXT", { "hvor det vides fra", "how it is known" } },
	{ "taken", "DATE", { "dagen for udlægget", "day of the attachment" } },
	{ "secured", "DATE", { "dagen for sikringsakten", "day it was made safe" } },
	{ "auction", "DATE", { "dagen auktion blev begæret", "day an auction was requested" } },
	{ "hindered", "DATE", { "dagen auktion blev hindret", "day the auction was hindered" } },
	{ "free", "DATE", { "dagen hindringen ophørte", "day the hindrance ended" } },
	{ "released", "DATE", { "dagen udlægget blev frigivet", "day the attachment was released" } },
	{ "sold", "DATE", { "dagen det blev solgt", "day it was sold" } },
	{ "by", "NAME", { "hvem der skriver", "who writes it" } },
	{ 0 },
};

/* ---- what is next ---- */

static AssetNext auction_next(const Asset *asset, const Law *law, Date on)
{
	bool hindered = date_known(asset->hindered_on);
	AssetNext next = { ASSET_NONE, NULL, DATE_NONE, DATE_NONE, DATE_NONE, asset->kind->lapse_statute, { NULL, NULL } };
	if (hindered && !date_known(asset->free_on)) {
		next.step = ASSET_AWAIT;
		next.what = (Say){ "Auktionen er hindret: noter, når hindringen ophører", "The auction is hindered: record when the hindrance ends" };
		return next;
	}
	next.clock = hindered ? "T36" : "T33";
	next.start_on = hindered ? asset->free_on : asset->taken_on;
	Deadline end = clock_end(law, law_clock(law, next.clock), next.start_on);
	next.last_on = end.last_day;
	next.by_on = end.file_by;
	bool over = date_before(end.last_day, on);
	next.step = over ? ASSET_LAPSED : ASSET_AUCTION;
	next.what = over ? (Say){ "Udlægget er bortfaldet", "The attachment has lapsed" }
	                 : (Say){ "Begær tvangsauktion", "Request the auction" };
	return next;
}

int asset_next(const Asset *asset, const Law *law, Date on, AssetNext next[2])
{
	int n = 0;
	if (!asset_held(asset) || date_known(asset->auction_on))
		return 0;
	if (asset->kind->secure_statute != NULL && !date_known(asset->secured_on))
		next[n++] = (AssetNext){ ASSET_SECURE, NULL, asset->taken_on, asset->taken_on, DATE_NONE, asset->kind->secure_statute, asset->kind->secure };
	if (asset->kind->lapses)
		next[n++] = auction_next(asset, law, on);
	return n;
}

/* ---- listing ---- */

static void asset_json(cJSON *row, const Asset *asset, const Law *law, Date on, Lang lang)
{
	json_int(row, "asset", asset->number);
	json_text(row, "debtor", asset->debtor);
	json_text(row, "kind", asset->kind->name);
	json_text(row, "called", say(asset->kind->say, lang));
	json_text(row, "text", asset->text);
	json_text(row, "owner", asset->owner);
	json_text(row, "register", asset->register_ref);
	json_text(row, "source", asset->source);
	if (asset->value_known)
		json_money(row, "value_ore", asset->value);
	else
		json_null(row, "value_ore");
	json_date(row, "taken_on", asset->taken_on);
	json_date(row, "secured_on", asset->secured_on);
	json_date(row, "auction_on", asset->auction_on);
	json_date(row, "hindered_on", asset->hindered_on);
	json_date(row, "free_on", asset->free_on);
	json_date(row, "released_on", asset->released_on);
	json_date(row, "sold_on", asset->sold_on);
	json_bool(row, "held", asset_held(asset));
	AssetNext next[2];
	int n = asset_next(asset, law, on, next);
	cJSON *steps = json_array(row, "next");
	for (int i = 0; i < n; i++) {
		cJSON *step = json_push(steps);
		json_text(step, "what", say(next[i].what, lang));
		json_text(step, "clock", next[i].clock);
		json_date(step, "by_on", next[i].by_on);
		json_date(step, "last_on", next[i].last_on);
		json_text(step, "statute", next[i].statute);
	}
}

static bool assets_json(const Call *call, const Law *law, int only, cJSON **result, GError **error)
{
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	if (c == NULL)
		return false;
	g_autoptr(GPtrArray) assets = assets_of(c, call->today);
	g_autoptr(cJSON) object = json_result("asset");
	json_text(object, "case", c->id);
	cJSON *rows = json_array(object, "assets");
	for (guint i = 0; i < assets->len; i++) {
		const Asset *asset = assets->pdata[i];
		if (only == 0 || asset->number == only)
			asset_json(json_push(rows), asset, law, call->today, call->lang);
	}
	*result = g_steal_pointer(&object);
	return true;
}

int asset_list_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	return law != NULL && assets_json(call, law, 0, result, error) ? EXIT_FINE : -1;
}

void asset_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row, *step;
	cJSON_ArrayForEach(row, json_get(result, "assets"))
	{
		static const struct {
			const char *key;
			Say say;
		} days[] = { { "taken_on", { "udlæg", "attached" } },       { "secured_on", { "sikret", "made safe" } },
			     { "auction_on", { "auktion begæret", "auction requested" } }, { "released_on", { "frigivet", "released" } },
			     { "sold_on", { "solgt", "sold" } } };
		const char *debtor = json_get_text(row, "debtor"), *text = json_get_text(row, "text"), *reg = json_get_text(row, "register");
		g_string_append_printf(out, "%3d  %-4s %s: %s%s%s%s", (int)json_get_int(row, "asset", 0), debtor != NULL ? debtor : "",
		                       json_get_text(row, "called"), text != NULL ? text : "?", reg != NULL ? " (" : "", reg != NULL ? reg : "",
		                       reg != NULL ? ")" : "");
		for (size_t i = 0; i < G_N_ELEMENTS(days); i++)
			if (json_get_text(row, days[i].key) != NULL)
				g_string_append_printf(out, "; %s %s", say(days[i].say, call->lang), json_get_text(row, days[i].key));
		g_string_append_c(out, '\n');
		cJSON_ArrayForEach(step, json_get(row, "next"))
		{
			const char *by = json_get_text(step, "by_on");
			g_string_append_printf(out, "       %s%s%s (%s)\n", json_get_text(step, "what"), by != NULL ? (da ? ", senest " : ", by ") : "",
			                       by != NULL ? by : "", json_get_text(step, "statute"));
		}
	}
	if (cJSON_GetArraySize(json_get(result, "assets")) == 0)
		g_string_append(out, da ? "Ingen aktiver.\n" : "No assets.\n");
}

/* ---- recording ---- */

/* A person's word, the first time as a fact, later as a correction of it: the last word counts, all are kept. */
static bool word_record(Store *store, const Case *c, const char *subject, const char *name, const char *value, const char *by, Date on,
                        GError **error)
{
	const Fact *there = asset_fact(c, subject, name);
	if (there != NULL && strcmp(there->value, value) == 0)
		return true;
	if (there != NULL)
		return decision_record(store, c->id, there->id, FACT_CORRECTED, value, by, on, error);
	g_autoptr(Fact) fact = fact_new(subject, name, value, value);
	g_autoptr(GPtrArray) one = g_ptr_array_new();
	fact->status = FACT_STATED;
	fact->confidence = 100;
	fact->proof.document = g_strdup(by);
	fact->proof.reader = g_strdup("person");
	g_ptr_array_add(one, fact);
	return facts_record(store, c->id, one, on, error);
}

bool asset_record(Store *store, const Case *c, int *number, const char *by, Date on, const char *const *facts, GError **error)
{
	if (*number == 0) {
		g_autoptr(GPtrArray) assets = assets_of(c, on);
		*number = assets->len > 0 ? ((const Asset *)assets->pdata[assets->len - 1])->number + 1 : 1;
	}
	g_autofree char *subject = g_strdup_printf("asset/%d", *number);
	for (; facts[0] != NULL; facts += 2)
		if (facts[1] != NULL && !word_record(store, c, subject, facts[0], facts[1], by, on, error))
			return false;
	return true;
}

typedef struct Words {
	const char *debtor, *kind, *text, *owner, *reg, *source;
	char *value;
	char *days[7];
} Words;

static const char *const day_options[] = { "taken", "secured", "auction", "hindered", "free", "released", "sold" };
static const char *const day_facts[] = { "asset.taken_on",    "asset.secured_on",  "asset.auction_on", "asset.hindered_on",
	                                 "asset.free_on",     "asset.released_on", "asset.sold_on" };

static void words_clear(Words *words)
{
	g_free(words->value);
	for (size_t i = 0; i < G_N_ELEMENTS(words->days); i++)
		g_free(words->days[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Words, words_clear)

static bool text_fits(const char *option, const char *text, GError **error)
{
	if (text == NULL || (*text != '\0' && strlen(text) <= LIMIT_SUMMARY_BYTES && g_utf8_validate(text, -1, NULL)))
		return true;
	return error_set(error, ERROR_USAGE, "asset-text", "--%s er tom, for lang eller ikke UTF-8.", "--%s is empty, too long or not UTF-8.", option);
}

static bool days_said(const Call *call, Words *out, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(day_options); i++) {
		Date day;
		if (!call_date(call, day_options[i], &day, error))
			return false;
		if (date_known(day) && date_before(call->today, day))
			return error_set(error, ERROR_INPUT, "future", "Dagen i --%s er ikke kommet.", "The day of --%s has not come.", day_options[i]);
		out->days[i] = date_known(day) ? date_iso(day) : NULL;
	}
	return true;
}

static bool words_said(const Call *call, Words *out, GError **error)
{
	const struct {
		const char *option, **to;
	} texts[] = { { "debtor", &out->debtor }, { "kind", &out->kind },    { "text", &out->text },
		      { "owner", &out->owner },   { "register", &out->reg }, { "source", &out->source } };
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		*texts[i].to = call_option(call, texts[i].option);
		if (!text_fits(texts[i].option, *texts[i].to, error))
			return false;
	}
	const char *value = call_option(call, "value");
	Money amount;
	if (value != NULL && (!money_typed(value, &amount) || money_is_negative(amount)))
		return error_set(error, ERROR_USAGE, "amount", "»%s« er intet beløb.", "\"%s\" is no amount.", value);
	out->value = value != NULL ? g_strdup_printf("%" G_GINT64_FORMAT, money_ore(amount)) : NULL;
	if (out->kind != NULL && asset_kind_find(out->kind) == NULL) {
		error_set(error, ERROR_USAGE, "asset-kind", "»%s« er ingen art aktiv.", "\"%s\" is no kind of asset.", out->kind);
		error_remedy(error, "Brug movable, vehicle, land, cooperative, bank, claim, securities, cash, company eller other.",
		             "Use movable, vehicle, land, cooperative, bank, claim, securities, cash, company or other.");
		return false;
	}
	return days_said(call, out, error);
}

/* The days must come in an order that can be: nothing becomes of what was not taken. */
static bool days_fit(const Case *c, const char *subject, const Words *words, GError **error)
{
	Date days[7];
	for (size_t i = 0; i < G_N_ELEMENTS(day_facts); i++) {
		const Fact *there = asset_fact(c, subject, day_facts[i]);
		const char *text = words->days[i] != NULL ? words->days[i] : there != NULL ? there->value : NULL;
		if (text == NULL || !date_parse(text, &days[i]))
			days[i] = DATE_NONE;
	}
	for (size_t i = 1; i < G_N_ELEMENTS(days); i++)
		if (date_known(days[i]) && (!date_known(days[0]) || date_before(days[i], days[0])))
			return error_set(error, ERROR_INPUT, "asset-order", "--%s ligger før udlægget, eller der er intet udlæg: sig --taken.",
			                 "--%s lies before the attachment, or there is none: say --taken.", day_options[i]);
	if (date_known(days[4]) && (!date_known(days[3]) || date_before(days[4], days[3])))
		return error_set(error, ERROR_INPUT, "asset-order", "--free ligger før hindringen: sig --hindered.",
		                 "--free lies before the hindrance: say --hindered.");
	return true;
}

static bool step_record(const Call *call, const Case *c, int *number, const Words *words, GError **error)
{
	const char *facts[2 * (7 + G_N_ELEMENTS(day_facts)) + 1] = { "asset.kind",     words->kind,  "asset.debtor", words->debtor,
		                                                     "asset.text",     words->text,  "asset.owner",  words->owner,
		                                                     "asset.register", words->reg,   "asset.source", words->source,
		                                                     "asset.value_ore", words->value };
	int n = 14;
	for (size_t i = 0; i < G_N_ELEMENTS(day_facts); i++) {
		facts[n++] = day_facts[i];
		facts[n++] = words->days[i];
	}
	const char *by = call_option(call, "by");
	return asset_record(call->store, c, number, by != NULL && *by != '\0' ? by : "lawyer", call->today, facts, error);
}

static bool asset_step(const Call *call, int *number, GError **error)
{
	g_auto(Words) words = { 0 };
	g_autoptr(Case) c = words_said(call, &words, error) ? case_read(call->store, call->argv[0], 0, error) : NULL;
	if (c == NULL)
		return false;
	if (*number == 0 && (words.kind == NULL || words.text == NULL))
		return error_set(error, ERROR_USAGE, "asset-what", "Et aktiv har --kind og --text.", "An asset has --kind and --text.");
	if (*number == 0 && words.debtor == NULL && c->debtors->len == 1)
		words.debtor = ((const Party *)c->debtors->pdata[0])->id;
	if (*number == 0 && words.debtor == NULL)
		return error_set(error, ERROR_USAGE, "asset-debtor", "Sagen har flere skyldnere: sig hvis det er, med --debtor.",
		                 "The case has several debtors: say whose it is, with --debtor.");
	if (words.debtor != NULL && case_debtor(c, words.debtor) == NULL)
		return error_set(error, ERROR_INPUT, "no-such-debtor", "Sagen har ingen skyldner »%s«.", "The case has no debtor \"%s\".", words.debtor);
	g_autofree char *subject = g_strdup_printf("asset/%d", *number);
	if (*number != 0 && asset_fact(c, subject, "asset.kind") == NULL)
		return error_set(error, ERROR_INPUT, "no-such-asset", "Sagen har intet aktiv nr. %d.", "The case has no asset number %d.", *number);
	return days_fit(c, subject, &words, error) && step_record(call, c, number, &words, error);
}

static int asset_write(const Call *call, int number, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL || !store_begin(call->store, error))
		return -1;
	if (!asset_step(call, &number, error) || !store_commit(call->store, error)) {
		store_rollback(call->store);
		return -1;
	}
	return assets_json(call, law, number, result, error) ? EXIT_FINE : -1;
}

int asset_add_run(const Call *call, cJSON **result, GError **error)
{
	return asset_write(call, 0, result, error);
}

int asset_set_run(const Call *call, cJSON **result, GError **error)
{
	gint64 number;
	if (!g_ascii_string_to_signed(call->argv[1], 10, 1, G_MAXINT32, &number, NULL)) {
		error_set(error, ERROR_USAGE, "asset-number", "»%s« er intet aktivnummer.", "\"%s\" is no number of an asset.", call->argv[1]);
		return -1;
	}
	return asset_write(call, (int)number, result, error);
}
