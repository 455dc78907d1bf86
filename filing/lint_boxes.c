/* What holds for every box: filled, readable, whole, of a length that fits. */
#include "filing/lint_desk.h"

#include "filing/form.h"

#include <string.h>

#define PARTY_LINES 14 /* of a party's box: name, address and contact take eight; more is no address */
#define LINE_CHARS 160 /* of one of them: two lines on paper */
#define LONG_CHARS 200000 /* the account, which grows: three hundred invoices take 80,000 */
#define SUMMARY_CHARS 1000 /* of the portal's short description */

static bool is_choice(const char *name)
{
	return g_strcmp0(name, "serve_if_barred") == 0 || g_strcmp0(name, "udlaeg") == 0 || g_strcmp0(name, "court_case") == 0;
}

/* Why it is open, in English, where the sheet lists it. */
static const char *why_english(const LintDesk *desk, const char *label)
{
	const cJSON *point;
	cJSON_ArrayForEach(point, json_get(desk->sheet, "open"))
	{
		if (g_strcmp0(json_get_text(point, "where"), label) == 0 && json_get_text(point, "text_en") != NULL)
			return json_get_text(point, "text_en");
	}
	return "The box is empty.";
}

static void box_filled(LintDesk *desk, const cJSON *box)
{
	const char *name = json_get_text(box, "name"), *label = json_get_text(box, "label"), *why = json_get_text(box, "why");
	bool answered = cJSON_IsBool(json_get(box, "answer")), choice = g_strcmp0(json_get_text(box, "kind"), "choice") == 0;
	if (json_get_bool(box, "twice")) {
		lint_fault(desk, LINT_L136, label, "Begge er afkrydset.", "Both are ticked.");
		return;
	}
	bool filled = choice ? answered : json_get_text(box, "value") != NULL;
	if (is_choice(name)) {
		if (!answered)
			lint_fault(desk, LINT_L306, label, "Hverken ja eller nej.", "Neither yes nor no.");
	} else if (json_get_bool(box, "required") && (!filled || json_get_bool(box, "open"))) {
		lint_fault(desk, LINT_L101, label, "%s%.0s", "%.0s%s", why != NULL ? why : "Feltet er tomt.", why_english(desk, label));
	}
}

/* What reading UTF-8 as Latin-1 makes of æ, ø, å and of signs of quotation. */
static const char *const broken[] = { "Ã¦", "Ã¸", "Ã¥", "Ã†", "Ã˜", "Ã…", "â€", "Ã©", "\xef\xbf\xbd", NULL };

bool lint_text_broken(const char *text)
{
	for (size_t i = 0; broken[i] != NULL; i++)
		if (strstr(text, broken[i]) != NULL)
			return true;
	/* "S?ren": a question mark between letters was another letter once. */
	for (const char *p = strchr(text, '?'); p != NULL; p = strchr(p + 1, '?'))
		if (p > text && g_ascii_isalpha(p[-1]) && g_ascii_isalpha(p[1]))
			return true;
	return false;
}

static bool text_open(const char *text)
{
	static const char *const words[] = { "ikke oplyst", "xxxx", "____", "[åben", "(null)", "indsæt ", NULL };
	return strpbrk(text, "{}") != NULL || strstr(text, "....") != NULL || lint_word(text, words) != NULL ||
	       strstr(text, "____") != NULL || strstr(text, "[ÅBEN") != NULL || strstr(text, "(null)") != NULL;
}

/* "010190-1234", as a number by itself, with a day that exists. */
bool lint_text_cpr(const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		if (!g_ascii_isdigit(*p) || (p > text && g_ascii_isalnum(p[-1])))
			continue;
		size_t n = strspn(p, "0123456789"), behind = p[n] == '-' ? strspn(p + n + 1, "0123456789") : 0;
		Date day;
		int d = (p[0] - '0') * 10, m = 0;
		if (n == 6 && behind == 4) {
			d += p[1] - '0';
			m = (p[2] - '0') * 10 + p[3] - '0';
			if (date_make(2000, m, d, &day))
				return true;
		}
		p += n > 0 ? n - 1 : 0;
	}
	return false;
}

static void box_text_look(LintDesk *desk, const cJSON *box, const char *value)
{
	const char *label = json_get_text(box, "label"), *name = json_get_text(box, "name");
	g_autofree char *lacking = pages_lacking(value, NULL);
	if (lacking != NULL)
		lint_fault(desk, LINT_L130, label, "Ingen skrifttype har: %s", "No font has: %s", lacking);
	if (lint_text_broken(value))
		lint_fault(desk, LINT_L131, label, "Teksten har tegn, der er læst forkert.", "The text has characters that were misread.");
	if (text_open(value))
		lint_fault(desk, LINT_L132, label, "Der står en plads, som ikke er udfyldt.", "There is a place that was not filled.");
	if (g_strcmp0(name, "creditor_number") != 0 && lint_text_cpr(value))
		lint_fault(desk, LINT_L134, label, "Der står et CPR-nummer.", "There is a CPR number.");
}

static void box_length(LintDesk *desk, const cJSON *box, const char *value)
{
	const char *label = json_get_text(box, "label"), *name = json_get_text(box, "name");
	int64_t most = json_get_int(box, "max_chars", 0);
	glong chars = g_utf8_strlen(value, -1), lines = 1, widest = 0, width = 0;
	for (const char *p = value; *p != '\0'; p = g_utf8_next_char(p)) {
		width = *p == '\n' ? 0 : width + 1;
		lines += *p == '\n';
		widest = MAX(widest, width);
	}
	if (json_get_bool(box, "crowded"))
		lint_fault(desk, LINT_L133, label, "%ld tegn kan ikke ses i feltet uden at blive klippet.",
		           "%ld characters cannot be seen in the field uncut.", chars);
	bool party = g_strcmp0(name, "creditor") == 0 || g_strcmp0(name, "debtor") == 0 || g_strcmp0(name, "representative") == 0;
	if (most == 0)
		most = LONG_CHARS;
	if (chars > most)
		lint_fault(desk, LINT_L133, label, "%ld tegn; der er plads til %" G_GINT64_FORMAT ".",
		           "%ld characters; there is room for %" G_GINT64_FORMAT ".", chars, (gint64)most);
	else if (party && (lines > PARTY_LINES || widest > LINE_CHARS))
		lint_fault(desk, LINT_L133, label, "%ld linjer, den længste på %ld tegn: det er ikke en adresse.",
		           "%ld lines, the longest of %ld characters: that is no address.", lines, widest);
	if (g_strcmp0(name, "summary") == 0 && chars > SUMMARY_CHARS)
		lint_fault(desk, LINT_L412, label, "%ld tegn.", "%ld characters.", chars);
}

static void edition_look(LintDesk *desk)
{
	const char *edition = json_get_text(desk->sheet, "edition");
	const Edition *now = edition_on(desk->on, NULL);
	if (desk->form && (now == NULL || g_strcmp0(edition, now->name) != 0))
		lint_fault(desk, LINT_L128, NULL, "Udgaven %s gælder ikke på dagen.", "Edition %s does not hold on the day.",
		           edition != NULL ? edition : "?");
}

void lint_look_boxes(LintDesk *desk)
{
	edition_look(desk);
	const cJSON *box;
	cJSON_ArrayForEach(box, json_get(desk->sheet, "fields"))
	{
		box_filled(desk, box);
		const char *value = json_get_text(box, "value");
		if (value == NULL)
			continue;
		box_text_look(desk, box, value);
		box_length(desk, box, value);
	}
}
