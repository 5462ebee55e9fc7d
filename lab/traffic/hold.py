#!/usr/bin/env python3
"""Holds idle TCP connections open: hold.py HOST PORT NUMBER SECONDS [BYTES sent on each]."""
import socket
import sys
import time

host, port, number, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
payload = sys.argv[5].encode().decode("unicode_escape").encode() if len(sys.argv) > 5 else b""
held = []
end = time.monotonic() + seconds
while time.monotonic() < end:
    # What the server closes after its own time limit is opened again.
    for connection in list(held):
        try:
            if connection.recv(1, socket.MSG_DONTWAIT) == b"":
                held.remove(connection)
        except BlockingIOError:
            pass
        except OSError:
            held.remove(connection)
    for _ in range(number - len(held)):
        try:
            connection = socket.create_connection((host, port), timeout=2)
            if payload:
                connection.sendall(payload)
            held.append(connection)
        except OSError:
            pass
    time.sleep(1)
