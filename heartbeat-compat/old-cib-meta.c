// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Meta attributes of an old CIB, which 0.6 also had among the parameters or as attributes of the
 * element: found wherever they are, under the name that they have now.
 */
#include <string.h>

#include "heartbeat-compat/old-cib.h"

bool eb_old_is_meta(const char *name)
{
	return eb_renamed_find(eb_old_metas_table, name) && strcmp(name, "description") != 0;
}

bool eb_old_is_default(const char *value)
{
	return strcmp(value, "default") == 0 || strcmp(value, "#default") == 0;
}

/* A group would inherit from its clone that it is in no order. */
bool eb_old_says_nothing(bool group, const struct eb_renamed *meta, const char *value)
{
	return eb_old_is_default(value) ||
	       (!group && strcmp(meta->now, "ordered") == 0 && eb_old_is_false(value));
}

static void add_meta(struct eb_translation *t, struct eb_resource *resource, const char *name,
		     const char *value)
{
	const struct eb_renamed *meta = eb_renamed_find(eb_old_metas_table, name);
	bool role = meta && meta->now && strcmp(meta->now, "target-role") == 0;

	if (role)
		value = eb_old_role(t, value);
	if (!meta || !meta->now || !value || !eb_old_fits(meta->values, value) ||
	    eb_old_says_nothing(resource->kind == EB_GROUP, meta, value) ||
	    eb_pair_find(resource->meta, meta->now))
		return;
	/* A group that is not in order is none any more. */
	if (resource->kind == EB_GROUP && strcmp(meta->now, "ordered") == 0)
		return;
	eb_pair_add(t->plan, resource->meta, meta->now, eb_old_plain(meta->values, value));
}

const char *eb_old_meta(const struct eb_translation *t, const struct eb_element *element,
			const char *name)
{
	static const char *const sets[] = { "meta_attributes", "instance_attributes" };
	const char *value = eb_xml_get(element, name);
	const struct eb_element *nvpair;
	bool ruled;

	for (size_t i = 0; i < EB_COUNT(sets); i++)
		eb_for_each (nvpair, eb_old_pairs(t, element, sets[i], &ruled))
			if (!value && g_strcmp0(eb_xml_get(nvpair, "name"), name) == 0)
				value = eb_xml_get(nvpair, "value");
	return value;
}

bool eb_old_metas(struct eb_translation *t, struct eb_resource *resource,
		  const struct eb_element *element)
{
	const struct eb_element *nvpair;
	const struct eb_pair *attribute;
	bool ruled = false;

	eb_for_each (nvpair, eb_old_pairs(t, element, "meta_attributes", &ruled))
		add_meta(t, resource, eb_xml_get(nvpair, "name"), eb_xml_get(nvpair, "value"));
	eb_for_each (nvpair, eb_old_pairs(t, element, "instance_attributes", &ruled))
		add_meta(t, resource, eb_xml_get(nvpair, "name"), eb_xml_get(nvpair, "value"));
	eb_for_each (attribute, element->attributes)
		add_meta(t, resource, attribute->name, attribute->value);
	return !ruled;
}
