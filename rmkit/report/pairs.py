"""The definitive list of pairs: who meets whom, who confirmed it, when, and under which rules.

In come the pairs, the rules as sentences and the audit; out goes a page to file. A list that
nobody has confirmed says so at its top. Nothing here decides or checks anything.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from rmkit.disclosure.audiences import Released, opened
from rmkit.report.page import Block, Bullets, Facts, Heading, Note, Page, Paragraph
from rmkit.report.tables import table_of

__all__ = ["pairs_page"]

_PAIRS = {
    "pair_id": "Pair",
    "mentor": "Mentor",
    "mentee": "Mentee",
    "stands": "Stands",
    "score": "Score",
    "reason": "Why they fit",
    "warnings": "Noted",
    "locked": "Set by hand",
}
_PAIR_WIDTHS = {
    "pair_id": 0.7,
    "mentor": 1.5,
    "mentee": 1.5,
    "stands": 0.9,
    "score": 0.7,
    "reason": 3.4,
    "warnings": 1.8,
    "locked": 0.7,
}
_UNMATCHED = {
    "person": "Person",
    "role": "Role",
    "reason": "Why not paired",
    "what_would_help": "What would help",
}
_AUDIT = {"check": "What was checked", "outcome": "Outcome", "detail": "In detail"}


def pairs_page(
    *,
    programme: str,
    organisation: str,
    pairs: Released[pd.DataFrame],
    unmatched: Released[pd.DataFrame],
    rules: Sequence[str],
    audit: pd.DataFrame,
    confirmed_by: str = "",
    confirmed_at: str = "",
    notes: Sequence[str] = (),
    language: str = "en",
) -> Page:
    """Describe the definitive list of pairs with its audit.

    Parameters
    ----------
    programme, organisation
        Their names.
    pairs
        Released to the coordinator; one row a pair:
        `pair_id`, `mentor`, `mentee`, `stands` (new, or ends), `score` (0-100), `reason`,
        `warnings`, `locked`. A column that is absent or holds nothing is left out.
    unmatched
        Released to the coordinator; one row a person:
        `person`, `role`, `reason`, `what_would_help`.
    rules
        The rules and criteria under which the pairs were made, one sentence each.
    audit
        One row a check: `check`, `outcome`, `detail`.
    confirmed_by, confirmed_at
        Who confirmed the list, and when, as words; both empty where nobody has yet.
    notes
        Further remarks, such as what was changed by hand.
    language
        The language of the texts given.
    """
    listed = opened(pairs, "coordinator", where="The list of pairs")
    left = opened(unmatched, "coordinator", where="The list of pairs")
    blocks: list[Block] = [_confirmation(confirmed_by, confirmed_at)]
    blocks.append(Facts((("pairs", len(listed)), ("people without a partner", len(left)))))
    blocks.append(Heading("The pairs"))
    blocks += _pairs(listed)
    blocks.append(Heading("Without a partner"))
    blocks += _left_over(left)
    if rules:
        blocks += [Heading("The rules that applied"), Bullets(tuple(rules))]
    if not audit.empty:
        widths = {"check": 1.6, "outcome": 0.9, "detail": 2.6}
        blocks += [Heading("What was checked"), *table_of(audit, _AUDIT, widths=widths)]
    if notes:
        blocks += [Heading("Remarks"), Bullets(tuple(notes))]
    return Page(
        title=f"Pairs of {programme}",
        subtitle=organisation,
        blocks=tuple(blocks),
        language=language,
    )


def _confirmation(by: str, at: str) -> Block:
    if not by:
        return Note("Nobody has confirmed this list yet. It is a proposal.", kind="warning")
    when = f" on {at}" if at else ""
    return Paragraph(f"Confirmed by {by}{when}, under the rules named below.")


def _pairs(pairs: pd.DataFrame) -> tuple[Block, ...]:
    if pairs.empty:
        return (Paragraph("There are no pairs."),)
    shown = pairs.copy()
    if "locked" in shown.columns:
        shown["locked"] = [
            "yes" if locked else "" for locked in shown["locked"].fillna(value=False)
        ]
    return table_of(shown, _PAIRS, widths=_PAIR_WIDTHS)


def _left_over(unmatched: pd.DataFrame) -> tuple[Block, ...]:
    if unmatched.empty:
        return (Paragraph("Nobody: everyone who could be paired has a partner."),)
    widths = {"person": 1.3, "role": 0.8, "reason": 2.6, "what_would_help": 2.6}
    return table_of(unmatched, _UNMATCHED, widths=widths)
