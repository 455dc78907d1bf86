#include "filing/form.h"

#include "assess/mailing.h"
#include "filing/country.h"
#include "filing/send.h"

#include <assert.h>
#include <string.h>

/* What a box is filled from. */
typedef struct Filling {
	const Assessment *assessment;
	const Case *c;
	const Sums *sums;
	const Statement *statement;
	const Party *debtor; /* of a box that stands once for each */
} Filling;

typedef void (*Filler)(const Filling *filling, Box *box);

static void line(GString *out, const char *before, const Field *field, Sources *sources)
{
	const char *text = field_text(field);
	if (text == NULL)
		return;
	g_string_append_printf(out, "%s%s%s", out->len > 0 ? "\n" : "", before, text);
	sources_field(sources, field);
}

char *party_block(const Party *party, Sources *sources)
{
	GString *out = g_string_new(NULL);
	line(out, "", &party->name, sources);
	line(out, "", &party->address, sources);
	const char *postcode = field_text(&party->postcode), *city = field_text(&party->city);
	if (postcode != NULL || city != NULL) {
		g_string_append_printf(out, "%s%s%s%s", out->len > 0 ? "\n" : "", postcode != NULL ? postcode : "",
		                       postcode != NULL && city != NULL ? " " : "", city != NULL ? city : "");
		sources_field(sources, &party->postcode);
		sources_field(sources, &party->city);
	}
	const char *country = field_text(&party->country);
	if (country != NULL && !field_is(&party->country, "DK"))
		g_string_append_printf(out, "%s%s", out->len > 0 ? "\n" : "", country_called(country, PAPER_DA));
	sources_field(sources, &party->country);
	line(out, "CVR-nr. ", &party->cvr, sources);
	line(out, "Tlf. ", &party->phone, sources);
	line(out, "Mail: ", &party->email, sources);
	line(out, "Sagsnr. ", &party->own_case, sources);
	return g_string_free(out, FALSE);
}

char *party_lacks(const Party *party, Lang lang)
{
	const struct {
		const Field *field;
		Say what;
	} needs[] = {
		{ &party->name, { "navn", "name" } },
		{ &party->address, { "vej og nummer", "street and number" } },
		{ &party->postcode, { "postnummer", "postcode" } },
		{ &party->city, { "by", "city" } },
	};
	GString *out = g_string_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(needs); i++)
		if (field_text(needs[i].field) == NULL)
			g_string_append_printf(out, "%s%s", out->len > 0 ? ", " : "", say(needs[i].what, lang));
	return g_string_free(out, out->len == 0);
}

static void party_parts(Box *box, const Party *party)
{
	const struct {
		const char *name;
		const Field *field;
	} rows[] = { { "name", &party->name }, { "address", &party->address }, { "postcode", &party->postcode }, { "city", &party->city },
		         { "country", &party->country }, { "cvr", &party->cvr }, { "phone", &party->phone }, { "email", &party->email },
		         { "case", &party->own_case } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (rows[i].field != &party->country || !field_is(&party->country, "DK"))
			box_part(box, rows[i].name,
			         rows[i].field == &party->country && field_text(rows[i].field) != NULL ? country_called(field_text(rows[i].field), PAPER_DA)
			                                                                               : field_text(rows[i].field));
}

static void party_box(Box *box, const Party *party)
{
	g_autofree char *text = party_block(party, &box->sources);
	party_parts(box, party);
	g_autofree char *lacks_da = party_lacks(party, LANG_DA), *lacks_en = party_lacks(party, LANG_EN);
	box_text(box, text);
	if (lacks_da == NULL)
		return;
	g_autofree char *da = g_strdup_printf("Mangler: %s.", lacks_da), *en = g_strdup_printf("Missing: %s.", lacks_en);
	box_open(box, da, en);
}

static void fill_creditor(const Filling *f, Box *box)
{
	party_box(box, f->c->creditor);
	/* The creditor's own number, else ours; a representative's stands in a box of its own. */
	if (f->c->id == NULL || f->c->representative != NULL || field_text(&f->c->creditor->own_case) != NULL || box->value == NULL)
		return;
	g_autofree char *text = g_strdup_printf("%s\nSagsnr. %s", box->value, f->c->id);
	box_text(box, text);
	box_part(box, "case", f->c->id);
}

static void fill_representative(const Filling *f, Box *box)
{
	if (f->c->representative != NULL)
		party_box(box, f->c->representative);
}

/* Four digits and up to ten, as the bank writes them. */
static bool is_account(const char *text)
{
	int digits = 0;
	for (const char *p = text; *p != '\0'; p++) {
		if (g_ascii_isdigit(*p))
			digits++;
		else if (*p != ' ' && *p != '-' && *p != '.')
			return false;
	}
	return digits >= 5 && digits <= 14;
}

/* "1234" and "0123456789": a bank's number has four digits, the rest is the account's. */
static void account_parts(Box *box, const char *text)
{
	g_autoptr(GString) digits = g_string_new(NULL);
	for (const char *p = text; *p != '\0'; p++)
		if (g_ascii_isdigit(*p))
			g_string_append_c(digits, *p);
	g_autofree char *bank = g_strndup(digits->str, 4);
	box_part(box, "registration", bank);
	box_part(box, "number", digits->str + 4);
}

static void account_box(Box *box, const Field *field)
{
	const char *text = field_text(field);
	if (text != NULL && is_account(text))
		account_parts(box, text);
	box_text(box, text);
	sources_field(&box->sources, field);
	if (text == NULL)
		box_open(box, "Registrerings- og kontonummer er ikke oplyst.", "Registration and account number are not known.");
	else if (!is_account(text))
		box_open(box, "Kontoen skal angives med et registreringsnummer på fire cifre og et kontonummer på op til ti cifre.",
		         "The account must be four digits and up to ten digits.");
}

static void fill_account(const Filling *f, Box *box)
{
	account_box(box, &f->c->creditor->account);
}

static void fill_representative_account(const Filling *f, Box *box)
{
	if (f->c->representative != NULL)
		account_box(box, &f->c->representative->account);
}

static void fill_representative_case(const Filling *f, Box *box)
{
	if (f->c->representative == NULL)
		return;
	box_text(box, field_text(&f->c->representative->own_case));
	sources_field(&box->sources, &f->c->representative->own_case);
	if (box->value == NULL)
		box_text(box, f->c->id);
}

static void fill_vat(const Filling *f, Box *box)
{
	bool yes;
	sources_field(&box->sources, &f->c->creditor->vat_registered);
	if (field_yes(&f->c->creditor->vat_registered, &yes))
		box_answer(box, yes);
	else
		box_open(box, "Det er ikke oplyst, om kreditor er momsregistreret.",
		         "It is not known whether the creditor is registered for VAT.");
}

static void fill_phone(const Filling *f, Box *box)
{
	const Party *party = f->c->representative != NULL && field_text(&f->c->representative->phone) != NULL
	                         ? f->c->representative
	                         : f->c->creditor;
	box_text(box, field_text(&party->phone));
	sources_field(&box->sources, &party->phone);
	if (box->value == NULL)
		box_open(box, "Telefonnummer er ikke oplyst.", "No telephone number is known.");
}

static void fill_debtor(const Filling *f, Box *box)
{
	party_box(box, f->debtor);
}

static void fill_director(const Filling *f, Box *box)
{
	bool firm = field_text(&f->debtor->cvr) != NULL || field_text(&f->debtor->legal_form) != NULL;
	if (field_is(&f->debtor->kind, "consumer") || !firm)
		return;
	box_open(box, "Angiv om muligt direktør eller formand med navn og adresse (slå op i CVR).",
	         "If possible, name the director or chairman with address (look up in CVR).");
}

static void fill_court(const Filling *f, Box *box)
{
	box_text(box, f->assessment->court);
	for (guint i = 0; i < f->c->debtors->len; i++) {
		const Party *debtor = f->c->debtors->pdata[i];
		sources_field(&box->sources, &debtor->court);
		sources_field(&box->sources, &debtor->municipality);
		sources_field(&box->sources, &debtor->postcode);
	}
	if (box->value == NULL)
		box_open(box, "Retten er ikke afgjort.", "The court is not decided.");
}

static void principal_sources(const Filling *f, Box *box)
{
	for (guint i = 0; i < f->c->items->len; i++) {
		const Item *item = f->c->items->pdata[i];
		if (item_kind_is_principal(item->kind))
			sources_field(&box->sources, &item->principal);
	}
	for (guint i = 0; i < f->c->credits->len; i++)
		sources_field(&box->sources, &((const Credit *)f->c->credits->pdata[i])->amount);
	for (guint i = 0; i < f->c->events->len; i++) {
		const Event *event = f->c->events->pdata[i];
		if (!event->replaced && (strcmp(event->name, "payment") == 0 || strcmp(event->name, "credit") == 0))
			sources_event(&box->sources, event);
	}
}

static void fill_principal(const Filling *f, Box *box)
{
	box_amount(box, f->sums->principal);
	principal_sources(f, box);
}

/* A claim's own rate, as its periods were reckoned; false: procesrente. */
static bool own_rate(const Filling *f, const Item *item, RateBp *rate)
{
	const GPtrArray *periods = f->assessment->owed->periods;
	if (!field_rate(&item->agreed_interest, rate))
		return false;
	bool any = false;
	for (guint i = 0; i < periods->len; i++) {
		const Period *period = periods->pdata[i];
		if (strcmp(period->claim, item->id) != 0)
			continue;
		if (period->rate != *rate)
			return false;
		any = true;
	}
	return any;
}

/* Accrued interest stands in its own box up to and with the day of hand-in, so both rate lines run from then on. */
static void rate_box(const Filling *f, Box *box, bool agreed)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *percents = NULL; /* of all of them, when they agree */
	guint all = 0;
	for (guint i = 0; i < f->c->items->len; i++) {
		const Item *item = f->c->items->pdata[i];
		RateBp rate;
		if (!item_kind_is_principal(item->kind))
			continue;
		all++;
		bool own = own_rate(f, item, &rate);
		if (own != agreed)
			continue;
		sources_field(&box->sources, &item->due_on);
		sources_field(&box->sources, &item->due_basis);
		sources_field(&box->sources, &item->agreed_interest);
		g_autofree char *name = item_called(item);
		g_autofree char *percent = own ? rate_danish(rate) : NULL;
		if (own && (percents == NULL || strcmp(percents, percent) == 0)) {
			g_free(percents);
			percents = g_strdup(percent);
		} else if (own) {
			percents[0] = '\0';
		}
		g_ptr_array_add(names, own ? g_strdup_printf("%s %% pr. år af %s", percent, name) : g_steal_pointer(&name));
	}
	if (names->len == 0)
		return;
	g_autofree char *day = date_danish_long(f->assessment->on), *list = words_join(names);
	bool whole = !agreed && names->len == all;
	g_autofree char *text = g_strdup_printf("%s%s%sRenter til og med den %s er medtaget under påløbne renter, jf. "
	                                        "sagsfremstillingen.",
	                                        whole || agreed ? "" : "Procesrente af ", whole ? "" : list, whole ? "" : ". ", day);
	box->from_filing = true;
	box_text(box, text);
	box_part(box, "percent", percents);
	box_part(box, "period", percents != NULL && *percents != '\0' ? "år" : NULL);
}

static void fill_interest_statutory(const Filling *f, Box *box)
{
	rate_box(f, box, false);
}

static void fill_interest_agreed(const Filling *f, Box *box)
{
	rate_box(f, box, true);
}

static void fill_interest(const Filling *f, Box *box)
{
	box_amount(box, f->sums->interest);
}

/* Boxes for costs: empty when there are none, rather than 0,00. */
static void cost_box(const Filling *f, Box *box, ItemKind kind, Money amount)
{
	if (!money_is_zero(amount))
		box_amount(box, amount);
	for (guint i = 0; i < f->sums->costs->len; i++) {
		const CostLine *cost = f->sums->costs->pdata[i];
		if (cost->kind == kind && cost->item != NULL)
			sources_field(&box->sources, &cost->item->principal);
	}
	g_autoptr(GPtrArray) reminders = case_events(f->c, "reminder_sent", NULL, NULL);
	for (guint i = 0; kind == ITEM_REMINDER_FEE && i < reminders->len; i++)
		if (((const Event *)reminders->pdata[i])->has_amount && !letter_unmet(f->c, reminders->pdata[i], f->assessment->on))
			sources_event(&box->sources, reminders->pdata[i]);
}

/* An amount that the record claims but assess does not reckon with, as a law table does not know its cap. */
static bool claimed_but_left_out(const Filling *f, ItemKind kind)
{
	for (guint i = 0; i < f->c->items->len; i++) {
		const Item *item = f->c->items->pdata[i];
		bool counted = item->kind != kind;
		for (guint k = 0; !counted && k < f->sums->costs->len; k++)
			counted = ((const CostLine *)f->sums->costs->pdata[k])->item == item;
		if (!counted)
			return true;
	}
	return false;
}

static void fill_reminder_fees(const Filling *f, Box *box)
{
	cost_box(f, box, ITEM_REMINDER_FEE, f->sums->reminder_fees);
}

static void fill_inkasso_fee(const Filling *f, Box *box)
{
	cost_box(f, box, ITEM_INKASSO_FEE, f->sums->inkasso_fee);
}

static void fill_collection_costs(const Filling *f, Box *box)
{
	cost_box(f, box, ITEM_COLLECTION_COST, f->sums->collection_costs);
	if (claimed_but_left_out(f, ITEM_COLLECTION_COST))
		box_open(box, "De krævede omkostninger er ikke medregnet, da det lovlige maksimum ikke kendes.",
		         "The costs claimed are left out: the lawful maximum is not known.");
}

static void fill_compensation(const Filling *f, Box *box)
{
	cost_box(f, box, ITEM_COMPENSATION, f->sums->compensation);
	if (claimed_but_left_out(f, ITEM_COMPENSATION))
		box_open(box, "Kompensationsbeløbet er ikke medregnet, da det ikke kan kræves af forbrugere.",
		         "The compensation is left out: no debtor may be a consumer.");
}

static void fill_total(const Filling *f, Box *box)
{
	const Money parts[] = { f->sums->principal,        f->sums->interest,         f->sums->reminder_fees,
		                    f->sums->inkasso_fee,      f->sums->collection_costs, f->sums->compensation };
	Money total = money_zero();
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		bool fits = money_add(total, parts[i], &total);
		assert(fits);
	}
	assert(money_compare(total, f->sums->total) == 0);
	box_amount(box, total);
	box->strong = true;
}

static void fill_statement(const Filling *f, Box *box)
{
	g_autofree char *text = statement_text(f->statement);
	box_text(box, text);
	Sources sources = statement_sources(f->statement);
	sources_join(&box->sources, &sources);
	sources_clear(&sources);
}

static void fill_demand(const Filling *f, Box *box)
{
	g_autoptr(GPtrArray) events = case_events(f->c, "demand_sent", NULL, NULL);
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		const Party *debtor = event->debtor != NULL ? case_debtor(f->c, event->debtor) : NULL;
		const Item *item = event->claim != NULL ? case_item(f->c, event->claim) : NULL;
		g_autofree char *day = date_danish_long(event->on), *stated = date_danish_long(event->deadline_on);
		g_autofree char *to = debtor != NULL ? party_called(debtor) : NULL;
		g_autofree char *about = item != NULL ? item_called(item) : NULL;
		g_string_append_printf(out, "%sAfsendt den %s%s%s%s%s; betalingsfrist %s%s", out->len > 0 ? "\n" : "", day,
		                       to != NULL ? " til " : "", to != NULL ? to : "", about != NULL ? " vedrørende " : "",
		                       about != NULL ? about : "", stated != NULL ? "den " : "",
		                       stated != NULL ? stated : "ikke oplyst");
		sources_event(&box->sources, event);
		g_autofree char *sent_day = date_danish(event->on), *stated_day = date_danish(event->deadline_on);
		if (events->len == 1) {
			box_part(box, "sent_on", sent_day);
			box_part(box, "deadline_on", stated_day);
		}
	}
	g_autoptr(GPtrArray) risks = case_events(f->c, "risk_recorded", NULL, NULL);
	for (guint i = 0; i < risks->len; i++) {
		const Event *risk = risks->pdata[i];
		g_string_append_printf(out, "%sInkassolovens § 11: %s", out->len > 0 ? "\n" : "", risk->ground);
		sources_event(&box->sources, risk);
	}
	box_text(box, out->str);
	g_string_free(out, TRUE);
	if (box->value == NULL)
		box_open(box, "Der er ikke registreret noget påkrav efter inkassolovens § 10.",
		         "No demand under section 10 of the collection act is on record.");
}

/* The creditor's word, else the proposal of assess, which a person must look at. */
static void choice_box(Box *box, const Field *field, bool as_filed)
{
	box_answer(box, as_filed);
	sources_field(&box->sources, field);
	if (field->state != FIELD_KNOWN)
		box->note = g_strdup("Programmets forslag; kreditor har ikke selv valgt.");
}

static void fill_serve_if_barred(const Filling *f, Box *box)
{
	choice_box(box, &f->c->serve_if_barred, f->assessment->serve_if_barred);
}

static void fill_udlaeg(const Filling *f, Box *box)
{
	choice_box(box, &f->c->choice_udlaeg, f->assessment->udlaeg);
}

static void fill_court_case(const Filling *f, Box *box)
{
	choice_box(box, &f->c->court_case, f->assessment->court_case);
}

static void fill_court_fee(const Filling *f, Box *box)
{
	g_autofree char *text = fee_payment_text(f->c, ROUTE_BETALINGSPAAKRAV);
	if (f->assessment->court_fee_known)
		box_amount(box, f->assessment->court_fee);
	else
		box_open(box, "Retsafgiften er ikke kendt.", "The court fee is not known.");
	box->note = g_strconcat("Betalingstekst til retsafgiften: ", text, NULL);
}

static void fill_signature(const Filling *f, Box *box)
{
	(void)f;
	box_open(box, "Dateres og underskrives ved indleveringen.", "To be dated and signed at hand-in.");
}

static const struct {
	const char *source;
	Filler fill;
} fillers[] = {
	{ "creditor", fill_creditor },
	{ "representative", fill_representative },
	{ "account", fill_account },
	{ "vat_registered", fill_vat },
	{ "representative_account", fill_representative_account },
	{ "phone", fill_phone },
	{ "representative_case", fill_representative_case },
	{ "debtor", fill_debtor },
	{ "debtor_director", fill_director },
	{ "court", fill_court },
	{ "principal", fill_principal },
	{ "interest_statutory", fill_interest_statutory },
	{ "interest_agreed", fill_interest_agreed },
	{ "interest", fill_interest },
	{ "reminder_fees", fill_reminder_fees },
	{ "inkasso_fee", fill_inkasso_fee },
	{ "collection_costs", fill_collection_costs },
	{ "compensation", fill_compensation },
	{ "total", fill_total },
	{ "statement", fill_statement },
	{ "demand", fill_demand },
	{ "serve_if_barred", fill_serve_if_barred },
	{ "udlaeg", fill_udlaeg },
	{ "court_case", fill_court_case },
	{ "court_fee", fill_court_fee },
	{ "signature", fill_signature },
};

/* "Skyldner 1 af 2: navn, …", "Skyldner 1 af 2. Selskab …": which of several debtors the box is for. */
static char *label_of(const FormRow *row, guint debtor, guint debtors)
{
	static const char debtor_colon[] = "Skyldner:";
	if (!row->per_debtor || debtors < 2)
		return g_strdup(row->label);
	if (g_str_has_prefix(row->label, debtor_colon))
		return g_strdup_printf("Skyldner %u af %u:%s", debtor + 1, debtors, row->label + strlen(debtor_colon));
	return g_strdup_printf("Skyldner %u af %u. %s", debtor + 1, debtors, row->label);
}

static void box_make(Sheet *sheet, const FormRow *row, const Filling *filling, guint debtor)
{
	g_autofree char *label = label_of(row, debtor, filling->c->debtors->len);
	Box *box = sheet_add(sheet, row->number, row->box, row->section, label);
	box->name = row->source;
	box->kind = row->kind;
	box->mark = row->mark;
	box->confirmed = row->confirmed;
	box->required = strcmp(row->required, "yes") == 0;
	box->twelfths = row->twelfths;
	for (size_t i = 0; i < G_N_ELEMENTS(fillers); i++)
		if (strcmp(fillers[i].source, row->source) == 0)
			fillers[i].fill(filling, box);
}

/* Boxes that stand once for each debtor follow each other, debtor by debtor. */
Sheet *form_fill(const Edition *edition, const Assessment *assessment, const Sums *sums, const Statement *statement)
{
	Sheet *sheet = sheet_new(assessment, "betalingspaakrav", "Udkast til betalingspåkrav", edition->name);
	Filling filling = { assessment, assessment->on_case, sums, statement, NULL };
	for (guint i = 0; i < edition->rows->len; i++) {
		const FormRow *row = edition->rows->pdata[i];
		guint end = i;
		while (end < edition->rows->len && ((FormRow *)edition->rows->pdata[end])->per_debtor)
			end++;
		if (end == i) {
			box_make(sheet, row, &filling, 0);
			continue;
		}
		for (guint d = 0; d < filling.c->debtors->len; d++) {
			filling.debtor = filling.c->debtors->pdata[d];
			for (guint k = i; k < end; k++)
				box_make(sheet, edition->rows->pdata[k], &filling, d);
		}
		i = end - 1;
	}
	sheet_close(sheet);
	for (guint i = 0; i < statement->open->len; i++) {
		const OpenTopic *topic = statement->open->pdata[i];
		sheet_point(sheet, "5 Sagsfremstilling", topic->da, topic->en);
	}
	return sheet;
}
