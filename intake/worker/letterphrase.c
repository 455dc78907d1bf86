#include "intake/worker/letterphrase.h"

#include <assert.h>
#include <string.h>

/*
 * A pattern is words parted by spaces, each in the same clause as the one before,
 * at most two other words after it. Of each:
 *   #          a number
 *   a|b*|*c    one of these; * stands for any ending or beginning; a+b: the two words together
 *   <list>     a word of that list
 *   +a         at once after the one before
 *   ..a        later in the clause
 *   &a         anywhere in the sentence near the others
 *   ~a         nowhere in the sentence
 */
typedef enum Step { STEP_NEAR, STEP_NEXT, STEP_LATER, STEP_ANYWHERE, STEP_ABSENT } Step;

enum { GAP_NEAR = 2, GAP_LATER = 14, STEPS_MOST = 28, DENIAL_BEFORE = 5, DENIAL_AFTER = 3, SEARCH_MOST = 500 };

/* One word, or the first of several that must stand together. */
typedef struct Alternative {
	char *text;
	gsize length;
	bool begins, ends; /* the word begins, ends with it */
	guint more; /* so many of the following alternatives belong to this one */
} Alternative;

typedef struct Element {
	Step step;
	GArray *alternatives; /* Alternative */
} Element;

typedef struct Pattern {
	const LetterPhrase *phrase;
	Element elements[STEPS_MOST];
	guint n;
} Pattern;

typedef struct List {
	const char *name;
	const char *text;
} List;

static const List lists[] = {
#define WORDS(name, text) { name, text },
#define PHRASE(says, word, voice, points, denial, pattern)
#include "intake/worker/letters.def"
#undef WORDS
#undef PHRASE
};

static const LetterPhrase phrases[] = {
#define WORDS(name, text)
#define PHRASE(says, word, voice, points, denial, pattern) \
	{ SAYS_##says, word, VOICE_##voice, points, DENIAL_##denial, pattern },
#include "intake/worker/letters.def"
#undef WORDS
#undef PHRASE
};

/* ---- the table made ready; it lives as long as the process ---- */

static Pattern *patterns;

static void add_word(GArray *to, const char *text, guint more)
{
	gsize length = strlen(text);
	bool begins = length > 1 && text[length - 1] == '*', ends = length > 1 && text[0] == '*';
	g_autofree char *bare = g_strndup(text + (ends ? 1 : 0), length - (begins ? 1 : 0) - (ends ? 1 : 0));
	/* Words of the table with digits are told persons, "i2": they are not OCR's. */
	char *folded = letter_fold(bare);
	Alternative made = { .text = folded, .length = strlen(folded), .begins = begins, .ends = ends, .more = more };
	g_array_append_val(to, made);
}

static void add_alternative(GArray *to, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, "+", -1);
	guint n = g_strv_length(words);
	for (guint i = 0; i < n; i++)
		add_word(to, words[i], n - 1 - i);
}

static const char *list_text(const char *name, gsize length)
{
	for (gsize i = 0; i < G_N_ELEMENTS(lists); i++)
		if (strlen(lists[i].name) == length && memcmp(lists[i].name, name, length) == 0)
			return lists[i].text;
	return NULL;
}

static void add_list(GArray *to, const char *name, gsize length)
{
	const char *text = list_text(name, length);
	assert(text != NULL && "a phrase names a list that the table does not have");
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	for (char **word = words; *word != NULL; word++)
		if (**word == '<')
			add_list(to, *word + 1, strlen(*word) - 2);
		else if (**word != '\0')
			add_alternative(to, *word);
}

static void make_element(Element *element, const char *text)
{
	element->alternatives = g_array_new(FALSE, FALSE, sizeof(Alternative));
	element->step = STEP_NEAR;
	if (g_str_has_prefix(text, "..")) {
		element->step = STEP_LATER;
		text += 2;
	} else if (strchr("+&~", *text) != NULL) {
		element->step = *text == '+' ? STEP_NEXT : *text == '&' ? STEP_ANYWHERE : STEP_ABSENT;
		text++;
	}
	g_auto(GStrv) words = g_strsplit(text, "|", -1);
	for (char **word = words; *word != NULL; word++)
		if (**word == '<')
			add_list(element->alternatives, *word + 1, strlen(*word) - 2);
		else
			add_alternative(element->alternatives, *word);
}

static void make_patterns(void)
{
	if (patterns != NULL)
		return;
	patterns = g_new0(Pattern, G_N_ELEMENTS(phrases));
	for (gsize i = 0; i < G_N_ELEMENTS(phrases); i++) {
		g_auto(GStrv) texts = g_strsplit(phrases[i].pattern, " ", -1);
		patterns[i].phrase = &phrases[i];
		for (char **text = texts; *text != NULL; text++) {
			assert(patterns[i].n < STEPS_MOST && **text != '\0');
			make_element(&patterns[i].elements[patterns[i].n++], *text);
		}
		assert(patterns[i].elements[0].step == STEP_NEAR);
	}
}

/* ---- matching ---- */

static bool is_word(const Alternative *one, const char *word)
{
	if (strcmp(one->text, "#") == 0)
		return g_ascii_isdigit(word[0]);
	return one->begins && one->ends ? strstr(word, one->text) != NULL
	       : one->begins            ? strncmp(word, one->text, one->length) == 0
	       : one->ends              ? g_str_has_suffix(word, one->text)
	                                : strcmp(word, one->text) == 0;
}

/* How many words from i on one of the alternatives fills; 0: none does. */
static guint fits(const GArray *alternatives, const LetterWords *words, guint i, guint end)
{
	const Alternative *list = (const Alternative *)(const void *)alternatives->data;
	for (guint k = 0; k < alternatives->len; k += list[k].more + 1) {
		guint n = 0;
		while (n <= list[k].more && i + n < end && is_word(&list[k + n], letter_word(words, i + n)->text))
			n++;
		if (n == list[k].more + 1)
			return n;
	}
	return 0;
}

/* The first place in [from, until); *n: how many words it fills, none of them past end. */
static bool find_between(const LetterWords *words, const Element *element, guint from, guint until, guint end, guint *at, guint *n)
{
	for (guint i = from; i < until; i++) {
		*n = fits(element->alternatives, words, i, end);
		*at = i;
		if (*n > 0)
			return true;
	}
	return false;
}

/* Do elements k … of the pattern follow the word last? Widens [first, last]; tries the nearest words first. */
static bool follows(const LetterWords *words, const Pattern *pattern, guint k, const LetterSentence *within, guint *first,
                    guint *last, guint here, guint *budget)
{
	if (k == pattern->n)
		return true;
	const Element *element = &pattern->elements[k];
	if (element->step == STEP_ABSENT) {
		guint at, n;
		return !find_between(words, element, within->first, within->end, within->end, &at, &n) &&
		       follows(words, pattern, k + 1, within, first, last, here, budget);
	}
	guint from = here + 1, end = within->end;
	if (element->step == STEP_ANYWHERE) {
		from = MAX(within->first, *first > GAP_LATER ? *first - GAP_LATER : 0);
		end = MIN(within->end, *last + 1 + GAP_LATER);
	} else {
		guint gap = element->step == STEP_NEXT ? 0 : element->step == STEP_NEAR ? GAP_NEAR : GAP_LATER;
		end = MIN(within->end, from + gap + 1);
	}
	guint at, n;
	while (find_between(words, element, from, end, within->end, &at, &n)) {
		if (element->step != STEP_ANYWHERE && letter_word(words, at)->clause != letter_word(words, here)->clause)
			return false;
		guint low = MIN(*first, at), high = MAX(*last, at + n - 1);
		guint next = element->step == STEP_ANYWHERE ? here : at + n - 1;
		/* Two words of a pattern are not one and the same. */
		bool used = at <= here && at + n > here;
		if ((*budget)-- == 0)
			return false;
		if (!used && follows(words, pattern, k + 1, within, &low, &high, next, budget)) {
			*first = low;
			*last = high;
			return true;
		}
		from = at + 1;
	}
	return false;
}

/* "ikke bare", "not only", "no later": words that only look like a denial. */
static bool denies(const LetterWords *words, guint i)
{
	static const char *const only[] = { "bare", "kun", "mindst", "only", "just", "nur", "bara", "later", "longer", "desto", "doubt", "tvivl", "obstante", "yderligere", "videre", "further", "weitere", "weiteres", "ytterligare", "varsel", "notice", "beregning", NULL };
	if (!letter_word(words, i)->negates)
		return false;
	const char *next = i + 1 < words->words->len ? letter_word(words, i + 1)->text : "";
	for (const char *const *word = only; *word != NULL; word++)
		if (strcmp(next, *word) == 0)
			return false;
	return true;
}

static bool is_denied(const LetterWords *words, const LetterPhrase *phrase, const LetterSentence *within, guint first, guint last)
{
	if (phrase->denial == DENIAL_NONE)
		return false;
	guint clause = letter_word(words, first)->clause;
	for (guint i = first; i > within->first && first - i < DENIAL_BEFORE; i--) {
		const LetterWord *word = letter_word(words, i - 1);
		if (word->clause != clause || (word->joins && i != first))
			break;
		if (denies(words, i - 1))
			return true;
	}
	for (guint i = first; i <= last; i++)
		if (denies(words, i))
			return true;
	if (phrase->denial == DENIAL_NOUN)
		return false;
	clause = letter_word(words, last)->clause;
	for (guint i = last + 1; i < within->end && i - last <= DENIAL_AFTER; i++) {
		const LetterWord *word = letter_word(words, i);
		if (word->clause != clause || word->joins)
			break;
		if (denies(words, i))
			return true;
	}
	return false;
}

static void find_in(const LetterWords *words, const Pattern *pattern, guint sentence, GArray *hits)
{
	const LetterSentence *within = &g_array_index(words->sentences, LetterSentence, sentence);
	LetterHit best = { .phrase = pattern->phrase, .sentence = sentence, .denied = true };
	bool found = false;
	guint at, n, from = within->first;
	/* Text that repeats a phrase's words a thousand times is no letter: the search gives up. */
	guint budget = SEARCH_MOST;
	while (find_between(words, &pattern->elements[0], from, within->end, within->end, &at, &n) && budget > 0) {
		guint first = at, last = at + n - 1;
		from = at + 1;
		if (!follows(words, pattern, 1, within, &first, &last, last, &budget))
			continue;
		bool denied = is_denied(words, pattern->phrase, within, first, last);
		bool doubted = letter_word(words, first)->doubted;
		if (!found || (best.denied && !denied) || (best.denied == denied && best.doubted && !doubted)) {
			best.first = first;
			best.last = last;
			best.denied = denied;
			best.doubted = doubted;
			best.asked = within->question;
		}
		found = true;
	}
	if (found)
		g_array_append_val(hits, best);
}

GArray *letter_phrases_find(const LetterWords *words)
{
	make_patterns();
	GArray *hits = g_array_new(FALSE, FALSE, sizeof(LetterHit));
	for (gsize p = 0; p < G_N_ELEMENTS(phrases); p++)
		for (guint i = 0; i < words->sentences->len; i++)
			find_in(words, &patterns[p], i, hits);
	return hits;
}

bool letter_says_something(LetterSays says)
{
	return says != SAYS_VOICE && says != SAYS_SETTLED && says != SAYS_NEUTRAL && says != SAYS_CONTEXT;
}
