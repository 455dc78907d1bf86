#include "intake/worker/letterspeaker.h"

#include <string.h>

enum {
	HINT_VOTES = 2, /* what stands around the letter: outvoted by any plain word of the other side */
	COMPLAINS = 70 /* points of a phrase that only a debtor writes */
};

/* "Jeg foreslår", "vi vil gerne"; not "vi skal bede dig". */
static bool offers(const LetterWords *words, const LetterSentence *within)
{
	bool speaks = false;
	for (guint i = within->first; i < within->end; i++) {
		const char *word = letter_word(words, i)->text;
		if (g_str_has_prefix(word, "bede") || strcmp(word, "dig") == 0 || strcmp(word, "dem2") == 0)
			return false;
		speaks |= strcmp(word, "jeg") == 0 || strcmp(word, "vi") == 0 || strcmp(word, "i1") == 0 || strcmp(word, "we") == 0 ||
		          strcmp(word, "ich") == 0 || strcmp(word, "wir") == 0 || strcmp(word, "jag") == 0;
	}
	return speaks;
}

/* What both sides write of, such as faults, does not tell who does. */
static bool tells_voice(const LetterWords *words, const LetterHit *hit)
{
	const char *word = hit->phrase->word;
	bool both = hit->phrase->says == SAYS_OBJECTION && hit->phrase->points < 85 &&
	            (g_strcmp0(word, "defect") == 0 || g_strcmp0(word, "not_delivered") == 0 || g_strcmp0(word, "price") == 0);
	const LetterSentence *within = &g_array_index(words->sentences, LetterSentence, hit->sentence);
	/* "Rykker" as a heading is the creditor's; within a sentence either may write of one. */
	bool named = (hit->phrase->says == SAYS_REMINDER && hit->phrase->denial != DENIAL_NONE) ||
	             (hit->phrase->says == SAYS_WARNING && hit->phrase->points >= 90);
	if (named && !letter_is_heading(words, within))
		return false;
	/* A creditor writes of an agreed instalment too; who offers one asks, or says "I". */
	if (hit->phrase->says == SAYS_INSTALMENT_OFFER && hit->phrase->denial == DENIAL_NOUN && !hit->asked && !offers(words, within))
		return false;
	return !hit->denied && !hit->doubted && !both && hit->phrase->points >= 80;
}

static bool has_person(const LetterWords *words)
{
	static const char *const persons[] = { "jeg", "vi", "os", "mig", "min", "mit", "mine", "vores", "i1", "me", "us", "my", "our", "we", "du", "dig", "i2", "jer", "jeres",
		                               "de2", "dem2", "deres2", "you", "your", "ich", "wir", "uns", "sie2", "ihr2", "jag", "oss", "vor", "vore", "er2", "ni", NULL };
	for (guint i = 0; i < words->words->len; i++)
		for (const char *const *person = persons; *person != NULL; person++)
			if (strcmp(letter_word(words, i)->text, *person) == 0)
				return true;
	return false;
}

static bool complains(const LetterWords *words, const GArray *hits)
{
	bool person = has_person(words);
	for (guint i = 0; i < hits->len; i++) {
		const LetterHit *hit = &g_array_index(hits, LetterHit, i);
		if (hit->phrase->voice == VOICE_DEBTOR && hit->phrase->says != SAYS_VOICE && !hit->denied && !hit->doubted && hit->phrase->points >= COMPLAINS &&
		    (hit->phrase->says != SAYS_OBJECTION || person))
			return true;
	}
	return false;
}

LetterSpeaker letter_speaker(const LetterWords *words, const GArray *hits, LetterVoice hint)
{
	LetterSpeaker out = { .voice = VOICE_ANY };
	int votes[VOICES] = { 0 };
	votes[hint] = HINT_VOTES;
	for (guint i = 0; i < hits->len; i++) {
		const LetterHit *hit = &g_array_index(hits, LetterHit, i);
		out.context |= hit->phrase->says == SAYS_CONTEXT;
		/* "… medmindre beløbet er betalt": a condition of the creditor's is no word of the debtor's. */
		if (hit->phrase->says == SAYS_VOICE && !(hit->doubted && hit->phrase->voice == VOICE_DEBTOR))
			votes[hit->phrase->voice] += hit->phrase->points;
		else if (letter_says_something(hit->phrase->says) && tells_voice(words, hit))
			votes[hit->phrase->voice] += 2;
	}
	int creditor = votes[VOICE_CREDITOR], debtor = votes[VOICE_DEBTOR], all = creditor + debtor;
	out.voice = creditor > debtor ? VOICE_CREDITOR : debtor > creditor ? VOICE_DEBTOR : VOICE_ANY;
	/* Nobody but those two writes such letters: without a word of the creditor's, a complaint in the first person is the debtor's. */
	out.guessed = all == 0 && complains(words, hits);
	if (out.guessed)
		out.voice = VOICE_DEBTOR;
	out.clear = out.guessed ? 100 : all > 0 ? 100 * (MAX(creditor, debtor) - MIN(creditor, debtor)) / all : 0;
	return out;
}
