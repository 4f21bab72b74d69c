"""Erasing a person: from the file, its history and backups, and from files that rmkit wrote."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.programme.actors import named
from rmkit.programme.clock import now
from rmkit.programme.invitations import forget_links
from rmkit.programme.places import DRAFTS, files_of_partners, places_of, remove
from rmkit.records.model import Erasure

if TYPE_CHECKING:
    from datetime import datetime

    from rmkit.programme.programme import Programme
    from rmkit.records.store import ProgrammeFile

__all__ = ["Erased", "erase_everywhere"]

_DRAFTS_GONE = (
    "The drafts to everybody else went with the outbox; `rmkit kickoff` writes them again, as long "
    "as pairs are confirmed."
)
_ELSEWHERE = (
    "Nobody can reach what lies elsewhere: mails that were sent, copies and backups that somebody "
    "else made, prints, and the export of the survey tool that the answers came from. Delete those "
    "where you can."
)


@discreet("removed", "altered", "entries_erased", "backups")
@dataclass(frozen=True, slots=True)
class Erased(Erasure):
    """What an erasure reached.

    `deleted` are folders that rmkit had written about the person and that are gone now;
    `to_delete` says, in sentences, which files are left for a person to look at and delete;
    `drafts_gone`, whether drafts to others went too.
    """

    deleted: tuple[Path, ...] = ()
    to_delete: tuple[str, ...] = ()
    drafts_gone: bool = False

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it in words."""
        told = [
            f"Erased: {self.removed} rows removed, {self.altered} altered, {self.entries_erased} "
            f"entries of the history emptied, {self.backups} of rmkit's own backups reached.",
            *(f"Deleted: {path}" for path in self.deleted),
            *([_DRAFTS_GONE] if self.drafts_gone else []),
            *(f"Not reached: {line}" for line in self.to_delete),
            *(f"Not reached: the backup {name}. Delete it." for name in self.not_reached),
        ]
        if self.free_text:
            responses = ", ".join(self.free_text)
            told.append(
                "Others still name the person in their own words, in these responses, which only "
                f"a reader can judge: {responses}."
            )
        return (*told, _ELSEWHERE)

    def __str__(self) -> str:
        return "\n".join(self.sentences)


def erase_everywhere(programme: Programme, person_id: str, *, by: str) -> Erased:
    """Erase a person wherever rmkit knows of them; the drafts of others in one folder go with it.

    Files go first, so that an interrupted erasure can simply be repeated. An outbox of drafts is
    deleted whole, since letters tell of partners and one table holds all; it can be written again.

    Raises
    ------
    UnknownName
        Nobody has this id. Nothing was erased.
    NotAllowed
        `by` is blank.
    """
    file, by = programme.file, named(by)
    file.need_known(person_id)
    places = [*places_of(file, person_id), *files_of_partners(file, person_id)]
    results = [remove(place) for place in places]
    not_reached = forget_links(file, person_id)
    _end_pairs(file, person_id, by=by, now=now())
    done = file.erase_person(person_id, actor=by, now=now())
    return Erased(
        **{field.name: getattr(done, field.name) for field in fields(Erasure)},
        deleted=tuple(path for path, _ in results if path),
        to_delete=(*(line for _, line in results if line), *not_reached),
        drafts_gone=any(
            path is not None and place.what == DRAFTS
            for place, (path, _) in zip(places, results, strict=True)
        ),
    )


def _end_pairs(file: ProgrammeFile, person_id: str, *, by: str, now: datetime) -> None:
    """End their pairs, so that partners are free from this day on."""
    theirs = [p for p in file.pairs("confirmed") if person_id in (p.mentor_id, p.mentee_id)]
    if theirs:
        with file.change(
            actor=by, action="Changed who is in a pair or takes part", now=now
        ) as change:
            for pair in theirs:
                change.end_pair(pair.pair_id)
