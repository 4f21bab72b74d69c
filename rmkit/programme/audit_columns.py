"""Columns for the audit alone, from a table of their own: read, used once, kept nowhere.

Traits such as sex decide nothing about pairs, and most programmes need not know them. Who wants to
see whether pairs are even across one gives it here, as a small table beside the programme.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.errors import Fault, FaultsFound
from rmkit.exchange.tables import RawTable, read_table

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["columns_for_audit"]

_IDS = ("person_id", "id")
_ADDRESSES = ("email", "e-mail", "mail")


def columns_for_audit(programme: Programme, path: str | Path) -> dict[str, dict[str, object]]:
    """Read the groups of people for the audit.

    Parameters
    ----------
    programme
        Whose people.
    path
        A table (CSV or Excel): a column `person_id` or `email`, and one column for each trait.
        Whoever is not in it, or has an empty cell, counts as not on record.

    Returns
    -------
    dict
        For each column the group by person id.

    Raises
    ------
    FileRefused
        The file cannot be read.
    FaultsFound
        It names nobody, has no further column, or somebody stands in it twice.
    """
    table = read_table(path)
    heads = [_plain(heading.text) for heading in table.header]
    keys = [k for k, head in enumerate(heads) if head.casefold() in (*_IDS, *_ADDRESSES)]
    traits = [k for k in range(len(heads)) if heads[k] and k not in keys]
    if not keys or not traits:
        missing = "a column person_id or email" if not keys else "a column beside it to compare by"
        fault = Fault(f"The table has no {missing.removeprefix('a ')}.", f"Add {missing}.")
        raise FaultsFound([fault], "Nothing was audited.")
    return _read(programme, table, heads, keys[0], traits)


def _read(
    programme: Programme, table: RawTable, heads: list[str], key: int, traits: list[int]
) -> dict[str, dict[str, object]]:
    people = programme.file.people()
    by_mail = heads[key].casefold() in _ADDRESSES
    known = {_plain((p.email if by_mail else p.person_id) or "").casefold(): p for p in people}
    known.pop("", None)
    found: dict[str, dict[str, object]] = {heads[k]: {} for k in traits}
    faults, seen = [], set()
    for number, row in table.filled:
        person = known.get(_plain(row[key]).casefold())
        if person is None:
            continue
        if person.person_id in seen:
            twice = f"{person.person_id} stands in the table twice."
            faults.append(Fault(twice, "Leave one row.", file=table.file, row=number))
        seen.add(person.person_id)
        for k in traits:
            if text := _plain(row[k]):
                found[heads[k]][person.person_id] = text
    if not seen:
        fix = f"The column {heads[key]} must hold what the programme knows people by."
        faults.append(Fault("Nobody in the table is in the programme.", fix))
    if faults:
        raise FaultsFound(faults, "Nothing was audited.")
    return found


def _plain(cell: object) -> str:
    return "" if cell is None else " ".join(str(cell).split())
