#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# A stand-in for power switches that are talked to: switch-stand-in.py KIND FOLDER [PORT]
#
# KIND is wti, baytech (telnet on 127.0.0.1:PORT, or without PORT on a pseudo terminal) or apcsmart
# (a pseudo terminal, linked as FOLDER/tty).  PORT 0: on its own terminal, as behind an sshd.
# FOLDER/plug-N holds on or off, FOLDER/name-N a name that is not the usual one, FOLDER/flags further
# bits of a UPS's register 1; user admin, password geheim.  FOLDER/mode says what goes wrong:
#   silent     takes the connection and says nothing
#   endless    talks for ever
#   mute       answers nothing once it is asked for states
#   nonsense   answers orders and questions with noise
#   half       a table stops in its middle, and no prompt comes
#   close      hangs up when it gets an order
#   stuck      obeys in words only
#   deadly     obeys off, then says nothing any more
#   many       has 80 more outlets that are called web
#   confirm    asks before it obeys
#   few        has one session, which ends when the other side says so, and not when it hangs up
#   alarms     a UPS sends the sign of an alarm before its answers
import os
import pty
import select
import socket
import sys
import time
import tty

kind, folder = sys.argv[1], sys.argv[2]
port = int(sys.argv[3]) if len(sys.argv) > 3 else None
names = {1: "web", 2: "Data Base", 3: "web", 4: "node4"}


def read_number(name):
    """A hexadecimal number in a file of FOLDER; 0 where there is none."""
    try:
        return int(open(folder + "/" + name).read(), 16)
    except OSError:
        return 0


def name_of(n):
    """FOLDER/name-N is another name of an outlet."""
    try:
        return open("%s/name-%d" % (folder, n)).read().strip()
    except OSError:
        return names[n]


def mode():
    try:
        return open(folder + "/mode").read().strip()
    except OSError:
        return "pass"


def state(n):
    return open("%s/plug-%d" % (folder, n)).read().strip()


def put(n, what):
    if mode() != "stuck":
        with open("%s/plug-%d" % (folder, n), "w") as out:
            out.write(what)


class Closed(Exception):
    pass


class Left(Closed):
    """The other side has said that the session ends."""


class Line:
    def __init__(self, fd, telnet):
        self.fd, self.telnet, self.last = fd, telnet, ""

    def say(self, text):
        os.write(self.fd, text.replace("\n", "\r\n").encode("latin1"))

    def byte(self):
        while True:
            try:
                data = os.read(self.fd, 1)
            except OSError:
                data = b""
            if not data:
                raise Closed
            if self.telnet and data == b"\xff":
                what = os.read(self.fd, 1)  # what the other side refuses, or tells of its terminal
                if what == b"\xfa":
                    while os.read(self.fd, 1) not in (b"\xf0", b""):
                        pass
                elif what:
                    os.read(self.fd, 1)
                continue
            return data.decode("latin1")

    def line(self, echo=True):
        text = ""
        while True:
            before, c = self.last, self.byte()
            self.last = c
            if c == "\r" or (c == "\n" and before != "\r"):
                if echo:
                    self.say("\n")
                return text
            if c not in "\n\0":
                text += c
                if echo:
                    self.say(c)


def faulty(line):
    """What happens instead of an answer; True: it happened."""
    how = mode()
    if how == "mute":
        time.sleep(1000)
    if how == "nonsense":
        line.say("\x01\x7f~ ON OFF | off | off\n\n 1 | off\n")
        return True
    return False


def order(line, plugs, what):
    if mode() == "close":
        raise Closed
    if mode() == "confirm":
        line.say("Sure? (Y/N): " if kind == "wti" else "Sure? (Y/N)>")
        if line.line().upper() != "Y":
            return
    for n in plugs:
        put(n, what)
    if mode() == "deadly" and what == "off":
        time.sleep(1000)


def wti(line):
    if line.telnet:
        line.say("\nEnter Password: ")
        if line.line(False) != "geheim":
            line.say("\n\nInvalid password\n\nEnter Password: ")
            line.line(False)
            raise Closed
    line.say("\n\nNetwork Power Switch v4.02\n")
    header = "Plug  | Name             | Password    | Status | Boot Delay | Default |\n"
    rule = "------+------------------+-------------+--------+------------+---------+\n"
    while True:
        line.say("\nNPS> ")
        word = line.line()
        if word.lower() == "/x":
            raise Left
        if word.lower() in ("/s", "/sg"):
            if faulty(line):
                continue
            if word.lower() == "/sg":
                line.say("\n Group Name | Plug | Name | Status |\n" + rule)
                for n in (2, 4):
                    line.say(" %-10s | %4d | %-4s | %-6s |\n" % ("pair" if n == 2 else "", n, names[n], state(n).upper()))
                line.say(rule)
                continue
            line.say("\n" + header + rule)
            for n in range(80 if mode() == "many" else 0):
                line.say(" rack-7-of-the-hall-outlet-%03d | web | (undefined) | ON | 5 Secs | ON |\n" % n)
            for n in names:
                line.say("   %d  | %-16s | (undefined) | %-6s |   5 Secs   |   ON    |\n" % (n, name_of(n), state(n).upper()))
                if mode() == "half":
                    time.sleep(1000)
                if n == 2:
                    line.say("\n Press Enter: ")
                    line.line()
            line.say(rule)
        elif word.lower().startswith(("/on ", "/off ")):
            verb, rest = word.split(" ", 1)
            if faulty(line):
                continue
            line.say("\nProcessing - please wait ...\n")
            plugs = [2, 4] if rest.startswith("pair,") else [int(n) for n in rest.split(",")[0].split()]
            order(line, plugs, verb[1:].lower())


def baytech(line):
    line.say("\nRPC-5 Telnet Host\nRevision F 4.22, (C) 1999\nBay Technical Associates\nUnit ID: Rack 7\n")
    if line.telnet:
        line.say("\nEnter username>")
        user = line.line()
        line.say("\nEnter password>")
        if line.line(False) != "geheim" or user != "admin":
            line.say("\nInvalid password\nEnter username>")
            line.line()
            raise Closed
    where = "menu"
    while True:
        if where == "menu":
            line.say("\nRPC-5 Menu:\n\n1)...Outlet Control\n2)...Configuration\n6)...Logout\n\nEnter Selection>")
        else:
            line.say("\nRPC-5>")
        word = line.line().strip().lower()
        if where == "menu":
            if word == "1":
                where = "control"
            elif word == "6":
                raise Left
            continue
        if word == "menu":
            where = "menu"
        elif word == "logout":
            if line.telnet:
                raise Left
            return
        elif word == "status":
            if faulty(line):
                continue
            line.say("\nAverage Power: 5 Watts\nInternal Temperature:  26.5 C\n\n")
            for n in names:
                line.say("%7d       %-18s %d       %s   \n" % (n, name_of(n), n, state(n).capitalize()))
                if mode() == "half":
                    time.sleep(1000)
            line.say("\nType \"Help\" for a list of commands\n")
        elif word.startswith(("on ", "off ")):
            if not faulty(line):
                order(line, [int(word.split()[1])], word.split()[0])


def alarm():
    return "!" if mode() == "alarms" else ""


def apcsmart(line):
    smart, last, when = False, "", 0.0
    while True:
        c = line.byte()
        if c == "Y":
            smart = True
            line.say(alarm() + "SM\n")
        elif not smart:
            line.say("NA\n")
        elif c == "~":
            if faulty(line):
                continue
            if mode() == "half":
                line.say("4")
                time.sleep(1000)
            line.say(alarm() + "%02X\n" % ((0x40 if state(1) == "off" else 0) | read_number("flags")))
        elif c in "Z\016":
            # Once is nothing: it has to come twice, and slowly.
            if c == last and time.monotonic() - when > 1.5:
                order(line, [1], "off" if c == "Z" else "on")
            last, when = c, time.monotonic()
        elif c == "Q":
            line.say("08\n")
        elif c in "pr-":  # delays, which have one value
            line.say({"p": "020\n", "r": "000\n", "-": "OK\n"}[c])
        else:
            line.say("NA\n")


def hold():
    """The one session of a device that has few; what the one before said may still be on its way."""
    for _ in range(100):
        if not os.path.exists(folder + "/held"):
            break
        time.sleep(0.02)
    else:
        raise Closed
    open(folder + "/held", "w").close()


def serve(fd, telnet):
    if mode() == "silent" or (mode() == "deadly" and any(state(n) == "off" for n in names)):
        time.sleep(1000)
    while mode() == "endless":
        os.write(fd, b"x" * 512)
    line = Line(fd, telnet)
    if telnet:
        os.write(fd, b"\xff\xfb\x01\xff\xfd\x18\xff\xfa\x18\x01\xff\xf0")  # WILL ECHO, DO TTYPE, SB
    if mode() == "few":
        hold()
    try:
        {"wti": wti, "baytech": baytech, "apcsmart": apcsmart}[kind](line)
    except Left:
        if os.path.exists(folder + "/held"):
            os.unlink(folder + "/held")


if port == 0:
    tty.setraw(0)
    try:
        serve(0, False)
    except (Closed, OSError):
        pass
    sys.exit(0)
if port:
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", port))
    server.listen(5)
    children = set()
    while True:
        select.select([server], [], [], 0.2)
        server.setblocking(False)
        try:
            client, _ = server.accept()
        except BlockingIOError:
            client = None
        children = {c for c in children if os.waitpid(c, os.WNOHANG)[0] == 0}
        if client is None:
            continue
        client.setblocking(True)
        child = os.fork()
        if child == 0:
            server.close()
            try:
                serve(client.fileno(), True)
            except (Closed, OSError):
                pass
            os._exit(0)
        client.close()
        children.add(child)
else:
    master, slave = pty.openpty()
    tty.setraw(master)
    tty.setraw(slave)
    os.symlink(os.ttyname(slave), folder + "/tty")
    while True:
        # One that hangs is given up as soon as the mode is another one.
        how = mode()
        child = os.fork()
        if child == 0:
            try:
                serve(master, False)
            except (Closed, OSError):
                pass
            os._exit(0)
        while os.waitpid(child, os.WNOHANG)[0] == 0:
            if mode() != how:
                os.kill(child, 9)
                os.waitpid(child, 0)
                break
            time.sleep(0.02)
