/* How a predicate's answer becomes a Finding: everything in the assessment's arena, sentences put together when read. */
#include "assess/rules.h"

#include <string.h>

struct Saying {
	Wording wording;
	struct Saying *next;
	char *read[2]; /* of the first: all of them in a language, once somebody has read it */
};

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

static Saying *saying_new(const Finding *finding, const char *da, const char *en, const Arg *args)
{
	Saying *saying = arena_take(finding->arena, sizeof *saying);
	saying->wording = wording_keep(finding->arena, (Wording){ da, en, args });
	return saying;
}

static const char *saying_read(const Finding *finding, Saying *first, Lang lang)
{
	int i = lang == LANG_EN;
	if (first == NULL || first->read[i] != NULL)
		return first != NULL ? first->read[i] : NULL;
	g_autoptr(GString) out = g_string_sized_new(240);
	for (const Saying *saying = first; saying != NULL; saying = saying->next) {
		if (saying != first)
			g_string_append_c(out, ' ');
		wording_write(out, saying->wording, lang);
	}
	first->read[i] = arena_copy(finding->arena, out->str);
	return first->read[i];
}

const char *finding_because(const Finding *finding, Lang lang)
{
	return saying_read(finding, finding->why, lang);
}

const char *finding_asked(const Finding *finding, Lang lang)
{
	return saying_read(finding, finding->ask, lang);
}

Finding *finding_add(Inquiry *q, Verdict verdict, const char *about, const char *da, const char *en, const Arg *args)
{
	Arena *arena = q->out->arena;
	Finding *finding = arena_take(arena, sizeof *finding);
	finding->arena = arena;
	finding->rule = q->rule;
	finding->verdict = verdict;
	finding->about = arena_copy(arena, about);
	finding->why = saying_new(finding, da, en, args);
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
	Saying *last = finding->why;
	while (last->next != NULL)
		last = last->next;
	last->next = saying_new(finding, da, en, args);
	memset(finding->why->read, 0, sizeof finding->why->read);
}

void finding_ask(Finding *finding, const char *da, const char *en, const Arg *args)
{
	finding->ask = saying_new(finding, da, en, args);
}

void finding_ask_nothing(Finding *finding)
{
	finding->ask = NULL;
}

void finding_ready(Finding *finding, Date on)
{
	finding->ready_on = on;
}

void finding_fact(Finding *finding, const Fact *fact)
{
	arena_list_add_once(finding->arena, &finding->facts, fact);
}

void finding_field(Finding *finding, const Field *field)
{
	for (guint i = 0; field->facts != NULL && i < field->facts->len; i++)
		finding_fact(finding, field->facts->pdata[i]);
}

void finding_event(Finding *finding, const Event *event)
{
	if (event != NULL)
		arena_list_add_once(finding->arena, &finding->events, event);
}

static void figure_add(Finding *finding, Figure figure)
{
	Figure *kept = arena_take(finding->arena, sizeof *kept);
	*kept = figure;
	arena_list_add(finding->arena, &finding->figures, kept);
}

void finding_money(Finding *finding, const char *name, Money value)
{
	finding_number(finding, name, money_ore(value));
}

void finding_date(Finding *finding, const char *name, Date value)
{
	figure_add(finding, (Figure){ .name = name, .kind = FIGURE_DATE, .date = value });
}

void finding_number(Finding *finding, const char *name, int64_t value)
{
	figure_add(finding, (Figure){ .name = name, .kind = FIGURE_NUMBER, .number = value });
}

void finding_text(Finding *finding, const char *name, const char *value)
{
	figure_add(finding, (Figure){ .name = name, .kind = FIGURE_TEXT, .text = arena_copy(finding->arena, value) });
}
