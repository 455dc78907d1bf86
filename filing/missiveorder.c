/* What a person asked of a letter, as it is kept with it; and who writes it. */
#include "filing/missive.h"

#include "intake/conf.h"
#include "intake/json.h"

#include <string.h>

MissiveOrder *missive_order_new(const PaperKind *kind, Date on)
{
	MissiveOrder *order = g_new0(MissiveOrder, 1);
	order->kind = kind;
	order->tone = TONE_NEUTRAL;
	order->on = on;
	order->until = order->first = order->missed = order->meeting = DATE_NONE;
	order->amount = money_zero();
	order->searches = g_new0(char *, 1);
	return order;
}

void missive_order_free(MissiveOrder *order)
{
	if (order == NULL)
		return;
	g_free(order->debtor);
	g_free(order->text);
	g_free(order->asked);
	g_free(order->name);
	g_free(order->address);
	g_free(order->phone);
	g_free(order->court);
	g_strfreev(order->searches);
	g_free(order);
}

/* The members that are a day, and those that are a text, with their keys. */
static Date *day_of(MissiveOrder *order, int i, const char **key)
{
	static const char *const keys[] = { "on", "until", "first", "missed", "meeting" };
	Date *const days[] = { &order->on, &order->until, &order->first, &order->missed, &order->meeting };
	*key = i < (int)G_N_ELEMENTS(keys) ? keys[i] : NULL;
	return i < (int)G_N_ELEMENTS(keys) ? days[i] : NULL;
}

static char **text_of(MissiveOrder *order, int i, const char **key)
{
	static const char *const keys[] = { "debtor", "text", "asked", "name", "address", "phone", "court" };
	char **const texts[] = { &order->debtor,  &order->text,  &order->asked, &order->name,
		                     &order->address, &order->phone, &order->court };
	*key = i < (int)G_N_ELEMENTS(keys) ? keys[i] : NULL;
	return i < (int)G_N_ELEMENTS(keys) ? texts[i] : NULL;
}

static bool *flag_of(MissiveOrder *order, int i, const char **key)
{
	static const char *const keys[] = { "no_fee", "joint", "ask_costs", "waive_costs", "has_amount", "mandate" };
	bool *const flags[] = { &order->no_fee, &order->joint, &order->ask_costs, &order->waive_costs, &order->has_amount,
		                    &order->mandate };
	*key = i < (int)G_N_ELEMENTS(keys) ? keys[i] : NULL;
	return i < (int)G_N_ELEMENTS(keys) ? flags[i] : NULL;
}

char *missive_order_text(const MissiveOrder *given)
{
	MissiveOrder copy = *given, *order = &copy;
	const char *key;
	g_autoptr(cJSON) object = cJSON_CreateObject();
	json_text(object, "kind", order->kind->name);
	json_text(object, "language", paper_language_name(order->language));
	json_text(object, "tone", paper_tone_name(order->tone));
	const Date *day;
	for (int i = 0; (day = day_of(order, i, &key)) != NULL; i++)
		if (date_known(*day))
			json_date(object, key, *day);
	char *const *text;
	for (int i = 0; (text = text_of(order, i, &key)) != NULL; i++)
		if (*text != NULL)
			json_text(object, key, *text);
	const bool *flag;
	for (int i = 0; (flag = flag_of(order, i, &key)) != NULL; i++)
		if (*flag)
			json_bool(object, key, true);
	if (order->has_amount)
		json_money(object, "amount_ore", order->amount);
	if (order->instalments > 0)
		json_int(object, "instalments", order->instalments);
	cJSON *searches = json_array(object, "searches");
	for (char **search = order->searches; *search != NULL; search++)
		json_push_text(searches, *search);
	return json_print_compact(object);
}

MissiveOrder *missive_order_parse(const char *text)
{
	g_autoptr(cJSON) object = text != NULL ? json_parse(text, strlen(text)) : NULL;
	const char *name = object != NULL ? json_get_text(object, "kind") : NULL, *key;
	const PaperKind *kind = name != NULL ? paper_kind_find(name) : NULL;
	if (kind == NULL)
		return NULL;
	g_autoptr(MissiveOrder) order = missive_order_new(kind, DATE_NONE);
	if (!paper_language_parse(json_get_text(object, "language"), &order->language) ||
	    !paper_tone_parse(json_get_text(object, "tone"), &order->tone))
		return NULL;
	Date *day;
	for (int i = 0; (day = day_of(order, i, &key)) != NULL; i++) {
		const char *said = json_get_text(object, key);
		if (said != NULL && !date_parse(said, day))
			return NULL;
	}
	char **copy;
	for (int i = 0; (copy = text_of(order, i, &key)) != NULL; i++)
		*copy = g_strdup(json_get_text(object, key));
	bool *flag;
	for (int i = 0; (flag = flag_of(order, i, &key)) != NULL; i++)
		*flag = json_get_bool(object, key);
	order->amount = money_of_ore(json_get_int(object, "amount_ore", 0));
	order->instalments = (int)json_get_int(object, "instalments", 0);
	g_autoptr(GStrvBuilder) searches = g_strv_builder_new();
	const cJSON *search;
	cJSON_ArrayForEach(search, json_get(object, "searches")) g_strv_builder_add(searches, cJSON_GetStringValue(search));
	g_strfreev(order->searches);
	order->searches = g_strv_builder_end(searches);
	return date_known(order->on) ? g_steal_pointer(&order) : NULL;
}

/* ---- who writes ---- */

void sender_free(Sender *sender)
{
	if (sender == NULL)
		return;
	g_free(sender->name);
	g_free(sender->address);
	g_free(sender->place);
	g_free(sender->country);
	g_free(sender->cvr);
	g_free(sender->phone);
	g_free(sender->email);
	g_free(sender->account);
	g_free(sender);
}

static char *two_words(const char *first, const char *second)
{
	if (first == NULL || second == NULL)
		return g_strdup(first != NULL ? first : second);
	return g_strdup_printf("%s %s", first, second);
}

static void from_party(Sender *sender, const Party *party)
{
	sender->name = g_strdup(field_text(&party->name));
	sender->address = g_strdup(field_text(&party->address));
	sender->place = two_words(field_text(&party->postcode), field_text(&party->city));
	if (!field_is(&party->country, "DK"))
		sender->country = g_strdup(field_text(&party->country));
	sender->cvr = g_strdup(field_text(&party->cvr));
	sender->phone = g_strdup(field_text(&party->phone));
	sender->email = g_strdup(field_text(&party->email));
}

static void from_firm(Sender *sender, const char *home)
{
	const struct {
		const char *key;
		char **to;
	} keys[] = { { "name", &sender->name }, { "address", &sender->address }, { "cvr", &sender->cvr },
		         { "phone", &sender->phone }, { "email", &sender->email },   { "account", &sender->account } };
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		*keys[i].to = conf_text(home, "firm", keys[i].key);
	g_autofree char *postcode = conf_text(home, "firm", "postcode"), *city = conf_text(home, "firm", "city");
	sender->place = two_words(postcode, city);
}

Sender *sender_of(const Case *c, const char *home)
{
	Sender *sender = g_new0(Sender, 1);
	g_autofree char *firm = conf_text(home, "firm", "name");
	/* A firm that pursues its own claim writes in its own name; its particulars are the creditor's. */
	bool own = field_is(&c->operator_kind, "self") || g_strcmp0(firm, field_text(&c->creditor->name)) == 0;
	if (firm != NULL && !own) {
		from_firm(sender, home);
		sender->firm = true;
	} else {
		from_party(sender, c->creditor);
	}
	if (sender->account == NULL)
		sender->account = g_strdup(field_text(&c->creditor->account));
	return sender;
}
