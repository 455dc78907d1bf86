/* A letter to the bailiff court: what its rules say of it, and the parts of it that other letters do not have. */
#include "filing/bailiff.h"
#include "filing/missivebody.h"
#include "intake/document.h"

#include <string.h>

/* ---- what stands against it ---- */

static const char *step_of(const PaperKind *kind)
{
	static const char *const steps[] = { "request", "limitation", "police", "auction", "wages" };
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
		if (paper_kind_when(kind, steps[i]))
			return steps[i];
	return NULL;
}

/* ---- what lies with it ---- */

static bool has_document(const Case *c, const char *kind)
{
	for (guint i = 0; i < c->documents->len; i++)
		if (g_strcmp0(document_kind(c->documents->pdata[i]), kind) == 0)
			return true;
	return false;
}

/* Of the attachment, as its event names a document. */
static bool has_record(const Case *c, const char *debtor)
{
	static const char *const taken[] = { "udlaeg_made", "udlaeg_made_part", "plan_with_udlaeg", "registered_asset_taken", NULL };
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (!event->replaced && g_strv_contains(taken, event->name) && event->document != NULL &&
		    (event->debtor == NULL || g_strcmp0(event->debtor, debtor) == 0))
			return true;
	}
	return false;
}

static void to_add(Leave *leave, const char *statute, const char *da, const char *en)
{
	Refusal *warning = g_new0(Refusal, 1);
	*warning = (Refusal){ .statute = g_strdup(statute), .da = g_strdup(da), .en = g_strdup(en) };
	g_ptr_array_add(leave->warnings, warning);
}

/* What the letter does not list, since the case does not hold it, is for a person to put with it; the title has B30 and B31. */
static void look_at_enclosures(Leave *leave, const Case *c, const char *step)
{
	static const char *const encloses[] = { "request", "limitation", "auction", NULL };
	const char *operator_is = field_text(&c->operator_kind);
	if (!g_strv_contains(encloses, step))
		return;
	if (operator_is != NULL && strcmp(operator_is, "self") != 0 && !has_document(c, "mandate"))
		to_add(leave, "practice", "Sagen har ingen fuldmagt fra kreditor: læg den ved.",
		       "The case holds no power of attorney from the creditor: put it with the letter.");
	if (strcmp(step, "auction") == 0 && !has_record(c, leave->bailiff->execution.debtor->id))
		to_add(leave, "practice", "Sagen har ingen udskrift af udlægsforretningen: læg den ved.",
		       "The case holds no transcript of the attachment: put it with the letter.");
}

void leave_bailiff(Leave *leave, const Assessment *assessment, const MissiveOrder *order)
{
	const Party *debtor = order->debtor != NULL ? case_debtor(assessment->on_case, order->debtor) : NULL;
	if (!paper_kind_when(order->kind, "bailiff") || debtor == NULL)
		return;
	const char *step = step_of(order->kind);
	leave->bailiff = bailiff_of(assessment->on_case, debtor, assessment->law, order->on);
	g_autoptr(GPtrArray) findings = bailiff_findings(leave->bailiff, step);
	for (guint i = 0; i < findings->len; i++) {
		const BailiffFinding *finding = findings->pdata[i];
		if (strcmp(finding->rule->id, "B16") == 0 && order->court != NULL)
			continue; /* a person names the court */
		Refusal *refusal = g_new0(Refusal, 1);
		*refusal = (Refusal){ .finding = g_strdup(finding->rule->id),
			              .statute = g_strdup(finding->rule->statute),
			              .quote = finding->rule->quote,
			              .da = g_strdup(finding->da),
			              .en = g_strdup(finding->en) };
		g_ptr_array_add(finding->rule->severity == SEVERITY_BLOCK ? leave->refusals : leave->warnings, refusal);
	}
	look_at_enclosures(leave, assessment->on_case, step);
	if (strcmp(step, "request") == 0 && leave->bailiff->execution.again)
		leave->event = "retry_request";
}

/* ---- its places ---- */

static const char *day_kept(Scribe *s, Date day)
{
	return scribe_keep(s, missive_day(day, s->language));
}

static const char *money_kept(Scribe *s, Money amount)
{
	return scribe_keep(s, missive_money(amount, s->language));
}

/* "Ågade 3, 8000 Aarhus C"; NULL when nothing of it is known. */
static const char *home_kept(Scribe *s)
{
	GString *out = g_string_new(field_text(&s->debtor->address));
	const char *postcode = field_text(&s->debtor->postcode), *city = field_text(&s->debtor->city);
	if (postcode != NULL)
		g_string_append_printf(out, "%s%s", out->len > 0 ? ", " : "", postcode);
	if (city != NULL)
		g_string_append_printf(out, "%s%s", postcode != NULL ? " " : out->len > 0 ? ", " : "", city);
	return scribe_keep(s, g_string_free(out, FALSE));
}

/* The ground of a person's decision begins with the rule's number, which is ours; NULL when it says no more. */
static const char *reason_kept(Scribe *s, const Event *decision)
{
	enum { RULE_ID = 3 };
	const char *rest = decision != NULL && strlen(decision->ground) > RULE_ID ? decision->ground + RULE_ID : "";
	char *reason = g_strstrip(g_strdup(*rest == ':' ? rest + 1 : rest));
	if (g_str_has_suffix(reason, "."))
		reason[strlen(reason) - 1] = '\0'; /* the wording ends the sentence */
	return *reason != '\0' ? scribe_keep(s, reason) : (g_free(reason), NULL);
}

/* "rpl § 478 stk. 1 nr. 4" as a court reads it: "retsplejelovens § 478, stk. 1, nr. 4". */
static const char *statute_spelled(Scribe *s, const char *statute)
{
	g_autoptr(GString) out = g_string_new(statute);
	g_string_replace(out, "rpl §", "retsplejelovens §", 0);
	g_string_replace(out, " stk. ", ", stk. ", 0);
	g_string_replace(out, " nr. ", ", nr. ", 0);
	return scribe_keep(s, g_strdup(out->str));
}

static void places_of_title(Scribe *s, PlaceTake take, void *data)
{
	const Bailiff *b = s->leave->bailiff;
	const Execution *e = b != NULL ? &b->execution : NULL;
	bool titled = e != NULL && e->kind != TITLE_NONE;
	take(data, "title", titled ? title_kind_say(e->kind).da : NULL);
	take(data, "titled_on", titled ? day_kept(s, e->on) : NULL);
	take(data, "endorsed", TEMPLATE_WHEN(titled && e->kind == TITLE_ENDORSED));
	take(data, "title_rule", titled ? statute_spelled(s, title_kind_statute(e->kind)) : NULL);
	take(data, "enforceable", titled ? day_kept(s, e->enforceable_on) : NULL);
	take(data, "met", e != NULL && e->meeting != NULL ? day_kept(s, e->meeting->on) : NULL);
	take(data, "rested", e != NULL ? day_kept(s, e->rest_over_on) : NULL);
	take(data, "absent", e != NULL && e->absent != NULL ? day_kept(s, e->absent->on) : NULL);
	const Event *exception = e != NULL && date_known(e->rest_over_on) && date_before(b->on, e->rest_over_on)
	                             ? execution_decided(b->c, e->debtor, "B03", e->meeting, b->on)
	                             : NULL;
	const Event *early = e != NULL && e->title != NULL && date_known(e->enforceable_on) && date_before(b->on, e->enforceable_on)
	                         ? execution_decided(b->c, e->debtor, "B02", e->title, b->on)
	                         : NULL;
	take(data, "exception", reason_kept(s, exception));
	take(data, "early", reason_kept(s, early));
}

static void places_of_asset(Scribe *s, PlaceTake take, void *data)
{
	const Bailiff *b = s->leave->bailiff;
	const Asset *asset = b != NULL ? bailiff_auctionable(b) : NULL;
	take(data, "asset", asset != NULL ? asset->text : NULL);
	take(data, "taken", asset != NULL ? day_kept(s, asset->taken_on) : NULL);
	take(data, "lapses", asset != NULL ? day_kept(s, asset_lapses_on(asset, b->law)) : NULL);
}

void scribe_bailiff_places(Scribe *s, PlaceTake take, void *data)
{
	const Bailiff *b = s->leave->bailiff;
	bool owed = b != NULL && b->claimed->owed->known;
	places_of_title(s, take, data);
	places_of_asset(s, take, data);
	take(data, "home", b != NULL && s->debtor != NULL ? home_kept(s) : NULL);
	take(data, "debtor_cvr", b != NULL && s->debtor != NULL ? field_text(&s->debtor->cvr) : NULL);
	take(data, "debtor_phone", b != NULL && s->debtor != NULL ? field_text(&s->debtor->phone) : NULL);
	take(data, "debtor_email", b != NULL && s->debtor != NULL ? field_text(&s->debtor->email) : NULL);
	take(data, "debt", owed ? money_kept(s, b->claimed->owed->total) : NULL);
	take(data, "per_day", b != NULL && b->per_day_known && !money_is_zero(b->per_day) ? money_kept(s, b->per_day) : NULL);
	take(data, "udlaeg_fee", b != NULL && b->fee_known && b->fee_due ? money_kept(s, b->fee) : NULL);
	take(data, "fee_until", b != NULL && !b->fee_due ? day_kept(s, b->execution.fee_until) : NULL);
	take(data, "attends", TEMPLATE_WHEN(b != NULL && b->attends));
	take(data, "stays_away", TEMPLATE_WHEN(b != NULL && b->attends_known && !b->attends));
	take(data, "assets", TEMPLATE_WHEN(b != NULL && b->assets->len > 0));
	bool title = b != NULL && b->execution.document != NULL, record = b != NULL && has_record(b->c, b->execution.debtor->id);
	take(data, "encloses", TEMPLATE_WHEN(title || record || (s->sender->firm && has_document(s->c, "mandate"))));
	take(data, "record", TEMPLATE_WHEN(record));
	take(data, "lost_on", b != NULL ? day_kept(s, b->limitation_on) : NULL);
}

/* ---- its parts ---- */

static char **two(const char *first, char *second)
{
	char **row = g_new0(char *, 3);
	row[0] = g_strdup(first);
	row[1] = second;
	return row;
}

void scribe_debt(Scribe *s)
{
	static const PieceColumn columns[] = { { "Krav", 70, false, NULL, NULL }, { "Kroner", 30, true, NULL, " kr." } };
	const Bailiff *b = s->leave->bailiff;
	ClaimRow rows[4];
	bool fee = paper_kind_when(s->order->kind, "request") || paper_kind_when(s->order->kind, "limitation");
	int n = b != NULL ? bailiff_claim_rows(b, fee, rows) : 0;
	if (n == 0 || !b->total_known)
		return;
	Piece *table = piece_add(s, PIECE_TABLE, NULL);
	table->columns = columns;
	table->n_columns = G_N_ELEMENTS(columns);
	table->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	for (int i = 0; i < n; i++)
		g_ptr_array_add(table->rows, two(rows[i].label.da, missive_figure(rows[i].amount, s->language)));
	table->sum = two("I alt", missive_figure(fee ? b->total : b->claimed->owed->total, s->language));
}

static char *asset_line(const Scribe *s, const Asset *asset)
{
	g_autofree char *first = g_utf8_strup(asset->kind->say.da, (gssize)(g_utf8_next_char(asset->kind->say.da) - asset->kind->say.da));
	g_autoptr(GString) line = g_string_new(first);
	g_string_append(line, g_utf8_next_char(asset->kind->say.da));
	if (asset->text != NULL)
		g_string_append_printf(line, ": %s", asset->text);
	if (asset->register_ref != NULL)
		g_string_append_printf(line, " (%s)", asset->register_ref);
	if (asset->value_known) {
		g_autofree char *value = missive_money(asset->value, s->language);
		g_string_append_printf(line, ", skønnet værdi %s", value);
	}
	if (asset->owner != NULL)
		g_string_append_printf(line, ", ejer efter det oplyste: %s", asset->owner);
	if (asset->source != NULL)
		g_string_append_printf(line, "; oplyst af: %s", asset->source);
	return g_string_free(g_steal_pointer(&line), FALSE);
}

void scribe_assets(Scribe *s)
{
	const Bailiff *b = s->leave->bailiff;
	for (guint i = 0; b != NULL && i < b->assets->len; i++) {
		const Asset *asset = b->assets->pdata[i];
		if (!date_known(asset->sold_on) && !date_known(asset->released_on))
			piece_add(s, PIECE_ITEM, asset_line(s, asset));
	}
}

void scribe_enclosed(Scribe *s)
{
	const Bailiff *b = s->leave->bailiff;
	if (b == NULL)
		return;
	const Execution *e = &b->execution;
	g_autofree char *day = missive_day(e->on, s->language);
	const char *what = title_kind_needs_original(e->kind) ? "Originalen af fundamentet" : "Udskrift af fundamentet";
	if (e->kind != TITLE_NONE && e->document != NULL)
		piece_add(s, PIECE_ITEM,
		          g_strdup_printf("%s: %s%s%s", what, title_kind_say(e->kind).da, day != NULL ? " af " : "", day != NULL ? day : ""));
	if (s->sender->firm && has_document(s->c, "mandate"))
		piece_add(s, PIECE_ITEM, g_strdup("Fuldmagt fra kreditor"));
}
