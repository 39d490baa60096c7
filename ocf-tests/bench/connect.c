// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The least that a monitor of a database can cost where libmariadb asks: loads the library, connects to
 * the socket that OCF_RESKEY_socket names, asks one question.  No server there is no failure.
 */
#include <mysql.h>
#include <stdlib.h>

int main(void)
{
	MYSQL *handle = mysql_init(NULL);

	if (handle &&
	    mysql_real_connect(handle, NULL, "root", "", NULL, 0, getenv("OCF_RESKEY_socket"), 0) &&
	    mysql_query(handle, "SELECT 1") == 0)
		mysql_free_result(mysql_store_result(handle));
	mysql_close(handle);
	return 0;
}
