"""The audit of a programme's pairs: rules kept, best choice, even, firm, better than chance.

Worked out from the matching behind the pairs that stand, which is found again for it. Columns that
are given for the audit alone (such as sex) are read from a file of their own and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.audiences import release_columns
from rmkit.errors import Stopped
from rmkit.exchange.html import render_html
from rmkit.programme.clock import now
from rmkit.programme.places import PAGES, note_written
from rmkit.report.audit import audit_page, firm_answer, ways_answer
from rmkit.report.page import Page

if TYPE_CHECKING:
    from rmkit.matching import Evenness, Firmness, Matching, Yardsticks
    from rmkit.programme.programme import Programme

__all__ = ["Audited", "audited", "keep_audit", "page_of", "write_audit"]

Groups = Mapping[str, Mapping[str, object]]
Progress = Callable[[float, str], None]

_USUAL = ("department", "site", "organisation")
_CHECKS = ("check", "outcome", "detail")
_HANGING = ("mentor", "mentee", "stays")


@discreet("checks", "hanging", "only_for_audit")
@dataclass(frozen=True, eq=False)
class Audited:
    """What the audit found.

    Attributes
    ----------
    checks
        One row a check, with names: `check`, `outcome`, `detail`.
    evenness, firmness, yardsticks
        How groups fared, which pairs stay under other weights, and what chance would reach.
    hanging
        The pairs that did not always come back: `mentor`, `mentee`, `stays` (of 100).
    only_for_audit
        Columns that were given for this alone.
    """

    checks: pd.DataFrame
    evenness: Evenness
    firmness: Firmness
    yardsticks: Yardsticks
    hanging: pd.DataFrame
    only_for_audit: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The answers in short: rules and proof, groups, weights, chance."""
        outcomes = self.checks["outcome"]
        broken, flagged = int((outcomes == "broken").sum()), int((outcomes == "flagged").sum())
        rules = f"{broken} checks found something broken." if broken else "No rule is broken."
        rules += f" {flagged} checks are flagged." if flagged else ""
        proof = (
            "How much better others could be is not proven."
            if (outcomes == "open").any()
            else "It is proven that no other choice of pairs does better by the points."
        )
        return (
            rules, proof, *self.evenness.sentences, firm_answer(self.firmness),
            ways_answer(self.yardsticks),
        )  # fmt: skip


def audited(
    programme: Programme,
    *,
    by: str | Sequence[str] | None = None,
    groups: Groups | None = None,
    on_progress: Progress | None = None,
) -> Audited:
    """Audit the pairs of a programme.

    Parameters
    ----------
    programme
        With pairs that are proposed or confirmed.
    by
        The columns by which groups are compared. None takes department, site and organisation
        where there are two at least, and all of `groups`.
    groups
        Columns for the audit alone: for each the group of everybody by id.
    on_progress
        Told the share done. Raises `Stopped` to be content with fewer solves.

    Raises
    ------
    NotReady
        There are no pairs, or people changed since.
    UnknownName, NotAllowed
        There is no such column, or it has too many groups.
    """
    matching = programme.pairing.matching()
    given = dict(groups or {})
    columns = _columns(matching, given) if by is None else ((by,) if isinstance(by, str) else by)
    tell = _Telling(on_progress)
    evenness = matching.evenness(columns, groups=given)
    firmness = matching.firmness(on_progress=tell.within(0.05, 0.8))
    draws = 5 if tell.stopped else 100
    yardsticks = matching.yardsticks(draws=draws, on_progress=tell.within(0.8, 1.0))
    return Audited(
        checks=programme.pairing.audit,
        evenness=evenness,
        firmness=firmness,
        yardsticks=yardsticks,
        hanging=_hanging(firmness, programme.candidates.names),
        only_for_audit=tuple(name for name in evenness.by if name in given),
    )


class _Telling:
    """Passes news on; once somebody stopped, what is left is made short and not stopped again."""

    def __init__(self, on_progress: Progress | None) -> None:
        self.on_progress = on_progress
        self.stopped = False

    def within(self, start: float, end: float) -> Progress | None:
        if self.on_progress is None or self.stopped:
            return None
        tell = self.on_progress

        def pass_on(done: float, what: str) -> None:
            try:
                tell(start + (end - start) * done, what)
            except Stopped:
                if self.stopped or end == 1.0:
                    return
                self.stopped = True
                raise

        return pass_on


def _columns(matching: Matching, groups: Groups) -> tuple[str, ...]:
    people = matching.problem.people
    usual = (name for name in _USUAL if len(people[name].dropna().unique()) > 1)
    return tuple(dict.fromkeys((*usual, *groups))) or ("department",)


def _hanging(found: Firmness, names: Mapping[str, str]) -> pd.DataFrame:
    pairs = found.pairs[~found.pairs["locked"] & ~found.pairs["firm"]]
    rows = [
        (names.get(row["mentor_id"]) or row["mentor_id"], names.get(row["mentee_id"])
         or row["mentee_id"], round(100 * row["stays"]))
        for row in pairs.to_dict("records")
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(_HANGING))


def page_of(programme: Programme, found: Audited) -> Page:
    """Describe the page of an audit, for whoever coordinates."""
    proposal = programme.pairing.proposal
    number = proposal.matching_id
    theirs = (p.confirmed_by for p in programme.file.pairs() if p.matching_id == number)
    who = next(filter(None, theirs), "")
    return audit_page(
        programme=programme.name,
        organisation=programme.organisation,
        made=_date(proposal.made_at),
        checks=release_columns(found.checks, _CHECKS, "coordinator"),
        evenness=found.evenness,
        firmness=found.firmness,
        hanging=release_columns(found.hanging, _HANGING, "coordinator"),
        yardsticks=found.yardsticks,
        only_for_audit=found.only_for_audit,
        confirmed=f"The pairs were confirmed by {who}." if who else "",
    )


def write_audit(
    programme: Programme,
    folder: Path,
    *,
    by: str | Sequence[str] | None = None,
    groups: Groups | None = None,
    on_progress: Progress | None = None,
) -> Path:
    """Audit, and write `audit.html` beside `pairs.html`; takes what `audited` takes.

    Returns
    -------
    Path
        The file; one that is there is replaced.
    """
    found = audited(programme, by=by, groups=groups, on_progress=on_progress)
    return keep_audit(programme, found, folder)


def keep_audit(programme: Programme, found: Audited, folder: Path) -> Path:
    """Write the page of an audit, and note where, for whoever is erased later."""
    path = folder / "audit.html"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(render_html(page_of(programme, found)), encoding="utf-8", newline="\n")
    file, action = programme.file, "Wrote the audit of the pairs"
    with file.change(actor="coordinator", action=action, now=now(), kind="note") as change:
        note_written(change, PAGES, path, file=file.path)
    return path


def _date(moment: str) -> str:
    return pd.Timestamp(moment).strftime("%d %B %Y").lstrip("0") if moment else ""
