#include "filing/paperdraw.h"

#include "assess/execution.h"
#include "intake/folder.h"

#include <string.h>

void drawn_free(Drawn *drawn)
{
	if (drawn == NULL)
		return;
	leave_free(drawn->leave);
	g_clear_pointer(&drawn->pdf, g_bytes_unref);
	g_clear_pointer(&drawn->text, g_bytes_unref);
	g_clear_pointer(&drawn->html, g_bytes_unref);
	g_free(drawn);
}

static GBytes *bytes_of(char *text)
{
	return g_bytes_new_take(text, strlen(text));
}

static bool write_it(Drawn *drawn, const Assessment *assessment, const Claimed *claimed, const MissiveOrder *order,
                     const char *home, GError **error)
{
	g_autoptr(Templates) templates = templates_open(home, error);
	/* What is asked of the bailiff court follows its title, not the boxes of a betalingspåkrav. */
	bool boxes = drawn->leave->bailiff == NULL;
	g_autoptr(Sums) sums = templates != NULL && boxes ? sums_of(assessment, claimed, error) : NULL;
	if (templates == NULL || (boxes && sums == NULL))
		return false;
	g_autoptr(Sender) sender = sender_of(assessment->on_case, home);
	g_autoptr(Missive) missive =
	    missive_write(assessment, claimed, sums, order, drawn->leave, sender, templates, error);
	if (missive == NULL)
		return false;
	drawn->pdf = missive_pdf(missive, &drawn->pages, error);
	if (drawn->pdf == NULL)
		return false;
	gsize n;
	const void *data = g_bytes_get_data(drawn->pdf, &n);
	digest_hex(data, n, drawn->sha256);
	drawn->text = bytes_of(missive_text(missive));
	drawn->html = bytes_of(missive_html(missive));
	drawn->amount_known = assessment->owed->known;
	drawn->amount = money_zero();
	return !drawn->amount_known || money_add(assessment->owed->total, drawn->leave->fee, &drawn->amount) ||
	       error_set(error, ERROR_INPUT, "amount", "Beløbet er for stort.", "The amount is too large.");
}

void paper_sums_of_debtor(Assessment *assessment, Claimed *claimed, const MissiveOrder *order)
{
	const Case *c = assessment->on_case;
	const Party *debtor = order->debtor != NULL ? case_debtor(c, order->debtor) : NULL;
	Owed *own = execution_owed(c, debtor, assessment->law, order->on);
	if (own == NULL)
		return;
	owed_free(assessment->owed);
	assessment->owed = own;
	owed_free(claimed->owed);
	claimed->owed = execution_owed(c, debtor, assessment->law, order->on);
}

Drawn *paper_draw(const Case *c, const Law *law, const MissiveOrder *order, const char *home, GError **error)
{
	g_autoptr(Assessment) assessment = assess(c, law, order->on);
	g_autoptr(Claimed) claimed = claimed_of(c, law, order->on);
	paper_sums_of_debtor(assessment, claimed, order);
	g_autoptr(Drawn) drawn = g_new0(Drawn, 1);
	drawn->leave = missive_law(assessment, claimed, order);
	if (drawn->leave->allowed && !write_it(drawn, assessment, claimed, order, home, error))
		return NULL;
	return g_steal_pointer(&drawn);
}

bool drawn_put(const Drawn *drawn, const Paper *paper, const char *out, GError **error)
{
	const struct {
		const char *ending;
		GBytes *bytes;
	} files[] = { { "html", drawn->html }, { "txt", drawn->text }, { "pdf", drawn->pdf } };
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *inner = paper_path(paper, files[i].ending), *path = g_build_filename(out, inner, NULL);
		g_autofree char *folder = g_path_get_dirname(path);
		if (!folder_make(folder, error) || !file_write(path, files[i].bytes, error))
			return false;
	}
	return true;
}
