"""All that is kept about one person, as one record: for them to read, and to take along.

In it stands what is theirs. Of others there is only what the two of a confirmed pair were told of
each other: name, what they do, department, address. Nobody else's answers, no sentence that was
written for the coordinator about two people, no list of rules against somebody. What is sealed is
named, not opened: only the pair can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from rmkit.errors import RmkitError
from rmkit.programme.admission_criteria import criteria_of
from rmkit.programme.admission_kept import admissions_kept
from rmkit.programme.baselines import first_days
from rmkit.programme.correcting import corrections_of
from rmkit.programme.how_answered import how_they_came
from rmkit.programme.letters import LETTERS
from rmkit.programme.lottery_kept import draws
from rmkit.programme.mailing import mailings
from rmkit.programme.meetings_kept import meetings_of
from rmkit.programme.mentor_places import changed_places
from rmkit.programme.pair_progress import CONTACTS
from rmkit.programme.person_history import history_of
from rmkit.programme.places import places_of
from rmkit.programme.purposes import PURPOSES
from rmkit.programme.recipients import job_titles
from rmkit.programme.retention import kept
from rmkit.programme.waiting_list import waiting_list
from rmkit.records.model import Pair, Response, stamp
from rmkit.report.answered import said

if TYPE_CHECKING:
    from datetime import datetime

    from rmkit.programme.programme import Programme
    from rmkit.records.store import ProgrammeFile

__all__ = ["FORMAT", "KEYS", "person_record"]

FORMAT = {"name": "rmkit-person", "version": 1}
"""The name and version of the layout; the version counts up when a key changes its meaning."""

KEYS = {
    "format": "The name and version of this layout.",
    "made_at": "When this was put together, UTC.",
    "programme": "The programme, whose it is, and who runs it.",
    "person": "Who you are in it, and what became of your candidacy.",
    "staff": "What the staff list says of you; manager_id is the id of your manager.",
    "answers": "What you answered, each with the question, and how it came (a talk names who "
    "entered it); a sealed answer is named, not opened.",
    "used_for_matching": "The row about you from which kinds and pairs are worked out; null where "
    "you are not in that table.",
    "kinds": "Into which kind of candidates you were put each time, by number.",
    "matchings": "Each time pairs were worked out: by which rules and criteria, and what came out "
    "for you.",
    "pairs": "Your pairs: your side, the score (0 to 100), who confirmed it; your partner as "
    "letters introduce them.",
    "meetings": "When and where your pairs meet or met, what was called off, and the day of the "
    "first contact, where they were kept here.",
    "waiting": "The day from which you are compared, since when you wait for a partner, the "
    "lotteries that you were in, and how many mentees you take, where that was changed.",
    "admission": "Since when you wait for a later round, and which sentences on admission were "
    "ticked for you as met or not.",
    "figures": "The label under which the memory of published figures counts you; null where you "
    "are in none. The figures themselves are of groups.",
    "letters": "Letters that were drafted or sent to you; text is what those of the kick-off say "
    "with today's data.",
    "purposes": "What your data are used for, and what you said about it.",
    "corrections": "What was corrected about you, why and by whom.",
    "history": "Every change to what is kept about you: when, by whom, from what to what.",
    "accesses": "Who opened what about you, or about everybody.",
    "retention": "Until when each class of data is kept, and what for.",
    "copies": "Backups of the programme, and files about you that were written.",
    "answers_about_you": "How many answers of others are about you; they are theirs and not here.",
    "not_here": "What is not in this file, and why.",
}
"""Every key of the record and what it holds; the record carries it as `keys`."""

_RULED_OUT = "Pairs that the coordinator ruled out are never made."
_NOT_HERE = (
    "What others answered, also about you: it is theirs.",
    "The sentence that explains a pair to the coordinator, since it tells about two people; and "
    "pairs that somebody asked not to have, so that nobody learns of another's wish.",
    "What your pair keeps sealed: it can be opened with a passphrase of one of you only.",
    "What lies outside rmkit: mails that were sent, and the survey tool that you answered in.",
)


def person_record(programme: Programme, person_id: str, *, now: datetime) -> dict[str, Any]:
    """Put together all that is kept about a person, ready for JSON, with the keys of `KEYS`.

    Raises
    ------
    UnknownName
        Nobody has this id.
    """
    file, person = programme.file, programme.file.person(person_id)
    coordinator, info = programme.coordinator, programme.file.info
    responses = file.responses(person_id=person_id)
    how = how_they_came(file, responses)
    about = [r for r in file.responses() if r.partner_id == person_id]
    return {
        "format": FORMAT,
        "keys": KEYS,
        "made_at": stamp(now),
        "programme": {
            "name": info.name,
            "organisation": info.organisation,
            "coordinator": f"{coordinator.name}, {coordinator.email}" if coordinator else None,
        },
        "person": {
            "person_id": person_id,
            "name": person.name,
            "email": person.email,
            "state": person.state,
            "state_at": person.state_at,
            "state_by": person.state_by,
        },
        "staff": dict(person.staff),
        "answers": [_answers(file, r, how[r.response_id]) for r in responses],
        "used_for_matching": _used(programme, person_id),
        "kinds": _kinds(file, person_id),
        "matchings": list(_matchings(file, person_id)),
        "pairs": list(_pairs(file, person_id)),
        "meetings": list(_meetings(file, person_id)),
        "waiting": _waiting(programme, person_id),
        "admission": _admission(file, person_id),
        "figures": _label(file, person_id),
        "letters": list(_letters(programme, person_id)),
        "purposes": list(_purposes(file, person_id)),
        "corrections": [dict(one) for one in corrections_of(file, person_id)],
        "history": list(history_of(file, person_id)),
        "accesses": [
            {"at": a.at, "by": a.actor, "what": a.what, "about": a.person_id or "everybody"}
            for a in file.accesses()
            if a.person_id in (None, person_id)
        ],
        "retention": [
            {"data_class": k.data_class, "purpose": k.purpose, "basis": k.basis,
             "until": k.ends_on.isoformat()}
            for k in kept(file, today=now.date())
        ],
        "copies": _copies(file, person_id),
        "answers_about_you": len(about),
        "not_here": list(_NOT_HERE),
    }  # fmt: skip


def _answers(file: ProgrammeFile, response: Response, how: str) -> dict[str, Any]:
    asked = file.asked_in(response)
    given = [
        {
            "key": field.key,
            "question": field.heading(),
            "answer": response.answers[field.key],
            "words": said(field, response.answers[field.key]),
        }
        for field in asked.fields
        if field.key in response.answers
    ]
    return {
        "instrument": response.instrument_id,
        "title": asked.title.say(),
        "version": response.instrument_version,
        "wave": response.wave,
        "submitted_at": response.submitted_at,
        "received_at": response.received_at,
        "source": response.source,
        "how": how,
        "answers": given,
        "has_sealed_part": response.sealed is not None,
    }


def _used(programme: Programme, person_id: str) -> dict[str, Any] | None:
    try:
        people = programme.candidates.people
    except RmkitError:
        return None
    rows = people[people["person_id"] == person_id]
    if rows.empty:
        return None
    values = rows.iloc[0].to_dict()
    return {str(k): _plain(v) for k, v in values.items() if _plain(v) is not None}


def _plain(value: object) -> object:
    if isinstance(value, (list, tuple, set, frozenset)):
        return sorted(map(str, value))
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    return value.item() if hasattr(value, "item") else value


def _kinds(file: ProgrammeFile, person_id: str) -> list[dict[str, Any]]:
    found = file.clustering()
    labels = found.result.get("labels") if found else None
    if found is None or not isinstance(labels, Mapping) or person_id not in labels:
        return []
    return [{"made_at": found.made_at, "kinds": found.result["k"], "yours": labels[person_id]}]


def _matchings(file: ProgrammeFile, person_id: str) -> Iterator[dict[str, Any]]:
    """Tell what came out for a person, and by what; the sentences about two people stay out."""
    paired = {p.matching_id for p in _own(file, person_id)}
    found = file.matching()
    numbers = sorted(paired | ({found.matching_id} if found else set()))
    for number in numbers:
        made = file.matching(number)
        if made is None:
            continue
        left: Any = made.result.get("unmatched", ())
        is_left = any(row.get("person_id") == person_id for row in left)
        if number not in paired and not is_left:
            continue
        settings: Any = made.settings
        yield {
            "matching": number,
            "made_at": made.made_at,
            "aim": settings.get("aim"),
            "criteria": [
                {"what": c["title"], "weight": c["weight"]}
                for c in settings.get("criteria", ())
                if c["weight"]
            ],
            "rules": [
                _RULED_OUT if r["id"] == "forbidden" else r["sentence"]
                for r in settings.get("rules", ())
                if r["strength"] != "off"
            ],
            "outcome": "paired" if number in paired else "left over",
        }


def _own(file: ProgrammeFile, person_id: str) -> list[Pair]:
    return [p for p in file.pairs() if person_id in (p.mentor_id, p.mentee_id)]


def _pairs(file: ProgrammeFile, person_id: str) -> Iterator[dict[str, Any]]:
    for pair in _own(file, person_id):
        mentor = pair.mentor_id == person_id
        partner = pair.mentee_id if mentor else pair.mentor_id
        yield {
            "pair": pair.pair_id,
            "you_are": "mentor" if mentor else "mentee",
            "state": pair.state,
            "score": pair.score,
            "confirmed_by": pair.confirmed_by,
            "confirmed_at": pair.confirmed_at,
            "ended_by": pair.ended_by,
            "ended_at": pair.ended_at,
            "partner": None if pair.state == "proposed" else _partner(file, partner),
        }


def _waiting(programme: Programme, person_id: str) -> dict[str, Any]:
    file = programme.file
    waits = [one for one in waiting_list(programme) if one.person_id == person_id]
    return {
        "compared_from": first_days(file).get(person_id),
        "since": waits[0].since if waits else None,
        "why": waits[0].because if waits else None,
        "lotteries": [
            {"at": draw.drawn_at, "places": draw.places, "drawn": person_id in draw.drawn}
            for draw in draws(file)
            if person_id in (*draw.drawn, *draw.waiting)
        ],
        "places": changed_places(file).get(person_id),
    }


def _partner(file: ProgrammeFile, partner_id: str | None) -> dict[str, Any] | None:
    """Give of a partner what the letters tell: name, what they do, department, address."""
    if partner_id is None:
        return None
    partner = file.person(partner_id)
    answered = file.counting("candidate", person_id=partner_id)
    answers = {partner_id: answered[-1].answers} if answered else {}
    return {
        "name": partner.name,
        "what_they_do": job_titles([partner], answers)[partner_id] or None,
        "department": partner.staff.get("department"),
        "email": partner.email,
    }


def _label(file: ProgrammeFile, person_id: str) -> str | None:
    labels = file.document("publication_places") or {}
    return next((name for name, one in labels.items() if one.get("person_id") == person_id), None)


def _meetings(file: ProgrammeFile, person_id: str) -> Iterator[dict[str, Any]]:
    for pair in file.pairs():
        if pair.state == "proposed" or person_id not in (pair.mentor_id, pair.mentee_id):
            continue
        contact = file.document(CONTACTS, pair.pair_id)
        if contact:
            yield {"pair_id": pair.pair_id, "what": "first contact", "on": contact.get("on")}
        for one in meetings_of(file, pair.pair_id):
            yield {
                "pair_id": pair.pair_id,
                "what": "meeting",
                "on": stamp(one.starts),
                "minutes": one.minutes,
                "where": one.place or one.link or None,
                "state": one.state,
            }


def _admission(file: ProgrammeFile, person_id: str) -> dict[str, Any]:
    mine = admissions_kept(file).get(person_id)
    known = {one.id: one.text for one in criteria_of(file)}
    ticks = mine.ticks if mine else {}
    return {
        "later_round_since": (mine.since or None) if mine else None,
        "ticks": [{"criterion": known.get(i, i), "met": met} for i, met in ticks.items()],
    }


def _letters(programme: Programme, person_id: str) -> Iterator[dict[str, Any]]:
    drafted = programme.file.document("outbox") or {}
    for person, name in drafted.get("drafts", ()):
        if person != person_id or name not in {n for names in LETTERS.values() for n in names}:
            continue
        letter: dict[str, Any] = {"letter": name, "drafted_at": drafted["at"]}
        try:
            filled = programme.kickoff.preview(name, person_id)
            letter |= {"subject": filled.subject, "text": filled.plain}
        except RmkitError:
            letter |= {"subject": programme.kickoff.letter(name).title, "text": None}
        yield letter
    for noted in mailings(programme.file):
        if noted.person_id == person_id:
            title = programme.letters.letter(noted.letter).title
            about = {"subject": title, "text": None, "state": noted.state}
            yield {"letter": noted.letter, "drafted_at": noted.at, **about}


def _purposes(file: ProgrammeFile, person_id: str) -> Iterator[dict[str, Any]]:
    stated = {o.purpose: o for o in file.objections(person_id)}
    for name, purpose in PURPOSES.items():
        mine = stated.get(purpose.id)
        yield {
            "purpose": name,
            "title": purpose.title,
            "text": purpose.text,
            "data": purpose.data,
            "basis": purpose.basis,
            "way_out": purpose.way_out,
            "used": person_id not in file.objected(purpose.id),
            "you_said": mine.state if mine else None,
            "at": mine.at if mine else None,
            "noted_by": mine.by if mine else None,
        }


def _copies(file: ProgrammeFile, person_id: str) -> dict[str, Any]:
    written = places_of(file, person_id)
    return {
        "backups": [{"file": b.path.name, "made_at": stamp(b.made_at)} for b in file.backups()],
        "written": [{"what": w.what, "where": w.path.name, "at": w.at} for w in written],
    }
