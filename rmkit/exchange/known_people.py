"""Whether those who answered are on the staff list, and who they are there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from rmkit.errors import Fault, nearest
from rmkit.exchange.persons import Sifted, email_key, near_address, same_name
from rmkit.exchange.responses import Response
from rmkit.exchange.survey_questions import asks_who, is_about_who_answers
from rmkit.instruments.model import Instrument

__all__ = ["find_people"]

_MOST_SUGGESTIONS = 30
"""To look for near addresses takes a while in a long list."""


def find_people(
    responses: Sequence[Response], instrument: Instrument, people: pd.DataFrame
) -> Sifted:
    """Find each respondent on the staff list.

    Parameters
    ----------
    responses
        The responses that were read.
    instrument
        The questionnaire.
    people
        One row a person, with `person_id` and any of `email` and `name`.

    Returns
    -------
    Sifted
        All responses, those who were found with their `person_id`; a fault for each other. Where
        the questionnaire does not ask who answers, the address that a survey tool noted tells it.
    """
    known = _Known(people)
    email = email_key(instrument)
    if not asks_who(instrument):
        return (
            _by_sender(responses, known)
            if is_about_who_answers(instrument)
            else (Sifted(tuple(responses)))
        )
    found, faults = [], []
    for response in responses:
        person = known.find(response, email)
        found.append(replace(response, person_id=person))
        if person is None:
            faults.append(known.fault(response, instrument, email))
    return Sifted(tuple(found), tuple(f for f in faults if f))


def _by_sender(responses: Sequence[Response], known: _Known) -> Sifted:
    """Find people by the address that the survey tool noted; without one they stay unknown."""
    found, faults = [], []
    for response in responses:
        person = known.by_email.get(response.sent_by.casefold())
        found.append(replace(response, person_id=person))
        if response.sent_by and person is None:
            faults.append(
                Fault(
                    "is not on the staff list.",
                    fix=f"{near_address(response.sent_by, known.by_email)} Add the person to the "
                    "staff list, or leave the cell blank.".strip(),
                    file=response.file,
                    row=response.row,
                    column="e-mail address noted by the survey tool",
                    value=response.sent_by,
                )
            )
    told = sum(bool(response.sent_by) for response in responses)
    note = (
        f"The survey tool noted the e-mail address of {told} of {len(found)}: it says who they are."
    )
    return Sifted(tuple(found), tuple(faults), (note,) if told else ())


class _Known:
    """The people of a staff list, to be found by id, address or name."""

    def __init__(self, people: pd.DataFrame) -> None:
        self.suggestions = _MOST_SUGGESTIONS
        self.ids = set(_texts(people, "person_id"))
        rows = list(
            zip(
                _texts(people, "person_id"),
                _texts(people, "email"),
                _texts(people, "name"),
                strict=True,
            )
        )
        self.by_email = {email.casefold(): person for person, email, _ in rows if email}
        self.by_name: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for person, email, name in rows:
            if name:
                self.by_name[same_name(name)].add((person, email))

    def find(self, response: Response, email: str | None) -> str | None:
        answers = response.answers
        if email and answers.get(email):
            return self.by_email.get(str(answers[email]).casefold())
        if answers.get("person_id"):
            return str(answers["person_id"]) if answers["person_id"] in self.ids else None
        named = self.by_name.get(same_name(answers.get("name", "")), set())
        return next(iter(named))[0] if len(named) == 1 else None

    def fault(self, response: Response, instrument: Instrument, email: str | None) -> Fault | None:
        """Say that nobody of that address, id or name is on the list; nothing if none was given."""
        asked = {field.key: field for field in instrument.fields}
        for key in (email, "person_id", "name"):
            if key and key in asked and response.answers.get(key):
                value = str(response.answers[key])
                return Fault(
                    "is not on the staff list." if key != "name" else _not_one(value, self.by_name),
                    fix=f"{self._near(response, key, value)} Add the person to the staff list, or "
                    "correct this.".strip(),
                    file=response.file,
                    row=response.row,
                    column=asked[key].heading(),
                    value=None if key == "name" else value,
                    key=key,
                )
        return None

    def _near(self, response: Response, key: str, value: str) -> str:
        if not self.suggestions:
            return ""
        self.suggestions -= 1
        if key == "person_id":
            return nearest(value, self.ids).strip()
        named = self.by_name.get(same_name(response.answers.get("name", "")), set())
        addresses = [address for _, address in named if address]
        if key != "name" and len(addresses) == 1:
            return f'Somebody of the same name has "{addresses[0]}".'
        return near_address(value, self.by_email) if key != "name" else ""


def _not_one(name: str, by_name: dict[str, set[tuple[str, str]]]) -> str:
    several = len(by_name.get(same_name(name), set())) > 1
    if several:
        return "Several people on the staff list have this name."
    return "Nobody of this name is on the staff list."


def _texts(people: pd.DataFrame, name: str) -> list[str]:
    if name not in people.columns:
        return [""] * len(people)
    return ["" if pd.isna(value) else str(value).strip() for value in people[name]]
