"""What a programme file must not forget when a backup takes its place.

A backup knows less than the file that it replaces. Most of that is meant to be gone; but what was
promised to people since has to hold on: who was erased, who objected, who looked at what, which
keys of pairs were destroyed, what was published or exported (or else the next figures, beside
those that are out already, would tell about single people), and which letters were sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rmkit.definitions.discreet import discreet
from rmkit.errors import FileRefused, NotSaved
from rmkit.records import schema
from rmkit.records.rights import was_erased
from rmkit.records.rows import Row
from rmkit.records.sealing import PresentKeys, keep_replaced, present_keys
from rmkit.records.store import ProgrammeFile

__all__ = ["CarriedOver", "carried_over", "take_over"]

_GIVEN_AWAY = ("publication_plan", "publication_places", "publication", "research_export")
"""Documents that say what left the file."""

_SENT = "mailing"
"""Which letter went to whom: forgotten, it would go out a second time."""


@discreet("erasures", "objections", "accesses", "keys")
@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What holds on, as rows of the file that is replaced."""

    erasures: tuple[Row, ...]
    objections: tuple[Row, ...]
    accesses: tuple[Row, ...]
    keys: PresentKeys
    given_away: dict[tuple[str, str], dict[str, object]]


def carried_over(path: Path) -> CarriedOver | None:
    """Read what has to hold on; None where there is no file, or it is too damaged to tell."""
    if not path.exists():
        return None
    try:
        with ProgrammeFile.open(path) as file:
            return CarriedOver(
                tuple(file.rows(schema.erasures)),
                tuple(file.rows(schema.objections)),
                tuple(file.rows(schema.accesses)),
                present_keys(file),
                {
                    (kind, name): content
                    for kind in (*_GIVEN_AWAY, _SENT)
                    for name, content in file.documents(kind).items()
                },
            )
    except (FileRefused, NotSaved):
        return None


def take_over(
    file: ProgrammeFile, kept: CarriedOver | None, *, actor: str, now: datetime
) -> tuple[str, ...]:
    """Let it hold on in what a backup held, and note that this was restored.

    Parameters
    ----------
    file
        A copy of the backup, which is about to become the programme file.
    kept
        What has to hold on; None where nothing could be read.
    actor, now
        Who restores, and when.

    Returns
    -------
    tuple of str
        Who stood in the backup and was erased again.
    """
    action = f"Restored the backup with all changes until {file.last_change or ''}."
    erased: tuple[str, ...] = ()
    if kept is not None:
        known = {str(row["person_digest"]) for row in file.rows(schema.erasures)}
        new = [row for row in kept.erasures if row["person_digest"] not in known]
        erased = _erase_again(file, new, actor=actor, now=now)
        keep_replaced(file, kept.keys, actor=actor, now=now)
    with file.change(actor=actor, action=action, now=now, kind="note") as change:
        change.note_same(schema.programme)
        if kept is not None:
            people = {str(row["person_id"]) for row in change.rows(schema.people)}
            change.take_over_erasures(new)
            change.take_over_said(kept.objections, kept.accesses)
            for (kind, name), content in kept.given_away.items():
                if kind == _SENT and content.get("person_id") not in people:
                    continue  # the backup does not know them: nothing can go out to them
                change.save_document(kind, name, content)
    return erased


def _erase_again(
    file: ProgrammeFile, marks: list[Row], *, actor: str, now: datetime
) -> tuple[str, ...]:
    pairs = [(str(row["salt"]), str(row["person_digest"])) for row in marks]
    found = [p.person_id for p in file.people() if pairs and was_erased(p.person_id, pairs)]
    for person_id in found:
        file.erase_person(person_id, actor=actor, now=now, from_backups=False)
    return tuple(found)
