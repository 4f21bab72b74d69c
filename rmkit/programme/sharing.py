"""What a mentee's answers release to their mentor: what they ticked, and nothing else.

It is read from the answer that counts today. Who takes a tick back, by answering again or by having
it corrected, is not written about again; what was sent before cannot be called back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rmkit.disclosure.audiences import Released, release_shared
from rmkit.errors import NotReady
from rmkit.programme.purposes import not_to_be_matched
from rmkit.report.page import Page
from rmkit.report.released import released_page

if TYPE_CHECKING:
    from rmkit.instruments.model import Instrument
    from rmkit.programme.programme import Programme
    from rmkit.records.store import ProgrammeFile

__all__ = ["mentee_of", "shared"]


def mentee_of(file: ProgrammeFile, who: str) -> str:
    """Give the mentee that is meant by the id of a pair or of a mentee.

    Raises
    ------
    NotReady
        It is no confirmed pair, and nobody who is a mentee in one.
    """
    for pair in file.pairs("confirmed"):
        if who in (pair.pair_id, pair.mentee_id) and pair.mentee_id:
            return pair.mentee_id
    message = f"{who} is no confirmed pair and no mentee in one, so there is no mentor to tell."
    raise NotReady(message)


def shared(programme: Programme, mentee_id: str) -> Page | None:
    """Describe what a mentee releases to the mentor; None where nothing is ticked."""
    file = programme.file
    if mentee_id in not_to_be_matched(file):
        return None
    parts = list(_parts(file, mentee_id))
    if not parts:
        return None
    name = file.person(mentee_id).name or mentee_id
    return released_page(parts, mentee=name, organisation=programme.organisation)


def _parts(
    file: ProgrammeFile, mentee_id: str
) -> Iterator[tuple[Instrument, Released[Mapping[str, object]]]]:
    waves = {(r.instrument_id, r.wave) for r in file.responses(person_id=mentee_id)}
    for name, wave in sorted(waves):
        for response in file.counting(name, wave, person_id=mentee_id):
            asked = file.asked_in(response)
            released = release_shared(response.answers, asked)
            if released is not None:
                yield asked, released
