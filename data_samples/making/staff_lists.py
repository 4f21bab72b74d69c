"""Staff lists as personnel departments keep them, with their own headings.

The mapping file beside each tells which column is what, as a facilitator would.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from making.csv_files import write_csv
from making.workbooks import workbook
from rmkit.instruments.model import Instrument

__all__ = ["write_hr_csv", "write_hr_workbook", "write_owner_list"]


@dataclass(frozen=True)
class _Employee:
    person_id: str
    name: str
    email: str
    organisation: str
    site: str
    department: str
    manager_id: str | None
    job_title: str
    started: date


def write_hr_workbook(path: Path, staff: pd.DataFrame) -> None:
    """Write a workbook sorted by family name, with the manager's address and two name columns."""
    people = list(_employees(staff))
    address = {person.person_id: person.email for person in people}
    heading = [
        "Employee no.", "Surname", "First name", "Work e-mail", "Company", "Location",
        "Org. unit", "Line manager (e-mail)", "Position", "Entry date", "Full-time",
    ]  # fmt: skip
    with workbook(path) as book:
        sheet = book.add_worksheet("Employees")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, heading, book.add_format({"bold": True}))
        for i, person in enumerate(sorted(people, key=_by_family_name), start=1):
            first, family = person.name.split(" ", 1)
            cells = [
                person.person_id, family, first, person.email, person.organisation, person.site,
                person.department, address.get(person.manager_id or "", ""), person.job_title,
            ]  # fmt: skip
            sheet.write_row(i, 0, cells)
            sheet.write_datetime(i, 9, person.started, day)
            sheet.write_string(i, 10, "yes")
        sheet.autofilter(0, 0, len(people), len(heading) - 1)
    _write_mapping(
        path,
        {
            "Employee no.": "person_id",
            "Work e-mail": "email",
            "Company": "organisation",
            "Location": "site",
            "Org. unit": "department",
            "Line manager (e-mail)": "manager",
            "Position": "job_title",
            "Entry date": "started",
            "Full-time": "ignore",
        },
        'join:\n  name: ["First name", "Surname"]\n',
    )


def write_hr_csv(path: Path, staff: pd.DataFrame) -> None:
    """Write a European CSV with personnel numbers for managers and dates with points."""
    heading = [
        "Personnel number", "Name", "E-mail", "Member company", "Town", "Team",
        "Reports to (number)", "Function", "Joined",
    ]  # fmt: skip
    rows = [
        [
            p.person_id, p.name, p.email, p.organisation, p.site, p.department,
            p.manager_id, p.job_title, f"{p.started:%d.%m.%Y}",
        ]
        for p in sorted(_employees(staff), key=lambda p: (p.organisation, p.person_id))
    ]  # fmt: skip
    table = [heading, *rows]
    write_csv(path, table, delimiter=";", line_end="\r\n", byte_order_mark=True)
    _write_mapping(
        path,
        {
            "Personnel number": "person_id",
            "E-mail": "email",
            "Member company": "organisation",
            "Town": "site",
            "Team": "department",
            "Reports to (number)": "manager",
            "Function": "job_title",
            "Joined": "started",
        },
    )


_ABOUT_TIME = ("time_zone", "holidays", "days_off", "delegate_email")


def write_owner_list(path: Path, staff: pd.DataFrame, instrument: Instrument) -> None:
    """Write the list of somebody who took the headings from rmkit's staff list: no mapping.

    They left out those about time for meetings, which are needed only where people differ.
    """
    people = list(_employees(staff))
    address = {person.person_id: person.email for person in people}
    with workbook(path) as book:
        sheet = book.add_worksheet("Staff")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        fields = [field for field in instrument.fields if field.key not in _ABOUT_TIME]
        sheet.write_row(0, 0, [field.heading() for field in fields])
        for i, person in enumerate(people, start=1):
            values = vars(person) | {"manager": address.get(person.manager_id or "")}
            for j, field in enumerate(fields):
                value = values.get(field.key)
                if isinstance(value, date):
                    sheet.write_datetime(i, j, value, day)
                elif value is not None:
                    sheet.write_string(i, j, value)


def _employees(staff: pd.DataFrame) -> Iterator[_Employee]:
    for row in staff.to_dict("records"):
        cells = {key: None if pd.isna(value) else value for key, value in row.items()}
        yield _Employee(**{**cells, "started": date.fromisoformat(cells["started"])})


def _by_family_name(person: _Employee) -> tuple[str, str]:
    return person.name.split(" ", 1)[1].casefold(), person.person_id


def _write_mapping(table: Path, columns: dict[str, str], more: str = "") -> None:
    lines = [f'  "{heading}": {key}\n' for heading, key in columns.items()]
    text = f"# Which column of {table.name} is what.\ncolumns:\n{''.join(lines)}{more}"
    table.with_suffix(".mapping.yaml").write_text(text, encoding="utf-8", newline="\n")
