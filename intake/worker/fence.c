#include "intake/worker/fence.h"

#include "intake/limits.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *const folders[] = { LIMIT_JOB_FOLDERS };

/* As newer kernels know it; an older one is told a shorter part. */
typedef struct Rights {
	uint64_t files, network, scopes;
} Rights;

/* Everything that this kernel can forbid: an edition of Landlock names what it added. */
static size_t all_rights(long edition, Rights *rights)
{
	unsigned files = edition >= 5 ? 16 : edition >= 3 ? 15 : edition >= 2 ? 14 : 13;
	*rights = (Rights){ (1ULL << files) - 1, edition >= 4 ? 3 : 0, edition >= 6 ? 3 : 0 };
	return edition >= 6 ? sizeof *rights : edition >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
}

bool fence_raise(bool opens_files)
{
	long edition = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	if (edition < 1)
		return false;
	Rights rights;
	size_t size = all_rights(edition, &rights);
	int rules = (int)syscall(SYS_landlock_create_ruleset, &rights, size, 0);
	bool fine = rules >= 0;
	for (size_t i = 0; fine && opens_files && i < sizeof folders / sizeof *folders; i++) {
		struct landlock_path_beneath_attr below = {
			.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
			.parent_fd = open(folders[i], O_PATH | O_DIRECTORY | O_CLOEXEC),
		};
		if (below.parent_fd < 0)
			continue; /* this system keeps nothing there */
		fine = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &below, 0) == 0;
		close(below.parent_fd);
	}
	fine = fine && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	if (rules >= 0)
		close(rules);
	return fine;
}
