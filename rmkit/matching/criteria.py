"""What speaks for a pair: every criterion, with how it is measured and how it is told.

A criterion compares all mentors with all mentees at once and gives 0 (nothing speaks for it) to 1
(all that could be wished). Unknown (NaN) is neutral: it counts as one half, never as nothing.
The value times 1,000, rounded, times a whole weight gives points, so that totals are whole
numbers. To add a criterion, write its two functions and add it to `CRITERIA`: nothing else.

Sex, age and other protected traits are never criteria.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.errors import Fault, FaultsFound, UnknownName
from rmkit.matching.lessons import covered, lessons, told
from rmkit.matching.terms import Person, Terms, equal
from rmkit.matching.wording import counted, listed
from rmkit.people.sets import parse_set, set_matrix

__all__ = ["CRITERIA", "GRID", "Criterion", "chosen_criteria", "workplace"]

GRID: Final = 1_000
"""Into how many equal steps a criterion is divided."""

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Criterion:
    """One thing that can speak for a pair.

    Parameters
    ----------
    id
        Its short name.
    title
        What it is about, for people.
    weight
        How much it counts, a whole number from 0 to 100; 0 is off.
    why
        One sentence: what is measured, and what it cannot tell.
    compare
        From the tables of mentors and mentees to values of shape (n_mentors, n_mentees) from 0 to
        1, NaN where it is unknown.
    say
        What of it counted for a pair, as a phrase for the coordinator; empty when nothing did.
    fact
        What must have been released to a pair before `share` may be told to them.
    share
        The same for the pair themselves; empty when there is nothing to tell.
    """

    id: str
    title: str
    weight: int
    why: str
    compare: Callable[[pd.DataFrame, pd.DataFrame, Terms], Values]
    say: Callable[[Person, Person, Terms], str]
    fact: str
    share: Callable[[Person, Person, Terms], str]


def _needs_covered(mentors: pd.DataFrame, mentees: pd.DataFrame, terms: Terms) -> Values:
    levels, wanted = covered(mentors, mentees, terms)
    shares: Values = np.full(levels.shape, np.nan)
    return np.divide(levels, wanted, out=shares, where=wanted > 0)


def _say_needs(mentor: Person, mentee: Person, terms: Terms) -> str:
    return told(lessons(mentor, mentee, terms), terms)


def _share_needs(mentor: Person, mentee: Person, terms: Terms) -> str:
    names = [terms.skill(lesson.skill) for lesson in lessons(mentor, mentee, terms)]
    return f"you can work on {listed(names, limit=4)} together" if names else ""


_PLENTY_OF_SLOTS: Final = 3


def _shared_slots(mentors: pd.DataFrame, mentees: pd.DataFrame, terms: Terms) -> Values:
    has, known, _ = set_matrix(pd.concat([mentors["slots"], mentees["slots"]], ignore_index=True))
    ours, theirs = has[: len(mentors)], has[len(mentors) :]
    shared = ours.astype(np.float64) @ theirs.T.astype(np.float64)
    both = known[: len(mentors), None] & known[None, len(mentors) :]
    return np.where(both, np.minimum(shared, _PLENTY_OF_SLOTS) / _PLENTY_OF_SLOTS, np.nan)


def _say_slots(mentor: Person, mentee: Person, terms: Terms) -> str:
    ours, theirs = (parse_set(person["slots"]) or frozenset() for person in (mentor, mentee))
    shared = ours & theirs
    return counted(len(shared), "shared half-day") if shared else ""


def _share_slots(mentor: Person, mentee: Person, terms: Terms) -> str:
    told_to_coordinator = _say_slots(mentor, mentee, terms)
    return f"you have {told_to_coordinator} a week" if told_to_coordinator else ""


_PLENTY_OF_WORDS: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_SAYING_LITTLE: Final = """
    about also around between better could different doing from getting good have help
    interested interesting just know learn learning like look make mentee mentor mentoring more
    most much need other people person really reverse skill some someone something such talk
    than that their them there these they thing think this those time together tool topic using
    very want well what when where which wish with within work working would your alle auch aber
    eine einen einer haben mehr mein nicht oder sich sind über wird como cómo desde entre está
    hacer mejor para pero sobre también tener jako jsem nebo také více které jejich така като
    повече също която
"""
_EMPTY_WORDS: Final = frozenset(_SAYING_LITTLE.split())


def _words(text: object) -> frozenset[str]:
    """Read the words of a wish: of four letters or more, without empty ones, in the singular."""
    found = _WORD.findall(str(text).casefold()) if text is not None else []
    singular = (word.removesuffix("s") if len(word) > 4 else word for word in found)
    return frozenset(word for word in singular if word not in _EMPTY_WORDS) - {""}


def _common_topics(mentors: pd.DataFrame, mentees: pd.DataFrame, terms: Terms) -> Values:
    from scipy.sparse import csr_array

    cells = [None if pd.isna(t) else t for t in [*mentors["topics"], *mentees["topics"]]]
    wishes = [sorted(_words(cell)) for cell in cells]
    position = {word: i for i, word in enumerate(sorted({w for wish in wishes for w in wish}))}
    columns = np.array([position[word] for wish in wishes for word in wish], dtype=np.int64)
    starts = np.cumsum([0, *map(len, wishes)])
    ones = np.ones(len(columns), dtype=np.float64)
    has = csr_array((ones, columns, starts), shape=(len(wishes), len(position)))
    shared = (has[: len(mentors)] @ has[len(mentors) :].T).toarray()
    some = np.array([bool(wish) for wish in wishes], dtype=np.bool_)
    both = some[: len(mentors), None] & some[None, len(mentors) :]
    return np.where(both, np.minimum(shared, _PLENTY_OF_WORDS) / _PLENTY_OF_WORDS, np.nan)


def _say_topics(mentor: Person, mentee: Person, terms: Terms) -> str:
    shared = sorted(_words(mentor["topics"]) & _words(mentee["topics"]))
    return f"both mention {listed(shared, limit=3)}" if shared else ""


def _share_topics(mentor: Person, mentee: Person, terms: Terms) -> str:
    return _say_topics(mentor, mentee, terms).replace("both mention", "you both mention")


def workplace(people: pd.DataFrame) -> pd.Series:
    """Name everybody's department together with its organisation; missing where unknown."""
    return people["organisation"].fillna("") + "\n" + people["department"]


def _different_department(mentors: pd.DataFrame, mentees: pd.DataFrame, terms: Terms) -> Values:
    same, known = equal(workplace(mentors), workplace(mentees))
    return np.where(known, 1.0 - same, np.nan)


def _say_department(mentor: Person, mentee: Person, terms: Terms) -> str:
    places = [(p["organisation"] or "", p["department"]) for p in (mentor, mentee)]
    known = all(department is not None for _, department in places)
    return "different departments" if known and places[0] != places[1] else ""


def _share_department(mentor: Person, mentee: Person, terms: Terms) -> str:
    different = _say_department(mentor, mentee, terms)
    return "you come from different departments" if different else ""


def _similar_style(mentors: pd.DataFrame, mentees: pd.DataFrame, terms: Terms) -> Values:
    names = [name for name in mentors.columns if name.startswith("style_") and name in mentees]
    apart = np.zeros((len(mentors), len(mentees)))
    answered = np.zeros((len(mentors), len(mentees)))
    for name in names:
        ours = mentors[name].to_numpy(dtype=np.float64, na_value=np.nan)[:, None]
        theirs = mentees[name].to_numpy(dtype=np.float64, na_value=np.nan)[None, :]
        difference = np.abs(ours - theirs)
        answered += ~np.isnan(difference)
        apart += np.nan_to_num(difference)
    mean: Values = np.full(apart.shape, np.nan)
    np.divide(apart, answered, out=mean, where=answered > 0)
    return 1.0 - mean / 4


def _say_style(mentor: Person, mentee: Person, terms: Terms) -> str:
    names = [name for name in mentor if name.startswith("style_") and mentee.get(name) is not None]
    apart = [
        abs(int(str(mentor[name])) - int(str(mentee[name])))
        for name in names
        if mentor[name] is not None
    ]
    return "similar ways of working" if apart and sum(apart) <= len(apart) else ""


def _share_style(mentor: Person, mentee: Person, terms: Terms) -> str:
    similar = _say_style(mentor, mentee, terms)
    return "you described similar ways of working" if similar else ""


CRITERIA: Final[tuple[Criterion, ...]] = (
    Criterion(
        id="needs_covered",
        title="Needs covered",
        weight=6,
        why="The share of the levels a mentee wants to rise that the mentor can lead them "
        "through; it trusts what both said of themselves.",
        compare=_needs_covered,
        say=_say_needs,
        fact="skills",
        share=_share_needs,
    ),
    Criterion(
        id="shared_slots",
        title="Shared half-days",
        weight=2,
        why="Weekly half-days on which both are free; three are plenty.",
        compare=_shared_slots,
        say=_say_slots,
        fact="slots",
        share=_share_slots,
    ),
    Criterion(
        id="common_topics",
        title="Common topics",
        weight=1,
        why="Words that both wrote under topics; three are plenty. It compares words, not "
        "meanings, and sees nothing across languages.",
        compare=_common_topics,
        say=_say_topics,
        fact="topics",
        share=_share_topics,
    ),
    Criterion(
        id="different_department",
        title="Different departments",
        weight=1,
        why="Pairs from different departments speak more freely and see more of the "
        "organisation; a preference, not a rule.",
        compare=_different_department,
        say=_say_department,
        fact="department",
        share=_share_department,
    ),
    Criterion(
        id="similar_style",
        title="Similar style",
        weight=0,
        why="How alike two people describe their ways of working. Off unless you turn it on: "
        "the evidence that similar styles make better pairs is thin.",
        compare=_similar_style,
        say=_say_style,
        fact="style",
        share=_share_style,
    ),
)
"""Every criterion, in the order in which reasons tell them."""


def chosen_criteria(
    wanted: Mapping[str, int] | Sequence[Criterion] | None = None,
) -> tuple[Criterion, ...]:
    """Give the criteria that count.

    Parameters
    ----------
    wanted
        None for `CRITERIA` as they are; weights by id, to change some of them (0 turns one off);
        or the criteria themselves.

    Returns
    -------
    tuple of Criterion
        Those with a weight above 0.

    Raises
    ------
    UnknownName
        A weight is given to a criterion that does not exist.
    FaultsFound
        Weights are not whole numbers from 0 to 100, no criterion is left, or one comes twice.
    """
    if wanted is None or isinstance(wanted, Mapping):
        weights = wanted or {}
        ids = [criterion.id for criterion in CRITERIA]
        for name in weights:
            if name not in ids:
                raise UnknownName(kind="criterion", name=str(name), known=ids)
        every = tuple(replace(c, weight=weights.get(c.id, c.weight)) for c in CRITERIA)
    else:
        every = tuple(wanted)
    faults = [
        Fault(
            "is not a whole number from 0 to 100.",
            "Write 0 to turn the criterion off.",
            column=f"weight of {c.id}",
            value=str(c.weight),
        )
        for c in every
        if isinstance(c.weight, bool) or not isinstance(c.weight, int) or not 0 <= c.weight <= 100
    ]
    ids = [c.id for c in every]
    faults += [
        Fault("comes twice.", "Name each criterion once.", column=name)
        for name in sorted({n for n in ids if ids.count(n) > 1})
    ]
    counting = tuple(c for c in every if faults or c.weight > 0)
    if not counting:
        faults.append(Fault("No criterion counts.", "Give at least one a weight above 0."))
    if faults:
        raise FaultsFound(faults, "Nobody was paired.")
    return counting
