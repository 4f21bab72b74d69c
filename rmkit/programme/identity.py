"""Whose row is whose: from addresses and staff numbers to the ids that the programme uses.

An address that is known keeps its person. A person new to the programme gets the id that the
staff list gives them, or the next free one (`P0001`, ...), handed out in the order of addresses,
so that the order of rows in a file changes nothing. Ids stand in the names of files: a list's own
id is used only if it is made of letters, digits, `-` and `_`, so never an address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rmkit.records.model import Person, normal_address

__all__ = ["identify", "manager_ids"]

_USABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def identify(rows: Sequence[Mapping[str, object]], known: Sequence[Person]) -> tuple[str, ...]:
    """Give the person id of each row.

    Parameters
    ----------
    rows
        Answers with `email`, and `person_id` where a staff list names its own ids.
    known
        The people in the programme.

    Returns
    -------
    tuple of str
        One id a row; rows with the same address have the same id.
    """
    ids = {p.email: p.person_id for p in known if p.email}
    taken = {p.person_id.casefold() for p in known}
    unknown: dict[str, str | None] = {}
    for row in rows:
        address = _address(row)
        if address not in ids:
            own = row.get("person_id")
            unknown.setdefault(address, str(own) if own else None)
    for address, own in sorted(unknown.items()):
        if own and _USABLE.fullmatch(own) and own.casefold() not in taken:
            ids[address] = own
            taken.add(own.casefold())
    number = max((int(m[1]) for i in taken if (m := re.fullmatch(r"p(\d{1,9})", i))), default=0)
    for address in sorted(unknown):
        if address not in ids:
            number += 1
            ids[address] = f"P{number:04}"
    return tuple(ids[_address(row)] for row in rows)


def manager_ids(
    rows: Sequence[Mapping[str, object]], ids: Sequence[str], known: Sequence[Person]
) -> tuple[str | None, ...]:
    """Give the person id of each row's manager, whom a list names by its own id or by address."""
    by_name = {p.email: p.person_id for p in known if p.email}
    by_name |= {p.person_id: p.person_id for p in known}
    for row, person_id in zip(rows, ids, strict=True):
        by_name[_address(row)] = person_id
        if row.get("person_id"):
            by_name[str(row["person_id"])] = person_id
    named = (str(row.get("manager") or "").strip() for row in rows)
    return tuple(by_name.get(name) or by_name.get(normal_address(name) or "") for name in named)


def _address(row: Mapping[str, object]) -> str:
    return normal_address(str(row.get("email") or "")) or ""
