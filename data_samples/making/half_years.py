"""The half-year of a sample: its clean tables, and what was sent in as survey tools export it.

The pairs are those that `rmkit.match` finds, as the programme does. The files name people and no
pairs: a pair has its id only once a programme is played.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import pandas as pd

from making.csv_files import write_table
from making.google_forms import write_google_forms, write_google_sheets
from making.microsoft_forms import write_microsoft_forms
from making.responses import Response, answered
from rmkit import instruments, match
from rmkit.instruments.model import Field, Instrument
from rmkit.people import from_answers, managers_of
from rmkit.synthetic import Cohort, HalfYear, MadePair, half_year, joining_answers
from rmkit.synthetic.dice import Dice

if TYPE_CHECKING:
    from making.samples import Sample

__all__ = [
    "EXPORTS",
    "TABLES",
    "WRITERS",
    "joining",
    "made_half_year",
    "response",
    "visible",
    "write_half_year",
]

TABLES: Final = ("pairs", "meetings", "contacts")
"""The clean tables, beside those about people."""

EXPORTS: Final = {
    "agreements": ("confidentiality", "google_sheets.csv"),
    "receipts": ("session_receipt", "google_forms.csv"),
    "pulses": ("pulse", "ms_forms.xlsx"),
    "midway": ("midway", "google_sheets.csv"),
    "concerns": ("concern", "google_forms.csv"),
    "wishes": ("reassignment", "google_forms.csv"),
}
"""By table what it answers, and the tool whose export is written."""

WRITERS: Final = {
    "google_forms.csv": write_google_forms,
    "google_sheets.csv": write_google_sheets,
    "ms_forms.xlsx": write_microsoft_forms,
}


_RATED: Final = ("can_digital", "can_coaching", "can_listening", "attitude_openness",
                 "attitude_motivation", "attitude_sharing", "attitude_feedback",
                 "attitude_hierarchy")  # fmt: skip
_REASONS: Final = (
    "Told of a moment in which they helped somebody without doing it for them.",
    "Asks good questions, and listens to the answer.",
    "Wants to learn as much as to show.",
    "Has time, and a manager who knows of it.",
)


@dataclass(frozen=True)
class _Part:
    """The part of an instrument that leaves the pair."""

    fields: tuple[Field, ...]


def visible(asked: Instrument) -> Instrument:
    """Give the part of a form that leaves the pair, as the writers take it."""
    return cast(
        "Instrument", _Part(tuple(f for f in asked.fields if f.visibility == "coordinator"))
    )


def made_half_year(sample: Sample, made: Cohort) -> HalfYear:
    """Make up the half-year of a sample's pairs, and of those that are made later."""
    calendar = sample.programme.calendar
    pairs = list(_pairs(sample, made))
    told = half_year(pairs, calendar.rhythm, seed=sample.seed)
    if not calendar.joiners:
        return told
    (ended,) = told.pairs.loc[told.pairs["planted"] == "ends", "of"]
    later = _later(made, joining(sample, made), pairs, str(ended))
    return half_year([*pairs, *later], calendar.rhythm, seed=sample.seed)


def _pairs(sample: Sample, made: Cohort) -> Iterator[MadePair]:
    """Find the pairs as the programme will; only some of them where that is enough."""
    found = match(made.people, managers=managers_of(made.staff), assumed_target=4).pairs
    n = sample.programme.calendar.pairs_told
    rows = found.to_dict("records")
    people = made.people.set_index("person_id")
    for row in rows if n is None else Dice(sample.seed, 9).some(rows, n):
        mentor, mentee = str(row["mentor_id"]), str(row["mentee_id"])
        mine, theirs = (_codes(people.loc[one, "slots"]) for one in (mentor, mentee))
        capacity = people.loc[mentor, "capacity"]
        yield MadePair(
            mentor,
            mentee,
            mentor_has_one=bool(pd.isna(capacity) or capacity == 1),
            slots=tuple(slot for slot in mine if slot in theirs),
        )


def _later(
    made: Cohort, joining: pd.DataFrame, pairs: Sequence[MadePair], ended: str
) -> Iterator[MadePair]:
    """Find partners for those who are free, as the programme will once a pair ended."""
    people = from_answers(pd.concat([made.answers, joining], ignore_index=True), made.staff)
    running = [(pair.mentor_id, pair.mentee_id) for pair in pairs if pair.of != ended]
    former = [(pair.mentor_id, pair.mentee_id) for pair in pairs if pair.of == ended]
    busy = {person for place in running for person in place}
    found = match(
        people,
        managers=managers_of(made.staff),
        assumed_target=4,
        locked=running,
        former=former,
        first=sorted(set(made.people["person_id"]) - busy),
    ).pairs
    for row in found.to_dict("records"):
        if (row["mentor_id"], row["mentee_id"]) not in running:
            yield MadePair(str(row["mentor_id"]), str(row["mentee_id"]), joined=True)


def _codes(cell: object) -> list[str]:
    return [] if pd.isna(cell) else str(cell).split(";")  # type: ignore[call-overload]


def joining(sample: Sample, made: Cohort) -> pd.DataFrame:
    """Give what those answered who came forward later; no row where nobody did."""
    calendar = sample.programme.calendar
    if not calendar.joiners:
        return made.answers.head(0)
    return joining_answers(
        set(made.people["person_id"]),
        n=calendar.joiners,
        seed=sample.seed,
        n_staff=sample.n_staff,
        employers=sample.employers,
        variant=sample.programme.variant,
        skills=sample.skills,
        scarce=sample.scarce,
        today=calendar.joined,
    )


def write_half_year(sample: Sample, made: Cohort, told: HalfYear, folder: Path) -> None:
    """Write the clean tables, and into `raw/running` what was sent in."""
    for name in TABLES:
        write_table(folder / f"{name}.csv", getattr(told, name))
    place = folder / "raw" / "running"
    place.mkdir(exist_ok=True)
    staff = made.staff.set_index("person_id")
    for name, (instrument_id, tool) in EXPORTS.items():
        asked = instruments.load(instrument_id)
        part = visible(asked)
        rows = getattr(told, name).to_dict("records")
        sent = [response(i, row, staff) for i, row in enumerate(rows, start=1)]
        WRITERS[tool](place / f"{name}{Path(tool).suffix}", part, sent)
    if sample.programme.calendar.interviewed:
        write_table(place / "interviews.csv", _interviews(sample, made))
    if len(later := joining(sample, made)):
        write_google_forms(place / "joiners.csv", sample.instrument(), list(_joined(sample, later)))


def _interviews(sample: Sample, made: Cohort) -> pd.DataFrame:
    """Let the coordinator talk with those who would mentor, and note what `interview` asks."""
    dice, calendar = Dice(sample.seed, 11), sample.programme.calendar
    mentors = made.people.loc[made.people["role"] != "mentee", ["person_id", "role"]]
    rows = [
        {
            "person_id": row["person_id"],
            "date": calendar.interviewed,
            "role": row["role"],
            **{key: dice.weighted({3: 4.0, 4: 3.0, 2: 1.0}) for key in _RATED},
            "time": dice.weighted({"yes": 5.0, "with_help": 1.0}),
            "decision": "admit",
            "reason": dice.pick(_REASONS),
        }
        for row in mentors.to_dict("records")
    ]
    return pd.DataFrame(rows)


def response(number: int, row: Mapping[str, Any], staff: pd.DataFrame) -> Response:
    """Turn a row of a half-year into what a survey tool holds."""
    given = {key: _plain(value) for key, value in row.items() if key not in ("person_id", "sent")}
    for side in ("mentor", "mentee"):
        if f"{side}_id" in given:
            signer = given.pop(f"{side}_id")
            given[f"signature_{side}"] = staff.loc[signer, "name"]
    sent = row["sent"]
    person = staff.loc[row["person_id"]]
    return Response(
        number, sent - timedelta(minutes=2), sent, dict(answered(given)), person["email"]
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _joined(sample: Sample, answers: pd.DataFrame) -> Iterator[Response]:
    dice, day = Dice(sample.seed, 10), sample.programme.calendar.joined
    for number, row in enumerate(answers.to_dict("records"), start=1):
        sent = datetime.combine(day, time(8 + number, dice.whole(0, 59), dice.whole(0, 59)))
        yield Response(number, sent - timedelta(minutes=20), sent, dict(answered(row)))
