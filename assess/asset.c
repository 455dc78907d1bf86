#include "assess/asset.h"

#include <stdlib.h>
#include <string.h>

static const AssetKind kinds[] = {
	{ "movable", { "løsøre", "movables" }, true, "rpl § 526 stk. 4", { NULL, NULL }, NULL, false },
	{ "vehicle",
	  { "køretøj", "vehicle" },
	  false,
	  "rpl § 526 stk. 5",
	  { "Få udlægget tinglyst i Bilbogen", "Have the attachment registered in Bilbogen" },
	  "rpl § 526 stk. 5",
	  false },
	{ "land",
	  { "fast ejendom", "real property" },
	  false,
	  "rpl § 526 stk. 3",
	  { "Se efter, om fogedretten har tinglyst udlægget", "See whether the court has registered the attachment" },
	  "tl § 13 stk. 1",
	  false },
	{ "cooperative",
	  { "andelsbolig", "cooperative share" },
	  false,
	  "rpl § 526 stk. 5",
	  { "Få udlægget tinglyst i Andelsboligbogen", "Have the attachment registered in Andelsboligbogen" },
	  "rpl § 526 stk. 5",
	  false },
	{ "bank",
	  { "bankindestående", "bank balance" },
	  false,
	  "rpl § 526 stk. 1",
	  { "Giv banken besked om udlægget", "Notify the bank of the attachment" },
	  "rpl § 524",
	  false },
	{ "claim",
	  { "simpel fordring", "simple claim" },
	  false,
	  "rpl § 526 stk. 1",
	  { "Giv skyldneren ifølge fordringen besked om udlægget", "Notify the debtor of the claim of the attachment" },
	  "rpl § 524",
	  false },
	{ "securities",
	  { "værdipapir", "securities" },
	  true,
	  "rpl § 526 stk. 4",
	  { "Se efter, om fogedretten har papiret i forvaring", "See whether the court keeps the paper" },
	  "rpl § 523 stk. 2",
	  false },
	{ "cash", { "kontanter", "cash" }, false, "rpl § 521", { NULL, NULL }, NULL, false },
	{ "company",
	  { "kapitalandel", "company share" },
	  false,
	  "practice",
	  { "Sikringsakten er ikke fastlagt: en person afgør den", "How it is made safe is not established: a person decides" },
	  "practice",
	  true },
	{ "other",
	  { "andet", "other" },
	  true,
	  "rpl § 526 stk. 4",
	  { "Sikringsakten er ikke fastlagt: en person afgør den", "How it is made safe is not established: a person decides" },
	  "practice",
	  true },
};

const AssetKind *asset_kind_at(size_t i)
{
	return i < G_N_ELEMENTS(kinds) ? &kinds[i] : NULL;
}

const AssetKind *asset_kind_find(const char *name)
{
	for (size_t i = 0; name != NULL && i < G_N_ELEMENTS(kinds); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

static void asset_free(void *data)
{
	Asset *asset = data;
	g_free(asset->id);
	g_free(asset);
}

const Fact *asset_fact(const Case *c, const char *subject, const char *name)
{
	const Fact *last = NULL;
	for (guint i = 0; i < c->facts->len; i++) {
		const Fact *fact = c->facts->pdata[i];
		if (fact->status != FACT_REJECTED && strcmp(fact->name, name) == 0 && strcmp(fact->subject, subject) == 0)
			last = fact;
	}
	return last;
}

static const char *text_of(const Case *c, const char *subject, const char *name)
{
	const Fact *fact = asset_fact(c, subject, name);
	return fact != NULL ? fact->value : NULL;
}

static Date day_of(const Case *c, const char *subject, const char *name, Date on)
{
	Date day;
	const char *text = text_of(c, subject, name);
	return text != NULL && date_parse(text, &day) && !date_before(on, day) ? day : DATE_NONE;
}

static Asset *asset_read(const Case *c, const char *subject, int number, Date on)
{
	gint64 ore;
	const char *value = text_of(c, subject, "asset.value_ore");
	Asset *asset = g_new0(Asset, 1);
	*asset = (Asset){ .id = g_strdup(subject),
		          .number = number,
		          .kind = asset_kind_find(text_of(c, subject, "asset.kind")),
		          .debtor = text_of(c, subject, "asset.debtor"),
		          .text = text_of(c, subject, "asset.text"),
		          .owner = text_of(c, subject, "asset.owner"),
		          .register_ref = text_of(c, subject, "asset.register"),
		          .source = text_of(c, subject, "asset.source"),
		          .value = money_zero(),
		          .taken_on = day_of(c, subject, "asset.taken_on", on),
		          .secured_on = day_of(c, subject, "asset.secured_on", on),
		          .auction_on = day_of(c, subject, "asset.auction_on", on),
		          .hindered_on = day_of(c, subject, "asset.hindered_on", on),
		          .free_on = day_of(c, subject, "asset.free_on", on),
		          .released_on = day_of(c, subject, "asset.released_on", on),
		          .sold_on = day_of(c, subject, "asset.sold_on", on) };
	if (asset->kind == NULL)
		asset->kind = asset_kind_find("other");
	if (value != NULL && g_ascii_string_to_signed(value, 10, 0, G_MAXINT64, &ore, NULL)) {
		asset->value_known = true;
		asset->value = money_of_ore(ore);
	}
	return asset;
}

static int by_number(gconstpointer a, gconstpointer b)
{
	const Asset *x = *(const Asset *const *)a, *y = *(const Asset *const *)b;
	return (x->number > y->number) - (x->number < y->number);
}

GPtrArray *assets_of(const Case *c, Date on)
{
	GPtrArray *assets = g_ptr_array_new_with_free_func(asset_free);
	for (guint i = 0; i < c->facts->len; i++) {
		const Fact *fact = c->facts->pdata[i];
		gint64 number;
		if (strcmp(fact->name, "asset.kind") != 0 || !g_str_has_prefix(fact->subject, "asset/") ||
		    !g_ascii_string_to_signed(fact->subject + strlen("asset/"), 10, 1, G_MAXINT32, &number, NULL))
			continue;
		bool there = false;
		for (guint k = 0; k < assets->len && !there; k++)
			there = ((const Asset *)assets->pdata[k])->number == (int)number;
		if (!there)
			g_ptr_array_add(assets, asset_read(c, fact->subject, (int)number, on));
	}
	g_ptr_array_sort(assets, by_number);
	return assets;
}

bool asset_held(const Asset *asset)
{
	return date_known(asset->taken_on) && !date_known(asset->released_on) && !date_known(asset->sold_on);
}

static bool text_lapses(const char *ground)
{
	/* rpl § 526: not land and securities of stk. 3 with their own rules, not simple claims (stk. 1), not what stk. 5 names. */
	static const char *const outside[] = { "bilbog", "andelsbolig", "fast ejendom", "ejendom matr", "bankindest", "indestående",
		                               "simpel fordring", "car book", "cooperative share", "real property", "bank balance" };
	g_autofree char *low = g_utf8_strdown(ground != NULL ? ground : "", -1);
	for (size_t i = 0; i < G_N_ELEMENTS(outside); i++)
		if (strstr(low, outside[i]) != NULL)
			return false;
	return true;
}

bool attachment_lapses(const Case *c, const Party *debtor, const Event *event)
{
	g_autoptr(GPtrArray) assets = assets_of(c, event->on);
	bool told = false, lapses = false;
	for (guint i = 0; i < assets->len; i++) {
		const Asset *asset = assets->pdata[i];
		if (date_compare(asset->taken_on, event->on) != 0 ||
		    (asset->debtor != NULL && debtor != NULL && strcmp(asset->debtor, debtor->id) != 0))
			continue;
		told = true;
		lapses = lapses || asset->kind->lapses;
	}
	return told ? lapses : text_lapses(event->ground);
}
