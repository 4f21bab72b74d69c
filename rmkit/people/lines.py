"""Who reports to whom, upwards: a line of managers read from a staff list."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

__all__ = ["chain", "circles"]


def chain(person_id: str, managers: Mapping[str, object] | pd.Series) -> tuple[str, ...]:
    """List somebody's managers upwards, the nearest first.

    Parameters
    ----------
    person_id
        The person to begin with; need not be in `managers`.
    managers
        The manager's id by person id; missing (None, NaN, NA or blank) at the top.

    Returns
    -------
    tuple of str
        Ids upwards. A manager who is not on the list ends the line, named. A circle ends it
        before anybody comes twice, and never names the person themself.

    Examples
    --------
    >>> chain("ann", {"ann": "bo", "bo": "cy", "cy": None})
    ('bo', 'cy')
    >>> chain("ann", {"ann": "bo", "bo": "ann"})
    ('bo',)
    """
    above: list[str] = []
    seen = {person_id}
    current = managers.get(person_id)
    while isinstance(current, str) and current and current not in seen:
        above.append(current)
        seen.add(current)
        current = managers.get(current)
    return tuple(above)


def circles(managers: Mapping[str, object] | pd.Series) -> list[tuple[str, ...]]:
    """Find the people whose line of managers comes back to themselves.

    Parameters
    ----------
    managers
        The manager's id by person id; missing (None, NaN, NA or blank) at the top.

    Returns
    -------
    list of tuple of str
        Each circle once, upwards, beginning with the smallest id.

    Examples
    --------
    >>> circles({"cy": "bo", "bo": "ann", "ann": "cy", "di": "ann"})
    [('ann', 'cy', 'bo')]
    """
    above = dict(managers.items())
    found, done = [], set()
    for start in sorted(str(name) for name in above):
        way: list[str] = []
        current: object = start
        while isinstance(current, str) and current and current not in done:
            done.add(current)
            way.append(current)
            current = above.get(current)
        if isinstance(current, str) and current in way:
            circle = way[way.index(current) :]
            first = circle.index(min(circle))
            found.append((*circle[first:], *circle[:first]))
    return sorted(found)
