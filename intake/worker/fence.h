/* The fence: which of the system's folders the locked room may read, held by the kernel (Landlock). */
#ifndef PAAKRAV_WORKER_FENCE_H
#define PAAKRAV_WORKER_FENCE_H

#include <stdbool.h>

/*
 * From here on this process can read files below LIMIT_JOB_FOLDERS (none of them unless opens_files), and do nothing else
 * with any path, TCP port, or process outside. false when this kernel cannot. After PR_SET_NO_NEW_PRIVS.
 */
bool fence_raise(bool opens_files);

#endif
