"""The programme's file in a notebook: is it whole, its backups, its history, and the way back.

It works where the file is too damaged to be opened, or gone: then it offers the backups.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.errors import NotAllowed, NotReady, RmkitError, UnknownName
from rmkit.forms.given import Given
from rmkit.forms.keeping_view import backup_rows, change_rows, told_changes, told_checkup
from rmkit.forms.notice import Notice
from rmkit.forms.panel import Panel, Reply, act, long_act, script, style
from rmkit.programme.chosen import meant_path
from rmkit.programme.clock import now
from rmkit.programme.keeping import check_file, restore_file, told_restored
from rmkit.programme.programme import Programme
from rmkit.programme.stepping_back import lost_by_restoring, what_undoing_does
from rmkit.records.backup import Backup, backups
from rmkit.records.surroundings import dangers

if TYPE_CHECKING:
    from rmkit.records.model import HistoryChange

__all__ = ["KeepingPanel", "keeping"]

_AT_ONCE = 20  # changes
_NONE_CHOSEN = "No programme is chosen yet, so there is no file to look after."


class KeepingPanel(Panel):
    """The file of one programme. `path` is None where no programme is chosen."""

    _esm = script("keeping")
    _css = style("keeping")

    def __init__(self, programme: Programme | None) -> None:
        self._programme = programme
        self.path: Path | None = meant_path() if programme is None else programme.file.path
        self._shown = _AT_ONCE
        self._checked: Mapping[str, object] | None = None
        super().__init__(self._seen())

    @act
    def look(self, _: Given) -> None:
        """Look at the file again: another notebook may have changed it."""
        self.view = self._seen()

    @act
    def more(self, _: Given) -> None:
        """Show more of what was done."""
        self._shown += _AT_ONCE
        self.view = self._seen()

    @long_act
    def check(self, given: Given) -> Notice:
        """Look at every page, row and entry of the file."""
        path = self._path()
        self.on_progress(0.0, "Looking at every row and every entry of the history")
        found = check_file(path, now=now(), noted=given.text("noted"))
        self._checked = told_checkup(found, noted=bool(given.text("noted")), now=now())
        self.view = self._seen()
        if found.is_whole:
            return Notice("done", "The file is whole. What there is to note stands above.")
        return Notice("wrong", "The file is not as rmkit wrote it. What to do stands above.")

    @long_act
    def back_up(self, _: Given) -> Notice:
        """Copy the file whole, and look whether the copy is."""
        programme = self._opened()
        before = {one.path for one in programme.keeping.backups}
        self.on_progress(0.0, "Copying the file, and checking the copy")
        made = programme.keeping.backup()
        self.view = self._seen()
        if made.path in before:
            return Notice("note", "Nothing has changed since the newest backup: it holds it all.")
        return Notice("done", f"{made.path.name} is whole.")

    @act
    def about_undoing(self, given: Given) -> Reply:
        """Tell what undoing a change would do, and change nothing."""
        change, effects = what_undoing_does(self._opened().file, given.number("change"))
        _refuse_what_stays(change)
        return Reply(data={"change": change.change_no, "effects": list(effects)})

    @act
    def undo(self, given: Given) -> Notice:
        """Undo a change, in the name of a person."""
        number, by = given.number("change"), _named(given)
        done = self._opened().keeping.undo(number, by=by)
        self.view = self._seen()
        if done.undoes is not None:
            return Notice("done", f"Change {done.undoes} is in force again.")
        return Notice("done", f"Change {number} is undone. Undo that, and it is in force again.")

    @long_act
    def about_restoring(self, given: Given) -> Reply:
        """Tell what restoring a backup would take out of the file, and change nothing."""
        path, backup = self._path(), self._backup(given)
        self.on_progress(0.0, "Comparing the backup with the file")
        lost = lost_by_restoring(path, backup.path)
        return Reply(
            data={"backup": str(backup.path), "lost": told_changes(lost.changes, now=now())}
        )

    @long_act
    def restore(self, given: Given) -> Notice:
        """Put a backup in the place of the file, in the name of a person."""
        path, backup, by = self._path(), self._backup(given), _named(given)
        self.on_progress(0.0, "Keeping what is there now, and putting the backup in its place")
        told = told_restored(restore_file(path, backup.path, by=by))
        self._checked = None
        if self._programme is None:
            self._programme = Programme.open(path)
        self.view = self._seen()
        return Notice("done", " ".join(told) + " Run the other open notebooks again.")

    def _path(self) -> Path:
        if self.path is None:
            raise NotReady(_NONE_CHOSEN)
        return self.path

    def _opened(self) -> Programme:
        """Give the programme; raise what keeps its file from being opened."""
        if self._programme is None:
            self._programme = Programme.open(self._path())
        return self._programme

    def _backups(self) -> list[Backup]:
        if self._programme is not None:
            try:
                return self._programme.keeping.backups
            except RmkitError:  # the file cannot tell of other folders any more
                pass
        return [] if self.path is None else backups(self.path)

    def _backup(self, given: Given) -> Backup:
        """Find the backup that was asked for among those shown: no other file is put in."""
        wanted = given.text("backup")
        for backup in self._backups():
            if str(backup.path) == wanted:
                return backup
        self.view = self._seen()
        raise UnknownName(kind="backup", name=Path(wanted).name, known=())

    def _seen(self) -> dict[str, object]:
        """Describe all that is shown; what cannot be read is told and left out."""
        view: dict[str, object] = {
            "path": "" if self.path is None else str(self.path),
            "temporary": self._programme is not None and self._programme.is_temporary,
            "problem": _NONE_CHOSEN if self.path is None else "",
            "warnings": [],
            "checked": self._checked,
            "backups": [],
            "history": [],
            "changes": 0,
        }
        if self.path is None:
            return view
        view["backups"] = backup_rows(self._backups(), now=now())
        try:
            programme = self._opened()
            done = programme.keeping.changes
            view["warnings"] = list(programme.warnings)
            view["history"] = change_rows(done[-self._shown :], now=now())
            view["changes"] = len(done)
        except RmkitError as error:
            view["problem"] = str(error)
            view["warnings"] = dangers(self.path)
        return view


def _named(given: Given) -> str:
    by = given.text("by")
    if not by:
        message = "Write your name first: the history keeps who did it. Nothing was changed."
        raise NotAllowed(message)
    return by


def _refuse_what_stays(change: HistoryChange) -> None:
    if not change.can_be_undone:
        message = f"Change {change.change_no} cannot be undone any more; look again."
        raise NotAllowed(message)


def keeping(programme: Programme | None = None) -> KeepingPanel:
    """Look after the programme's file: check it, back it up, restore it, undo what was done.

    Parameters
    ----------
    programme
        The programme; without it, the one that was chosen, however damaged its file is.

    Returns
    -------
    KeepingPanel
        A widget. A backup is restored and a change undone only by somebody who writes their name,
        after reading what that does.
    """
    return KeepingPanel(programme)
