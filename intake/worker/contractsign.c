/* Who are parties to a contract, and is it signed: in ink, by an electronic service, or not at all. */
#include "intake/worker/contract.h"

#include <string.h>

enum { SURE = 85, LIKELY = 75, UNSURE = 40, NAME_BYTES = 120, PARTIES_MOST = 12 };

/* ---- parties ---- */

static const char *const party_labels[] = {
	"^ sælger|køber|leverandør|kunde|kunden|udlejer|lejer|bestiller|entreprenør|bygherre|ordregiver|långiver|låntager|rådgiver|klient|hvervgiver|kreditor|debitor",
	"^ seller|buyer|supplier|customer|client|lessor|lessee|contractor|lender|borrower|purchaser",
	"^ verkäufer|käufer|lieferant|auftraggeber|auftragnehmer|besteller|vermieter|mieter",
	"^ säljare|köpare|beställare|uthyrare|hyrestagare|leverantör",
};


static void add_party(const Flow *flow, Reading *reading, guint first, guint last, int confidence)
{
	g_autofree char *name = flow_raw(flow, first, last, NAME_BYTES);
	size_t length = strlen(name);
	while (length > 0 && strchr(",;:.", name[length - 1]) != NULL)
		name[--length] = '\0';
	if (length < 3)
		return;
	guint parties = 0;
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		if (strcmp(fact->name, "contract.party") != 0)
			continue;
		if (g_ascii_strcasecmp(fact->value, name) == 0 || ++parties >= PARTIES_MOST)
			return;
	}
	flow_fact(flow, reading, "document", "contract.party", name, first, last, flow_foreign_scan(flow) ? UNSURE : confidence);
}

/* "mellem A ApS (CVR 99 …) og B ApS": the second name stands after the "og" that follows the first. */
static void parties_between(const Flow *flow, Reading *reading)
{
	FlowMatch match;
	guint head = MIN(160u, flow->words->len), first, second = 0, end;
	if (!flow_find(flow, 0, head, "mellem|between|zwischen|mellan", &match))
		return;
	first = match.last + 1;
	if (!flow_name(flow, first, &end))
		return;
	add_party(flow, reading, first, end, LIKELY);
	for (guint i = end + 1; i < MIN(end + 30, flow->words->len) && second == 0; i++) {
		const FlowWord *word = flow->words->pdata[i];
		static const char *const ands[] = { "og", "and", "und", "och", NULL };
		guint last;
		if (g_strv_contains(ands, word->fold) && flow_name(flow, i + 1, &last)) {
			add_party(flow, reading, i + 1, last, LIKELY);
			second = i;
		}
	}
}

void contract_parties(const Flow *flow, Reading *reading)
{
	FlowMatch match;
	parties_between(flow, reading);
	for (size_t i = 0; i < G_N_ELEMENTS(party_labels); i++)
		for (guint from = 0; flow_find(flow, from, 0, party_labels[i], &match); from = match.last + 1) {
			const FlowWord *label = flow->words->pdata[match.last];
			guint last;
			/* "Køber:" is a label, "Køber skal betale" is a sentence. */
			if (label->raw[strlen(label->raw) - 1] == ':' && flow_name(flow, match.last + 1, &last))
				add_party(flow, reading, match.last + 1, last, LIKELY);
		}
}

/* ---- signatures ---- */

static const char *const digital[] = {
	"penneo ~4 dokumentnøgle|dokumentnøgle:|document", "underskrifterne i dette dokument", "underskrevet|signeret ~8 penneo|mitid|addo|docusign|scrive|signicat",
	"signed ~6 penneo|docusign|adobe|scrive|addo|signicat", "docusigned by", "digitalt|elektronisk underskrevet|signeret ~2 af|den|via|med",
	"digitally|electronically signed by|on", "addo ~3 signeret|signed|underskrevet", "mitid ~6 serienummer|uuid|identificeret|signeret|underskrevet",
	"digital|elektronisk ~1 signatur ~4 gyldig|serienummer|certifikat", "digital|elektronisch unterzeichnet|signiert ~3 von|durch|am",
	"signerat|undertecknat ~6 bankid|scrive|penneo", "signeret|underskrevet med mitid|nemid",
};

/* Words of a promise to sign, not of a signature. */
static const char *const to_be_signed[] = {
	"når|først|skal|bedes|kan|vil|underskrives|signeres|afventer|mangler|shall|must|may|will|pending|ikke|not", "soll|wird|ska|kommer", NULL,
};

static const char *const signing_label =
	"^ ~5 underskrift*|underskrifter|signatur|signature|signatures|unterschrift|unterschriften|underskrift";

static const char *const filled[] = {
	"sign|gez", "/s/", "^ underskrevet ~3 af", "^ underskrevet ~2 den ~4 af", "egenhændigt underskrevet",
	"signed ~2 by", "håndskreven underskrift", "unterzeichnet ~2 von", "undertecknat ~2 av",
};

static bool is_blank_line(const char *raw)
{
	size_t length = strlen(raw), empty = 0;
	for (size_t i = 0; i < length; i++)
		empty += raw[i] == '_' || raw[i] == '.';
	return empty >= 5 && empty + 4 >= length;
}

/* The first empty line to sign on; its number is -1 when there is none. */
static bool blank_line(const Flow *flow, guint from, guint *at)
{
	for (guint i = from; i < flow->words->len; i++)
		if (is_blank_line(((const FlowWord *)flow->words->pdata[i])->raw)) {
			*at = i;
			return true;
		}
	return false;
}

/* Where the paper comes to its signatures: the last heading that says so, else its last third. */
static guint signing_from(const Flow *flow)
{
	FlowMatch match;
	guint at = flow->words->len * 2 / 3;
	for (guint from = 0; flow_find(flow, from, 0, signing_label, &match); from = match.last + 1)
		if (match.first > flow->words->len / 3)
			return match.first - MIN(match.first, 12u); /* place and day stand above */
	return at;
}

/* The last day that stands among the signatures. */
static void read_signed_on(const Flow *flow, guint from, Reading *reading, int confidence)
{
	Date latest = DATE_NONE, day;
	guint first = 0, end = 0;
	for (guint i = from; i < flow->words->len; i++) {
		guint last;
		if (!flow_day(flow, i, &day, &last))
			continue;
		if (!date_known(latest) || date_before(latest, day)) {
			latest = day;
			first = i;
			end = last;
		}
		i = last;
	}
	if (!date_known(latest))
		return;
	g_autofree char *value = date_iso(latest);
	flow_fact(flow, reading, "document", "contract.signed_on", value, first, end, confidence);
}

static bool find_digital(const Flow *flow, FlowMatch *match)
{
	for (size_t i = 0; i < G_N_ELEMENTS(digital); i++)
		for (guint from = 0; flow_find(flow, from, 0, digital[i], match); from = match->last + 1) {
			guint first, last;
			flow_sentence(flow, match->first, &first, &last);
			if (!flow_has(flow, first, last + 1, to_be_signed))
				return true;
		}
	return false;
}

/* A handwritten name after "sign." or the like: not one that only stands printed below a line. */
static bool find_filled(const Flow *flow, guint from, FlowMatch *match)
{
	for (size_t i = 0; i < G_N_ELEMENTS(filled); i++)
		for (guint at = from; flow_find(flow, at, 0, filled[i], match); at = match->last + 1) {
			guint first, last;
			flow_sentence(flow, match->first, &first, &last);
			const FlowWord *next = match->last + 1 < flow->words->len ? flow->words->pdata[match->last + 1] : NULL;
			bool empty = next != NULL && is_blank_line(next->raw);
			if (!empty && !flow_has(flow, first, last + 1, to_be_signed))
				return true;
		}
	return false;
}

/* "Underskrift: Peter Holm" on one line. */
static bool find_named(const Flow *flow, guint from, FlowMatch *match)
{
	static const char *const pattern = "underskrift|signatur|signature|unterschrift";
	for (guint at = from; flow_find(flow, at, 0, pattern, match); at = match->last + 1) {
		const FlowWord *label = flow->words->pdata[match->last];
		guint last;
		if (label->raw[strlen(label->raw) - 1] == ':' && match->last + 1 < flow->words->len &&
		    ((const FlowWord *)flow->words->pdata[match->last + 1])->row == label->row &&
		    flow_name(flow, match->last + 1, &last)) {
			match->last = last;
			return true;
		}
	}
	return false;
}

static const Fact *document_signature(const Reading *reading)
{
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		if (strcmp(fact->name, "document.signature") == 0 && strcmp(fact->value, "digital") == 0)
			return fact;
	}
	return NULL;
}

static void add_signed(const Flow *flow, Reading *reading, const char *how, guint first, guint last, int confidence)
{
	flow_told(flow, reading, "document", "contract.signed", how, first, last, confidence);
}

void contract_signing(const Flow *flow, bool order, Reading *reading)
{
	FlowMatch match;
	guint from = signing_from(flow), blank;
	const Fact *file = document_signature(reading);
	bool scanned = flow->words->len > 0 && ((const FlowWord *)flow->words->pdata[0])->page->recognised;
	if (find_digital(flow, &match)) {
		add_signed(flow, reading, "digital_signature", match.first, match.last, SURE);
		read_signed_on(flow, MIN(from, match.first), reading, LIKELY);
	} else if (file != NULL) {
		Fact *fact = fact_new("document", "contract.signed", "digital_signature", file->raw);
		fact->confidence = LIKELY;
		fact->proof.page = file->proof.page;
		fact->proof.place = g_strdup(file->proof.place);
		fact->proof.reader = g_strdup(file->proof.reader);
		g_ptr_array_add(reading->facts, fact);
	} else if (find_filled(flow, from, &match) || find_named(flow, from, &match)) {
		bool other_blank = blank_line(flow, from, &blank);
		add_signed(flow, reading, "signature_block", match.first, match.last, other_blank ? UNSURE : LIKELY);
		if (!other_blank)
			read_signed_on(flow, from, reading, LIKELY);
	} else if (order) {
		static const char *const name = "ordrebekræftelse*|orderbekräftelse*|ordererkännande*|auftragsbest*";
		if (flow_find(flow, 0, 0, name, &match) || flow_find(flow, 0, 0, "order confirmation", &match))
			add_signed(flow, reading, "order_confirmation", match.first, match.last, SURE);
	} else if (blank_line(flow, from, &blank)) {
		/* Ink on a scan is not read: empty lines prove nothing there. */
		add_signed(flow, reading, "unsigned", blank, blank, scanned ? UNSURE : LIKELY);
	}
}
