#!/usr/bin/env python3
"""Sends small UDP packets to one lab address for a bounded time: flood.py HOST PORT SECONDS."""
import socket
import sys
import time

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
to = (sys.argv[1], int(sys.argv[2]))
end = time.monotonic() + float(sys.argv[3])
while time.monotonic() < end:
    for _ in range(200):
        try:
            s.sendto(b"x", to)
        except OSError:
            pass
