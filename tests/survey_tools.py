"""What survey tools would export of an instrument, with random answers: for tests of the way back.

The layouts are those of real exports: Google Forms through Sheets and as its own CSV, Microsoft
Forms as a workbook with a hidden sheet. Rows of a Likert question have no word of the question.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from rmkit.exchange.survey_questions import SurveyTool, survey_headings
from rmkit.instruments.model import Field, Instrument

__all__ = [
    "EXPORTS",
    "google_csv",
    "google_sheets",
    "ms_forms",
    "open_to_all",
    "random_answers",
]

WORDS = [
    "Měření,", '"so"', "ähnlich;", "=1+1", "Добре,", "don't", "&", "x < y", "–", "¿qué?", "50 %",
]  # fmt: skip
SENT = datetime(2026, 9, 14, 7, 22, 57)  # noqa: DTZ001  (an export names no zone)


def open_to_all(instrument: Instrument) -> Instrument:
    """Give a copy that the coordinator may read all of, so that every answer can be compared."""
    sections = [
        section.model_copy(
            update={
                "items": tuple(
                    item.model_copy(update={"visibility": "coordinator"}) for item in section.items
                )
            }
        )
        for section in instrument.sections
    ]
    return instrument.model_copy(update={"sections": tuple(sections)})


def random_answers(instrument: Instrument, number: int, dice: random.Random) -> dict[str, object]:
    """Answer every required question and most others, as a person of that number."""
    return {
        field.key: _answer(field, number, dice)
        for field in instrument.fields
        if field.required or field.item.format == "email" or dice.random() < 0.8
    }


def _answer(field: Field, number: int, dice: random.Random) -> object:
    item = field.item
    if item.format == "email":
        return f"person{number}@example.org"
    if item.format == "url":
        return f"https://example.org/{number}"
    if field.kind == "number":
        low, high = item.minimum or 0, item.maximum if item.maximum is not None else 90
        return dice.randint(int(low), int(high)) if item.whole else round((low + high) / 2, 1)
    if field.kind == "date":
        return date(2026, 1 + dice.randrange(12), [21, 3, 30, 11][number % 4] % 29).isoformat()
    if field.kind == "choice":
        return dice.choice(field.options).value
    if field.kind == "multiple_choice":
        chosen = dice.sample(field.options, dice.randint(1, len(field.options)))
        return [option.value for option in field.options if option in chosen]
    words = f"Person {number} " + " ".join(dice.sample(WORDS, 6))
    if field.kind == "long_text" and dice.random() < 0.3:
        words += "\nand more"
    return words[: item.longest].strip()


Cell = str | float | int | datetime | None
Shape = Callable[[Field, object], Cell]


def _labels(field: Field, value: object) -> list[str]:
    chosen = value if isinstance(value, list) else [value]
    return [option.label.say() for option in field.options if option.value in chosen]


def _for_google(field: Field, value: object, *, between: str, day: str) -> str:
    if field.options:
        return between.join(_labels(field, value))
    if field.kind == "date":
        told = date.fromisoformat(str(value))
        return day.format(d=told.day, m=told.month, y=told.year)
    return str(value)


def _for_ms(field: Field, value: object) -> Cell:
    if field.kind == "multiple_choice":
        return "".join(f"{label};" for label in _labels(field, value))
    if field.options:
        return _labels(field, value)[0]
    if field.kind == "date":
        return datetime.fromisoformat(str(value))
    return value if isinstance(value, int | float) else str(value)


def google_sheets(instrument: Instrument, answers: list[dict[str, object]], folder: Path) -> Path:
    """Write what Sheets downloads: times and dates as in the United States, choices by commas."""
    times = [SENT + timedelta(hours=5 * n) for n in range(len(answers))]
    stamps = [f"{t.month}/{t.day}/{t.year} {t:%H:%M:%S}" for t in times]

    def shaped(field: Field, value: object) -> str:
        return _for_google(field, value, between=", ", day="{m}/{d}/{y}")

    return _csv(instrument, answers, folder / "sheets.csv", stamps, shaped, gap=" ")


def google_csv(instrument: Instrument, answers: list[dict[str, object]], folder: Path) -> Path:
    """Write what the form itself downloads: choices by semicolons, grids with two spaces."""
    times = [SENT + timedelta(hours=5 * n) for n in range(len(answers))]
    stamps = [f"{t:%Y/%m/%d} {t.hour % 12 or 12}:{t:%M:%S %p} GMT+2" for t in times]

    def shaped(field: Field, value: object) -> str:
        return _for_google(field, value, between=";", day="{y}-{m:02}-{d:02}")

    return _csv(instrument, answers, folder / "form.csv", stamps, shaped, gap="  ")


def _csv(
    instrument: Instrument,
    answers: list[dict[str, object]],
    path: Path,
    stamps: list[str],
    shaped: Shape,
    *,
    gap: str,
) -> Path:
    told = survey_headings(instrument, tool="google_forms")
    header = ["Timestamp", *(h.replace(" [", f"{gap}[") for h in told.values())]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(header)
        for stamp, given in zip(stamps, answers, strict=True):
            writer.writerow([stamp, *_row(instrument, given, shaped)])
    return path


def ms_forms(instrument: Instrument, answers: list[dict[str, object]], folder: Path) -> Path:
    """Write the workbook of Microsoft Forms; who answered is not recorded."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    sheet.append(["ID", "Start time", "Completion time", "Email", "Name", *_ms_header(instrument)])
    for number, given in enumerate(answers, start=1):
        time = SENT + timedelta(hours=number)
        row = [number, time, time + timedelta(minutes=9), "anonymous", None]
        sheet.append([*row, *_row(instrument, given, _for_ms)])
    for row in sheet.iter_rows():
        for cell in row:
            cell.data_type = "s" if cell.data_type == "f" else cell.data_type
    hidden = book.create_sheet("_56F9DC9755BA473782653E2940F9")
    hidden["A1"] = "FormId"
    hidden.sheet_state = "veryHidden"
    book.save(folder / "ms.xlsx")
    return folder / "ms.xlsx"


def _ms_header(instrument: Instrument) -> list[str]:
    """Give the headings; one that stands there already gets a number, as Forms does it."""
    seen: dict[str, int] = {"ID": 1, "Start time": 1, "Completion time": 1, "Email": 1, "Name": 1}
    header = []
    for heading in survey_headings(instrument, tool="ms_forms").values():
        seen[heading] = seen.get(heading, 0) + 1
        header.append(f"{heading}{seen[heading]}" if seen[heading] > 1 else f"{heading}\xa0")
    return header


def _row(instrument: Instrument, given: Mapping[str, object], shaped: Shape) -> list[Cell]:
    return [
        shaped(field, given[field.key]) if field.key in given else None
        for field in instrument.fields
    ]


Export = Callable[[Instrument, list[dict[str, object]], Path], Path]
EXPORTS: Mapping[str, tuple[SurveyTool, Export]] = {
    "google sheets": ("google_forms", google_sheets),
    "google csv": ("google_forms", google_csv),
    "ms forms": ("ms_forms", ms_forms),
}
