"""The run on paper: a summary for the facilitator, and the list of pairs with its audit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.audiences import Released, release_columns
from rmkit.disclosure.hiding import FEWEST, told
from rmkit.exchange.html import render_html
from rmkit.programme.clock import now
from rmkit.programme.places import PAGES, note_written
from rmkit.report.page import Page
from rmkit.report.pairs import pairs_page
from rmkit.report.summary import summary_page

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["Overview", "write_overview"]

_PAIRS = ("pair_id", "mentor", "mentee", "stands", "score", "reason", "warnings", "locked")
_UNMATCHED = ("person", "role", "reason", "what_would_help")


@discreet("files")
@dataclass(frozen=True)
class Overview:
    """What was written, and what to say about it: sentences, and (file name, what it is)."""

    in_short: tuple[str, ...]
    files: tuple[tuple[str, str], ...]
    next_steps: tuple[str, ...]


def write_overview(
    programme: Programme, folder: Path, *, command: str = "rmkit", shown_at: Path | None = None
) -> Overview:
    """Write `summary.html` and `pairs.html` of a programme whose pairs are at least proposed.

    Parameters
    ----------
    programme
        Open, with pairs.
    folder
        Where to write; both files are replaced if they are there.
    command
        How the reader starts rmkit on a shell, for the next steps.
    shown_at
        The folder to name in the next steps, where files are moved there afterwards.

    Raises
    ------
    NotReady
        Nothing was proposed yet.
    """
    place = shown_at or folder
    in_short, next_steps = _in_short(programme), _next_steps(programme, command, place)
    first = f"Open {place / 'summary.html'}: the pairs, those left over and what to look at."
    files = tuple(_files(programme, folder))
    pairs = _pairs(programme)
    summary = summary_page(
        programme=programme.name,
        organisation=programme.organisation,
        made=_date(programme.pairing.proposal.made_at),
        facts=_facts(programme),
        kinds=programme.profiles.sentences,
        pairs=pairs,
        unmatched=_left_over(programme),
        warnings=(*_scarce(programme), *_unchecked(programme)),
        files=files,
        next_steps=next_steps,
    )
    for name, page in (("summary.html", summary), ("pairs.html", _pairs_page(programme))):
        (folder / name).write_text(render_html(page), encoding="utf-8", newline="\n")
    _note(programme, folder)
    return Overview(in_short, files, (first, *next_steps))


def _note(programme: Programme, folder: Path) -> None:
    """Keep where pages with names are, for whoever is erased later."""
    file, action = programme.file, "Wrote the list of pairs"
    with file.change(actor="coordinator", action=action, now=now(), kind="note") as change:
        for name in ("summary.html", "pairs.html"):
            note_written(change, PAGES, folder / name, file=file.path)


def _in_short(programme: Programme) -> tuple[str, ...]:
    pairing = programme.pairing
    pairs, left, flagged = pairing.pairs, pairing.unmatched, pairing.flagged
    n_new, n_all = int((pairs["state"] == "proposed").sum()), len(pairs)
    state = "proposed" if n_new == n_all else "confirmed"
    told = f"{n_all - n_new} pairs confirmed, {n_new} new proposed"
    told = told if 0 < n_new < n_all else f"{n_all} pairs {state}"
    lines = [f"{len(programme.candidates.people)} candidates, {told}."]
    lines.append(
        f"{len(left)} left over, each with the reason and what would help."
        if len(left)
        else "Nobody is left over."
    )
    if len(flagged):
        lines.append(f"{len(flagged)} pairs have a warning to look at.")
    lines += [*programme.profiles.sentences[:1], *_scarce(programme), *_unchecked(programme)]
    return tuple(lines)


def _facts(programme: Programme) -> tuple[tuple[str, int], ...]:
    pairing = programme.pairing
    return (
        ("candidates", len(programme.candidates.people)),
        ("pairs", len(pairing.pairs)),
        ("left over", len(pairing.unmatched)),
        ("pairs to look at", len(pairing.flagged)),
    )


def _scarce(programme: Programme) -> tuple[str, ...]:
    """Say which skill most is wanted beyond those who can give it."""
    demand, words = programme.candidates.demand, programme.candidates.words
    scarce = demand["wanting_mentees"] > demand["able"].clip(lower=FEWEST - 1)
    short = demand[scarce].head(2)
    return tuple(
        f"{words.get(row['skill'], row['skill'])}: "
        f"{told(row['wanting_mentees'], row['mentees'])} mentees want it, "
        f"{told(row['able'], row['mentors'])} mentors can give it."
        for row in short.to_dict("records")
    )


def _unchecked(programme: Programme) -> tuple[str, ...]:
    """Say which rules could not be looked at, because nobody was asked."""
    people = programme.candidates.people
    texts = {
        "languages": "Languages were not asked, so whether pairs share one is not known.",
        "slots": "Weekly half-days were not asked, so whether pairs can meet is not known.",
        "department": "No departments are known: import the staff list, and propose again.",
        "manager_id": "No managers are known, so reporting lines were not checked.",
    }
    unknown = [text for column, text in texts.items() if people[column].isna().all()]
    if programme.candidates.assumed_target is not None:
        unknown.append("Wanted levels were not asked; level 4 was taken as wanted.")
    strangers = programme.candidates.not_on_the_list
    if strangers:
        unknown.append(f"Not on the staff list: {', '.join(strangers)}. Their line is not known.")
    return tuple(unknown)


def _pairs(programme: Programme) -> Released[pd.DataFrame]:
    pairs = programme.pairing.pairs
    stands = [
        "ends"
        if row["ends"]
        else ("new, proposed" if row["state"] == "proposed" else "new")
        if row["new"] or row["ends"]
        else ""
        for row in pairs.to_dict("records")
    ]
    return release_columns(pairs.assign(stands=stands), _PAIRS, "coordinator")


def _left_over(programme: Programme) -> Released[pd.DataFrame]:
    people = programme.pairing.unmatched.assign(person=lambda frame: frame["name"])
    return release_columns(people, _UNMATCHED, "coordinator")


def _pairs_page(programme: Programme) -> Page:
    pairing = programme.pairing
    confirmed = [p for p in programme.file.pairs("confirmed") if p.confirmed_by]
    newest = max(confirmed, key=lambda p: p.confirmed_at or "", default=None)
    return pairs_page(
        programme=programme.name,
        organisation=programme.organisation,
        pairs=_pairs(programme),
        unmatched=_left_over(programme),
        rules=pairing.rules,
        audit=pairing.audit,
        confirmed_by=newest.confirmed_by or "" if newest else "",
        confirmed_at=_date(newest.confirmed_at or "") if newest else "",
        notes=tuple(_changes(programme)),
    )


def _changes(programme: Programme) -> Iterator[str]:
    """Say what changed about the pairs since they were confirmed first."""
    pairs, ended = programme.pairing.pairs, programme.pairing.ended
    proposed = pairs.loc[pairs["new"] & (pairs["state"] == "proposed"), "pair_id"]
    if len(proposed):
        yield f"Proposed, and confirmed by nobody yet: {', '.join(proposed)}."
    if len(ended):
        one = "1 pair ended; it is" if len(ended) == 1 else f"{len(ended)} pairs ended; they are"
        yield f"{one} not on this list any more."
    for draw in programme.pairing.lotteries:
        yield draw.sentence


def _files(programme: Programme, folder: Path) -> list[tuple[str, str]]:
    files = [
        ("summary.html", "this run on one page"),
        ("pairs.html", "the list of pairs with reasons, rules and audit"),
        (programme.file.path.name, "the programme file: everything read, decided and written"),
    ]
    if programme.file.document("outbox"):
        files.insert(
            2, ("outbox", "a mail draft for each mentor and mentee, and a mail-merge table")
        )
    if (folder / "profiles.html").exists():
        what = "who the candidates are and what will be missing, for the steering group"
        files.insert(2, ("profiles.html", what))
    return files


def _next_steps(programme: Programme, command: str, place: Path) -> tuple[str, ...]:
    path = place / programme.file.path.name
    steps = [step.told(command, path) for step in programme.status().next_steps]
    if programme.file.document("outbox"):
        steps.append(f"Your own people: {command} demo --answers my_form.csv --staff my_staff.csv")
    return tuple(steps)


def _date(moment: str) -> str:
    return pd.Timestamp(moment).strftime("%d %B %Y").lstrip("0") if moment else ""
