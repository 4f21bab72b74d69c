"""What is kept, what for, and until when: every class of data has a purpose and an end date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from rmkit.records.model import Retention

__all__ = ["KEPT_MONTHS", "first_retention", "overdue"]

KEPT_MONTHS = 18
"""How long data are kept unless the coordinator says otherwise: a programme of a year, and time
to evaluate it."""

_PURPOSES = {
    "staff list": "To know who works where and under whom, so that nobody mentors their own boss.",
    "answers": "To find each candidate a partner, and to see what was needed before.",
    "pairs": "To run the programme and to evaluate it.",
    "history": "To undo a change and to show that nothing was altered unseen.",
}


def first_retention(today: date) -> Iterator[Retention]:
    """Give the purpose and the end date with which a programme starts."""
    months = today.month - 1 + KEPT_MONTHS
    ends = date(today.year + months // 12, months % 12 + 1, 1)
    for data_class, purpose in _PURPOSES.items():
        yield Retention(data_class, purpose, ends.isoformat())


def overdue(retention: Iterable[Retention], today: date) -> tuple[str, ...]:
    """Name the classes of data whose end date has passed.

    >>> overdue([Retention("answers", "To match.", "2026-11-01")], date(2026, 11, 2))
    ('answers',)
    """
    return tuple(r.data_class for r in retention if date.fromisoformat(r.ends_on) < today)
