"""The shelf of forms in a notebook: see one, hand it out, enter an answer, take in what came."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.errors import FaultsFound, NotAllowed, RmkitError
from rmkit.forms.arriving import PART_BYTES
from rmkit.forms.given import Given
from rmkit.forms.notice import Notice
from rmkit.forms.panel import Reply, act, long_act, script, style
from rmkit.forms.reading_back import ReadingBack
from rmkit.forms.shelf_view import picked_view, steps_view, waiting_rows
from rmkit.instruments.answers import check_answers
from rmkit.programme.naming import with_names
from rmkit.report.drawn import form_script, form_style

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["ShelfPanel", "shelf"]

_SEEN = "Checked, and kept nowhere: this is how it looks to those who fill it in."


class ShelfPanel(ReadingBack):
    """Every form of the method, one at a time."""

    _esm = script("shelf", before=form_script(elements=False))
    _css = f"{form_style(house=False)}\n{style('shelf')}"

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._form = ""
        super().__init__(self._seen())

    @act
    def look(self, _: Given) -> None:
        """Look again: another notebook, or a participant, may have done something."""
        self._show()

    @act
    def pick(self, given: Given) -> None:
        """Turn to a form, or with an empty id back to the shelf."""
        form = given.text("form")
        if form:
            self._programme.questionnaires.instrument(form)
        self._form = form
        self._show()

    @act
    def save(self, given: Given) -> Notice:
        """Check what was tried out in the form as people see it; nothing is kept."""
        asked = self._programme.questionnaires.instrument(given.text("form"))
        _, faults = check_answers(asked, given.mapping("answers"))
        wrong = tuple(fault for fault in faults if fault.level == "error")
        if wrong:
            n = len(wrong)
            head = "One answer is to mend." if n == 1 else f"{n} answers are to mend."
            return Notice("wrong", f"{head} Nothing is kept here in any case.", wrong)
        return Notice("done", _SEEN)

    @act
    def enter(self, given: Given) -> Notice:
        """Keep what somebody answered in a talk, or a coordinator's own record about them."""
        step, form, by = self._programme.questionnaires, given.text("form"), _named(given)
        asked = step.instrument(form)
        own = asked.filled_by == ("coordinator",)
        person = given.text("person")
        if not (person or own):
            message = "Say first with whom you talk. Nothing was saved."
            raise NotAllowed(message)
        try:
            done = step.answer(
                form,
                given.mapping("answers"),
                person=person or None,
                wave=given.text("wave") or None,
                by=by,
                talk=not own,
            )
        except FaultsFound as error:
            n = len(error.faults)
            head = "One answer is to mend." if n == 1 else f"{n} answers are to mend."
            return Notice("wrong", f"{head} Nothing was saved.", error.faults)
        self._show()
        told = with_names(done.sentences, self._programme.candidates.names)
        return Notice("done" if done.is_new else "note", " ".join(told))

    @act
    def write(self, given: Given) -> Reply:
        """Write the form in one format, and hand its files over for download."""
        paths = self._programme.questionnaires.export(given.text("form"), given.text("format"))
        listed = " and ".join(path.name for path in paths)
        files = [
            {"name": p.name, "bytes": base64.b64encode(p.read_bytes()).decode("ascii")}
            for p in paths
        ]
        return Reply(Notice("done", f"Wrote {listed} into {paths[0].parent}."), {"files": files})

    @act
    def ask(self, given: Given) -> Reply:
        """Make links for people and write them beside the programme."""
        step, by, person = self._programme.questionnaires, _named(given), given.text("person")
        try:
            days = int(given.text("days"))
        except ValueError:
            message = "Write for how many days the links work. Nobody was asked."
            raise RmkitError(message) from None
        links = step.invite(
            given.text("form"),
            [person] if person else None,
            by=by,
            days=days,
            wave=given.text("wave") or None,
        )
        path = step.write_links(links)
        self._show()
        n = len(links)
        told = f"{'1 link is' if n == 1 else f'{n} links are'} in {path.name}."
        rmkit = os.environ.get("RMKIT_COMMAND", "rmkit")
        data = {"path": str(path), "command": f'{rmkit} serve "{self._programme.file.path}"'}
        return Reply(Notice("done", told), data)

    @long_act
    def take_in(self, given: Given) -> Reply:
        """Take in what people answered through links."""
        by = _named(given)
        self.on_progress(0.0, "Taking in what waits")
        done = self._programme.questionnaires.take_in(by=by)
        self._show()
        told = with_names(done.sentences, self._programme.candidates.names)
        return Reply(Notice("note" if done.refused else "done", told[0]), {"told": told[1:]})

    @act
    def keep_back(self, _: Given) -> Notice:
        """Keep what was read back."""
        told = self.keep_read()
        self._show()
        return Notice("done", told)

    def _show(self) -> None:
        self.view = self._seen()

    def _seen(self) -> dict[str, object]:
        """Describe all that is shown; where the file cannot be read, only why."""
        view: dict[str, object] = {
            "problem": "",
            "folder": str(Path(self._programme.file.path).parent),
            "part": PART_BYTES,
            "steps": [],
            "picked": None,
            "waiting": [],
            "inbox": "",
        }
        try:
            view["picked"] = picked_view(self._programme, self._form) if self._form else None
            view["steps"] = [] if self._form else steps_view(self._programme)
        except RmkitError as error:
            return {**view, "problem": str(error)}
        try:
            view["waiting"] = waiting_rows(self._programme)
        except RmkitError as error:  # a damaged inbox is told where it is looked at
            view["inbox"] = str(error)
        return view


def _named(given: Given) -> str:
    by = given.text("by")
    if not by:
        message = "Write your name first: the file keeps who does this. Nothing was saved."
        raise NotAllowed(message)
    return by


def shelf(programme: Programme) -> ShelfPanel:
    """Show every form of the method, to see, hand out, fill in for somebody, and take in.

    Parameters
    ----------
    programme
        Whose people are asked; files and links are written beside its own file.

    Returns
    -------
    ShelfPanel
        A widget. An answer that is entered for somebody is marked as such, with the name of who
        entered it.
    """
    return ShelfPanel(programme)
