"""What the panel of people's rights shows: one person, what is due, who looked, as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from rmkit.errors import UnknownName
from rmkit.forms.moments import moment
from rmkit.instruments import load
from rmkit.instruments.fields import Field
from rmkit.programme.correcting import response_of
from rmkit.programme.days import in_words
from rmkit.programme.places import PAGES, files_of_partners, places_of
from rmkit.programme.status import local
from rmkit.report.answered import said

if TYPE_CHECKING:
    import pandas as pd

    from rmkit.programme.programme import Programme
    from rmkit.records.model import Person
    from rmkit.records.store import ProgrammeFile

__all__ = [
    "access_rows",
    "field_told",
    "people_rows",
    "person_view",
    "retention_rows",
    "value_told",
    "what_erasing_does",
]

_STAFF = "Staff list"
_STATES = {"objected": "Objected", "withdrawn": "Withdrawn"}


def people_rows(file: ProgrammeFile) -> list[list[str]]:
    """List everybody as id, name and what tells two of one name apart, by name."""
    rows = [[p.person_id, p.name or p.person_id, _department(p)] for p in file.people()]
    return sorted(rows, key=lambda row: (row[1].casefold(), row[0]))


def _department(person: Person) -> str:
    return str(person.staff.get("department") or "")


def person_view(programme: Programme, person_id: str, *, now: datetime) -> dict[str, object]:
    """Describe a person: what they are in the programme, what they said, what can be corrected.

    No answer stands in it: whoever looks one up does so by name.

    Raises
    ------
    UnknownName
        Nobody has this id.
    """
    person = programme.file.person(person_id)
    return {
        "id": person_id,
        "name": person.name or person_id,
        "about": " ".join(_about(programme.file, person)),
        "purposes": list(_purposes(programme, person_id, now=now)),
        "fields": _groups(programme, person_id),
    }


def _about(file: ProgrammeFile, person: Person) -> Iterator[str]:
    listed = f"On the staff list{', ' * bool(_department(person))}{_department(person)}."
    yield listed if person.staff else "Not on the staff list."
    yield f"As a candidate: {person.state}." if person.state else "No candidate."
    n = len(file.responses(person_id=person.person_id))
    yield f"{n} answered {'questionnaire' if n == 1 else 'questionnaires'}."


def _purposes(
    programme: Programme, person_id: str, *, now: datetime
) -> Iterator[dict[str, object]]:
    said_so = {one.purpose: one for one in programme.file.objections(person_id)}
    for used in programme.rights.purposes:
        one = said_so.get(used.id)
        closed = one if one is not None and one.state != "lifted" else None
        at = moment(datetime.fromisoformat(closed.at), now=local(now)) if closed else ""
        yield {
            "id": used.id,
            "title": used.title,
            "text": used.text,
            "way_out": used.way_out,
            # Consent is withdrawn; to a legitimate interest one objects.
            "act": "withdrawn" if used.basis.startswith("Consent") else "objected",
            "state": _STATES[closed.state] if closed else "",
            "noted": f"noted {at} by {closed.by}" if closed else "",
        }


def _groups(programme: Programme, person_id: str) -> list[dict[str, object]]:
    """Put what can be corrected together by where it stands."""
    groups: dict[str, list[list[str]]] = {}
    for name, words in programme.rights.fields_to_correct(person_id).items():
        group = name.rpartition(".")[0] or _STAFF
        groups.setdefault(group, []).append([name, words])
    return [{"title": _title(group), "fields": fields} for group, fields in groups.items()]


def _title(group: str) -> str:
    name, _, wave = group.partition("/")
    words = name.replace("_", " ").capitalize()
    return f"{words}, {wave}" if wave else words


def _field(programme: Programme, person_id: str, name: str) -> tuple[Field, object]:
    """Find the question behind a name to correct, and what stands there now."""
    file = programme.file
    known = programme.rights.fields_to_correct(person_id)
    if name not in known:
        raise UnknownName(kind="value to correct", name=name, known=())
    group, _, key = name.rpartition(".")
    if group:
        response = response_of(file, person_id, group)
        return file.asked_in(response).field(key), response.answers.get(key)
    person, field = file.person(person_id), load("staff_list").field(name)
    if name in ("name", "email"):
        return field, getattr(person, name)
    return field, person.staff.get("manager_id" if name == "manager" else name)


def field_told(programme: Programme, person_id: str, name: str) -> dict[str, object]:
    """Say how a value is typed: its kind and what can be chosen; not what stands there.

    Raises
    ------
    UnknownName
        Nobody has this id, or there is nothing of this name to be corrected.
    """
    field, _ = _field(programme, person_id, name)
    return {
        "field": name,
        "kind": field.kind,
        "required": field.required,
        "options": [[str(one.value), one.label.say()] for one in field.options],
        "is_answer": "." in name,
    }


def value_told(programme: Programme, person_id: str, name: str) -> str:
    """Say what stands there now, in the words of the questionnaire; "" where nothing does."""
    field, value = _field(programme, person_id, name)
    if value is None or value == "":
        return ""
    if name == "manager":
        names = programme.candidates.names
        return names.get(str(value)) or str(value)
    return said(field, value)


def what_erasing_does(programme: Programme, person_id: str) -> dict[str, list[str]]:
    """Tell before an erasure what will be gone, and what a person has to do by hand.

    Raises
    ------
    UnknownName
        Nobody has this id.
    """
    file = programme.file
    person, n = file.person(person_id), len(file.responses(person_id=person_id))
    copies = len(list(file.copies()))
    gone = [
        f"{person.name or person_id} on the list of people, what they said about purposes, and "
        f"{n} answered {'questionnaire' if n == 1 else 'questionnaires'}.",
        "Every mention of them in the pairs, the proposals, the history and the access log.",
        f"The same in {copies} of rmkit's own backups." if copies else "There are no backups yet.",
    ]
    hand = []
    for place in places_of(file, person_id):
        if place.what == PAGES:
            hand.append(f"{place.path} ({place.what}): delete it, or write it anew.")
        else:
            gone.append(
                f"{place.path} ({place.what}), the whole folder, if it lies there unchanged."
            )
    hand += [
        f"{place.path} ({place.what}): delete it, or write it anew."
        for place in files_of_partners(file, person_id)
    ]
    hand += [_partner(programme, *both) for both in _confirmed(file, person_id)]
    hand.append(
        "Mails that were sent, prints, copies that somebody else made, and the export of the "
        "survey tool: nothing here reaches them."
    )
    return {"gone": gone, "hand": hand}


def _confirmed(file: ProgrammeFile, person_id: str) -> Iterator[tuple[str, str]]:
    for pair in file.pairs("confirmed"):
        both = (pair.mentor_id or "", pair.mentee_id or "")
        if person_id in both:
            yield pair.pair_id, both[both[0] == person_id]


def _partner(programme: Programme, pair_id: str, other: str) -> str:
    name = programme.candidates.names.get(other) or other or "nobody any more"
    return f"Their confirmed pair {pair_id} keeps its other half: talk with {name}."


def retention_rows(programme: Programme) -> list[dict[str, object]]:
    """Describe the classes of data, those that are due first."""
    rows = [
        {
            "id": one.data_class,
            "holds": one.holds,
            "purpose": one.purpose,
            "basis": one.basis,
            "until": in_words(one.ends_on),
            "iso": one.ends_on.isoformat(),
            "items": one.items,
            "due": one.is_due,
            "why": one.why,
            "todo": one.what_to_do,
        }
        for one in programme.rights.retention()
    ]
    return sorted(rows, key=lambda row: not row["due"])


def access_rows(
    seen: pd.DataFrame, programme: Programme, *, most: int, now: datetime
) -> list[dict[str, str]]:
    """Describe who opened what about whom, the newest first."""
    names = programme.candidates.names
    shared = {name for name, n in Counter(names.values()).items() if n > 1}
    # An erasure takes the id out of the log, and what is about everybody has none either.
    nobody = "Everybody, or somebody erased" if programme.file.erasures_kept() else "Everybody"

    def whom(person_id: object) -> str:
        if not isinstance(person_id, str):
            return nobody
        name = names.get(person_id) or person_id
        return f"{name} ({person_id})" if name in shared else name

    return [
        {
            "when": moment(datetime.fromisoformat(row["at"]), now=local(now)),
            "who": row["who"] or "(erased)",
            "whom": whom(row["person_id"]),
            "what": row["what"],
        }
        for row in reversed(seen.tail(most).to_dict("records"))
    ]
