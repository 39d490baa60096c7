// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "heartbeat-compat/daemon/ha-log.h"
#include "heartbeat-compat/daemon/held.h"
#include "heartbeat-compat/daemon/privilege.h"
#include "heartbeat-compat/daemon/quorum.h"
#include "lib/file.h"

enum { FOLDER_MODE = 0750 };

#define BIT(capability) (UINT64_C(1) << (capability))

/* What each is for. Those of one reason stand together, the reason with the first. */
static const struct {
	int capability;
	const char *name, *reason;
} rights[] = {
	{ CAP_NET_RAW, "cap_net_raw", "ping lines and address_check" },
	{ CAP_SETUID, "cap_setuid", "respawn lines of other users than " HB_USER },
	{ CAP_SETGID, "cap_setgid", NULL },
	{ CAP_KILL, "cap_kill", NULL },
	{ CAP_SYS_BOOT, "cap_sys_boot", "failfast lines" },
	{ CAP_DAC_READ_SEARCH, "cap_dac_read_search", "files that only root may read" },
};

/* ---- which ---------------------------------------------------------------------------------- */

uint64_t hb_privilege_needed(const struct hb_settings *settings)
{
	/* The next reload may bring a ping line. */
	uint64_t needed = BIT(CAP_NET_RAW);
	const struct hb_program *program;

	eb_for_each (program, settings->programs) {
		if (strcmp(program->user, HB_USER) != 0)
			needed |= BIT(CAP_SETUID) | BIT(CAP_SETGID) | BIT(CAP_KILL);
		if (program->failfast)
			needed |= BIT(CAP_SYS_BOOT);
	}
	return needed;
}

static bool readable(const char *path)
{
	return access(path, R_OK) == 0 || errno == ENOENT;
}

char *hb_privilege_unreadable(const struct hb_settings *settings, const struct hb_config_job *job)
{
	g_autoptr(GDir) folder = g_dir_open(job->folder, 0, NULL);
	const char *name, *path;

	if (!folder || !readable(job->applied))
		return g_strdup(folder ? job->applied : job->folder);
	while ((name = g_dir_read_name(folder))) {
		g_autofree char *whole = g_build_filename(job->folder, name, NULL);

		if (strcmp(name, hb_file_name(HB_FILE_AUTHKEYS)) != 0 && !readable(whole))
			return g_steal_pointer(&whole);
	}
	eb_for_each (path, settings->files)
		if (!readable(path))
			return g_strdup(path);
	return NULL;
}

/* ---- what the kernel holds ------------------------------------------------------------------ */

enum { WORDS = _LINUX_CAPABILITY_U32S_3, WORD_BITS = 32 };

static int get_rights(uint64_t *permitted)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[WORDS];

	if (syscall(SYS_capget, &head, data) < 0)
		return -errno;
	*permitted = data[0].permitted | (uint64_t)data[1].permitted << WORD_BITS;
	return 0;
}

static int set_rights(uint64_t rights_kept)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[WORDS] = { { 0 } };

	for (int i = 0; i < WORDS; i++)
		data[i].permitted = data[i].effective = (uint32_t)(rights_kept >> i * WORD_BITS);
	return syscall(SYS_capset, &head, data) < 0 ? -errno : 0;
}

bool hb_privilege_has(int capability)
{
	uint64_t permitted = 0;

	return get_rights(&permitted) == 0 && permitted & BIT(capability);
}

/* ---- becoming hacluster --------------------------------------------------------------------- */

/* What a former daemon left there is handed over as long as the folder is root's. */
static int hand_over_folder(uid_t uid, gid_t gid)
{
	g_autofree char *path = g_path_get_dirname(HB_HELD);
	EB_CLEAN(eb_closep) int folder = -1;
	struct stat status;
	int failed = eb_file_make_parent(HB_HELD);

	if (failed)
		return failed;
	folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (folder < 0 || fstat(folder, &status) < 0)
		return -errno;
	if (status.st_uid != 0)
		return 0;
	if (fchownat(folder, strrchr(HB_HELD, '/') + 1, uid, gid, AT_SYMLINK_NOFOLLOW) < 0 &&
	    errno != ENOENT)
		return -errno;
	return fchmod(folder, FOLDER_MODE) < 0 || fchown(folder, uid, gid) < 0 ? -errno : 0;
}

static int change_user(uid_t uid, gid_t gid)
{
	if (prctl(PR_SET_KEEPCAPS, 1) < 0 || initgroups(HB_USER, gid) < 0 ||
	    setresgid(gid, gid, gid) < 0 || setresuid(uid, uid, uid) < 0 ||
	    prctl(PR_SET_KEEPCAPS, 0) < 0)
		return -errno;
	return 0;
}

static void say(uint64_t kept, const char *unreadable)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (size_t i = 0; i < EB_COUNT(rights); i++)
		if (kept & BIT(rights[i].capability))
			g_string_append_printf(names, "%s %s", names->len ? "," : "",
					       rights[i].name);
	hb_log(HB_LOG_INFO, "running as " HB_USER " with%s", names->str);
	if (unreadable)
		hb_log(HB_LOG_INFO,
		       "cap_dac_read_search is for %s, which " HB_GROUP " may not read",
		       unreadable);
}

int hb_privilege_drop(const struct hb_settings *settings, const struct hb_config_job *job)
{
	const struct passwd *user = getpwnam(HB_USER);
	const struct group *group = getgrnam(HB_GROUP);
	uint64_t needed = hb_privilege_needed(settings), had = 0;
	g_autofree char *unreadable = NULL;
	int failed;

	if (geteuid() != 0)
		return 0;
	if (!user || !group)
		return -ENOENT;
	/* A corosync that runs already may not have read our file in its uidgid.d. */
	hb_quorum_admit(user->pw_uid);
	hb_log_own(user->pw_uid, group->gr_gid);
	failed = hand_over_folder(user->pw_uid, group->gr_gid);
	if (!failed)
		failed = get_rights(&had);
	if (!failed)
		failed = change_user(user->pw_uid, group->gr_gid);
	if (failed)
		return failed;
	unreadable = hb_privilege_unreadable(settings, job);
	if (unreadable)
		needed |= BIT(CAP_DAC_READ_SEARCH);
	failed = set_rights(needed & had);
	if (!failed)
		say(needed & had, unreadable);
	return failed;
}

void hb_privilege_warn(const struct hb_settings *settings)
{
	uint64_t needed = hb_privilege_needed(settings);

	for (size_t i = 0; i < EB_COUNT(rights); i++)
		if (rights[i].reason && needed & BIT(rights[i].capability) &&
		    !hb_privilege_has(rights[i].capability))
			hb_log(HB_LOG_WARN,
			       "%s take a restart of escapebeatd: it gave up %s when it began",
			       rights[i].reason, rights[i].name);
}
