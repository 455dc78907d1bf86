/* What a court's letter is: each kind by the words that courts use for it, weighed; and how a judgment or meeting ended. */
#include "intake/worker/courtpost.h"

#include "intake/limits.h"

#include <string.h>

/* What must not stand in the sentence: a promise or threat of the thing is not the thing. */
typedef enum Guard { GUARD_NONE, GUARD_DENIED, GUARD_IF } Guard;

typedef struct Sign {
	const char *kind;
	int weight;
	Guard guard;
	const char *pattern;
} Sign;

static const Sign signs[] = {
	{ "court_receipt", 70, GUARD_IF, "kvittering|kvitterer ~6 modtag*|indlever*|betalingspåkrav*|stævning*|anmodning*" },
	{ "court_receipt", 60, GUARD_IF, "bekræfter|bekræftes|bekræftelse ~5 modtag*" },
	{ "court_receipt", 35, GUARD_DENIED, "har ~6 modtaget ~3 betalingspåkrav*|stævning*|anmodning*|begæring*|udlægsbegæring*" },
	{ "court_receipt", 30, GUARD_NONE, "sagen ~2 fået ~4 sagsnummer*|nr|nummer|sagsnr" },

	{ "court_fee_notice", 80, GUARD_NONE, "påmindelse|opkrævning|erindring|rykker|krav ~4 retsafgift*" },
	{ "court_fee_notice", 50, GUARD_NONE, "retsafgift* ~10 betales|betalt|modtaget|indbetales|indbetalt|udgør" },
	{ "court_fee_notice", 50, GUARD_NONE, "modtaget|betalt|betale|betales ~4 retsafgift*|retsafgiften" },
	{ "court_fee_notice", 25, GUARD_NONE, "^ retsafgift*" },

	{ "court_deficiency", 90, GUARD_NONE, "mangelskrivelse*|mangelsskrivelse*" },
	{ "court_deficiency", 60, GUARD_NONE, "^ berigtigelse|supplering" },
	{ "court_deficiency", 60, GUARD_NONE, "afhjælpe|afhjælpes|afhjælpning|berigtige|berigtiges|udbedre ~5 mangl*|mangel*" },
	{ "court_deficiency", 60, GUARD_NONE, "mangl*|mangel* ~6 afhjælpes|afhjælpe|berigtiges|udbedres" },
	{ "court_deficiency", 30, GUARD_NONE, "opfylder ikke ~4 krav*|betingelser*" },

	{ "court_rejection", 60, GUARD_IF, "betalingspåkrav*|stævning*|anmodning*|udlægsbegæring*|sagen|begæring* ~16 afvises|afvist" },
	{ "court_rejection", 40, GUARD_NONE, "^ afvisning|afvisningskendelse" },
	{ "court_rejection", 20, GUARD_NONE, "^ kendelse" },

	{ "court_service", 60, GUARD_DENIED, "er|blev|bleven ~8 forkyndt" },
	{ "court_service", 60, GUARD_DENIED, "forkyndelse ~5 sket|gennemført|foretaget|fandt" },
	{ "court_service", 40, GUARD_DENIED, "meddelelse|underretning ~2 forkyndelse" },
	{ "court_service", 60, GUARD_NONE, "forkyndelsesattest*|forkyndelsespåtegning*" },

	{ "court_service_failed", 80, GUARD_NONE, "forkyndelse* ~5 mislykk*|mislykkedes|mislykkedes|forgæves|opgivet" },
	{ "court_service_failed", 80, GUARD_NONE, "ikke ~6 muligt ~6 forkynd*|forkynde" },
	{ "court_service_failed", 80, GUARD_NONE, "forgæves ~5 forkynd*" },
	{ "court_service_failed", 80, GUARD_NONE, "ikke ~4 forkyndt|forkyndes|forkynde" },
	{ "court_service_failed", 40, GUARD_NONE, "ikke ~4 muligt|kunnet ~3 træffe|træffes" },

	{ "court_objection", 70, GUARD_IF, "fremsat|gjort|rejst|fremsatte|indgivet|modtaget ~4 indsigelse*" },
	{ "court_objection", 50, GUARD_IF, "^ ~2 indsigelse* ~2 mod ~2 betalingspåkrav*" },

	{ "court_endorsement", 90, GUARD_IF, "påtegning|påtegnet ~3 betalingspåkrav*" },
	{ "court_endorsement", 80, GUARD_IF, "betalingspåkrav* ~12 påtegnet|påtegning|påtegnes" },

	{ "court_summons", 80, GUARD_DENIED, "indkaldes|indkaldelse|indkalder|indkaldt ~10 møde|retsmøde|hovedforhandling|fogedretten|telefonmøde|forberedende" },
	{ "court_summons", 80, GUARD_DENIED, "berammet|berammes ~5 hovedforhandling|møde|retsmøde|den" },

	{ "court_transcript", 100, GUARD_NONE, "udskrift ~2 fogedbogen|retsbogen|retsbog|fogedbog" },
	{ "court_transcript", 60, GUARD_NONE, "^ retsbog|fogedbog" },
	{ "court_transcript", 40, GUARD_NONE, "fogedretten sluttet|hævet" },
	{ "court_transcript", 40, GUARD_NONE, "retten hævet" },
	{ "court_transcript", 40, GUARD_NONE, "blev ~2 holdt|afholdt møde|retsmøde" },

	{ "court_judgment", 100, GUARD_NONE, "udskrift ~2 dombogen|domsbogen" },
	{ "court_judgment", 60, GUARD_NONE, "^ dom|udeblivelsesdom" },
	{ "court_judgment", 60, GUARD_NONE, "^ d o m" },
	{ "court_judgment", 70, GUARD_NONE, "kendes for ret" },
	{ "court_judgment", 30, GUARD_NONE, "afsiger|afsagt|afsagde ~4 dom|udeblivelsesdom" },
};

static const char *const conditions[] = {
	"hvis|såfremt|forventes|medmindre|ellers|udebliver|modsat|forudsat", "kan|vil|skal|bliver afvises|afvist", NULL,
};
static const char *const denials[] = { "ikke|ingen|forgæves|endnu|vil|skal|kan|fravalgt", NULL };

static bool guarded(const Flow *flow, const FlowMatch *match, Guard guard)
{
	guint first, last;
	flow_sentence(flow, match->first, &first, &last);
	/* A word far off belongs to another part of a long sentence. */
	first = match->first - MIN(match->first - first, 10u);
	last = MIN(last, match->last + 8);
	bool denied = guard != GUARD_NONE && flow_has(flow, first, match->last + 1, denials);
	/* A title begins its line: nothing denies it. */
	return denied || (guard == GUARD_IF && flow_has(flow, first, last + 1, conditions));
}

static bool sign_found(const Flow *flow, const Sign *sign, FlowMatch *match)
{
	for (guint from = 0; flow_find(flow, from, 0, sign->pattern, match); from = match->first + 1)
		if (!guarded(flow, match, sign->guard))
			return true;
	return false;
}

/* Weights of each kind are added; a kind must lead the next clearly. */
enum { KINDS_MOST = 16, LEAD = 15, ENOUGH = 50 };

typedef struct Tally {
	const char *kind;
	int weight, best; /* best: of the one sign that weighs most */
	FlowMatch match; /* of that one */
} Tally;

static Tally *tally_of(Tally *tallies, size_t *n, const char *kind)
{
	for (size_t i = 0; i < *n; i++)
		if (strcmp(tallies[i].kind, kind) == 0)
			return &tallies[i];
	g_assert(*n < KINDS_MOST);
	tallies[*n] = (Tally){ .kind = kind };
	return &tallies[(*n)++];
}

const char *courtpost_kind(const Flow *flow, FlowMatch *match, int *confidence)
{
	Tally tallies[KINDS_MOST];
	size_t n = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
		FlowMatch found;
		if (!sign_found(flow, &signs[i], &found))
			continue;
		Tally *tally = tally_of(tallies, &n, signs[i].kind);
		tally->weight += signs[i].weight;
		if (signs[i].weight > tally->best) {
			tally->best = signs[i].weight;
			tally->match = found;
		}
	}
	const Tally *first = NULL, *second = NULL;
	for (size_t i = 0; i < n; i++) {
		if (first == NULL || tallies[i].weight > first->weight) {
			second = first;
			first = &tallies[i];
		} else if (second == NULL || tallies[i].weight > second->weight) {
			second = &tallies[i];
		}
	}
	if (first == NULL || first->weight < ENOUGH)
		return NULL;
	bool clear = second == NULL || first->weight - second->weight >= LEAD;
	*match = first->match;
	*confidence = clear ? 90 : LIMIT_CONFIDENCE - 10;
	return first->kind;
}

/* ---- how it ended ---- */

typedef struct Ending {
	const char *kind;
	const char *outcome;
	Guard guard;
	const char *pattern;
} Ending;

static const Ending endings[] = {
	{ "court_judgment", "default", GUARD_NONE, "udeblivelsesdom*" },
	{ "court_judgment", "default", GUARD_NONE, "ikke ~3 indgivet|indleveret|afgivet ~2 svarskrift" },
	{ "court_judgment", "default", GUARD_NONE, "sagsøgte ~4 udeblevet|udeblev" },
	{ "court_judgment", "default", GUARD_NONE, "retsplejelovens § 352" },
	{ "court_transcript", "nothing_found", GUARD_NONE, "intet ~6 udlæg" },
	{ "court_transcript", "nothing_found", GUARD_NONE, "ikke ~6 aktiver ~6 udlæg" },
	{ "court_transcript", "nothing_found", GUARD_NONE, "insolvenserklæring*" },
	{ "court_transcript", "attached", GUARD_DENIED, "foretaget|foretoges|gjort|foretog|foretages udlæg" },
	{ "court_transcript", "attached", GUARD_DENIED, "udlæg ~2 foretaget|foretoges" },
	{ "court_transcript", "creditor_absent", GUARD_NONE, "rekvirenten|kreditor|fordringshaveren ~3 udeblev*|udebleven|udeblevet" },
	{ "court_transcript", "debtor_absent", GUARD_NONE, "skyldneren|rekvisitus|debitor ~4 udeblev*|udebleven|udeblevet" },
	{ "court_transcript", "debtor_absent", GUARD_NONE, "skyldneren|rekvisitus|debitor ~2 ikke mødt" },
	{ "court_transcript", "settled", GUARD_NONE, "retsforlig|forligt|forlig ~3 indgået" },
	{ "court_objection", "case_started", GUARD_NONE, "overgår|overføres|overført|fortsætter ~3 sagen|sag|som|til" },
	{ "court_objection", "case_started", GUARD_DENIED, "sagen ~2 overgår|overføres|fortsætter|overført" },
	{ "court_objection", "case_not_requested", GUARD_NONE, "fravalgt|returneres|retur" },
	{ "court_objection", "case_not_requested", GUARD_NONE, "ikke ~3 anmodet|ønsket ~6 sagen|sag|retten" },
	{ "court_summons", "hearing", GUARD_NONE, "hovedforhandling*" },
	{ "court_summons", "foged", GUARD_NONE, "møde ~2 fogedretten" },
	{ "court_service", "small_claim", GUARD_DENIED, "småsag*|småsagsproces*" },
	{ "court_service", "small_claim", GUARD_DENIED, "kapitel|kap 39" },
	{ "court_rejection", "rest_period", GUARD_NONE, "§ 490" },
	{ "court_service", "abroad", GUARD_DENIED, "forkyndt ~8 udlandet|grønland|færøerne" },
};

static const struct {
	const char *paper;
	const char *pattern;
} papers[] = {
	{ "betalingspaakrav", "betalingspåkrav*" },
	{ "staevning", "stævning*|svarskrift*" },
	{ "udlaegsbegaering", "udlægsbegæring*|fogedbegæring*|udlægsforretning*" },
	{ "udlaegsbegaering", "anmodning|begæring om udlæg" },
};

/* After "Thi kendes for ret": who must pay, or is freed. Both: part of the claim, which a person must read. */
static void judgment_outcome(const Flow *flow, const char *subject, Reading *reading)
{
	FlowMatch ruling, freed, pays;
	if (!flow_find(flow, 0, 0, "kendes for ret", &ruling))
		return;
	bool frees = flow_find(flow, ruling.last, 0, "frifindes", &freed), must_pay = false;
	for (guint from = ruling.last; !must_pay && flow_find(flow, from, 0, "skal|tilpligtes|dømmes ~30 betale", &pays); from = pays.first + 1) {
		static const char *const costs[] = { "sagsomkostninger|omkostninger", NULL };
		guint first, last;
		flow_sentence(flow, pays.first, &first, &last);
		must_pay = !flow_has(flow, first, last + 1, costs);
	}
	const FlowMatch *words = must_pay ? &pays : &freed;
	if (frees || must_pay)
		flow_told(flow, reading, subject, "letter.outcome", must_pay ? "for_claimant" : "against_claimant", words->first,
		          words->last, frees && must_pay ? 40 : 85);
}

void courtpost_outcome(const Flow *flow, const char *kind, const char *subject, Reading *reading)
{
	FlowMatch match;
	bool told = false;
	const char *said = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
		const Ending *ending = &endings[i];
		const Sign sign = { ending->kind, 0, ending->guard, ending->pattern };
		if (g_strcmp0(kind, ending->kind) != 0 || g_strcmp0(said, ending->outcome) == 0 || !sign_found(flow, &sign, &match))
			continue;
		flow_told(flow, reading, subject, "letter.outcome", ending->outcome, match.first, match.last, 85);
		said = ending->outcome;
		told = true;
	}
	if (g_strcmp0(kind, "court_judgment") == 0 && !told)
		judgment_outcome(flow, subject, reading);
	for (size_t i = 0; i < G_N_ELEMENTS(papers); i++)
		if (flow_find(flow, 0, 0, papers[i].pattern, &match)) {
			flow_told(flow, reading, subject, "letter.paper", papers[i].paper, match.first, match.last, 80);
			break;
		}
}
