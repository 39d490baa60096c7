// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <linux/nvme_ioctl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "fence/scsi/disk.h"
#include "lib/core.h"

bool eb_disk_has(const struct eb_disk *disk, uint64_t key)
{
	for (int i = 0; i < disk->n_keys; i++)
		if (disk->keys[i] == key)
			return true;
	return false;
}

/* A namespace of NVMe tells its number; nothing else has one.  A disk that cannot be opened says why
 * when it is asked. */
static const struct eb_disk_words *words_of(const char *path)
{
	EB_CLEAN(eb_closep) int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	return fd >= 0 && ioctl(fd, NVME_IOCTL_ID, NULL) > 0 ? &eb_nvme_words : &eb_scsi_words;
}

int eb_disk_work(void *arg)
{
	struct eb_disk_job *job = arg;
	const struct eb_disk_words *words = words_of(job->path);
	int r = words->look(job->path, &job->disk);

	if (r < 0 || job->step == EB_DISK_LOOK)
		return r;
	if (job->step == EB_DISK_LET_IN)
		r = words->enrol(job->path, job->own, job->old, job->lasting);
	else if (eb_disk_has(&job->disk, job->victim))
		r = words->preempt(job->path, job->own, job->victim);
	if (r == 0)
		r = words->look(job->path, &job->disk);
	if (r == 0 && !job->disk.reserved)
		r = words->reserve(job->path, job->own);
	/* Another node may be quicker: that is as good. */
	if (r == -EBUSY && words->look(job->path, &job->disk) == 0 && job->disk.reserved &&
	    eb_disk_has(&job->disk, job->own) && !eb_disk_has(&job->disk, job->victim))
		r = 0;
	return r;
}
