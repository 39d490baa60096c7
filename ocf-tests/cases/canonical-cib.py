# SPDX-License-Identifier: GPL-2.0-or-later
"""Prints a CIB so that two with the same meaning look the same: without the order of what has
none, what a cluster adds by itself, the ids that pcs gives to expressions and properties, "and",
which is the default, and lists of operations that are empty.

usage: canonical-cib.py FILE
"""
import sys
import xml.etree.ElementTree as et

OWN = {'dc-version', 'cluster-infrastructure', 'cluster-name', 'have-watchdog',
       'last-lrm-refresh'}
PROPERTIES = ('cib-bootstrap-options-', 'hb-property-')


def show(node, depth):
    own = dict(node.attrib)
    if node.tag == 'expression' or own.get('id', '').startswith(PROPERTIES):
        own.pop('id', None)
    if own.get('boolean-op') == 'and':
        own.pop('boolean-op')
    if depth < 2:
        own = {}
    print(' ' * depth + node.tag, *sorted('%s=%r' % pair for pair in own.items()))
    inner = [child for child in node
             if child.tag not in ('nodes', 'status') and child.get('name') not in OWN
             and (child.tag != 'operations' or len(child))]
    if node.tag != 'group':
        inner.sort(key=lambda child: (child.tag, child.get('id') or ''))
    else:
        inner.sort(key=lambda child: child.tag == 'primitive')
    for child in inner:
        show(child, depth + 1)


show(et.parse(sys.argv[1]).getroot(), 0)
