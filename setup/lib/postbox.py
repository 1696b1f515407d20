"""A post-box: takes every mail that Odoo sends and keeps it as a file.

A demonstration must not write to real people, and its mails want to be read.
"""

import itertools
import socketserver
import threading
import time


class Postbox:
    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self._numbers = itertools.count(1)
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk)
        self._server.daemon_threads = True
        self._server.keep = self._keep
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def _keep(self, lines):
        name = f"{time.strftime('%Y%m%d-%H%M%S')}-{next(self._numbers):04}.eml"
        (self.folder / name).write_bytes(b"".join(lines))


class _Talk(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs to hand over its mails."""

    def handle(self):
        self._answer("220 postbox")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self._answer("354 go on")
                self.server.keep(list(self._mail()))
                self._answer("250 kept")
            elif verb == b"QUIT":
                self._answer("221 bye")
                break
            else:
                self._answer("250 postbox")

    def _answer(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def _mail(self):
        """Its lines; a leading dot was doubled on the way."""
        for line in iter(self.rfile.readline, b""):
            if line == b".\r\n":
                return
            yield line[1:] if line.startswith(b".") else line
