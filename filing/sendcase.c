/* What a case's package must be to leave: approved for the day, unchanged, by a route that still holds, not sent before. */
#include "filing/send.h"

#include "filing/make.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <inttypes.h>
#include <string.h>

bool sending_no(GError **error, const char *case_id, const char *code, Say what, Say remedy)
{
	g_autofree char *da = g_strdup_printf("Sag %s: %s.", case_id, what.da);
	g_autofree char *en = g_strdup_printf("Case %s: %s.", case_id, what.en);
	error_set_texts(error, ERROR_INPUT, code, da, en);
	error_remedy(error, remedy.da, remedy.en);
	return false;
}

#define MAKE_ANEW { "Læg pakken med package, og godkend den med approve.", "Make the package and approve it." }

static bool approval_allows(const Errand *errand, const Case *c, const Approval *approval, GError **error)
{
	if (approval == NULL)
		return sending_no(error, c->id, "not-approved", (Say){ "den er ikke godkendt", "it is not approved" }, (Say)MAKE_ANEW);
	Date today = errand->call->today;
	Say why;
	ApprovalState state = approval_state(approval, c->up_to_seq, law_edition(errand->law), DATE_NONE, &why);
	if (state == APPROVAL_FILED)
		return sending_no(error, c->id, "filed-before", (Say){ "den er allerede noteret indleveret", "it is recorded as handed in" },
		          (Say){ "Skal den indleveres igen, så læg og godkend nye papirer.",
		                 "Make and approve new papers if it is to be handed in again." });
	if (state == APPROVAL_VOID) {
		g_autofree char *da = g_strdup_printf("godkendelsen gælder ikke: %s", why.da);
		g_autofree char *en = g_strdup_printf("the approval does not hold: %s", why.en);
		return sending_no(error, c->id, "not-approved", (Say){ da, en }, (Say)MAKE_ANEW);
	}
	/* A mail is there the same day; a person may be given the papers ahead of it. */
	if (date_before(approval->for_on, today) || (errand->via == VIA_MAIL && date_before(today, approval->for_on))) {
		g_autofree char *day = date_iso(approval->for_on);
		g_autofree char *da = g_strdup_printf("den er godkendt til indlevering %s, ikke i dag", day);
		g_autofree char *en = g_strdup_printf("it is approved for hand-in on %s, not today", day);
		return sending_no(error, c->id, "other-day", (Say){ da, en },
		          (Say){ "Send den på dagen, eller læg og godkend den til i dag.",
		                 "Send it on that day, or make and approve it for today." });
	}
	return true;
}

/* On the day of hand-in the case must still take the way it was approved for, with something left to claim. */
static bool law_allows(const Assessment *assessment, const Approval *approval, GError **error)
{
	const char *case_id = assessment->on_case->id;
	if (assessment->route != approval->route) {
		g_autofree char *da = g_strdup_printf("den kan ikke længere indleveres ad den vej, der er godkendt (%s)",
		                                      say(route_say(assessment->route), LANG_DA));
		g_autofree char *en = g_strdup_printf("it can no longer be handed in by the route that was approved (%s)",
		                                      say(route_say(assessment->route), LANG_EN));
		return sending_no(error, case_id, "route", (Say){ da, en }, (Say)MAKE_ANEW);
	}
	if (assessment->owed->known && money_is_zero(assessment->owed->total))
		return sending_no(error, case_id, "paid", (Say){ "den er betalt", "it is paid" },
		          (Say){ "Den skal ikke indleveres.", "It is not to be handed in." });
	return true;
}

GBytes *sending_zip(const Sending *sending, char **path, GError **error)
{
	const Approval *approval = sending->approval;
	g_autofree char *folder = approval_folder(approval->court);
	g_autofree char *name = g_strconcat(approval->case_id, ".zip", NULL);
	*path = g_build_filename(sending->errand->out, folder, name, NULL);
	g_autoptr(GBytes) bytes = file_read(*path, LIMIT_SUBMISSION_BYTES, error);
	if (bytes == NULL)
		return NULL;
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	char hash[DIGEST_HEX];
	digest_hex(data, size, hash);
	if (strcmp(hash, approval->zip_sha256) == 0)
		return g_steal_pointer(&bytes);
	error_set(error, ERROR_INTEGRITY, "papers-differ", "Papirerne er ikke dem, der blev godkendt.",
	          "The papers are not those that were approved.");
	error_at(error, *path, 0, 0);
	error_remedy(error, "Godkend sagen igen; approve lægger de godkendte papirer på plads.",
	             "Approve the case again; approve puts the approved papers in place.");
	return NULL;
}

static bool hand_in_noted(Store *store, int64_t approval, bool *noted, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT 1 FROM hand_in WHERE approval_id = ?", "i", approval);
	GError *fault = NULL;
	*noted = query != NULL && query_next(query, &fault);
	if (fault != NULL)
		g_propagate_error(error, fault);
	return query != NULL && fault == NULL;
}

/* It was sent, by another channel or under another approval: may the case go again? */
bool case_may_go_again(const Errand *errand, const Approval *approval, const Dispatch *before, GError **error)
{
	bool noted;
	if (!hand_in_noted(errand->call->store, before->approval, &noted, error))
		return false;
	if (noted && (approval == NULL || approval->id != before->approval))
		return true;
	g_autofree char *day = date_iso(before->on);
	error_set(error, ERROR_INPUT, "sent-before", "Sag %s blev sendt %s (forsendelse %" PRId64 ").",
	          "Case %s was sent on %s (dispatch %" PRId64 ").", before->case_id, day, before->id);
	error_remedy(error, "Noter indleveringen med filed; blev den ikke indleveret, så skriv det med outbox resolve N --not-sent.",
	             "Record the hand-in with filed; if it was not handed in, say so with outbox resolve N --not-sent.");
	return false;
}

bool case_allows(const Sending *sending, GError **error)
{
	return approval_allows(sending->errand, sending->on_case, sending->approval, error) &&
	       law_allows(sending->assessment, sending->approval, error);
}
