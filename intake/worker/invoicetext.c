#include "intake/worker/invoicetext.h"

#include "intake/limits.h"
#include "intake/worker/invoiceparts.h"
#include "intake/worker/minor.h"

#include <string.h>

void found_clear(Found *found)
{
	g_clear_pointer(&found->text, g_free);
}

static void clear_found(void *found)
{
	found_clear(found);
}

void invoice_add(Invoice *invoice, const char *name, const char *value, const Found *found, int confidence, bool checked)
{
	const FactName *known = fact_name_find(name);
	g_assert(known != NULL);
	if (!fact_value_fits(known, value))
		return;
	const Segment *segment = found->segment;
	int seen = text_confidence(segment->line, found->first, found->last);
	confidence = checked ? confidence - (100 - seen) / 10 : confidence * seen / 100;
	for (guint i = 0; i < invoice->reading->facts->len; i++) {
		Fact *other = invoice->reading->facts->pdata[i];
		if (strcmp(other->subject, invoice->subject) == 0 && strcmp(other->name, name) == 0 && strcmp(other->value, value) == 0) {
			other->confidence = MAX(other->confidence, confidence);
			return;
		}
	}
	g_autofree char *raw = segment_text(segment, found->first, found->last);
	Fact *fact = fact_new(invoice->subject, name, value, raw);
	fact->status = FACT_READ;
	fact->confidence = CLAMP(confidence, 0, 100);
	fact->proof.page = segment->page->number;
	fact->proof.place = text_place(segment->page, segment->line, found->first, found->last);
	fact->proof.reader = g_strdup(segment->page->recognised ? "ocr" : invoice->reader);
	g_ptr_array_add(invoice->reading->facts, fact);
}

/* As it is: the confidence has taken how well the words were recognised into account. */
static void invoice_add_sure(Invoice *invoice, const char *name, const char *value, const Found *found, int confidence)
{
	int seen = text_confidence(found->segment->line, found->first, found->last);
	invoice_add(invoice, name, value, found, confidence + (100 - seen) / 10, true);
}

void invoice_add_minor(Invoice *invoice, const char *name, int64_t minor, const Found *found, int confidence, bool checked)
{
	/* A credit note's amounts are written with and without a minus: they are what it credits. */
	g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, invoice->credit ? ABS(minor) : minor);
	invoice_add(invoice, name, text, found, confidence, checked);
}

/* Nothing but marks: the colon of its own between a label and its value. */
static bool only_marks(const Segment *segment)
{
	for (guint i = segment->first; i <= segment->last; i++)
		if (*segment->folded[i - segment->first] != '\0')
			return false;
	return true;
}

/* The value of a label: after it, right of it, or below it. out is the caller's, by found_clear. */
static bool invoice_value(const PaperSheet *sheet, const Segment *segment, const SheetLabel *label, FoundReader reader, Found *out)
{
	*out = (Found){ .label = label, .home = segment };
	guint after = label->glued ? label->last : label->last + 1, stop = segment_stop(segment, label->last);
	if (after <= stop && reader(segment, after, stop, out))
		return true;
	if (stop != segment->last)
		return false;
	const Segment *right = papersheet_right(sheet, segment);
	if (right != NULL && only_marks(right))
		right = papersheet_right(sheet, right);
	if (right != NULL && segment_head(right) == NULL && reader(right, right->first, segment_stop(right, right->first), out))
		return true;
	if (after <= stop && !segment->placed)
		return false;
	PageBox box = segment_box(segment, label->first, label->last);
	const Segment *below = papersheet_below(sheet, segment, box.left, segment->placed ? box.right : segment->box.right);
	if (below == NULL || segment_head(below) != NULL)
		return false;
	out->below = true;
	return reader(below, below->first, segment_stop(below, below->first), out);
}

GArray *invoice_values(const PaperSheet *sheet, InvoiceLabel kind, FoundReader reader)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(Found));
	g_array_set_clear_func(all, clear_found);
	for (int strength = 3; strength > 0; strength--) {
		for (guint i = 0; i < sheet->segments->len; i++) {
			const Segment *segment = sheet->segments->pdata[i];
			for (guint j = 0; j < segment->labels->len; j++) {
				const SheetLabel *label = &g_array_index(segment->labels, SheetLabel, j);
				Found found;
				if (label->row->label != kind || label->row->strength != strength)
					continue;
				if (invoice_value(sheet, segment, label, reader, &found))
					g_array_append_val(all, found);
			}
		}
	}
	return all;
}

static bool in_date(const Segment *segment, guint word)
{
	for (guint i = 0; i < segment->dates->len; i++) {
		const FoundDate *date = &g_array_index(segment->dates, FoundDate, i);
		if (word >= date->first && word <= date->last)
			return true;
	}
	return false;
}

static bool in_amount(const Segment *segment, guint word)
{
	for (guint i = 0; i < segment->amounts->len; i++) {
		const Amount *amount = &g_array_index(segment->amounts, Amount, i);
		if (word >= amount->first && word <= amount->last && amount->money)
			return true;
	}
	return false;
}

/* The text of a number as people write them; NULL when the word is none. */
static char *number_in(const char *word)
{
	const char *colon = strrchr(word, ':');
	if (colon != NULL && colon[1] != '\0')
		word = colon + 1;
	while (*word == '#' || *word == '(' || *word == ':')
		word++;
	g_autofree char *text = g_strdup(word);
	size_t length = strlen(text);
	while (length > 0 && strchr(".,;:)", text[length - 1]) != NULL)
		text[--length] = '\0';
	bool digit = false;
	for (const char *p = text; *p != '\0'; p++) {
		digit = digit || g_ascii_isdigit(*p);
		if (!g_ascii_isalnum(*p) && strchr("-/._", *p) == NULL)
			return NULL;
	}
	return digit && length <= 30 ? g_steal_pointer(&text) : NULL;
}

/* A number is the first word with a digit, after at most one mark or "nr". */
static bool read_number(const Segment *segment, guint first, guint last, Found *out)
{
	for (guint i = first; i <= last; i++) {
		const char *folded = segment->folded[i - segment->first];
		if (in_date(segment, i) || in_amount(segment, i))
			return false;
		char *number = number_in(segment_word(segment, i)->text);
		if (number != NULL) {
			out->segment = segment;
			out->first = out->last = i;
			out->text = number;
			return true;
		}
		static const char *const skipped[] = { "", "nr", "no", "nummer", "number", "n", NULL };
		if (!g_strv_contains(skipped, folded))
			return false;
	}
	return false;
}

/* "Faktura 1893" as a heading; "Vi har sendt faktura 1893 til jer" is none. */
static bool heads(const Found *found, const Segment *segment)
{
	return found->segment == segment && found->label->first == segment->first &&
	       (found->last == segment->last || in_date(segment, segment->last)) && found->last - segment->first <= 3;
}

static bool year_alone(const char *text)
{
	return digits_are(text, 4) && (g_str_has_prefix(text, "19") || g_str_has_prefix(text, "20"));
}

/* "… bitte Ihre Belegnummer 123 angeben": words before a label, and no colon after it. */
static bool in_sentence(const Found *found)
{
	const SheetLabel *label = found->label;
	if (label->first == found->home->first || strchr(segment_word(found->home, label->last)->text, ':') != NULL)
		return false;
	const char *before = found->home->folded[label->first - 1 - found->home->first];
	return *before != '\0' && strpbrk(before, "0123456789") == NULL;
}

static int number_confidence(const Found *found)
{
	const LabelRow *row = found->label->row;
	int confidence = row->strength == 3 ? 93 : row->strength == 2 ? 80 : 75;
	if (row->strength == 1 && (!heads(found, found->home) || year_alone(found->text)))
		confidence = 40;
	if (found->below)
		confidence -= 5;
	if (in_sentence(found) || found->segment->page->number > 1)
		confidence = MIN(confidence, 45);
	/* "F 1234": the letter before may belong to it. */
	if (found->first > found->segment->first && found->first > 0) {
		const char *before = segment_word(found->segment, found->first - 1)->text;
		if (strlen(before) <= 3 && g_ascii_isupper(*before) && strcmp(before, "NR") != 0 && strcmp(before, "Nr.") != 0 &&
		    strcmp(before, "No") != 0 && strcmp(before, "No.") != 0 && found->label->last + 1 < found->first &&
		    found->home == found->segment)
			confidence = 45;
	}
	return confidence;
}

typedef struct Number {
	char *text; /* NULL: none that is sure */
	GArray *all; /* Found */
	GArray *confidences; /* int, of each */
} Number;

static void number_clear(Number *number)
{
	g_free(number->text);
	g_array_unref(number->all);
	g_array_unref(number->confidences);
}

/*
 * How surely it was recognised. The engine doubts letters and figures mixed ("F-61210" has 30 when it is right), and of
 * plain figures its doubt is founded: those below 70 are misread.
 */
static int number_seen(const Found *found)
{
	int seen = text_confidence(found->segment->line, found->first, found->last);
	if (!found->segment->page->recognised)
		return seen;
	size_t length = strlen(found->text);
	if (digits_are(found->text, (int)length))
		return seen >= 70 ? seen : seen / 2;
	return seen >= 30 && found->label->row->strength == 3 ? MIN(seen + 30, 95) : seen;
}

/* Of one kind of label; the sure ones must agree, and what they outdo does not count. */
static Number find_number(const PaperSheet *sheet, InvoiceLabel kind)
{
	Number number = { .all = invoice_values(sheet, kind, read_number), .confidences = g_array_new(FALSE, FALSE, sizeof(int)) };
	int best = 0;
	for (guint i = 0; i < number.all->len; i++) {
		const Found *found = &g_array_index(number.all, Found, i);
		int confidence = invoice_fik_carries(sheet, found->text) ? 95 : number_confidence(found) * number_seen(found) / 100;
		best = MAX(best, confidence);
		g_array_append_val(number.confidences, confidence);
	}
	const char *sure = NULL;
	bool agree = true;
	for (guint i = 0; i < number.all->len && best >= LIMIT_CONFIDENCE; i++) {
		const Found *found = &g_array_index(number.all, Found, i);
		int confidence = g_array_index(number.confidences, int, i);
		if (confidence < LIMIT_CONFIDENCE || confidence < best - 15)
			continue;
		agree = agree && (sure == NULL || strcmp(sure, found->text) == 0);
		sure = found->text;
	}
	number.text = agree ? g_strdup(sure) : NULL;
	return number;
}

static void add_numbers(Invoice *invoice, const char *name, const Number *number)
{
	int best = 0;
	for (guint i = 0; i < number->all->len; i++)
		best = MAX(best, g_array_index(number->confidences, int, i));
	for (guint i = 0; i < number->all->len; i++) {
		const Found *found = &g_array_index(number->all, Found, i);
		int confidence = g_array_index(number->confidences, int, i);
		bool same = number->text != NULL && strcmp(found->text, number->text) == 0;
		if (number->text != NULL && !same)
			continue;
		/* Sure ones that disagree are both told, and weigh less. */
		if (number->text == NULL && confidence >= best - 15)
			confidence = MIN(confidence, 60);
		invoice_add_sure(invoice, name, found->text, found, confidence);
	}
}

/*
 * Papers of one document: a later page with a number of its own begins another invoice (receipts behind an expense claim).
 * The pages of the first one.
 */
static guint own_pages(const PaperSheet *sheet)
{
	g_autoptr(GArray) all = invoice_values(sheet, LABEL_NUMBER, read_number);
	const char *own = NULL;
	int first = 0, cut = G_MAXINT;
	for (guint i = 0; i < all->len; i++) {
		const Found *found = &g_array_index(all, Found, i);
		if (found->label->row->strength >= 2 && (own == NULL || found->segment->page->number < first)) {
			own = found->text;
			first = found->segment->page->number;
		}
	}
	for (guint i = 0; i < all->len; i++) {
		const Found *found = &g_array_index(all, Found, i);
		bool another = found->label->row->strength == 3 && strcmp(found->text, own) != 0 && !in_sentence(found);
		if (another && found->segment->page->number > first)
			cut = MIN(cut, found->segment->page->number - 1);
	}
	return cut == G_MAXINT ? LIMIT_INVOICE_PAGES : (guint)cut;
}

typedef enum PaperKind { PAPER_UNKNOWN, PAPER_INVOICE, PAPER_CREDIT, PAPER_OTHER } PaperKind;

static const struct {
	const char *words;
	PaperKind kind;
} titles[] = {
	{ "faktura", PAPER_INVOICE }, { "salgsfaktura", PAPER_INVOICE }, { "regning", PAPER_INVOICE }, { "invoice", PAPER_INVOICE },
	{ "taxinvoice", PAPER_INVOICE }, { "vatinvoice", PAPER_INVOICE }, { "salesinvoice", PAPER_INVOICE }, { "rechnung", PAPER_INVOICE },
	{ "kopifaktura", PAPER_INVOICE }, { "fakturakopi", PAPER_INVOICE }, { "acontofaktura", PAPER_INVOICE },
	{ "slutfaktura", PAPER_INVOICE }, { "commercialinvoice", PAPER_INVOICE }, { "fakturanr", PAPER_INVOICE },
	{ "kreditnota", PAPER_CREDIT }, { "kreditnote", PAPER_CREDIT }, { "kreditnotat", PAPER_CREDIT }, { "creditnote", PAPER_CREDIT },
	{ "creditmemo", PAPER_CREDIT }, { "gutschrift", PAPER_CREDIT }, { "kreditfaktura", PAPER_CREDIT }, { "creditinvoice", PAPER_CREDIT }, { "stornorechnung", PAPER_CREDIT },
	{ "rykker", PAPER_OTHER }, { "rykkerskrivelse", PAPER_OTHER }, { "rykkerbrev", PAPER_OTHER }, { "betalingspamindelse", PAPER_OTHER },
	{ "pamindelse", PAPER_OTHER }, { "inkassovarsel", PAPER_OTHER }, { "inkasso", PAPER_OTHER }, { "reminder", PAPER_OTHER },
	{ "paymentreminder", PAPER_OTHER }, { "mahnung", PAPER_OTHER }, { "zahlungserinnerung", PAPER_OTHER },
	{ "betalningspaminnelse", PAPER_OTHER }, { "paminnelse", PAPER_OTHER }, { "tilbud", PAPER_OTHER }, { "offer", PAPER_OTHER },
	{ "ordrebekraeftelse", PAPER_OTHER }, { "folgeseddel", PAPER_OTHER }, { "pakkeseddel", PAPER_OTHER }, { "kvittering", PAPER_OTHER },
	{ "receipt", PAPER_OTHER }, { "paymentreceipt", PAPER_OTHER }, { "quote", PAPER_OTHER }, { "quotation", PAPER_OTHER },
	{ "orderconfirmation", PAPER_OTHER }, { "angebot", PAPER_OTHER }, { "auftragsbestatigung", PAPER_OTHER },
	{ "lieferschein", PAPER_OTHER }, { "kontoudtog", PAPER_OTHER }, { "statement", PAPER_OTHER }, { "accountstatement", PAPER_OTHER },
	{ "statementofaccount", PAPER_OTHER }, { "proforma", PAPER_OTHER }, { "proformainvoice", PAPER_OTHER },
	{ "proformafaktura", PAPER_OTHER }, { "proformarechnung", PAPER_OTHER }, { "offert", PAPER_OTHER },
	{ "orderbekraftelse", PAPER_OTHER }, { "purchaseorder", PAPER_OTHER }, { "indkobsordre", PAPER_OTHER }, { "deliverynote", PAPER_OTHER },
	{ "packingslip", PAPER_OTHER }, { "kontrakt", PAPER_OTHER }, { "aftale", PAPER_OTHER }, { "agreement", PAPER_OTHER },
	{ "contract", PAPER_OTHER }, { "betalingspakrav", PAPER_OTHER }, { "dom", PAPER_OTHER }, { "staevning", PAPER_OTHER },
};

/* A heading says what the paper is: few words, one of which is the title ("2. rykker", "Faktura 1893"). */
static PaperKind title_of(const Segment *segment)
{
	if (segment->last - segment->first > 3)
		return PAPER_UNKNOWN;
	g_autofree char *all = segment_folded(segment, segment->first, segment->last);
	const char *words = all;
	while (g_ascii_isdigit(*words))
		words++;
	size_t letters = strcspn(words, "0123456789");
	for (size_t i = 0; i < G_N_ELEMENTS(titles); i++) {
		const char *first = segment->folded[0];
		if ((strlen(titles[i].words) == letters && strncmp(words, titles[i].words, letters) == 0) ||
		    (strcmp(first, titles[i].words) == 0 && strcmp(first, "fakturanr") != 0 && segment->last - segment->first <= 2))
			return titles[i].kind;
	}
	return PAPER_UNKNOWN;
}

/* The heading that says what the paper is; a credit note's may have an invoice's words too. */
static PaperKind paper_kind(const PaperSheet *sheet, const Segment **where)
{
	PaperKind kind = PAPER_UNKNOWN;
	*where = NULL;
	for (guint i = 0; i < sheet->segments->len; i++) {
		const Segment *segment = sheet->segments->pdata[i];
		PaperKind this = title_of(segment);
		if (segment->page->number > 1)
			break;
		if (this == PAPER_UNKNOWN || (kind == PAPER_CREDIT) || (kind != PAPER_UNKNOWN && this == PAPER_INVOICE))
			continue;
		/* The first heading counts, but for "Kreditnota" below a letterhead that says "Faktura". */
		if (kind == PAPER_UNKNOWN || this == PAPER_CREDIT) {
			kind = this;
			*where = segment;
		}
	}
	return kind;
}

static void add_kind(Invoice *invoice, const Segment *where)
{
	if (where == NULL)
		return;
	Found found = { .segment = where, .first = where->first, .last = where->last };
	const char *kind = invoice->credit ? "credit_note" : "invoice";
	invoice_add(invoice, "invoice.kind", kind, &found, 95, false);
	g_autofree char *subject = g_steal_pointer(&invoice->subject);
	invoice->subject = g_strdup("document");
	invoice_add(invoice, "document.shown_kind", kind, &found, 95, false);
	g_free(invoice->subject);
	invoice->subject = g_steal_pointer(&subject);
}

static bool cheap_look(const Text *text)
{
	static const char *const words[] = { "faktura", "invoice", "rechnung", "kreditno", "credit", "gutschrift", "regning" };
	for (guint i = 0; i < text->pages->len && i < 2; i++) {
		const TextPage *page = text->pages->pdata[i];
		for (guint j = 0; j < page->lines->len; j++) {
			const TextLine *line = page->lines->pdata[j];
			for (guint k = 0; k < line->words->len; k++) {
				const char *word = ((const TextWord *)line->words->pdata[k])->text;
				for (size_t n = 0; n < G_N_ELEMENTS(words); n++)
					for (const char *p = word; strlen(p) >= strlen(words[n]); p++)
						if (g_ascii_strncasecmp(p, words[n], strlen(words[n])) == 0)
							return true;
			}
		}
	}
	return false;
}

static bool has_label(const PaperSheet *sheet, InvoiceLabel kind, int strength)
{
	for (guint i = 0; i < sheet->segments->len; i++) {
		const Segment *segment = sheet->segments->pdata[i];
		for (guint j = 0; j < segment->labels->len; j++) {
			const LabelRow *row = g_array_index(segment->labels, SheetLabel, j).row;
			if (row->label == kind && row->strength >= strength)
				return true;
		}
	}
	return false;
}

static int score_of(const PaperSheet *sheet)
{
	const Segment *where;
	PaperKind kind = paper_kind(sheet, &where);
	Number number = find_number(sheet, LABEL_NUMBER), credit = find_number(sheet, LABEL_CREDIT_NUMBER);
	g_autoptr(GArray) issue = invoice_values(sheet, LABEL_ISSUE, invoice_read_day);
	int64_t sum;
	int score = kind == PAPER_INVOICE || kind == PAPER_CREDIT ? 35 : kind == PAPER_OTHER ? -60 : 0;
	score += number.text != NULL || credit.text != NULL ? 25 : 0;
	score += issue->len > 0 ? 12 : 0;
	score += has_label(sheet, LABEL_DUE, 2) || has_label(sheet, LABEL_TERMS, 3) ? 6 : 0;
	score += has_label(sheet, LABEL_TOTAL, 2) || has_label(sheet, LABEL_PAYABLE, 3) || has_label(sheet, LABEL_ANY_TOTAL, 2) ? 10 : 0;
	score += has_label(sheet, LABEL_VAT, 3) ? 8 : 0;
	score += has_label(sheet, LABEL_CVR, 2) ? 5 : 0;
	score += has_label(sheet, LABEL_IBAN, 3) || has_label(sheet, LABEL_ACCOUNT, 3) ? 4 : 0;
	score += invoice_table(sheet) != NULL ? 10 : 0;
	score += invoice_lines_sum(sheet, &sum) ? 5 : 0;
	number_clear(&number);
	number_clear(&credit);
	return CLAMP(score, 0, 100);
}

int invoicetext_score(const Text *text)
{
	if (!cheap_look(text))
		return 0;
	g_autoptr(PaperSheet) sheet = papersheet_new(text, LIMIT_INVOICE_PAGES);
	return score_of(sheet);
}

static void add_references(Invoice *invoice, Number *number, Number *credit)
{
	g_autoptr(GArray) orders = invoice_values(invoice->sheet, LABEL_ORDER, read_number);
	for (guint i = 0; i < orders->len; i++) {
		const Found *found = &g_array_index(orders, Found, i);
		bool weak = found->label->row->strength < 2;
		if (!weak || (found->below && i == 0))
			invoice_add(invoice, "ref.order", found->text, found, weak ? 60 : 88, false);
	}
	if (!invoice->credit) {
		add_numbers(invoice, "invoice.number", number);
		return;
	}
	Number billing = find_number(invoice->sheet, LABEL_BILLING_REF);
	bool own = credit->all->len > 0;
	add_numbers(invoice, "invoice.number", own ? credit : number);
	/* A credit note that has a number of its own and names an invoice too is about that one. */
	add_numbers(invoice, "ref.billing", billing.all->len > 0 || !own ? &billing : number);
	number_clear(&billing);
}

void invoicetext_read(const Text *text, const char *name, Reading *reading)
{
	g_autoptr(PaperSheet) whole = papersheet_new(text, LIMIT_INVOICE_PAGES);
	g_autoptr(PaperSheet) sheet = papersheet_new(text, own_pages(whole));
	const Segment *title;
	PaperKind kind = paper_kind(sheet, &title);
	bool mail = g_strcmp0(reading->media, "mail") == 0, office = g_strcmp0(reading->media, "office") == 0;
	Invoice invoice = { .sheet = sheet, .reading = reading, .reader = mail ? "mail" : office ? "office" : "text" };
	Number number = find_number(sheet, LABEL_NUMBER), credit = find_number(sheet, LABEL_CREDIT_NUMBER);
	invoice.credit = kind == PAPER_CREDIT || (kind == PAPER_UNKNOWN && credit.text != NULL);
	invoice.danish = has_label(sheet, LABEL_CVR, 3) || has_label(sheet, LABEL_BRANCH, 3);
	const char *own = invoice.credit && credit.all->len > 0 ? credit.text : number.text;
	invoice.subject = g_strdup_printf("invoice/%s", own != NULL ? own : name);
	add_references(&invoice, &number, &credit);
	add_kind(&invoice, kind == PAPER_OTHER ? NULL : title);
	invoice_dates(&invoice);
	invoice_sums(&invoice);
	invoice_parties(&invoice);
	invoice_payment(&invoice);
	invoice_lines(&invoice);
	g_free(invoice.subject);
	number_clear(&number);
	number_clear(&credit);
}
