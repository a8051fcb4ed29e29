"""Who would be connected to by a program that follows what a file names: a port on loopback that counts visitors."""

import socket
import threading
from contextlib import suppress
from functools import cache


class Listener:
    """Counts who connects to it."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.visitors = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self.socket.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                visitor, _ = self.socket.accept()
                self.visitors += 1
                visitor.close()


@cache
def listener() -> Listener:
    """Return the one of this process."""
    return Listener()
