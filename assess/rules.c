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

bool rule_is_newest(const Rule *rule)
{
	for (const Rule *other = rule_rows; other->id != NULL; other++)
		if (other->version > rule->version && strcmp(other->id, rule->id) == 0)
			return false;
	return true;
}

const Rule *rule_find(const char *id)
{
	const char *slash = strchr(id, '/');
	size_t length = slash != NULL ? (size_t)(slash - id) : strlen(id);
	for (const Rule *rule = rule_rows; rule->id != NULL; rule++) {
		if (strlen(rule->id) != length || strncmp(rule->id, id, length) != 0)
			continue;
		g_autofree char *version = g_strdup_printf("/%d", rule->version);
		if (slash != NULL ? strcmp(slash, version) == 0 : rule_is_newest(rule))
			return rule;
	}
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
	if (!law_runs_rule_at(q->law, i))
		return;
	q->rule = &rule_rows[i];
	predicates[i](q);
	if (q->out->findings->len == before)
		finding_add(q, VERDICT_CLEAR, "case", "Intet i sagen rammes af reglen.", "Nothing in the case meets the rule.",
		            NO_ARGS);
}

static int by_about(gconstpointer a, gconstpointer b, gpointer unused)
{
	(void)unused;
	return strcmp((*(const Finding *const *)a)->about, (*(const Finding *const *)b)->about);
}

/* Those of one rule, by what they are about; several about one subject keep the order in which they were found. */
static void sort_by_about(gpointer *findings, guint n)
{
	for (guint i = 1; i < n; i++) {
		if (by_about(&findings[i - 1], &findings[i], NULL) <= 0)
			continue;
		g_qsort_with_data(findings, (gint)n, sizeof *findings, by_about, NULL);
		return;
	}
}

/* By rule in the order of rules.def, then about. Each rule's own stand together already. */
static void findings_sort(GPtrArray *findings)
{
	struct {
		guint from, n;
	} runs[G_N_ELEMENTS(predicates)] = { { 0, 0 } };
	g_autofree gpointer *found = g_memdup2(findings->pdata, findings->len * sizeof *found);
	for (guint i = 0; i < findings->len; i++) {
		size_t rule = (size_t)(((const Finding *)found[i])->rule - rule_rows);
		runs[rule].from = runs[rule].n == 0 ? i : runs[rule].from;
		runs[rule].n++;
	}
	guint n = 0;
	for (size_t rule = 0; rule < G_N_ELEMENTS(runs); rule++) {
		sort_by_about(found + runs[rule].from, runs[rule].n);
		for (guint i = 0; i < runs[rule].n; i++)
			findings->pdata[n++] = found[runs[rule].from + i];
	}
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
	findings_sort(q->out->findings);
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

bool event_speaks_of(const Event *event, const char *name, const Party *debtor, const Item *item)
{
	return !event->replaced && strcmp(event->name, name) == 0 &&
	       (debtor == NULL || event->debtor == NULL || strcmp(event->debtor, debtor->id) == 0) &&
	       (item == NULL || event->claim == NULL || strcmp(event->claim, item->id) == 0);
}

const Event *inquiry_standing(const Inquiry *q, const char *name, const char *const *over, const Party *debtor,
                              const Item *item)
{
	const Event *last = NULL;
	for (guint i = 0; i < q->c->events->len; i++) {
		const Event *event = q->c->events->pdata[i];
		if (date_compare(event->on, q->on) <= 0 && event_speaks_of(event, name, debtor, item))
			last = event;
	}
	for (; last != NULL && over != NULL && *over != NULL; over++) {
		for (guint i = 0; i < q->c->events->len; i++) {
			const Event *end = q->c->events->pdata[i];
			if (date_compare(end->on, last->on) >= 0 && date_compare(end->on, q->on) <= 0 &&
			    event_speaks_of(end, *over, debtor, item))
				return NULL;
		}
	}
	return last;
}
