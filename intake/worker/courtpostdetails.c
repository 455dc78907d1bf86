/* Numbers, days, amounts and parties of a court's letter. Two that disagree stay two. */
#include "intake/worker/courtpost.h"

#include "intake/limits.h"

#include <string.h>

enum { SURE = 90, LIKELY = 80, UNSURE = 40, HEAD_WORDS = 80, VALUES_MOST = 8 };

static bool is_kind(const char *kind, const char *wanted)
{
	return g_strcmp0(kind, wanted) == 0;
}

static const FlowWord *word_at(const Flow *flow, guint at)
{
	return flow->words->pdata[at];
}

/* Is it there already, or are there so many values of that name that one more tells nothing? */
static bool known(const Reading *reading, const char *subject, const char *name, const char *value)
{
	guint values = 0;
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		if (strcmp(fact->subject, subject) != 0 || strcmp(fact->name, name) != 0)
			continue;
		if (strcmp(fact->value, value) == 0 || ++values >= VALUES_MOST)
			return true;
	}
	return false;
}

static void add(const Flow *flow, Reading *reading, const char *subject, const char *name, const char *value, guint first,
                guint last, int confidence)
{
	if (!known(reading, subject, name, value))
		flow_fact(flow, reading, subject, name, value, first, last, confidence);
}

/* ---- numbers ---- */

/* "2026-000031": a case number of ours. */
static char *our_number(const char *raw)
{
	size_t year = strspn(raw, "0123456789");
	if (year != 4 || raw[4] != '-' || strspn(raw + 5, "0123456789") != 6)
		return NULL;
	const char *rest = raw + 11;
	return strspn(rest, ".,;:)") == strlen(rest) ? g_strndup(raw, 11) : NULL;
}

static void read_numbers(const Flow *flow, const char *subject, Reading *reading)
{
	g_autofree char *main_number = NULL;
	for (guint i = 0; i < flow->words->len; i++) {
		guint last = i;
		g_autofree char *number = courtpost_number(flow, i, &last);
		if (number != NULL) {
			/* The first one is the letter's; another that it mentions may be an older or a newer case. */
			bool first = main_number == NULL;
			add(flow, reading, subject, "letter.court_case", number, i, last, first ? SURE : UNSURE);
			if (first)
				main_number = g_strdup(number);
		}
		const char *raw = word_at(flow, i)->raw;
		g_autofree char *ours = our_number(raw[0] == '(' ? raw + 1 : raw);
		if (ours != NULL)
			add(flow, reading, subject, "letter.our_case", ours, i, i, SURE);
	}
}

static void read_court(const Flow *flow, const char *subject, Reading *reading)
{
	guint first, last;
	const char *court = courtpost_court(flow, true, &first, &last);
	bool head = court != NULL;
	if (!head)
		court = courtpost_court(flow, false, &first, &last);
	if (court != NULL)
		add(flow, reading, subject, "letter.court", court, first, last, head ? SURE : LIKELY);
}

/* ---- days ---- */

static bool row_is(const Flow *flow, guint first, guint last)
{
	const FlowWord *word = word_at(flow, first);
	return word->index == 0 && last + 1 >= first && word_at(flow, last)->row == word->row &&
	       (last + 1 >= flow->words->len || word_at(flow, last + 1)->row != word->row);
}

static bool is_mail(const Envelope *envelope)
{
	return envelope != NULL && envelope->is_mail && date_known(envelope->sent_on);
}

/* "Dato: 11. maj 2026", "Odense, den 11. maj 2026", or a line that is a day and nothing else. */
static void read_sent_on(const Flow *flow, const char *subject, const Envelope *envelope, Reading *reading)
{
	guint to = MIN((guint)HEAD_WORDS, flow->words->len), last;
	Date day;
	for (guint i = 0; i < to; i++) {
		if (!flow_day(flow, i, &day, &last))
			continue;
		const FlowWord *before = i > 0 ? word_at(flow, i - 1) : NULL;
		bool labelled = before != NULL && (strcmp(before->fold, "dato") == 0 || strcmp(before->fold, "afsendt") == 0);
		bool placed = strcmp(word_at(flow, i)->fold, "den") == 0 && before != NULL && g_str_has_suffix(before->raw, ",") &&
		              before->index == 0 && before->row == word_at(flow, i)->row;
		if (!labelled && !placed && !row_is(flow, i, last))
			continue;
		g_autofree char *value = date_iso(day);
		add(flow, reading, subject, "letter.sent_on", value, i, last, labelled ? SURE : 85);
		return;
	}
	if (!is_mail(envelope))
		return;
	g_autofree char *value = date_iso(envelope->sent_on);
	Fact *fact = flow_fact(flow, reading, subject, "letter.sent_on", value, 0, 0, SURE);
	g_free(fact->raw);
	g_free(fact->proof.place);
	fact->raw = g_strdup(value);
	fact->proof.place = g_strdup("header Date");
}

/* Is the day at `at` the end of a period: "senest den …", "inden den …", "til og med den …", "en frist til den …"? */
static bool ends_period(const Flow *flow, guint at)
{
	static const char *const words[] = { "senest", "inden", "frist", "fristen", "før", "udlober", "svarfrist", NULL };
	for (guint k = 1; k <= 4 && k <= at; k++) {
		const FlowWord *word = word_at(flow, at - k);
		if (word->stop && k > 0)
			return false;
		if (g_strv_contains(words, word->fold))
			return true;
		if (strcmp(word->fold, "med") == 0 && at > k && strcmp(word_at(flow, at - k - 1)->fold, "og") == 0)
			return true;
	}
	return false;
}

static bool counts_from(const Flow *flow, guint at)
{
	static const char *const words[] = { "fra", "dateret", "pr", NULL };
	return at > 0 && g_strv_contains(words, word_at(flow, at - 1)->fold);
}

/* What a kind of letter tells the day of, by a word in the same sentence. */
static const struct {
	const char *kind;
	const char *pattern;
} happenings[] = {
	{ "court_receipt", "modtaget|modtagelse*|modtog|indleveret" },
	{ "court_service", "forkyndt|forkyndelse*" },
	{ "court_objection", "indsigelse*" },
	{ "court_endorsement", "påtegnet|påtegning*" },
	{ "court_judgment", "afsagt|afsiger|afsagde" },
	{ "court_transcript", "møde|retsmøde|holdt|holdtes|afholdt" },
};

static bool happened_in(const Flow *flow, const char *kind, guint first, guint last)
{
	FlowMatch match;
	for (size_t i = 0; i < G_N_ELEMENTS(happenings); i++)
		if (is_kind(kind, happenings[i].kind) && flow_find(flow, first, last + 1, happenings[i].pattern, &match))
			return true;
	return false;
}

/* A day to come: a meeting or hearing, with its hour. */
static bool is_meeting(const Flow *flow, const char *kind, guint first, guint last)
{
	static const char *const words[] = { "indkald*|møde|retsmøde|berammet|hovedforhandling*|telefonmøde", NULL };
	return is_kind(kind, "court_summons") && flow_has(flow, first, last + 1, words);
}

static void read_days(const Flow *flow, const char *kind, const char *subject, Reading *reading)
{
	bool for_us = !is_kind(kind, "court_judgment") && !is_kind(kind, "court_transcript") && !is_kind(kind, "court_rejection");
	guint last;
	Date day;
	for (guint i = 0; i < flow->words->len; i++) {
		if (!flow_day(flow, i, &day, &last))
			continue;
		guint first_word, last_word;
		flow_sentence(flow, i, &first_word, &last_word);
		g_autofree char *value = date_iso(day);
		if (ends_period(flow, i)) {
			if (for_us)
				add(flow, reading, subject, "letter.deadline_on", value, i, last, SURE);
		} else if (is_meeting(flow, kind, first_word, last_word)) {
			add(flow, reading, subject, "letter.deadline_on", value, i, last, SURE);
		} else if (!counts_from(flow, i) && happened_in(flow, kind, first_word, last_word) &&
		           !row_is(flow, i, last)) {
			add(flow, reading, subject, "letter.happened_on", value, i, last, 85);
		}
		i = last;
	}
}

/* "inden 14 dage": only where no day is told, and only when it is we who are to do something. */
static void read_period(const Flow *flow, const char *kind, const char *subject, Reading *reading)
{
	static const char *const kinds[] = { "court_fee_notice", "court_deficiency", "court_service_failed", NULL };
	static const struct {
		const char *pattern;
		int64_t days;
	} units[] = { { "inden|senest ~2 # dage", 1 }, { "frist ~3 # dage", 1 }, { "inden|senest ~2 # uger", 7 }, { "frist ~3 # uger", 7 } };
	FlowMatch match;
	if (kind == NULL || !g_strv_contains(kinds, kind))
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
		if (flow_find(flow, 0, 0, units[i].pattern, &match)) {
			g_autofree char *value = g_strdup_printf("%" G_GINT64_FORMAT, match.count * units[i].days);
			add(flow, reading, subject, "letter.deadline_days", value, match.first, match.last, LIKELY);
			return;
		}
}

/* ---- amounts ---- */

static const struct {
	const char *kind;
	const char *sentence; /* must stand in it */
	const char *not_in; /* must not */
} amounts[] = {
	{ "court_fee_notice", "retsafgift*|afgiften|afgift|beløbet|beløb", NULL },
	{ "court_endorsement", "påtegnet|i|beløb", "sagsomkostninger|omkostninger|retsafgift*" },
	{ "court_judgment", "betale|betaler", "sagsomkostninger|omkostninger|påstand*|påstået|udbetalt|retsafgift*" },
	{ "court_transcript", "udlæg", "ejer|oplyste" },
};

/* "udlæg for 15.460,50 kr. i en gravemaskine, vurderet til 60.000 kr.": what follows "vurderet" is no claim. */
static bool is_other_amount(const Flow *flow, guint at)
{
	static const char *const words[] = { "vurderet", "vaerdi", "vurderes", "vaerdien", "hvoraf", "heraf", "afsluttende", NULL };
	for (guint k = 1; k <= 3 && k <= at; k++)
		if (g_strv_contains(words, word_at(flow, at - k)->fold))
			return true;
	return false;
}

static void read_amounts(const Flow *flow, const char *kind, const char *subject, Reading *reading)
{
	FlowMatch match;
	guint from = 0, last;
	Money amount;
	/* What the parties asked for stands before the ruling. */
	if (is_kind(kind, "court_judgment") && flow_find(flow, 0, 0, "kendes for ret", &match))
		from = match.last;
	for (guint i = from; i < flow->words->len; i++) {
		if (!flow_money(flow, i, &amount, &last) || is_other_amount(flow, i))
			continue;
		guint first_word, last_word;
		flow_sentence(flow, i, &first_word, &last_word);
		for (size_t k = 0; k < G_N_ELEMENTS(amounts); k++) {
			if (!is_kind(kind, amounts[k].kind) || !flow_find(flow, first_word, last_word + 1, amounts[k].sentence, &match) ||
			    (amounts[k].not_in != NULL && flow_find(flow, first_word, last_word + 1, amounts[k].not_in, &match)))
				continue;
			g_autofree char *value = g_strdup_printf("%" G_GINT64_FORMAT, money_ore(amount));
			add(flow, reading, subject, "letter.amount_ore", value, i, last, 85);
		}
		i = last;
	}
}

/* ---- parties ---- */

static bool is_no_name(const Flow *flow, guint at)
{
	static const char *const words[] = { "de", "dem", "deres", "jeres", "retten", "fogedretten", "sagsogte", "sagsoger", "skyldneren",
		                             "kreditor", "betalingspakravet", "staevningen", "retsafgift", NULL };
	return at < flow->words->len && g_strv_contains(words, word_at(flow, at)->fold);
}

static void add_party(const Flow *flow, const char *subject, Reading *reading, guint first, guint last, int confidence)
{
	g_autofree char *name = flow_raw(flow, first, last, LIMIT_NAME_CHARS);
	size_t length = strlen(name);
	while (length > 0 && strchr(",;:.", name[length - 1]) != NULL)
		name[--length] = '\0';
	if (length >= 3)
		add(flow, reading, subject, "letter.party", name, first, last, confidence);
}

static void party_after(const Flow *flow, guint at, const char *subject, Reading *reading, int confidence)
{
	guint last;
	if (!is_no_name(flow, at) && flow_name(flow, at, &last))
		add_party(flow, subject, reading, at, last, confidence);
}

/* "A ApS mod B A/S" on one line, or the two above and below a line that is "mod": the name before it. */
static void party_before(const Flow *flow, guint mod, const char *subject, Reading *reading)
{
	const FlowWord *word = word_at(flow, mod);
	guint first = mod, last;
	while (first > 0 && word_at(flow, first - 1)->row == word->row)
		first--;
	if (first == mod) {
		/* Its own line: the nearest line above that is no lawyer in parentheses. */
		while (first > 0) {
			guint row = word_at(flow, first - 1)->row;
			while (first > 0 && word_at(flow, first - 1)->row == row)
				first--;
			if (word_at(flow, first)->raw[0] != '(')
				break;
		}
	} else if (mod - first > 8) {
		return; /* a sentence that speaks of something against somebody */
	}
	/* All of the line, up to the "mod" that may follow on it. */
	if (first < mod && !is_no_name(flow, first) && flow_name(flow, first, &last) && last < mod &&
	    (last + 1 == mod || word_at(flow, last + 1)->row != word_at(flow, first)->row))
		add_party(flow, subject, reading, first, last, LIKELY);
}

static void courtpost_parties(const Flow *flow, const char *subject, Reading *reading)
{
	static const char *const before_name[] = {
		"betalingspåkrav*|stævning*|begæring*|anmodning* ~2 mod", "betalingspåkravet|stævningen ~1 for", "indleveret af",
	};
	FlowMatch match;
	for (guint from = 0; flow_find(flow, from, 0, "mod", &match); from = match.last + 1) {
		guint next = match.last + 1, last;
		if (is_no_name(flow, next) || !flow_name(flow, next, &last))
			continue;
		add_party(flow, subject, reading, next, last, LIKELY);
		party_before(flow, match.first, subject, reading);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(before_name); i++)
		for (guint from = 0; flow_find(flow, from, 0, before_name[i], &match); from = match.last + 1)
			party_after(flow, match.last + 1, subject, reading, LIKELY);
	for (guint from = 0; flow_find(flow, from, 0, "skyldneren|sagsøgte|sagsøger|kreditor", &match); from = match.last + 1)
		if (g_str_has_suffix(word_at(flow, match.last)->raw, ","))
			party_after(flow, match.last + 1, subject, reading, LIKELY);
}

void courtpost_details(const Flow *flow, const char *kind, const char *subject, const Envelope *envelope, Reading *reading)
{
	read_court(flow, subject, reading);
	read_numbers(flow, subject, reading);
	read_sent_on(flow, subject, envelope, reading);
	read_days(flow, kind, subject, reading);
	read_period(flow, kind, subject, reading);
	read_amounts(flow, kind, subject, reading);
	courtpost_parties(flow, subject, reading);
	courtpost_outcome(flow, kind, subject, reading);
}
