/*
 * Caseworker: what one process of the crew does with one submission or one case, and what the writer does with its
 * answer. Jobs and answers are JSON text, so that a worker shares nothing with the writer but the disk.
 */
#ifndef PAAKRAV_CASEWORKER_H
#define PAAKRAV_CASEWORKER_H

#include "assess/assess.h"
#include "filing/crew.h"
#include "intake/command.h"
#include "intake/submission.h"

/* What every worker of a run knows. Scratch folders are made under HOME/scratch and OUT/.stage, and removed with the desk. */
typedef struct CaseworkerDesk CaseworkerDesk;
CaseworkerDesk *caseworker_desk(const Call *call, const char *out, GError **error);
void caseworker_desk_free(CaseworkerDesk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CaseworkerDesk, caseworker_desk_free)
CrewDuty caseworker_duty(CaseworkerDesk *desk);

/* A reader that keeps what it recognises under HOME; the caller's. */
Reader *caseworker_reader(const Call *call);

/* Jobs, newly allocated: look at a submission; assess a case and lay out its papers. */
char *caseworker_look_job(const char *path, const char *label);
char *caseworker_paper_job(const char *case_id);

/* What stands for the answer of a worker that died. */
cJSON *caseworker_died(const char *case_id);
Submission *caseworker_refused(const char *label);

/* The answer's reasons, added to a row: why no package could be made. */
void caseworker_reasons(const cJSON *paper, Lang lang, cJSON *reasons);

/*
 * Put the staged papers of the answer in place under out, or withdraw older ones when there are none. *package is the
 * path under out, or NULL; newly allocated.
 */
bool caseworker_install(const cJSON *paper, const char *out, char **package, GError **error);
/* Sync what was put in place; once for all: papers that a power cut takes back are made again by the next run. */
bool caseworker_settle(const char *out, GError **error);

/* submit --case CASE PATH…: the files are added to the case, which is assessed anew. */
int caseworker_supplement(const Call *call, cJSON **result, GError **error);

/*
 * Record the assessments in seals (cJSON*, the answers' "assessment") in one transaction, and empty the list.
 */
bool caseworker_remember(const CaseworkerDesk *desk, GPtrArray *seals, GError **error);

#endif
