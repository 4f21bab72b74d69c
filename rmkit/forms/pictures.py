"""Pictures of a programme, each beside its sentence; where there is nothing yet, what comes first.

A picture shows the file as it is when its cell is run; after new answers, run the cell again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

import rmkit.figures as figures
from rmkit.errors import NotAllowed, TooFewPeople
from rmkit.figures import Picture
from rmkit.forms.progress_line import progress_line
from rmkit.forms.shown import Link, Shown

if TYPE_CHECKING:
    from datetime import date

    from rmkit.profiles import Clustering
    from rmkit.programme.programme import Programme

__all__ = ["kinds", "learning_needs", "levels", "needs", "no_pairs", "nobody", "scores", "timeline"]

_NOBODY = Shown(
    (
        Link(
            "Nobody has answered yet, so there is nothing to show here. Answers come in by",
            "02_candidates.ipynb",
            "02 Collect the candidates",
        ),
    )
)
_NO_PAIRS = Shown(
    (Link("There are no pairs yet. They are found in", "04_pairs.ipynb", "04 Match the pairs"),)
)


def levels(programme: Programme) -> Shown:
    """Show how many people are at which level of each skill, and what level they want."""
    missing = nobody(programme)
    if missing is not None:
        return missing
    candidates = programme.candidates
    return Shown((figures.levels(candidates.people, words=candidates.words),))


def needs(programme: Programme) -> Shown:
    """Say what will be missing, and show who wants a skill against who can give it."""
    missing = nobody(programme)
    if missing is not None:
        return missing
    candidates = programme.candidates
    picture = figures.needs_and_supply(
        candidates.demand, words=candidates.words, assumed_target=candidates.assumed_target
    )
    said = programme.candidates.shortages.sentences(candidates.words)
    return Shown((tuple(said), picture))


def learning_needs(programme: Programme) -> Shown:
    """Show what people need to learn: how many, in which skill, from which level to which.

    From the diagnosis where five people or more answered it, or else from the candidates.
    """
    found = programme.objective.needs
    if not found.source:
        return _NOBODY
    return Shown((figures.wanted_steps(found.skills, words=found.words), found.sentences))


def timeline(programme: Programme, *, today: date | None = None) -> Shown:
    """Show the phases of the programme in time, with the days to keep in mind.

    `today` is drawn as a line; None takes the programme's own.
    """
    found = programme.objective.timeline
    day = programme.today if today is None else today
    picture = figures.timeline(found.phases, found.milestones, today=day)
    return Shown((picture, found.assumed) if found.assumed else (picture,))


def kinds(programme: Programme, k: int | Literal["auto"] | None = None) -> Shown:
    """Look for kinds of candidates, keep who belongs to which, and show what was found.

    A choice that was kept with its reason is shown, and stays whatever else is looked at.

    Parameters
    ----------
    programme
        Whose candidates.
    k
        How many kinds; "auto" tells from the evidence, and none is a possible answer. None is
        what was chosen, or else "auto".

    Returns
    -------
    Shown
        The finding in words with how sure it is, and a picture of the kinds.
    """
    missing = nobody(programme)
    if missing is not None:
        return missing
    words = programme.candidates.words
    try:
        with progress_line() as tell:
            found = programme.profiles.read(k, on_progress=tell)
    except (NotAllowed, TooFewPeople) as error:
        return Shown((str(error),))
    return Shown((*_kept(programme, found), *_parts(found, words)))


def _parts(
    found: Clustering, words: Mapping[str, str]
) -> Iterator[str | tuple[str, ...] | Picture]:
    """Say what was found, tell and draw the kinds, then what speaks for and against them."""
    yield found.finding
    yield tuple(line for kind in found.told(words) for line in kind.lines)
    yield figures.kinds(found.table(), found.contrasts(), numbers=found.numbers, words=words)
    hangs = (found.sensitivity_sentence(),) if found.k > 1 else ()
    yield (*hangs, *found.warnings, *found.how)
    if found.evidence["silhouette"].notna().any():
        yield figures.how_many(found.evidence)
    if found.k > 1:
        yield figures.stability_bars(found.stability, found.returned)


def _kept(programme: Programme, found: Clustering) -> Iterator[str]:
    """Say which choice the file keeps, and that another one was only looked at."""
    kept = programme.profiles.kept
    if kept and kept.is_choice:
        yield kept.sentence
        if not programme.profiles.holds(found):
            yield "What follows was only looked at; your choice stands."


def scores(programme: Programme) -> Shown:
    """Show how the scores of the pairs are spread, which have a warning, and who is left over."""
    missing = no_pairs(programme)
    if missing is not None:
        return missing
    pairs = programme.pairing.pairs
    picture = figures.pair_scores(pairs, unmatched=len(programme.pairing.unmatched))
    return Shown((picture,))


def no_pairs(programme: Programme) -> Shown | None:
    """Say what comes before pairs; None where there are some."""
    if not programme.pairing.pairs.empty:
        return None
    return nobody(programme) or _NO_PAIRS


def nobody(programme: Programme) -> Shown | None:
    """Say what comes before there is anything to show; None where somebody answered."""
    declined = {p.person_id for p in programme.file.people() if p.is_out}
    answered = {r.person_id for r in programme.file.counting("candidate")}
    return None if answered - declined else _NOBODY
