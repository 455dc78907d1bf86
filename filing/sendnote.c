/* The covering note that goes with papers laid for a person. */
#include "filing/send.h"

#include <inttypes.h>

const char *party_shown(const Party *party)
{
	const char *name = party != NULL ? field_text(&party->name) : NULL;
	return name != NULL ? name : "(navn ukendt)";
}

char *debtor_names(const Case *c)
{
	GString *names = g_string_new(NULL);
	for (guint i = 0; i < c->debtors->len; i++)
		g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", party_shown(c->debtors->pdata[i]));
	return g_string_free(names, FALSE);
}

char *fee_payment_text(const Case *c, Route route)
{
	g_autofree char *debtors = debtor_names(c);
	g_autoptr(GPtrArray) numbers = case_events(c, "court_number", NULL, NULL);
	const Event *number = numbers->len > 0 ? numbers->pdata[numbers->len - 1] : NULL;
	const char *court_ref = number != NULL ? number->ground : NULL;
	return g_strdup_printf("%s %s / %s / %s%s%s", party_shown(c->representative != NULL ? c->representative : c->creditor), c->id, debtors,
	                       route == ROUTE_CIVIL_CLAIM ? "stævning civilret" : "betalingspåkrav fogedret", court_ref != NULL ? " / " : "",
	                       court_ref != NULL ? court_ref : "");
}

static void add_fee(const Sending *s, GString *note)
{
	const Approval *approval = s->approval;
	g_autofree char *fee = approval->court_fee_known ? money_danish(approval->court_fee) : NULL;
	if (fee != NULL)
		g_string_append_printf(note, "Retsafgift:    %s kr.\n", fee);
	else
		g_string_append(note, "Retsafgift:    ukendt; spørg retten\n");
	g_autofree char *text = fee_payment_text(s->on_case, approval->route);
	g_string_append_printf(note, "Betalingstekst: %s\n", text);
	if (s->court != NULL && s->court->account != NULL)
		g_string_append_printf(note, "Rettens konto: %s\n", s->court->account);
}

char *send_note(const Sending *s, const char *part_lines, const char *own_lines)
{
	const Approval *approval = s->approval;
	bool civil = approval->route == ROUTE_CIVIL_CLAIM;
	g_autofree char *day = date_danish_long(approval->for_on);
	g_autofree char *iso = date_iso(approval->for_on);
	g_autofree char *debtors = debtor_names(s->on_case);
	GString *note = g_string_new("FØLGESEDDEL\n\n");
	g_string_append_printf(note, "Sag:           %s, forsendelse %" PRId64 "\n", approval->case_id, s->dispatch->id);
	g_string_append_printf(note, "Papirer:       %s\n", civil ? "stævning med bilag" : "betalingspåkrav");
	g_string_append_printf(note, "Kreditor:      %s\nSkyldner:      %s\n", party_shown(s->on_case->creditor), debtors);
	g_string_append_printf(note, "Afleveres til: %s, %s\n", approval->court != NULL ? approval->court : "(ret ikke valgt)",
	                       civil ? "i sagsportalen, af en person" : "fogedretten");
	g_string_append_printf(note, "Afleveres:     %s, og kun den dag: beløbene er opgjort til den\n", day);
	g_string_append_printf(note, "Godkendt af:   %s\n", approval->by != NULL ? approval->by : "(slettet)");
	add_fee(s, note);
	g_string_append_printf(note, "\nRetten får:\n%s", part_lines);
	/* The field sheet has our notes and proposals, and the zip holds the field sheet. */
	g_string_append_printf(note, "\nBliver hos os og afleveres IKKE (feltark med vores noter, kontroldata og den pakkede kopi):\n%s\n",
	                       own_lines);
	g_string_append_printf(note, "Når de er afleveret:      paakrav filed %s --on %s\n", approval->case_id, iso);
	g_string_append_printf(note,
	                       "Hvis de ikke afleveres:  paakrav outbox resolve %" PRId64
	                       " --not-sent --by NAVN --why GRUND\n",
	                       s->dispatch->id);
	return g_string_free(note, FALSE);
}
