#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# A stand-in for an RPS-10M on a pseudo terminal: rps10-stand-in.py FOLDER
#
# FOLDER/tty is a link to the line, FOLDER/plug-N holds on or off, FOLDER/mode says what goes
# wrong: silent, mute (greets, and answers nothing), nonsense, other (speaks of another plug),
# half (never complete), contrary (says Off for On).  Outlet * is all of them.  A pseudo terminal has no DTR, so it greets
# again and again while nothing is ordered.
import os
import pty
import select
import sys
import tty

folder = sys.argv[1]
master, slave = pty.openpty()
tty.setraw(master)
tty.setraw(slave)
os.symlink(os.ttyname(slave), folder + "/tty.new")
os.rename(folder + "/tty.new", folder + "/tty")
begin = b"\x02\x18\x18\x02\x18\x18"


def mode():
    try:
        return open(folder + "/mode").read().strip()
    except OSError:
        return "pass"


def say(text):
    os.write(master, text.encode() + b"\r\n")


def switch(plug, what):
    state = "on" if what == "1" else "off"
    how = mode()
    if how in ("silent", "mute"):
        return
    if how == "nonsense":
        say("?\x00\x01 command error")
        return
    plugs = "0123456789" if plug == "*" else plug
    for one in plugs if how != "contrary" else "":
        with open("%s/plug-%s" % (folder, one), "w") as out:
            out.write(state)
    for one in plugs:
        tell(one, what, state, how)
    if how != "half":
        say("Complete")


def tell(plug, what, state, how):
    if how == "other":
        plug = str((int(plug) + 1) % 10)
    if what == "T":
        say("Plug %s Off" % plug)
        state = "on"
    if how == "contrary":
        state = "off" if state == "on" else "on"
    say("Plug %s %s" % (plug, state.capitalize()))


data = b""
while True:
    ready, _, _ = select.select([master], [], [], 0.1)
    if not ready:
        if mode() != "silent" and not data:
            say("RPS-10 Ready")
        continue
    data += os.read(master, 256)
    at = data.find(begin)
    if at >= 0 and data.find(b"\r", at) > 0:
        order = data[at + len(begin) : data.find(b"\r", at)].decode()
        data = b""
        switch(order[0], order[1])
