#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# round-trips.py PORT ROUNDS AGENT [PARAMETER=VALUE...] [-- COMMAND]...: how much of a status is the agent's
# own time?  Beside it, in the same rounds, runs what it is to be compared with: an agent, which is told
# the same, or a program that only does a part.
# A socket beside the agent hears what it and its device say on lo, with the kernel's times.  A round
# trip lasts from the last thing that the agent says to the last that it hears before it goes on; what
# is left of the time between the agent's start and its end is its own.
import os
import socket
import statistics
import struct
import sys
import time

SO_RCVBUFFORCE, SO_TIMESTAMPNS = 33, 35  # Linux's; Python has no names for them
port, rounds, agent = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
groups = [[]]
for word in sys.argv[4:]:
    if word == "--":
        groups.append([])
    else:
        groups[-1].append(word)
words, *beside = groups
lines = ("\n".join(["action=status"] + words) + "\n").encode()

ear = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
ear.bind(("lo", 0))
ear.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 16 << 20)
ear.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
ear.setblocking(False)


def heard():
    """Of each packet that says something: its time in s, and whether the agent said it."""
    packets = []
    while True:
        try:
            data, extra, _, source = ear.recvmsg(256, 64)
        except BlockingIOError:
            return packets
        if source[2] == socket.PACKET_OUTGOING:  # lo shows each one twice
            continue
        header = 14 + (data[14] & 15) * 4
        kind, total = data[23], struct.unpack(">H", data[16:18])[0] - (header - 14)
        ours, theirs = struct.unpack(">HH", data[header:header + 4])
        if port not in (ours, theirs) or kind not in (socket.IPPROTO_TCP, socket.IPPROTO_UDP):
            continue
        says = total - 8
        if kind == socket.IPPROTO_TCP:
            says = total - (data[header + 12] >> 4) * 4 + (data[header + 13] & 2)  # SYN
        if says > 0:
            seconds, nanos = struct.unpack("qq", extra[0][2])
            packets.append((seconds + nanos / 1e9, theirs == port))


def spawn(command, mute=False):
    """What one run of it takes: wall and CPU in ms, and its exit code."""
    errors = [(os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)] if mute else []
    out, into = os.pipe()
    os.write(into, lines)
    os.close(into)
    start = time.clock_gettime(time.CLOCK_REALTIME)
    child = os.posix_spawn(command[0], command, os.environ, file_actions=[
        (os.POSIX_SPAWN_DUP2, out, 0),
        (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)] + errors)
    _, status, used = os.wait4(child, 0)
    wall = time.clock_gettime(time.CLOCK_REALTIME) - start
    os.close(out)
    return wall * 1000, (used.ru_utime + used.ru_stime) * 1000, os.waitstatus_to_exitcode(status)


def run():
    """Wall, round trips and CPU of one status in ms, and how many round trips these were."""
    heard()
    wall, cpu, code = spawn([agent])
    if code not in (0, 2):
        sys.exit(f"{agent} fails")
    trips, number, said, answered = 0.0, 0, None, None
    for when, from_agent in heard() + [(0, True)]:
        if not from_agent:
            answered = when
            continue
        if said and answered:
            trips, number = trips + answered - said, number + 1
        said, answered = when, None
    return wall, trips * 1000, number, cpu


def median(results, i):
    return statistics.median(r[i] for r in results)


run()
results, others = [], [[] for _ in beside]
for _ in range(rounds):
    results.append(run())
    for command, runs in zip(beside, others):
        runs.append(spawn(command, mute=True))
wall, trips, number, cpu = (median(results, i) for i in range(4))
own = statistics.median(r[0] - r[1] for r in results)
print(f"{os.path.basename(agent)} status: {wall:.2f} ms, {trips:.2f} of them in {number:.0f} round trips; its own {own:.2f}, CPU {cpu:.2f} (medians of {rounds})")
for command, runs in zip(beside, others):
    if any(code not in (0, 2) for _, _, code in runs):
        continue  # it cannot do what was asked for: no comparison
    name = " ".join([os.path.basename(command[0])] + command[1:])
    print(f"    {name:32} {median(runs, 0):8.2f} ms, CPU {median(runs, 1):8.2f}: {median(runs, 1) / cpu:.2f} of ours")
