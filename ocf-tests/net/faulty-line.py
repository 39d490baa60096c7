#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# A line to a device on which one thing goes wrong: faulty-line.py udp|tcp LISTEN DEVICE FOLDER
#
# FOLDER/seed holds a number; a new one is a new round (FOLDER/round says that it has begun) with a
# new fault at a new moment, counted in answers (udp) or bytes of answers (tcp).  From then on:
#   silent    nothing comes back
#   slow      answers come a second late, each
#   nonsense  answers are noise
#   flip      a byte in most answers is another one
#   cut       answers are half as long
#   close     the line is hung up, or nobody is there any more; half of the time it comes back
# FOLDER/hit gets the name of the fault once it has struck.
import os
import random
import select
import socket
import sys
import time

proto, listen, device, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
kinds = ["silent", "slow", "nonsense", "flip", "cut", "close"]
seed, dice, kind, left, returns = None, random.Random(0), "none", 0, False


def look():
    """Is there a new round?"""
    global seed, dice, kind, left, returns
    try:
        now = open(folder + "/seed").read().strip()
    except OSError:
        return
    if now == seed or not now:
        return
    seed, dice = now, random.Random(int(now))
    kind = dice.choice(kinds)
    left = dice.randrange(12 if proto == "udp" else 6000)
    returns = dice.random() < 0.5
    with open(folder + "/round", "w") as out:
        out.write(seed)


def strikes(amount):
    """Does the fault concern an answer of this size?  Counts it."""
    global left
    left -= amount
    if left > 0:
        return False
    with open(folder + "/hit", "w") as out:
        out.write(kind)
    return True


def noise(n):
    return bytes(dice.randrange(256) for _ in range(n))


def spoil(data):
    """What becomes of an answer: the bytes that come through, None to hang up."""
    if not strikes(1 if proto == "udp" else len(data)):
        return data
    if kind == "silent":
        return b""
    if kind == "slow":
        time.sleep(1)
    if kind == "nonsense":
        return noise(len(data))
    if kind == "flip" and dice.random() < 0.7:
        at = dice.randrange(len(data))
        return data[:at] + noise(1) + data[at + 1 :]
    if kind == "cut":
        return data[: len(data) // 2]
    if kind == "close":
        return None
    return data


def datagrams():
    front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    front.bind(("127.0.0.1", listen))
    backs = {}
    while True:
        ready, _, _ = select.select([front] + list(backs), [], [], 0.1)
        before = seed
        look()
        if seed != before:
            # Whatever is under way belongs to the round before.
            for sock in ready:
                try:
                    sock.recvfrom(65536)
                except OSError:
                    pass
            for sock in backs:
                sock.close()
            backs = {}
            continue
        for sock in ready:
            try:
                data, client = sock.recvfrom(65536)
            except OSError:
                continue
            if sock is front:
                if kind == "close" and left <= 0 and not returns:
                    continue
                back = next((s for s, c in backs.items() if c == client), None)
                if back is None:
                    back = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                    back.connect(("127.0.0.1", device))
                    backs[back] = client
                try:
                    back.send(data)
                except OSError:
                    pass
                continue
            data = spoil(data)
            if data:
                front.sendto(data, backs[sock])


def session(client):
    """One connection, to its end."""
    if kind == "close" and left <= 0 and not returns:
        return
    back = socket.create_connection(("127.0.0.1", device), 5)
    mine = seed
    while True:
        ready, _, _ = select.select([client, back], [], [], 0.1)
        look()
        if seed != mine:
            return
        if client in ready:
            data = client.recv(4096)
            if not data:
                return
            back.sendall(data)
        if back in ready:
            data = back.recv(512)
            if not data:
                return
            data = spoil(data)
            if data is None:
                return
            client.sendall(data)


def connections():
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", listen))
    server.listen(8)
    while True:
        ready, _, _ = select.select([server], [], [], 0.1)
        look()
        if not ready:
            continue
        client, _ = server.accept()
        with client:
            try:
                session(client)
            except OSError:
                pass


datagrams() if proto == "udp" else connections()
