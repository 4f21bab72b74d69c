"""Which letter was written or sent to whom, when and by whom: one document each in the file.

A letter that goes out by a mail server is claimed before and marked after. One that was claimed
and never marked may have gone out or not: that is told, and a person decides.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from rmkit.definitions.discreet import discreet

if TYPE_CHECKING:
    import pandas as pd

    from rmkit.records.change import Change
    from rmkit.records.store import ProgrammeFile

__all__ = ["MAILING", "Noted", "mailings", "mailings_table", "note_written_letters"]

MAILING = "mailing"
"""The kind of the documents; their names are random, and whom they are about stands inside."""

State = Literal["drafted", "printed", "waiting", "claimed", "sent", "refused", "settled"]


@discreet("letter", "person_id", "state", "at")
@dataclass(frozen=True, slots=True)
class Noted:
    """One letter to one person.

    `state` is drafted (a draft was written), printed (it stands in a file to print), waiting (to
    be sent, and not tried), claimed (about to be sent: whether it went out is not known), sent,
    refused (by the mail server; `why` has its words) or settled (a person looked after an unsure
    one, or it was not to go out any more). Once a person is erased, `person_id` is None.
    """

    key: str
    letter: str
    person_id: str | None
    state: State
    at: str
    by: str = ""
    why: str = ""


def mailings(file: ProgrammeFile) -> tuple[Noted, ...]:
    """Give every letter that was written or sent, the oldest first."""
    found = [_read(key, content) for key, content in file.documents(MAILING).items()]
    return tuple(sorted(found, key=lambda one: (one.at, one.letter, one.person_id or "")))


def note_written_letters(change: Change, letters: Iterable[tuple[str, str, str]]) -> None:
    """Note in a change what was written: person, letter, and why on paper (or empty)."""
    at = change.ledger.at
    change.add_documents(
        MAILING,
        {
            secrets.token_hex(8): {
                "letter": letter,
                "person_id": person_id,
                "state": "printed" if on_paper else "drafted",
                "at": at,
            }
            for person_id, letter, on_paper in letters
        },
    )


def mailings_table(noted: Iterable[Noted]) -> pd.DataFrame:
    """Lay out letters that were written or sent, one a row."""
    import pandas as pd

    columns = ["at", "letter", "person_id", "state", "by", "why"]
    rows = [{name: getattr(one, name) for name in columns} for one in noted]
    return pd.DataFrame(rows, columns=columns)


def _read(key: str, content: Mapping[str, Any]) -> Noted:
    known = ("letter", "person_id", "state", "at", "by", "why")
    return Noted(key=key, **{name: content[name] for name in known if name in content})
