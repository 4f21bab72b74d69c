"""What stands in an inbox: who was asked what, what came back, and what is being written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from rmkit.definitions.discreet import discreet
from rmkit.instruments.reading import Answer

__all__ = ["Asked", "Conflict", "Content", "Invitation", "Kept", "State", "Submission", "Written"]

State = Literal["open", "answered", "revoked", "taken"]


@discreet("id", "instrument_id", "version", "voice", "state")
@dataclass(frozen=True)
class Invitation:
    """That somebody was asked something. Who it is, only the programme can tell from the key."""

    id: int
    person_key: str
    instrument_id: str
    version: int
    voice: str | None
    state: State
    made_at: datetime
    expires_at: datetime


@discreet("id", "instrument_id", "version", "variant", "voice", "answers", "submitted_at")
@dataclass(frozen=True)
class Submission:
    """What somebody saved, as far as the coordinator may see it.

    `fault` says why it cannot be read, where it cannot; then it has no answers, and its time is
    none.
    """

    id: str
    person_key: str
    instrument_id: str
    version: int
    variant: str | None
    voice: str | None
    answers: Mapping[str, Answer]
    submitted_at: datetime
    fault: str = ""


@discreet("answers")
@dataclass(frozen=True)
class Content:
    """Answers on their way: in clear by key, and what the browser encrypted.

    `pair` is for the two of a sheet, `own` for the writer alone; neither can be read here.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    pair: str | None = None
    own: str | None = None


@discreet("at", "device", "base")
@dataclass(frozen=True)
class Written:
    """A draft: what one device wrote and did not save; `base` is the revision it began from."""

    device: str
    at: datetime
    base: int
    content: Content


@discreet("revision", "at")
@dataclass(frozen=True)
class Kept:
    """That a save is durable: its revision, and when."""

    revision: int
    at: datetime
    again: bool = False


@discreet("revision", "at")
@dataclass(frozen=True)
class Conflict:
    """That somebody saved elsewhere since: what stands there now. What came is kept as a draft."""

    revision: int
    at: datetime
    content: Content


@discreet("id", "instrument_id", "voice", "state", "revision", "drafts")
@dataclass(frozen=True)
class Asked:
    """All that the page needs for one link.

    `other` is what the other one of a sheet saved, `keys` the marks of the keys that it was
    encrypted with (they tell whether a key fits, and nothing of it). `admitted` says that the
    partner let them in by a link, rather than the programme.
    """

    id: int
    definition: int
    instrument_id: str
    voice: str | None
    sheet: str
    number: int
    admitted: bool
    state: State
    expires_at: datetime
    revision: int
    saved: Written | None
    drafts: tuple[Written, ...]
    other: Content | None
    keys: Mapping[str, str]
