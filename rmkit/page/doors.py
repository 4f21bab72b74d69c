"""What every request passes: how often, how large, from which page; and what every answer carries.

No address that somebody asked for is ever logged: it holds a token. What goes wrong inside is told
by its kind and place alone.
"""

from __future__ import annotations

import json
import sys
import traceback
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address
from typing import Any, NoReturn
from urllib.parse import urlsplit

from tornado.web import Finish, HTTPError, RequestHandler

from rmkit.definitions.discreet import discreet
from rmkit.definitions.strict_json import read_json
from rmkit.errors import FaultsFound, NotAllowed, NotSaved
from rmkit.exchange.inbox_desk import LinkOver, OtherKey
from rmkit.page.bounds import ADDRESS, LINK, MISS, Buckets, network_of
from rmkit.page.clerk import Clerk
from rmkit.page.document import HEADERS, message_page, policy
from rmkit.page.questions import Questions, notice

__all__ = ["LARGEST_BODY", "Door", "Unknown", "Workplace"]

LARGEST_BODY = 1_000_000
"""Bytes of one save: far more than all questions of a form can hold."""

OVER = {
    "unknown": (
        404,
        "There is no form here",
        "Look at the message with your link: was it copied whole? If so, ask for a new one.",
    ),
    "expired": (
        410,
        "This link is over",
        "Its last day is past, and nothing can be handed in any more. Ask for a new link if you "
        "still want to answer.",
    ),
    "revoked": (
        410,
        "This link was closed",
        "Whoever sent it has closed it. Look whether there is a newer message with another link.",
    ),
    "taken": (
        410,
        "Thank you: your answers have arrived",
        "They were taken in, so this link is used up and cannot change them any more.",
    ),
}
_NO_ROOM = "The server's disk has a fault or is full. Try again later."
_REPLACED = (
    "The inbox was replaced by another file while the page ran. Tell whoever sent you the link: "
    "the page must be started again. What you wrote is still here."
)
_WORDS = {
    400: "This is no request of a form. Load the page again.",
    403: "This did not come from the form's own page. Open your link and try there.",
    404: "There is nothing here. Use the whole link from your message.",
    405: "That cannot be done here. Open your link in a browser.",
    413: "This is too long: all answers together can have a million characters. Shorten them. "
    "Nothing was saved; what you wrote is still on your page.",
    415: "This is no answer of a form. Load the page again.",
    500: "Something is wrong in the page itself. Nothing was saved; what you wrote is still there. "
    "Try again, and tell whoever sent you the link.",
}


@discreet("base_url")
@dataclass
class Workplace:
    """What the handlers share: the inbox, what is counted, and under which address people come.

    Without a base URL, `hosts` are the names people may come by; empty means any.
    """

    clerk: Clerk
    base_url: str = ""
    hosts: frozenset[str] = frozenset()
    addresses: Buckets = field(default_factory=lambda: Buckets(*ADDRESS))
    links: Buckets = field(default_factory=lambda: Buckets(*LINK))
    misses: Buckets = field(default_factory=lambda: Buckets(*MISS))

    def __post_init__(self) -> None:
        @lru_cache(maxsize=64)
        def questions(definition: int, voice: str | None) -> _Waiting:
            return _Waiting(definition, voice)

        self._questions = questions

    @property
    def origin(self) -> str:
        """The address before the path, as browsers tell it; empty without a base URL."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}" if self.base_url else ""

    async def questions(self, definition: int, voice: str | None) -> Questions:
        """Give what is asked, made ready once."""
        waiting = self._questions(definition, voice)
        if waiting.ready is None:
            read = await self.clerk.do(lambda desk: desk.definition(definition))
            waiting.ready = Questions(read, voice)
        return waiting.ready


@discreet("definition", "voice")
@dataclass
class _Waiting:
    definition: int
    voice: str | None
    ready: Questions | None = None


class Door(RequestHandler):
    """Base of all handlers."""

    SUPPORTED_METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")

    @property
    def place(self) -> Workplace:
        """What the handlers share."""
        shared: Workplace = self.application.settings["place"]
        return shared

    def set_default_headers(self) -> None:
        """Say to the browser what may act, and that nothing is to be kept or passed on."""
        self.clear_header("Server")
        self.set_header("Content-Security-Policy", policy())
        for name, value in HEADERS.items():
            self.set_header(name, value)
        if self.place.origin.startswith("https://"):
            self.set_header("Strict-Transport-Security", "max-age=31536000")

    def prepare(self) -> None:
        """Refuse what is too often, too large, or from another page."""
        self._not_too_often(self.place.addresses.take(self.address))
        if not self._comes_by_own_name():
            self.say(
                403,
                "This page does not go by that address",
                "Open your link just as it stands in your message. Whoever runs the page can name "
                "another address with --base-url.",
            )
        if self.request.method in {"GET", "HEAD"}:
            return
        if not self._comes_from_own_page():
            raise HTTPError(403)
        kind = self.request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise HTTPError(415)
        if len(self.request.body) > LARGEST_BODY:
            raise HTTPError(413)

    @property
    def address(self) -> str:
        """Who asks, as far as it can be told: behind a proxy of ours, whom that one names last."""
        peer = self.request.remote_ip or ""
        named = self.request.headers.get_list("X-Forwarded-For")
        if self.place.base_url and named and _is_loopback(peer):
            peer = named[-1].rpartition(",")[2].strip()
        return network_of(peer)

    def link(self, token: str) -> str:
        """Count a try with a link; give its token."""
        self._not_too_often(self.place.links.take(hash(token)))
        return token

    def body(self) -> dict[str, Any]:
        """Read what the page sent."""
        try:
            read = read_json(self.request.body, source="what was sent")
        except FaultsFound:
            raise HTTPError(400) from None
        if not isinstance(read, dict):
            raise HTTPError(400)
        return read

    def _not_too_often(self, wait: float) -> None:
        if wait:
            seconds = int(wait) + 1
            self.set_header("Retry-After", str(seconds))
            unit = "second" if seconds == 1 else "seconds"
            self.say(429, "Too many requests", f"Wait {seconds} {unit}, then try again.")

    def _comes_by_own_name(self) -> bool:
        """Tell whether another site's name was led to this machine (DNS rebinding)."""
        if self.place.base_url or not self.place.hosts:
            return True
        return self.request.host_name.strip("[]").rstrip(".").lower() in self.place.hosts

    def _comes_from_own_page(self) -> bool:
        site = self.request.headers.get("Sec-Fetch-Site")
        if site is not None:
            return site == "same-origin"
        own = self.place.origin or f"{self.request.protocol}://{self.request.host}"
        return self.request.headers.get("Origin") == own

    def say(self, status: int, title: str, *sentences: str) -> NoReturn:
        """End with a page that says something, or with a notice where the page's script asked."""
        self.set_status(status)
        if self.request.method in {"GET", "HEAD"} and not self._asked_by_script():
            self.set_header("Content-Type", "text/html; charset=utf-8")
            about = self.place.clerk.about.get("organisation", "")
            self.write(message_page(title, *sentences, organisation=about))
        else:
            told = notice("wrong", " ".join([f"{title}.", *filter(None, sentences)]))
            self.reply({"notice": told, "why": status})
        raise Finish

    def reply(self, data: dict[str, Any]) -> None:
        """Answer the page's script."""
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.write(json.dumps(data))

    def _asked_by_script(self) -> bool:
        return self.request.headers.get("Accept", "").startswith("application/json")

    def over(self, error: LinkOver) -> NoReturn:
        """Say why a link takes nothing."""
        if error.why == "unknown":
            self._not_too_often(self.place.misses.take(self.address))
        contact = self.place.clerk.about.get("contact", "")
        ask = f"Questions? Ask {contact}." if contact and error.why != "unknown" else ""
        status, title, words = OVER[error.why]
        self.say(status, title, words, ask)

    def compute_etag(self) -> None:
        """Make no mark of a page that nobody is to keep."""

    def write_error(self, status_code: int, **more: Any) -> None:  # noqa: ANN401
        """Tell what went wrong in a sentence."""
        error = more.get("exc_info", (None, None, None))[1]
        title = "Nothing was saved" if self.request.method != "GET" else "This does not work"
        words = _WORDS.get(status_code, _WORDS[500])
        try:
            if isinstance(error, LinkOver):
                self.over(error)
            elif isinstance(error, OtherKey):
                self.say(409, title, "This sheet was begun with another link. Open the whole link.")
            elif isinstance(error, NotSaved):
                self.set_header("Retry-After", "10")
                self.say(503, title, _REPLACED if self.place.clerk.is_replaced() else _NO_ROOM)
            elif isinstance(error, NotAllowed):
                self.say(400, title, str(error))
            else:
                self.say(status_code, title, words)
        except Finish:
            if not self._finished:
                self.finish()

    def log_exception(self, *found: Any) -> None:  # noqa: ANN401
        """Tell a mistake of our own by its kind and place; everything else is no news."""
        _, error, trace = found
        if isinstance(error, HTTPError | NotAllowed | NotSaved) or trace is None:
            return
        last = traceback.extract_tb(trace)[-1]
        sys.stderr.write(f"page: {type(error).__name__} in {last.name}, line {last.lineno}\n")


class Unknown(Door):
    """Any other address."""

    def get(self, *_: str) -> None:
        """Say that there is nothing here."""
        raise HTTPError(404)

    head = put = post = delete = get


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
