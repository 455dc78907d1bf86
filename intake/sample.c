/* The spot check of review: cases that passed unasked, drawn by a seed that is told, so that anybody can draw them again. */
#include "intake/digest.h"
#include "intake/facts.h"
#include "intake/record.h"
#include "intake/review.h"

#include <stdlib.h>
#include <string.h>

typedef struct Lot {
	char *case_id;
	char hash[DIGEST_HEX]; /* of seed and case: the lots are drawn in its order */
} Lot;

static void lot_free(void *data)
{
	Lot *lot = data;
	g_free(lot->case_id);
	g_free(lot);
}

static int by_hash(const void *a, const void *b)
{
	return strcmp((*(const Lot *const *)a)->hash, (*(const Lot *const *)b)->hash);
}

static int by_case(const void *a, const void *b)
{
	return strcmp((*(const Lot *const *)a)->case_id, (*(const Lot *const *)b)->case_id);
}

/* As it was before anybody decided anything: what was then no question passed unasked. */
static bool passed_unasked(Store *store, const char *case_id, int below, bool *passed, GError **error)
{
	GError *fault = NULL;
	int64_t first = 0;
	{
		g_autoptr(Query) query = store_query(store, error, "SELECT min(seq) FROM decision WHERE case_id = ?", "s", case_id);
		if (query == NULL)
			return false;
		if (query_next(query, &fault) && !query_is_null(query, 0))
			first = query_int(query, 0);
	}
	if (fault != NULL) {
		g_propagate_error(error, fault);
		return false;
	}
	g_autoptr(Case) c = case_read(store, case_id, first > 0 ? first - 1 : 0, error);
	if (c == NULL)
		return false;
	g_autoptr(GPtrArray) questions = questions_of(c, below), deciding = deciding_facts(c, below);
	*passed = questions->len == 0 && deciding->len > 0;
	return true;
}

static Lot *lot_new(const char *seed, const char *case_id)
{
	Lot *lot = g_new0(Lot, 1);
	uint8_t sum[DIGEST_BYTES];
	g_autoptr(Digest) digest = digest_new();
	lot->case_id = g_strdup(case_id);
	digest_update(digest, seed, strlen(seed) + 1);
	digest_update(digest, case_id, strlen(case_id));
	digest_finish(g_steal_pointer(&digest), sum);
	digest_to_hex(sum, lot->hash);
	return lot;
}

static GPtrArray *lots_of(const Call *call, const char *seed, int below, GError **error)
{
	g_autoptr(GPtrArray) ids = case_list(call->store, error), lots = g_ptr_array_new_with_free_func(lot_free);
	if (ids == NULL)
		return NULL;
	for (guint i = 0; i < ids->len; i++) {
		bool passed = false;
		if (!passed_unasked(call->store, ids->pdata[i], below, &passed, error))
			return NULL;
		if (passed)
			g_ptr_array_add(lots, lot_new(seed, ids->pdata[i]));
	}
	g_ptr_array_sort(lots, by_hash);
	return g_steal_pointer(&lots);
}

static bool share_wanted(const Call *call, int *percent, GError **error)
{
	g_autofree char *text = g_strdup(call_option(call, "sample"));
	gint64 n;
	if (g_str_has_suffix(text, "%"))
		text[strlen(text) - 1] = '\0';
	if (!g_ascii_string_to_signed(text, 10, 1, 100, &n, NULL))
		return error_set(error, ERROR_USAGE, "bad-sample", "--sample %s skal være et tal fra 1 til 100, i procent.", "--sample %s must be a number from 1 to 100, in percent.", text);
	*percent = (int)n;
	return true;
}

/* The seed that was told, or a fresh one, which is told. */
static char *seed_wanted(const Call *call, GError **error)
{
	const char *told = call_option(call, "seed");
	uint32_t drawn;
	if (told != NULL)
		return g_strdup(told);
	if (call->random(&drawn, sizeof drawn))
		return g_strdup_printf("%08x", drawn);
	error_set(error, ERROR_STORE, "random", "Der er ingen tilfældige tal at få.", "No random numbers can be had.");
	return NULL;
}

typedef struct Count {
	int64_t facts, checked, errors;
} Count;

static bool add_case(const Call *call, Reader *reader, const char *case_id, int below, const char *crops, cJSON *array, Count *count, GError **error)
{
	g_autoptr(Case) c = case_read(call->store, case_id, 0, error);
	if (c == NULL)
		return false;
	g_autoptr(GPtrArray) facts = deciding_facts(c, below);
	for (guint i = 0; i < facts->len; i++) {
		const Fact *fact = facts->pdata[i];
		g_autoptr(GPtrArray) one = g_ptr_array_new();
		g_ptr_array_add(one, facts->pdata[i]);
		const Question question = { .risk = RISK_RULE, .subject = fact->subject, .name = fact->name, .facts = one };
		const Ask ask = { .c = c, .question = &question };
		bool error_found = fact->status == FACT_CORRECTED || fact->status == FACT_REJECTED;
		count->facts++;
		count->checked += fact->status != FACT_READ;
		count->errors += error_found;
		if (!ask_json(call, reader, &ask, crops, array, error))
			return false;
	}
	return true;
}

int sample_run(const Call *call, int below, cJSON **result, GError **error)
{
	int percent = 0;
	g_autofree char *seed = NULL;
	if (!share_wanted(call, &percent, error))
		return -1;
	seed = seed_wanted(call, error);
	g_autoptr(GPtrArray) lots = seed != NULL ? lots_of(call, seed, below, error) : NULL;
	if (lots == NULL)
		return -1;
	guint passed = lots->len, drawn = (passed * (guint)percent + 99) / 100;
	g_ptr_array_set_size(lots, (int)drawn);
	g_ptr_array_sort(lots, by_case);
	g_autoptr(Reader) reader = reader_new(NULL);
	g_autoptr(cJSON) object = json_result("review");
	json_null(object, "case");
	json_int(object, "below", below);
	cJSON *questions = json_array(object, "questions");
	json_array(object, "decided");
	Count count = { 0 };
	for (guint i = 0; i < lots->len; i++)
		if (!add_case(call, reader, ((const Lot *)lots->pdata[i])->case_id, below, call_option(call, "crops"), questions, &count, error))
			return -1;
	json_int(object, "cases", drawn);
	cJSON *sample = json_object(object, "sample");
	json_text(sample, "seed", seed);
	json_int(sample, "percent", percent);
	json_int(sample, "passed_unasked", passed);
	cJSON *ids = json_array(sample, "drawn");
	for (guint i = 0; i < lots->len; i++)
		json_push_text(ids, ((const Lot *)lots->pdata[i])->case_id);
	json_int(sample, "facts", count.facts);
	json_int(sample, "checked", count.checked);
	json_int(sample, "errors", count.errors);
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void sample_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row, *sample = json_get(result, "sample");
	cJSON_ArrayForEach(row, json_get(result, "questions")) ask_text(call, row, out);
	g_string_append_printf(out,
	                       da ? "Frø %s: %d af %d sager, der gik uspurgt igennem; %d oplysninger, %d efterset, %d fejl.\n"
	                          : "Seed %s: %d of %d cases that passed unasked; %d facts, %d checked, %d errors.\n",
	                       json_get_text(sample, "seed"), (int)json_get_int(result, "cases", 0),
	                       (int)json_get_int(sample, "passed_unasked", 0), (int)json_get_int(sample, "facts", 0),
	                       (int)json_get_int(sample, "checked", 0), (int)json_get_int(sample, "errors", 0));
	g_string_append(out, da ? "Svar med: review SAG --accept NR,… | --reject NR | --correct NR=VÆRDI; tæl igen med samme frø.\n"
	                        : "Answer with: review CASE --accept NR,… | --reject NR | --correct NR=VALUE; count again with the same seed.\n");
}
