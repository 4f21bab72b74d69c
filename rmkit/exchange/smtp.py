"""Sending mails by the organisation's own mail server, on request alone.

In comes a server, a password that is kept nowhere, and mails one by one; out comes of each whether
it went out. Three things are told apart, because a letter must never go out twice: the server took
it, the server refused it, and nobody knows, because the connection broke while it had the letter.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from types import TracebackType
from typing import Literal, Self, get_args

from rmkit.definitions.discreet import discreet
from rmkit.definitions.inert import one_line
from rmkit.errors import NotAllowed, NotSent, UnknownName

__all__ = ["MailServer", "Outcome", "Server"]

Security = Literal["starttls", "tls", "none"]

_PATIENCE = 60
"""Seconds to wait for an answer."""

_LONGEST_WORDS = 300


@discreet("host", "port", "security")
@dataclass(frozen=True, slots=True)
class Server:
    """A mail server: where it is, how the connection is protected, and as whom to log in.

    `security` is `starttls` (usually port 587), `tls` (usually 465), or `none`, which is allowed
    only for a server on this machine. `user` is empty where the server asks for no login.

    Raises
    ------
    UnknownName
        There is no such security.
    NotAllowed
        The connection would not be protected, or host or port is none.
    """

    host: str
    port: int = 587
    security: Security = "starttls"
    user: str = ""

    def __post_init__(self) -> None:
        if self.security not in get_args(Security):
            raise UnknownName(kind="security", name=self.security, known=get_args(Security))
        if not re.fullmatch(r"[A-Za-z0-9.:_-]{1,253}", self.host) or not 0 < self.port < 65536:
            message = "This is no mail server: give its name, for example mail.example.org."
            raise NotAllowed(message)
        if self.security == "none" and not self.is_here:
            message = (
                f"Letters to {self.host} would pass unprotected. Choose security starttls (port "
                "587) or tls (port 465); none is for a server on this machine."
            )
            raise NotAllowed(message)

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine."""
        with suppress(ValueError):
            return ip_address(self.host).is_loopback
        return self.host == "localhost"

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@discreet("state")
@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail: sent, refused, or unsure; `why` has the words of the server."""

    state: Literal["sent", "refused", "unsure"]
    why: str = ""


class MailServer:
    """An open connection to a mail server; use it with `with`.

    Parameters
    ----------
    server
        Which one.
    password
        For its user; it is used once and kept nowhere.

    Raises
    ------
    NotSent
        The server cannot be reached, cannot be trusted, or does not let the user in. On entering.
    """

    def __init__(self, server: Server, password: str = "") -> None:
        self._server = server
        self._password = password
        self._open: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        try:
            self._open = self._connected()
        except ssl.SSLCertVerificationError as error:
            message = (
                f"{self._server} could not prove that it is that server "
                f"({one_line(error.verify_message)}). Nothing was sent. Ask who runs it for its "
                "right name; do not send without protection."
            )
            raise NotSent(message) from None
        except smtplib.SMTPAuthenticationError:
            message = (
                f"{self._server} does not let {self._server.user} in. Nothing was sent. Check the "
                "user and the password; some servers want a password made for programs."
            )
            raise NotSent(message) from None
        except smtplib.SMTPNotSupportedError:
            message = (
                f"{self._server} does not offer what was asked of it: a protected connection, or a "
                "login. Nothing was sent. Try security tls with port 465, or ask who runs it."
            )
            raise NotSent(message) from None
        except (OSError, smtplib.SMTPException) as error:
            message = (
                f"{self._server} cannot be reached ({_words(error)}). Nothing was sent. Check its "
                "name, port and security, and whether this machine may send mail."
            )
            raise NotSent(message) from None
        finally:
            self._password = ""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._open is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._open.quit()
            self._open.close()

    def send(self, message: bytes, *, sender: str, to: str) -> Outcome:
        """Send one mail.

        Parameters
        ----------
        message
            The whole mail, with CRLF.
        sender, to
            The two addresses, in ASCII.

        Returns
        -------
        Outcome
            `unsure` where the connection broke after the server had the mail.

        Raises
        ------
        NotSent
            The connection broke before the server had the mail: it did not go out.
        """
        open_ = self._open
        if open_ is None:
            text = "The connection is not open."
            raise NotSent(text)
        try:
            refused = self._announced(open_, sender, to)
        except (OSError, smtplib.SMTPException) as error:
            text = f"{self._server} broke the connection ({_words(error)})."
            raise NotSent(text) from None
        if refused:
            with suppress(OSError, smtplib.SMTPException):
                open_.rset()
            return Outcome("refused", refused)
        try:
            open_.send(_as_data(message))
            code, words = open_.getreply()
        except (OSError, smtplib.SMTPException) as error:
            return Outcome("unsure", _words(error))
        if code != 250:
            return Outcome("refused", _reply(code, words))
        return Outcome("sent")

    def _connected(self) -> smtplib.SMTP:
        server, context = self._server, ssl.create_default_context()
        made: smtplib.SMTP
        if server.security == "tls":
            made = smtplib.SMTP_SSL(server.host, server.port, timeout=_PATIENCE, context=context)
        else:
            made = smtplib.SMTP(server.host, server.port, timeout=_PATIENCE)
        try:
            made.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                made.starttls(context=context)
                made.ehlo()
            if server.user:
                made.login(server.user, self._password)
        except BaseException:
            made.close()
            raise
        return made

    @staticmethod
    def _announced(open_: smtplib.SMTP, sender: str, to: str) -> str:
        """Tell the server from whom and to whom; give its words where it refuses."""
        for step in (
            partial(open_.mail, sender),
            partial(open_.rcpt, to),
            partial(open_.docmd, "DATA"),
        ):
            code, words = step()
            if code == 421:
                raise smtplib.SMTPServerDisconnected(_reply(code, words))
            if code not in (250, 251, 354):
                return _reply(code, words)
        return ""


def _as_data(message: bytes) -> bytes:
    """Write a mail as it goes over the line: a point at the start of a line is doubled."""
    body = re.sub(rb"(?m)^\.", b"..", message)
    return body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _reply(code: int, words: bytes) -> str:
    return one_line(f"{code} {words.decode('utf-8', 'replace')}")[:_LONGEST_WORDS]


def _words(error: Exception) -> str:
    return one_line(str(getattr(error, "strerror", None) or error))[:_LONGEST_WORDS]
