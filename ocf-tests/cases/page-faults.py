# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads a page and the plan that it shows, and prints what is wrong with the page.

usage: page-faults.py PAGE PLAN
"""
import json
import sys
import xml.etree.ElementTree as et

XLINK = '{http://www.w3.org/1999/xlink}href'


def links_in(element):
    return [link for node in element.iter() if (link := node.get('href') or node.get(XLINK))]


def find(elements, anchor):
    return elements.get(anchor, et.Element('nothing'))


def main(page, plan):
    root = et.parse(page).getroot()
    plan = json.load(open(plan, encoding='utf-8'))
    nodes = list(root.iter())
    ids = [node.get('id') for node in nodes if node.get('id')]
    elements = {node.get('id'): node for node in nodes}
    picture = next((n for n in nodes if n.get('class') == 'picture'), et.Element('nothing'))

    for anchor in sorted({i for i in ids if ids.count(i) > 1}):
        print('twice:', anchor)
    for link in links_in(root):
        if link != 'data:,' and (link[0] != '#' or link[1:] not in elements):
            print('leads nowhere:', link)
    for node in nodes:
        name = node.tag.split('}')[-1]
        if name in ('script', 'iframe', 'object', 'embed', 'img', 'form', 'base'):
            print('has no place here:', name)
        for attribute in node.attrib:
            if attribute.lower().startswith('on') or attribute in ('src', 'srcset'):
                print('has no place here:', name, attribute)

    seen = set()
    for at, line in enumerate(plan['fates'], 1):
        words = [(f'row-{at}-{n}', word) for n, word in enumerate(line.get('words', []), 1)]
        for row, fate in [(f'row-{at}', line), *words]:
            if row not in elements:
                print('no row for:', fate['source'])
            for name in fate.get('objects', []):
                if name in seen:
                    continue
                seen.add(name)
                anchors = [link[1:] for link in links_in(find(elements, row))]
                drawn = [a for a in anchors if any(n.get('id') == a for n in picture.iter())]
                if not drawn:
                    print('not in the picture:', name)
                elif not any(f'#{row}' in links_in(elements[a]) for a in drawn):
                    print('does not lead back:', name)
    if not seen:
        print('no object at all')
    for finding in plan.get('findings', []):
        if finding['code'] not in elements:
            print('not told:', finding['code'])


main(*sys.argv[1:])
