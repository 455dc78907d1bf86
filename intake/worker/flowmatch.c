/* Phrases in a flow: the small pattern language of flow.h. A gap is bounded, so a search costs a bounded time per word. */
#include "intake/worker/flow.h"

#include <string.h>

enum { STEPS = 24, GAP_MOST = 12, COUNT_DIGITS = 4 };

typedef enum StepKind { STEP_WORD, STEP_GAP, STEP_COUNT, STEP_RATE, STEP_START } StepKind;

typedef struct Step {
	StepKind kind;
	guint gap;
	char **ways; /* folded, with their stars at the ends */
} Step;

typedef struct Plan {
	Step steps[STEPS];
	guint n;
} Plan;

/* Folding drops stars and everything that is no letter: they are put back around it. */
static char *way_fold(const char *way)
{
	size_t length = strlen(way);
	bool before = way[0] == '*', after = length > 1 && way[length - 1] == '*';
	g_autofree char *bare = flow_fold(way);
	return g_strconcat(before ? "*" : "", bare, after ? "*" : "", NULL);
}

static void plan_step(Step *step, const char *token)
{
	if (strcmp(token, "#") == 0) {
		step->kind = STEP_COUNT;
	} else if (strcmp(token, "%") == 0) {
		step->kind = STEP_RATE;
	} else if (strcmp(token, "^") == 0) {
		step->kind = STEP_START;
	} else if (token[0] == '~') {
		step->kind = STEP_GAP;
		step->gap = MIN((guint)g_ascii_strtoull(token + 1, NULL, 10), (guint)GAP_MOST);
	} else {
		step->kind = STEP_WORD;
		step->ways = g_strsplit(token, "|", -1);
		for (char **way = step->ways; *way != NULL; way++) {
			char *folded = way_fold(*way);
			g_free(*way);
			*way = folded;
		}
	}
}

static void plan_make(Plan *plan, const char *pattern)
{
	g_auto(GStrv) tokens = g_strsplit(pattern, " ", -1);
	memset(plan, 0, sizeof *plan);
	for (char **token = tokens; *token != NULL && plan->n < STEPS; token++)
		plan_step(&plan->steps[plan->n++], *token);
}

static void plan_clear(Plan *plan)
{
	for (guint i = 0; i < plan->n; i++)
		g_strfreev(plan->steps[i].ways);
}

static bool way_fits(const char *way, const char *fold)
{
	size_t length = strlen(way);
	bool before = way[0] == '*', after = length > 1 && way[length - 1] == '*';
	if (!before && !after)
		return strcmp(way, fold) == 0;
	const char *core = way + (before ? 1 : 0);
	size_t n = length - (before ? 1 : 0) - (after ? 1 : 0), have = strlen(fold);
	if (n > have)
		return false;
	if (before && after) {
		for (size_t i = 0; i + n <= have; i++)
			if (memcmp(fold + i, core, n) == 0)
				return true;
		return false;
	}
	return memcmp(before ? fold + have - n : fold, core, n) == 0;
}

static bool step_fits(const Step *step, const char *fold)
{
	for (char **way = step->ways; *way != NULL; way++)
		if (way_fits(*way, fold))
			return true;
	return false;
}

/* ---- counts and rates ---- */

static const struct {
	const char *word;
	int value;
} counts[] = {
	{ "fem", 5 },        { "syv", 7 },          { "otte", 8 },         { "ti", 10 },         { "tolv", 12 },
	{ "fjorten", 14 },   { "femten", 15 },      { "tyve", 20 },        { "enogtyve", 21 },   { "tredive", 30 },
	{ "femogfyrre", 45 }, { "tres", 60 },       { "halvfems", 90 },    { "seven", 7 },       { "eight", 8 },
	{ "ten", 10 },       { "fourteen", 14 },    { "fifteen", 15 },     { "twenty", 20 },     { "thirty", 30 },
	{ "forty-five", 45 }, { "sixty", 60 },      { "ninety", 90 },      { "sieben", 7 },      { "acht", 8 },
	{ "zehn", 10 },      { "vierzehn", 14 },    { "zwanzig", 20 },     { "dreissig", 30 },   { "sechzig", 60 },
	{ "tio", 10 },       { "fjorton", 14 },     { "tjugo", 20 },       { "trettio", 30 },    { "sextio", 60 },
};

static bool count_of(const char *fold, int64_t *out)
{
	size_t digits = strspn(fold, "0123456789");
	if (digits > 0 && digits <= COUNT_DIGITS && fold[digits] == '\0') {
		*out = g_ascii_strtoll(fold, NULL, 10);
		return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(counts); i++)
		if (strcmp(counts[i].word, fold) == 0) {
			*out = counts[i].value;
			return true;
		}
	return false;
}

/* "2", "1,5", "8.05" and what follows the figures. */
static bool rate_of(const char *fold, RateBp *out, const char **rest)
{
	size_t whole = strspn(fold, "0123456789");
	if (whole == 0 || whole > 3)
		return false;
	int32_t value = (int32_t)g_ascii_strtoll(fold, NULL, 10) * 100;
	const char *at = fold + whole;
	if ((*at == ',' || *at == '.') && g_ascii_isdigit(at[1])) {
		value += (at[1] - '0') * 10;
		at += 2;
		if (g_ascii_isdigit(*at))
			value += *at++ - '0';
		if (g_ascii_isdigit(*at))
			return false;
	}
	*out = value;
	*rest = at;
	return true;
}

static bool is_percent(const char *fold)
{
	static const char *const words[] = { "%", "pct", "procent", "percent", "prozent", "per", "v.h" };
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(words[i], fold) == 0)
			return strcmp(fold, "per") != 0;
	return false;
}

/* ---- matching ---- */

static const FlowWord *word_at(const Flow *flow, guint at)
{
	return flow->words->pdata[at];
}

/* Punctuation alone is no word: a dash, a line of dots. */
static guint pass_signs(const Flow *flow, guint at)
{
	while (at < flow->words->len && word_at(flow, at)->fold[0] == '\0' && !word_at(flow, at)->stop)
		at++;
	return at;
}

static bool steps_fit(const Flow *flow, guint at, const Plan *plan, guint i, FlowMatch *out);

/* The word(s) at `at` were taken up to `last`: go on behind them. */
static bool goes_on_after(const Flow *flow, guint last, const Plan *plan, guint i, FlowMatch *out)
{
	out->last = last;
	if (i == plan->n)
		return true;
	if (word_at(flow, last)->stop || last + 1 >= flow->words->len)
		return false;
	return steps_fit(flow, last + 1, plan, i, out);
}

static bool gap_fits(const Flow *flow, guint at, const Plan *plan, guint i, FlowMatch *out)
{
	guint most = plan->steps[i].gap;
	for (guint k = 0; k <= most && at < flow->words->len; k++) {
		if (steps_fit(flow, at, plan, i + 1, out))
			return true;
		if (word_at(flow, at)->stop)
			return false;
		at++;
	}
	return false;
}

static bool rate_fits(const Flow *flow, guint at, const Plan *plan, guint i, FlowMatch *out)
{
	const char *rest;
	RateBp rate;
	if (!rate_of(word_at(flow, at)->fold, &rate, &rest))
		return false;
	bool there = strcmp(rest, "%") == 0;
	bool beside = *rest == '\0' && at + 1 < flow->words->len && is_percent(word_at(flow, at + 1)->fold);
	if (!there && !beside)
		return false;
	out->rate = rate;
	out->value_at = at;
	return goes_on_after(flow, beside ? at + 1 : at, plan, i + 1, out);
}

static bool steps_fit(const Flow *flow, guint at, const Plan *plan, guint i, FlowMatch *out)
{
	const Step *step = &plan->steps[i];
	if (i == plan->n) /* the pattern ended in a gap */
		return true;
	if (step->kind == STEP_GAP)
		return gap_fits(flow, at, plan, i, out);
	at = pass_signs(flow, at);
	if (at >= flow->words->len)
		return false;
	const FlowWord *word = word_at(flow, at);
	switch (step->kind) {
	case STEP_START:
		return word->index == 0 && steps_fit(flow, at, plan, i + 1, out);
	case STEP_RATE:
		return rate_fits(flow, at, plan, i, out);
	case STEP_COUNT: {
		int64_t count;
		if (!count_of(word->fold, &count))
			return false;
		out->count = count;
		out->value_at = at;
		return goes_on_after(flow, at, plan, i + 1, out);
	}
	case STEP_WORD:
	case STEP_GAP:
	default:
		return step_fits(step, word->fold) && goes_on_after(flow, at, plan, i + 1, out);
	}
}

static bool plan_fits(const Flow *flow, guint at, const Plan *plan, FlowMatch *out)
{
	FlowMatch match = { .first = at };
	if (plan->n == 0 || word_at(flow, at)->fold[0] == '\0' || !steps_fit(flow, at, plan, 0, &match))
		return false;
	*out = match;
	return true;
}

bool flow_match(const Flow *flow, guint at, const char *pattern, FlowMatch *out)
{
	Plan plan;
	plan_make(&plan, pattern);
	bool fits = at < flow->words->len && plan_fits(flow, at, &plan, out);
	plan_clear(&plan);
	return fits;
}

bool flow_find(const Flow *flow, guint from, guint to, const char *pattern, FlowMatch *out)
{
	Plan plan;
	plan_make(&plan, pattern);
	guint end = to > 0 ? MIN(to, flow->words->len) : flow->words->len;
	bool found = false;
	for (guint at = from; !found && at < end; at++)
		found = plan_fits(flow, at, &plan, out);
	plan_clear(&plan);
	return found;
}

bool flow_has(const Flow *flow, guint from, guint to, const char *const *patterns)
{
	FlowMatch match;
	for (; *patterns != NULL; patterns++)
		if (flow_find(flow, from, to, *patterns, &match))
			return true;
	return false;
}
