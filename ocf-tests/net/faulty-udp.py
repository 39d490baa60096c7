#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# A bad line to a device: faulty-udp.py LISTEN DEVICE MODE-FILE
#
# Passes datagrams between whoever speaks to 127.0.0.1:LISTEN and 127.0.0.1:DEVICE, as the first
# line of MODE-FILE says at that moment:
#   pass          as they are
#   drop          nothing comes back any more
#   slow SECONDS  answers come so late
#   nonsense      answers are as long, and of noise
#   cut           answers are half as long
#   other HEX     where these bytes stand, the last of them is one more: the name of something else
#   flip SEED     one byte in three answers is another one, one in ten answers is lost
import random
import select
import socket
import sys
import time

listen, device, mode_file = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
front.bind(("127.0.0.1", listen))
backs = {}  # one socket per client port, as a device tells clients apart by it
late = []  # (when, data, client)
dice = None


def mode():
    try:
        return open(mode_file).readline().split() or ["pass"]
    except OSError:
        return ["pass"]


def spoil(data, how):
    global dice
    if how[0] == "drop":
        return None
    if how[0] == "nonsense":
        return bytes(random.randrange(256) for _ in data)
    if how[0] == "cut":
        return data[: len(data) // 2]
    if how[0] == "other":
        name = bytes.fromhex(how[1])
        return data.replace(name, name[:-1] + bytes([name[-1] + 1]))
    if how[0] == "flip":
        if dice is None:
            dice = random.Random(int(how[1]))
        if dice.random() < 0.1:
            return None
        if dice.random() < 0.33:
            at = dice.randrange(len(data))
            return data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :]
    return data


while True:
    wait = max(0, late[0][0] - time.monotonic()) if late else None
    ready, _, _ = select.select([front] + list(backs), [], [], wait)
    while late and late[0][0] <= time.monotonic():
        _, data, client = late.pop(0)
        front.sendto(data, client)
    for sock in ready:
        try:
            data, client = sock.recvfrom(65536)
        except OSError:
            continue
        if sock is front:
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
        how = mode()
        data = spoil(data, how)
        if data is None:
            continue
        if how[0] == "slow":
            late.append((time.monotonic() + float(how[1]), data, backs[sock]))
            late.sort(key=lambda item: item[0])
        else:
            front.sendto(data, backs[sock])
