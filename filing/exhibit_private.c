#include "filing/exhibit_private.h"

#include "intake/limits.h"
#include "intake/pagetext.h"
#include "intake/private.h"

#include <string.h>
#include <unistd.h>

char **private_own(const Case *c)
{
	static const char *const names[] = { "creditor.account", "payment.account", "payment.iban" };
	GPtrArray *own = g_ptr_array_new();
	for (guint i = 0; i < c->facts->len; i++) {
		const Fact *fact = c->facts->pdata[i];
		for (size_t k = 0; k < G_N_ELEMENTS(names); k++)
			if (strcmp(fact->name, names[k]) == 0 && fact->status != FACT_REJECTED)
				g_ptr_array_add(own, g_strdup(fact->value));
	}
	g_ptr_array_add(own, NULL);
	return (char **)g_ptr_array_free(own, FALSE);
}

typedef struct Count {
	int cpr, accounts;
	GString *pages; /* "2, 5" */
} Count;

static void count_page(Count *count, const char *text, int page, char **own)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	int before = count->cpr + count->accounts;
	for (size_t i = 0; lines[i] != NULL; i++) {
		g_autoptr(GArray) spans = private_find(lines[i], (const char *const *)own);
		for (guint k = 0; k < spans->len; k++) {
			bool cpr = g_array_index(spans, PrivateSpan, k).cpr;
			count->cpr += cpr;
			count->accounts += !cpr;
		}
	}
	if (count->cpr + count->accounts > before)
		g_string_append_printf(count->pages, "%s%d", count->pages->len > 0 ? ", " : "", page);
}

static void tell(Sheet *sheet, const Exhibit *exhibit, const Count *count)
{
	g_autofree char *where = g_strdup_printf("Bilag %d (%s)", exhibit->number, exhibit->document->name);
	g_autofree char *da = g_strdup_printf("Originalens side %s: %d CPR-numre og %d kontonumre, der ikke er kreditors. %s", count->pages->str, count->cpr,
	                                      count->accounts, exhibit->redact ? "De er streget ud i kopien." : "De streges ud med exhibit SAG FIL --redact --by NAVN.");
	g_autofree char *en = g_strdup_printf("Page %s of the original: %d CPR numbers and %d account numbers that are not the creditor's. %s", count->pages->str,
	                                      count->cpr, count->accounts,
	                                      exhibit->redact ? "They are struck out of the copy." : "Strike them out with exhibit CASE FILE --redact --by NAME.");
	sheet_point(sheet, where, da, en);
}

static bool read_pages(Press *press, const Exhibit *exhibit, char **own, Count *count, GError **error)
{
	int in = store_open_document(press->store, exhibit->document->sha256, error);
	if (in < 0)
		return false;
	g_autoptr(Reading) reading = reader_read(press->reader, exhibit->document->name, in, NULL);
	close(in);
	for (guint i = 0; reading != NULL && i < reading->pages->len; i++) {
		const PageText *page = reading->pages->pdata[i];
		count_page(count, page->text, page->page, own);
	}
	return true;
}

/* The pages' text is kept in the store; where that was dropped, it is read again and is the same. */
static bool count_pages(Press *press, const Exhibit *exhibit, char **own, Count *count, GError **error)
{
	const char *case_id = press->assessment->on_case->id;
	GError *fault = NULL;
	bool kept = false;
	for (int page = 1; page <= LIMIT_PAGES; page++) {
		g_autofree char *text = pagetext_read(press->store, case_id, exhibit->document->id, page, &fault);
		if (fault != NULL) {
			g_propagate_error(error, fault);
			return false;
		}
		if (text == NULL && page > exhibit->pages)
			break;
		if (text != NULL)
			count_page(count, text, page, own);
		kept = kept || text != NULL;
	}
	return kept || document_is_einvoice(exhibit->document) || exhibit->unfit_da != NULL || read_pages(press, exhibit, own, count, error);
}

bool private_list(Press *press, const Exhibit *exhibit, Sheet *sheet, GError **error)
{
	g_auto(GStrv) own = private_own(press->assessment->on_case);
	g_autoptr(GString) pages = g_string_new(NULL);
	Count count = { .pages = pages };
	if (!count_pages(press, exhibit, own, &count, error))
		return false;
	if (count.cpr + count.accounts > 0)
		tell(sheet, exhibit, &count);
	return true;
}
