"""Who may read which answer: the coordinator, a partner, the person, a researcher.

An instrument says of every question how telling it is (`privacy`) and whose it is
(`visibility`). From that follows, in one place, what each audience may read:

* `coordinator`: what is asked for the coordinator, and nothing that is the pair's or one's own;
* `pair`: of the partner what `PARTNER_READS` names, which is what a first meeting needs, and
  the questions that are the pair's own. Never what is sensitive or written freely, unless a
  mentee ticked it for the mentor;
* `self`: everything about oneself;
* `researcher`: closed answers that neither identify nor are sensitive, and few coarse groups;
* `steering_group`: nobody's answers, only what is told of groups of five and more.

What is let through comes as `Released`, which carries its audience. Views, mails, exports and
reports open such a value with `opened` and refuse anything else. In one program this is order,
not a wall: whoever runs Python on the file reads the file. Walls are disk encryption, sealed
answers and not keeping things.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Literal, TypeVar, get_args

from rmkit.definitions.discreet import discreet
from rmkit.errors import NotAllowed, UnknownName
from rmkit.instruments.fields import Field
from rmkit.instruments.model import Instrument

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "AUDIENCES",
    "PAIR_FACTS",
    "PARTNER_READS",
    "Audience",
    "Released",
    "may_read",
    "opened",
    "readable",
    "release_about_nobody",
    "release_answers",
    "release_columns",
    "release_groups",
    "release_own",
    "release_partner",
    "release_shared",
    "release_to_coordinator",
    "release_to_pair",
]

Audience = Literal["coordinator", "pair", "self", "researcher", "steering_group"]

AUDIENCES: tuple[Audience, ...] = get_args(Audience)
"""Everybody who may read something."""

PAIR_FACTS = ("department", "skills", "slots", "topics")
"""What may be told to the two of why they were paired; the facts of matching's criteria."""

PARTNER_READS = (
    "name", "email", "job_function", "job_title", "department", "profile_link", "role",
)  # fmt: skip
"""What of one person a partner is told: the name, how to write, and what they do at work.

Of these, `profile_link` was asked for that purpose. Skills come with the pair's own explanation.
"""

_COARSE = frozenset({"role", "seniority_years"})
_NAMING = frozenset({"person_id", "mentor_id", "mentee_id", "name", "email", "mentor", "mentee"})

Thing = TypeVar("Thing")


@discreet("audience")
@dataclass(frozen=True, slots=True)
class Released(Generic[Thing]):
    """Something that an audience may read, with the audience it was let through for.

    Only the functions of this room make one. Its text says what it is and nothing of what is in
    it, so that it may stand in a log or in a saved notebook.
    """

    content: Thing = field(repr=False)
    audience: Audience

    def __post_init__(self) -> None:
        if self.audience not in AUDIENCES:
            raise UnknownName(kind="audience", name=str(self.audience), known=AUDIENCES)

    def __repr__(self) -> str:
        return f"<released to: {self.audience}>"


def opened(value: Released[Thing], audience: Audience, *, where: str) -> Thing:
    """Give what was released to an audience; the door of every view, mail, export and report.

    Parameters
    ----------
    value
        What the view was handed.
    audience
        Who reads the view.
    where
        What the view is, in a word or two, for the message.

    Raises
    ------
    NotAllowed
        It was not released at all, or to somebody else. The message says nothing of the content.
    """
    if not isinstance(value, Released):
        message = (
            f"{where} shows only what was released to the {audience}, and was handed something "
            "that was not. Let it through first, with rmkit.disclosure.audiences."
        )
        raise NotAllowed(message)
    if value.audience != audience:
        message = f"{where} is read by the {audience}; this was released to: {value.audience}."
        raise NotAllowed(message)
    return value.content


def may_read(asked: Field, audience: Audience) -> bool:
    """Say whether an audience may read the answers to a question.

    Parameters
    ----------
    asked
        The question, as an instrument has it.
    audience
        Who would read them. `pair` and `self` mean: the pair that the answer is about, and the
        person who gave it.
    """
    if audience in ("self", "steering_group"):
        return audience == "self"
    if audience == "pair":
        mine = asked.visibility == "pair"
        told = asked.visibility == "coordinator" and asked.key in PARTNER_READS
        return mine or (told and asked.privacy not in ("sensitive", "free_text"))
    if asked.visibility != "coordinator":
        return False
    if audience == "coordinator":
        return True
    closed = asked.kind in ("choice", "multiple_choice", "number")
    return asked.key in _COARSE or (closed and asked.privacy == "none")


def readable(fields: Iterable[Field], audience: Audience) -> tuple[str, ...]:
    """List the keys of the questions whose answers an audience may read."""
    return tuple(asked.key for asked in fields if may_read(asked, audience))


def release_answers(
    answers: Mapping[str, object], fields: Iterable[Field], audience: Audience
) -> Released[dict[str, object]]:
    """Let through what an audience may read of one person's answers; the rest is left out.

    Parameters
    ----------
    answers
        By the keys of the questions. A key that no question has is left out.
    fields
        The questions that were answered.
    audience
        Who reads it.
    """
    keys = set(readable(fields, audience))
    return Released({key: value for key, value in answers.items() if key in keys}, audience)


def release_columns(
    table: pd.DataFrame, columns: Iterable[str], audience: Audience
) -> Released[pd.DataFrame]:
    """Let through some columns of a table, in their order; a column that is not named is left out.

    Which columns an audience may read is said by whoever calls, once, as a constant beside the
    view. What is asked in questionnaires goes by `release_answers` instead.
    """
    if audience == "researcher":
        message = "Tables for research come from rmkit.disclosure.anonymity alone."
        raise NotAllowed(message)
    named = [name for name in columns if name in table.columns]
    return Released(table[named].copy(), audience)


def release_groups(groups: pd.DataFrame, columns: Iterable[str]) -> Released[pd.DataFrame]:
    """Let the steering group read what is told of groups: some columns, a row a group.

    Parameters
    ----------
    groups
        With `people`, how many each row is about.
    columns
        Those that are let through, in their order; a column that is not there is left out.

    Raises
    ------
    NotAllowed
        A row is about fewer than five people, or a column says who somebody is.
    """
    from rmkit.disclosure.hiding import FEWEST

    named = [name for name in columns if name in groups.columns]
    if "people" not in groups.columns or not (groups["people"] >= FEWEST).all():
        message = (
            f"The steering group reads of groups of {FEWEST} people and more, and a group here is "
            "smaller. Ask for fewer groups."
        )
        raise NotAllowed(message)
    if _NAMING & set(named):
        message = "The steering group reads of groups; a column here says who somebody is."
        raise NotAllowed(message)
    return Released(groups[named].copy(), "steering_group")


def release_partner(facts: Mapping[str, object]) -> Released[dict[str, object]]:
    """Let through what a partner is told of somebody.

    Parameters
    ----------
    facts
        What is known, by the names in `PARTNER_READS`; everything else is left out.
    """
    told = {name: facts[name] for name in PARTNER_READS if name in facts}
    return Released(told, "pair")


def release_shared(
    answers: Mapping[str, object], asked: Instrument
) -> Released[Mapping[str, object]] | None:
    """Let through to a mentor what their mentee ticked for them; None where nothing was.

    Parameters
    ----------
    answers
        One person's answers by key, with what was ticked among them.
    asked
        What was answered. Only what a question of it offers to share can be ticked.
    """
    ticked: set[str] = set()
    for item in asked.items:
        given = answers.get(item.id)
        if item.shares and isinstance(given, list):
            ticked |= set(item.shares) & {str(name) for name in given}
    keys = [f.key for f in asked.fields if f.item.id in ticked and f.key in answers]
    return Released({key: answers[key] for key in keys}, "pair") if keys else None


def release_about_nobody(content: Thing, audience: Audience) -> Released[Thing]:
    """Let through what is about no person: the words of questions, a codebook."""
    return Released(content, audience)


def release_to_coordinator(content: Thing) -> Released[Thing]:
    """Let through what is made for the coordinator from what the coordinator may read.

    A letter is one: whoever sends it reads it first. So is the board of pairs, made of ids, names
    and reasons. Answers go by `release_answers`, tables by `release_columns`.
    """
    return Released(content, "coordinator")


def release_to_pair(reason: str) -> Released[str]:
    """Let through to the two why they were paired, made of nothing but `PAIR_FACTS`."""
    return Released(reason, "pair")


def release_own(content: Thing) -> Released[Thing]:
    """Let through to somebody what is about nobody but them."""
    return Released(content, "self")
