#include "enforcement/clientsheet.h"

#include "intake/conf.h"

#include <inttypes.h>
#include <string.h>

void clientsheet_line(GString *out, const char *before, const char *text)
{
	if (text != NULL && *text != '\0')
		g_string_append_printf(out, "%s%s%s", out->len > 0 ? "\n" : "", before, text);
}

char *clientsheet_firm(const char *home)
{
	static const struct {
		const char *key, *before;
	} keys[] = { { "name", "" }, { "address", "" }, { "postcode", "" }, { "cvr", "CVR-nr. " }, { "phone", "Tlf. " }, { "email", "" } };
	GString *out = g_string_new(NULL);
	g_autofree char *city = conf_text(home, "firm", "city");
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		g_autofree char *text = conf_text(home, "firm", keys[i].key);
		if (strcmp(keys[i].key, "postcode") == 0 && text != NULL && city != NULL) {
			g_autofree char *place = g_strdup_printf("%s %s", text, city);
			clientsheet_line(out, "", place);
		} else {
			clientsheet_line(out, keys[i].before, text);
		}
	}
	return g_string_free(out, FALSE);
}

void clientsheet_head(Pages *pages, const char *to, const char *from, const char *title)
{
	const Cell cells[] = { { .twelfths = 7, .text = to, .face = FACE_TEXT }, { .twelfths = 5, .text = from, .face = FACE_TEXT } };
	pages_columns(pages, cells, G_N_ELEMENTS(cells));
	pages_gap(pages, 8);
	pages_fixed(pages, FACE_TITLE, title);
}

char **clientsheet_row(char *first, ...)
{
	GPtrArray *cells = g_ptr_array_new();
	va_list more;
	va_start(more, first);
	for (char *cell = first; cell != NULL; cell = va_arg(more, char *))
		g_ptr_array_add(cells, cell);
	va_end(more);
	g_ptr_array_add(cells, NULL);
	return (char **)g_ptr_array_free(cells, FALSE);
}

/* The other side of a sum; itself where it has none. */
static Money turned(Money amount)
{
	Money other;
	return money_sub(money_zero(), amount, &other) ? other : amount;
}

void clientsheet_sum(GPtrArray *rows, const char *what, Money amount, bool minus)
{
	g_ptr_array_add(rows, clientsheet_row(g_strdup(what), money_danish(minus ? turned(amount) : amount), NULL));
}

void clientsheet_sum_if(GPtrArray *rows, Lang lang, Say what, Money amount, bool minus, bool always)
{
	if (always || !money_is_zero(amount))
		clientsheet_sum(rows, say(what, lang), amount, minus);
}

void clientsheet_account(Pages *pages, Lang lang, const GPtrArray *rows, const ClientEnd *end)
{
	bool da = lang == LANG_DA, owes = money_is_negative(end->due);
	const Column columns[] = { { da ? "Opgørelse" : "Account", 70, ALIGN_LEFT }, { da ? "Kroner" : "DKK", 22, ALIGN_RIGHT } };
	g_auto(GStrv) sum = clientsheet_row(g_strdup(say(!end->known ? end->unknown : owes ? end->owed : end->theirs, lang)),
	                                    end->known ? money_danish(owes ? turned(end->due) : end->due) : g_strdup("?"), NULL);
	pages_need(pages, 60);
	pages_fixed(pages, FACE_HEAD, da ? "Hvad der er tilbage" : "What is left");
	pages_table(pages, columns, G_N_ELEMENTS(columns), rows, sum);
	pages_gap(pages, 4);
}

void clientsheet_foot(Pages *pages, Lang lang, int64_t seq)
{
	g_autofree char *foot = g_strdup_printf(lang == LANG_DA ? "Tallene er bøgernes til og med bogføring nr. %" PRId64 "."
	                                                        : "The figures are those of the books up to entry number %" PRId64 ".",
	                                        seq);
	pages_text(pages, FACE_SMALL, foot);
}
