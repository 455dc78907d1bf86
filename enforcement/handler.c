#include "enforcement/handler.h"

#include "intake/person.h"

#include <string.h>

enum { NAMES_SHOWN = 12 };

static bool no_such(const char *name, const GPtrArray *names, GError **error)
{
	g_autoptr(GString) all = g_string_new(NULL);
	for (guint i = 0; i < names->len && i < NAMES_SHOWN; i++)
		g_string_append_printf(all, "%s%s", i > 0 ? ", " : "", (const char *)names->pdata[i]);
	if (names->len > NAMES_SHOWN)
		g_string_append(all, " …");
	error_set(error, ERROR_INPUT, "no-such-lawyer", "Ingen sag har haft %s som sagsbehandler eller stedfortræder.",
	          "No case has had %s as its owner or deputy.", name);
	if (names->len == 0) {
		error_remedy(error, "Skriv hvem der fører en sag, med assign SAG NAVN.", "Say who handles a case with assign CASE NAME.");
		return false;
	}
	g_autofree char *da = g_strdup_printf("De, der har sager: %s.", all->str), *en = g_strdup_printf("Those who have cases: %s.", all->str);
	error_remedy(error, da, en);
	return false;
}

bool handler_said(const Call *call, char **out, GError **error)
{
	const char *name = call_option(call, "lawyer");
	GError *fault = NULL;
	*out = NULL;
	if (name == NULL)
		return true;
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) spellings = g_string_new(HANDLER_EDGE);
	/* Who had cases once and has none now is known, and has nothing to do. */
	g_autoptr(Query) query = store_query(call->store, error,
	                                     "SELECT owner FROM docket_assignment_person UNION SELECT deputy FROM docket_assignment_person ORDER BY 1", "");
	if (query == NULL)
		return false;
	while (query_next(query, &fault)) {
		const char *one = query_text(query, 0);
		if (one == NULL)
			continue;
		g_ptr_array_add(names, g_strdup(one));
		if (person_same(one, name))
			g_string_append_printf(spellings, "%s" HANDLER_EDGE, one);
	}
	if (fault != NULL) {
		g_propagate_error(error, fault);
		return false;
	}
	if (spellings->len == strlen(HANDLER_EDGE))
		return no_such(name, names, error);
	*out = g_strdup(spellings->str);
	return true;
}

bool handler_among(const char *spellings, const char *name)
{
	g_autofree char *edged = name != NULL ? g_strconcat(HANDLER_EDGE, name, HANDLER_EDGE, NULL) : NULL;
	return edged != NULL && strstr(spellings, edged) != NULL;
}
