/* Meter: what the benches on a store share: the clocks, the way out when something fails, and a fact as a person states it. */
#ifndef PAAKRAV_BENCH_METER_H
#define PAAKRAV_BENCH_METER_H

#include "intake/error.h"
#include "intake/fact.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static inline double wall_s(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static inline double cpu_s(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6 + (double)usage.ru_stime.tv_sec +
	       (double)usage.ru_stime.tv_usec / 1e6;
}

static inline void must(bool fine, GError *error, const char *what)
{
	if (fine)
		return;
	g_autofree char *sentence = error != NULL ? error_sentence(error, LANG_EN) : g_strdup("");
	fprintf(stderr, "%s: %s\n", what, sentence);
	exit(1);
}

static inline void fact_add(GPtrArray *facts, const char *subject, const char *name, const char *value)
{
	Fact *fact = fact_new(subject, name, value, value);
	fact->status = FACT_STATED;
	fact->confidence = 100;
	fact->proof.document = g_strdup("creditor");
	fact->proof.reader = g_strdup("person");
	g_ptr_array_add(facts, fact);
}

#endif
