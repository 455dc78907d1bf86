/* Where an invoice is to be paid: the payment line, the account, the IBAN. Check digits warn, they refuse nothing. */
#include "intake/worker/invoiceparts.h"
#include "intake/worker/minor.h"

#include <string.h>

typedef struct Glyphs {
	GString *text; /* the words of a segment without spaces, marks of a payment line as '<' */
	GArray *words; /* guint, of each byte */
} Glyphs;

/* The angle brackets of a payment line are misread in many ways. */
static char glyph(gunichar c)
{
	if (c == 0xab || c == 0x2039 || c == 0x27e8)
		return '<';
	return c < 0x80 ? (char)c : '?';
}

static Glyphs glyphs_of(const Segment *segment)
{
	Glyphs glyphs = { g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(guint)) };
	for (guint w = segment->first; w <= segment->last; w++)
		for (const char *p = segment_word(segment, w)->text; *p != '\0'; p = g_utf8_next_char(p)) {
			g_string_append_c(glyphs.text, glyph(g_utf8_get_char(p)));
			g_array_append_val(glyphs.words, w);
		}
	return glyphs;
}

static void glyphs_clear(Glyphs *glyphs)
{
	g_string_free(glyphs->text, TRUE);
	g_array_unref(glyphs->words);
}

/* "+71<026840149965328+12345678<": card, digits and creditor; the end of it, or NULL. */
static const char *fik_at(const char *p, char **out, bool *holds)
{
	if (*p == '+')
		p++;
	size_t card = strspn(p, "0123456789");
	if (card != 2 || p[2] != '<')
		return NULL;
	const char *digits = p + 3;
	size_t n = strspn(digits, "0123456789");
	const char *plus = digits + n;
	if (*plus != '+' || strspn(plus + 1, "0123456789") != 8)
		return NULL;
	bool free_text = strncmp(p, "73", 2) == 0 && n == 0;
	bool fits = (strncmp(p, "71", 2) == 0 && n == 15) || (strncmp(p, "75", 2) == 0 && n == 16) || free_text;
	if (!fits)
		return NULL;
	g_autofree char *identity = g_strndup(digits, n);
	*holds = free_text || luhn_holds(identity);
	*out = free_text ? g_strdup_printf("+73<+%.8s", plus + 1) : g_strdup_printf("+%.2s<%s+%.8s", p, identity, plus + 1);
	return plus + 9;
}

bool invoice_fik_carries(const PaperSheet *sheet, const char *number)
{
	g_autoptr(GString) figures = g_string_new(NULL);
	for (const char *p = number; *p != '\0'; p++)
		if (g_ascii_isdigit(*p))
			g_string_append_c(figures, *p);
	bool carries = false;
	for (guint i = 0; i < sheet->segments->len && figures->len >= 4 && !carries; i++) {
		Glyphs glyphs = glyphs_of(sheet->segments->pdata[i]);
		for (const char *p = strchr(glyphs.text->str, '7'); p != NULL && !carries; p = strchr(p + 1, '7')) {
			g_autofree char *fik = NULL;
			bool holds = false;
			/* Before the check digit, the identity's last. */
			if (fik_at(p, &fik, &holds) != NULL && holds && strlen(fik) > 13) {
				fik[strlen(fik) - 10] = '\0';
				carries = g_str_has_suffix(fik, figures->str) || strstr(fik + 4, figures->str) != NULL;
			}
		}
		glyphs_clear(&glyphs);
	}
	return carries;
}

static void add_fik(Invoice *invoice, const Segment *segment)
{
	Glyphs glyphs = glyphs_of(segment);
	for (const char *p = glyphs.text->str; *p != '\0'; p++) {
		if (*p != '+' && !(g_ascii_isdigit(*p) && (p == glyphs.text->str || !g_ascii_isdigit(p[-1]))))
			continue;
		g_autofree char *fik = NULL;
		bool holds;
		const char *end = fik_at(p, &fik, &holds);
		if (end == NULL)
			continue;
		Found found = { .segment = segment };
		found.first = g_array_index(glyphs.words, guint, p - glyphs.text->str);
		found.last = g_array_index(glyphs.words, guint, end - 1 - glyphs.text->str);
		invoice_add(invoice, "payment.fik", fik, &found, holds ? 96 : segment->page->recognised ? 45 : 60, holds);
		break;
	}
	glyphs_clear(&glyphs);
}

/* "DK03 0043 2002 0024 06": words until the check digits fit, or the words end. */
static bool read_iban(const Segment *segment, guint first, guint last, Found *out)
{
	g_autoptr(GString) joined = g_string_new(NULL);
	g_autofree char *best = NULL;
	for (guint i = first; i <= last && joined->len < 40; i++) {
		const char *word = segment_word(segment, i)->text;
		const char *colon = strrchr(word, ':');
		word = colon != NULL ? colon + 1 : word;
		if (joined->len == 0 && (*word == '\0' || (!g_ascii_isalpha(*word))))
			continue;
		if (joined->len == 0)
			out->first = i;
		for (; g_ascii_isalnum(*word); word++)
			g_string_append_c(joined, *word);
		bool holds;
		g_autofree char *iban = iban_form(joined->str, &holds);
		if (iban == NULL)
			continue;
		if (best == NULL || holds) {
			g_free(best);
			best = g_steal_pointer(&iban);
			out->last = i;
		}
		if (holds)
			break;
	}
	if (best == NULL)
		return false;
	out->segment = segment;
	out->text = g_steal_pointer(&best);
	return true;
}

static void add_ibans(Invoice *invoice)
{
	g_autoptr(GArray) ibans = invoice_values(invoice->sheet, LABEL_IBAN, read_iban);
	for (guint i = 0; i < ibans->len; i++) {
		const Found *found = &g_array_index(ibans, Found, i);
		bool holds;
		g_autofree char *form = iban_form(found->text, &holds);
		/* Danish ones have a length of their own; of another only the check digits tell that it is whole. */
		int without = !found->segment->page->recognised && g_str_has_prefix(found->text, "DK") ? 55 : 40;
		if (form != NULL)
			invoice_add(invoice, "payment.iban", form, found, holds ? 97 : without, holds);
	}
}

static bool read_branch(const Segment *segment, guint first, guint last, Found *out)
{
	for (guint i = first; i <= last && i <= first + 1; i++) {
		const char *word = segment_word(segment, i)->text, *colon = strrchr(word, ':');
		word = colon != NULL ? colon + 1 : word;
		if (strspn(word, "0123456789") == 4 && (word[4] == '\0' || strchr(".,-", word[4]) != NULL) && !g_ascii_isdigit(word[4])) {
			out->segment = segment;
			out->first = out->last = i;
			out->text = g_strndup(word, 4);
			return true;
		}
		if (*segment->folded[i - segment->first] != '\0')
			return false;
	}
	return false;
}

/* "2002002406", "1234-0002820037", "1234 0002820037": up to ten digits, perhaps after the registration number. */
static bool read_account(const Segment *segment, guint first, guint last, Found *out)
{
	g_autoptr(GString) digits = g_string_new(NULL);
	guint groups = 0;
	for (guint i = first; i <= last; i++) {
		const char *word = segment_word(segment, i)->text, *colon = strrchr(word, ':');
		word = colon != NULL ? colon + 1 : word;
		if (*segment->folded[i - segment->first] == '\0' && digits->len == 0)
			continue;
		size_t n = strspn(word, "0123456789-");
		size_t rest = strlen(word) - n;
		if (n == 0 || rest > 1 || !g_ascii_isdigit(*word))
			break;
		if (digits->len == 0)
			out->first = i;
		else
			g_string_append_c(digits, ' ');
		g_string_append_len(digits, word, (gssize)n);
		out->last = i;
		groups++;
		if (rest == 1)
			break;
	}
	size_t figures = 0;
	for (const char *p = digits->str; *p != '\0'; p++)
		figures += g_ascii_isdigit(*p);
	if (figures < 6 || figures > 14 || groups > 4)
		return false;
	out->segment = segment;
	out->text = g_strdup(digits->str);
	return true;
}

/* The registration number and the account apart: four digits first, then up to ten. */
static void split_account(const char *text, char **branch, char **account)
{
	size_t first = strcspn(text, " -");
	GString *rest = g_string_new(NULL);
	bool parted = first == 4 && text[first] != '\0';
	for (const char *p = parted ? text + first : text; *p != '\0'; p++)
		if (g_ascii_isdigit(*p))
			g_string_append_c(rest, *p);
	/* "0123 4567890123" has fourteen digits; "1234 5678 90" is one account in groups. */
	if (parted && rest->len < 6) {
		g_string_prepend_len(rest, text, 4);
		parted = false;
	}
	*branch = parted ? g_strndup(text, 4) : NULL;
	if (!parted && rest->len == 14) {
		*branch = g_strndup(rest->str, 4);
		g_string_erase(rest, 0, 4);
	}
	*account = rest->len <= 10 ? g_string_free(rest, FALSE) : (g_string_free(rest, TRUE), NULL);
}

static void add_accounts(Invoice *invoice)
{
	g_autoptr(GArray) branches = invoice_values(invoice->sheet, LABEL_BRANCH, read_branch);
	g_autoptr(GArray) accounts = invoice_values(invoice->sheet, LABEL_ACCOUNT, read_account);
	for (guint i = 0; i < accounts->len; i++) {
		const Found *found = &g_array_index(accounts, Found, i);
		g_autofree char *branch = NULL, *account = NULL;
		split_account(found->text, &branch, &account);
		bool near = branch != NULL || branches->len > 0;
		if (account == NULL || strlen(account) < 5)
			continue;
		/* "Account no." of a customer is no bank account: a registration number beside it says that it is one. */
		int confidence = near ? 90 : found->label->row->strength == 3 ? 70 : 40;
		invoice_add(invoice, "payment.account", account, found, confidence, false);
		if (branch != NULL)
			invoice_add(invoice, "payment.bank", branch, found, 85, false);
	}
	for (guint i = 0; i < branches->len && accounts->len > 0; i++) {
		const Found *found = &g_array_index(branches, Found, i);
		invoice_add(invoice, "payment.bank", found->text, found, found->label->row->strength == 3 ? 90 : 75, false);
	}
}

void invoice_payment(Invoice *invoice)
{
	for (guint i = 0; i < invoice->sheet->segments->len; i++)
		add_fik(invoice, invoice->sheet->segments->pdata[i]);
	add_ibans(invoice);
	add_accounts(invoice);
}
