/*
 * Net, VAT, total and what is to be paid: which labelled amounts fit each other. Net + VAT = total in three printed figures
 * is as good as certain; a figure that nothing confirms is as good as its label.
 */
#include "intake/limits.h"
#include "intake/worker/invoiceparts.h"

#include <string.h>

typedef struct Sum {
	InvoiceLabel label;
	int strength;
	int rank; /* 0: the amount that the label means by its place; 1: another one of its row */
	Amount amount;
	Found found;
	const Segment *home; /* of the label: amounts of one row have the same */
} Sum;

/* A triple that adds up. */
typedef struct Triple {
	const Sum *net, *vat, *total;
	int score;
} Triple;

/* May this word stand between the label of a sum and its amount? */
static bool connects(const Segment *segment, guint word)
{
	static const char *const words[] = { "", "dkk", "kr", "eur", "sek", "nok", "usd", "gbp", "af", "pa", "of", "on", "i", "in", "inkl", "incl", "inc",
		"excl", "ekskl", "moms", "vat", "mwst", "tax", "ialt", "alt", "25", "19", "7", "12", "6", "20", "15", "0", "pct", "procent", "auf", "von",
		"danske", "kroner", "den", "d", "beløb", "belob", "amount", "total", "s", "udgor", "er", "is", "ekskl", "eks", "eksklusiv", "excl", "ex", "exkl",
		"excluding", "uden", "ohne", "utan", "inkl", "inklusiv", "incl", "including", "med", "ust", "brutto", "sum", "8", "0", NULL };
	const char *folded = segment->folded[word - segment->first];
	if (g_strv_contains(words, folded))
		return true;
	for (guint i = 0; i < segment->amounts->len; i++) {
		const Amount *amount = &g_array_index(segment->amounts, Amount, i);
		if (word >= amount->first && word <= amount->last)
			return true;
	}
	for (guint i = 0; i < segment->dates->len; i++) {
		const FoundDate *date = &g_array_index(segment->dates, FoundDate, i);
		if (word >= date->first && word <= date->last)
			return true;
	}
	const char *text = segment_word(segment, word)->text;
	return strchr(text, '%') != NULL || strspn(text, "0123456789.,") == strlen(text);
}

static bool plain(const Segment *segment, guint first, guint last)
{
	for (guint i = first; i <= last; i++)
		if (!connects(segment, i))
			return false;
	return true;
}

static void take(const Segment *segment, guint first, guint last, const Sum *like, GArray *out)
{
	for (guint i = 0; i < segment->amounts->len; i++) {
		const Amount *amount = &g_array_index(segment->amounts, Amount, i);
		if (amount->first < first || amount->last > last || !amount->known)
			continue;
		bool rate = strchr(segment_word(segment, amount->last)->text, '%') != NULL ||
		            (amount->last < segment->last && *segment_word(segment, amount->last + 1)->text == '%');
		if (rate)
			continue;
		Sum sum = *like;
		sum.amount = *amount;
		sum.found.segment = segment;
		sum.found.first = amount->first;
		sum.found.last = amount->last;
		g_array_append_val(out, sum);
	}
}

/* "Total ekskl. 25 % moms", "Summe ohne USt.": the words after a total that say which one it is. */
static InvoiceLabel role_of(const Segment *segment, const SheetLabel *label, bool *told)
{
	static const char *const without[] = { "ekskl", "eks", "eksklusiv", "excl", "ex", "exkl", "exclusive", "excluding", "uden", "ohne", "before", "utan", NULL };
	static const char *const with[] = { "inkl", "inklusiv", "incl", "inc", "inclusive", "including", "med", "med", "brutto", NULL };
	InvoiceLabel kind = label->row->label;
	*told = false;
	if (kind != LABEL_TOTAL && kind != LABEL_ANY_TOTAL && kind != LABEL_PAYABLE)
		return kind;
	for (guint i = label->last + 1; i <= segment->last; i++) {
		const char *folded = segment->folded[i - segment->first];
		*told = g_strv_contains(without, folded) || g_strv_contains(with, folded);
		if (*told)
			return g_strv_contains(without, folded) ? LABEL_NET : LABEL_TOTAL;
		if (!connects(segment, i))
			break;
	}
	return kind;
}

/* "inkl. moms" says what another amount is, and is no label of the VAT. */
static bool only_says(const Segment *segment, const SheetLabel *label)
{
	static const char *const before[] = { "ekskl", "eks", "eksklusiv", "excl", "ex", "exkl", "excluding", "uden", "ohne", "utan", "inkl", "inklusiv",
		"incl", "inc", "including", "med", NULL };
	if (label->row->label != LABEL_VAT || label->first == segment->first)
		return false;
	for (guint i = label->first - 1;; i--) {
		const char *folded = segment->folded[i - segment->first];
		if (g_strv_contains(before, folded))
			return true;
		/* "ekskl. 25 % moms" */
		if (i == segment->first || (*folded != '\0' && strspn(folded, "0123456789") != strlen(folded)))
			return false;
	}
}

/* The amounts of a label's row: the last is the one it means. */
static void take_row(const PaperSheet *sheet, const Segment *segment, const SheetLabel *label, GArray *out)
{
	bool told;
	InvoiceLabel role = role_of(segment, label, &told);
	guint before = out->len, after = label->glued ? label->last : label->last + 1;
	guint stop = told ? segment->last : segment_stop(segment, label->last);
	Sum like = { .label = role, .strength = told ? 3 : label->row->strength, .rank = 1, .home = segment };
	if (after <= stop && !label->glued && !plain(segment, after, stop))
		return;
	if (after <= stop)
		take(segment, after, stop, &like, out);
	const Segment *right = stop == segment->last ? papersheet_right(sheet, segment) : NULL;
	for (int hops = 0; right != NULL && hops < 6; hops++) {
		guint end = segment_stop(right, right->first);
		const SheetLabel *head = segment_head(right);
		if (head != NULL && head->row->label != LABEL_VAT && head->row->label != LABEL_OTHER)
			break;
		if (head != NULL || !plain(right, right->first, end))
			break;
		take(right, right->first, end, &like, out);
		right = end == right->last ? papersheet_right(sheet, right) : NULL;
	}
	if (out->len == before) {
		PageBox box = segment_box(segment, label->first, label->last);
		const Segment *below = papersheet_below(sheet, segment, box.left, box.right);
		if (below != NULL && (segment->placed || (segment->first == label->first && segment->last == label->last)) &&
		    segment_head(below) == NULL && plain(below, below->first, below->last))
			take(below, below->first, below->last, &like, out);
		like.found.below = true;
	}
	if (out->len > before)
		g_array_index(out, Sum, out->len - 1).rank = 0;
}

static GArray *collect(const PaperSheet *sheet)
{
	GArray *sums = g_array_new(FALSE, FALSE, sizeof(Sum));
	const Segment *table = invoice_table(sheet);
	for (guint i = 0; i < sheet->segments->len; i++) {
		const Segment *segment = sheet->segments->pdata[i];
		if (invoice_in_heads(table, segment))
			continue;
		for (guint j = 0; j < segment->labels->len && sums->len < LIMIT_INVOICE_SUMS; j++) {
			const SheetLabel *label = &g_array_index(segment->labels, SheetLabel, j);
			InvoiceLabel kind = label->row->label;
			if (only_says(segment, label))
				continue;
			bool rated = j > 0 && kind == LABEL_VAT && label->first > segment->first;
			if (kind < LABEL_NET || kind > LABEL_OTHER_AMOUNT || (rated && !plain(segment, segment->first, label->first - 1) && segment->placed))
				continue;
			take_row(sheet, segment, label, sums);
		}
	}
	return sums;
}

static bool may_be(const Sum *sum, InvoiceLabel role)
{
	switch ((int)role) {
	case LABEL_NET:
		return sum->label == LABEL_NET || sum->label == LABEL_ANY_TOTAL || ((sum->label == LABEL_TOTAL || sum->label == LABEL_VAT) && sum->rank > 0);
	case LABEL_VAT:
		return sum->label == LABEL_VAT || ((sum->label == LABEL_TOTAL || sum->label == LABEL_ANY_TOTAL) && sum->rank > 0);
	default:
		return (sum->label == LABEL_TOTAL || sum->label == LABEL_PAYABLE || sum->label == LABEL_ANY_TOTAL) && sum->rank == 0;
	}
}

/* VAT between a thirtieth and a third of the net; none where the paper says 0. */
static bool rate_fits(int64_t net, int64_t vat)
{
	if (vat == 0)
		return net != 0;
	return (net > 0) == (vat > 0) && ABS(vat) <= ABS(net) / 3 && ABS(vat) >= ABS(net) / 40;
}

static int weight(const Sum *sum, InvoiceLabel role)
{
	bool named = sum->label == role || (role == LABEL_TOTAL && sum->label == LABEL_PAYABLE);
	return (named ? 3 : 0) + sum->strength - 2 * sum->rank;
}

static bool same_triple(const Triple *a, const Triple *b)
{
	return a->total->amount.minor == b->total->amount.minor && a->vat->amount.minor == b->vat->amount.minor;
}

/* The best triple; false when there is none, or another one is as good. */
static bool find_triple(const GArray *sums, Triple *out)
{
	Triple best = { 0 }, second = { 0 };
	for (guint v = 0; v < sums->len; v++) {
		const Sum *vat = &g_array_index(sums, Sum, v);
		if (!may_be(vat, LABEL_VAT))
			continue;
		for (guint n = 0; n < sums->len; n++) {
			const Sum *net = &g_array_index(sums, Sum, n);
			if (n == v || !may_be(net, LABEL_NET) || !rate_fits(net->amount.minor, vat->amount.minor))
				continue;
			for (guint t = 0; t < sums->len; t++) {
				const Sum *total = &g_array_index(sums, Sum, t);
				if (t == v || t == n || !may_be(total, LABEL_TOTAL) || net->amount.minor + vat->amount.minor != total->amount.minor)
					continue;
				Triple triple = { net, vat, total, weight(net, LABEL_NET) + weight(vat, LABEL_VAT) + weight(total, LABEL_TOTAL) };
				if (best.net == NULL || triple.score > best.score) {
					if (best.net != NULL && !same_triple(&triple, &best))
						second = best;
					best = triple;
				} else if (!same_triple(&triple, &best) && triple.score > second.score) {
					second = triple;
				}
			}
		}
	}
	*out = best;
	return best.net != NULL && (second.net == NULL || second.score < best.score);
}

static const Sum *sum_of(const GArray *sums, InvoiceLabel label, int64_t minor)
{
	for (guint i = 0; i < sums->len; i++) {
		const Sum *sum = &g_array_index(sums, Sum, i);
		if (sum->label == label && sum->rank == 0 && sum->amount.minor == minor)
			return sum;
	}
	return NULL;
}

/* The one amount of the best labels of a kind; NULL when there is none, or they disagree. */
static const Sum *one_sum(const GArray *sums, InvoiceLabel label, bool *disagree)
{
	const Sum *best = NULL;
	*disagree = false;
	for (guint i = 0; i < sums->len; i++) {
		const Sum *sum = &g_array_index(sums, Sum, i);
		if (sum->label != label || sum->rank > 0)
			continue;
		if (best == NULL || sum->strength > best->strength) {
			best = sum;
			*disagree = false;
		} else if (sum->strength == best->strength && sum->amount.minor != best->amount.minor) {
			*disagree = true;
		}
	}
	return best;
}

static void add(Invoice *invoice, const char *name, const Sum *sum, int confidence, bool checked)
{
	/* A bare number beside a label is an amount less surely than one with decimals. */
	if (!checked && !sum->amount.money)
		confidence -= 20;
	invoice_add_minor(invoice, name, sum->amount.minor, &sum->found, confidence, checked);
}

/* What is left of the total after what was paid before, as printed. */
static void add_payable(Invoice *invoice, const GArray *sums, const Sum *total)
{
	bool disagree;
	const Sum *pay = sum_of(sums, LABEL_PAYABLE, total->amount.minor);
	const Sum *prepaid = one_sum(sums, LABEL_PREPAID, &disagree), *rounding = one_sum(sums, LABEL_ROUNDING, &disagree);
	const Sum *other = one_sum(sums, LABEL_PAYABLE, &disagree);
	if (other != NULL && pay == NULL && prepaid != NULL) {
		int64_t paid = ABS(prepaid->amount.minor);
		bool holds = total->amount.minor - paid == other->amount.minor;
		add(invoice, "invoice.payable_ore", other, holds ? 96 : disagree ? 45 : 65, holds);
		if (holds) {
			g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, paid);
			invoice_add(invoice, "invoice.prepaid_ore", text, &prepaid->found, 96, true);
		}
		return;
	}
	if (other != NULL && pay == NULL && rounding != NULL && total->amount.minor + rounding->amount.minor == other->amount.minor) {
		add(invoice, "invoice.rounding_ore", rounding, 96, true);
		add(invoice, "invoice.payable_ore", other, 96, true);
		return;
	}
	if (pay == NULL && other != NULL && other->strength > 1)
		add(invoice, "invoice.payable_ore", other, disagree ? 45 : 65, false);
	else if (pay != NULL || (prepaid == NULL && rounding == NULL))
		add(invoice, "invoice.payable_ore", pay != NULL ? pay : total, pay != NULL ? 97 : 90, true);
}

static void add_triple(Invoice *invoice, const GArray *sums, const Triple *triple)
{
	add(invoice, "invoice.net_ore", triple->net, 97, true);
	add(invoice, "invoice.vat_ore", triple->vat, 97, true);
	add(invoice, "invoice.total_ore", triple->total, 97, true);
	add_payable(invoice, sums, triple->total);
}

static bool quarter(int64_t net, int64_t vat)
{
	return net != 0 && ABS(4 * vat - net) <= 2;
}

/* Every value that labels of this kind give: they disagree, so each is told and none counts. */
static void add_all(Invoice *invoice, const GArray *sums, InvoiceLabel label, const char *name)
{
	for (guint i = 0; i < sums->len; i++) {
		const Sum *sum = &g_array_index(sums, Sum, i);
		if (sum->label == label && sum->rank == 0)
			add(invoice, name, sum, 45, false);
	}
}

static void add_one(Invoice *invoice, const GArray *sums, InvoiceLabel label, const char *name, bool contradicted, bool confirmed)
{
	bool disagree;
	const Sum *sum = one_sum(sums, label, &disagree);
	if (sum == NULL)
		return;
	if (disagree)
		add_all(invoice, sums, label, name);
	else
		add(invoice, name, sum, confirmed ? 93 : contradicted ? 40 : sum->strength >= 3 ? 72 : 55, confirmed);
}

/* Two of the three figures, or one, as printed. */
static void add_loose(Invoice *invoice, const GArray *sums)
{
	bool a, b, c, d;
	const Sum *net = one_sum(sums, LABEL_NET, &a), *vat = one_sum(sums, LABEL_VAT, &b);
	const Sum *total = one_sum(sums, LABEL_TOTAL, &c), *pay = one_sum(sums, LABEL_PAYABLE, &d);
	const Sum *whole = total != NULL && !c ? total : pay != NULL && !d ? pay : NULL;
	int64_t lines;
	bool counted = invoice_lines_sum(invoice->sheet, &lines);
	bool net_vat = net != NULL && vat != NULL && !a && !b && quarter(net->amount.minor, vat->amount.minor);
	bool vat_whole = vat != NULL && whole != NULL && !b && quarter(whole->amount.minor - vat->amount.minor, vat->amount.minor);
	bool net_whole = net != NULL && whole != NULL && !a && quarter(net->amount.minor, whole->amount.minor - net->amount.minor);
	bool lines_net = counted && net != NULL && net->amount.minor == lines, lines_whole = counted && whole != NULL && whole->amount.minor == lines;
	bool contradicted = net != NULL && vat != NULL && whole != NULL && !net_vat;
	add_one(invoice, sums, LABEL_NET, "invoice.net_ore", contradicted, net_vat || net_whole || lines_net);
	add_one(invoice, sums, LABEL_VAT, "invoice.vat_ore", contradicted, net_vat || vat_whole);
	contradicted = contradicted || (net_vat && whole != NULL);
	bool confirmed = vat_whole || net_whole || lines_whole;
	add_one(invoice, sums, LABEL_TOTAL, "invoice.total_ore", contradicted, confirmed);
	add_one(invoice, sums, LABEL_PAYABLE, "invoice.payable_ore", contradicted, confirmed && whole != NULL && pay != NULL &&
	        pay->amount.minor == whole->amount.minor);
	bool e;
	const Sum *prepaid = one_sum(sums, LABEL_PREPAID, &e);
	if (whole != NULL && whole == total && pay == NULL && prepaid == NULL)
		add(invoice, "invoice.payable_ore", whole, contradicted ? 40 : confirmed ? 90 : 65, confirmed);
	if (whole != NULL && whole == pay && total == NULL && prepaid == NULL && confirmed)
		add(invoice, "invoice.total_ore", whole, 90, true);
	const Sum *any = one_sum(sums, LABEL_ANY_TOTAL, &e);
	if (any == NULL || whole != NULL)
		return;
	/* "Total" alone may be with or without VAT, or one page's: the lines tell, or what the VAT is a fifth of. */
	bool fifth = vat != NULL && !b && quarter(any->amount.minor - vat->amount.minor, vat->amount.minor);
	bool alone = net == NULL && vat == NULL && counted && lines == any->amount.minor;
	add(invoice, "invoice.total_ore", any, !e && (fifth || alone) ? 85 : 45, !e && (fifth || alone));
	add(invoice, "invoice.payable_ore", any, !e && (fifth || alone) ? 80 : 45, !e && (fifth || alone));
}

/* The currency of the sums; of the whole paper when they name none. */
static void add_currency(Invoice *invoice, const GArray *sums)
{
	static const char *const codes[] = { "DKK", "EUR", "SEK", "NOK", "USD", "GBP", "CHF", "ISK", "PLN" };
	const Sum *from = NULL;
	bool crowns = false, disagree = false;
	for (guint i = 0; i < sums->len; i++) {
		const Sum *sum = &g_array_index(sums, Sum, i);
		crowns = crowns || sum->amount.crowns;
		if (*sum->amount.currency == '\0')
			continue;
		disagree = disagree || (from != NULL && strcmp(from->amount.currency, sum->amount.currency) != 0);
		from = from != NULL ? from : sum;
	}
	if (from != NULL) {
		invoice_add(invoice, "invoice.currency", from->amount.currency, &from->found, disagree ? 45 : 95, true);
		return;
	}
	Found word = { 0 };
	const char *code = NULL;
	for (guint i = 0; i < invoice->sheet->segments->len; i++) {
		const Segment *segment = invoice->sheet->segments->pdata[i];
		for (guint w = segment->first; w <= segment->last; w++) {
			g_autofree char *text = g_strdup(segment_word(segment, w)->text);
			g_strdelimit(text, ".:,()[]", ' ');
			g_strstrip(text);
			for (size_t n = 0; n < G_N_ELEMENTS(codes); n++) {
				if (strcmp(text, codes[n]) != 0)
					continue;
				disagree = disagree || (code != NULL && code != codes[n]);
				if (code == NULL)
					word = (Found){ .segment = segment, .first = w, .last = w };
				code = codes[n];
			}
		}
	}
	if (code != NULL)
		invoice_add(invoice, "invoice.currency", code, &word, disagree ? 45 : 88, false);
	for (guint i = 0; code == NULL && crowns && invoice->danish && i < sums->len; i++) {
		const Sum *sum = &g_array_index(sums, Sum, i);
		if (sum->amount.crowns) {
			invoice_add(invoice, "invoice.currency", "DKK", &sum->found, 85, true);
			return;
		}
	}
}

void invoice_sums(Invoice *invoice)
{
	g_autoptr(GArray) sums = collect(invoice->sheet);
	Triple triple;
	if (find_triple(sums, &triple))
		add_triple(invoice, sums, &triple);
	else
		add_loose(invoice, sums);
	add_currency(invoice, sums);
}
