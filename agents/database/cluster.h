// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the nodes of a replica set know of each other: who they are, where a server is reached,
 * and what each says of itself in attributes named RESOURCE-WHAT.
 */
#ifndef EB_AGENTS_DATABASE_CLUSTER_H
#define EB_AGENTS_DATABASE_CLUSTER_H

#include "agents/database/conf.h"

enum { EB_NODE_NAME = 256, EB_WORD = 1024 /* what is remembered */ };

/* The name of this node in the cluster. */
const char *eb_cluster_self(void);

/* Is the node in a list that is parted by blanks?  NULL is an empty list. */
bool eb_cluster_lists(const char *list, const char *node);

/* Adds the node to the list, unless it is there; false when there is no room. */
bool eb_cluster_list(char *list, size_t size, const char *node);

/* The first node of the list that is not this one, in buf; NULL when there is none. */
const char *eb_cluster_other(const char *list, char buf[EB_NODE_NAME]);

/* Whom the cluster knows to be promoted, and whom it is about to promote; NULL for nobody. */
const char *eb_cluster_promoted(void);
const char *eb_cluster_promoting(void);

/*
 * Does the cluster know that no server runs on the node, or that this transition ends it?  It tells
 * that to start, promote, demote, stop and notify; else, and when it does not know, false.
 */
bool eb_cluster_has_ended(const char *node);

/* Where the server of a node is reached: its attribute RESOURCE_mysql_master_IP, else its name. */
void eb_cluster_address(const struct eb_call *call, const char *node, char *buf, size_t size);

/* Tells RESOURCE-WHAT of this node, as a private attribute; "" takes it back. */
int eb_cluster_tell(const struct eb_call *call, const char *what, const char *text);

/* The same of another node, which keeps it when this one is gone. */
int eb_cluster_tell_of(const struct eb_call *call, const char *node, const char *what,
		       const char *text);

/* Asks it of all nodes; told.h has those that everybody can see. */
int eb_cluster_ask(const struct eb_call *call, const char *what,
		   void (*each)(const char *node, const char *value, void *context), void *context);

/* Tells that this instance has failed: what a monitor would, if the cluster ran one. */
int eb_cluster_tell_failed(const struct eb_call *call);

/* What lasts: RESOURCE_WHAT in the CIB; text is "" when there is none.  0 or -errno. */
int eb_cluster_record(const struct eb_call *call, const char *what, const char *text);
int eb_cluster_recall(const struct eb_call *call, const char *what, char *text, size_t size);

/*
 * What the primary of a node wrote down last: did its commits wait for receipts, of how many
 * replicas (-1: nothing is known), and who are they?  After its death that tells who may have what
 * it acknowledged.
 */
enum { EB_HOLDERS = 800 };
struct eb_semisync {
	bool alone; /* it acknowledged without a receipt */
	bool cut;   /* its server was started again, and has cut off what replicas may have */
	long replicas;
	bool named;               /* are they known? */
	char holders[EB_HOLDERS]; /* nodes, parted by blanks; holders.h has what is true of them */
};

/* As text: "ON|2|n2 n3", "OFF|0|n2", "CUT|2|n2 n3"; without the names when they are not known. */
void eb_semisync_text(const struct eb_semisync *semisync, char *buf, size_t size);
void eb_semisync_read(const char *text, struct eb_semisync *semisync);

/*
 * RESOURCE_SEMISYNC_NODE; what could not be written is written next time.  0 or -errno; what cannot
 * be read is set as if nothing were known.
 */
int eb_semisync_record(const struct eb_call *call, const struct eb_semisync *semisync);
int eb_semisync_recall(const struct eb_call *call, const char *node, struct eb_semisync *semisync);

/*
 * A word about this instance that outlives the call, not the machine's boot: written at once;
 * true when it was another before.
 */
bool eb_remember(const struct eb_call *call, const char *what, const char *text);
void eb_remembered(const struct eb_call *call, const char *what, char *text, size_t size);

/* Is it that word, since less than so many seconds? */
bool eb_remembered_lately(const struct eb_call *call, const char *what, const char *text,
			  int seconds);

#endif
