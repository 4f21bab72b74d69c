"""Kits for pairs in a notebook: what one would hold, and one written for each pair or for all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.errors import NotReady, RmkitError, UnknownName
from rmkit.forms.given import Given
from rmkit.forms.library_shown import activity_row, pair_rows, themes
from rmkit.forms.notice import Notice
from rmkit.forms.panel import Panel, Reply, act, long_act, script, style
from rmkit.programme.library import skill_words
from rmkit.programme.pair_kits import GOAL_FORMATS, GoalFormat

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["KitPanel", "pair_kit"]


class KitPanel(Panel):
    """The kits of one programme."""

    _esm = script("activity_card", "kit")
    _css = style("library")

    def __init__(self, programme: Programme | None = None) -> None:
        self._programme = programme
        super().__init__(self._seen())

    @act
    def show(self, given: Given) -> Reply:
        """Show what would fit a pair: activities with their reasons, and their dates."""
        programme, pair = self._open(), given.text("pair")
        library = programme.library
        words = {**skill_words(), **programme.candidates.words}
        rows = [
            activity_row(one.activity, one.why, words=words) for one in library.for_pair(pair)[:4]
        ]
        had = len(library.given(pair)["starters"])
        dates = [" · ".join(row[1:]) for row in library.dates(pair)]
        return Reply(data={"activities": rows, "had": had, "dates": dates})

    @long_act
    def write(self, given: Given) -> Reply:
        """Write the kit of one pair, or of all."""
        pair, theme = given.text("pair"), given.text("theme") or None
        done = self._open().library.write_kits(
            self._folder(given.text("folder"), pair),
            pairs=[pair] if pair else None,
            theme=theme,
            goals=_format(given.text("goals")),
            on_progress=self.on_progress,
        )
        n = len(done.pairs)
        told = f"{'1 kit is' if n == 1 else f'{n} kits are'} in {done.folder}."
        self.view = self._seen()
        return Reply(Notice("done", told), {"left": list(done.left_out)})

    @act
    def look(self, _: Given) -> None:
        """Look again at what is kept."""
        self.view = self._seen()

    def _open(self) -> Programme:
        if self._programme is None:
            message = "Kits are written from a programme. Open one in notebook 00 first."
            raise NotReady(message)
        return self._programme

    def _folder(self, named: str, pair: str) -> Path:
        beside = self._open().file.path
        if named:
            return Path(named).expanduser()
        return beside.with_name(f"{beside.stem}-kit-{pair}" if pair else f"{beside.stem}-kits")

    def _seen(self) -> dict[str, object]:
        view: dict[str, object] = {
            "problem": "",
            "pairs": [],
            "themes": themes(),
            "goals": [{"id": name, "title": words} for name, words in GOAL_FORMATS.items()],
            "folder": "",
            "kept": self._programme is not None,
        }
        if self._programme is None:
            return view
        view["folder"] = str(self._folder("", "").parent)
        try:
            return {**view, "pairs": pair_rows(self._programme)}
        except RmkitError as error:
            return {**view, "problem": str(error)}


def _format(name: str) -> GoalFormat:
    for known in GOAL_FORMATS:
        if name in (known, ""):
            return known
    raise UnknownName(kind="format of goals", name=name, known=GOAL_FORMATS)


def pair_kit(programme: Programme | None = None) -> KitPanel:
    """Show and write the kits of the pairs.

    Parameters
    ----------
    programme
        Whose pairs; kits are written beside its file unless a folder is named. None says what is
        needed.

    Returns
    -------
    KitPanel
        A widget.
    """
    return KitPanel(programme)
