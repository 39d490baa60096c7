// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The plan's objects as the XML of a CIB.
 */
#ifndef EB_TO_CIB_H
#define EB_TO_CIB_H

#include "heartbeat-compat/plan.h"

/*
 * A whole CIB without status, as a node takes it from cib.xml at its first start. The ids of
 * parts follow from the ids of objects: hb-x has hb-x-instance_attributes-ip. g_free it.
 */
char *eb_cib_xml(const struct eb_plan *plan);

/* The same with the nodes also where there is fencing, for who plays with their states; g_free it. */
char *eb_cib_xml_with_nodes(const struct eb_plan *plan);

/* The constraint alone, on one line; g_free it. */
char *eb_cib_location_xml(const struct eb_location *location);

#endif
