"""People's rights in a notebook: read, correct, object, be erased; what is due, and who looked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.errors import NotAllowed, NotReady, RmkitError
from rmkit.forms.board_view import counted
from rmkit.forms.given import Given
from rmkit.forms.notice import Notice
from rmkit.forms.panel import Panel, Reply, act, long_act, script, style
from rmkit.forms.rights_view import (
    access_rows,
    field_told,
    people_rows,
    person_view,
    retention_rows,
    value_told,
    what_erasing_does,
)
from rmkit.programme.clock import now
from rmkit.programme.naming import with_names

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.programme.rights import RightsStep

__all__ = ["RightsPanel", "rights"]

_AT_ONCE = 20  # notes of who looked
_SHUT = "The programme's file cannot be opened, so nobody's data can. Mend it below first."


class RightsPanel(Panel):
    """What people may ask of those who keep their data, one person at a time."""

    _esm = script("rights")
    _css = style("rights")

    def __init__(self, programme: Programme | None) -> None:
        self._kept = programme
        self._person = ""
        self._shown = _AT_ONCE
        super().__init__(self._seen())

    @act
    def look(self, _: Given) -> None:
        """Look again: another notebook may have changed something."""
        self._show()

    @act
    def more(self, _: Given) -> None:
        """Show more of who looked."""
        self._shown += _AT_ONCE
        self._show()

    @act
    def pick(self, given: Given) -> None:
        """Turn to a person, or with an empty id to nobody."""
        person = given.text("person")
        if person:
            self._programme.file.person(person)
        self._person, self._shown = person, _AT_ONCE
        self._show()

    @long_act
    def write_file(self, given: Given) -> Reply:
        """Write everything that is kept about a person into a folder of their own."""
        person, by, file = given.text("person"), _named(given), self._programme.file
        self.on_progress(0.0, "Putting everything about this person together")
        folder = file.path.with_name(f"{file.path.stem}-person-files")
        page, *_ = paths = self._rights.person_file(person, folder, by=by)
        self._show()
        here = Path.cwd()
        link = page.relative_to(here).as_posix() if page.is_relative_to(here) else ""
        data = {"folder": str(page.parent), "files": [path.name for path in paths], "link": link}
        return Reply(Notice("done", "It is written. Read it, then hand it over yourself."), data)

    @act
    def say(self, given: Given) -> Notice:
        """Note that a person objects to a purpose, withdraws from it, or lifts that again."""
        step, by = self._rights, _named(given)
        acts = {"objected": step.object, "withdrawn": step.withdraw, "lifted": step.lift}
        state = given.text("state")
        if state not in acts:
            message = 'The page sent a "state" that cannot be read. Run the cell again.'
            raise RmkitError(message)
        heard = acts[state](given.text("person"), given.text("purpose"), by=by)
        self._show()
        told = with_names(heard.sentences, self._programme.candidates.names)
        return Notice("done" if heard.changed else "note", " ".join(told))

    @act
    def field(self, given: Given) -> Reply:
        """Say how a value is typed; not what stands there."""
        told = field_told(self._programme, given.text("person"), given.text("field"))
        return Reply(data=told)

    @act
    def look_up(self, given: Given) -> Reply:
        """Show what stands there now; an answer that is looked up goes to the access log."""
        person, name, by = given.text("person"), given.text("field"), _named(given)
        told = value_told(self._programme, person, name)
        if "." in name:  # what the staff list says stands in lists anyway
            self._rights.opened("An answer, before it is corrected", [person], by=by)
            self._show()
        return Reply(data={"field": name, "value": told})

    @act
    def correct(self, given: Given) -> Notice:
        """Correct one value, with the reason."""
        person, name, by = given.text("person"), given.text("field"), _named(given)
        why = given.text("why")
        if not why:
            message = "Write why it is corrected: the person reads it too. Nothing was changed."
            raise NotAllowed(message)
        done = self._rights.correct(person, name, _value(given), by=by, why=why)
        self._show()
        if not done.changed:
            return Notice("note", "It was so already; nothing was changed.")
        return Notice("done", "Corrected. What was there before stays in the history.")

    @act
    def about_erasing(self, given: Given) -> Reply:
        """Tell what erasing a person does and what it does not reach; erase nothing."""
        return Reply(data=what_erasing_does(self._programme, given.text("person")))

    @long_act
    def erase(self, given: Given) -> Reply:
        """Erase a person for good, in the name of somebody who read what that does."""
        person, by = given.text("person"), _named(given)
        self.on_progress(0.0, "Erasing from the file, its history and its backups")
        erased = self._rights.erase(person, by=by)
        self._person = ""
        self._show()
        return Reply(
            Notice("done", "The person is erased. What is left to you stands above."),
            {"sentences": list(erased.sentences)},
        )

    @act
    def keep_until(self, given: Given) -> Notice:
        """Change until when a class of data is kept, with the reason."""
        by, why, what = _named(given), given.text("why"), given.text("class")
        try:
            day = date.fromisoformat(given.text("until"))
        except ValueError:
            message = "Choose the day on which it ends. Nothing was changed."
            raise RmkitError(message) from None
        if not why:
            message = "Write why the date changes: it stands in the papers. Nothing was changed."
            raise NotAllowed(message)
        self._rights.keep_until(what, day, why=why, by=by)
        self._show()
        return Notice("done", "The date is changed, and why.")

    @long_act
    def end(self, given: Given) -> Notice:
        """Delete a class of data whose time has ended, for good."""
        by = _named(given)
        self.on_progress(0.0, "Deleting from the file, its history and its backups")
        done = self._rights.end(given.text("class"), by=by)
        self._show()
        missed = f" Not reached, delete them: {', '.join(done.not_reached)}."
        reached = counted(done.backups, "backup was", "backups were")
        text = f"Deleted for good; {reached} reached.{missed if done.not_reached else ''}"
        if done.to_delete:
            text += f" Files that were written still tell of it. {' '.join(done.to_delete)}"
        return Notice("done", text)

    @long_act
    def write_papers(self, _: Given) -> Reply:
        """Write the papers for the data-protection officer and the works council."""
        file = self._programme.file
        self.on_progress(0.0, "Filling in what the programme knows")
        folder = file.path.with_name(f"{file.path.stem}-papers")
        made = self._rights.papers(folder)
        data = {
            "folder": str(folder),
            "papers": [
                {"file": path.name, "gaps": list(made.gaps.get(path.stem, ()))}
                for path in made.files
                if path.suffix == ".docx"
            ],
        }
        return Reply(Notice("done", "The papers are written. They are drafts, no advice."), data)

    @property
    def _programme(self) -> Programme:
        if self._kept is None:
            raise NotReady(_SHUT)
        return self._kept

    @property
    def _rights(self) -> RightsStep:
        return self._programme.rights

    def _show(self) -> None:
        self.view = self._seen()

    def _seen(self) -> dict[str, object]:
        """Describe all that is shown; where the file cannot be read, only why."""
        view: dict[str, object] = {
            "problem": "",
            "people": [],
            "person": None,
            "pairs": [],
            "retention": [],
            "accesses": [],
            "looks": 0,
        }
        try:
            return {**view, **self._told()}
        except RmkitError as error:
            return {**view, "problem": str(error)}

    def _told(self) -> dict[str, object]:
        programme, step = self._programme, self._rights
        people = people_rows(programme.file)
        if self._person not in {row[0] for row in people}:
            self._person = ""  # erased, or undone elsewhere
        seen = step.accesses(self._person or None)
        pairs = step.pairs_to_look_at
        return {
            "people": people,
            "person": person_view(programme, self._person, now=now()) if self._person else None,
            "pairs": [f"{row.mentor} with {row.mentee}" for row in pairs.itertuples()],
            "retention": retention_rows(programme),
            "accesses": access_rows(seen, programme, most=self._shown, now=now()),
            "looks": len(seen),
        }


def _named(given: Given) -> str:
    by = given.text("by")
    if not by:
        message = "Write your name first: the file keeps who does this. Nothing was changed."
        raise NotAllowed(message)
    return by


def _value(given: Given) -> str | list[str]:
    """Read what was typed or ticked; several ticks are a list of texts."""
    value = given.parts.get("value", "")
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [Given({"value": one}).text("value") for one in value]
    return given.text("value")


def rights(programme: Programme | None) -> RightsPanel:
    """Answer what people may ask: read, correct, object, be erased; end dates, and who looked.

    Parameters
    ----------
    programme
        The programme; None where its file cannot be opened, which is then said.

    Returns
    -------
    RightsPanel
        A widget. Whatever is done needs the name of who does it; erasing says first what it
        reaches and what not.
    """
    return RightsPanel(programme)
