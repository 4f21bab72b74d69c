"""Any file of answers for any instrument: what it would bring to a programme, and keeping it.

Candidates' answers and the staff list go their own way (`programme.candidates`). Answers to any
other form, and to a questionnaire of one's own, are kept by person and wave. Pairs and sessions
are checked against the programme's people and not kept yet; what belongs to a pair is never taken
in from a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import rmkit.instruments as asked
from rmkit.errors import Fault, FaultsFound, NotAllowed, UnknownName
from rmkit.exchange.persons import identity
from rmkit.exchange.preview import Preview, preview
from rmkit.exchange.responses import Response
from rmkit.exchange.survey_questions import asks_who, is_about_who_answers
from rmkit.instruments.model import Field, Instrument
from rmkit.programme.candidates import Reading
from rmkit.programme.clock import now
from rmkit.programme.importing import Added, add_responses
from rmkit.programme.offered import asked_here
from rmkit.programme.one_answer import wave_of
from rmkit.programme.pairs_file import pair_faults, session_faults

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["asked_for", "keep_file", "not_kept", "preview_file"]

_OWN_FILE = {".yaml", ".yml", ".json"}
_CANDIDATES = {"candidate", "staff_list"}
_NOT_KEPT = {
    "pairs": "These pairs are sound. They were checked and not kept: pairs from a file are kept "
    "with the meetings step. Until then, lock them: rmkit match --lock MENTOR:MENTEE.",
    "sessions": "These sessions are sound. They were checked and not kept: sessions are kept with "
    "the meetings step.",
    "objective": "The objective is kept by `rmkit describe` or notebook 01; this file was checked "
    "only.",
}


def asked_for(name: str, programme: Programme | None = None) -> Instrument:
    """Give the instrument of an id, or of a YAML or JSON file of one's own.

    With a programme, it has the rows that the programme asks about.

    Raises
    ------
    UnknownName
        There is neither an instrument nor a file of this name.
    FileRefused, FaultsFound
        The file cannot be read as an instrument.
    NotAllowed
        The file takes the id of an instrument that comes with rmkit.
    """
    known = [line.id for line in asked.catalogue()]
    if programme is not None and name in {*known, *programme.file.instrument_ids()}:
        return asked_here(programme, name)
    if name in known:
        return asked.load(name)
    if Path(name).suffix.lower() not in _OWN_FILE:
        raise UnknownName(kind="instrument", name=name, known=known)
    own = asked.read_instrument(Path(name))
    if own.id in known:
        message = (
            f"{Path(name).name} has the id {own.id}, which is an instrument of rmkit's own. Give "
            "yours another id."
        )
        raise NotAllowed(message)
    return own.chosen(libraries=asked.libraries())


def preview_file(
    programme: Programme,
    path: str | Path,
    instrument: str,
    *,
    wave: str = "",
    person: str = "",
    **how: Unpack[Reading],
) -> Preview:
    """Read a file for an instrument, and say what is wrong with it; nothing is kept.

    Parameters
    ----------
    programme
        Whose people the rows are held against.
    path
        The file, or a folder or ZIP of forms.
    instrument
        The id of an instrument that comes with rmkit, or the path of one's own.
    wave
        Of which wave the answers are, where the file does not tell.
    person
        Whose answers they are, by id, where the form does not ask; for one response only.
    **how
        As for `candidates.preview`.
    """
    if instrument in _CANDIDATES:
        if wave:
            message = f"{instrument} is not asked in waves: leave the wave out."
            raise NotAllowed(message)
        if person:
            message = f"{instrument} asks itself who answers: leave the person out."
            raise NotAllowed(message)
        return programme.candidates.preview(path, instrument=instrument, **how)
    wanted = asked_for(instrument, programme)
    people = programme.file.people()
    strict = not programme.candidates.staff.empty or not asks_who(wanted)
    listed = programme.candidates.everybody if strict and people else None
    seen = preview(path, wanted, people=listed, **how)
    if wanted.id == "pairs":
        return _with(seen, pair_faults(seen.responses, people))
    if wanted.id == "sessions":
        pairs = [pair.pair_id for pair in programme.file.pairs()]
        return _with(seen, session_faults(seen.responses, pairs))
    if wanted.kind != "form":
        return seen
    return _of_a_wave(_of_a_person(seen, person, programme), wave)


def _of_a_person(seen: Preview, person: str, programme: Programme) -> Preview:
    """Say whose a response is that does not tell; where nobody said so, count those."""
    nameless = [r for r in seen.responses if identity(r, seen.instrument) is None]
    if not person:
        if not nameless or not is_about_who_answers(seen.instrument):
            return seen
        n = len(nameless)
        whose = "1 response does" if n == 1 else f"{n:,} responses do"
        note = (
            f"{whose} not say whose answers they are: kept without a person, and the same form "
            "given twice counts twice. To keep whose they are, give the forms one by one and name "
            "the person (--person)."
        )
        return replace(seen, notes=(*seen.notes, note))
    programme.file.person(person)
    if len(seen.responses) != 1 or not nameless:
        message = (
            f"A person can be named for one response that does not tell whose it is; {seen.file} "
            f"holds {len(seen.responses)}, of which {len(nameless)} do not. Nothing was imported."
        )
        raise NotAllowed(message)
    return replace(seen, responses=(replace(nameless[0], person_id=person),))


def _of_a_wave(seen: Preview, wave: str) -> Preview:
    """Say of each response of which wave it is, and tell where that cannot be."""
    responses, faults = [], []
    for response in seen.responses:
        try:
            which = wave_of(seen.instrument, response.wave or wave)
        except NotAllowed as error:
            faults.append(_wave_fault(response, str(error)))
            continue
        if wave and response.wave and which != wave_of(seen.instrument, wave):
            faults.append(_wave_fault(response, f"The row says {which}, and {wave} was named."))
            continue
        responses.append(replace(response, wave=which))
    return replace(_with(seen, faults), responses=tuple(responses))


def _wave_fault(response: Response, problem: str) -> Fault:
    told = problem.removesuffix(" Nothing was saved.")
    return Fault(told, "", file=response.file, row=response.row or None, column="wave")


def _with(seen: Preview, faults: Iterable[Fault]) -> Preview:
    return replace(seen, problems=(*seen.problems, *faults))


def not_kept(instrument: Instrument) -> str:
    """Say why sound answers to an instrument are not kept; nothing where they are."""
    if instrument.id in _NOT_KEPT:
        return _NOT_KEPT[instrument.id]
    if not any(_is_kept(field) for field in instrument.fields):
        private = [field.key for field in instrument.fields if field.visibility != "coordinator"]
        return (
            f"{', '.join(private[:5])}: what only a pair or a person may see is not taken in from "
            "a file. The file was checked, and nothing was kept."
        )
    return ""


def _is_kept(field: Field) -> bool:
    return field.visibility == "coordinator" and field.privacy != "direct"


def keep_file(programme: Programme, seen: Preview) -> Added:
    """Keep what a preview showed: all of it, or nothing.

    Raises
    ------
    FaultsFound
        The preview has faults.
    NotAllowed
        Answers to this instrument are not kept from a file.
    """
    if not seen.ok:
        raise FaultsFound(seen.faults)
    if seen.instrument.id in _CANDIDATES:
        return programme.candidates.keep(seen)
    if why := not_kept(seen.instrument):
        raise NotAllowed(why)
    added = add_responses(
        programme.file, seen.responses, seen.instrument, source=seen.file, now=now()
    )
    return replace(added, not_kept=seen.not_kept or added.not_kept)
