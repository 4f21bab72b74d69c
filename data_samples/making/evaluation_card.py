"""The part of a sample's card that is about what came back: files, columns, planted changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from making.codebook import Described
from making.evaluations import ASKED_AGAIN, NOTES
from making.running_card import TOOLS
from rmkit import instruments

if TYPE_CHECKING:
    from making.samples import Sample
    from rmkit.synthetic import Evaluation

__all__ = ["came_back", "changes_described", "changes_told", "evaluation_files"]

_FACTS: Final = {
    "ends": "left: their pair ended; the mentee said nothing at the end",
    "falls_behind": "hardly met; the mentee said nothing at the end",
    "fell_silent": "learned least of all mentees, and said nothing at the end",
}
_YES: Final = "yes, no"


def evaluation_files(sample: Sample) -> Iterator[str]:
    """Name the files of the evaluation."""
    yield (
        "`changes.csv`: what really changed for each person, who answered, and who left; for "
        "checking, never for playing"
    )
    for name, (instrument_id, tool) in ASKED_AGAIN.items():
        wave = name.rpartition("_")[2].replace("off", "kick-off")
        when = wave if wave in ("before", "kick-off") else "after"
        yield (
            f"`raw/evaluation/{name}{Path(tool).suffix}`: answers to `{instrument_id}`, {when}, as "
            f"{TOOLS[tool]} exports it with their addresses"
        )
    for name, instrument_id in NOTES.items():
        title = instruments.load(instrument_id).title.say()
        yield (
            f"`raw/evaluation/{name}.csv`: notes by person_id and the keys of `{instrument_id}` "
            f"({title})" + ("; `partner_id` is the mentee" if name.startswith("managers") else "")
        )


def changes_described(sample: Sample) -> Iterator[Described]:
    """Explain the columns of `changes.csv`."""
    yield Described("person_id", "the person, the same in all files", allowed="`P` and digits",
                    missing="never missing")  # fmt: skip
    yield Described("side", "what they were in the end", allowed="mentee, mentor, waiting",
                    missing="never missing")  # fmt: skip
    yield Described("of", "the pair, as in `pairs.csv`", allowed="an id",
                    missing="an empty cell: they wait")  # fmt: skip
    yield Described("planted", "the fact planted about them", allowed="see planted facts")
    yield Described("answered_kick_off", "whether they were heard before the first meeting",
                    allowed=_YES, missing="never missing")  # fmt: skip
    yield Described("answered_after", "whether they were heard at the end", allowed=_YES,
                    missing="never missing")  # fmt: skip
    for skill in sample.skills:
        yield Described(
            f"before_{skill}", f"true level in `{skill}` before the first meeting", "levels",
            "a number", "never missing",
        )  # fmt: skip
    for skill in sample.skills:
        yield Described(f"change_{skill}", f"true change in `{skill}`, which nobody sees", "levels",
                        "a number", "never missing")  # fmt: skip
    yield Described("growth", "true mean gain on the scores of `mentor_growth`", "steps of 5",
                    "a number", "an empty cell: no mentor")  # fmt: skip


def came_back(back: Evaluation) -> str:
    """Count what came back."""
    counts = {name: len(table) for name, table in back.tables.items()}
    sides = back.truth.groupby("side").size()
    return (
        f"Of {sides['mentee']} mentees, {sides['mentor']} mentors and {sides['waiting']} who wait, "
        f"{counts['needs_kick_off']} told their levels before the first meeting and "
        f"{counts['needs_after']} at the end; {counts['looks_mentee']} mentees and "
        f"{counts['looks_mentor']} mentors looked back, {counts['managers_after']} managers "
        f"answered about a mentee, {counts['interviews']} people were talked with."
    )


def changes_told(sample: Sample, back: Evaluation) -> Iterator[str]:
    """Say what is true, in numbers, and who left."""
    truth = back.truth
    mentees = truth[truth["side"] == "mentee"]
    means = {s: pd.to_numeric(mentees[f"change_{s}"]).mean() for s in sample.skills}
    learned = ", ".join(f"`{s}` {m:+.2f}" for s, m in means.items() if abs(m) >= 0.005)
    flat = ", ".join(f"`{s}`" for s, m in means.items() if abs(m) < 0.005)
    yield f"true mean change of all mentees, in levels: {learned}"
    yield (
        f"true change of mentees in {flat}: none. Their first answers were low where pairs were "
        "chosen by them, so that from candidacy to the end it looks like a gain; from the second "
        "answers, before the first meeting, it does not, and those who wait seem to gain as much"
    )
    waits = truth[truth["side"] == "waiting"]
    others = {s: pd.to_numeric(waits[f"change_{s}"]).mean() for s in sample.skills}
    gained = ", ".join(f"`{s}` {m:+.2f}" for s, m in others.items() if abs(m) >= 0.005)
    yield f"true change of those who wait: {gained or 'none in any skill'}"
    growth = pd.to_numeric(truth.loc[truth["side"] == "mentor", "growth"]).mean()
    yield (
        f"true mean gain of mentors on the six scores of `mentor_growth`: {growth:+.2f}; in "
        "personal learning none"
    )
    shift = sample.asked_again.gains.shift if sample.asked_again else 0.0
    yield (
        f"at the end mentees rate what they learned {shift} lower than they would have before, "
        "then as now: so the change seems smaller than it is, and looking back shows it"
    )
    yield from _reached(sample, mentees)
    yield from _left(mentees)


def _reached(sample: Sample, mentees: pd.DataFrame) -> Iterator[str]:
    """Say how many truly reached the level of the objective, where it names one."""
    parts = sample.programme.parts
    if not parts:
        return
    level = int(str(parts["to_level"]))
    ends = {
        s: pd.to_numeric(mentees[f"before_{s}"]) + pd.to_numeric(mentees[f"change_{s}"])
        for s in sample.skills
    }
    there = pd.DataFrame(ends) >= level - 0.5
    enough = (there[list(sample.programme.competences)].sum(axis=1) >= parts["competences"]) & (
        there[list(sample.programme.tools)].sum(axis=1) >= parts["tools"]
    )
    each = ", ".join(f"`{s}` {n}" for s, n in there.sum().items() if n)
    yield (
        f"at the end {enough.sum()} of {len(mentees)} mentees truly stand at level {level} in "
        f"{parts['competences']} competences and {parts['tools']} tools, as the objective wants "
        f"(a true level from {level - 0.5} on counts); by skill: {each}"
    )


def _left(mentees: pd.DataFrame) -> Iterator[str]:
    for fact, words in _FACTS.items():
        who = mentees.loc[mentees["planted"] == fact, "person_id"].tolist()
        if who:
            yield f"`{fact}`: {words} ({', '.join(who)})"
