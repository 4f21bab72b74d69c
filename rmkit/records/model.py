"""What the programme file keeps, as records: people, responses, pairs, and what was done.

Frozen dataclasses without behaviour. Times are UTC, ISO-8601 with seconds
(`2026-11-02T09:42:00+00:00`); missing is None. Whatever the store fills in itself has a default.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal, get_args

from rmkit.definitions.discreet import discreet
from rmkit.definitions.inert import one_line
from rmkit.errors import UnknownName

__all__ = [
    "PERSON_STATES",
    "PURPOSES",
    "TALK",
    "Access",
    "Erasure",
    "HistoryChange",
    "HistoryEntry",
    "Info",
    "KeptClustering",
    "KeptMatching",
    "Kind",
    "Objection",
    "ObjectionState",
    "Pair",
    "PairState",
    "Person",
    "PersonState",
    "Purpose",
    "Response",
    "Retention",
    "SealingKey",
    "normal_address",
    "stamp",
]

PersonState = Literal["invited", "answered", "interviewed", "admitted", "declined", "left"]
PairState = Literal["proposed", "confirmed", "ended"]
Kind = Literal["change", "erasure", "note"]
Purpose = Literal["participation", "matching", "evaluation", "research"]
ObjectionState = Literal["objected", "withdrawn", "lifted"]

TALK = "talk"
"""The source of a response that somebody else wrote down for the person in a talk."""

PURPOSES: tuple[str, ...] = get_args(Purpose)
"""What data are used for; each can be objected to or withdrawn from on its own."""

PERSON_STATES: tuple[str, ...] = get_args(PersonState)
"""What can have become of a candidate, in the order in which it happens."""


def stamp(moment: datetime) -> str:
    """Write a moment as it is kept: UTC, ISO-8601, with seconds.

    >>> from datetime import timedelta, timezone
    >>> stamp(datetime(2026, 11, 2, 10, 42, tzinfo=timezone(timedelta(hours=1))))
    '2026-11-02T09:42:00+00:00'
    """
    if moment.tzinfo is None:
        message = "a moment needs its time zone: datetime.now(UTC), not datetime.now()"
        raise ValueError(message)
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def normal_address(email: str | None) -> str | None:
    """Write an e-mail address the one way it is kept and compared; None where there is none.

    >>> normal_address(" Ann.Lee@Example.org ")
    'ann.lee@example.org'
    """
    kept = unicodedata.normalize("NFC", email or "").strip().lower()
    return kept or None


@dataclass(frozen=True, slots=True)
class Info:
    """What the programme is called, whose it is, and when it began.

    A file may come from anybody: names are on one line, without characters that act unseen.
    """

    id: str
    name: str
    organisation: str
    language: str
    created_at: str

    def __post_init__(self) -> None:
        for name in ("name", "organisation"):
            object.__setattr__(self, name, one_line(getattr(self, name)))


@discreet("person_id", "state")
@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the staff list, a candidate, or both.

    `state` is None for somebody who is (so far) no candidate. `staff` holds what the organisation
    knows: organisation, site, department, manager_id, job_title, started, time_zone, holidays,
    days_off, delegate_email. The store fills in when and by whom the state was set.
    """

    person_id: str
    name: str = ""
    email: str | None = None
    state: PersonState | None = None
    staff: Mapping[str, object] = field(default_factory=dict)
    state_at: str | None = None
    state_by: str | None = None

    def __post_init__(self) -> None:
        if not self.person_id:
            message = "a person needs a person_id"
            raise ValueError(message)
        if self.state is not None and self.state not in PERSON_STATES:
            raise UnknownName(kind="state of a person", name=self.state, known=PERSON_STATES)
        object.__setattr__(self, "email", normal_address(self.email))

    @property
    def is_candidate(self) -> bool:
        """Whether the person was at least invited."""
        return self.state is not None

    @property
    def is_out(self) -> bool:
        """Whether the person declined to take part, or left later."""
        return self.state in ("declined", "left")


@discreet("response_id", "person_id", "instrument_id", "wave", "answers")
@dataclass(frozen=True, slots=True)
class Response:
    """What one person answered to one instrument.

    `answers` is what the coordinator may see, by field key. `sealed` is the rest, encrypted for
    those it is for; the store cannot read it. `external_id` is what the survey tool calls the
    response: saving it again alters the one that is there. `person_id` is None for an anonymous
    response. `definition_id` says which definition was answered; left out, it is the latest of
    the instrument and version.
    """

    person_id: str | None
    instrument_id: str
    instrument_version: int
    answers: Mapping[str, object]
    wave: str = ""
    partner_id: str | None = None
    pair_id: str | None = None
    submitted_at: str | None = None
    received_at: str = ""
    source: str = ""
    external_id: str | None = None
    sealed: bytes | None = None
    response_id: str = ""
    definition_id: int | None = None


@discreet("pair_id", "mentor_id", "mentee_id", "state")
@dataclass(frozen=True, slots=True)
class Pair:
    """A mentor and a mentee, and how far they are: proposed, confirmed or ended.

    `score` is 0 to 100; `points` are the integer points by criterion. An erased partner is None.
    """

    mentor_id: str | None
    mentee_id: str | None
    score: float | None = None
    points: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""
    warnings: tuple[str, ...] = ()
    pair_id: str = ""
    matching_id: int = 0
    state: PairState = "proposed"
    confirmed_by: str | None = None
    confirmed_at: str | None = None
    ended_by: str | None = None
    ended_at: str | None = None


@discreet("clustering_id", "made_at")
@dataclass(frozen=True, slots=True)
class KeptClustering:
    """A clustering as it was made: with what settings, and what came out."""

    clustering_id: int
    made_at: str
    settings: Mapping[str, object]
    result: Mapping[str, object]


@discreet("matching_id", "made_at")
@dataclass(frozen=True, slots=True)
class KeptMatching:
    """A matching as it was made, and what was opened before its pairs were confirmed.

    `settings` are criteria, rules, aim, locked and forbidden pairs; `data_digest` is that of the
    table of people it was made from.
    """

    matching_id: int
    made_at: str
    settings: Mapping[str, object]
    data_digest: str
    result: Mapping[str, object]
    total: int
    gap: float
    opened: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Retention:
    """One class of data, what it is kept for, and the day (ISO date) on which that ends."""

    data_class: str
    purpose: str
    ends_on: str

    def __post_init__(self) -> None:
        date.fromisoformat(self.ends_on)


@discreet("seq", "change_no", "kind", "at", "table")
@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One row that was touched by a change, as it was before and after.

    `before` is None for a new row, `after` for a removed one. Where the entry was erased, `key`,
    `before` and `after` are None and `erased` is true. Entries of kind "erasure" cannot be undone.
    """

    seq: int
    change_no: int
    kind: Kind
    at: str
    actor: str | None
    action: str
    table: str
    key: Mapping[str, object] | None
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None
    erased: bool
    digest: str
    undoes: int | None = None


@discreet("change_no", "kind", "at")
@dataclass(frozen=True, slots=True)
class HistoryChange:
    """One change as a whole: who, when, what, and how many rows of which table it touched.

    `undoes` is the change that it undoes, `undone_by` the one that undid it. `can_be_undone` is
    false for erasures and notes, for what was undone already, and where a part was erased since.
    """

    change_no: int
    kind: Kind
    at: str
    actor: str | None
    action: str
    touched: Mapping[str, int]
    undoes: int | None
    undone_by: int | None
    can_be_undone: bool


@discreet("removed", "altered", "entries_erased", "backups")
@dataclass(frozen=True, slots=True)
class Erasure:
    """What erasing a person did, in counts; and what only a reader can judge.

    `free_text` lists the responses of others in whose own words the name or address still stands.
    `backups` counts rmkit's own backups from which the person was erased too, `not_reached` names
    those that could not be read or written: delete them.
    """

    removed: int
    altered: int
    entries_erased: int
    free_text: tuple[str, ...]
    backups: int = 0
    not_reached: tuple[str, ...] = ()


@discreet("person_id", "purpose", "state")
@dataclass(frozen=True, slots=True)
class Objection:
    """Whether a person objected to a purpose, withdrew from it, or lifted that again.

    The store fills in when it was said, and who wrote it down.
    """

    person_id: str
    purpose: Purpose
    state: ObjectionState
    at: str = ""
    by: str = ""

    def __post_init__(self) -> None:
        if self.purpose not in PURPOSES:
            raise UnknownName(kind="purpose", name=self.purpose, known=PURPOSES)
        if self.state not in get_args(ObjectionState):
            raise UnknownName(
                kind="state of an objection", name=self.state, known=get_args(ObjectionState)
            )


@discreet("number", "at", "person_id")
@dataclass(frozen=True, slots=True)
class Access:
    """Who opened what about a person, and when; `person_id` is None for what is about everybody."""

    number: int
    at: str
    actor: str
    person_id: str | None
    what: str


@discreet("key_id", "pair_id", "person_id")
@dataclass(frozen=True, slots=True)
class SealingKey:
    """The key of a pair or a person, wrapped: `content` is what `rmkit.disclosure` made of it."""

    key_id: str
    content: Mapping[str, object]
    pair_id: str | None = None
    person_id: str | None = None
    made_at: str = ""
