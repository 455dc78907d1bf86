#include "intake/worker/jail.h"

#include "intake/limits.h"
#include "intake/worker/fence.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* A sanitizer's report must come out: what is not allowed fails instead of killing, and its memory is its own affair. */
#ifdef PAAKRAV_SANITIZED
static const bool sanitized = true;
#else
static const bool sanitized = false;
#endif

/* What reading bytes needs, and nothing that names a file, a host or another process. */
static const int allowed[] = {
	SCMP_SYS(read), SCMP_SYS(recvmsg), SCMP_SYS(sendto), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(lseek), SCMP_SYS(close),
	SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(brk), SCMP_SYS(futex), SCMP_SYS(getrandom),
	SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getrusage), SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(getpid), SCMP_SYS(gettid),
	SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(restart_syscall),
#ifdef PAAKRAV_SANITIZED
	SCMP_SYS(mmap), SCMP_SYS(mprotect), SCMP_SYS(sched_yield), SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(ioctl),
#endif
};

/* What reading files needs besides: opening is looked at below. Landlock keeps the paths to its list. */
static const int allowed_with_files[] = {
	SCMP_SYS(newfstatat), SCMP_SYS(fstat), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(statx), SCMP_SYS(access), SCMP_SYS(faccessat),
	SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getdents64), SCMP_SYS(fstatfs), SCMP_SYS(statfs),
	SCMP_SYS(pread64), SCMP_SYS(fadvise64), SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid),
	SCMP_SYS(uname), SCMP_SYS(sysinfo), SCMP_SYS(sched_getaffinity), SCMP_SYS(sched_yield),
};

/* Asked for by libraries that live on without an answer: iconv tables, time zones. */
static const int denied[] = {
	SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(access), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
	SCMP_SYS(newfstatat), SCMP_SYS(stat), SCMP_SYS(ioctl),
};

/* What only somebody who has taken the worker over would ask for. */
static const int deadly[] = {
	SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(kill), SCMP_SYS(tkill), SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(pidfd_open), SCMP_SYS(pidfd_getfd),
	SCMP_SYS(pidfd_send_signal), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(mount), SCMP_SYS(bpf),
	SCMP_SYS(io_uring_setup), SCMP_SYS(userfaultfd), SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(memfd_create),
};

static bool rule_all(scmp_filter_ctx rules, uint32_t action, const int *calls, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (seccomp_rule_add(rules, action, calls[i], 0) != 0)
			return false;
	return true;
}

/* Memory, but never memory that can be executed. */
static bool rule_memory(scmp_filter_ctx rules)
{
	return seccomp_rule_add(rules, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
	       seccomp_rule_add(rules, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

/* Opening for reading, nothing else; and looking at a descriptor's flags, but not making it send signals. */
static bool rule_files(scmp_filter_ctx rules)
{
	const scmp_datum_t writes = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
	bool fine = rule_all(rules, SCMP_ACT_ALLOW, allowed_with_files, sizeof allowed_with_files / sizeof *allowed_with_files) &&
	            seccomp_rule_add(rules, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, writes, O_RDONLY)) == 0 &&
	            seccomp_rule_add(rules, SCMP_ACT_ALLOW, SCMP_SYS(open), 1, SCMP_A1(SCMP_CMP_MASKED_EQ, writes, O_RDONLY)) == 0;
	static const int flags[] = { F_GETFD, F_SETFD, F_GETFL };
	for (size_t i = 0; fine && i < sizeof flags / sizeof *flags; i++)
		fine = seccomp_rule_add(rules, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, SCMP_A1(SCMP_CMP_EQ, (scmp_datum_t)flags[i], 0)) == 0;
	return fine;
}

/* Of this process alone: its CPU limit, moved before each job, and its own end. */
static bool rule_self(scmp_filter_ctx rules)
{
	const scmp_datum_t self = (scmp_datum_t)getpid();
	return seccomp_rule_add(rules, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A0(SCMP_CMP_EQ, 0, 0)) == 0 &&
	       seccomp_rule_add(rules, SCMP_ACT_ALLOW, SCMP_SYS(setrlimit), 0) == 0 &&
	       seccomp_rule_add(rules, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_EQ, self, 0)) == 0;
}

/* What is not allowed, told apart: what fails, and what kills. */
static bool rule_refused(scmp_filter_ctx rules, bool large, bool opens_files)
{
	if (!large)
		return rule_all(rules, SCMP_ACT_ERRNO(EACCES), denied, sizeof denied / sizeof *denied);
	return rule_all(rules, SCMP_ACT_KILL_PROCESS, deadly, sizeof deadly / sizeof *deadly) &&
	       (opens_files || seccomp_rule_add(rules, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 0) == 0);
}

/*
 * The large libraries ask for this and that at their first use, and live on with a no; the smaller room has none of them,
 * and whoever asks there for what it does not need has taken it over.
 */
static bool filter(bool large, bool opens_files)
{
	scmp_filter_ctx rules = seccomp_init(large || sanitized ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_KILL_PROCESS);
	if (rules == NULL)
		return false;
	bool fine = rule_all(rules, SCMP_ACT_ALLOW, allowed, sizeof allowed / sizeof *allowed) && rule_self(rules);
	if (!sanitized)
		fine = fine && rule_memory(rules) && rule_refused(rules, large, opens_files);
	fine = fine && (!opens_files || rule_files(rules)) && seccomp_load(rules) == 0;
	seccomp_release(rules);
	return fine;
}

static bool limit(int what, rlim_t value)
{
	struct rlimit both = { value, value };
	return setrlimit((__rlimit_resource_t)what, &both) == 0;
}

bool jail_enter(int fd, bool opens_files)
{
	/* A parent that is gone already is seen at the socket: it has ended. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0)
		return false;
	if (close_range((unsigned)fd + 1, ~0U, 0) != 0 || clearenv() != 0)
		return false;
	/* The fence stands before the limits: it opens each folder of its list. */
	bool fenced = fence_raise(opens_files);
	/* The socket and documents; stdin, stdout and stderr are /dev/null already. */
	if (!limit(RLIMIT_CORE, 0) || !limit(RLIMIT_NOFILE, LIMIT_JOB_FILES) || !limit(RLIMIT_NPROC, 0))
		return false;
	/* A sanitizer writes its report, and its address space means nothing. */
	if (!sanitized && (!limit(RLIMIT_FSIZE, 0) || !limit(RLIMIT_AS, LIMIT_JOB_MEMORY_BYTES)))
		return false;
	return filter(opens_files, opens_files && fenced);
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
