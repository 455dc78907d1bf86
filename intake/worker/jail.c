#include "intake/worker/jail.h"

#include "intake/limits.h"

#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* What reading bytes needs, and nothing that names a file, a host or another process. */
static const int allowed[] = {
	SCMP_SYS(read), SCMP_SYS(recvmsg), SCMP_SYS(sendto), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(lseek), SCMP_SYS(close),
	SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(brk), SCMP_SYS(futex), SCMP_SYS(getrandom),
	SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getrusage), SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(tgkill),
	SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(restart_syscall),
#ifdef PAAKRAV_SANITIZED
	SCMP_SYS(mmap), SCMP_SYS(mprotect), SCMP_SYS(sched_yield), SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(ioctl),
#endif
};

#ifndef PAAKRAV_SANITIZED
/* Asked for by libraries that live on without an answer: iconv tables, time zones. */
static const int denied[] = {
	SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(access), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
	SCMP_SYS(newfstatat), SCMP_SYS(stat), SCMP_SYS(ioctl),
};
#endif

static bool filter(void)
{
#ifdef PAAKRAV_SANITIZED
	/* A sanitizer's report must come out: what is not allowed fails instead of killing. */
	scmp_filter_ctx rules = seccomp_init(SCMP_ACT_ERRNO(EPERM));
#else
	scmp_filter_ctx rules = seccomp_init(SCMP_ACT_KILL_PROCESS);
#endif
	if (rules == NULL)
		return false;
	bool fine = true;
	for (size_t i = 0; fine && i < sizeof allowed / sizeof *allowed; i++)
		fine = seccomp_rule_add(rules, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
#ifndef PAAKRAV_SANITIZED
	for (size_t i = 0; fine && i < sizeof denied / sizeof *denied; i++)
		fine = seccomp_rule_add(rules, SCMP_ACT_ERRNO(EACCES), denied[i], 0) == 0;
	/* Memory, but never memory that can be executed. */
	fine = fine && seccomp_rule_add(rules, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
	fine = fine && seccomp_rule_add(rules, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
#endif
	/* The CPU limit is moved before each job; of this process alone. */
	fine = fine && seccomp_rule_add(rules, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A0(SCMP_CMP_EQ, 0, 0)) == 0;
	fine = fine && seccomp_rule_add(rules, SCMP_ACT_ALLOW, SCMP_SYS(setrlimit), 0) == 0;
	fine = fine && seccomp_load(rules) == 0;
	seccomp_release(rules);
	return fine;
}

static bool limit(int what, rlim_t value)
{
	struct rlimit both = { value, value };
	return setrlimit((__rlimit_resource_t)what, &both) == 0;
}

bool jail_enter(int fd)
{
	/* A parent that is gone already is seen at the socket: it has ended. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0)
		return false;
	if (close_range((unsigned)fd + 1, ~0U, 0) != 0 || clearenv() != 0)
		return false;
	/* The socket and a document; stdin, stdout and stderr are /dev/null already. */
	if (!limit(RLIMIT_CORE, 0) || !limit(RLIMIT_NOFILE, LIMIT_JOB_FILES) || !limit(RLIMIT_FSIZE, 0) || !limit(RLIMIT_NPROC, 0))
		return false;
#ifndef PAAKRAV_SANITIZED
	if (!limit(RLIMIT_AS, LIMIT_JOB_MEMORY_BYTES))
		return false;
#endif
	return filter();
}

bool jail_wind(void)
{
	struct rusage used;
	struct rlimit cpu;
	if (getrusage(RUSAGE_SELF, &used) != 0 || getrlimit(RLIMIT_CPU, &cpu) != 0)
		return false;
	cpu.rlim_cur = (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec + 2 + LIMIT_JOB_CPU_S);
	if (cpu.rlim_max != RLIM_INFINITY && cpu.rlim_cur > cpu.rlim_max)
		cpu.rlim_cur = cpu.rlim_max;
	return setrlimit(RLIMIT_CPU, &cpu) == 0;
}
