"""What came back after the last meetings of a sample: as survey tools export it, and as notes.

Each form that was asked at two times has a file for each, as a coordinator would download them; the
wave is named when it is read. The coordinator's own notes go by person_id and the keys of the form.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from making.csv_files import write_table
from making.half_years import WRITERS, joining, response, visible
from rmkit import instruments
from rmkit.instruments.model import Instrument
from rmkit.people import from_answers, managers_of
from rmkit.synthetic import Cohort, Evaluation, EvaluationDays, HalfYear, evaluation

if TYPE_CHECKING:
    from making.samples import Sample

__all__ = ["ASKED_AGAIN", "NOTES", "asked_of", "made_evaluation", "write_evaluation"]

ASKED_AGAIN: Final = {
    "needs_kick_off": ("learning_needs", "google_forms.csv"),
    "tasks_before": ("mini_task", "google_forms.csv"),
    "growth_before": ("mentor_growth", "ms_forms.xlsx"),
    "behaviour_before": ("behaviour", "google_forms.csv"),
    "needs_after": ("learning_needs", "google_sheets.csv"),
    "tasks_after": ("mini_task", "google_forms.csv"),
    "growth_after": ("mentor_growth", "ms_forms.xlsx"),
    "looks_mentee": ("satisfaction_mentee", "google_forms.csv"),
    "looks_mentor": ("satisfaction_mentor", "ms_forms.xlsx"),
    "experiences": ("experience", "google_sheets.csv"),
    "behaviour_after": ("behaviour", "google_sheets.csv"),
}
"""By table what it answers, and the tool whose export is written."""

NOTES: Final = {
    "managers_before": "behaviour",
    "managers_after": "behaviour",
    "interviews": "closing_interview",
    "costs": "hours_and_cost",
}
"""By table of notes the form whose keys they have."""


def made_evaluation(sample: Sample, made: Cohort, told: HalfYear) -> Evaluation:
    """Make up what comes back from a sample's people."""
    calendar, plan = sample.programme.calendar, sample.asked_again
    if plan is None or calendar.returned is None:
        message = f"{sample.id} is not asked again"
        raise ValueError(message)
    answers = pd.concat([made.answers, joining(sample, made)], ignore_index=True)
    managers = managers_of(made.staff)
    return evaluation(
        from_answers(answers, made.staff),
        told.pairs,
        skills=sample.skills,
        gains=plan.gains,
        sessions=sample.programme.sessions,
        days=EvaluationDays(
            begins=calendar.rhythm.kick_off,
            joins=calendar.rhythm.rematched,
            ends=calendar.asked_again,
            at_work=calendar.at_work,
        ),
        managers={str(k): str(v) for k, v in managers.items() if not pd.isna(v)},
        wrong=plan.wrong,
        seed=sample.seed,
    )


def asked_of(sample: Sample, name: str) -> Instrument:
    """Load a form as the sample's programme asks it, with the rows of its candidates."""
    entries = sample.programme.entries
    if name != "learning_needs":
        return instruments.load(name)
    rows = {item: entries[item] for item in ("competences", "tools")}
    return instruments.load(name, entries=rows | {f"then_{k}": v for k, v in rows.items()})


def write_evaluation(sample: Sample, made: Cohort, back: Evaluation, folder: Path) -> None:
    """Write the truth, and into `raw/evaluation` what came back."""
    write_table(folder / "changes.csv", _yes_no(back.truth))
    place = folder / "raw" / "evaluation"
    place.mkdir(exist_ok=True)
    staff = made.staff.set_index("person_id")
    for name, (instrument_id, tool) in ASKED_AGAIN.items():
        rows = back.tables[name].to_dict("records")
        sent = [response(i, row, staff) for i, row in enumerate(rows, start=1)]
        path = place / f"{name}{Path(tool).suffix}"
        WRITERS[tool](path, visible(asked_of(sample, instrument_id)), sent)
    for name in NOTES:
        if name != "costs" and len(back.tables[name]):
            write_table(place / f"{name}.csv", _plain(back.tables[name]))
    if sample.asked_again and sample.asked_again.cost:
        write_table(place / "costs.csv", pd.DataFrame([dict(sample.asked_again.cost)]))


def _yes_no(truth: pd.DataFrame) -> pd.DataFrame:
    said = {name: truth[name].map({True: "yes", False: "no"})
            for name in ("answered_kick_off", "answered_after")}  # fmt: skip
    return truth.assign(**said)


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Put several choices into one cell, and days as they are written."""
    return table.map(
        lambda cell: (
            ";".join(cell)
            if isinstance(cell, list)
            else cell.isoformat()
            if isinstance(cell, date)
            else cell
        )
    )
