#include "intake/worker/courtpost.h"

#include "intake/limits.h"

#include <string.h>

/* A mail tray of a day; and how much of a page is its head. */
enum { PAGES_MOST = 200, HEAD_WORDS = 60, HEAD_ROWS = 14, PARTS_MOST = 100 };

/* ---- who sends it ---- */

/* The courts as assess/tables/districts.csv names them (a test holds the two together), and those above them. */
static const struct {
	const char *name;
	const char *pattern; /* NULL: the name's own words */
} courts[] = {
	{ "Retten i Nykøbing Falster", "retten i nykøbing falster|f" },
	{ "Københavns Byret", "københavns byret" },
	{ "Retten på Frederiksberg", "retten på frederiksberg" },
	{ "Retten på Bornholm", "retten på bornholm" },
	{ "Retten i Aalborg", "retten i aalborg|ålborg" },
	{ "Retten i Aarhus", "retten i aarhus|århus" },
	{ "Retten i Esbjerg", NULL },
	{ "Retten i Glostrup", NULL },
	{ "Retten i Helsingør", NULL },
	{ "Retten i Herning", NULL },
	{ "Retten i Hillerød", NULL },
	{ "Retten i Hjørring", NULL },
	{ "Retten i Holbæk", NULL },
	{ "Retten i Holstebro", NULL },
	{ "Retten i Horsens", NULL },
	{ "Retten i Kolding", NULL },
	{ "Retten i Lyngby", NULL },
	{ "Retten i Næstved", NULL },
	{ "Retten i Odense", NULL },
	{ "Retten i Randers", NULL },
	{ "Retten i Roskilde", NULL },
	{ "Retten i Svendborg", NULL },
	{ "Retten i Sønderborg", NULL },
	{ "Retten i Viborg", NULL },
	{ "Sø- og Handelsretten", "sø- og handelsretten" },
	{ "Østre Landsret", "østre landsret" },
	{ "Vestre Landsret", "vestre landsret" },
};

/* "Fogedretten i Odense" is a part of the court there. */
static char *court_pattern(size_t i)
{
	if (courts[i].pattern != NULL)
		return g_strdup(courts[i].pattern);
	g_autofree char *name = g_utf8_strdown(courts[i].name, -1);
	return g_strdup_printf("retten|byretten|fogedretten%s", name + strlen("retten"));
}

/* The reader of that writ or letter, not its sender: "Til Retten i Kolding". */
static bool is_addressee(const Flow *flow, guint at)
{
	static const char *const words[] = { "til", "ved", "for", "v", "hos", "fra", NULL };
	return at > 0 && g_strv_contains(words, ((const FlowWord *)flow->words->pdata[at - 1])->fold);
}

const char *courtpost_court(const Flow *flow, bool head, guint *first, guint *last)
{
	guint to = head ? MIN((guint)HEAD_WORDS, flow->words->len) : flow->words->len;
	const char *found = NULL;
	*first = to;
	for (size_t i = 0; i < G_N_ELEMENTS(courts); i++) {
		g_autofree char *pattern = court_pattern(i);
		FlowMatch match;
		/* The one that stands first is the sender. */
		if (flow_find(flow, 0, *first, pattern, &match) && (!head || !is_addressee(flow, match.first))) {
			found = courts[i].name;
			*first = match.first;
			*last = match.last;
		}
	}
	return found;
}

/* A court names itself at the start of a line in the head, or under the letter. */
static bool is_from_court(const Flow *flow, const Envelope *envelope)
{
	guint first, last;
	FlowMatch match;
	static const char *const of_book[] = { "udskrift af fogedbogen|dombogen|retsbogen|fogedbog|retsbog", NULL };
	if (envelope != NULL && envelope->from != NULL && strstr(envelope->from, "@domstol.dk") != NULL)
		return true;
	if (courtpost_court(flow, true, &first, &last) != NULL) {
		const FlowWord *word = flow->words->pdata[first];
		const FlowWord *top = flow->words->pdata[0];
		if (word->index == 0 && word->row - top->row < HEAD_ROWS)
			return true;
	}
	if (flow_has(flow, 0, HEAD_WORDS, of_book))
		return true;
	/* "Med venlig hilsen / Retten i Randers" */
	return flow_find(flow, 0, 0, "hilsen", &match) && match.last + 2 < flow->words->len &&
	       (flow_match(flow, match.last + 1, "retten i|på", &match) || flow_match(flow, match.last + 1, "fogedretten", &match));
}

/* ---- the court's number ---- */

static bool is_prefix(const char *text, size_t n)
{
	static const char *const prefixes[] = { "BS", "FS", "BP", "SS", "SKS", "AS", "K", "KS", "FO", "BA" };
	for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++)
		if (strlen(prefixes[i]) == n && strncmp(prefixes[i], text, n) == 0)
			return true;
	return false;
}

/* "4711/2026-ODE", "40-1234/2026": its length, 0 when it is none. */
static size_t number_length(const char *text)
{
	const char *at = text;
	size_t n = strspn(at, "0123456789");
	if (n == 0 || n > 7)
		return 0;
	at += n;
	if (*at == '-') {
		n = strspn(at + 1, "0123456789");
		if (n == 0 || n > 7)
			return 0;
		at += n + 1;
	}
	if (*at++ != '/' || strspn(at, "0123456789") != 4)
		return 0;
	at += 4;
	n = *at == '-' ? strspn(at + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") : 0;
	return (size_t)(at - text) + (n >= 2 && n <= 4 ? n + 1 : 0);
}

char *courtpost_number(const Flow *flow, guint at, guint *last)
{
	const FlowWord *word = flow->words->pdata[at];
	size_t letters = strspn(word->raw, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	if (letters == 0 || letters > 3 || !is_prefix(word->raw, letters))
		return NULL;
	*last = at;
	if (word->raw[letters] == '-') {
		size_t n = number_length(word->raw + letters + 1);
		return n > 0 && strspn(word->raw + letters + 1 + n, ".,;:)") == strlen(word->raw + letters + 1 + n)
		           ? g_strndup(word->raw, letters + 1 + n)
		           : NULL;
	}
	if (word->raw[letters] != '\0' || at + 1 >= flow->words->len)
		return NULL;
	const FlowWord *next = flow->words->pdata[at + 1];
	size_t n = number_length(next->raw);
	if (n == 0 || next->row != word->row)
		return NULL;
	*last = at + 1;
	g_autofree char *rest = g_strndup(next->raw, n);
	return g_strconcat(word->raw, " ", rest, NULL);
}

static bool has_number(const Flow *flow)
{
	guint last;
	for (guint i = 0; i < flow->words->len; i++) {
		g_autofree char *number = courtpost_number(flow, i, &last);
		if (number != NULL)
			return true;
	}
	return false;
}

/* ---- one letter ---- */

static int flow_score(const Flow *flow, const Envelope *envelope)
{
	FlowMatch match;
	int confidence = 0;
	if (flow->words->len == 0)
		return 0;
	bool from = is_from_court(flow, envelope), number = has_number(flow);
	const char *kind = courtpost_kind(flow, &match, &confidence);
	int score = (from ? 35 : 0) + (number ? 25 : 0) + (kind == NULL ? 0 : confidence >= LIMIT_CONFIDENCE ? 30 : 10);
	return from ? score : MIN(score, 40);
}

/* Does any word name a court at all? Most documents end here, before their words are folded. */
static bool names_court(const Text *text)
{
	for (guint p = 0; p < text->pages->len && p < PAGES_MOST; p++) {
		const TextPage *page = text->pages->pdata[p];
		for (guint i = 0; i < page->lines->len; i++) {
			const TextLine *line = page->lines->pdata[i];
			for (guint w = 0; w < line->words->len; w++) {
				const char *word = ((const TextWord *)line->words->pdata[w])->text;
				if (strstr(word, "etten") != NULL || strstr(word, "yret") != NULL || strstr(word, "ETTEN") != NULL ||
				    strstr(word, "YRET") != NULL || strstr(word, "andsret") != NULL)
					return true;
			}
		}
	}
	return false;
}

/* Words from … below to of the flow. */
typedef struct Part {
	guint from, to;
} Part;

/* "Side 2 af 3": which page of its letter it says it is; 0 when it says nothing. */
static int64_t page_said(const Flow *flow)
{
	FlowMatch whole, page;
	if (!flow_find(flow, 0, 0, "side # af|/ #", &whole) || !flow_match(flow, whole.first, "side #", &page))
		return 0;
	return page.count;
}

/* Does a new letter begin on the page? */
static bool begins_letter(const Flow *page, const Envelope *envelope)
{
	FlowMatch match;
	int confidence;
	int64_t said = page_said(page);
	if (said > 0)
		return said == 1;
	return is_from_court(page, envelope) && courtpost_kind(page, &match, &confidence) != NULL;
}

/* Letters that follow each other without a new page: a letterhead of its own line, with a day or number soon after. */
static bool is_letterhead(const Flow *flow, guint at)
{
	enum { SOON = 40, LINE_MOST = 5 };
	FlowMatch match;
	guint last, first;
	const FlowWord *word = flow->words->pdata[at];
	if (word->index != 0 || word->line->words->len > LINE_MOST ||
	    !(flow_match(flow, at, "retten i|på", &match) || flow_match(flow, at, "* byret|landsret", &match)))
		return false;
	guint to = MIN(at + SOON, flow->words->len);
	g_autoptr(Flow) head = flow_part(flow, at, to);
	if (courtpost_court(head, true, &first, &last) == NULL || first != 0)
		return false;
	return has_number(head) && flow_find(head, 0, 0, "dato|sagsnr|sagsnummer|rettens|afsagt|retsbog|fogedbogen", &match);
}

static guint page_end(const Flow *flow, guint from)
{
	const TextPage *page = ((const FlowWord *)flow->words->pdata[from])->page;
	while (from < flow->words->len && ((const FlowWord *)flow->words->pdata[from])->page == page)
		from++;
	return from;
}

static bool is_cut(const Flow *flow, guint at, guint begun, const Envelope *envelope)
{
	enum { LETTER_LEAST = 30 };
	const FlowWord *word = flow->words->pdata[at], *before = flow->words->pdata[at - 1];
	if (word->page == before->page)
		return at - begun >= LETTER_LEAST && is_letterhead(flow, at);
	g_autoptr(Flow) page = flow_part(flow, at, page_end(flow, at));
	return begins_letter(page, envelope);
}

static GArray *parts_of(const Flow *flow, const Envelope *envelope)
{
	GArray *parts = g_array_new(FALSE, FALSE, sizeof(Part));
	guint begun = 0;
	for (guint i = 1; i <= flow->words->len; i++) {
		if (i < flow->words->len && (parts->len + 1 >= PARTS_MOST || !is_cut(flow, i, begun, envelope)))
			continue;
		Part part = { begun, i };
		g_array_append_val(parts, part);
		begun = i;
	}
	return parts;
}

static int best_score(const Text *text, const Envelope *envelope, int quoted)
{
	g_autoptr(Flow) flow = flow_new(text, 1, PAGES_MOST, quoted, NULL);
	g_autoptr(GArray) parts = parts_of(flow, envelope);
	int best = 0;
	for (guint i = 0; i < parts->len; i++) {
		const Part *part = &g_array_index(parts, Part, i);
		g_autoptr(Flow) letter = flow_part(flow, part->from, part->to);
		best = MAX(best, flow_score(letter, envelope));
	}
	return best;
}

/* Lines of a letter that was forwarded stand quoted. */
enum { QUOTED_ANY = 1000 };

int courtpost_score(const Text *text, const Envelope *envelope)
{
	if (!names_court(text))
		return 0;
	int score = best_score(text, envelope, 0);
	return score >= LIMIT_CONFIDENCE ? score : best_score(text, envelope, QUOTED_ANY);
}

static int letters_before(const Reading *reading)
{
	int most = 0;
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		if (g_str_has_prefix(fact->subject, "letter/"))
			most = MAX(most, (int)g_ascii_strtoll(fact->subject + strlen("letter/"), NULL, 10));
	}
	return most;
}

static void read_part(const Flow *flow, const Envelope *envelope, bool quoted, const char *subject, Reading *reading)
{
	FlowMatch match;
	int confidence;
	const char *kind = courtpost_kind(flow, &match, &confidence);
	const FlowWord *first = flow->words->pdata[0], *last = flow->words->pdata[flow->words->len - 1];
	g_autofree char *pages = g_strdup_printf("%d-%d", first->page->number, last->page->number);
	if (kind == NULL) {
		match = (FlowMatch){ 0 };
		confidence = 0;
	}
	flow_told(flow, reading, subject, "letter.kind", kind != NULL ? kind : "other", match.first, match.last,
	          kind != NULL ? confidence : LIMIT_CONFIDENCE - 10);
	flow_told(flow, reading, subject, "letter.pages", pages, 0, 0, 90);
	flow_told(flow, reading, subject, "letter.channel", envelope != NULL && envelope->is_mail ? "mail" : "paper", 0, 0, 80);
	if (quoted)
		flow_told(flow, reading, subject, "letter.quoted", "yes", 0, 0, 80);
	courtpost_details(flow, kind, subject, envelope, reading);
}

void courtpost_read(const Text *text, const Envelope *envelope, Reading *reading)
{
	int quoted = best_score(text, envelope, 0) >= LIMIT_CONFIDENCE ? 0 : QUOTED_ANY;
	const char *reader = envelope != NULL && envelope->is_mail ? "mail" : strcmp(reading->media, "office") == 0 ? "office" : NULL;
	g_autoptr(Flow) flow = flow_new(text, 1, PAGES_MOST, quoted, reader);
	/* Courts write Danish: "1.250 kr." is no riddle. */
	if (flow->style.decimal == AMOUNT_MARK_UNKNOWN)
		flow->style.decimal = AMOUNT_MARK_COMMA;
	g_autoptr(GArray) parts = parts_of(flow, envelope);
	int number = letters_before(reading);
	for (guint i = 0; i < parts->len; i++) {
		const Part *part = &g_array_index(parts, Part, i);
		g_autoptr(Flow) letter = flow_part(flow, part->from, part->to);
		if (flow_score(letter, envelope) < LIMIT_CONFIDENCE)
			continue;
		g_autofree char *subject = g_strdup_printf("letter/%d", ++number);
		read_part(letter, envelope, quoted > 0, subject, reading);
	}
}
