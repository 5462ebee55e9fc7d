#!/usr/bin/env python3
"""A link in user space with delay and loss, for kernels without netem: wire.py IF_A IF_B DELAY_SECONDS LOSS SECONDS.

Moves Ethernet frames between two interfaces. Checksum and segmentation offload must be off on the host's side."""
import heapq
import itertools
import random
import select
import socket
import sys
import time

delay, loss, end = float(sys.argv[3]), float(sys.argv[4]), time.monotonic() + float(sys.argv[5])


def raw(interface):
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    s.bind((interface, 0))
    s.setblocking(False)
    return s


a, b = raw(sys.argv[1]), raw(sys.argv[2])
other = {a: b, b: a}
queue = []
order = itertools.count()


def receive(s):
    while True:
        try:
            frame, address = s.recvfrom(65536)
        except BlockingIOError:
            return
        if address[2] == socket.PACKET_OUTGOING:  # our own frame coming back
            continue
        if random.random() >= loss:
            heapq.heappush(queue, (time.monotonic() + delay, next(order), other[s], frame))


while time.monotonic() < end:
    wait = min(0.2, max(0, queue[0][0] - time.monotonic())) if queue else 0.2
    for ready in select.select([a, b], [], [], wait)[0]:
        receive(ready)
    while queue and queue[0][0] <= time.monotonic():
        _, _, s, frame = heapq.heappop(queue)
        try:
            s.send(frame)
        except OSError:
            pass
