#include "intake/worker/letterverdict.h"

#include "intake/limits.h"
#include "intake/worker/letterspeaker.h"

#include <string.h>

/* Points and confidences, 0–100. */
enum {
	SURE = 70, /* points of a phrase that settles what is said */
	LIKELY = 60, /* points from which it is said */
	HINT = 35, /* points from which it may be */
	MOST = 95, /* confidence of no letter is higher */
	DOUBT_COSTS = 35,
	QUESTION_COSTS = 20,
	UNSURE = 48, /* below LIMIT_CONFIDENCE: a person looks */
	GUESSED_MOST = 62, /* where who speaks is a guess */
	EVERYDAY = 70, /* nothing said, in a letter of everyday matters */
	UNREAD = 40 /* nothing said that a phrase knows */
};

/* All that was found, while it is weighed. */
typedef struct Scale {
	const LetterWords *words;
	const LetterFigures *figures;
	LetterVerdict *out;
	int best[SAYS_KINDS]; /* points of the best phrase of each saying; 0: nothing of it was said */
	const LetterHit *by[SAYS_KINDS];
	guint sentences[SAYS_KINDS]; /* that say it */
	LetterSpeaker speaker;
} Scale;

void letter_verdict_free(LetterVerdict *verdict)
{
	if (verdict == NULL)
		return;
	for (guint i = 0; i < verdict->figures->len; i++)
		g_free(g_array_index(verdict->figures, LetterFigure, i).value);
	g_array_unref(verdict->sayings);
	g_array_unref(verdict->figures);
	g_array_unref(verdict->hits);
	g_free(verdict);
}

/* ---- what counts ---- */

static bool is_settled(const Scale *scale, const LetterHit *hit)
{
	const GArray *hits = scale->out->hits;
	for (guint i = 0; i < hits->len; i++) {
		const LetterHit *one = &g_array_index(hits, LetterHit, i);
		if (one->phrase->says == SAYS_SETTLED && one->sentence == hit->sentence && !one->denied && !one->doubted)
			return true;
	}
	return false;
}

/* "Vi har ingen indsigelser": what is denied there is not said by another phrase of that sentence. */
static bool is_cleared(const Scale *scale, const LetterHit *hit)
{
	const GArray *hits = scale->out->hits;
	for (guint i = 0; i < hits->len; i++) {
		const LetterHit *one = &g_array_index(hits, LetterHit, i);
		if (g_strcmp0(one->phrase->word, "clear") == 0 && one->sentence == hit->sentence &&
		    letter_word(scale->words, one->first)->clause <= letter_word(scale->words, hit->first)->clause)
			return true;
	}
	return false;
}

/* What a hit is worth in the mouth of this letter; 0: nothing. */
static int points_of(const Scale *scale, const LetterHit *hit)
{
	const LetterPhrase *phrase = hit->phrase;
	LetterVoice voice = scale->out->voice;
	if (hit->denied || !letter_says_something(phrase->says))
		return 0;
	if (phrase->voice != VOICE_ANY && voice != VOICE_ANY && phrase->voice != voice)
		return 0;
	if (g_strcmp0(phrase->word, "defect") == 0 && is_settled(scale, hit))
		return 0;
	if (phrase->says == SAYS_OBJECTION && phrase->word == NULL && is_cleared(scale, hit))
		return 0;
	int points = phrase->points;
	/* A reminder that is only spoken of. */
	if (phrase->says == SAYS_REMINDER && phrase->denial == DENIAL_VERB &&
	    !letter_is_heading(scale->words, &g_array_index(scale->words->sentences, LetterSentence, hit->sentence)))
		points = MIN(points, UNSURE);
	/* A creditor's condition is what his letter is about ("Betaler du ikke inden …"); a debtor's is a doubt. */
	if (hit->doubted && phrase->voice == VOICE_DEBTOR)
		points -= DOUBT_COSTS;
	if (hit->asked && phrase->voice == VOICE_DEBTOR &&
	    (phrase->says == SAYS_ACKNOWLEDGEMENT || phrase->says == SAYS_PAYMENT_NOTICE))
		points -= QUESTION_COSTS;
	return points >= HINT ? points : 0;
}

static void weigh(Scale *scale)
{
	const GArray *hits = scale->out->hits;
	guint last[SAYS_KINDS];
	memset(last, 0xff, sizeof last);
	for (guint i = 0; i < hits->len; i++) {
		const LetterHit *hit = &g_array_index(hits, LetterHit, i);
		LetterSays says = hit->phrase->says;
		int points = points_of(scale, hit);
		if (points == 0)
			continue;
		if (points > scale->best[says]) {
			scale->best[says] = points;
			scale->by[says] = hit;
		}
		if (points >= LIKELY && last[says] != hit->sentence) {
			scale->sentences[says]++;
			last[says] = hit->sentence;
		}
	}
}

static int confidence_of(const Scale *scale, LetterSays says)
{
	int more = scale->sentences[says] > 1 ? (int)MIN(scale->sentences[says] - 1, 4) * 3 : 0;
	int confidence = MIN(scale->best[says] + more, MOST);
	/* "Hundreds injured in protest": about no goods, work or money, it objects to no claim. */
	if (says == SAYS_OBJECTION && !scale->speaker.context)
		confidence = MIN(confidence, UNSURE);
	/* Who speaks is told by little, or told both ways. */
	if (scale->out->voice == VOICE_ANY)
		confidence = MIN(confidence, UNSURE);
	else if (scale->speaker.guessed)
		confidence = MIN(confidence, UNSURE);
	else if (scale->speaker.clear < 20)
		confidence = MIN(confidence, GUESSED_MOST);
	return confidence;
}

/* ---- figures ---- */

static LetterFigure *add_figure(Scale *scale, const char *name, char *value, guint first, guint last, int confidence)
{
	LetterFigure figure = { .name = name, .value = value, .first = first, .last = last, .confidence = confidence };
	g_array_append_val(scale->out->figures, figure);
	return &g_array_index(scale->out->figures, LetterFigure, scale->out->figures->len - 1);
}

static bool in_saying(const Scale *scale, guint sentence, LetterSays says)
{
	const GArray *hits = scale->out->hits;
	for (guint i = 0; i < hits->len; i++) {
		const LetterHit *hit = &g_array_index(hits, LetterHit, i);
		if (hit->sentence == sentence && hit->phrase->says == says && points_of(scale, hit) >= LIKELY)
			return true;
	}
	return false;
}

/* The amount of a role; two that disagree are told as not sure. */
static const LetterSum *sum_of(const Scale *scale, SumRole role, bool *alone)
{
	const LetterSum *found = NULL;
	*alone = true;
	for (guint i = 0; i < scale->figures->sums->len; i++) {
		const LetterSum *sum = &g_array_index(scale->figures->sums, LetterSum, i);
		if (sum->role != role)
			continue;
		if (found != NULL && found->minor != sum->minor)
			*alone = false;
		found = found == NULL ? sum : found;
	}
	return found;
}

static void add_sum(Scale *scale, const char *name, const LetterSum *sum, int confidence)
{
	if (sum != NULL)
		add_figure(scale, name, g_strdup_printf("%" G_GINT64_FORMAT, sum->minor), sum->first, sum->last, confidence);
}

static void add_claimed(Scale *scale)
{
	static const struct {
		SumRole role;
		const char *name;
	} roles[] = { { SUM_PRINCIPAL, "letter.principal_ore" }, { SUM_INTEREST, "letter.interest_ore" },
		      { SUM_FEE, "letter.fee_ore" }, { SUM_COMPENSATION, "letter.compensation_ore" } };
	const LetterSum *found[SUM_ROLES] = { NULL };
	bool alone, other = false;
	for (gsize i = 0; i < G_N_ELEMENTS(roles); i++) {
		const LetterSum *sum = sum_of(scale, roles[i].role, &alone);
		found[roles[i].role] = sum;
		other |= sum != NULL && roles[i].role != SUM_PRINCIPAL;
		add_sum(scale, roles[i].name, sum, alone ? 88 : 45);
	}
	const LetterSum *total = sum_of(scale, SUM_TOTAL, &alone);
	if (total != NULL)
		add_sum(scale, "letter.amount_ore", total, alone ? 88 : 45);
	else if (found[SUM_PRINCIPAL] != NULL && !other)
		add_sum(scale, "letter.amount_ore", found[SUM_PRINCIPAL], 75);
}

/* The first amount in a sentence that says so. */
static void add_moved(Scale *scale, LetterSays says)
{
	const LetterSum *amount = NULL, *instalment = NULL;
	bool alone = true;
	for (guint i = 0; i < scale->figures->sums->len; i++) {
		const LetterSum *sum = &g_array_index(scale->figures->sums, LetterSum, i);
		if (sum->role == SUM_INSTALMENT && instalment == NULL)
			instalment = sum;
		if (sum->role == SUM_INSTALMENT || sum->role == SUM_OTHER_MONEY || !in_saying(scale, sum->sentence, says))
			continue;
		alone = alone && (amount == NULL || amount->minor == sum->minor);
		amount = amount == NULL ? sum : amount;
	}
	if (says == SAYS_INSTALMENT_OFFER && instalment == NULL) {
		add_sum(scale, "letter.instalment_ore", amount, alone ? 65 : 45);
		return;
	}
	add_sum(scale, "letter.amount_ore", amount, alone ? 80 : 45);
	add_sum(scale, "letter.instalment_ore", instalment, 85);
}

static const LetterDay *day_of(const Scale *scale, bool until, LetterSays says, Date written, bool *alone)
{
	const LetterDay *found = NULL;
	*alone = true;
	for (guint i = 0; i < scale->figures->days->len; i++) {
		const LetterDay *day = &g_array_index(scale->figures->days, LetterDay, i);
		if ((until && !day->until) || (!until && !in_saying(scale, day->sentence, says)))
			continue;
		/* A day before the letter is none that it gives. */
		if (date_known(written) && date_before(day->date, written))
			continue;
		if (found != NULL && date_compare(found->date, day->date) != 0)
			*alone = false;
		found = found == NULL ? day : found;
	}
	return found;
}

/* The day of payment; true when there is one. */
static bool add_deadline(Scale *scale, LetterSays says, Date written)
{
	bool alone, creditor = says == SAYS_REMINDER;
	const LetterDay *day = day_of(scale, creditor, says, written, &alone);
	if (day != NULL)
		add_figure(scale, "letter.deadline_on", date_iso(day->date), day->first, day->last, !alone ? 45 : creditor ? 90 : 75);
	const GArray *periods = scale->figures->periods;
	if (creditor && periods->len > 0) {
		const LetterSpan *one = &g_array_index(periods, LetterSpan, 0);
		add_figure(scale, "letter.deadline_days", g_strdup_printf("%d", one->value), one->first, one->last, day != NULL ? 55 : 85);
		return true;
	}
	return day != NULL;
}

static void add_numbers(Scale *scale, bool creditor)
{
	const GArray *numbers = scale->figures->numbers;
	const LetterSpan *best = NULL;
	for (guint i = 0; i < numbers->len; i++) {
		const LetterSpan *one = &g_array_index(numbers, LetterSpan, i);
		if (best == NULL || one->value > best->value)
			best = one;
	}
	if (creditor && best != NULL)
		add_figure(scale, "letter.number", g_strdup_printf("%d", best->value), best->first, best->last, numbers->len == 1 ? 90 : 75);
	const GArray *invoices = scale->figures->invoices;
	for (guint i = 0; i < invoices->len; i++) {
		const LetterSpan *one = &g_array_index(invoices, LetterSpan, i);
		add_figure(scale, "letter.invoice", g_strdup(one->text), one->first, one->last, 88);
	}
}

/* ---- sayings ---- */

static void add_saying(Scale *scale, const char *name, const char *value, const LetterHit *hit, int confidence)
{
	LetterSaying saying = { .name = name, .value = value, .hit = hit, .confidence = confidence };
	g_array_append_val(scale->out->sayings, saying);
}

/* Each different word of a saying once, by its best phrase: grounds, elements, threats. */
static void add_words(Scale *scale, LetterSays says, const char *name, int least)
{
	const GArray *hits = scale->out->hits;
	guint begin = scale->out->sayings->len;
	for (guint i = 0; i < hits->len; i++) {
		const LetterHit *hit = &g_array_index(hits, LetterHit, i);
		if (hit->phrase->says != says || points_of(scale, hit) < least)
			continue;
		const char *word = hit->phrase->word != NULL ? hit->phrase->word : "other";
		LetterSaying *known = NULL;
		for (guint k = begin; k < scale->out->sayings->len && known == NULL; k++) {
			LetterSaying *one = &g_array_index(scale->out->sayings, LetterSaying, k);
			if (strcmp(one->value, word) == 0)
				known = one;
		}
		if (known == NULL) {
			add_saying(scale, name, word, hit, points_of(scale, hit));
		} else if (points_of(scale, hit) > known->confidence) {
			known->hit = hit;
			known->confidence = points_of(scale, hit);
		}
	}
}

/* "other" is a ground only where no other was found; beside a clear ground a faint one is a hint. */
static void drop_faint_grounds(Scale *scale)
{
	GArray *sayings = scale->out->sayings;
	int best = 0;
	for (guint i = 0; i < sayings->len; i++) {
		const LetterSaying *one = &g_array_index(sayings, LetterSaying, i);
		if (strcmp(one->name, "letter.ground") == 0 && strcmp(one->value, "other") != 0)
			best = MAX(best, one->confidence);
	}
	for (guint i = sayings->len; i > 0; i--) {
		LetterSaying *one = &g_array_index(sayings, LetterSaying, i - 1);
		if (strcmp(one->name, "letter.ground") != 0)
			continue;
		if (strcmp(one->value, "other") == 0 && best >= LIMIT_CONFIDENCE)
			g_array_remove_index(sayings, i - 1);
		else if (best >= 80 && one->confidence < SURE)
			one->confidence = MIN(one->confidence, UNSURE);
	}
}

/* A payment that is told in a letter which objects on no named ground is the ground. */
static void raise_paid_ground(Scale *scale)
{
	GArray *sayings = scale->out->sayings;
	LetterSaying *paid = NULL;
	bool named = false;
	for (guint i = 0; i < sayings->len; i++) {
		LetterSaying *one = &g_array_index(sayings, LetterSaying, i);
		if (strcmp(one->name, "letter.ground") != 0)
			continue;
		if (strcmp(one->value, "paid") == 0)
			paid = one;
		else if (strcmp(one->value, "other") != 0)
			named = true;
	}
	if (paid != NULL && !named && strcmp(scale->out->kind, "objection") == 0)
		paid->confidence = MAX(paid->confidence, LIKELY);
}

static void add_says(Scale *scale, LetterSays says, const char *value, int confidence)
{
	if (scale->by[says] != NULL)
		add_saying(scale, "letter.says", value, scale->by[says], confidence);
}

static void decide(Scale *scale, LetterSays says, const char *kind, int confidence)
{
	scale->out->kind = kind;
	scale->out->confidence = confidence;
	scale->out->deciding = scale->by[says];
}

/* An element that the figure of this name is. */
static void add_element_of(Scale *scale, const char *element, const char *figure, int confidence)
{
	const GArray *figures = scale->out->figures;
	for (guint i = 0; i < figures->len; i++) {
		const LetterFigure *one = &g_array_index(figures, LetterFigure, i);
		if (!g_str_has_prefix(one->name, figure) || one->confidence < LIMIT_CONFIDENCE)
			continue;
		LetterSaying saying = { .name = "letter.element", .value = element, .first = one->first, .last = one->last, .confidence = confidence };
		g_array_append_val(scale->out->sayings, saying);
		return;
	}
}

static bool has_figure(const Scale *scale, const char *name)
{
	for (guint i = 0; i < scale->out->figures->len; i++)
		if (strcmp(g_array_index(scale->out->figures, LetterFigure, i).name, name) == 0)
			return true;
	return false;
}

static void add_element_head(Scale *scale, const char *element, const HeadText *head, int confidence)
{
	LetterSaying saying = { .name = "letter.element", .value = element, .head = head, .confidence = confidence };
	g_array_append_val(scale->out->sayings, saying);
}

static void add_elements(Scale *scale, const LetterHead *head)
{
	add_words(scale, SAYS_ELEMENT, "letter.element", LIKELY);
	add_element_of(scale, "deadline", "letter.deadline", 88);
	add_element_of(scale, "claim_information", "letter.invoice", 80);
	if (has_figure(scale, "letter.principal_ore") && has_figure(scale, "letter.amount_ore") &&
	    (has_figure(scale, "letter.fee_ore") || has_figure(scale, "letter.interest_ore")))
		add_element_of(scale, "amount_split", "letter.amount_ore", 82);
	if (head->addresses >= 2 && head->from.text != NULL)
		add_element_head(scale, "identity", &head->from, 75);
	if (head->day.text != NULL)
		add_element_head(scale, "dispatch", &head->day, 70);
}

static void judge_creditor(Scale *scale, const LetterHead *head, Date written)
{
	bool deadline = add_deadline(scale, SAYS_REMINDER, written);
	int reminder = confidence_of(scale, SAYS_REMINDER), warning = confidence_of(scale, SAYS_WARNING);
	int payment = confidence_of(scale, SAYS_PAYMENT_NOTICE);
	bool demands = scale->best[SAYS_WARNING] >= SURE && (deadline || scale->best[SAYS_WARNING] >= 92);
	if (demands) {
		decide(scale, SAYS_WARNING, "demand", deadline ? MAX(warning, 80) : MIN(warning, 65));
		if (scale->out->voice == VOICE_ANY || scale->speaker.clear < 20)
			scale->out->confidence = warning;
	} else if (reminder > 0 && reminder + 5 >= payment) {
		decide(scale, SAYS_REMINDER, "reminder", reminder);
	} else if (warning >= SURE) {
		decide(scale, SAYS_WARNING, "reminder", MIN(warning, 55));
	} else if (payment > 0) {
		decide(scale, SAYS_PAYMENT_NOTICE, "payment_notice", payment);
	}
	if (demands)
		add_says(scale, SAYS_WARNING, "demand", warning);
	if (reminder >= LIKELY)
		add_says(scale, SAYS_REMINDER, "reminder", reminder);
	if (payment >= LIKELY)
		add_says(scale, SAYS_PAYMENT_NOTICE, "payment_notice", payment);
	if (strcmp(scale->out->kind, "payment_notice") == 0)
		add_moved(scale, SAYS_PAYMENT_NOTICE);
	else
		add_claimed(scale);
	add_numbers(scale, true);
	if (demands || reminder >= LIKELY) {
		add_elements(scale, head);
		add_words(scale, SAYS_THREAT, "letter.threat", LIKELY);
	}
}

/* Nothing but questions and notices of everyday: each sentence of some length is one, but for one more. */
static bool is_everyday(const Scale *scale)
{
	guint plain = 0, neutral = 0, last = G_MAXUINT;
	for (guint i = 0; i < scale->words->sentences->len; i++) {
		const LetterSentence *one = &g_array_index(scale->words->sentences, LetterSentence, i);
		plain += one->end - one->first > 4;
	}
	for (guint i = 0; i < scale->out->hits->len; i++) {
		const LetterHit *hit = &g_array_index(scale->out->hits, LetterHit, i);
		if (hit->phrase->says == SAYS_NEUTRAL && hit->sentence != last) {
			neutral++;
			last = hit->sentence;
		}
	}
	return neutral > 0 && plain <= neutral + 1;
}

static void judge_debtor(Scale *scale, Date written)
{
	static const struct {
		LetterSays says;
		const char *value;
	} kinds[] = { { SAYS_INSTALMENT_OFFER, "instalment_offer" }, { SAYS_PAYMENT_NOTICE, "payment_notice" },
		      { SAYS_PROMISE, "promise" }, { SAYS_ACKNOWLEDGEMENT, "acknowledgement" } };
	int objection = confidence_of(scale, SAYS_OBJECTION);
	gsize chosen = G_N_ELEMENTS(kinds);
	int best = 0;
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		int confidence = confidence_of(scale, kinds[i].says);
		if (scale->best[kinds[i].says] >= LIKELY && chosen == G_N_ELEMENTS(kinds))
			chosen = i;
		best = MAX(best, confidence);
	}
	if (scale->best[SAYS_OBJECTION] >= LIKELY) {
		decide(scale, SAYS_OBJECTION, "objection", objection);
	} else if (chosen < G_N_ELEMENTS(kinds)) {
		int confidence = confidence_of(scale, kinds[chosen].says);
		/* A hint of an objection: a person looks. A payment is one only when it is held against the claim. */
		bool hint = scale->best[SAYS_OBJECTION] >= 40 &&
		            !(scale->by[SAYS_OBJECTION] != NULL && g_strcmp0(scale->by[SAYS_OBJECTION]->phrase->word, "paid") == 0);
		decide(scale, kinds[chosen].says, kinds[chosen].value, hint ? MIN(confidence, UNSURE) : confidence);
	} else if (scale->best[SAYS_OBJECTION] > 0) {
		decide(scale, SAYS_OBJECTION, "objection", MIN(objection, UNSURE));
	} else if (best > 0) {
		for (gsize i = 0; i < G_N_ELEMENTS(kinds) && scale->out->deciding == NULL; i++)
			if (scale->best[kinds[i].says] > 0)
				decide(scale, kinds[i].says, kinds[i].value, MIN(confidence_of(scale, kinds[i].says), UNSURE));
	}
	if (objection > 0)
		add_says(scale, SAYS_OBJECTION, "objection", objection);
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (scale->best[kinds[i].says] >= LIKELY)
			add_says(scale, kinds[i].says, kinds[i].value, confidence_of(scale, kinds[i].says));
	add_words(scale, SAYS_OBJECTION, "letter.ground", HINT);
	raise_paid_ground(scale);
	drop_faint_grounds(scale);
	if (chosen < G_N_ELEMENTS(kinds) && kinds[chosen].says != SAYS_ACKNOWLEDGEMENT) {
		add_moved(scale, kinds[chosen].says);
		if (kinds[chosen].says != SAYS_PAYMENT_NOTICE)
			add_deadline(scale, kinds[chosen].says, written);
	}
	add_numbers(scale, false);
	if (scale->out->deciding == NULL)
		scale->out->confidence = is_everyday(scale) ? EVERYDAY : UNREAD;
}

LetterVerdict *letter_verdict_new(const LetterWords *words, const LetterFigures *figures, const LetterHead *head, Date written,
                                  LetterVoice hint)
{
	LetterVerdict *out = g_new0(LetterVerdict, 1);
	out->kind = "other";
	out->confidence = 60;
	out->sayings = g_array_new(FALSE, FALSE, sizeof(LetterSaying));
	out->figures = g_array_new(FALSE, FALSE, sizeof(LetterFigure));
	out->hits = letter_phrases_find(words);
	Scale scale = { .words = words, .figures = figures, .out = out };
	scale.speaker = letter_speaker(words, out->hits, hint);
	out->voice = scale.speaker.voice;
	weigh(&scale);
	int creditor = MAX(scale.best[SAYS_REMINDER], scale.best[SAYS_WARNING]);
	int debtor = MAX(scale.best[SAYS_OBJECTION], MAX(scale.best[SAYS_PROMISE], scale.best[SAYS_INSTALMENT_OFFER]));
	if (out->voice == VOICE_CREDITOR || (out->voice == VOICE_ANY && creditor > debtor))
		judge_creditor(&scale, head, written);
	else
		judge_debtor(&scale, written);
	return out;
}
