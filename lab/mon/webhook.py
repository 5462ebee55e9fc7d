#!/usr/bin/env python3
"""Writes every alert webhook it receives to a file, one JSON document a line: webhook.py ADDRESS PORT FILE."""
import http.server
import sys


class Sink(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with open(sys.argv[3], "ab") as alerts:
            alerts.write(body.strip() + b"\n")
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


http.server.HTTPServer((sys.argv[1], int(sys.argv[2])), Sink).serve_forever()
