// SPDX-License-Identifier: GPL-2.0-or-later
/* mysql: a database server; what it does is in agents/database, the same under all its names. */
#include "agents/database/conf.h"

const struct eb_agent eb_agent = {
	.name = "mysql",
	.brief = "A MySQL or MariaDB server",
	.detail = eb_mysql_detail,
	.flags = EB_NEEDS_ROOT,
	.conf_size = sizeof(struct eb_mysql_conf),
	.params = eb_mysql_params,
	.actions = eb_mysql_actions,
	.validate = eb_mysql_validate,
	.validate_host = eb_mysql_validate_host,
};
