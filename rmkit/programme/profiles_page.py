"""The page about the kinds of candidates, for the steering group: no names, no group under five."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import rmkit.figures as figures
from rmkit.disclosure.hiding import told
from rmkit.errors import NotSaved
from rmkit.exchange.html import render_html
from rmkit.figures import Picture
from rmkit.figures.labels import sentence_case
from rmkit.profiles.choosing import FEWEST_PEOPLE, FIRM_KIND
from rmkit.programme.clock import now
from rmkit.programme.days import in_words
from rmkit.programme.kinds_told import (
    finding_told,
    kinds_told,
    limits_told,
    may_be_shown,
    sureness_told,
)
from rmkit.report.page import Page
from rmkit.report.profiles import profiles_page

if TYPE_CHECKING:
    from rmkit.profiles import Clustering
    from rmkit.programme.programme import Programme

__all__ = ["ONE_VERSION", "page_of_profiles", "write_profiles"]

ONE_VERSION = (
    "It is about groups of five and more and names nobody. Hand out one version of it: two, made "
    "before and after a few answers came, tell by their difference what these few answered."
)
"""What whoever hands the page out should know."""


def page_of_profiles(programme: Programme, found: Clustering) -> Page:
    """Describe the page about the kinds that were found."""
    candidates = programme.candidates
    words = candidates.words
    needs = figures.needs_and_supply(
        candidates.demand, words=words, assumed_target=candidates.assumed_target
    )
    missing = programme.candidates.shortages
    return profiles_page(
        programme=programme.name,
        organisation=programme.organisation,
        made=in_words(now().date()),
        facts=(
            ("candidates compared", found.n_used),
            ("kinds", found.k if found.k > 1 else _no_kinds(found)),
            ("competences and tools that will be short", int((missing.table["missing"] > 0).sum())),
        ),
        finding=finding_told(found),
        kinds=kinds_told(found, words),
        pictures=tuple(_pictures(found, words)),
        sure=sureness_told(found),
        evidence=tuple(_evidence(found)),
        limits=limits_told(found),
        missing=tuple(missing.sentences(words)),
        needs=needs,
        how=tuple(_how(programme, found)),
    )


def _no_kinds(found: Clustering) -> str:
    return "none" if found.asked or found.n_used >= FEWEST_PEOPLE else "not known"


def write_profiles(programme: Programme, found: Clustering, folder: Path) -> Path:
    """Write `profiles.html`, in place of one that is there.

    Raises
    ------
    NotSaved
        The folder cannot be written to.
    """
    path = folder / "profiles.html"
    html = render_html(page_of_profiles(programme, found))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8", newline="\n")
    except OSError as error:
        message = (
            f"The page could not be written to {folder} ({error.strerror or error}). Close it if "
            "it is open in another program, or choose another folder."
        )
        raise NotSaved(message) from error
    return path


def _pictures(found: Clustering, words: dict[str, str]) -> Iterator[Picture]:
    if may_be_shown(found):
        yield figures.kinds(found.table(), found.contrasts(), numbers=found.numbers, words=words)


def _evidence(found: Clustering) -> Iterator[Picture]:
    """Draw what speaks for the kinds, on a map without dots: a dot is a person."""
    weighed = bool(found.evidence["silhouette"].notna().any())
    if not weighed or not may_be_shown(found):
        return
    yield figures.how_many(found.evidence)
    if found.k > 1:
        yield figures.stability_bars(found.stability, found.returned)
    if (found.stability["people"] >= FIRM_KIND).all() and found.k > 1:
        plane = found.plane()
        yield figures.kind_plane(
            plane.points, found.labels, stress=plane.stress, kept=plane.kept, people=False
        )


def _how(programme: Programme, found: Clustering) -> Iterator[tuple[str, str]]:
    """Say of whom, by what, how and why the kinds were found."""
    n_left = len(found.left_out)
    left = (
        f"{told(n_left)} people answered no more than half of what is compared and are left out."
        if n_left
        else "Nobody who answered is left out."
    )
    yield "Of whom.", f"{found.n_used:,} people. {sentence_case(left)}"
    for line in found.how:
        lead, _, text = line.partition(": ")
        yield f"{lead}.", sentence_case(text.replace("because you asked for it", "as was chosen"))
    kept = programme.profiles.kept
    if kept and kept.is_choice and programme.profiles.holds(found):
        yield "Why these.", _reason(programme, kept.reason)
    yield "Again.", f"The same answers and the seed {found.seed} give the same kinds."


def _reason(programme: Programme, reason: str) -> str:
    """Give the coordinator's reason, unless it names somebody: the page names nobody."""
    people = programme.file.people()
    named = {word for p in people for word in _words(p.name or "") if len(word) > 2}
    named = {word for word in named if not word.islower()}
    named |= {word for p in people for word in (p.person_id, p.email or "")}
    if named & set(_words(reason)):
        return "The reason names somebody, so it stays with whoever coordinates."
    return f"{reason.rstrip('.')}."


def _words(text: str) -> list[str]:
    return re.findall(r"[\w@.-]*\w", text)
