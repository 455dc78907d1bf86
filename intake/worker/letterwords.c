#include "intake/worker/letterwords.h"

#include "intake/limits.h"

#include <string.h>

enum { SENTENCE_WORDS = 100 };

static void word_clear(void *data)
{
	LetterWord *word = data;
	g_free(word->text);
}

void letter_words_free(LetterWords *words)
{
	if (words == NULL)
		return;
	g_array_unref(words->words);
	g_array_unref(words->sentences);
	g_free(words);
}

/* ---- folding ---- */

/* What a letter becomes; NULL: itself, in small. */
static const char *fold_char(gunichar c)
{
	switch (c) {
	case 0xe6: /* æ */
	case 0xe4: /* ä */
		return "ae";
	case 0xf8: /* ø */
	case 0xf6: /* ö */
	case 0xf3:
		return "o";
	case 0xe5: /* å */
	case 0xe0:
	case 0xe1:
		return "a";
	case 0xfc: /* ü */
		return "u";
	case 0xdf: /* ß */
		return "ss";
	case 0xe9:
	case 0xe8:
		return "e";
	case 0xad: /* soft hyphen */
	case 0x200b:
	case 0x2060:
	case 0xfeff:
	case '\'':
	case 0x2019:
	case 0xb4:
	case '-':
	case 0x2010:
	case 0x2011:
		return "";
	default:
		return NULL;
	}
}

/* A digit that OCR read in the middle of a word of letters. */
static char letter_of_digit(char digit)
{
	return digit == '0' ? 'o' : digit == '1' ? 'l' : digit == '5' ? 's' : digit;
}

static void mend_digits(char *word)
{
	size_t letters = 0, digits = 0;
	for (const char *at = word; *at != '\0'; at++) {
		letters += g_ascii_isalpha(*at) || (*at & 0x80);
		digits += g_ascii_isdigit(*at);
	}
	if (letters < 3 || digits == 0 || digits > letters / 3)
		return;
	for (char *at = word; *at != '\0'; at++)
		*at = letter_of_digit(*at);
}

/* Old and plain spellings: aa for å, oe for ø; the Danish "før" is kept apart from "for". */
static void fold_pairs(GString *word)
{
	if (strcmp(word->str, "foer") == 0)
		return;
	for (gsize i = 0; i + 1 < word->len; i++) {
		bool aa = word->str[i] == 'a' && word->str[i + 1] == 'a';
		bool oe = word->str[i] == 'o' && word->str[i + 1] == 'e';
		if (aa || oe)
			g_string_erase(word, (gssize)i + 1, 1);
	}
}

char *letter_fold(const char *word)
{
	GString *out = g_string_new(NULL);
	g_autofree char *whole = g_utf8_normalize(word, -1, G_NORMALIZE_DEFAULT_COMPOSE);
	for (const char *at = whole != NULL ? whole : ""; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_unichar_tolower(g_utf8_get_char(at));
		const char *folded = fold_char(c);
		if (folded != NULL)
			g_string_append(out, folded);
		else
			g_string_append_unichar(out, c);
	}
	g_autofree char *small = g_utf8_strdown(word, -1);
	if (strcmp(small, "før") == 0 || strcmp(small, "førend") == 0)
		g_string_assign(out, "foer");
	mend_digits(out->str);
	fold_pairs(out);
	return g_string_free(out, FALSE);
}

/* ---- words ---- */

static bool is_one_of(const char *word, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

static const char *const negations[] = { "ikke", "ikk", "aldrig", "ingen", "intet", "ingenting", "ej", "hverken", "uden", "naeppe", "not",
	                                 "never", "no", "none", "nothing", "without", "neither", "dont", "didnt", "cant", "wont", "isnt", "arent", "wasnt",
	                                 "havent", "hasnt", "doesnt", "couldnt", "wouldnt", "cannot", "nicht", "kein", "keine", "keinen",
	                                 "keinerlei", "keiner", "nie", "niemals", "nichts", "ohne", "inte", "icke", "inget", "inga",
	                                 "ingenting", "utan", NULL };
static const char *const joiners[] = { "og", "men", "dog", "alligevel", "and", "but", "however", "und", "aber", "och", "derfor", "sa", "so", NULL };
static const char *const months[] = { "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober",
	                              "november", "december", "rykker", "rykkerskrivelse", "pamindelse", "erindring", "mahnung", "paminnelse",
	                              "reminder", "rate", "afdrag", "kvartal", "januari", "februari", "mars", "maj", "augusti",
	                              "mai", "maerz", "dezember", "oktober", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "nov", "dec", NULL };
static const char *const shortened[] = { "kr", "nr", "d", "dkk", "ca", "evt", "bl", "feks", "f", "eks", "pr", "stk", "inkl", "ekskl", "tlf",
	                                 "jf", "hhv", "st", "str", "no", "mr", "mrs", "ms", "dr", "z", "b", "bzw", "zzgl", "vedr", "afs",
	                                 "att", "reg", "fakt", "dvs", "bla", "mht", "if", "iflg", "ang", "resp", "t", "ex", "p", "hr", "fr", "herr", "fru", "gl", "ltd", NULL };

/* Person spoken to or speaking, where case or language decides: "I" is you in Danish, me in English. */
static char *pronoun_of(const char *raw, const char *folded, LetterLanguage language, const char *next)
{
	static const char *const after_in[] = { "dag", "gar", "morgen", "henhold", "forbindelse", "ovrigt", "stedet", "alt", "mellemtiden",
		                                "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september",
		                                "oktober", "november", "december", "stedet", "denne", "den", "det", "den", "bilag",
		                                "foraret", "sommeren", "efteraret", "vinteren", "uge", "aften", "nat", "ar", "sidste", "forste", "forlaengelse", "overensstemmelse",
		                                "tilfaelde", "lighed", "forhold", "oktober", "lobet", "praksis", "princippet", "strid", NULL };
	if (strcmp(raw, "I") == 0) {
		if (language == LETTER_ENGLISH)
			return g_strdup("i1");
		if (language == LETTER_DANISH && !is_one_of(next, after_in))
			return g_strdup("i2");
		return NULL;
	}
	if (language == LETTER_DANISH && (strcmp(raw, "De") == 0 || strcmp(raw, "Dem") == 0 || strcmp(raw, "Deres") == 0))
		return g_strdup_printf("%s2", folded);
	if (language == LETTER_GERMAN && (strcmp(raw, "Sie") == 0 || strcmp(raw, "Ihnen") == 0 || g_str_has_prefix(raw, "Ihr")))
		return g_strdup(raw[0] == 'S' ? "sie2" : raw[2] == 'n' ? "ihnen2" : "ihr2");
	if (language == LETTER_SWEDISH && strcmp(folded, "er") == 0)
		return g_strdup("er2");
	if (language == LETTER_SWEDISH && (strcmp(raw, "vår") == 0 || strcmp(raw, "Vår") == 0))
		return g_strdup("vor");
	if (language == LETTER_SWEDISH && (g_str_has_prefix(raw, "vårt") || g_str_has_prefix(raw, "våra")))
		return g_strdup("vore");
	return NULL;
}

static LetterLanguage language_of(const GArray *lines)
{
	static const char *const told[LETTER_LANGUAGES][28] = {
		{ "og", "ikke", "jeg", "er", "at", "af", "til", "jeres", "med", "har", "den", "venlig", "faktura", "for", "jer", "kan", "det", "vi", "en", "om", "ved", NULL },
		{ "and", "not", "the", "is", "to", "of", "you", "with", "have", "we", "this", "your", "invoice", "for", "will", "pay", "our", "on", "was", "us", "be", "by", "from", "are", "us", "has", NULL },
		{ "und", "nicht", "ich", "ist", "die", "der", "das", "wir", "mit", "sie", "haben", "rechnung", "fur", "den", "bei", "uns", "ihre", "zu", "das", "bis", "zum", "es", "von", NULL },
		{ "och", "inte", "jag", "ar", "att", "av", "till", "er", "med", "har", "den", "vanlig", "fakturan", "for", "vi", "pa", "som", "en", "ett", "fran", "inte", "betala", "tack", NULL },
	};
	guint count[LETTER_LANGUAGES] = { 0 }, seen = 0;
	for (guint i = 0; i < lines->len && seen < 2000; i++) {
		const TextLine *line = g_array_index(lines, LetterLine, i).line;
		for (guint k = 0; k < line->words->len && seen < 2000; k++, seen++) {
			g_autofree char *word = letter_fold(((const TextWord *)line->words->pdata[k])->text);
			g_strdelimit(word, ".,:;!?", '\0');
			/* "är" folds to "aer" */
			if (strcmp(word, "aer") == 0)
				count[LETTER_SWEDISH] += 2;
			if (strcmp(word, "vaenlig") == 0 || strcmp(word, "aven") == 0)
				count[LETTER_SWEDISH] += 2;
			for (int l = 0; l < LETTER_LANGUAGES; l++)
				count[l] += is_one_of(word, told[l]);
		}
	}
	int best = LETTER_DANISH;
	for (int l = 1; l < LETTER_LANGUAGES; l++)
		if (count[l] > count[best])
			best = l;
	return (LetterLanguage)best;
}

/* State while words are put into sentences. */
typedef struct Maker {
	LetterWords *out;
	guint sentence, clause;
	bool breaks; /* before the next word a clause begins, unless that word goes on with it */
} Maker;

static void end_sentence(Maker *maker, bool question)
{
	GArray *words = maker->out->words;
	GArray *sentences = maker->out->sentences;
	guint first = sentences->len > 0 ? g_array_index(sentences, LetterSentence, sentences->len - 1).end : 0;
	maker->breaks = false;
	maker->clause++;
	if (first == words->len)
		return;
	LetterSentence made = { .first = first, .end = words->len, .question = question };
	g_array_append_val(sentences, made);
	maker->sentence = sentences->len;
}

static void add_word(Maker *maker, LetterLine where, guint at, char *folded)
{
	const GArray *sentences = maker->out->sentences;
	guint first = sentences->len > 0 ? g_array_index(sentences, LetterSentence, sentences->len - 1).end : 0;
	/* Longer than people write: a table, or text without signs. */
	if (maker->out->words->len - first >= SENTENCE_WORDS)
		end_sentence(maker, false);
	static const char *const goes_on[] = { "at", "that", "dass", "att", "som", "der", "og", "eller", "hverken", NULL };
	if (maker->breaks && !is_one_of(folded, goes_on))
		maker->clause++;
	maker->breaks = false;
	LetterWord word = { .text = folded, .where = where, .at = at, .sentence = maker->sentence };
	word.negates = is_one_of(folded, negations);
	word.joins = is_one_of(folded, joiners);
	if (strcmp(folded, "men") == 0 || strcmp(folded, "but") == 0 || strcmp(folded, "aber") == 0)
		maker->clause++;
	word.clause = maker->clause;
	g_array_append_val(maker->out->words, word);
}

/* The core of a word without signs around it; *after: the sign that follows it, 0 for none. */
static char *core_of(const char *raw, char *after)
{
	const char *first = raw;
	while (*first != '\0' && !g_unichar_isalnum(g_utf8_get_char(first)))
		first = g_utf8_next_char(first);
	const char *end = raw + strlen(raw);
	while (end > first) {
		const char *back = g_utf8_prev_char(end);
		if (g_unichar_isalnum(g_utf8_get_char(back)))
			break;
		end = back;
	}
	*after = '\0';
	for (const char *at = end; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (c == '?' || c == '!' || c == '.' || c == ':' || c == ';' || c == ',' || c == ')')
			*after = *after == '?' || *after == '!' ? *after : (char)c;
	}
	return g_strndup(first, (gsize)(end - first));
}

static bool is_number(const char *word)
{
	bool digit = false;
	for (; *word != '\0'; word++) {
		if (g_ascii_isdigit(*word))
			digit = true;
		else if (strchr(".,-", *word) == NULL)
			return false;
	}
	return digit;
}

static bool starts_small(const char *raw)
{
	for (; *raw != '\0'; raw = g_utf8_next_char(raw)) {
		gunichar c = g_utf8_get_char(raw);
		if (g_unichar_isalnum(c))
			return g_unichar_islower(c);
	}
	return true;
}

static void end_after(Maker *maker, char after, const char *folded, const char *next_raw, const char *next)
{
	if (after == '?' || after == '!') {
		end_sentence(maker, after == '?');
	} else if (after == '.') {
		bool goes_on = is_one_of(folded, shortened) || (is_number(folded) && (starts_small(next_raw) || is_one_of(next, months)));
		if (!goes_on || next_raw[0] == '\0')
			end_sentence(maker, false);
	} else if (after == ';') {
		end_sentence(maker, false);
	} else if (after == ',' || after == ':' || after == ')') {
		maker->breaks = true;
	}
}

static const char *word_at(const GArray *lines, guint line, guint word)
{
	if (line >= lines->len)
		return "";
	const TextLine *one = g_array_index(lines, LetterLine, line).line;
	return word < one->words->len ? ((const TextWord *)one->words->pdata[word])->text : "";
}

/* One word as written: parted at '/', a dash alone ends a clause. */
static void take_word(Maker *maker, const GArray *lines, guint line, guint at, const char *raw)
{
	LetterLine where = g_array_index(lines, LetterLine, line);
	const char *next_raw = word_at(lines, line, at + 1);
	if (next_raw[0] == '\0')
		next_raw = word_at(lines, line + 1, 0);
	char unused;
	g_autofree char *next_core = core_of(next_raw, &unused);
	g_autofree char *next = letter_fold(next_core);
	g_auto(GStrv) pieces = g_strsplit(raw, "/", -1);
	for (char **piece = pieces; *piece != NULL; piece++) {
		char after;
		g_autofree char *core = core_of(*piece, &after);
		if (core[0] == '\0') {
			/* a dash; or a smiley after the sentence's sign */
			maker->breaks = true;
			if (strchr("?!", after) != NULL && after != '\0')
				end_sentence(maker, after == '?');
			continue;
		}
		char *folded = letter_fold(core);
		char *person = pronoun_of(core, folded, maker->out->language, next);
		if (person != NULL) {
			g_free(folded);
			folded = person;
		}
		add_word(maker, where, at, folded);
		g_autofree char *kept = g_strdup(folded);
		end_after(maker, after, kept, next_raw, next);
	}
}

/* Does a word parted at the end of its line go on in the next? Its first part without the hyphen; NULL. */
static char *hyphened(const GArray *lines, guint line, guint at)
{
	const TextLine *one = g_array_index(lines, LetterLine, line).line;
	if (at + 1 != one->words->len || line + 1 >= lines->len)
		return NULL;
	const char *raw = word_at(lines, line, at);
	const char *rest = word_at(lines, line + 1, 0);
	gsize length = strlen(raw);
	bool hard = length > 2 && raw[length - 1] == '-' && g_ascii_isalpha(raw[length - 2]);
	bool soft = g_str_has_suffix(raw, "\xc2\xad");
	if ((!hard && !soft) || rest[0] == '\0' || !g_unichar_islower(g_utf8_get_char(rest)) || g_str_has_prefix(rest, "og"))
		return NULL;
	return g_strndup(raw, length - (soft ? 2 : 1));
}

static guint line_chars(const TextLine *line)
{
	guint n = 0;
	for (guint i = 0; i < line->words->len; i++)
		n += (guint)g_utf8_strlen(((const TextWord *)line->words->pdata[i])->text, -1) + 1;
	return n;
}

/* Does a paragraph end with this line: nothing follows, a gap, or it is a short line before a new beginning? */
static bool ends_block(const GArray *lines, guint i, guint widest)
{
	const LetterLine *here = &g_array_index(lines, LetterLine, i);
	if (i + 1 >= lines->len)
		return true;
	const LetterLine *next = &g_array_index(lines, LetterLine, i + 1);
	if (here->line->words->len == 0 || next->line->words->len == 0 || here->line->cell != next->line->cell)
		return true;
	const TextWord *a = here->line->words->pdata[0], *b = next->line->words->pdata[0];
	int height = a->box.bottom - a->box.top;
	if (here->page == next->page && height > 0 && b->box.top - a->box.bottom > height * 3 / 2)
		return true;
	bool item = strcmp(b->text, "-") == 0 || strcmp(b->text, "*") == 0 || strcmp(b->text, "•") == 0;
	return item || (line_chars(here->line) * 10 < widest * 6 && !starts_small(b->text));
}

/* ---- conditions ---- */

static void find_doubts(LetterWords *words)
{
	static const char *const ifs[] = { "hvis", "safremt", "ifald", "medmindre", "if", "unless", "should", "falls", "wenn", "sofern", "sollten", "om", "ifall", NULL };
	static const char *const verbs[] = { "har", "er", "skulle", "onsker", "mener", "vil", "betaler", "modtager", "horer", "sker", "did",
		                             "have", "haben", "betalar", "kan", "indbetales", NULL };
	static const char *const persons[] = { "du", "de2", "i2", "sie2", "ni", "you", "belobet", "betaling", "betalingen", "vi", "jeg", "der", "fakturaen", NULL };
	for (guint i = 0; i < words->sentences->len; i++) {
		const LetterSentence *one = &g_array_index(words->sentences, LetterSentence, i);
		if (one->end - one->first < 2)
			continue;
		for (guint w = one->first; w < one->end; w++) {
			const char *text = letter_word(words, w)->text;
			bool starts = w == one->first || letter_word(words, w)->clause != letter_word(words, w - 1)->clause;
			bool turned = w == one->first && !one->question && is_one_of(text, verbs) && is_one_of(letter_word(words, w + 1)->text, persons);
			if (!turned && !(is_one_of(text, ifs) && (starts || strcmp(text, "om") != 0)))
				continue;
			/* To the end of its clause: what follows is said. */
			guint clause = letter_word(words, w)->clause;
			for (; w < one->end && letter_word(words, w)->clause == clause; w++)
				letter_word(words, w)->doubted = true;
			w--;
		}
	}
}

LetterWords *letter_words_new(const GArray *lines)
{
	LetterWords *out = g_new0(LetterWords, 1);
	out->words = g_array_new(FALSE, FALSE, sizeof(LetterWord));
	g_array_set_clear_func(out->words, word_clear);
	out->sentences = g_array_new(FALSE, FALSE, sizeof(LetterSentence));
	out->language = language_of(lines);
	guint widest = 30;
	for (guint i = 0; i < lines->len; i++)
		widest = MAX(widest, MIN(line_chars(g_array_index(lines, LetterLine, i).line), 100));
	Maker maker = { .out = out };
	bool skip = false; /* the first word was taken with the line before */
	for (guint i = 0; i < lines->len && out->words->len < LIMIT_LETTER_WORDS; i++) {
		const TextLine *line = g_array_index(lines, LetterLine, i).line;
		bool parted = false;
		for (guint k = skip ? 1 : 0; k < line->words->len; k++) {
			g_autofree char *half = hyphened(lines, i, k);
			parted = half != NULL;
			g_autofree char *whole = parted ? g_strconcat(half, word_at(lines, i + 1, 0), NULL) : g_strdup(word_at(lines, i, k));
			take_word(&maker, lines, i, k, whole);
		}
		skip = parted;
		if (!parted && ends_block(lines, i, widest))
			end_sentence(&maker, false);
	}
	end_sentence(&maker, false);
	find_doubts(out);
	return out;
}

char *letter_words_raw(const LetterWords *words, guint first, guint last)
{
	GString *out = g_string_new(NULL);
	const LetterWord *before = NULL;
	for (guint i = first; i <= last && i < words->words->len; i++) {
		const LetterWord *word = letter_word(words, i);
		/* Signs that stand alone, such as "§", are no words, but were written. */
		guint at = before != NULL && before->where.line == word->where.line ? before->at + 1 : word->at;
		for (; at <= word->at; at++)
			g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "",
			                       ((const TextWord *)word->where.line->words->pdata[at])->text);
		before = word;
	}
	return g_string_free(out, FALSE);
}

bool letter_is_heading(const LetterWords *words, const LetterSentence *within)
{
	const LetterWord *first = letter_word(words, within->first), *last = letter_word(words, within->end - 1);
	return within->end - within->first <= 8 && first->where.line == last->where.line && first->at == 0 &&
	       last->at + 1 == last->where.line->words->len;
}
