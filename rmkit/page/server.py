"""The server: it listens, shows forms from one inbox, and ends cleanly."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import time
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.netutil import bind_sockets
from tornado.web import Application

from rmkit.errors import NotReady
from rmkit.page.clerk import Clerk
from rmkit.page.doors import LARGEST_BODY, Unknown, Workplace
from rmkit.page.handlers import HANDLERS

__all__ = ["LARGEST_HEAD", "MOST_LINES", "SLOWEST", "application", "hosts_of", "listen", "serve"]

SLOWEST = 20.0
"""Seconds within which a request must have come whole, and after which an idle line is cut."""
LARGEST_HEAD = 16_384
MOST_LINES = 500
"""Lines open at once; fewer where this process may open fewer files."""
_KEPT_FREE = 50
_A_MINUTE = 60.0
_A_DAY = 86_400


def application(place: Workplace) -> Application:
    """Make the application; nothing of it logs what was asked for."""
    return Application(
        [*HANDLERS, (r".*", Unknown)],
        log_function=lambda handler: None,
        default_handler_class=Unknown,
        place=place,
    )


class Server(HTTPServer):
    """A server that hangs up at once on whoever comes when its lines are all taken."""

    most = MOST_LINES
    _open = 0

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        """Take a line, if there is one left."""
        if self._open >= self.most:
            stream.close()
            return
        self._open += 1
        super().handle_stream(stream, address)

    def on_close(self, server_conn: object) -> None:
        """Count a line that ended."""
        self._open -= 1
        super().on_close(server_conn)


def _most_lines() -> int:
    """Leave some files to the inbox, however few this process may open."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return MOST_LINES
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if limit == resource.RLIM_INFINITY:
        return MOST_LINES
    return max(1, min(limit - _KEPT_FREE, MOST_LINES))


class _Complaints:
    """Tells what goes wrong beside the requests: by its kind alone, a line a minute at most."""

    def __init__(self) -> None:
        self._next = -_A_MINUTE

    def __call__(self, loop: object, context: dict[str, Any]) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _A_MINUTE
        error = context.get("exception")
        why = f" ({error.strerror})" if isinstance(error, OSError) else ""
        sys.stderr.write(f"page: {type(error).__name__} outside of a request{why}\n")


def hosts_of(host: str, sockets: list[Any]) -> frozenset[str]:
    """Give the names people may come by; none, which means any, where it listens everywhere.

    Parameters
    ----------
    host
        As `listen` was given it.
    sockets
        As `listen` gave them.
    """
    addresses = {str(one.getsockname()[0]).partition("%")[0] for one in sockets}
    if any(ip_address(address).is_unspecified for address in addresses):
        return frozenset()
    named = {host.lower().rstrip(".")} - {""}
    return frozenset(addresses | named | {"localhost", "127.0.0.1", "::1"})


def listen(host: str, port: int) -> list[Any]:
    """Take the port.

    Raises
    ------
    NotReady
        Another program has it, or this machine has no such address.
    """
    try:
        return bind_sockets(port, address=host)
    except OSError as error:
        message = (
            f"Nothing can listen on {host}, port {port} ({error.strerror or error}). Is it running "
            "already? Otherwise choose another port with --port."
        )
        raise NotReady(message) from None


def serve(
    inbox: Path,
    sockets: list[Any],
    *,
    base_url: str = "",
    host: str = "",
    on_ready: Callable[[], None] = lambda: None,
) -> None:
    """Show the forms of an inbox until somebody stops it (Ctrl-C).

    Parameters
    ----------
    inbox
        The file.
    sockets
        As `listen` gave them.
    base_url
        The address under which people come, where a proxy stands before this server: then the
        address of whoever asks is taken from it. Without it, people can come by the address that is
        listened on alone, lest another site's name be led here.
    host
        As `listen` was given it.
    on_ready
        Called once it answers.

    Raises
    ------
    FileRefused
        The inbox cannot be opened.
    """
    clerk = Clerk(inbox)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            place = Workplace(clerk, base_url, hosts_of(host, sockets))
            asyncio.run(_serve(place, sockets, on_ready))
    finally:
        clerk.close()


async def _serve(place: Workplace, sockets: list[Any], on_ready: Callable[[], None]) -> None:
    asyncio.get_running_loop().set_exception_handler(_Complaints())
    server = Server(
        application(place),
        max_body_size=LARGEST_BODY + 100_000,
        max_buffer_size=LARGEST_BODY + 200_000,
        max_header_size=LARGEST_HEAD,
        idle_connection_timeout=SLOWEST,
        body_timeout=SLOWEST,
    )
    server.most = _most_lines()
    server.add_sockets(sockets)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM"):
        with contextlib.suppress(NotImplementedError, AttributeError):  # Windows has no handlers
            loop.add_signal_handler(getattr(signal, name), stop.set)
    on_ready()
    while not stop.is_set():
        with contextlib.suppress(Exception):  # a full disk is told to whoever saves
            await place.clerk.end_expired()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _A_DAY)
    server.stop()
    await server.close_all_connections()
