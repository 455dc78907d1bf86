/* A meeting on one page: as PDF with lines for what comes of it, and as plain text. */
#include "enforcement/meeting.h"

#include "filing/page.h"

#include <string.h>

static char *day_word(Date day, Lang lang)
{
	return lang == LANG_DA ? date_danish_long(day) : date_english(day);
}

static char *money_word(Money amount, Lang lang)
{
	g_autofree char *figure = money_danish(amount);
	return lang == LANG_DA ? g_strdup_printf("%s kr.", figure) : g_strdup_printf("DKK %s", figure);
}

static const char *mandate_word(const char *mandate, Lang lang)
{
	static const struct {
		const char *name;
		Say say;
	} words[] = { { "own", { "Kreditor møder selv", "The creditor appears himself" } },
		      { "document", { "Fuldmagt i sagen: tag den med", "Power of attorney in the case: bring it" } },
		      { "missing", { "Fuldmagt mangler i sagen: skaf den før mødet", "No power of attorney in the case: get it before the meeting" } } };
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(words[i].name, mandate) == 0)
			return say(words[i].say, lang);
	return mandate;
}

/* Where, and how: the court's own words of the summons. */
static char *place_text(const Meeting *m, Lang lang)
{
	bool da = lang == LANG_DA;
	const char *court = m->bailiff->venue->court, *said = m->summons->ground;
	return g_strdup_printf("%s%s%s%s%s", court != NULL ? court : da ? "Fogedretten" : "The bailiff court",
	                       court != NULL ? (da ? ", fogedretten" : ", bailiff court") : "", said != NULL ? "\n" : "", said != NULL ? said : "",
	                       m->by_phone ? (da ? "\nPå telefon (rpl § 506)" : "\nBy telephone (rpl § 506)") : "");
}

static char *debtor_text(const Meeting *m, Lang lang)
{
	const Party *d = m->bailiff->execution.debtor;
	GString *out = g_string_new(field_text(&d->name) != NULL ? field_text(&d->name) : d->id);
	const char *address = field_text(&d->address), *postcode = field_text(&d->postcode), *city = field_text(&d->city), *phone = field_text(&d->phone),
	           *cvr = field_text(&d->cvr);
	if (address != NULL)
		g_string_append_printf(out, "\n%s", address);
	if (postcode != NULL || city != NULL)
		g_string_append_printf(out, "\n%s%s%s", postcode != NULL ? postcode : "", postcode != NULL && city != NULL ? " " : "", city != NULL ? city : "");
	if (cvr != NULL)
		g_string_append_printf(out, "\n%s %s", lang == LANG_DA ? "CVR-nr." : "CVR no.", cvr);
	if (phone != NULL)
		g_string_append_printf(out, "\n%s %s", lang == LANG_DA ? "Tlf." : "Tel.", phone);
	return g_string_free(out, FALSE);
}

static char *title_text_of(const Meeting *m, Lang lang)
{
	const Execution *e = &m->bailiff->execution;
	bool da = lang == LANG_DA;
	if (e->kind == TITLE_NONE)
		return g_strdup(da ? "Intet fundament er noteret" : "No title is recorded");
	g_autofree char *day = day_word(e->on, lang), *from = day_word(e->enforceable_on, lang);
	return g_strdup_printf("%s%s%s (%s)%s%s\n%s", say(title_kind_say(e->kind), lang), day != NULL ? (da ? " af " : " of ") : "", day != NULL ? day : "",
	                       title_kind_statute(e->kind), from != NULL ? (da ? ", kan fuldbyrdes fra " : ", enforceable from ") : "",
	                       from != NULL ? from : "",
	                       e->document != NULL ? (da ? "Papiret ligger i sagen: tag det med" : "Its paper is in the case: bring it")
	                                           : (da ? "Papiret er ikke i sagen: skaf det før mødet" : "Its paper is not in the case: get it before the meeting"));
}

static char *attend_text(const Meeting *m, Lang lang)
{
	const Bailiff *b = m->bailiff;
	bool da = lang == LANG_DA;
	if (!b->attends_known)
		return g_strdup(da ? "Mød: kravet kan ikke opgøres" : "Attend: the claim cannot be stated");
	g_autofree char *limit = money_word(b->attend_limit, lang);
	return b->attends ? g_strdup_printf(da ? "Mødepligt: kravet er over %s (rpl § 492 stk. 1)" : "Attend: the claim is above %s (rpl § 492 stk. 1)", limit)
	                  : g_strdup_printf(da ? "Ingen mødepligt: kravet er højst %s (rpl § 492 stk. 2)"
	                                       : "No duty to attend: the claim is at most %s (rpl § 492 stk. 2)", limit);
}

static GPtrArray *claim_lines(const Meeting *m, Lang lang)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	ClaimRow claim[4];
	int n = bailiff_claim_rows(m->bailiff, true, claim);
	for (int i = 0; i < n; i++) {
		char **row = g_new0(char *, 3);
		row[0] = g_strdup(say(claim[i].label, lang));
		row[1] = money_danish(claim[i].amount);
		g_ptr_array_add(rows, row);
	}
	return rows;
}

static char *asset_text_of(const Asset *asset, Lang lang)
{
	g_autoptr(GString) line = g_string_new(say(asset->kind->say, lang));
	if (asset->text != NULL)
		g_string_append_printf(line, ": %s", asset->text);
	if (asset->register_ref != NULL)
		g_string_append_printf(line, " (%s)", asset->register_ref);
	if (asset->value_known) {
		g_autofree char *value = money_word(asset->value, lang);
		g_string_append_printf(line, ", %s", value);
	}
	if (asset->source != NULL)
		g_string_append_printf(line, "; %s", asset->source);
	return g_string_free(g_steal_pointer(&line), FALSE);
}

static char *lowest_text(const Meeting *m, Lang lang)
{
	bool da = lang == LANG_DA;
	GString *out = g_string_new(NULL);
	if (m->lowest_known) {
		g_autofree char *amount = money_word(m->lowest, lang);
		g_string_append_printf(out, da ? "%s om måneden i højst %d måneder; en længere ordning kræver kreditors samtykke (rpl § 525 stk. 1)"
		                              : "%s a month for at most %d months; a longer plan needs the creditor's consent (rpl § 525 stk. 1)", amount, m->months);
	} else {
		g_string_append(out, da ? "Kan ikke regnes: kravet er ikke kendt" : "Cannot be reckoned: the claim is not known");
	}
	if (m->said != NULL) {
		g_autofree char *day = day_word(m->said->on, lang);
		const char *words = m->said->ground + strlen("PLAN");
		words += strspn(words, ": ");
		g_string_append_printf(out, da ? "\nKreditor, %s: %s" : "\nThe creditor, %s: %s", day, words);
	}
	g_string_append(out, da ? "\nAfdrag i dag kan ikke afvises (rpl § 496 stk. 2)" : "\nPart payment today cannot be refused (rpl § 496 stk. 2)");
	return g_string_free(out, FALSE);
}

static char *per_day_text(const Meeting *m, Lang lang)
{
	const Bailiff *b = m->bailiff;
	if (!b->per_day_known)
		return NULL;
	g_autofree char *amount = money_word(b->per_day, lang);
	return g_strdup_printf(lang == LANG_DA ? "Derefter %s i rente for hver dag" : "After that %s of interest for each day", amount);
}

/* ---- the page ---- */

static void head_pages(Pages *pages, const Meeting *m, Lang lang)
{
	bool da = lang == LANG_DA;
	g_autofree char *place = place_text(m, lang), *debtor = debtor_text(m, lang), *title = title_text_of(m, lang), *attend = attend_text(m, lang);
	g_autofree char *who = g_strdup_printf("%s\n%s%s%s", mandate_word(m->mandate, lang), attend, m->owner != NULL ? (da ? "\nSagen føres af " : "\nHandled by ") : "",
	                                       m->owner != NULL ? m->owner : "");
	const Cell first[] = { { .twelfths = 6, .label = da ? "Sted" : "Place", .text = place, .face = FACE_TEXT },
		               { .twelfths = 6, .label = da ? "Skyldner" : "Debtor", .text = debtor, .face = FACE_TEXT } };
	const Cell second[] = { { .twelfths = 6, .label = da ? "Møderet" : "Authority", .text = who, .face = FACE_TEXT },
		                { .twelfths = 6, .label = da ? "Fundament" : "Title", .text = title, .face = FACE_TEXT } };
	pages_boxes(pages, first, G_N_ELEMENTS(first));
	pages_boxes(pages, second, G_N_ELEMENTS(second));
}

static void claim_pages(Pages *pages, const Meeting *m, Lang lang)
{
	bool da = lang == LANG_DA;
	const Column columns[] = { { da ? "Kravet på dagen" : "The claim on the day", 70, ALIGN_LEFT }, { da ? "Kroner" : "DKK", 30, ALIGN_RIGHT } };
	g_autoptr(GPtrArray) rows = claim_lines(m, lang);
	g_autofree char *total = m->bailiff->total_known ? money_danish(m->bailiff->total) : NULL, *per_day = per_day_text(m, lang);
	char *const sum[] = { (char *)(da ? "I alt" : "In all"), total, NULL };
	pages_gap(pages, 2);
	if (rows->len > 0 && total != NULL)
		pages_table(pages, columns, G_N_ELEMENTS(columns), rows, sum);
	else
		pages_text(pages, FACE_BOLD, da ? "Kravet kan ikke opgøres på den dag." : "The claim cannot be stated on that day.");
	pages_gap(pages, 1);
	if (per_day != NULL)
		pages_text(pages, FACE_TEXT, per_day);
}

static void head(Pages *pages, const char *text)
{
	pages_gap(pages, 3);
	pages_text(pages, FACE_HEAD, text);
	pages_gap(pages, 1);
}

static void talk_pages(Pages *pages, const Meeting *m, Lang lang)
{
	bool da = lang == LANG_DA;
	g_autoptr(GPtrArray) some = meeting_questions(m);
	g_autofree char *lowest = lowest_text(m, lang);
	head(pages, da ? "Kendte aktiver" : "Known assets");
	enum { SHOWN = 5 }; /* more stand in asset list: the page is one page */
	guint n = m->bailiff->assets->len;
	for (guint i = 0; i < n && i < SHOWN; i++) {
		g_autofree char *asset = asset_text_of(m->bailiff->assets->pdata[i], lang), *line = g_strdup_printf("•  %s", asset);
		pages_text(pages, FACE_TEXT, line);
	}
	if (n == 0)
		pages_text(pages, FACE_TEXT, da ? "Ingen." : "None.");
	if (n > SHOWN)
		pages_text(pages, FACE_TEXT, da ? "Flere står i sagen (asset list)." : "More stand in the case (asset list).");
	const Column columns[] = { { da ? "Spørgsmål" : "Questions", 62, ALIGN_LEFT }, { da ? "Svar" : "Answers", 38, ALIGN_LEFT } };
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	for (guint i = 0; i < some->len; i++) {
		char **row = g_new0(char *, 3);
		row[0] = g_strdup(say(((const Question *)some->pdata[i])->say, lang));
		row[1] = g_strdup("");
		g_ptr_array_add(rows, row);
	}
	pages_gap(pages, 3);
	pages_table(pages, columns, G_N_ELEMENTS(columns), rows, NULL);
	head(pages, da ? "Laveste ordning" : "Lowest plan");
	pages_text(pages, FACE_TEXT, lowest);
}

static void result_pages(Pages *pages, Lang lang)
{
	bool da = lang == LANG_DA;
	static const Tick ticks_da[][5] = { { { "Udlæg", false }, { "Udlæg, dækker ikke", false }, { "Intet at gøre udlæg i", false }, { NULL, false } },
		                            { { "Udlæg med afdragsordning", false }, { "Afdrag uden udlæg", false }, { "Indsigelse", false }, { NULL, false } },
		                            { { "Skyldner udeblev", false }, { "Kreditor udeblev", false }, { "Mødet udsat til dagen:", false }, { NULL, false } } };
	static const Tick ticks_en[][5] = { { { "Attachment", false }, { "Attachment, not covering", false }, { "No assets found", false }, { NULL, false } },
		                            { { "Attachment with a plan", false }, { "Instalments, no attachment", false }, { "Objection", false }, { NULL, false } },
		                            { { "Debtor absent", false }, { "Creditor absent", false }, { "Meeting adjourned to:", false }, { NULL, false } } };
	const Tick(*ticks)[5] = da ? ticks_da : ticks_en;
	pages_gap(pages, 2);
	pages_section(pages, da ? "Udfald" : "Result");
	const Cell first[] = { { .twelfths = 4, .ticks = ticks[0], .text = NULL, .face = FACE_TEXT },
		               { .twelfths = 4, .ticks = ticks[1], .text = NULL, .face = FACE_TEXT },
		               { .twelfths = 4, .ticks = ticks[2], .text = NULL, .face = FACE_TEXT } };
	const Cell second[] = { { .twelfths = 4, .label = da ? "Beløb eller rate" : "Amount or instalment", .face = FACE_TEXT, .high_mm = 11 },
		                { .twelfths = 4, .label = da ? "Første rate og sidste dag" : "First instalment and last day", .face = FACE_TEXT, .high_mm = 11 },
		                { .twelfths = 4, .label = da ? "Udskrift af fogedbogen bedt om" : "Transcript asked for", .face = FACE_TEXT, .high_mm = 11 } };
	const Cell third[] = { { .twelfths = 12, .label = da ? "Aktiver, registernumre, værdi" : "Assets, register numbers, value", .face = FACE_TEXT, .high_mm = 16 } };
	pages_boxes(pages, first, G_N_ELEMENTS(first));
	pages_boxes(pages, second, G_N_ELEMENTS(second));
	pages_boxes(pages, third, G_N_ELEMENTS(third));
}

static char *subject_of(const Meeting *m, Lang lang)
{
	g_autofree char *day = day_word(m->on, lang);
	return g_strdup_printf(lang == LANG_DA ? "Møde i fogedretten den %s" : "Meeting in the bailiff court on %s", day);
}

GBytes *meeting_pdf(const Meeting *m, Lang lang, int *count, GError **error)
{
	g_autofree char *subject = subject_of(m, lang);
	g_autofree char *footer = g_strdup_printf("%s · %s", m->c->id, subject);
	PagesInfo info = { .title = subject, .author = "paakrav", .subject = m->c->id, .footer = footer, .made_on = m->on, .language = lang == LANG_DA ? "da" : "en" };
	g_autoptr(Pages) pages = pages_new(&info, error);
	if (pages == NULL)
		return NULL;
	const char *creditor = field_text(&m->c->creditor->name);
	g_autofree char *sub = g_strdup_printf("%s %s%s%s", lang == LANG_DA ? "Sag" : "Case", m->c->id, creditor != NULL ? " for " : "", creditor != NULL ? creditor : "");
	pages_text(pages, FACE_TITLE, subject);
	pages_text(pages, FACE_BOLD, sub);
	pages_gap(pages, 2);
	head_pages(pages, m, lang);
	claim_pages(pages, m, lang);
	talk_pages(pages, m, lang);
	result_pages(pages, lang);
	return pages_finish(pages, count, error);
}

/* ---- plain ---- */

static void block(GString *out, const char *head, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_string_append_printf(out, "%s\n", head);
	for (char **line = lines; *line != NULL; line++)
		g_string_append_printf(out, "  %s\n", *line);
	g_string_append_c(out, '\n');
}

char *meeting_plain(const Meeting *m, Lang lang)
{
	bool da = lang == LANG_DA;
	g_autofree char *subject = subject_of(m, lang), *place = place_text(m, lang), *debtor = debtor_text(m, lang), *title = title_text_of(m, lang),
			*attend = attend_text(m, lang), *lowest = lowest_text(m, lang), *per_day = per_day_text(m, lang);
	g_autofree char *who = g_strdup_printf("%s\n%s", mandate_word(m->mandate, lang), attend);
	GString *out = g_string_new(NULL);
	g_string_append_printf(out, "%s\n%s\n\n", subject, m->c->id);
	block(out, da ? "Sted" : "Place", place);
	block(out, da ? "Skyldner" : "Debtor", debtor);
	block(out, da ? "Møderet" : "Authority", who);
	block(out, da ? "Fundament" : "Title", title);
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GPtrArray) rows = claim_lines(m, lang), some = meeting_questions(m);
	for (guint i = 0; i < rows->len; i++)
		g_string_append_printf(text, "%s: %s kr.\n", ((char **)rows->pdata[i])[0], ((char **)rows->pdata[i])[1]);
	g_autofree char *total = m->bailiff->total_known ? money_word(m->bailiff->total, lang) : g_strdup(da ? "kan ikke opgøres" : "cannot be stated");
	g_string_append_printf(text, "%s: %s%s%s", da ? "I alt" : "In all", total, per_day != NULL ? "\n" : "", per_day != NULL ? per_day : "");
	block(out, da ? "Kravet på dagen" : "The claim on the day", text->str);
	g_string_truncate(text, 0);
	for (guint i = 0; i < m->bailiff->assets->len; i++) {
		g_autofree char *asset = asset_text_of(m->bailiff->assets->pdata[i], lang);
		g_string_append_printf(text, "%s- %s", i > 0 ? "\n" : "", asset);
	}
	block(out, da ? "Kendte aktiver" : "Known assets", text->len > 0 ? text->str : da ? "Ingen." : "None.");
	g_string_truncate(text, 0);
	for (guint i = 0; i < some->len; i++) {
		const Question *question = some->pdata[i];
		g_string_append_printf(text, "%s%u. %s (%s)", i > 0 ? "\n" : "", i + 1, say(question->say, lang), question->statute);
	}
	block(out, da ? "Spørgsmål" : "Questions", text->str);
	block(out, da ? "Laveste ordning" : "Lowest plan", lowest);
	g_string_append(out, da ? "Udfald: udlæg / delvist / intet / ordning / afdrag / indsigelse / skyldner udeblev / udsat til ____________\n"
	                          "Beløb ____________  Aktiver ______________________________\n"
	                        : "Result: attachment / partial / nothing / plan / instalments / objection / debtor absent / adjourned to ____________\n"
	                          "Amount ____________  Assets ______________________________\n");
	return g_string_free(out, FALSE);
}
