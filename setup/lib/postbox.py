"""A post-box: takes every mail that Odoo sends and keeps it as a file.

A demonstration must not write to real people, and its mails want to be read.
"""

import asyncio
import itertools
import threading
import time


class Postbox:
    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self._numbers = itertools.count(1)
        self._loop = asyncio.new_event_loop()
        # A thread of its own from the start: a test's browser runs a loop in this one.
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        start = asyncio.start_server(self._talk, "127.0.0.1", 0, limit=2**26)
        self._server = asyncio.run_coroutine_threadsafe(start, self._loop).result(30)
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self):
        self._loop.call_soon_threadsafe(self._server.close)

    async def _talk(self, reader, writer):
        """As much of SMTP as a client needs to hand over its mails."""

        def answer(text):
            writer.write(text.encode() + b"\r\n")

        answer("220 postbox")
        try:
            while line := await reader.readline():
                verb = line[:4].upper().strip()
                if verb == b"DATA":
                    answer("354 go on")
                    self._keep(await reader.readuntil(b"\r\n.\r\n"))
                    answer("250 kept")
                elif verb == b"QUIT":
                    answer("221 bye")
                    break
                else:
                    answer("250 postbox")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _keep(self, data):
        name = f"{time.strftime('%Y%m%d-%H%M%S')}-{next(self._numbers):04}.eml"
        content = data[:-3].replace(b"\r\n..", b"\r\n.")
        (self.folder / name).write_bytes(content)
