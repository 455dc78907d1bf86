/* The table of rules, and how a predicate's answer becomes a Finding. */
#include "assess/rules.h"
#include "assess/rules_letters.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>


#define RULE(id, version, name, effect, if_unknown, statute, mark, keyed_on, da, en)                                   \
	void rule_##id##_##version(Inquiry *q);                                                                        \
	extern const RuleQuote quote_##id##_##version;
#include "assess/rules.def"
#undef RULE

/* rules() hands out the rows as an array of Rule, so predicates and quotes stand in arrays beside it. */
#define RULE(id, version, name, effect, if_unknown, statute, mark, keyed_on, da, en)                                   \
	{ #id, version, name, effect, if_unknown, statute, mark, keyed_on, { da, en } },
static const Rule rule_rows[] = {
#include "assess/rules.def"
	{ 0 }
};
#undef RULE

#define RULE(id, version, name, effect, if_unknown, statute, mark, keyed_on, da, en) rule_##id##_##version,
static void (*const predicates[])(Inquiry *q) = {
#include "assess/rules.def"
};
#undef RULE

#define RULE(id, version, name, effect, if_unknown, statute, mark, keyed_on, da, en) &quote_##id##_##version,
static const RuleQuote *const quotes[] = {
#include "assess/rules.def"
};
#undef RULE

const Rule *rules(void)
{
	return rule_rows;
}

const Rule *rule_find(const char *id)
{
	for (const Rule *rule = rule_rows; rule->id != NULL; rule++)
		if (strcmp(rule->id, id) == 0)
			return rule;
	return NULL;
}

const char *rule_quote(const Rule *rule)
{
	return quotes[rule - rule_rows]->text;
}

const char *rule_quote_where(const Rule *rule)
{
	return quotes[rule - rule_rows]->where;
}

static void rule_try(Inquiry *q, size_t i)
{
	guint before = q->out->findings->len;
	if (!law_runs_rule(q->law, rule_rows[i].id, rule_rows[i].version))
		return;
	q->rule = &rule_rows[i];
	predicates[i](q);
	if (q->out->findings->len == before)
		finding_add(q, VERDICT_CLEAR, "case", "Intet i sagen rammes af reglen.", "Nothing in the case meets the rule.",
		            NO_ARGS);
}

static int finding_order(gconstpointer a, gconstpointer b)
{
	const Finding *left = *(const Finding *const *)a, *right = *(const Finding *const *)b;
	if (left->rule != right->rule)
		return left->rule < right->rule ? -1 : 1;
	return strcmp(left->about, right->about);
}

void rules_try(Inquiry *q)
{
	for (size_t i = 0; i < G_N_ELEMENTS(predicates); i++)
		if (rule_rows[i].effect == EFFECT_BLOCK_BP)
			rule_try(q, i);
	for (guint i = 0; i < q->out->findings->len; i++) {
		const Finding *finding = q->out->findings->pdata[i];
		q->civil = q->civil || finding->effect == EFFECT_BLOCK_BP;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(predicates); i++)
		if (rule_rows[i].effect != EFFECT_BLOCK_BP)
			rule_try(q, i);
	letters_prove(q);
	rules_decide(q);
	/* Stable: several findings of one rule about one subject keep the order in which they were found. */
	GPtrArray *findings = q->out->findings;
	for (guint i = 1; i < findings->len; i++)
		for (guint j = i; j > 0 && finding_order(&findings->pdata[j - 1], &findings->pdata[j]) > 0; j--) {
			gpointer swap = findings->pdata[j];
			findings->pdata[j] = findings->pdata[j - 1];
			findings->pdata[j - 1] = swap;
		}
}

static void append_arg(GString *out, Lang lang, const Arg *arg)
{
	g_autofree char *text = NULL;
	switch (arg->kind) {
	case ARG_TEXT:
		g_string_append(out, arg->text != NULL ? arg->text : "?");
		return;
	case ARG_NUMBER:
		g_string_append_printf(out, "%" PRId64, arg->number);
		return;
	case ARG_DATE:
		text = !date_known(arg->date) ? g_strdup("?") : lang == LANG_EN ? date_english(arg->date)
		                                                                : date_danish_long(arg->date);
		g_string_append(out, text);
		return;
	case ARG_MONEY:
		text = lang == LANG_EN ? money_plain(arg->money) : money_danish(arg->money);
		g_string_append_printf(out, lang == LANG_EN ? "DKK %s" : "%s kr.", text);
		return;
	case ARG_RATE: {
		int64_t magnitude = arg->number < 0 ? -arg->number : arg->number;
		g_string_append_printf(out, "%s%" PRId64 "%s%02d %s", arg->number < 0 ? "-" : "", magnitude / 100,
		                       lang == LANG_EN ? "." : ",", (int)(magnitude % 100), lang == LANG_EN ? "%" : "pct.");
		return;
	}
	case ARG_END:
		break;
	}
	assert(arg->kind != ARG_END); /* a sentence asks for an argument that is not there */
}

char *sentence(const char *text, Lang lang, const Arg *args)
{
	size_t n = 0;
	while (args[n].kind != ARG_END)
		n++;
	GString *out = g_string_sized_new(160);
	for (const char *p = text; *p != '\0';) {
		const char *brace = strchr(p, '{');
		g_string_append_len(out, p, brace != NULL ? brace - p : (gssize)strlen(p));
		if (brace == NULL)
			break;
		size_t i = (size_t)(brace[1] - '0');
		assert(i < n && brace[2] == '}');
		append_arg(out, lang, &args[i]);
		p = brace + 3;
		/* "500,00 kr." at the end of a sentence carries its full stop with it. */
		if (*p == '.' && out->len > 0 && out->str[out->len - 1] == '.')
			p++;
	}
	return g_string_free(out, FALSE);
}

static Severity severity_of(Effect effect)
{
	switch (effect) {
	case EFFECT_INFO:
		return SEVERITY_NOTE;
	case EFFECT_WARN:
		return SEVERITY_WARN;
	case EFFECT_MISSING:
	case EFFECT_FIX:
	case EFFECT_WAIT:
	case EFFECT_BLOCK_BP:
	case EFFECT_HUMAN:
	case EFFECT_BLOCK_ALL:
		break;
	}
	return SEVERITY_BLOCK;
}

Finding *finding_add(Inquiry *q, Verdict verdict, const char *about, const char *da, const char *en, const Arg *args)
{
	Finding *finding = g_new0(Finding, 1);
	finding->rule = q->rule;
	finding->verdict = verdict;
	finding->about = g_strdup(about);
	finding->da = sentence(da, LANG_DA, args);
	finding->en = sentence(en, LANG_EN, args);
	finding->facts = g_ptr_array_new();
	finding->events = g_ptr_array_new();
	finding->figures = g_ptr_array_new();
	finding->ready_on = DATE_NONE;
	finding_soften(finding, verdict == VERDICT_FOUND     ? q->rule->effect
	                        : verdict == VERDICT_UNKNOWN ? q->rule->if_unknown
	                                                     : EFFECT_INFO);
	g_ptr_array_add(q->out->findings, finding);
	return finding;
}

void finding_soften(Finding *finding, Effect effect)
{
	finding->effect = effect;
	finding->severity = severity_of(effect);
}

void finding_append(Finding *finding, const char *da, const char *en, const Arg *args)
{
	g_autofree char *old_da = finding->da, *old_en = finding->en;
	g_autofree char *more_da = sentence(da, LANG_DA, args), *more_en = sentence(en, LANG_EN, args);
	finding->da = g_strdup_printf("%s %s", old_da, more_da);
	finding->en = g_strdup_printf("%s %s", old_en, more_en);
}

void finding_ask(Finding *finding, const char *da, const char *en, const Arg *args)
{
	g_free(finding->ask_da);
	g_free(finding->ask_en);
	finding->ask_da = sentence(da, LANG_DA, args);
	finding->ask_en = sentence(en, LANG_EN, args);
}

void finding_ready(Finding *finding, Date on)
{
	finding->ready_on = on;
}

void finding_field(Finding *finding, const Field *field)
{
	if (field->facts == NULL)
		return;
	for (guint i = 0; i < field->facts->len; i++)
		if (!g_ptr_array_find(finding->facts, field->facts->pdata[i], NULL))
			g_ptr_array_add(finding->facts, field->facts->pdata[i]);
}

void finding_event(Finding *finding, const Event *event)
{
	if (event != NULL && !g_ptr_array_find(finding->events, event, NULL))
		g_ptr_array_add(finding->events, (gpointer)event);
}

static void figure_add(Finding *finding, const char *name, char *value, bool is_number)
{
	Figure *figure = g_new0(Figure, 1);
	figure->name = name;
	figure->value = value;
	figure->is_number = is_number;
	g_ptr_array_add(finding->figures, figure);
}

void finding_money(Finding *finding, const char *name, Money value)
{
	finding_number(finding, name, money_ore(value));
}

void finding_date(Finding *finding, const char *name, Date value)
{
	figure_add(finding, name, date_iso(value), false);
}

void finding_number(Finding *finding, const char *name, int64_t value)
{
	figure_add(finding, name, g_strdup_printf("%" PRId64, value), true);
}

void finding_text(Finding *finding, const char *name, const char *value)
{
	figure_add(finding, name, g_strdup(value), false);
}

bool inquiry_found(const Assessment *assessment, const char *rule_id, const char *about)
{
	for (guint i = 0; i < assessment->findings->len; i++) {
		const Finding *finding = assessment->findings->pdata[i];
		if (finding->verdict == VERDICT_FOUND && strcmp(finding->rule->id, rule_id) == 0 &&
		    (about == NULL || strcmp(finding->about, about) == 0))
			return true;
	}
	return false;
}

char *item_label(const Item *item, Lang lang)
{
	const char *number = field_text(&item->number);
	const char *slash = strchr(item->id, '/');
	const char *name = number != NULL ? number : slash != NULL ? slash + 1 : item->id;
	if (item->kind == ITEM_INVOICE)
		return g_strdup_printf(lang == LANG_EN ? "invoice %s" : "faktura %s", name);
	return g_strdup_printf(lang == LANG_EN ? "item %s" : "krav %s", name);
}

char *party_label(const Party *party, Lang lang)
{
	const char *name = field_text(&party->name);
	return name != NULL ? g_strdup(name) : g_strdup_printf(lang == LANG_EN ? "debtor %s" : "skyldner %s", party->id);
}

bool party_is_consumer(const Party *debtor)
{
	return !field_is(&debtor->kind, "business") && !field_is(&debtor->kind, "public");
}

bool item_has_consumer(const Item *item)
{
	for (guint i = 0; i < item->debtors->len; i++)
		if (party_is_consumer(item->debtors->pdata[i]))
			return true;
	return item->debtors->len == 0;
}

const Event *inquiry_standing(const Inquiry *q, const char *name, const char *const *over, const Party *debtor,
                              const Item *item)
{
	const Event *last = NULL;
	g_autoptr(GPtrArray) events = case_events(q->c, name, debtor, item);
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (date_compare(event->on, q->on) <= 0)
			last = event;
	}
	for (; last != NULL && over != NULL && *over != NULL; over++) {
		g_autoptr(GPtrArray) ends = case_events(q->c, *over, debtor, item);
		for (guint i = 0; i < ends->len; i++) {
			const Event *end = ends->pdata[i];
			if (date_compare(end->on, last->on) >= 0 && date_compare(end->on, q->on) <= 0)
				return NULL;
		}
	}
	return last;
}
