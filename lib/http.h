// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * HTTPS for fence agents, by libcurl: one connection for a whole action, certificates verified
 * unless ssl_insecure says otherwise.
 */
#ifndef EB_HTTP_H
#define EB_HTTP_H

#include "lib/fence.h"

struct eb_http_answer {
	long status; /* 200, 404, ... */
	char *body;  /* NUL-terminated; free it */
};

/* For struct eb_fence_agent: the handle with credentials and TLS as the options say. */
int eb_http_open(struct eb_fence *fence);
void eb_http_close(struct eb_fence *fence);

/*
 * GET path, or POST a JSON text to it (body NULL: GET), until fence->deadline_ms.  0 when there
 * was an answer, whatever its status; a status of 401 or 403 is -EACCES; else -errno.  The
 * reason is noted.
 */
int eb_http_ask(struct eb_fence *fence, const char *path, const char *body,
		struct eb_http_answer *answer);

#endif
