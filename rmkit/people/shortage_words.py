"""What will be missing, in sentences, each with the next step; no group under five is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from rmkit.disclosure.hiding import FEWEST, told
from rmkit.people.wording import joined, worded

if TYPE_CHECKING:
    from rmkit.people.shortage import Shortages

__all__ = ["shortage_sentences"]

_AT_MOST = 3
_NEARLY_ALL = "all but a few"


def shortage_sentences(found: Shortages, labels: Mapping[str, str] | None = None) -> list[str]:
    """Say what will be missing, and what can be done.

    Parameters
    ----------
    found
        What `rmkit.people.shortages` gives.
    labels
        Words for skills by id; without them the id is told.
    """
    table = found.table.assign(name=[worded(skill, labels) for skill in found.table["skill"]])
    wanted = table[table["wanting"] >= FEWEST]
    if wanted.empty:
        return [
            f"No skill is known to be wanted by {FEWEST} mentees or more, so what will be missing "
            "cannot be told. Ask candidates which level they want."
        ]
    short = wanted[wanted["missing"] > 0]
    said = [_short(row, found, _spare(wanted)) for row in short[:_AT_MOST].to_dict("records")]
    return [*said, *_others(short, wanted), _together(found), *_kinds(found, short, labels),
            *_assumed(found)]  # fmt: skip


def _short(row: Mapping[Any, Any], found: Shortages, spare: str) -> str:
    wanting, able = _many(row["wanting"], found.mentees), _many(row["able"], found.mentors)
    said = f"{wanting} mentees want {row['name']}, {able} mentors can give it"
    said = f"{said[:1].upper()}{said[1:]}"
    if row["able"] < FEWEST or row["places"] < FEWEST:
        said += ": not enough for them all"
    else:
        of = "them" if wanting == _NEARLY_ALL else f"the {wanting}"
        said += (
            f", with {row['places']:,} places: at most {_of(row['at_most'], row['wanting'], of)}"
        )
    steps = [f"look for {'more ' if row['able'] >= FEWEST else ''}mentors"]
    if row["nearly"] >= FEWEST:
        more = told(row["nearly"], found.mentors)
        steps.insert(0, f"lower the bar to level 3 ({more} more mentors)")
    if spare:
        steps.append(f"let pairs start with {spare}")
    return f"{said}. Next: {joined(steps, 'or')}."


def _many(count: int, of: int) -> str:
    return _NEARLY_ALL if count >= FEWEST > of - count else told(count)


def _of(count: int, of: int, those: str) -> str:
    """Write how many of those, without telling of all but a few."""
    if of - count < FEWEST:
        return f"all but a few of {those}"
    return f"{told(count)} of {those}"


def _spare(wanted: pd.DataFrame) -> str:
    """Name the skill with the most places that nobody is in need of."""
    spare = (wanted["places"] - wanted["wanting"])[wanted["able"] >= FEWEST]
    if spare.empty or spare.max() < FEWEST:
        return ""
    return str(wanted.loc[spare.sort_values(ascending=False, kind="stable").index[0], "name"])


def _others(short: pd.DataFrame, wanted: pd.DataFrame) -> Iterator[str]:
    more = short["name"][_AT_MOST:].tolist()
    if more:
        listed = joined([*more[:_AT_MOST], *([f"{len(more) - 3} more"] if len(more) > 3 else [])])
        yield f"There are also fewer places than wishes for {listed}."
    enough = wanted.loc[wanted["missing"] == 0, "name"].tolist()
    if enough and not len(short):
        yield "Nothing is short: for each skill, taken by itself, there are places for all."
    elif enough:
        listed = joined(enough) if len(enough) <= _AT_MOST else f"{len(enough)} skills"
        yield f"For {listed}, taken by themselves, there are places for all who want them."


def _together(found: Shortages) -> str:
    if found.at_most == found.wanting:
        could = "everybody who wants a skill could get at least one"
    elif found.mentees - found.at_most < FEWEST:
        could = f"all but a few of {found.mentees:,} mentees, at most, can get a skill they want"
    else:
        most = f"{told(found.at_most)} of {found.mentees:,} mentees"
        could = f"at most {most} can get at least one skill they want"
    offered = (
        f" of the {found.places:,} places"
        if min(found.places, found.mentors) >= FEWEST
        else " place"
    )
    return (
        f"All skills together, with each{offered} used once: {could}. Rules, days and languages "
        "can only make it fewer."
    )


def _kinds(
    found: Shortages, short: pd.DataFrame, labels: Mapping[str, str] | None
) -> Iterator[str]:
    """Say of which kind those are who want what is short most, and those who can give it."""
    table = found.by_kind
    for skill in short["skill"][:_AT_MOST] if len(table) else ():
        parts: list[str] = []
        for what, do in (("wanting", "want"), ("able", "can give")):
            rows = table[(table["skill"] == skill) & table[what].notna()]
            if len(rows):
                counts = rows[what].astype("int64").to_numpy()
                most, kind = counts.max(), rows["kind"].iloc[counts.argmax()]
                every = int(short.loc[short["skill"] == skill, what].iloc[0])
                who = f"the {every:,}" if counts.sum() == every else "those"
                it = "it" if parts else worded(skill, labels)
                parts.append(f"of {who} who {do} {it}, {most:,} are of kind {kind}")
        if parts:
            said = "; ".join(parts)
            yield f"{said[:1].upper()}{said[1:]}."


def _assumed(found: Shortages) -> Iterator[str]:
    if found.unsaid:
        whole = found.unsaid == found.mentors
        who = "No mentor" if whole else f"{told(found.unsaid, found.mentors)} mentors did not say"
        said = " said how many mentees they take" if whole else " how many mentees they take"
        yield f"{who[:1].upper()}{who[1:]}{said}: each is counted with one place."
    if found.assumed_target is not None:
        yield f"Where a wanted level was not given, level {found.assumed_target} is assumed."
