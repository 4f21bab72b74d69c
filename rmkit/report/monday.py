"""The coordinator's Monday on paper: what is due and why, who meets this week, how the pairs are.

Status only: days, counts and signatures. Who asks for a call or another partner does not stand on
paper, only that somebody does; nothing that a pair said is anywhere in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from rmkit.disclosure.audiences import Released, opened
from rmkit.report.page import Block, Heading, Note, Page, Paragraph
from rmkit.report.tables import table_of

__all__ = ["monday_page"]

_WHERE: Final = "The Monday page"
_DUE: Final = {"what": "What", "pair": "Pair", "who": "Whom it concerns", "why": "Why"}
_WEEK: Final = {"day": "Day", "at": "At", "who": "Who meets", "where": "Where", "number": "Meeting"}
_PAIRS: Final = {
    "pair": "Pair",
    "who": "Who",
    "standing": "Stands",
    "held": "Held",
    "significant": "Of 30 minutes or more",
    "last_held": "Last",
    "next_planned": "Next",
    "overdue": "Not told",
    "signed": "Both signed",
    "to_check": "To look at",
}


def monday_page(
    *,
    programme: str,
    organisation: str,
    day: str,
    asking: Sequence[str],
    due: Released[pd.DataFrame],
    week: Released[pd.DataFrame],
    pairs: Released[pd.DataFrame],
    language: str = "en",
) -> Page:
    """Describe the page that a coordinator reads on a Monday.

    Parameters
    ----------
    programme, organisation, day
        The names, and the day in words.
    asking
        That somebody asks for a call or another partner, one sentence each, without a name.
    due
        Released to the coordinator; one row a thing: `what`, `pair`, `who`, `why`.
    week
        Released to the coordinator; one row a meeting: `day`, `at`, `who`, `where`, `number`.
    pairs
        Released to the coordinator; one row a pair: `pair`, `who`, `standing`, `held`,
        `significant`, `last_held`, `next_planned`, `overdue`, `signed`, `to_check`.
    language
        The language of the texts given.
    """
    blocks: list[Block] = [Note(sentence, kind="warning") for sentence in asking]
    blocks += _part("What is due", due, _DUE, "Nothing is due: enjoy your coffee.", why=4.0)
    blocks += _part("Who meets this week", week, _WEEK, "Nobody is to meet this week.")
    blocks += _part("How the pairs are", pairs, _PAIRS, "There are no pairs yet.")
    blocks.append(
        Note(
            "Days and counts say that a pair meets, not how it goes for them. A pair that meets "
            "less than planned may have good reasons: ask, and do not judge."
        )
    )
    return Page(
        title=f"{programme}: {day}",
        subtitle=organisation,
        blocks=tuple(blocks),
        language=language,
    )


def _part(
    title: str,
    table: Released[pd.DataFrame],
    columns: dict[str, str],
    nothing: str,
    **widths: float,
) -> list[Block]:
    frame = opened(table, "coordinator", where=_WHERE)
    if frame.empty:
        return [Heading(title), Paragraph(nothing)]
    return [
        Heading(title),
        *table_of(frame, columns, widths={"who": 2.2, "what": 1.5, "day": 1.5, **widths}),
    ]
