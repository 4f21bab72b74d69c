"""Whether an e-mail address can be written to, and a name with its address.

An address stands in the header of a mail, so anything that could forge a header, hide a second
address or be read in two ways is refused with a sentence. Domains may be written in any script;
the part before the @ must be plain ASCII, because many mail servers take nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.header import Header

from rmkit.definitions.discreet import discreet
from rmkit.definitions.inert import one_line
from rmkit.errors import Fault, FaultsFound

__all__ = ["Mailbox", "address_problem", "header_text"]

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9'-]+( [A-Za-z0-9'-]+){0,4}(?<!.{60})")
_ON_ONE_LINE = 68  # with "From: " before it, and a line of 78
_FOLD = "\r\n"
_READ_IN_TWO_WAYS = frozenset("ßς\u200c\u200d")  # old and new rules make different domains of them


@discreet()
@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name with its e-mail address, both fit for the header of a mail.

    Raises
    ------
    FaultsFound
        The address cannot be written to.
    """

    name: str
    address: str

    def __post_init__(self) -> None:
        problem = address_problem(self.address)
        if problem:
            fault = Fault(problem, "Correct it.", column="e-mail", value=self.address)
            raise FaultsFound([fault], "No mail was written.")

    @property
    def domain(self) -> str:
        """The domain in its ASCII form."""
        return _ascii(self.address.rpartition("@")[2])

    @property
    def in_ascii(self) -> str:
        """The address as servers take it, with its domain in ASCII."""
        return f"{self.address.rpartition('@')[0]}@{self.domain}"

    def header(self, field: str) -> str:
        r"""Give the lines of a header such as `To`, in ASCII and folded.

        Python's own folding takes the quotation marks from a long name, and a comma or a bracket
        in it would then begin another address. A name that is not plain words is encoded whole.

        >>> Mailbox("Lee, Ann", "ann@example.org").header("To")
        '=?utf-8?q?Lee=2C_Ann?=\r\n <ann@example.org>'
        """
        address = f"<{self.in_ascii}>"
        name = header_text(self.name)
        if not name:
            return address
        if _PLAIN_NAME.fullmatch(name):
            between = " " if len(name + address) < _ON_ONE_LINE else f"{_FOLD} "
            return f"{name}{between}{address}"
        return f"{Header(name, 'utf-8', header_name=field).encode(linesep=_FOLD)}{_FOLD} {address}"

    def __str__(self) -> str:
        name = one_line(self.name)
        return f"{name} <{self.address}>" if name else self.address


def header_text(text: str) -> str:
    """Make a text fit for a header: on one line, and not itself an encoded piece of a header."""
    return one_line(text).replace("=?", "= ?")


def address_problem(address: str) -> str | None:
    r"""Say why an address cannot be written to, or None if it can.

    >>> address_problem("ann@example.org")
    >>> address_problem("ann@example.org\nBcc: all@example.org")
    'has a line break or a space in it.'
    >>> address_problem("ann@")
    'is not an e-mail address: the part after the @ is not a domain.'
    """
    if re.search(r"\s", address):
        return "has a line break or a space in it."
    if one_line(address) != address or not address.isprintable():
        return "holds a character that cannot be seen."
    local, at, domain = address.rpartition("@")
    if not at:
        return "is not an e-mail address: the @ is missing."
    if not local.isascii():
        return "has letters before the @ that many mail servers refuse."
    if len(local) > 64 or not _LOCAL.fullmatch(local):
        return "is not an e-mail address: the part before the @ is not a name."
    if _READ_IN_TWO_WAYS & set(domain):
        return "has a domain that is read in two ways; write it in its form with xn--."
    if not _is_domain(_ascii(domain)):
        return "is not an e-mail address: the part after the @ is not a domain."
    return None


def _ascii(domain: str) -> str:
    """Give a domain in ASCII, or nothing where there is no such form."""
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def _is_domain(domain: str) -> bool:
    labels = domain.split(".")
    return (
        len(domain) <= 253
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdigit()
    )
