"""Those with a place beside those without, where there are such: drawn by lot, or waiting.

Compared is how far everybody moved in the skills that they set out to learn, from their first
answers to those at the end: these alone are known of both. After a lottery everybody counts where
they were drawn, whether they were in a pair or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rmkit.disclosure.hiding import FEWEST
from rmkit.programme.evaluation.levels import levels_at, targets_at_start
from rmkit.programme.evaluation.who import took_part
from rmkit.programme.lottery_kept import standing_draw
from rmkit.report.evaluation.claims import Compared
from rmkit.report.evaluation.measured import taken_up

if TYPE_CHECKING:
    from collections.abc import Collection

    from rmkit.programme.programme import Programme

__all__ = ["arms", "compared"]

_TITLE = "Skills that they set out to learn"


def compared(programme: Programme) -> Compared | None:
    """Compare mentees with those who would have liked to be; None where nobody without a place."""
    table = arms(programme)
    if table is None:
        return None
    table = table.dropna(subset=["change"])
    with_place = table.loc[table["place"], "change"].to_numpy(np.float64)
    without = table.loc[~table["place"], "change"].to_numpy(np.float64)
    if not len(without):
        return None
    how = "lottery" if standing_draw(programme.file, "mentee") else "waiting"
    made = Compared(how, _TITLE, None, None, None, len(with_place), len(without))  # type: ignore[arg-type]
    if min(len(with_place), len(without)) < FEWEST:
        return made
    from scipy.stats import ttest_ind

    if with_place.std() == 0 or without.std() == 0:
        return made
    found = ttest_ind(with_place, without, equal_var=False)
    ends = found.confidence_interval(0.95)
    difference = float(with_place.mean() - without.mean())
    return Compared(
        made.how,
        _TITLE,
        difference,
        float(ends.low),
        float(ends.high),
        len(with_place),
        len(without),
        p=float(found.pvalue),
    )


def arms(programme: Programme) -> pd.DataFrame | None:
    """Lay out who is compared, by id: `place` (has one, or was drawn), `before`, `after`, `change`.

    None where everybody who could be compared with has a place.
    """
    with_place, without = _who(programme)
    ids = sorted({*with_place, *without})
    if not without:
        return None
    first = levels_at(programme, "first", ids)
    wanted = targets_at_start(programme).reindex(index=first.index, columns=first.columns) > first
    before, after = taken_up(wanted, first, levels_at(programme, "after", ids))
    return pd.DataFrame(
        {
            "place": [i in with_place for i in ids],
            "before": before,
            "after": after,
            "change": after - before,
        },
        index=first.index,
    )


def _who(programme: Programme) -> tuple[Collection[str], Collection[str]]:
    out = programme.file.objected("evaluation")
    draw = standing_draw(programme.file, "mentee")
    if draw:
        return set(draw.drawn) - out, set(draw.waiting) - out
    who = took_part(programme)
    measured = levels_at(programme, "after").dropna(how="all").index
    paired = who.mentors | who.mentees
    asked = programme.file.counting("candidate")
    wished = {one.person_id for one in asked if one.answers.get("role") in ("mentee", "either")}
    return who.mentees, {i for i in measured if i not in paired and i in wished} - out
