"""The audit of the pairs on one page: five questions, each with an answer, its figures and limits.

For a works council, a statistician and whoever coordinates. In come the checks, how groups fared,
which pairs stay under other weights, and what chance would reach; out goes a page to print or to
file. People are named in the list of pairs that hang on the weights, and nowhere else; nobody is
ranked, and no figure is about a group under five. Nothing here computes or decides.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from rmkit.disclosure.audiences import Released, opened
from rmkit.figures import beside_chance, firm_pairs, group_shares
from rmkit.matching import Evenness, Firmness, Yardsticks
from rmkit.matching.audit import EVEN_CHECK
from rmkit.report.page import (
    Block,
    Bullets,
    Cell,
    Drawing,
    Heading,
    Note,
    Page,
    Paragraph,
    Table,
)
from rmkit.report.tables import table_of

__all__ = ["ROBUST", "audit_page", "firm_answer", "ways_answer"]

_CHECKS = {"check": "What was checked", "outcome": "Outcome", "detail": "In detail"}
_CHECK_WIDTHS = {"check": 1.6, "outcome": 0.9, "detail": 2.6}
_HANGING = {"mentor": "Mentor", "mentee": "Mentee", "stays": "Came back, of 100 solves"}
_ROLES = {"mentor": "mentors", "mentee": "mentees", "either": "could be either"}
_WAYS = {"ours": "these pairs", "greedy": "best pair first", "chance": "by chance (mean)"}
_MOST_HANGING = 60
_NOT_TOLD = "not told"

ROBUST = (
    "That a pair stays makes it no better, and that it does not makes it no worse: weights are a "
    "judgement, and where several partners suit somebody nearly alike, small things decide."
)


def audit_page(
    *,
    programme: str,
    organisation: str,
    made: str,
    checks: Released[pd.DataFrame],
    evenness: Evenness,
    firmness: Firmness,
    hanging: Released[pd.DataFrame],
    yardsticks: Yardsticks,
    only_for_audit: Sequence[str] = (),
    confirmed: str = "",
    language: str = "en",
) -> Page:
    """Describe the audit of a programme's pairs.

    Parameters
    ----------
    programme, organisation, made
        Their names, and the day of the audit in words.
    checks
        Released to the coordinator; one row a check: `check`, `outcome`, `detail`, as
        `Matching.audit` gives them.
    evenness, firmness, yardsticks
        What was found.
    hanging
        Released to the coordinator; the pairs that did not always come back: `mentor`, `mentee`,
        `stays` (of 100).
    only_for_audit
        The columns that were given for this page alone.
    confirmed
        Who confirmed the pairs, and when, as words; empty where nobody did.
    language
        The language of the texts given.
    """
    looked_at = opened(checks, "coordinator", where="The audit")
    state = confirmed or "Nobody has confirmed these pairs yet: this is the audit of a proposal."
    blocks: list[Block] = [Paragraph(state)]
    blocks += _rules(looked_at)
    blocks += _optimal(looked_at)
    blocks += _even(evenness, only_for_audit)
    blocks += _robust(firmness, opened(hanging, "coordinator", where="The audit"))
    blocks += _beside(yardsticks)
    blocks.append(
        Note(
            "A score says how well a pair fits the rules of this programme, not how good a person "
            "is. None of this may be used for appraisal, promotion, pay or dismissal."
        )
    )
    return Page(
        title=f"Audit of the pairs of {programme}",
        subtitle=" · ".join(part for part in (organisation, made) if part),
        blocks=tuple(blocks),
        language=language,
    )


def _rules(checks: pd.DataFrame) -> list[Block]:
    elsewhere = checks["outcome"].isin(["proven", "open"]) | (checks["check"] == EVEN_CHECK)
    rows = checks[~elsewhere]
    counts = rows["outcome"].value_counts()
    broken, flagged, unknown = (int(counts.get(x, 0)) for x in ("broken", "flagged", "not known"))
    if broken:
        answer = f"No: {broken} of the checks below found something broken. Do not confirm."
    elif flagged:
        answer = f"Yes, with something to look at: {flagged} of the checks below are flagged."
    else:
        answer = "Yes: nothing is broken, and nothing is flagged."
    if unknown:
        answer += f" For {unknown} it is not known, because it is not on record."
    limit = (
        "Each rule was asked again for each pair, apart from how the pairs were found. What people "
        "did not say, or what is wrong on record, no check can see."
    )
    return [
        Heading("1. Were the rules kept?"),
        Paragraph(answer),
        *table_of(rows, _CHECKS, widths=_CHECK_WIDTHS),
        Paragraph(limit),
    ]


def _optimal(checks: pd.DataFrame) -> list[Block]:
    rows = checks[checks["outcome"].isin(["proven", "open"])]
    proven = bool((rows["outcome"] == "proven").all())
    answer = (
        "Yes, and proven: no other choice of pairs within the rules does better by the points."
        if proven
        else "It is not proven. How much better others could be at most, stands here:"
    )
    return [
        Heading("2. Is it the best choice?"),
        Paragraph(answer),
        *table_of(rows, _CHECKS, widths=_CHECK_WIDTHS),
        Paragraph("Best by the points, and points are what somebody chose to count."),
    ]


def _even(found: Evenness, only_for_audit: Sequence[str]) -> list[Block]:
    blocks: list[Block] = [Heading("3. Did groups fare alike?"), Paragraph(_even_answer(found))]
    blocks.append(Bullets(found.sentences))
    for by in found.by:
        if by not in set(found.tests["by"]):
            continue
        rows = found.table[found.table["by"] == by]
        blocks.append(Drawing(group_shares(rows, by=by.replace("_", " "))))
        blocks.append(_group_table(by, rows))
    limits = (
        f"Intervals are of 95 %: Wilson's for shares, Student's t for means, where each person "
        f"counts once. p says how often chance alone makes groups differ as much (permutation "
        f"test, seed {found.seed}), adjusted by Holm for all {len(found.tests)} comparisons, so "
        f"that at most 5 of 100 even programmes raise an alarm here. A mean that is not told would "
        "tell of fewer than five people."
    )
    why = (
        "A difference does not say why: supply and demand differ between groups, and the rules "
        "leave some fewer partners. No difference found does not say that there is none; the "
        "intervals say how large it could be. People are compared by the role they wished for. "
        "Groups under five are joined with others, and means hidden, until no subtraction on this "
        "page gives a smaller group back; that cannot be said of two pages made on two days."
    )
    blocks += [Paragraph(limits), Paragraph(why)]
    if only_for_audit:
        names = ", ".join(name.replace("_", " ") for name in only_for_audit)
        blocks.append(
            Note(f"Given for this page alone, kept nowhere, and no criterion of any pair: {names}.")
        )
    return blocks


def _even_answer(found: Evenness) -> str:
    if found.tests.empty:
        return "Groups are too small to compare."
    if found.is_even:
        return "No group fared otherwise by more than chance would have it."
    columns = list(dict.fromkeys(found.tests.loc[found.tests["uneven"], "by"]))
    names = ", ".join(by.replace("_", " ") for by in columns)
    return f"Not everywhere: groups differ by more than chance would have it, by {names}."


def _group_table(by: str, rows: pd.DataFrame) -> Table:
    cells: list[tuple[Cell, ...]] = [
        (
            row["group"],
            _ROLES[row["role"]],
            int(row["people"]),
            f"{100 * row['share']:.0f} ({100 * row['share_low']:.0f} to "
            f"{100 * row['share_high']:.0f})",
            _NOT_TOLD
            if pd.isna(row["score"])
            else f"{row['score']:.0f} ({row['score_low']:.0f} to {row['score_high']:.0f})",
        )
        for row in rows.to_dict("records")
    ]
    heads = (by.replace("_", " "), "Role", "People", "Have a partner, of 100", "Mean score")
    return Table(
        (f"{heads[0][:1].upper()}{heads[0][1:]}", *heads[1:]),
        tuple(cells),
        widths=(2.0, 1.1, 0.8, 1.4, 1.4),
    )


def _robust(found: Firmness, hanging: pd.DataFrame) -> list[Block]:
    blocks: list[Block] = [
        Heading("4. Does it hang on the weights?"),
        Paragraph(firm_answer(found)),
    ]
    if found.solves.empty:
        return blocks
    free = found.pairs[~found.pairs["locked"]]
    blocks.append(Drawing(firm_pairs(free, solves=len(found.solves))))
    blocks.append(_solves_table(found))
    if not hanging.empty:
        order = hanging.sort_values(["mentor", "mentee"])
        blocks.append(Heading("Pairs that hang on the weights", level=2))
        blocks += table_of(
            order, _HANGING, most=_MOST_HANGING, rest="matching.firmness().pairs lists them all."
        )
    how = (
        f"Each weight was moved by a fifth down and up, then all of them at once by up to a fifth "
        f"(seed {found.seed}); {len(found.solves)} of {found.planned} planned solves were made. "
        "Locked pairs, which always stay, are not counted."
    )
    if found.ties_kept:
        how += " Between equal totals these pairs were preferred."
    else:
        how += " Between equal totals any pairs were taken, so some changed for a tie alone."
    if found.sides_kept:
        how += " People who could be either stayed on the side on which they are paired."
    if (found.solves["gap"] > 0).any():
        how += " Some of these solves are not proven to be the best."
    return [*blocks, Paragraph(how), Paragraph(ROBUST)]


def _solves_table(found: Firmness) -> Table:
    drawn = found.solves["moved"] == "All, by chance"
    rows: list[tuple[Cell, ...]] = []
    for moved, solves in found.solves[~drawn].groupby("moved", sort=False):
        by = dict(zip(solves["change"], solves["stay"], strict=True))
        rows.append((str(moved), *(_whole(by.get(change)) for change in ("-20 %", "+20 %"))))
    if drawn.any():
        stay = found.solves.loc[drawn, "stay"]
        words = f"{int(stay.min())} to {int(stay.max())}, {stay.mean():.0f} on average"
        rows.append((f"All at once ({len(stay)} draws)", words, ""))
    heads = ("Weight moved", "Pairs that stay at -20 %", "At +20 %")
    return Table(heads, tuple(rows), caption=f"Of {found.n_free} pairs", widths=(2.0, 1.5, 1.5))


def _whole(count: object) -> Cell:
    return None if count is None else int(str(count))


def firm_answer(found: Firmness) -> str:
    """Say in a sentence or two how much the pairs hang on the weights."""
    if not found.n_free:
        return "There is no pair that was not locked."
    if not found.planned:
        return "Only one thing counted for a pair, so there is no weight to move against another."
    if found.solves.empty:
        return "It was stopped before a weight was moved, so it is not known."
    firm = round(100 * found.share_firm)
    return (
        f"{firm} of 100 pairs stay whatever is done to the weights within a fifth; in one solve, "
        f"{100 * found.mean_stay:.0f} of 100 stay on average."
    )


def _beside(found: Yardsticks) -> list[Block]:
    blocks: list[Block] = [
        Heading("5. Is it better than chance, and than taking the best pair first?"),
        Paragraph(ways_answer(found)),
    ]
    if found.draws:
        rows: list[tuple[Cell, ...]] = [
            (
                _WAYS[row["way"]],
                f"{row['pairs']:.0f}",
                f"{row['total']:,.0f}".replace(",", "\u202f"),
                "–" if pd.isna(row["score"]) else f"{row['score']:.1f}",
            )
            for row in found.table.to_dict("records")
        ]
        blocks.append(Drawing(beside_chance(found.table)))
        blocks.append(Table(("Pairs made", "Pairs", "Points in all", "Mean score"), tuple(rows)))
        how = (
            f"{found.draws} pairings were drawn by chance (seed {found.seed}) under the same "
            "rules, each with as many pairs as there can be; locked pairs stand in all."
        )
        if found.sides_kept:
            how += " In these, people who could be either stood on the side that they have here."
        blocks.append(Paragraph(how))
    blocks.append(
        Note(
            "To beat chance and greed on one's own points proves nothing about people: the points "
            "were what was maximised. Whether they tell how a relationship goes can only be asked "
            "later, of the relationships themselves."
        )
    )
    return blocks


def ways_answer(found: Yardsticks) -> str:
    """Say in a sentence how ours compares on the very same points."""
    ours, greedy, chance = (found.row(way) for way in ("ours", "greedy", "chance"))
    if not chance:
        return "There are too many people to pair them by chance for comparison here."
    if ours["total"] >= max(greedy["total"], chance["total"]):
        verdict = "On the same points, yes"
    else:
        verdict = "Not by the points in all, for more people have a partner here"
    return (
        f"{verdict}: {ours['total']:,.0f} in {ours['pairs']:.0f} pairs, against "
        f"{greedy['total']:,.0f} in {greedy['pairs']:.0f} by taking the best pair first and "
        f"{chance['total']:,.0f} in {chance['pairs']:.0f} by chance, on average."
    )
