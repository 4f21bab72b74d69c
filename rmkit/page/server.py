"""The server: it listens, shows forms from one inbox, and ends cleanly."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from rmkit.errors import NotReady
from rmkit.page.clerk import Clerk
from rmkit.page.doors import LARGEST_BODY, Unknown, Workplace
from rmkit.page.handlers import HANDLERS

__all__ = ["LARGEST_HEAD", "SLOWEST", "application", "listen", "serve"]

SLOWEST = 20.0
"""Seconds within which a request must have come whole, and after which an idle line is cut."""
LARGEST_HEAD = 16_384
_A_DAY = 86_400


def application(place: Workplace) -> Application:
    """Make the application; nothing of it logs what was asked for."""
    return Application(
        [*HANDLERS, (r".*", Unknown)],
        log_function=lambda handler: None,
        default_handler_class=Unknown,
        place=place,
    )


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
        address of whoever asks is taken from it.
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
            asyncio.run(_serve(Workplace(clerk, base_url), sockets, on_ready))
    finally:
        clerk.close()


async def _serve(place: Workplace, sockets: list[Any], on_ready: Callable[[], None]) -> None:
    server = HTTPServer(
        application(place),
        max_body_size=LARGEST_BODY + 100_000,
        max_buffer_size=LARGEST_BODY + 200_000,
        max_header_size=LARGEST_HEAD,
        idle_connection_timeout=SLOWEST,
        body_timeout=SLOWEST,
    )
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
