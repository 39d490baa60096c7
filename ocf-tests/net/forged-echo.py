#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Answers ICMP echo requests in its namespace, whose kernel has been told not to, as a liar would.
#
#   forged-echo.py MODE-FILE
#
# The file says how: honest; source (from another address), cookie (other data), type (a request
# again), host (the number of another target in the data), short (without data), stale (the answer
# to the run before).
import socket
import struct
import sys

raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
out = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
before = None


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


while True:
    packet, (asker, _) = raw.recvfrom(65536)
    head = 4 * (packet[0] & 15)
    kind, _, _, ident, sequence = struct.unpack("!BBHHH", packet[head : head + 8])
    data, source = bytearray(packet[head + 8 :]), packet[16:20]
    if kind != 8 or len(data) < 10:
        continue
    mode = open(sys.argv[1]).read().strip()
    kind = 0
    if mode == "source":
        source = source[:3] + bytes([source[3] + 1])
    elif mode == "cookie":
        data[0] ^= 1
    elif mode == "type":
        kind = 8
    elif mode == "host":
        data[8] ^= 1
    elif mode == "short":
        data = data[:0]
    elif mode == "stale":
        data, before = before or data, before or data
    else:
        before = data
    echo = struct.pack("!BBHHH", kind, 0, 0, ident, sequence) + bytes(data)
    echo = echo[:2] + struct.pack("!H", checksum(echo)) + echo[4:]
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(echo), 1, 0, 64, 1, 0, source, packet[12:16])
    out.sendto(head + echo, (asker, 0))
