"""What a locked room did, from strace's account of it: room_trace.py TRACE...

After the lock it may open files of the system's folders (LIMIT_JOB_FOLDERS) for reading, and nothing else may succeed that
names a file, a host or another process. Before it, it may only read. Prints what was wrong, and fails.
room_trace.py --opened TRACE... lists the folders that were read after the lock.
"""
import os
import re
import sys

LIMITS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "intake", "limits.h")
CALL = re.compile(r"^(?:\[pid +\d+\] |\d+ +)?(\w+)\((.*)\)\s+= (-?\d+|0x[0-9a-f]+|\?)(.*)$")

# What only ever looks at this process or at bytes it was handed.
HARMLESS = set("""read recvmsg write writev sendto lseek close munmap mremap madvise brk futex getrandom clock_gettime gettimeofday time
getrusage rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack getpid gettid exit exit_group restart_syscall mmap mprotect fstat
newfstatat stat lstat statx access faccessat faccessat2 readlink readlinkat getdents64 fstatfs statfs pread64 fadvise64 getuid geteuid
getgid getegid uname sysinfo sched_getaffinity sched_yield prlimit64 setrlimit fcntl ioctl seccomp""".split())
# Before the lock: what a program does to start, and to lock itself in.
STARTING = HARMLESS | set("""execve arch_prctl set_tid_address set_robust_list rseq prctl close_range landlock_create_ruleset
landlock_add_rule landlock_restrict_self getppid poll clone3 clone set_mempolicy dup dup2 getcwd wait4 pipe2 sched_getparam
sched_getscheduler getpgrp lgetxattr getrlimit vfork openat open""".split())


def folders():
    text = open(LIMITS, encoding="utf-8").read().replace("\\\n", " ")
    line = re.search(r"#define LIMIT_JOB_FOLDERS(.*)", text).group(1)
    return re.findall(r'"(/[^"]*)"', line)


def below(path, allowed):
    path = os.path.normpath(path)
    return any(path == folder or path.startswith(folder + "/") for folder in allowed)


def fault_after(name, args, result, allowed):
    """What is wrong with a call that succeeded behind the lock; None."""
    if name in ("openat", "open"):
        path = re.search(r'"([^"]*)"', args)
        if re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE", args):
            return "opened for writing"
        if path is None or not path.group(1).startswith("/") or not below(path.group(1), allowed):
            return "opened outside the list"
        return None
    if name in ("write", "writev", "sendto"):
        # The socket; stdout and stderr are /dev/null.
        return None if re.match("[123],", args) else "wrote elsewhere than to the socket"
    if name == "mmap" and "PROT_EXEC" in args or name == "mprotect" and "PROT_EXEC" in args:
        return "made memory executable"
    if name == "prlimit64" and not args.startswith("0,"):
        return "changed another process's limits"
    if name == "fcntl" and not re.search(r"F_GETFD|F_SETFD|F_GETFL", args):
        return "changed a descriptor"
    if name == "tgkill":
        return None  # of itself: the lock sees to that, and its number is not known here
    return None if name in HARMLESS else "is not for a locked room"


def main():
    args = sys.argv[1:]
    list_opened = args[:1] == ["--opened"]
    allowed, faults, opened = folders(), [], set()
    for trace in args[1:] if list_opened else args:
        locked, calls = False, 0
        for line in open(trace, encoding="utf-8", errors="replace"):
            match = CALL.match(line.strip())
            if match is None:
                continue
            name, inner, result = match.group(1), match.group(2), match.group(3)
            failed = result.startswith("-") or result == "?"
            if name == "seccomp" and "SECCOMP_SET_MODE_FILTER" in inner and result == "0":
                locked = True
                continue
            if failed and name not in ("execve",):
                continue
            if locked:
                calls += 1
                fault = fault_after(name, inner, result, allowed)
                path = re.search(r'"([^"]*)"', inner)
                if fault is None and name in ("openat", "open"):
                    opened.add(next(f for f in allowed if below(path.group(1), [f])))
            else:
                writes = name in ("openat", "open") and re.search(r"O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE|O_WRONLY", inner)
                fault = "opened for writing" if writes else None if name in STARTING else "is not for a starting room"
            if fault is not None:
                faults.append(f"{os.path.basename(trace)}: {fault}: {line.strip()[:200]}")
        if not locked:
            faults.append(f"{os.path.basename(trace)}: never locked itself in")
        elif calls == 0:
            faults.append(f"{os.path.basename(trace)}: did nothing behind the lock")
    if list_opened:
        print("\n".join(sorted(opened)))
    print("\n".join(faults[:40]), file=sys.stderr)
    return 1 if faults else 0


sys.exit(main())
