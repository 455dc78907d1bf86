#include "enforcement/erasing.h"

#include "enforcement/leavingbook.h"
#include "enforcement/ledger.h"
#include "enforcement/states.h"
#include "filing/approval.h"
#include "filing/outbox.h"
#include "intake/conf.h"
#include "intake/record.h"

#include <stdio.h>
#include <string.h>

static void ground_free(void *data)
{
	ErasingGround *ground = data;
	g_free(ground->da);
	g_free(ground->en);
	g_free(ground);
}

void erasing_free(Erasing *erasing)
{
	if (erasing == NULL)
		return;
	g_ptr_array_unref(erasing->grounds);
	g_free(erasing->case_id);
	g_free(erasing->because_da);
	g_free(erasing->because_en);
	g_free(erasing);
}

/* da and en are taken over. */
static bool stands(Erasing *erasing, const char *code, const char *statute, Date from_on, char *da, char *en)
{
	ErasingGround *ground = g_new0(ErasingGround, 1);
	*ground = (ErasingGround){ code, da, en, statute, from_on };
	g_ptr_array_add(erasing->grounds, ground);
	return true;
}

/* ---- the claim ---- */

/* A claim that was given up can still be raised until limitation takes it, in court or on its title. */
static void claim_lives(Erasing *erasing, const DebtorState *debtor, bool left, Date on)
{
	const char *state = debtor->state->name;
	bool given_up = strcmp(state, "WRITTEN_OFF") == 0 || strcmp(state, "CLIENT_STOP") == 0;
	bool titled = date_known(debtor->title_on) || debtor->title_event != NULL;
	if (left || !given_up || (strcmp(state, "CLIENT_STOP") == 0 && !titled))
		return;
	Date from = date_known(debtor->limitation_on) ? date_add_days(debtor->limitation_on, 1) : DATE_NONE;
	if (date_known(from) && !debtor->limitation_held && !date_before(on, from))
		return;
	if (debtor->limitation_held)
		from = DATE_NONE;
	stands(erasing, titled ? "title" : "limitation", "fl § 5; fl § 3", from,
	       titled ? g_strdup_printf("Fundamentet mod %s lever.", debtor->debtor->id)
	              : g_strdup_printf("Kravet mod %s er opgivet, men ikke forældet.", debtor->debtor->id),
	       titled ? g_strdup_printf("The title against %s lives.", debtor->debtor->id)
	              : g_strdup_printf("The claim against %s was given up, but is not time-barred.", debtor->debtor->id));
}

/* da and en are taken over. */
static void ended_say(Erasing *erasing, char *da, char *en)
{
	g_autofree char *was_da = erasing->because_da, *was_en = erasing->because_en;
	erasing->because_da = was_da == NULL ? da : g_strconcat(was_da, " ", da, NULL);
	erasing->because_en = was_en == NULL ? en : g_strconcat(was_en, " ", en, NULL);
	if (was_da != NULL)
		g_free(da);
	if (was_en != NULL)
		g_free(en);
}

/* "d1: Kravet er forældet, 4. september 2029." */
static void ended_look(Erasing *erasing, const DebtorState *debtor)
{
	bool known = date_known(debtor->since_on);
	g_autofree char *da = known ? date_danish_long(debtor->since_on) : NULL, *en = known ? date_english(debtor->since_on) : NULL;
	ended_say(erasing, g_strdup_printf("%s: %s%s%s.", debtor->debtor->id, debtor->state->word.da, known ? ", " : "", known ? da : ""),
	          g_strdup_printf("%s: %s%s%s.", debtor->debtor->id, debtor->state->word.en, known ? ", " : "", known ? en : ""));
}

/*
 * What nobody closed ends by itself when the last of it is time-barred (TIME_BARRED): nothing is left to keep the data for, so
 * the day is told here, and on it no close is asked for.
 */
static void open_look(Erasing *erasing, const States *states)
{
	Date from = DATE_NONE;
	bool told = states->debtors->len > 0;
	for (guint i = 0; i < states->debtors->len; i++) {
		const DebtorState *debtor = states->debtors->pdata[i];
		if (debtor->state->terminal)
			continue;
		told = told && date_known(debtor->barred_on);
		from = date_max(from, debtor->barred_on);
	}
	stands(erasing, "open", told ? "fl § 3; fl § 5" : NULL, told ? from : DATE_NONE,
	       g_strdup(told ? "Sagen er ikke afsluttet mod alle skyldnere (close CASE) og kravet ikke forældet."
	                     : "Sagen er ikke afsluttet mod alle skyldnere (close CASE)."),
	       g_strdup(told ? "The case is not closed against every debtor (close CASE), and the claim is not time-barred."
	                     : "The case is not closed against every debtor (close CASE)."));
}

static bool claims_look(Erasing *erasing, Store *store, const Case *c, const Law *law, Date on, GError **error)
{
	Date left_on;
	LeavingWay way;
	if (!leaving_left(store, c->id, &left_on, &way, error))
		return false;
	g_autoptr(Assessment) assessment = assess(c, law, on);
	g_autoptr(States) states = states_of(c, assessment, law, on);
	bool left = date_known(left_on), open = states->debtors->len == 0;
	for (guint i = 0; i < states->debtors->len; i++) {
		const DebtorState *debtor = states->debtors->pdata[i];
		open = open || !debtor->state->terminal;
		claim_lives(erasing, debtor, left, on);
	}
	if (open && !left)
		open_look(erasing, states);
	for (guint i = 0; !open && i < states->debtors->len; i++)
		ended_look(erasing, states->debtors->pdata[i]);
	if (left) {
		g_autofree char *da = date_danish_long(left_on), *en = date_english(left_on);
		ended_say(erasing, g_strdup_printf("Sagen forlod huset %s.", da), g_strdup_printf("The case left the house on %s.", en));
	}
	return true;
}

/* ---- money ---- */

/* Money of others, and what others owe us for the case. VAT is settled over all cases, income and cost stay for ever. */
static bool balances_look(Erasing *erasing, Store *store, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT account, sum(amount) AS left FROM"
	                                     " (SELECT debit AS account, amount_ore AS amount FROM journal WHERE case_id = ?1"
	                                     "  UNION ALL SELECT credit, -amount_ore FROM journal WHERE case_id = ?1)"
	                                     " GROUP BY account HAVING left <> 0 ORDER BY account",
	                                     "s", erasing->case_id);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		const char *account = query_text(query, 0);
		if (!ledger_account_known(account))
			continue;
		AccountClass class = ledger_account_class(account);
		if (class != ACCOUNT_CLIENT && class != ACCOUNT_ASSET)
			continue;
		int64_t left = class == ACCOUNT_CLIENT ? -query_int(query, 1) : query_int(query, 1);
		g_autofree char *sum = money_danish(money_of_ore(left));
		Say name = ledger_account_say(account);
		stands(erasing, "balance", class == ACCOUNT_CLIENT ? "il § 14" : NULL, DATE_NONE,
		       g_strdup_printf("Kontoen \"%s\" står endnu med %s kr. i sagen.", name.da, sum),
		       g_strdup_printf("The account \"%s\" still stands with DKK %s in the case.", name.en, sum));
	}
	return found == 0;
}

/* ---- what is under way ---- */

static bool under_way_look(Erasing *erasing, Store *store, const Case *c, const Law *law, GError **error)
{
	g_autoptr(GPtrArray) dispatches = outbox_of(store, erasing->case_id, error);
	g_autoptr(Approval) approval = NULL;
	if (dispatches == NULL || !approval_latest(store, erasing->case_id, &approval, error))
		return false;
	for (guint i = 0; i < dispatches->len; i++) {
		const Dispatch *dispatch = dispatches->pdata[i];
		if (dispatch->state == DISPATCH_SENT || dispatch->state == DISPATCH_FAILED || dispatch->state == DISPATCH_NOT_SENT ||
		    dispatch->state == DISPATCH_DROPPED)
			continue;
		stands(erasing, "dispatch", NULL, DATE_NONE, g_strdup_printf("Forsendelse %d er ikke afsluttet (outbox).", (int)dispatch->id),
		       g_strdup_printf("Dispatch %d is not concluded (outbox).", (int)dispatch->id));
	}
	Say why;
	if (approval != NULL && approval_state(approval, c->up_to_seq, law_edition(law), DATE_NONE, &why) == APPROVAL_VALID)
		stands(erasing, "approval", NULL, DATE_NONE, g_strdup("Godkendte papirer er hverken indleveret eller bortfaldet."),
		       g_strdup("Approved papers were neither handed in nor have lapsed."));
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT p.id FROM ledger_proposal p WHERE p.case_id = ? AND NOT EXISTS"
	                                     " (SELECT 1 FROM ledger_confirmation c WHERE c.proposal_id = p.id) ORDER BY p.id",
	                                     "s", erasing->case_id);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		stands(erasing, "proposal", NULL, DATE_NONE, g_strdup_printf("Forslag %d til en bogføring venter på svar.", (int)query_int(query, 0)),
		       g_strdup_printf("Proposal %d of an entry waits for an answer.", (int)query_int(query, 0)));
	return found == 0;
}

/* ---- the bookkeeping act ---- */

/*
 * The last day of the financial year that a day is in, by [firm] year-end = MM-DD. Where that is not said, the latest that
 * a year of twelve months can end: a guess would be too early.
 */
static Date year_end(const char *home, Date day, bool *said)
{
	g_autofree char *text = conf_text(home, "firm", "year-end"), *iso = date_iso(day);
	int month = 0, dom = 0, year = 0;
	Date end;
	*said = text != NULL && sscanf(text, "%2d-%2d", &month, &dom) == 2 && sscanf(iso, "%4d", &year) == 1;
	for (int later = 0; *said && later <= 1; later++) {
		/* The last of February is another day every fourth year. */
		if (month == 2 && dom >= 28 && date_make(year + later, 3, 1, &end))
			end = date_add_days(end, -1);
		else if (!date_make(year + later, month, dom, &end))
			break;
		if (!date_before(end, day))
			return end;
	}
	*said = false;
	return date_add_days(date_add_months(day, 12), -1);
}

static bool bookkeeping_look(Erasing *erasing, Store *store, const Law *law, Date on, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT max(day), min(day) FROM journal WHERE case_id = ?1 OR id IN (SELECT l.entry FROM client_link l"
	                                     " JOIN bank_match b ON b.line_id = l.line_id WHERE b.case_id = ?1)",
	                                     "s", erasing->case_id);
	if (query == NULL || !query_next(query, error))
		return false;
	Date last = query_date(query, 0);
	if (!date_known(last))
		return true; /* nothing was booked: the act asks for nothing */
	int years = 0;
	bool said;
	Date end = year_end(store_home(store), last, &said), from = DATE_NONE;
	if (!law_limit_number(law, "bookkeeping_retention", query_date(query, 1), &years))
		return stands(erasing, "bookkeeping", "bkl § 12 stk. 1", DATE_NONE,
		              g_strdup("Hvor længe bogføringsmateriale fra den tid skal gemmes, er ikke kendt her."),
		              g_strdup("How long bookkeeping material of that time is to be kept is not known here."));
	from = date_add_days(date_add_months(end, 12 * years), 1);
	if (!date_before(on, from))
		return true;
	g_autofree char *da = date_danish_long(last), *en = date_english(last);
	return stands(erasing, "bookkeeping", "bkl § 12 stk. 1", from,
	              g_strdup_printf("Bogføringsmaterialet, senest fra %s, skal gemmes i %d år fra regnskabsårets udgang%s.", da, years,
	                              said ? "" : " (året er ikke oplyst: [firm] year-end)"),
	              g_strdup_printf("The bookkeeping material, last of %s, is to be kept for %d years from the end of its financial year%s.", en,
	                              years, said ? "" : " (the year is not said: [firm] year-end)"));
}

Erasing *erasing_of(Store *store, const char *case_id, const Law *law, Date on, GError **error)
{
	g_autoptr(Case) c = case_read(store, case_id, 0, error);
	if (c == NULL)
		return NULL;
	g_autoptr(Erasing) erasing = g_new0(Erasing, 1);
	erasing->case_id = g_strdup(case_id);
	erasing->grounds = g_ptr_array_new_with_free_func(ground_free);
	if (!claims_look(erasing, store, c, law, on, error) || !balances_look(erasing, store, error) ||
	    !under_way_look(erasing, store, c, law, error) || !bookkeeping_look(erasing, store, law, on, error))
		return NULL;
	erasing->from_on = on;
	for (guint i = 0; i < erasing->grounds->len; i++) {
		const ErasingGround *ground = erasing->grounds->pdata[i];
		if (!date_known(ground->from_on)) {
			erasing->from_on = DATE_NONE;
			break;
		}
		erasing->from_on = date_max(erasing->from_on, ground->from_on);
	}
	return g_steal_pointer(&erasing);
}
