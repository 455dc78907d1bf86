/* A case's letters before the linter: each drawn once more from its order, and held against the files that lie there. */
#include "filing/lint_letter.h"

#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/record.h"

#include <string.h>

char *lint_paper_name(const Paper *paper)
{
	return g_strdup_printf("Brev %d (%s)", paper->number, paper->title);
}

void lint_drawn(Lint *lint, const Case *c, const Law *law, const MissiveOrder *order, const Drawn *drawn, const char *text, const char *name,
                const char *home)
{
	g_autoptr(Assessment) assessment = assess(c, law, order->on);
	g_autoptr(Claimed) claimed = claimed_of(c, law, order->on);
	paper_sums_of_debtor(assessment, claimed, order);
	g_autoptr(Sender) sender = sender_of(c, home);
	LetterRead letter = { .name = name,
		                  .text = text,
		                  .kind = order->kind,
		                  .language = order->language,
		                  .on = order->on,
		                  .on_case = c,
		                  .debtor = order->kind->to_court || order->debtor == NULL ? NULL : case_debtor(c, order->debtor),
		                  .claimed = claimed,
		                  .owed = assessment->owed,
		                  .leave = drawn->leave,
		                  .amount_known = drawn->leave->allowed && drawn->amount_known,
		                  .amount = drawn->amount,
		                  .account = sender->account,
		                  .sender_name = sender->name,
		                  .sender_email = sender->email };
	lint_look_letter(lint, &letter, law);
}

static bool same_bytes(GBytes *drawn, const char *path)
{
	g_autoptr(GBytes) bytes = file_exists(path) ? file_read(path, LIMIT_FILE_BYTES, NULL) : NULL;
	return bytes != NULL && g_bytes_equal(bytes, drawn);
}

/* The file that will be sent is the one to look at, whether or not it is what the case gives. */
static char *text_lying(const Paper *paper, const char *out)
{
	g_autofree char *inner = paper_path(paper, "txt"), *path = g_build_filename(out, inner, NULL);
	g_autoptr(GBytes) bytes = file_exists(path) ? file_read(path, LIMIT_FILE_BYTES, NULL) : NULL;
	gsize n = 0;
	const char *data = bytes != NULL ? g_bytes_get_data(bytes, &n) : NULL;
	return data != NULL && g_utf8_validate(data, (gssize)n, NULL) ? g_strndup(data, n) : NULL;
}

static void files_look(Lint *lint, const Paper *paper, const Drawn *drawn, const char *out, const char *name)
{
	const struct {
		const char *ending;
		GBytes *bytes;
	} files[] = { { "pdf", drawn->pdf }, { "txt", drawn->text }, { "html", drawn->html } };
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *inner = paper_path(paper, files[i].ending), *path = g_build_filename(out, inner, NULL);
		if (!same_bytes(files[i].bytes, path))
			lint_letter_file(lint, name, inner);
	}
}

bool lint_paper(Lint *lint, Store *store, const Law *law, const Paper *paper, const char *out, GError **error)
{
	g_autofree char *asked = paper_order(store, paper, error), *name = lint_paper_name(paper);
	g_autoptr(MissiveOrder) order = asked != NULL ? missive_order_parse(asked) : NULL;
	g_autoptr(Case) c = case_read(store, paper->case_id, 0, error);
	g_autoptr(Drawn) drawn = c != NULL && order != NULL ? paper_draw(c, law, order, store_home(store), error) : NULL;
	if (c == NULL || (order != NULL && drawn == NULL))
		return false;
	if (drawn == NULL)
		return true; /* erased: nobody knows what was to stand in it, and approve says so */
	g_autofree char *lying = text_lying(paper, out);
	gsize n = 0;
	const char *data = drawn->text != NULL ? g_bytes_get_data(drawn->text, &n) : NULL;
	g_autofree char *text = lying != NULL ? g_steal_pointer(&lying) : g_strndup(data != NULL ? data : "", n);
	lint_drawn(lint, c, law, order, drawn, text, name, store_home(store));
	if (drawn->leave->allowed)
		files_look(lint, paper, drawn, out, name);
	return true;
}
