"""The audit of the pairs in a notebook: the answers, and a picture beside each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import rmkit.figures as figures
from rmkit.errors import NotReady
from rmkit.figures import Picture
from rmkit.forms.pictures import no_pairs
from rmkit.forms.progress_line import progress_line
from rmkit.forms.shown import Link, Shown

if TYPE_CHECKING:
    from rmkit.programme.auditing import Audited
    from rmkit.programme.programme import Programme

__all__ = ["audit"]

Part = str | tuple[str, ...] | Picture | Link


def audit(programme: Programme, by: str | Sequence[str] | None = None) -> Shown:
    """Show whether the pairs are best, even, firm under other weights and better than chance.

    Parameters
    ----------
    programme
        Whose pairs.
    by
        The columns by which groups are compared; None takes department, site and organisation.

    Returns
    -------
    Shown
        The answers as sentences, with pictures. Nothing is written; `rmkit audit` writes the page.
    """
    from rmkit.programme.auditing import audited

    missing = no_pairs(programme)
    if missing is not None:
        return missing
    try:
        with progress_line() as tell:
            found = audited(programme, by=by, on_progress=tell)
    except NotReady as error:
        return Shown((str(error),))
    return Shown(tuple(_parts(found)))


def _parts(found: Audited) -> Iterator[Part]:
    yield found.sentences
    for by in found.evenness.by:
        if by in set(found.evenness.tests["by"]):
            rows = found.evenness.table[found.evenness.table["by"] == by]
            yield figures.group_shares(rows, by=by.replace("_", " "))
    free = found.firmness.pairs[~found.firmness.pairs["locked"]]
    if len(found.firmness.solves):
        yield figures.firm_pairs(free, solves=len(found.firmness.solves))
    if found.yardsticks.draws:
        yield figures.beside_chance(found.yardsticks.table)
    yield (
        "Groups that differ do not say why, and pairs that stay are no better for it; to beat "
        "chance on one's own points proves nothing about people."
    )
