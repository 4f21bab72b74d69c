"""Who reports to whom, upwards: a line of managers read from a staff list."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

__all__ = ["chain"]


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
