#include "filing/claim.h"

#include "filing/form.h"
#include "filing/reaction.h"
#include "filing/send.h"
#include "filing/template.h"

#include <string.h>

#define PLEAS "argument.objection" /* one line for each answer, and one for what nobody has answered */
#define EDITION "sagsportal-2016" /* BEK 1173/2016 with BEK 1697/2023: the fields and their order */

typedef struct Entry {
	Sheet *sheet;
	const char *section;
	int number;
	const Assessment *assessment;
	const Claimed *claimed;
	const Sums *sums;
	const Statement *statement;
	const Templates *templates;
	GError **error;
} Entry;

bool claim_continues(const Assessment *assessment)
{
	g_autoptr(GPtrArray) filings = case_events(assessment->on_case, "bp_filed", NULL, NULL);
	g_autoptr(GPtrArray) objections = case_events(assessment->on_case, "bp_objection", NULL, NULL);
	return filings->len > 0 && objections->len > 0;
}

bool claim_has_writ(const Assessment *assessment)
{
	return claim_continues(assessment) && assessment->court_case;
}

bool claim_may_need_pleading(const Assessment *assessment)
{
	Money limit;
	g_autoptr(GPtrArray) filings = case_events(assessment->on_case, "bp_filed", NULL, NULL);
	return claim_has_writ(assessment) && assessment->principal_known &&
	       law_limit_money(assessment->law, "bp_supplementary_pleading_over", ((const Event *)filings->pdata[0])->on, &limit) &&
	       money_compare(assessment->principal, limit) > 0;
}

static Box *entry(Entry *at, const char *name, const char *label, bool required)
{
	g_autofree char *number = g_strdup_printf("%d", ++at->number);
	Box *box = sheet_add(at->sheet, at->number, number, at->section, label);
	box->name = name;
	box->required = required;
	return box;
}

static void party_entry(Entry *at, const char *name, const char *label, const Party *party)
{
	Box *box = entry(at, name, label, true);
	g_autofree char *text = party_block(party, &box->sources), *lacks_da = party_lacks(party, LANG_DA);
	g_autofree char *lacks_en = party_lacks(party, LANG_EN);
	box_text(box, text);
	if (lacks_da == NULL)
		return;
	g_autofree char *da = g_strdup_printf("Mangler: %s.", lacks_da), *en = g_strdup_printf("Missing: %s.", lacks_en);
	box_open(box, da, en);
}

static void parties(Entry *at, const Case *c)
{
	at->section = "Parter";
	party_entry(at, "creditor", "Sagsøger", c->creditor);
	if (c->representative != NULL)
		party_entry(at, "representative", "Repræsentant for sagsøger", c->representative);
	for (guint i = 0; i < c->debtors->len; i++) {
		g_autofree char *label = c->debtors->len == 1 ? g_strdup("Sagsøgte") : g_strdup_printf("Sagsøgte %u", i + 1);
		party_entry(at, "debtor", label, c->debtors->pdata[i]);
	}
}

static void court(Entry *at, const Assessment *assessment)
{
	at->section = "Ret";
	Box *box = entry(at, "court", "Ret", true);
	box_text(box, assessment->court);
	for (guint i = 0; i < assessment->on_case->debtors->len; i++) {
		const Party *debtor = assessment->on_case->debtors->pdata[i];
		sources_field(&box->sources, &debtor->postcode);
		sources_field(&box->sources, &debtor->municipality);
		sources_field(&box->sources, &debtor->court);
	}
	if (assessment->court == NULL)
		box_open(box, "Retten er ikke afgjort.", "The court is not decided.");
}

static void case_type(Entry *at, const Assessment *assessment)
{
	Box *box = entry(at, "case_type", "Sagstype", true);
	box_text(box, assessment->track == TRACK_KAP39 ? "Forenklet proces (retsplejelovens kapitel 39)" : "Almindelig civil sag");
	const Party *creditor = assessment->on_case->creditor;
	box = entry(at, "creditor_number", "Sagsøgers CVR- eller CPR-nummer", false);
	box_text(box, field_text(&creditor->cvr));
	sources_field(&box->sources, &creditor->cvr);
	if (box->value == NULL)
		box_open(box, "Angiv CVR-nummer eller, hvis sagsøger er en privatperson, CPR-nummer.",
		         "Enter the CVR number, or the CPR number if the plaintiff is a person.");
}

static void fee(Entry *at)
{
	Box *box = entry(at, "court_fee", "Retsafgift, kr.", !claim_has_writ(at->assessment));
	if (claim_has_writ(at->assessment))
		box->note = g_strdup("Betalt med betalingspåkravet; der betales efter praksis ikke afgift igen, når sagen fortsætter.");
	else if (at->assessment->court_fee_known)
		box_amount(box, at->assessment->court_fee);
	else
		box_open(box, "Retsafgiften er ikke kendt.", "The court fee is not known.");
	if (claim_has_writ(at->assessment))
		return;
	g_autofree char *text = fee_payment_text(at->assessment->on_case, ROUTE_CIVIL_CLAIM);
	box->note = g_strconcat("Betalingstekst til retsafgiften: ", text, NULL);
}

static bool money(Entry *at)
{
	const Sums *sums = at->sums;
	at->section = "Påstand og værdi";
	Say why = { NULL, NULL };
	GError *fault = NULL;
	Box *box = entry(at, "claim", "Påstand", true);
	box->kind = BOX_LONG;
	g_autofree char *demand = claim_demand(at->assessment, at->claimed, sums, at->templates, &why, &fault);
	if (fault != NULL) {
		g_propagate_error(at->error, fault);
		return false;
	}
	box_text(box, demand);
	if (demand == NULL && why.da == NULL)
		why = (Say){ "Påstanden skal formuleres af en person.", "A person must word the påstand." };
	if (demand == NULL)
		box_open(box, why.da, why.en);
	for (guint i = 0; i < at->claimed->items->len; i++) {
		const Item *item = ((ClaimedItem *)at->claimed->items->pdata[i])->item;
		sources_field(&box->sources, &item->principal);
		sources_field(&box->sources, &item->due_on);
		sources_field(&box->sources, &item->agreed_interest);
	}
	box = entry(at, "value", "Sagens værdi, kr.", true);
	if (sums->known && demand != NULL) {
		box_amount(box, sums->principal);
		box->note = g_strdup("Hovedstolen uden renter og omkostninger, jf. retsplejelovens § 401.");
	} else {
		box_open(box, "Sagens værdi skal fastsættes af en person, jf. retsplejelovens § 401.", "A person must put the value of the case.");
	}
	fee(at);
	case_type(at, at->assessment);
	return true;
}

static char *descriptions(const Claimed *claimed, Sources *sources)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < claimed->items->len; i++) {
		const Item *item = ((ClaimedItem *)claimed->items->pdata[i])->item;
		const char *text = field_text(&item->description);
		g_autofree char *quoted = text != NULL && !item_wordy(item) ? g_strdup_printf("»%s«", text) : NULL;
		if (quoted == NULL || g_ptr_array_find_with_equal_func(words, quoted, g_str_equal, NULL))
			continue;
		g_ptr_array_add(words, g_steal_pointer(&quoted));
		sources_field(sources, &item->description);
	}
	return words->len > 0 && words->len <= 4 ? words_join(words) : NULL;
}

/* Objections that stand, to the claim and to its betalingspåkrav (Reaction*); container the caller's. */
static GPtrArray *objections_of(const GPtrArray *reactions)
{
	GPtrArray *standing = g_ptr_array_new();
	for (guint i = 0; i < reactions->len; i++)
		if (reaction_stands(reactions->pdata[i]))
			g_ptr_array_add(standing, reactions->pdata[i]);
	return standing;
}

static bool short_account(Entry *at)
{
	Box *box = entry(at, "summary", "Kort beskrivelse af sagen", true);
	if (!at->sums->known) {
		box_open(box, "Beskriv kort, hvad sagen angår.", "Say briefly what the case is about.");
		return true;
	}
	const GPtrArray *items = at->claimed->items;
	g_autoptr(GPtrArray) reactions = reactions_of(at->assessment->on_case), objections = objections_of(reactions);
	g_autofree char *amount = money_danish(at->sums->principal), *what = descriptions(at->claimed, &box->sources);
	g_autofree char *one = items->len == 1 ? item_called(((ClaimedItem *)items->pdata[0])->item) : NULL;
	g_autofree char *count = g_strdup_printf("%u", items->len);
	g_autofree char *text = template_words(at->templates, at->error, "claim.short", "amount", amount, "one", one, "count", count, "what",
	                                       what, "objection", TEMPLATE_WHEN(objections->len > 0), NULL);
	for (guint i = 0; i < objections->len; i++)
		sources_event(&box->sources, ((const Reaction *)objections->pdata[i])->event);
	box_text(box, text);
	return text != NULL;
}

/* Objections that one answer meets, or none. */
typedef struct Plea {
	const Fact *answer; /* of the first of them; NULL: nobody has answered */
	GPtrArray *objections; /* Reaction* */
} Plea;

static void plea_free(void *data)
{
	Plea *plea = data;
	g_ptr_array_unref(plea->objections);
	g_free(plea);
}

/* The answered first, each answer once; then those without any. */
static GPtrArray *pleas_of(const GPtrArray *objections)
{
	GPtrArray *pleas = g_ptr_array_new_with_free_func(plea_free);
	for (int answered = 1; answered >= 0; answered--)
		for (guint i = 0; i < objections->len; i++) {
			const Reaction *objection = objections->pdata[i];
			Plea *plea = NULL;
			if ((objection->answer != NULL) != answered)
				continue;
			for (guint k = 0; k < pleas->len && plea == NULL; k++) {
				Plea *other = pleas->pdata[k];
				if (answered ? strcmp(other->answer->value, objection->answer->value) == 0 : other->answer == NULL)
					plea = other;
			}
			if (plea == NULL) {
				plea = g_new0(Plea, 1);
				*plea = (Plea){ objection->answer, g_ptr_array_new() };
				g_ptr_array_add(pleas, plea);
			}
			g_ptr_array_add(plea->objections, (gpointer)objection);
		}
	return pleas;
}

/* "10. december 2026 og 4. januar 2027", with who made it where there are several to make one. */
static char *plea_days(const Entry *at, const Plea *plea)
{
	const Case *c = at->assessment->on_case;
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < plea->objections->len; i++) {
		const Event *event = ((const Reaction *)plea->objections->pdata[i])->event;
		const Party *debtor = event->debtor != NULL && c->debtors->len > 1 ? case_debtor(c, event->debtor) : NULL;
		g_autofree char *day = date_danish_long(event->on), *who = debtor != NULL ? party_called(debtor) : NULL;
		g_ptr_array_add(words, g_strconcat(day, who != NULL ? " fra " : NULL, who, NULL));
	}
	return words_join(words);
}

/* Which arguments the record bears, by their wordings' keys in the order in which they are made. */
static GPtrArray *arguments_borne(const Entry *at, const GPtrArray *pleas)
{
	const Sums *sums = at->sums;
	GPtrArray *keys = g_ptr_array_new();
	bool agreed = true, delivered = true;
	for (guint i = 0; i < at->claimed->items->len; i++) {
		const Item *item = ((ClaimedItem *)at->claimed->items->pdata[i])->item;
		Date day;
		agreed = agreed && field_date(&item->agreed_on, &day);
		delivered = delivered && field_date(&item->delivered_on, &day);
	}
	const struct {
		bool borne;
		const char *key;
	} rows[] = {
		{ agreed, "argument.agreed" },
		{ delivered, "argument.delivered" },
		{ true, "argument.due" },
		{ statement_sentence(at->statement, "silence.acknowledged") != NULL, "argument.acknowledged" },
		{ pleas->len > 0, PLEAS },
		{ at->assessment->on_case->debtors->len > 1, "argument.liable" },
		{ true, "argument.interest" },
		{ !money_is_zero(sums->reminder_fees), "argument.reminder-fees" },
		{ !money_is_zero(sums->inkasso_fee), "argument.inkasso-fee" },
		{ !money_is_zero(sums->compensation), "argument.compensation" },
		{ !money_is_zero(sums->collection_costs), "argument.collection" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (rows[i].borne)
			g_ptr_array_add(keys, (gpointer)rows[i].key);
	return keys;
}

static char *argument_words(const Entry *at, const char *key, const Plea *plea)
{
	bool unpaid;
	const Case *c = at->assessment->on_case;
	g_autofree char *days = plea != NULL ? plea_days(at, plea) : NULL;
	return template_words(at->templates, at->error, key, "several", TEMPLATE_WHEN(c->debtors->len > 1), "items",
	                      TEMPLATE_WHEN(at->claimed->items->len > 1), "unpaid", TEMPLATE_WHEN(field_yes(&c->unpaid, &unpaid) && unpaid),
	                      "objections", TEMPLATE_WHEN(plea != NULL && plea->objections->len > 1), "days", days, NULL);
}

/* The line of each argument, without what parts them. NULL: a wording asks for what this case does not have. */
static GPtrArray *argument_lines(const Entry *at, const GPtrArray *pleas)
{
	g_autoptr(GPtrArray) keys = arguments_borne(at, pleas), lines = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < keys->len; i++) {
		bool about_pleas = strcmp(keys->pdata[i], PLEAS) == 0;
		for (guint k = 0; k < (about_pleas ? pleas->len : 1); k++) {
			const Plea *plea = about_pleas ? pleas->pdata[k] : NULL;
			const char *key = !about_pleas ? keys->pdata[i] : plea->answer != NULL ? "argument.answered" : "argument.objection";
			char *words = argument_words(at, key, plea);
			if (words == NULL)
				return NULL;
			g_ptr_array_add(lines, words);
		}
	}
	return g_steal_pointer(&lines);
}

/* What a person answered, word for word, under the arguments. */
static bool answers(const Entry *at, const GPtrArray *pleas, GString *text, Sources *sources)
{
	for (guint i = 0; i < pleas->len; i++) {
		const Plea *plea = pleas->pdata[i];
		g_autofree char *head = plea->answer != NULL ? argument_words(at, "argument.answer", plea) : NULL;
		if (plea->answer == NULL)
			continue;
		if (head == NULL)
			return false;
		g_string_append_printf(text, "\n\n%s\n%s", head, plea->answer->value);
		for (guint k = 0; k < plea->objections->len; k++)
			sources_fact(sources, ((const Reaction *)plea->objections->pdata[k])->answer);
	}
	return true;
}

static bool arguments(Entry *at)
{
	Box *box = entry(at, "arguments", "Anbringender", true);
	box->kind = BOX_LONG;
	if (!at->sums->known) {
		box_open(box, "Skriv anbringenderne.", "Enter the arguments.");
		return true;
	}
	g_autoptr(GPtrArray) reactions = reactions_of(at->assessment->on_case), objections = objections_of(reactions);
	g_autoptr(GPtrArray) pleas = pleas_of(objections), lines = argument_lines(at, pleas);
	g_autofree char *begin = lines != NULL ? argument_words(at, "argument.begin", NULL) : NULL;
	if (begin == NULL)
		return false;
	g_autoptr(GString) text = g_string_new(begin);
	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(text, "\n- %s%s", (const char *)lines->pdata[i], i + 1 < lines->len ? "," : ".");
	if (!answers(at, pleas, text, &box->sources))
		return false;
	box_text(box, text->str);
	const Plea *last = pleas->len > 0 ? pleas->pdata[pleas->len - 1] : NULL;
	if (last != NULL && last->answer == NULL)
		box->note = g_strdup("Ingen har svaret på indsigelsen, og retten vil savne svaret: skriv, hvorfor den ikke kan føre til "
		                     "frifindelse, med reaction answer SAG FIL --by NAVN.");
	return true;
}

static void evidence(Entry *at, const GPtrArray *exhibits)
{
	Box *box = entry(at, "evidence", "Dokumenter og andre beviser", true);
	box->kind = BOX_LONG;
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < exhibits->len; i++) {
		g_autofree char *line = exhibit_line(exhibits->pdata[i]);
		g_string_append_printf(text, "%s%s", i > 0 ? "\n" : "", line);
	}
	box_text(box, text->str);
	if (exhibits->len == 0)
		box_open(box, "Der er ingen bilag.", "There are no exhibits.");
}

static void account(Entry *at)
{
	Box *box = entry(at, "statement", "Sagsfremstilling", at->assessment->track == TRACK_ORDINARY || claim_may_need_pleading(at->assessment));
	g_autofree char *text = statement_text(at->statement);
	box->kind = BOX_LONG;
	box_text(box, text);
	Sources sources = statement_sources(at->statement);
	sources_join(&box->sources, &sources);
	sources_clear(&sources);
}

/* Not asked for in kap. 39 (§ 348 stk. 3), except in a pleading under § 477 f. */
static bool handling(Entry *at)
{
	bool required = at->assessment->track == TRACK_ORDINARY || claim_may_need_pleading(at->assessment);
	at->section = "Behandling";
	Box *box = entry(at, "proposals", "Forslag til sagens behandling", required);
	box->kind = BOX_LONG;
	if (!required) {
		box->note = g_strdup("Kræves ikke i en sag efter kapitel 39, jf. retsplejelovens § 348, stk. 3.");
		return true;
	}
	g_autofree char *text = template_words(at->templates, at->error, "claim.handling", NULL);
	box_text(box, text);
	box->note = g_strdup("Husets forslag efter retsplejelovens § 348, stk. 2, nr. 6; ret det efter sagen.");
	return text != NULL;
}

/* Each debtor by himself (§ 477 a stk. 2): against one who did not object there is an endorsement and no case. */
static void silent_debtors(Sheet *sheet, const Case *c)
{
	g_autoptr(GPtrArray) silent = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < c->debtors->len; i++) {
		const Party *debtor = c->debtors->pdata[i];
		g_autoptr(GPtrArray) objections = case_events(c, "bp_objection", debtor, NULL);
		if (objections->len == 0)
			g_ptr_array_add(silent, party_called(debtor));
	}
	if (silent->len == 0)
		return;
	g_autofree char *names = words_join(silent);
	g_autofree char *da = g_strdup_printf("%s har ikke gjort indsigelse: sagen fortsætter kun mod den, der har, jf. retsplejelovens "
	                                      "§ 477 a, stk. 2. Ret parter og påstand derefter.",
	                                      names);
	g_autofree char *en = g_strdup_printf("%s did not object: the case goes on only against who did, section 477 a(2). Change parties "
	                                      "and påstand accordingly.",
	                                      names);
	sheet_point(sheet, "Sagsøgte", da, en);
}

/* What becomes of a betalingspåkrav that was objected to: nothing is entered again, and what the court then waits for. */
static void continuation(Sheet *sheet, const Assessment *assessment)
{
	if (!claim_continues(assessment))
		return;
	if (!claim_has_writ(assessment)) {
		sheet_point(sheet, "Stævning",
		            "Betalingspåkravet bad ikke om en retssag uden stævning: retten sender det tilbage, og sagen anlægges med disse "
		            "felter mod ny retsafgift, jf. retsplejelovens § 477 f.",
		            "The form did not ask for a case without a writ: the court returns it, and the case is brought with these fields for "
		            "a new fee, section 477 f.");
		return;
	}
	sheet_point(sheet, "Stævning",
	            "Indlever ikke en stævning: betalingspåkravet sidestilles med en, jf. retsplejelovens § 477 f. Indlæs bilagene i sagen "
	            "på sagsportalen, når retten har overført den.",
	            "Do not hand in a writ: the form is put on a level with one, section 477 f. Enter the exhibits on the portal when the "
	            "court has moved the case there.");
	silent_debtors(sheet, assessment->on_case);
	if (claim_may_need_pleading(assessment))
		sheet_point(sheet, "Supplerende processkrift",
		            "Kravet er over grænsen i retsplejelovens § 477 f: beslutter retten det, indleveres processkrift.pdf med bilagene inden "
		            "den frist, der regnes fra modtagelsen af rettens underretning.",
		            "The claim exceeds the limit of section 477 f: if the court so decides, processkrift.pdf is handed in with the exhibits "
		            "within the period that runs from receipt of the court's notice.");
}

Sheet *claim_sheet(const Assessment *assessment)
{
	return sheet_new(assessment, "civil_claim",
	                 claim_has_writ(assessment) ? "Felter til sagen i sagsportalen efter indsigelse mod betalingspåkravet"
	                                            : "Felter til stævning i sagsportalen",
	                 EDITION);
}

bool claim_fill(Sheet *sheet, const Assessment *assessment, const Claimed *claimed, const Sums *sums,
                const Statement *statement, const GPtrArray *exhibits, const Templates *templates, GError **error)
{
	const Case *c = assessment->on_case;
	Entry at = { .sheet = sheet, .assessment = assessment, .claimed = claimed, .sums = sums, .statement = statement,
		         .templates = templates, .error = error };
	parties(&at, c);
	court(&at, assessment);
	if (!money(&at))
		return false;
	at.section = "Fremstilling";
	if (!short_account(&at))
		return false;
	account(&at);
	if (!arguments(&at))
		return false;
	evidence(&at, exhibits);
	if (!handling(&at))
		return false;
	continuation(sheet, assessment);
	sheet_point(sheet, "Forlig", "Vær klar til at oplyse, hvordan muligheden for forlig er undersøgt, jf. retsplejelovens § 336 a.",
	            "Be ready to say how the possibility of settling was explored, section 336 a.");
	sheet_close(sheet);
	for (guint i = 0; i < statement->open->len; i++) {
		const OpenTopic *topic = statement->open->pdata[i];
		sheet_point(sheet, "Sagsfremstilling", topic->da, topic->en);
	}
	return true;
}
