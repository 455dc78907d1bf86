/* What the books are held against: heads that left the house, day proofs, certificates, the law, and the samples drawn. */
#include "enforcement/packsample.h"

#include "assess/assess.h"
#include "assess/edition.h"
#include "assess/law_tables.h"
#include "intake/conf.h"
#include "intake/limits.h"

#include <string.h>

static const char heads[] =
	"SELECT what, name, seq, hash FROM (SELECT 1 AS rank, 'day_proof' AS what, p.name AS name, p.seq AS seq, p.hash AS hash, p.id AS id FROM day_proof p"
	" UNION ALL SELECT 2, 'approval', a.case_id || '/' || a.id, a.journal_seq, a.journal_hash, a.id FROM approval a WHERE a.journal_seq > 0"
	" UNION ALL SELECT 3, 'month_closed', c.last_on, c.seq, c.hash, c.id FROM period_close c) WHERE seq <= ?3 AND ?1 <= ?2 ORDER BY rank, id";

/* Those of the period, and the last one of all: it says most of the chain. */
#define PACKED "(p.day BETWEEN ?1 AND ?2 OR p.id = (SELECT max(id) FROM day_proof WHERE seq <= ?3)) AND p.seq <= ?3"
static const char proofs[] =
	"SELECT p.day, p.number, p.made_on, p.seq, p.hash, p.sha256, p.ok, 'proofs/' || p.name || '.json' FROM day_proof p WHERE " PACKED " ORDER BY p.id";

static bool proofs_write(Pack *pack, const PackPart *part, GError **error)
{
	static const char *const endings[] = { ".json", ".json.p7s", ".json.p7s.tst" };
	if (!pack_select(pack, part, error))
		return false;
	g_autoptr(Query) query = store_query(pack->store, error, "SELECT p.name FROM day_proof p WHERE " PACKED " ORDER BY p.id", "ddi", pack->from,
	                                     pack->to, pack->head.seq);
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
			g_autofree char *base = g_strconcat(query_text(query, 0), endings[i], NULL);
			g_autofree char *name = g_build_filename("proofs", base, NULL), *path = g_build_filename(pack->call->home, name, NULL);
			if (!pack_copy(pack, name, path, LIMIT_BACKUP_LIST_BYTES, error))
				return false;
		}
	return found == 0;
}

static bool keys_write(Pack *pack, const PackPart *part, GError **error)
{
	g_autofree char *signer = g_build_filename(pack->call->home, "keys", "signer.pem", NULL);
	g_autofree char *authority = conf_path(pack->call->home, "timestamp", "ca");
	return pack_copy(pack, part->name, signer, LIMIT_RECEIPT_BYTES, error) &&
	       (authority == NULL || pack_copy(pack, "keys/authority.pem", authority, LIMIT_RECEIPT_BYTES, error));
}

/* ---- the law ---- */

/* An edition that postings name: the program's, the one in force, or a kept one; *out NULL: none of them. */
static bool edition_find(Pack *pack, const char *edition, Law **out, GError **error)
{
	bool kept;
	*out = NULL;
	g_autoptr(Law) program = law_embedded(error);
	g_autoptr(Law) in_force = program != NULL ? law_in_force(pack->store, error) : NULL;
	if (in_force == NULL)
		return false;
	if (strcmp(law_edition(program), edition) == 0)
		*out = g_steal_pointer(&program);
	else if (strcmp(law_edition(in_force), edition) == 0)
		*out = g_steal_pointer(&in_force);
	else if (!law_is_kept(pack->store, edition, &kept, error) || (kept && (*out = law_kept(pack->store, edition, error)) == NULL))
		return false;
	return true;
}

static bool edition_put(Pack *pack, const Law *law, GError **error)
{
	g_autoptr(GPtrArray) files = law_files(law);
	for (guint i = 0; i < files->len; i++) {
		const LawFile *file = files->pdata[i];
		g_autofree char *folder = g_strndup(law_edition(law), 16), *name = g_build_filename("law", folder, file->name, NULL);
		if (!pack_put(pack, name, file->bytes, error))
			return false;
	}
	return true;
}

static bool law_row(Pack *pack, PackOut *out, const char *edition, int64_t entries, GError **error)
{
	g_autoptr(Law) law = NULL;
	g_autofree char *folder = g_strndup(edition, 16), *path = g_build_filename("law", folder, NULL);
	if (!edition_find(pack, edition, &law, error) || (law != NULL && !edition_put(pack, law, error)))
		return false;
	pack_cell(out, edition);
	pack_number(out, entries);
	pack_cell(out, law != NULL ? path : NULL);
	return pack_row(out, error);
}

static bool laws_write(Pack *pack, const PackPart *part, GError **error)
{
	g_autoptr(Law) in_force = law_in_force(pack->store, error);
	g_autoptr(PackOut) out = in_force != NULL ? pack_open(pack, part->name, part->header, error) : NULL;
	g_autoptr(Query) query =
	    out != NULL ? store_query(pack->store, error,
	                              "SELECT json_extract(CAST(p.payload AS TEXT), '$.law') AS edition, count(*) FROM journal j JOIN journal_payload p ON p.seq = j.seq"
	                              " WHERE j.day BETWEEN ?1 AND ?2 AND j.seq <= ?3 AND edition IS NOT NULL GROUP BY edition ORDER BY edition",
	                              "ddi", pack->from, pack->to, pack->head.seq)
	                : NULL;
	bool current = false;
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error)) {
		g_autofree char *edition = g_strdup(query_text(query, 0));
		current = current || strcmp(edition, law_edition(in_force)) == 0;
		if (!law_row(pack, out, edition, query_int(query, 1), error))
			return false;
	}
	return found == 0 && (current || law_row(pack, out, law_edition(in_force), 0, error)) && pack_close(g_steal_pointer(&out), error);
}

static bool quote_row(PackOut *out, const Rule *rule, const char *where, const char *quote, GError **error)
{
	pack_cell(out, rule->id);
	pack_number(out, rule->version);
	pack_cell(out, rule->title.da);
	pack_cell(out, rule->title.en);
	pack_cell(out, rule->statute);
	pack_cell(out, where);
	pack_cell(out, quote);
	return pack_row(out, error);
}

static bool rules_write(Pack *pack, const PackPart *part, GError **error)
{
	g_autoptr(PackOut) out = pack_open(pack, part->name, part->header, error);
	if (out == NULL)
		return false;
	for (const Rule *rule = rules(); rule->id != NULL; rule++) {
		const RuleQuote *beside;
		if (!quote_row(out, rule, rule_quote_where(rule), rule_quote(rule), error))
			return false;
		for (size_t i = 0; (beside = rule_beside(rule, i)) != NULL; i++)
			if (!quote_row(out, rule, beside->where, beside->text, error))
				return false;
	}
	return pack_close(g_steal_pointer(&out), error);
}

const PackPart pack_proofs[] = {
	{ "heads.csv", { "hoveder af bøgerne, som forlod huset eller står ved en godkendelse: hvert skal stå i kæden",
	    "heads of the books that left the house or stand beside an approval: each must be in the chain" },
	  "what,name,seq,hash", heads, NULL },
	{ "proofs.csv", { "dagsbeviser for klientmidlerne; filerne med underskrift og tidsstempel ligger i proofs/",
	    "day proofs of the client money; the files with signature and timestamp lie in proofs/" },
	  "day,number,made_on,seq,hash,sha256,ok,file", proofs, proofs_write },
	{ "keys/signer.pem", { "husets certifikat, som underskrifterne skal holde under (keys/authority.pem: tidsstempeltjenestens)",
	    "the house's certificate, under which the signatures must hold (keys/authority.pem: the timestamp authority's)" },
	  NULL, NULL, keys_write },
	{ "laws.csv", { "lovudgaver, som bogføringerne nævner; satser, frister og regler ligger i law/",
	    "law editions that the entries name; rates, time limits and rules lie in law/" },
	  "edition,entries,folder", NULL, laws_write },
	{ "rules.csv", { "reglerne med lovens ord", "the rules with the words of the law" }, "rule,version,da,en,statute,where,quote", NULL, rules_write },
	{ "samples.csv", { "stikprøver, trukket efter frøet; hver med alle sine bilag i samples/ og documents/",
	    "samples drawn by the seed; each with all its documents in samples/ and documents/" },
	  "number,draw,place,seq,entry,file", NULL, samples_write },
	{ 0 },
};
