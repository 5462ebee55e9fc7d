#!/usr/bin/env python3
"""Paced load on one URL: load.py URL RATE SECONDS. Prints one line a second: answered well, failed, slowest."""
import http.client
import sys
import threading
import time
import urllib.parse

url, rate, seconds = urllib.parse.urlsplit(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
lock = threading.Lock()
counts = {"ok": 0, "bad": 0, "max": 0.0}
in_flight = threading.Semaphore(64)


def one():
    started = time.monotonic()
    try:
        connection = http.client.HTTPConnection(url.hostname, url.port or 80, timeout=5)
        connection.request("GET", url.path or "/")
        response = connection.getresponse()
        response.read()
        good = response.status == 200
        connection.close()
    except Exception:
        good = False
    with lock:
        counts["ok" if good else "bad"] += 1
        counts["max"] = max(counts["max"], time.monotonic() - started)
    in_flight.release()


end = time.monotonic() + seconds
due = time.monotonic()
report = due + 1
while time.monotonic() < end:
    if in_flight.acquire(blocking=False):
        threading.Thread(target=one, daemon=True).start()
    else:
        with lock:
            counts["bad"] += 1
    due += 1 / rate
    time.sleep(max(0, due - time.monotonic()))
    if time.monotonic() >= report:
        with lock:
            print(time.strftime("%H:%M:%S"), "ok=%(ok)d bad=%(bad)d max=%(max).3fs" % counts, flush=True)
            counts.update(ok=0, bad=0, max=0.0)
        report += 1
