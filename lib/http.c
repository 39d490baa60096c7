// SPDX-License-Identifier: GPL-2.0-or-later
/* The checks of types are macros under the names of the functions. */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "lib/clock.h"
#include "lib/http.h"
#include "lib/late.h"

#define FUNCTIONS(X)                                                                               \
	X(curl_easy_cleanup)                                                                       \
	X(curl_easy_getinfo)                                                                       \
	X(curl_easy_init)                                                                          \
	X(curl_easy_perform)                                                                       \
	X(curl_easy_setopt)                                                                        \
	X(curl_easy_strerror)                                                                      \
	X(curl_global_init)                                                                        \
	X(curl_slist_append)                                                                       \
	X(curl_slist_free_all)

EB_LATE(net, FUNCTIONS);

enum { BODY_MAX = 1024 * 1024, URL_MAX = 1024 };

struct body {
	char *text;
	size_t length;
};

struct session {
	CURL *curl;
	curl_socket_t fd; /* the last that was opened */
};

static int remember(void *context, curl_socket_t fd, curlsocktype purpose)
{
	struct session *session = context;

	session->fd = fd;
	return CURL_SOCKOPT_OK;
}

/*
 * Until we acknowledge the first piece of an answer, its sender may keep the next (Nagle's
 * algorithm), and left to itself that takes 40 ms: the kernel is told anew at each piece.
 */
static void acknowledge(const struct session *session)
{
	int on = 1;

	setsockopt(session->fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof(on));
}

/* Before a question; what comes first may be the end of the handshake. */
static int before(void *session, char *to, char *from, int to_port, int from_port)
{
	acknowledge(session);
	return CURL_PREREQFUNC_OK;
}

/* The head of an answer, line by line; the body follows. */
static size_t hear(char *data, size_t size, size_t n, void *session)
{
	if (size * n > 5 && !strncmp(data, "HTTP/", 5))
		acknowledge(session);
	return size * n;
}

/*
 * Whom to believe: ssl_ca, else those that the system has, in a folder by the hash of their names
 * and in a bundle.  Of the bundle each one would be parsed, 140 for the one that is wanted: it is
 * left for perform_with_bundle().  Who is not to be believed is not compared with anybody.
 */
static void set_up_tls(const struct eb_fence_std *std, CURL *curl)
{
	bool verify = !std->ssl_insecure || std->ssl_secure;
	const char *folder = NULL;

	net.curl_easy_getinfo(curl, CURLINFO_CAPATH, &folder);
	net.curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
	net.curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
	if (!verify || std->ssl_ca)
		net.curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	if (!verify || std->ssl_ca || folder)
		net.curl_easy_setopt(curl, CURLOPT_CAINFO, verify ? std->ssl_ca : NULL);
}

int eb_http_open(struct eb_fence *fence)
{
	const struct eb_fence_std *std = fence->std;
	struct session *session;
	CURL *curl;
	int r;

	/* libcurl brings GnuTLS along for others; who really uses it initialises it by itself. */
	setenv("GNUTLS_NO_IMPLICIT_INIT", "1", 1);
	r = EB_LATE_LOAD(fence, net, FUNCTIONS, EB_SONAME_CURL);
	if (r < 0)
		return r;
	if (net.curl_global_init(CURL_GLOBAL_DEFAULT))
		return -ENOMEM;
	session = calloc(1, sizeof(*session));
	curl = session ? net.curl_easy_init() : NULL;
	if (!curl) {
		free(session);
		return -ENOMEM;
	}
	*session = (struct session) { curl, CURL_SOCKET_BAD };
	fence->session = session;
	net.curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	net.curl_easy_setopt(curl, CURLOPT_PROXY,
			     ""); /* a device for fencing is spoken to directly */
	net.curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
	net.curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "https");
	net.curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION,
			     1L); /* credentials go to the first host only */
	net.curl_easy_setopt(curl, CURLOPT_MAXREDIRS, 3L);
	net.curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
	net.curl_easy_setopt(curl, CURLOPT_USERNAME, std->username ? std->username : "");
	net.curl_easy_setopt(curl, CURLOPT_PASSWORD, std->password ? std->password : "");
	set_up_tls(std, curl);
	net.curl_easy_setopt(curl, CURLOPT_SOCKOPTFUNCTION, remember);
	net.curl_easy_setopt(curl, CURLOPT_SOCKOPTDATA, session);
	net.curl_easy_setopt(curl, CURLOPT_PREREQFUNCTION, before);
	net.curl_easy_setopt(curl, CURLOPT_PREREQDATA, session);
	net.curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, hear);
	net.curl_easy_setopt(curl, CURLOPT_HEADERDATA, session);
	return 0;
}

void eb_http_close(struct eb_fence *fence)
{
	struct session *session = fence->session;

	if (session)
		net.curl_easy_cleanup(session->curl);
	free(session);
	fence->session = NULL;
}

static size_t keep(char *data, size_t size, size_t n, void *context)
{
	struct body *body = context;
	char *more;

	n *= size;
	if (body->length + n > BODY_MAX)
		return 0;
	more = realloc(body->text, body->length + n + 1);
	if (!more)
		return 0;
	body->text = more;
	memcpy(body->text + body->length, data, n);
	body->length += n;
	body->text[body->length] = '\0';
	return n;
}

/* Host and port; "HOST:PORT" in ip wins, as for the stock agents. */
static void write_url(const struct eb_fence *fence, const char *path, char url[URL_MAX])
{
	const struct eb_fence_std *std = fence->std;
	const char *colon = strchr(std->ip, ':');

	if (colon && strchr(colon + 1, ':'))
		snprintf(url, URL_MAX, "https://[%s]:%ld%s", std->ip, std->ipport, path);
	else if (colon)
		snprintf(url, URL_MAX, "https://%s%s", std->ip, path);
	else
		snprintf(url, URL_MAX, "https://%s:%ld%s", std->ip, std->ipport, path);
}

static int meaning(CURLcode code)
{
	switch (code) {
	case CURLE_OPERATION_TIMEDOUT: return -ETIMEDOUT;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE: return -EACCES;
	case CURLE_URL_MALFORMAT: return -EINVAL;
	case CURLE_COULDNT_RESOLVE_HOST: return -EHOSTUNREACH;
	case CURLE_COULDNT_CONNECT: return -ECONNREFUSED;
	default: return -EIO;
	}
}

static CURLcode perform(const struct eb_fence *fence, CURL *curl)
{
	int left_ms = eb_clock_left(fence->deadline_ms);

	net.curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, left_ms > 0 ? (long)left_ms : 1L);
	return net.curl_easy_perform(curl);
}

/* Until the certificate is believed, nothing has been asked: it may be tried by the bundle. */
static CURLcode perform_with_bundle(const struct eb_fence *fence, CURL *curl)
{
	CURLcode code = perform(fence, curl);
	const char *bundle = NULL;

	if (code != CURLE_PEER_FAILED_VERIFICATION || fence->std->ssl_ca)
		return code;
	net.curl_easy_getinfo(curl, CURLINFO_CAINFO, &bundle);
	if (!bundle)
		return code;
	net.curl_easy_setopt(curl, CURLOPT_CAINFO, bundle);
	return perform(fence, curl);
}

int eb_http_ask(struct eb_fence *fence, const char *path, const char *text,
		struct eb_http_answer *answer)
{
	CURL *curl = ((struct session *)fence->session)->curl;
	char url[URL_MAX], error[CURL_ERROR_SIZE] = "";
	struct curl_slist *headers = NULL;
	struct body body = { 0 };
	CURLcode code;

	answer->body = NULL;
	answer->status = 0;
	write_url(fence, path, url);
	headers = net.curl_slist_append(headers, "Accept: application/json");
	headers = net.curl_slist_append(headers, "OData-Version: 4.0");
	if (text)
		headers = net.curl_slist_append(headers, "Content-Type: application/json");
	net.curl_easy_setopt(curl, CURLOPT_URL, url);
	net.curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	if (text)
		net.curl_easy_setopt(curl, CURLOPT_POSTFIELDS, text);
	else
		net.curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
	net.curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
	net.curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
	net.curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
	eb_fence_debug(fence, "%s %s", text ? "POST" : "GET", url);
	code = perform_with_bundle(fence, curl);
	net.curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, NULL);
	net.curl_easy_setopt(curl, CURLOPT_HTTPHEADER, NULL);
	net.curl_slist_free_all(headers);
	if (code != CURLE_OK) {
		free(body.text);
		return eb_fence_why(fence, meaning(code), "%s %s: %s", text ? "POST" : "GET", url,
				    code == CURLE_OPERATION_TIMEDOUT ? "no answer (timed out)"
				    : error[0]                       ? error
					       : net.curl_easy_strerror(code));
	}
	net.curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer->status);
	eb_fence_debug(fence, "answer %ld, %zu bytes", answer->status, body.length);
	if (answer->status == 401 || answer->status == 403) {
		free(body.text);
		return eb_fence_why(fence, -EACCES, "%s %s: access refused (%ld)",
				    text ? "POST" : "GET", url, answer->status);
	}
	answer->body = body.text ? body.text : strdup("");
	return answer->body ? 0 : -ENOMEM;
}
