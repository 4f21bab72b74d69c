"""Which answers the coordinator may have, and what is left out of everything that comes in.

In go an instrument and responses, out come the responses with the coordinator's items only, and
one sentence with counts about the rest. Items for the pair or for the person alone are not stored
unless the pair wants it and has a key (`rmkit.disclosure.sealing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rmkit.definitions.discreet import discreet
from rmkit.instruments.items import Visibility
from rmkit.instruments.model import Instrument

__all__ = ["Parted", "keys_for", "part"]

Value = TypeVar("Value")
_WHOSE = {
    (True, False): "for the pair alone",
    (False, True): "for the person alone",
    (True, True): "for the pair or the person alone",
}


@discreet("kept")
@dataclass(frozen=True, slots=True)
class Parted(Generic[Value]):
    """What may be kept in clear of each response, in order, and a sentence about the rest.

    `sentence` is empty where nothing was left out.
    """

    kept: tuple[dict[str, Value], ...]
    sentence: str


def keys_for(instrument: Instrument, *visibilities: Visibility) -> frozenset[str]:
    """Name the answers of an instrument that have one of these visibilities."""
    return frozenset(f.key for f in instrument.fields if f.visibility in visibilities)


def part(instrument: Instrument, responses: Iterable[Mapping[str, Value]]) -> Parted[Value]:
    """Keep of each response what the coordinator may see, and count what was left out.

    Parameters
    ----------
    instrument
        What was asked. Answers to what it does not ask stay: they are somebody else's to refuse.
    responses
        Answers by key.

    Examples
    --------
    >>> from rmkit.instruments import load
    >>> part(load("goal_setting"), [{"ideas": "To cook", "priorities": "Cooking"}]).sentence
    '2 answers to 2 items are for the pair alone and were not kept.'
    """
    closed = keys_for(instrument, "pair", "self")
    answered = [dict(response) for response in responses]
    left = [key for response in answered for key in response if key in closed]
    kept = tuple({k: v for k, v in one.items() if k not in closed} for one in answered)
    return Parted(kept, _sentence(instrument, left))


def _sentence(instrument: Instrument, left: Sequence[str]) -> str:
    if not left:
        return ""
    fields = [instrument.field(key) for key in set(left)]
    seen = {field.visibility for field in fields}
    answers, items = len(left), len({field.item.id for field in fields})
    return (
        f"{answers} {'answer' if answers == 1 else 'answers'} to {items} "
        f"{'item' if items == 1 else 'items'} {'is' if answers == 1 else 'are'} "
        f"{_WHOSE['pair' in seen, 'self' in seen]} and "
        f"{'was' if answers == 1 else 'were'} not kept."
    )
