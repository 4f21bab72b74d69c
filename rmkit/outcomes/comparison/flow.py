"""Who was there at each point of a comparison, and who was lost where: the participants' flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from rmkit.errors import Fault, FaultsFound, UnknownName
from rmkit.outcomes.estimate import Estimate
from rmkit.outcomes.result import Result

__all__ = ["participant_flow"]


def participant_flow(
    people: pd.DataFrame,
    *,
    arm: str,
    points: Sequence[str],
    titles: Mapping[str, str] | None = None,
) -> Result:
    """Count who was there at each point, in each group.

    Parameters
    ----------
    people
        One row a person who could have had a place; `arm` says which group they were drawn for (or
        are in), each of `points` whether they were still there (1, 0, True, False).
    arm
        The column of the groups; who has none was never in a group, and is counted apart.
    points
        Columns in their order: "allocated", "paired", "met", "measured", "analysed".
    titles
        Words for points.

    Returns
    -------
    Result
        A row a group and point, `<arm>:<point>`, with how many were there; `in_all` first. Table
        `flow`: `arm`, `point`, `there`, `lost` (since the point before) and `back` (there again
        after having been lost, which is worth a look).

    Raises
    ------
    UnknownName
        A column is not there.
    FaultsFound
        A point does not say of everybody in a group whether they were there.

    References
    ----------
    Schulz, Altman & Moher (2010), CONSORT 2010, BMJ 340:c332.

    Examples
    --------
    >>> people = pd.DataFrame({"arm": ["drawn"] * 3 + ["waiting"] * 2, "measured": [1, 1, 0, 1, 1]})
    >>> found = participant_flow(people, arm="arm", points=["measured"])
    >>> found["drawn:measured"].value, found.tables["flow"]["lost"].tolist()
    (2.0, [1, 0])
    """
    for name in (arm, *points):
        if name not in people.columns:
            raise UnknownName(kind="column", name=name, known=[str(c) for c in people.columns])
    inside = people[people[arm].notna()]
    faults = [
        Fault("must be 1 or 0 for everybody in a group.", "Fill it in.", column=point)
        for point in points
        if not inside[point].isin([0, 1]).all()
    ]
    if faults:
        raise FaultsFound(faults, "Nothing was counted.")
    words = dict(titles or {})
    rows = [Estimate("in_all", "People in all", len(people), unit="people")]
    flow = []
    for group, mine in inside.groupby(arm, sort=False):
        before = pd.Series(data=True, index=mine.index)
        rows.append(Estimate(f"{group}", f"{group}: in the group", len(mine), unit="people"))
        for point in points:
            now = mine[point].astype(bool)
            title = f"{group}: {words.get(point, point)}"
            rows.append(Estimate(f"{group}:{point}", title, int(now.sum()), unit="people"))
            flow.append(
                {
                    "arm": group,
                    "point": point,
                    "there": int(now.sum()),
                    "lost": int((before & ~now).sum()),
                    "back": int((~before & now).sum()),
                }
            )
            before = now
    table = pd.DataFrame(flow, columns=["arm", "point", "there", "lost", "back"])
    return Result(
        title="Who was there, and who was lost where",
        method="Counts of people by group and point, after CONSORT.",
        rows=tuple(rows),
        n_used=len(inside),
        dropped={"in no group": len(people) - len(inside)},
        warnings=_warned(table),
        limits=("Why people were lost is not in the counts; ask those who will say.",),
        reference="Schulz, Altman & Moher (2010).",
        tables={"flow": table},
    )


def _warned(table: pd.DataFrame) -> tuple[str, ...]:
    back = int(table["back"].sum())
    if not back:
        return ()
    return (f"{back} people are there again at a point after having been lost: look at these.",)
