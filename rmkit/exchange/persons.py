"""Who a response is from, as far as the response itself tells.

People are told apart by their e-mail address in any capitals, else by their id, else, where a
questionnaire asks for neither, by their name.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault
from rmkit.exchange.responses import Response
from rmkit.instruments.model import Instrument

__all__ = ["Sifted", "email_key", "identity", "keys_of", "near_address", "same_name"]

_NEAR = 0.88
"""How alike two addresses must be for a suggestion; those of one company are alike anyway."""


@discreet("responses", "faults")
@dataclass(frozen=True)
class Sifted:
    """The responses that count, and what is to be said about the others."""

    responses: tuple[Response, ...]
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


def email_key(instrument: Instrument) -> str | None:
    """Give the key of the question for the person's own address."""
    keys = [field.key for field in instrument.fields if field.item.format == "email"]
    return "email" if "email" in keys else (keys[0] if keys else None)


def same_name(name: object) -> str:
    r"""Give the form in which two spellings of a name are the same.

    >>> same_name("Jose\u0301  Lee") == same_name("JOSÉ Lee")
    True
    """
    return unicodedata.normalize("NFC", " ".join(str(name).split()).casefold())


def near_address(address: str, known: Iterable[str]) -> str:
    """Give a "Did you mean ...?" sentence with the address that is nearest, or nothing.

    >>> near_address("bem@example.org", ["ann@example.org", "ben@example.org"])
    'Did you mean "ben@example.org"?'
    """
    close = difflib.get_close_matches(address.casefold(), list(known), n=1, cutoff=_NEAR)
    return f'Did you mean "{close[0]}"?' if close else ""


def identity(response: Response, instrument: Instrument) -> Hashable | None:
    """Say who a response is from; None where it does not tell."""
    answers, email = response.answers, email_key(instrument)
    if response.person_id:
        return "id", response.person_id
    if email and answers.get(email):
        return "email", str(answers[email]).casefold()
    if answers.get("person_id"):
        return "id", str(answers["person_id"])
    if email is None and "person_id" not in keys_of(instrument) and answers.get("name"):
        return "name", same_name(answers["name"])
    return None


def keys_of(instrument: Instrument) -> set[str]:
    """Give the keys of every question."""
    return {field.key for field in instrument.fields}
