#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# A management controller that takes every cipher suite and nobody's credentials:
# ipmi-refusal.py PORT, on 127.0.0.1.  It does not know the user nobody; of all others the password
# is wrong.  For each session that is asked for, a line says under which suite and for whom.
import os
import socket
import struct
import sys

CAPABILITIES, OPEN_SESSION, RAKP_1 = 0x38, 0x10, 0x12
RMCP = b"\x06\x00\xff\x07"
UNAUTHORISED_NAME = 0x0D
suites = {1: 3, 3: 17}  # by the algorithm of RAKP: HMAC-SHA1, HMAC-SHA256
controller = struct.pack("<I", 7)  # its id of every session
console, suite = b"", 0


def check(data):
    return bytes([-sum(data) & 0xFF])


def capabilities(request):
    """IPMI 1.5, outside of sessions: 2.0 is spoken, by users with names."""
    head = bytes([request[3], 0x07 << 2])
    body = bytes([0x20, request[4], CAPABILITIES, 0, 1, 0x80 | 0x15, 0x04, 0x03, 0, 0, 0, 0])
    message = head + check(head) + body + check(body)
    return RMCP + bytes(9) + bytes([len(message)]) + message


def rmcp_plus(kind, payload):
    return RMCP + bytes([6, kind]) + bytes(8) + struct.pack("<H", len(payload)) + payload


def open_session(request):
    global console, suite
    console, suite = request[4:8], suites.get(request[12], 0)
    return rmcp_plus(0x11, bytes([request[0], 0, request[1] or 4, 0]) + console + controller + request[8:32])


def refuse(request):
    name = request[28 : 28 + request[27]].decode()
    print(suite, name, flush=True)
    if name == "nobody":
        return rmcp_plus(0x13, bytes([request[0], UNAUTHORISED_NAME, 0, 0]) + console)
    code = os.urandom(32 if suite == 17 else 20)  # made with another password
    return rmcp_plus(0x13, bytes([request[0], 0, 0, 0]) + console + os.urandom(32) + code)


def answer(data):
    if data[4] != 6:
        message = data[14:]
        return capabilities(message) if message[5] == CAPABILITIES else None
    kind, payload = data[5] & 0x3F, data[16:]
    return {OPEN_SESSION: open_session, RAKP_1: refuse}[kind](payload)


line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
line.bind(("127.0.0.1", int(sys.argv[1])))
while True:
    data, client = line.recvfrom(4096)
    try:
        reply = answer(data)
    except (IndexError, KeyError):
        continue
    if reply:
        line.sendto(reply, client)
