"""Whether groups of people fared alike: who got a partner, and how well their pairs fit.

Pairs and a column (a department, a site, a trait that is given for this question alone) come in.
Out go, for each group and role, the share that got a partner and the mean score of their pairs,
each with its interval, and whether groups differ more than chance would have it. Groups under
five are joined, so that no figure is about fewer and none follows from the others of one call (of
several calls with other groups, one can). A difference says that groups fared differently, and
not why; that none is found does not say that there is none.
Nobody is ranked: there is no figure about a single person here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.hiding import FEWEST
from rmkit.disclosure.joining import fit_to_show, joined
from rmkit.errors import NotAllowed, UnknownName
from rmkit.matching.chance import (
    DRAWS,
    holm,
    mean_interval,
    scores_by_chance,
    shares_by_chance,
    wilson,
)
from rmkit.matching.even_words import told
from rmkit.matching.problem import Problem

__all__ = ["NOT_ON_RECORD", "Evenness", "evenness"]

NOT_ON_RECORD = "not on record"
"""How the group of those is called for whom nothing is on record."""

Groups = Mapping[str, Mapping[str, object]]

_ROLES = ("mentor", "mentee", "either")
_MOST_GROUPS = 100
_COLUMNS = {
    "by": "str", "role": "str", "group": "str", "people": "int64", "with_partner": "int64",
    "share": "float64", "share_low": "float64", "share_high": "float64",
    "score": "float64", "score_low": "float64", "score_high": "float64", "joined": "str",
}  # fmt: skip
_TESTS = {
    "by": "str", "role": "str", "what": "str", "groups": "int64", "p": "float64",
    "adjusted": "float64", "uneven": "bool",
}  # fmt: skip


@discreet("by", "table", "seed")
@dataclass(frozen=True, eq=False)
class Evenness:
    """How groups fared.

    Attributes
    ----------
    by
        The columns that were looked at.
    table
        One row a column, role and group: `by`, `role` (as wished for: mentor, mentee or either),
        `group`, `people` (who took part), `with_partner`, `share` (0 to 1) with the 95 % interval
        `share_low` to `share_high`, and `score`, the mean score (0 to 100) of the pairs of those
        who got a partner, each person counting once, with `score_low` to `score_high`. Missing
        scores are those that would tell of fewer than five people. `joined` names the groups
        that are told together.
    tests
        One row a comparison: `by`, `role`, `what` ("partner" or "score"), `groups`, `p` (how often
        chance alone makes groups differ as much), `adjusted` (by Holm for all comparisons here)
        and `uneven` (`adjusted` below 0.05).
    seed
        With which chance was drawn.
    """

    by: tuple[str, ...]
    table: pd.DataFrame
    tests: pd.DataFrame
    seed: int

    @property
    def is_even(self) -> bool:
        """Whether no comparison shows more than chance would give."""
        return not bool(self.tests["uneven"].any())

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found, a sentence for each comparison."""
        return told(self.by, self.table, self.tests)


def evenness(
    problem: Problem,
    pairs: pd.DataFrame,
    *,
    by: str | Sequence[str] = "department",
    groups: Groups | None = None,
    seed: int = 1,
    draws: int = DRAWS,
) -> Evenness:
    """Compare how the groups of one or more columns fared.

    Parameters
    ----------
    problem
        Who took part.
    pairs
        `mentor_id`, `mentee_id`, `score`.
    by
        A column of the table of people, or several; with `groups` also a name in it.
    groups
        For each name the group of everybody by id, for this question alone.
    seed, draws
        For what chance alone would give.

    Raises
    ------
    UnknownName
        There is no such column.
    NotAllowed
        A column has more than 100 groups.
    """
    names = (by,) if isinstance(by, str) else tuple(dict.fromkeys(by))
    ids = [str(name) for name in problem.people["person_id"]]
    roles = np.array(problem.people["role"].astype(str))
    labels = {name: _labels(problem.people, ids, name, groups or {}) for name in names}
    of_role = {
        f"{role} {name}": [g if r == role else None for g, r in zip(given, roles, strict=True)]
        for name, given in labels.items()
        for role in _ROLES
    }
    comparable = {name for name, given in labels.items() if len(set(given) - {NOT_ON_RECORD}) > 1}
    parts = joined({key: of_role[key] for key in of_role if key.split(" ", 1)[1] in comparable})
    scores = _scores(ids, pairs)
    cells = [
        _Cell(name, role, part, np.isin(np.array(labels[name]), part) & (roles == role))
        for name in names
        for role in _ROLES
        for part in parts.get(f"{role} {name}", ())
    ]
    table = pd.DataFrame(_rows(cells, scores, ids, pairs), columns=list(_COLUMNS))
    return Evenness(
        by=names,
        table=table.astype(_COLUMNS),
        tests=_tests(cells, scores, seed=seed, draws=draws),
        seed=seed,
    )


@discreet("by", "role", "part")
@dataclass(frozen=True, eq=False)
class _Cell:
    """The people of one role in one part of a column."""

    by: str
    role: str
    part: tuple[str, ...]
    people: NDArray[np.bool_]

    @property
    def title(self) -> str:
        if len(self.part) == 1:
            return self.part[0]
        known = [name for name in self.part if name != NOT_ON_RECORD]
        together = f"{len(known)} smaller groups together" if len(known) > 1 else known[0]
        missing = f", and {NOT_ON_RECORD}" if NOT_ON_RECORD in self.part else ""
        return f"{together}{missing}"


def _labels(people: pd.DataFrame, ids: Sequence[str], name: str, groups: Groups) -> list[str]:
    """Give everybody's group."""
    if name in groups:
        given = {str(key): value for key, value in groups[name].items()}
        values: Sequence[object] = [given.get(person) for person in ids]
    elif name in people.columns and name != "person_id":
        values = list(people[name])
    else:
        known = [str(c) for c in (*groups, *people.columns) if c != "person_id"]
        raise UnknownName(kind="column to compare groups by", name=name, known=known)
    texts = [_text(value) for value in values]
    several = len({text for text in texts if text})
    if several > _MOST_GROUPS:
        message = (
            f'"{name}" has {several} different values, and {_MOST_GROUPS} groups are the most that '
            "can be compared. Give it in fewer groups, such as bands of years."
        )
        raise NotAllowed(message)
    return [text or NOT_ON_RECORD for text in texts]


def _text(value: object) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    return f"{value:g}" if isinstance(value, float) else " ".join(str(value).split())


def _scores(ids: Sequence[str], pairs: pd.DataFrame) -> NDArray[np.float64]:
    """Give everybody the mean score of their pairs; NaN without one."""
    sums, counts = Counter[str](), Counter[str]()
    for one, other, score in zip(
        pairs["mentor_id"], pairs["mentee_id"], pairs["score"], strict=True
    ):
        for person in (str(one), str(other)):
            sums[person] += score
            counts[person] += 1
    found = [sums[person] / counts[person] if counts[person] else np.nan for person in ids]
    return np.array(found, dtype=np.float64)


def _rows(
    cells: Sequence[_Cell], scores: NDArray[np.float64], ids: Sequence[str], pairs: pd.DataFrame
) -> Iterator[tuple[object, ...]]:
    paired = ~np.isnan(scores)
    for cell, show in zip(cells, _may_tell(cells, paired, ids, pairs), strict=True):
        n, count = int(cell.people.sum()), int((cell.people & paired).sum())
        low, high = wilson(count, n)
        nothing = (np.nan, np.nan, np.nan)
        mean = _within(mean_interval(scores[cell.people & paired])) if show else nothing
        parts = "; ".join(cell.part) if len(cell.part) > 1 else ""
        yield cell.by, cell.role, cell.title, n, count, count / n, low, high, *mean, parts


def _within(mean: tuple[float, float, float]) -> tuple[float, ...]:
    return tuple(min(max(value, 0.0), 100.0) for value in mean)


def _may_tell(
    cells: Sequence[_Cell],
    paired: NDArray[np.bool_],
    ids: Sequence[str],
    pairs: pd.DataFrame,
) -> NDArray[np.bool_]:
    """Say of which cells a mean score may be told: those of pairs that stay five and more."""
    at = {person: i for i, person in enumerate(ids)}
    mentors = np.array([at[str(person)] for person in pairs["mentor_id"]], dtype=np.intp)
    mentees = np.array([at[str(person)] for person in pairs["mentee_id"]], dtype=np.intp)
    over = np.array([cell.people[mentors] | cell.people[mentees] for cell in cells], dtype=float)
    enough = np.array([int((cell.people & paired).sum()) >= FEWEST for cell in cells], dtype=bool)
    return fit_to_show(enough, over.reshape(len(cells), len(pairs)))


def _tests(
    cells: Sequence[_Cell], scores: NDArray[np.float64], *, seed: int, draws: int
) -> pd.DataFrame:
    """Compare the groups of each column and role; those not on record are left out."""
    paired = ~np.isnan(scores)
    compared: dict[tuple[str, str], list[_Cell]] = {}
    for cell in cells:
        if cell.part != (NOT_ON_RECORD,):
            compared.setdefault((cell.by, cell.role), []).append(cell)
    rows: list[tuple[str, str, str, int, float]] = []
    for (by, role), several in compared.items():
        if len(several) < 2:
            continue
        counts = [int((cell.people & paired).sum()) for cell in several]
        sizes = [int(cell.people.sum()) for cell in several]
        chance = shares_by_chance(counts, sizes, seed=seed, draws=draws)
        rows.append((by, role, "partner", len(several), chance))
        quality = [part for cell in several if (part := scores[cell.people & paired]).size]
        chance = scores_by_chance(quality, seed=seed, draws=draws)
        rows.append((by, role, "score", len(quality), chance))
    # Where all people fared alike there is nothing to compare, and nothing to adjust for.
    open_ = [k for k, row in enumerate(rows) if not _alike(row, compared, paired)]
    adjusted = dict(zip(open_, holm([rows[k][-1] for k in open_]), strict=True))
    found = [(*row, p := adjusted.get(k, 1.0), p < 0.05) for k, row in enumerate(rows)]
    return pd.DataFrame(found, columns=list(_TESTS)).astype(_TESTS)


def _alike(
    row: tuple[str, str, str, int, float],
    compared: Mapping[tuple[str, str], Sequence[_Cell]],
    paired: NDArray[np.bool_],
) -> bool:
    by, role, what, groups, _ = row
    people = np.any([cell.people for cell in compared[by, role]], axis=0)
    return groups < 2 or (what == "partner" and len(np.unique(paired[people])) == 1)
