// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Between the files of the ha.cf reader: a row of the table, and a reading in progress.
 */
#ifndef EB_HA_CF_ROW_H
#define EB_HA_CF_ROW_H

#include "heartbeat-compat/lex.h"
#include "heartbeat-compat/model.h"

/* One reading of one ha.cf. */
struct ha_cf {
	struct hb_cluster *cluster;
	struct hb_config *config;
	const char *uname; /* of the node whose file this is; NULL: not known */
	struct eb_source *source;
	struct eb_diag *diag;
	int port[HB_MEDIUM_SERIAL + 1]; /* each kind of path keeps the port of its first line */
	GHashTable *clients;            /* of apiauth lines: name -> struct hb_apiauth * */
	const struct hb_record *crm;    /* the first crm or pacemaker line */
};

enum hb_kind {
	HB_KIND_LINE, /* read by its own function */
	HB_KIND_TIME,
	HB_KIND_BOOLEAN,
	HB_KIND_NUMBER, /* least..most */
	HB_KIND_CHOICE, /* one of the words, exactly */
	HB_KIND_ANY_CASE,
	HB_KIND_FAILBACK, /* a boolean or legacy */
	HB_KIND_TEXT,
};

struct hb_row {
	struct hb_directive directive;
	enum hb_kind kind;
	bool once;           /* a second line is an error */
	int64_t least, most; /* HB_KIND_NUMBER; HB_KIND_TIME: least, in ms */
	const char *const *choices;
	/* Called once per value (lists: split at commas too), or once with the whole line. */
	void (*value)(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word);
	void (*line)(struct ha_cf *reader, struct hb_record *record);
};

extern const struct hb_row hb_rows[HB_DIRECTIVES];

/* Reports an error at a word and marks its record broken. */
struct eb_message *hb_refuse(struct ha_cf *reader, struct hb_record *record, unsigned int code,
			     struct eb_span span, const char *format, ...) EB_PRINTF(5, 6);

/* ha-cf-scalar.c: any directive with one value. */
void hb_take_scalar(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word);
void hb_take_nice_failback(struct ha_cf *reader, struct hb_record *record,
			   const struct hb_word *word);
void hb_take_crm(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word);

/* ha-cf-media.c: nodes, heartbeat paths, ping nodes. */
void hb_take_node(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word);
void hb_take_bcast(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word);
void hb_take_serial(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word);
void hb_take_ping(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word);
void hb_take_udpport(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word);
void hb_read_ucast(struct ha_cf *reader, struct hb_record *record);
void hb_read_mcast(struct ha_cf *reader, struct hb_record *record);
void hb_read_ping_group(struct ha_cf *reader, struct hb_record *record);

/* ha-cf-client.c: what Heartbeat starts, admits and shoots with. */
void hb_take_env(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word);
void hb_take_alert(struct ha_cf *reader, struct hb_record *record, const struct hb_word *word);
void hb_read_respawn(struct ha_cf *reader, struct hb_record *record);
void hb_read_apiauth(struct ha_cf *reader, struct hb_record *record);
void hb_read_stonith(struct ha_cf *reader, struct hb_record *record);

#endif
