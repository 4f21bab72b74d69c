"""What came of a run, so that a facilitator understands it in five minutes.

In come the plain figures, sentences and tables of one run; out goes a page: how many people and
pairs, what kinds of people there are, who meets whom and why, who is left over and what would
help them, what to check, which files were written and what to do next. The pairs stand in the
order they come in: people are not ranked. Nothing here computes, reads or writes.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from rmkit.disclosure.audiences import Released, opened
from rmkit.report.page import (
    Block,
    Bullets,
    Cell,
    Facts,
    Heading,
    Note,
    Page,
    Paragraph,
    Table,
)
from rmkit.report.tables import table_of

__all__ = ["summary_page"]

_PAIRS = {
    "mentor": "Mentor",
    "mentee": "Mentee",
    "score": "Score",
    "reason": "Why they fit",
    "warnings": "Please check",
}
_UNMATCHED = {
    "person": "Person",
    "role": "Role",
    "reason": "Why not paired",
    "what_would_help": "What would help",
}


def summary_page(
    *,
    programme: str,
    organisation: str,
    made: str,
    facts: Sequence[tuple[str, Cell]],
    kinds: Sequence[str],
    pairs: Released[pd.DataFrame],
    unmatched: Released[pd.DataFrame],
    warnings: Sequence[str] = (),
    files: Sequence[tuple[str, str]] = (),
    next_steps: Sequence[str] = (),
    most_rows: int = 30,
    language: str = "en",
) -> Page:
    """Describe the page that sums up a run for the facilitator.

    Parameters
    ----------
    programme, organisation, made
        The names, and when this was made, as words.
    facts
        The first figures to see, as (what it is, its value): `("pairs", 24)`.
    kinds
        What kinds of people there are, one sentence each.
    pairs
        Released to the coordinator; one row a pair:
        `mentor`, `mentee` (as they are to be shown), `score` (0-100), `reason`,
        `warnings`. A column that is absent or holds nothing is left out.
    unmatched
        Released to the coordinator; one row a person:
        `person`, `role`, `reason`, `what_would_help`.
    warnings
        What the facilitator should check, one sentence each.
    files
        What was written, as (file name, what it is).
    next_steps
        What to do now, in order.
    most_rows
        How many rows of a table are shown; the rest is counted, and people left over are then
        told by reason.
    language
        The language of the texts given.
    """
    blocks: list[Block] = [Facts(tuple(facts))]
    blocks += [Note(text, kind="warning") for text in warnings]
    if next_steps:
        blocks += [Heading("What to do next"), Bullets(tuple(next_steps), numbered=True)]
    blocks += _unmatched(opened(unmatched, "coordinator", where="The summary"), most_rows)
    blocks += _pairs(opened(pairs, "coordinator", where="The summary"), most_rows)
    if kinds:
        blocks += [Heading("What kinds of people there are"), Bullets(tuple(kinds))]
    if files:
        table = Table(("File", "What it is"), tuple(files), widths=(1.0, 2.0))
        blocks += [Heading("What was written"), table]
    blocks.append(
        Note(
            "A score says how well a pair fits the rules of this programme, not how good a "
            "person is. None of this may be used for appraisal, promotion, pay or dismissal."
        )
    )
    return Page(
        title=f"{programme}: where it stands",
        subtitle=" · ".join(part for part in (organisation, made) if part),
        blocks=tuple(blocks),
        language=language,
    )


def _pairs(pairs: pd.DataFrame, most: int) -> list[Block]:
    if pairs.empty:
        return [Heading("Who meets whom"), Paragraph("There are no pairs yet.")]
    widths = {"mentor": 1.5, "mentee": 1.5, "score": 0.7, "reason": 3.4, "warnings": 2.0}
    table = table_of(
        pairs, _PAIRS, most=most, rest="They stand in the list of pairs.", widths=widths
    )
    return [Heading("Who meets whom"), *table]


def _unmatched(unmatched: pd.DataFrame, most: int) -> list[Block]:
    heading = Heading("Who is left over")
    if unmatched.empty:
        return [heading, Paragraph("Nobody: everyone who could be paired has a partner.")]
    if len(unmatched) > most:
        return [heading, *_by_reason(unmatched, most)]
    widths = {"person": 1.3, "role": 0.8, "reason": 2.6, "what_would_help": 2.6}
    return [heading, *table_of(unmatched, _UNMATCHED, widths=widths)]


def _by_reason(unmatched: pd.DataFrame, most: int) -> tuple[Block, ...]:
    """Count people by cause, the first sentence of their reason: hundreds of rows tell nothing."""
    keys = [c for c in ("reason", "role") if c in unmatched.columns]
    people = unmatched.fillna(dict.fromkeys(unmatched.columns, ""))
    people["reason"] = people["reason"].str.replace(r"(?<=\.) .*", "", regex=True)
    if "what_would_help" not in people:
        people["what_would_help"] = ""
    counts = (
        people.groupby(keys, sort=True)["what_would_help"]
        .agg(people="size", what_would_help=lambda helps: helps.mode().iloc[0])
        .reset_index()
        .sort_values(["people", *keys], ascending=[False, *[True] * len(keys)])
    )
    columns = {
        "reason": "Why not paired",
        "role": "Role",
        "people": "People",
        "what_would_help": "What would help, for most of them",
    }
    widths = {"reason": 2.6, "role": 0.8, "people": 0.8, "what_would_help": 2.6}
    intro = Paragraph(
        f"{len(unmatched)} people have no partner. They are counted by reason here; each of them "
        "stands with a reason of their own in the list of pairs."
    )
    return intro, *table_of(counts, columns, most=most, widths=widths)
