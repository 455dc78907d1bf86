/*
 * Who sells and who buys. Addresses are blocks: lines below each other with a postcode and a town. A label says whose a
 * block is; without one its contents (telephone, bank, home page: the seller's) and its place (upper left: the window of
 * the envelope, the buyer's) must leave no doubt.
 */
#include "intake/limits.h"
#include "intake/worker/invoiceparts.h"
#include "intake/worker/minor.h"

#include <string.h>

typedef enum Role { ROLE_UNKNOWN, ROLE_SELLER, ROLE_BUYER, ROLE_OTHER } Role;

#define BLOCK_LINES 9

typedef struct Block {
	const Segment *lines[BLOCK_LINES]; /* from the name on */
	guint n;
	guint town; /* the line with postcode and town */
	guint first[BLOCK_LINES]; /* first word of each line: after a label */
	Role role;
	bool labelled;
	bool contact; /* telephone, mail, home page, bank */
	bool cvr;
	int confidence;
} Block;

/* "7153 Solbjerg", "DK-7153 Solbjerg", "63571 Gelnhausen", "123 45 Stad": where the postcode ends; -1. */
static int postcode_at(const Segment *segment, guint first, char **postcode, char **town)
{
	/* "DK 7153 Solbjerg" */
	const char *land = segment_word(segment, first)->text;
	if (strlen(land) == 2 && g_ascii_isupper(land[0]) && g_ascii_isupper(land[1]))
		first++;
	if (first >= segment->last)
		return -1;
	const char *word = segment_word(segment, first)->text;
	static const char *const prefixes[] = { "DK-", "DK", "D-", "S-", "SE-", "DE-" };
	const char *digits = word;
	for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++)
		if (g_str_has_prefix(word, prefixes[i]) && g_ascii_isdigit(word[strlen(prefixes[i])])) {
			digits = word + strlen(prefixes[i]);
			break;
		}
	guint next = first + 1;
	if (digits_are(digits, 4) || digits_are(digits, 5)) {
		*postcode = g_strdup(digits);
	} else if (digits_are(digits, 3) && digits_are(segment_word(segment, next)->text, 2) && next < segment->last) {
		*postcode = g_strdup_printf("%s %s", digits, segment_word(segment, next)->text);
		next++;
	} else {
		return -1;
	}
	/* A town begins with a capital letter and has few words. */
	const char *name = segment_word(segment, next)->text;
	if (!g_unichar_isupper(g_utf8_get_char(name)) || segment->last - next > 4 || segment->amounts->len > 2) {
		g_clear_pointer(postcode, g_free);
		return -1;
	}
	for (guint i = next; i <= segment->last; i++)
		if (strpbrk(segment_word(segment, i)->text, "0123456789:@|") != NULL) {
			if (i == next || strpbrk(segment_word(segment, i)->text, ":@|") != NULL) {
				g_clear_pointer(postcode, g_free);
				return -1;
			}
		}
	*town = segment_text(segment, next, segment->last);
	g_strchomp(*town);
	size_t length = strlen(*town);
	while (length > 0 && strchr(".,", (*town)[length - 1]) != NULL)
		(*town)[--length] = '\0';
	return (int)next;
}

static bool is_town(const Segment *segment, guint first)
{
	g_autofree char *postcode = NULL, *town = NULL;
	return postcode_at(segment, first, &postcode, &town) >= 0;
}

static bool beside(const Segment *a, const Segment *b)
{
	int tolerance = a->placed ? a->unit * 2 / 3 : 25;
	return ABS(a->box.left - b->box.left) <= tolerance || (a->placed && ABS(a->box.right - b->box.right) <= tolerance / 2) ||
	       (a->placed && ABS((a->box.left + a->box.right) - (b->box.left + b->box.right)) <= tolerance);
}

/* The line right above or below, flush with it. */
static const Segment *neighbour(const PaperSheet *sheet, const Segment *from, bool above)
{
	const Segment *best = NULL;
	for (guint i = 0; i < sheet->segments->len; i++) {
		const Segment *other = sheet->segments->pdata[i];
		if (other->page != from->page || other == from || !beside(other, from))
			continue;
		/* From top to top: recognised words are as high as their letters, those of a PDF as high as their line. */
		int height = MAX(from->unit, MAX(from->box.bottom - from->box.top, other->box.bottom - other->box.top));
		int step = above ? from->box.top - other->box.top : other->box.top - from->box.top;
		if (step < from->unit / 2 || step > height * (from->page->recognised ? 23 : 18) / 10)
			continue;
		if (best == NULL || (above ? other->box.top > best->box.top : other->box.top < best->box.top))
			best = other;
	}
	return best;
}

static Role role_of(const SheetLabel *label)
{
	switch ((int)label->row->label) {
	case LABEL_BUYER:
		return ROLE_BUYER;
	case LABEL_SELLER:
		return ROLE_SELLER;
	case LABEL_OTHER_PARTY:
		return ROLE_OTHER;
	default:
		return ROLE_UNKNOWN;
	}
}

static bool has_kind(const Segment *segment, InvoiceLabel kind)
{
	for (guint i = 0; i < segment->labels->len; i++)
		if (g_array_index(segment->labels, SheetLabel, i).row->label == kind)
			return true;
	return false;
}

static bool contact_in(const Segment *segment)
{
	if (has_kind(segment, LABEL_PHONE) || has_kind(segment, LABEL_IBAN) || has_kind(segment, LABEL_BRANCH) || has_kind(segment, LABEL_EMAIL))
		return true;
	for (guint i = segment->first; i <= segment->last; i++) {
		const char *word = segment_word(segment, i)->text;
		if (g_str_has_prefix(word, "www.") || strchr(word, '@') != NULL || g_str_has_prefix(word, "+45") || g_str_has_prefix(word, "http"))
			return true;
	}
	return false;
}

/* A role label that heads a block stands above it, or before its first line. */
static bool head_label(const Segment *segment, Role *role, bool *alone)
{
	const SheetLabel *head = segment_head(segment);
	if (head == NULL || role_of(head) == ROLE_UNKNOWN)
		return false;
	/* "Til" and "Kunde" are labels with a colon or alone, not at the head of a sentence. */
	bool colon = strchr(segment_word(segment, head->last)->text, ':') != NULL;
	*alone = head->last == segment->last;
	if (!colon && (!*alone || head->row->strength < 2))
		return false;
	*role = role_of(head);
	return true;
}

/* A label beside the first line: "Til:" in a column of its own. */
static Role label_left(const PaperSheet *sheet, const Segment *line)
{
	for (guint i = 0; i < sheet->segments->len; i++) {
		const Segment *other = sheet->segments->pdata[i];
		Role role;
		bool alone;
		if (other->page == line->page && other->box.right <= line->box.left && head_label(other, &role, &alone) && alone &&
		    papersheet_right(sheet, other) == line)
			return role;
	}
	return ROLE_UNKNOWN;
}

static bool skipped_line(const Segment *segment)
{
	const SheetLabel *head = segment_head(segment);
	static const char *const others[] = { "att", "ant", "tlf", NULL };
	return head != NULL && (g_strv_contains(others, head->row->words) || (head->row->label >= LABEL_NUMBER && head->row->label <= LABEL_EMAIL));
}

/* From the line with the town upwards to the name, and downwards over what hangs on the address. */
static void fill_block(const PaperSheet *sheet, const Segment *town, Block *block)
{
	const Segment *up[4];
	guint n = 0;
	*block = (Block){ .confidence = 90 };
	for (const Segment *line = neighbour(sheet, town, true); line != NULL && n < G_N_ELEMENTS(up); line = neighbour(sheet, line, true)) {
		bool alone;
		if (head_label(line, &block->role, &alone)) {
			block->labelled = true;
			if (!alone)
				up[n++] = line;
			break;
		}
		if (skipped_line(line) || (line->placed && line->amounts->len > 0 && line->dates->len > 0) || is_town(line, line->first))
			break;
		up[n++] = line;
	}
	for (guint i = 0; i < n; i++) {
		const Segment *line = up[n - 1 - i];
		bool alone;
		Role role;
		block->first[block->n] = i == 0 && head_label(line, &role, &alone) ? segment_head(line)->last + 1 : line->first;
		block->lines[block->n++] = line;
	}
	block->town = block->n;
	block->first[block->n] = town->first;
	block->lines[block->n++] = town;
	for (const Segment *line = neighbour(sheet, town, false); line != NULL && block->n < BLOCK_LINES; line = neighbour(sheet, line, false)) {
		bool alone;
		Role role;
		if (head_label(line, &role, &alone) || is_town(line, line->first))
			break;
		block->first[block->n] = line->first;
		block->lines[block->n++] = line;
		block->contact = block->contact || contact_in(line);
		block->cvr = block->cvr || has_kind(line, LABEL_CVR);
	}
	if (!block->labelled && block->town > 0) {
		block->role = label_left(sheet, block->lines[0]);
		block->labelled = block->role != ROLE_UNKNOWN;
	}
	for (guint i = 0; i < block->town; i++)
		block->contact = block->contact || contact_in(block->lines[i]);
}

static bool has_line(const Block *block, const Segment *segment)
{
	for (guint i = 0; i < block->n; i++)
		if (block->lines[i] == segment)
			return true;
	return false;
}

static GArray *find_blocks(const PaperSheet *sheet)
{
	GArray *blocks = g_array_new(FALSE, FALSE, sizeof(Block));
	for (guint i = 0; i < sheet->segments->len && blocks->len < 8; i++) {
		const Segment *segment = sheet->segments->pdata[i];
		if (segment->page->number > 1)
			break;
		if (!is_town(segment, segment->first))
			continue;
		Block block;
		fill_block(sheet, segment, &block);
		if (block.town > 0)
			g_array_append_val(blocks, block);
	}
	return blocks;
}

static guint count_role(const GArray *blocks, Role role)
{
	guint n = 0;
	for (guint i = 0; i < blocks->len; i++)
		n += g_array_index(blocks, Block, i).role == role;
	return n;
}

static Block *only_unknown(const GArray *blocks, bool contact)
{
	Block *found = NULL;
	for (guint i = 0; i < blocks->len; i++) {
		Block *block = &g_array_index(blocks, Block, i);
		if (block->role != ROLE_UNKNOWN || block->contact != contact)
			continue;
		if (found != NULL)
			return NULL;
		found = block;
	}
	return found;
}

static bool window(const Block *block)
{
	const Segment *line = block->lines[0];
	return line->placed && line->page->width > 0 && line->box.left < line->page->width * 45 / 100 &&
	       line->box.top < line->page->height * 45 / 100;
}

static void settle(Block *block, Role role, int confidence)
{
	block->role = role;
	block->confidence = confidence;
}

/* Of two addresses without labels the one with a CVR number is the seller's, who must tell it. */
static void settle_by_cvr(const GArray *blocks)
{
	Block *with = NULL;
	guint n = 0;
	for (guint i = 0; i < blocks->len; i++) {
		Block *block = &g_array_index(blocks, Block, i);
		n += block->cvr;
		with = block->cvr ? block : with;
	}
	if (n == 1 && blocks->len == 2)
		settle(with, ROLE_SELLER, 75);
}

/* A labelled block is whose its label says. One that tells how to reach its owner is the seller's; the other the buyer's. */
static void settle_roles(const GArray *blocks)
{
	if (count_role(blocks, ROLE_SELLER) == 0) {
		Block *seller = only_unknown(blocks, true);
		if (seller != NULL)
			settle(seller, ROLE_SELLER, 88);
	}
	if (count_role(blocks, ROLE_SELLER) == 0 && count_role(blocks, ROLE_BUYER) > 0) {
		Block *seller = only_unknown(blocks, false);
		if (seller != NULL)
			settle(seller, ROLE_SELLER, seller->cvr ? 88 : 65);
	}
	if (count_role(blocks, ROLE_SELLER) + count_role(blocks, ROLE_BUYER) == 0)
		settle_by_cvr(blocks);
	if (count_role(blocks, ROLE_BUYER) > 0)
		return;
	Block *buyer = only_unknown(blocks, false);
	if (buyer != NULL && count_role(blocks, ROLE_SELLER) > 0)
		settle(buyer, ROLE_BUYER, window(buyer) ? 85 : 60);
	else if (buyer != NULL)
		settle(buyer, ROLE_BUYER, 45);
}

static void add_block(Invoice *invoice, const Block *block)
{
	bool buyer = block->role == ROLE_BUYER;
	const Segment *name = block->lines[0], *town = block->lines[block->town];
	Found at = { .segment = name, .first = block->first[0], .last = name->last };
	g_autofree char *text = segment_text(name, at.first, at.last), *postcode = NULL, *city = NULL;
	/* What has a colon is no name but a label that is not known. */
	int confidence = strchr(text, ':') != NULL ? MIN(block->confidence, 40) : block->confidence;
	invoice_add(invoice, buyer ? "buyer.name" : "seller.name", text, &at, confidence, false);
	int city_at = postcode_at(town, block->first[block->town], &postcode, &city);
	g_autoptr(GString) street = g_string_new(NULL);
	Found where = { 0 };
	for (guint i = 1; i < block->town; i++) {
		const Segment *line = block->lines[i];
		if (skipped_line(line))
			continue;
		g_autofree char *part = segment_text(line, line->first, line->last);
		g_strchomp(part);
		g_string_append_printf(street, "%s%s", street->len > 0 ? ", " : "", part);
		/* The street is the line with a number; what stands beside it (c/o, a department) belongs to it. */
		if (where.segment == NULL || strpbrk(part, "0123456789") != NULL)
			where = (Found){ .segment = line, .first = line->first, .last = line->last };
	}
	if (where.segment != NULL)
		invoice_add(invoice, buyer ? "buyer.street" : "seller.street", street->str, &where, block->confidence, false);
	if (city_at < 0)
		return;
	Found code = { .segment = town, .first = block->first[block->town], .last = (guint)city_at - 1 };
	code.first = MIN(code.first + (strspn(segment_word(town, code.first)->text, "0123456789") == 0 && code.first < code.last), code.last);
	Found place = { .segment = town, .first = (guint)city_at, .last = town->last };
	invoice_add(invoice, buyer ? "buyer.postcode" : "seller.postcode", postcode, &code, block->confidence, false);
	invoice_add(invoice, buyer ? "buyer.city" : "seller.city", city, &place, block->confidence, false);
	if (buyer && where.segment != NULL && street->len + strlen(city) < LIMIT_SUMMARY_BYTES) {
		g_autofree char *address = g_strdup_printf("%s, %s %s", street->str, postcode, city);
		invoice_add(invoice, "buyer.address", address, &where, block->confidence, false);
	}
}

/* Weights of a CVR number: modulus 11 only warns, since official samples break it. */
static bool modulus_holds(const char *cvr)
{
	static const int weights[] = { 2, 7, 6, 5, 4, 3, 2, 1 };
	int sum = 0;
	for (int i = 0; i < 8; i++)
		sum += weights[i] * (cvr[i] - '0');
	return sum % 11 == 0;
}

/* "12734115", "DK12734115", "83 99 45 17", "DK-12 73 41 15". */
static bool read_cvr(const Segment *segment, guint first, guint last, Found *out)
{
	g_autoptr(GString) digits = g_string_new(NULL);
	for (guint i = first; i <= last; i++) {
		const char *word = segment_word(segment, i)->text;
		const char *colon = strrchr(word, ':');
		word = colon != NULL ? colon + 1 : word;
		if (i == first || digits->len == 0) {
			if (g_ascii_strncasecmp(word, "DK", 2) == 0)
				word += 2;
			word += *word == '-';
		}
		size_t n = strspn(word, "0123456789");
		if (n == 0 && digits->len == 0 && i <= first + 1 && strlen(segment->folded[i - segment->first]) <= 4)
			continue; /* "DK" of its own, "nr." */
		/* Of a number in groups each is two or four digits. */
		if (n == 0 || (n != 8 && n != 2 && n != 4) || strpbrk(word + n, "0123456789-/") != NULL)
			break;
		if (digits->len == 0)
			out->first = i;
		g_string_append_len(digits, word, (gssize)n);
		out->last = i;
		if (digits->len >= 8)
			break;
	}
	if (digits->len != 8)
		return false;
	out->segment = segment;
	out->text = g_strdup(digits->str);
	return true;
}

static Role owner_of(const GArray *blocks, const Found *cvr, int *confidence)
{
	for (guint i = 0; i < blocks->len; i++) {
		const Block *block = &g_array_index(blocks, Block, i);
		if (!has_line(block, cvr->segment) && !has_line(block, cvr->home))
			continue;
		*confidence = block->role == ROLE_UNKNOWN ? 40 : MIN(block->confidence + 5, 93);
		return block->role;
	}
	return ROLE_UNKNOWN;
}

/*
 * Outside the addresses: in the foot stands the seller's, and in words such as "Moms noteret som". Elsewhere the only one
 * is the seller's when the buyer is known and it is not the buyer's.
 */
static int loose_confidence(const GArray *blocks, const Found *cvr, bool alone)
{
	const Segment *segment = cvr->segment;
	bool foot = segment->placed && segment->page->height > 0 && segment->box.top > segment->page->height * 70 / 100;
	if (cvr->label->row->strength < 2)
		return 40;
	if (foot || strcmp(cvr->label->row->words, "momsnoteretsom") == 0)
		return alone ? 88 : 80;
	return alone && count_role(blocks, ROLE_BUYER) == 1 ? 82 : alone && !segment->placed ? 65 : 45;
}

static void add_cvr(Invoice *invoice, const GArray *blocks, const Found *cvr, bool alone)
{
	int confidence = 80;
	Role role = cvr->label->row->label == LABEL_BUYER_CVR ? ROLE_BUYER : owner_of(blocks, cvr, &confidence);
	if (role == ROLE_OTHER)
		return;
	if (role == ROLE_UNKNOWN) {
		role = ROLE_SELLER;
		confidence = confidence == 40 ? 40 : loose_confidence(blocks, cvr, alone);
	}
	bool holds = modulus_holds(cvr->text);
	/* The check digits confirm how the figures were recognised; a break of them is a warning. */
	if (!holds)
		confidence = cvr->segment->page->recognised ? MIN(confidence, 45) : MIN(confidence, 70);
	invoice_add(invoice, role == ROLE_BUYER ? "buyer.cvr" : "seller.cvr", cvr->text, cvr, confidence, holds);
}

/* The seller's number stands twice or more; another one outside all addresses is not told apart from it. */
static void add_cvrs(Invoice *invoice, const GArray *blocks)
{
	g_autoptr(GArray) cvrs = invoice_values(invoice->sheet, LABEL_CVR, read_cvr);
	g_autoptr(GArray) buyers = invoice_values(invoice->sheet, LABEL_BUYER_CVR, read_cvr);
	for (guint i = 0; i < buyers->len; i++)
		add_cvr(invoice, blocks, &g_array_index(buyers, Found, i), false);
	bool alone = true;
	for (guint i = 1; i < cvrs->len; i++)
		alone = alone && strcmp(g_array_index(cvrs, Found, i).text, g_array_index(cvrs, Found, 0).text) == 0;
	for (guint i = 0; i < cvrs->len; i++) {
		const Found *cvr = &g_array_index(cvrs, Found, i);
		bool buyer = false;
		for (guint j = 0; j < buyers->len; j++)
			buyer = buyer || strcmp(g_array_index(buyers, Found, j).text, cvr->text) == 0;
		/* "VAT no. DE…" has no eight digits alone; a bare label for companies abroad needs DK before. */
		g_autofree char *raw = segment_text(cvr->segment, cvr->first, cvr->last);
		bool danish = cvr->label->row->strength == 3 || strstr(raw, "DK") != NULL;
		if (!buyer && danish)
			add_cvr(invoice, blocks, cvr, alone);
	}
}

static bool has_danish_number(const Segment *segment)
{
	for (guint i = 0; i < segment->labels->len; i++) {
		const LabelRow *row = g_array_index(segment->labels, SheetLabel, i).row;
		if (row->label == LABEL_CVR && row->strength == 3)
			return true;
	}
	return false;
}

/* The seller's name where no block tells it: beside its CVR number in the foot, before the first mark. */
static void add_name_of_foot(Invoice *invoice)
{
	for (guint i = 0; i < invoice->sheet->segments->len; i++) {
		const Segment *segment = invoice->sheet->segments->pdata[i];
		if (!has_danish_number(segment) || segment_head(segment) != NULL)
			continue;
		guint end = segment->first;
		bool marked = false;
		for (guint w = segment->first; w <= segment->last && !marked; w++) {
			const char *word = segment_word(segment, w)->text;
			static const char *const marks[] = { "|", "\xC2\xB7", "\xE2\x80\xA2", "-", "\xE2\x80\x93", "*", NULL };
			if (g_strv_contains(marks, word)) {
				marked = true;
				break;
			}
			end = w;
			marked = g_str_has_suffix(word, ",");
		}
		if (!marked || end - segment->first > 6)
			continue;
		Found found = { .segment = segment, .first = segment->first, .last = end };
		g_autofree char *name = segment_text(segment, segment->first, end);
		size_t length = strlen(name);
		if (length > 0 && name[length - 1] == ',')
			name[length - 1] = '\0';
		if (*name != '\0' && g_unichar_isupper(g_utf8_get_char(name)))
			invoice_add(invoice, "seller.name", name, &found, 72, false);
		return;
	}
}

static bool read_phone(const Segment *segment, guint first, guint last, Found *out)
{
	g_autoptr(GString) digits = g_string_new(NULL);
	out->first = first;
	for (guint i = first; i <= last && digits->len < 16; i++) {
		const char *word = segment_word(segment, i)->text;
		const char *colon = strrchr(word, ':');
		word = colon != NULL ? colon + 1 : word;
		size_t n = strspn(word, "+0123456789()-");
		if (n == 0 && digits->len == 0 && *segment->folded[i - segment->first] == '\0') {
			out->first = i + 1;
			continue;
		}
		if (n == 0)
			break;
		g_string_append_len(digits, word, (gssize)n);
		out->last = i;
	}
	if (digits->len < 8)
		return false;
	out->segment = segment;
	out->text = segment_text(segment, out->first, out->last);
	return true;
}

static void add_contact(Invoice *invoice, const GArray *blocks)
{
	g_autoptr(GArray) phones = invoice_values(invoice->sheet, LABEL_PHONE, read_phone);
	for (guint i = 0; i < phones->len; i++) {
		const Found *found = &g_array_index(phones, Found, i);
		int confidence = 70;
		Role role = owner_of(blocks, found, &confidence);
		if (role == ROLE_SELLER || role == ROLE_UNKNOWN)
			invoice_add(invoice, "seller.phone", found->text, found, role == ROLE_SELLER ? 85 : phones->len == 1 ? 70 : 55, false);
	}
	Found mail = { 0 };
	bool several = false;
	g_autofree char *address = NULL;
	for (guint i = 0; i < invoice->sheet->segments->len; i++) {
		const Segment *segment = invoice->sheet->segments->pdata[i];
		for (guint w = segment->first; w <= segment->last; w++) {
			const char *word = segment_word(segment, w)->text, *at = strchr(word, '@'), *colon = strrchr(word, ':');
			if (at == NULL || at == word || strchr(at, '.') == NULL)
				continue;
			Found found = { .segment = segment, .home = segment, .first = w, .last = w };
			int confidence;
			if (owner_of(blocks, &found, &confidence) == ROLE_BUYER)
				continue;
			g_autofree char *text = g_strdup(colon != NULL && colon < at ? colon + 1 : word);
			several = several || (address != NULL && strcmp(address, text) != 0);
			if (address == NULL) {
				address = g_steal_pointer(&text);
				mail = found;
			}
		}
	}
	if (address != NULL && !several)
		invoice_add(invoice, "seller.email", address, &mail, 75, false);
}

void invoice_parties(Invoice *invoice)
{
	g_autoptr(GArray) blocks = find_blocks(invoice->sheet);
	settle_roles(blocks);
	bool named = false;
	for (guint i = 0; i < blocks->len; i++) {
		const Block *block = &g_array_index(blocks, Block, i);
		if (block->role != ROLE_SELLER && block->role != ROLE_BUYER)
			continue;
		named = named || block->role == ROLE_SELLER;
		add_block(invoice, block);
	}
	if (!named)
		add_name_of_foot(invoice);
	add_cvrs(invoice, blocks);
	add_contact(invoice, blocks);
}
