#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# The tables of a power strip, for snmpd's pass_persist: pdu.py FOLDER
#
# FOLDER/values has lines "OID TYPE VALUE"; FOLDER/rules has lines "OID VALUE OID VALUE": what is
# set changes something else, too.  FOLDER/stuck: what is set changes nothing else.
import os
import sys

folder = sys.argv[1]


def key(oid):
    return [int(n) for n in oid.strip(".").split(".")]


def load():
    rows = {}
    for line in open(folder + "/values"):
        oid, kind, value = line.rstrip("\n").split(" ", 2)
        rows[oid] = (kind, value)
    return rows


def save(rows):
    with open(folder + "/values.new", "w") as out:
        for oid in sorted(rows, key=key):
            out.write("%s %s %s\n" % (oid, *rows[oid]))
    os.rename(folder + "/values.new", folder + "/values")


def answer(*lines):
    for line in lines:
        print(line)
    sys.stdout.flush()


while True:
    command = sys.stdin.readline()
    if not command:
        break
    command = command.strip()
    if command == "PING":
        answer("PONG")
    elif command in ("get", "getnext"):
        asked, rows = sys.stdin.readline().strip(), load()
        if command == "getnext":
            later = [oid for oid in rows if key(oid) > key(asked)]
            asked = min(later, key=key) if later else None
        if asked in rows:
            answer(asked, *rows[asked])
        else:
            answer("NONE")
    elif command == "set":
        oid, rows = sys.stdin.readline().strip(), load()
        kind, value = sys.stdin.readline().strip().split(" ", 1)
        if oid not in rows:
            answer("not-writable")
            continue
        rows[oid] = (rows[oid][0], value.strip('"'))
        if not os.path.exists(folder + "/stuck"):
            for line in open(folder + "/rules"):
                when, what, then, new = line.split()
                if when == oid and what == rows[oid][1]:
                    rows[then] = (rows[then][0], new)
        save(rows)
        answer("DONE")
