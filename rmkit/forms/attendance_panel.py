"""Who has been prepared, in a notebook: noted for many at once, with the days of the circle."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from rmkit.content.training import module
from rmkit.errors import NotAllowed, RmkitError
from rmkit.forms.given import Given
from rmkit.forms.notice import Notice
from rmkit.forms.panel import Panel, act, script
from rmkit.programme.days import in_words
from rmkit.programme.training import RECORDED

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["AttendancePanel", "attendance"]

_SHORT = {
    "introduction": "Introduction",
    "trust": "Trust",
    "practice": "Practice",
    "briefing": "45 minutes",
}


class AttendancePanel(Panel):
    """Who was at which part of the training."""

    _esm = script("attendance")
    _css = ""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        super().__init__(self._seen())

    @act
    def look(self, _: Given) -> None:
        """Look again: another panel may have changed something."""
        self.view = self._seen()

    @act
    def note(self, given: Given) -> Notice:
        """Note that those ticked were there."""
        by = given.text("by")
        if not by:
            message = "Write your name first: the file keeps who does this. Nothing was noted."
            raise NotAllowed(message)
        try:
            day = date.fromisoformat(given.text("day"))
        except ValueError:
            message = "Choose the day on which it was. Nothing was noted."
            raise RmkitError(message) from None
        people = list(given.texts("people"))
        done = self._programme.training.attended(given.text("module"), people, by=by, on=day)
        self.view = self._seen()
        return Notice("done", str(done))

    @act
    def handouts(self, _: Given) -> Notice:
        """Write the handouts beside the programme's file."""
        written = self._programme.training.write_handouts()
        return Notice("done", f"Wrote {len(written)} files into {written[0].parent}.")

    def _seen(self) -> dict[str, object]:
        beside = self._programme.file.path
        view: dict[str, object] = {
            "problem": "",
            "people": [],
            "circles": [],
            "modules": [[name, module(name).title.say(), _SHORT[name]] for name in RECORDED],
            "today": "",
            "folder": str(beside.with_name(f"{beside.stem}-training")),
        }
        try:
            step = self._programme.training
            view["today"] = self._programme.today.isoformat()
            view["circles"] = [f"{day:%A}, {in_words(day)}" for day in step.circles()]
            view["people"] = [_row(row) for row in step.attendance.to_dict("records")]
        except RmkitError as error:
            view["problem"] = str(error)
        return view


def _row(row: Mapping[Hashable, object]) -> dict[str, object]:
    days = {name: row[name] for name in RECORDED}
    return {
        "id": row["person_id"],
        "name": row["name"],
        "role": row["role"],
        "days": {n: in_words(day) if isinstance(day, date) else "" for n, day in days.items()},
        "prepared": bool(row["prepared"]),
    }


def attendance(programme: Programme) -> AttendancePanel:
    """Note who was at which part of the training, and see who has not been prepared.

    Parameters
    ----------
    programme
        Whose people are prepared. Each note is kept as the coordinator's own record of a person.

    Returns
    -------
    AttendancePanel
        A widget, with the days of the mentor circle and the handouts below.
    """
    return AttendancePanel(programme)
