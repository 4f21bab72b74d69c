"""Drop a file in: a preview with what is to mend, the columns matched to questions, then kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.errors import FileRefused, NotReady, RmkitError, UnknownName
from rmkit.exchange.grid import MOST_MEGABYTES
from rmkit.forms.arriving import MOST_BYTES, PART_BYTES, Source, on_this_computer
from rmkit.forms.columns_said import Said, read_setting, targets
from rmkit.forms.given import Given
from rmkit.forms.looking import Look, What, look_at
from rmkit.forms.notice import Notice
from rmkit.forms.panel import long_act, script, style
from rmkit.forms.preview_view import preview_view, sentence, settings_view
from rmkit.forms.receiving import Receiving

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["import_file"]

_WORDS: Mapping[str, Mapping[str, str]] = {
    "candidate": {
        "title": "Drop in what the candidates answered",
        "help": "The export of your survey tool (CSV or Excel), or the Excel forms that came back, "
        "all of them at once.",
        "save": "Keep these answers",
    },
    "staff_list": {
        "title": "Drop in the staff list",
        "help": "A table (CSV or Excel) with a row for each person: name, e-mail address, "
        "department and manager.",
        "save": "Keep this staff list",
    },
}
_BESIDE = {".csv", ".tsv", ".xlsx", ".xlsm"}
_MOST_BESIDE = 40


class ImportPanel(Receiving):
    """One kind of file that is read into a programme."""

    _esm = script("importing")
    _css = style("importing")

    def __init__(self, programme: Programme, what: What) -> None:
        self._programme = programme
        self._what = what
        self._source: Source | None = None
        self._seen: Look | None = None
        self._said = Said()
        self._offered: dict[str, tuple[str, ...]] = {}
        self._remembered: dict[tuple[str, ...], Said] = {}
        self._drops = 0
        super().__init__(self._shown())

    # What the person does

    @long_act
    def arrived(self, given: Given) -> None:
        """Look at the files, now that all of their parts were sent."""
        self._take(self.received())

    @long_act
    def find(self, given: Given) -> None:
        """Look at a file on this computer."""
        self._take(on_this_computer(given.text("path")))

    @long_act
    def decide(self, given: Given) -> Notice:
        """Look again with what the person says of columns, or of the whole table."""
        if self._source is None:
            message = "There is no file to look at. Drop it in again."
            raise NotReady(message)
        before, self._said = self._said, self._saying(given)
        try:
            look = self._look(self._source)
        except RmkitError:
            self._said = before
            raise
        self._remembered[look.headings] = self._said
        return Notice("note", sentence(look.seen))

    @long_act
    def keep(self, given: Given) -> Notice:
        """Keep what was shown."""
        before, source = self._seen, self._source
        if before is None or source is None:
            message = "There is nothing to keep. Drop the file in again."
            raise NotReady(message)
        if self._programme.file.head_digest() != before.head:
            again = self._look(source)
            if again.seen.ok and not again.brings_the_same_as(before):
                message = (
                    "The programme was changed since, so the file was read once more. Look at it "
                    "again, then keep it. Nothing was imported."
                )
                raise RmkitError(message)
            before = again
        self.on_progress(0, "keeping")
        added = self._programme.candidates.keep(before.seen)
        self._source = self._seen = None
        same = "" if added.new or added.changed else " Nothing is different from before."
        told = f"{added}{same}"
        self.view = {**self._shown(), "kept": {"sentence": told, **self._next()}}
        return Notice("done", told)

    # What follows from it

    def _take(self, source: Source) -> None:
        """Look at a new file; what was said of one with the same headings holds for it too."""
        self._source, self._seen, self._said, self._offered = source, None, Said(), {}
        self._drops += 1
        self.view = self._shown()
        look = self._read(source)
        said = self._remembered.get(look.headings, Said())
        if said != self._said:
            self._said = said
            look = self._read(source)
        self._show(look)

    def _look(self, source: Source) -> Look:
        """Read the file and show what was seen."""
        look = self._read(source)
        self._show(look)
        return look

    def _read(self, source: Source) -> Look:
        """Read the file; if it is refused, ask what would let it be read."""
        try:
            self._seen = look_at(
                self._programme,
                source,
                what=self._what,
                said=self._said,
                names=[*self._seen.names.values()] if self._seen else [],
                on_progress=self.on_progress,
            )
        except FileRefused as refused:
            if refused.setting:
                self._offered[refused.setting] = refused.choices
                self.view = {**self._shown(), "asked": self._asked({refused.setting})}
            if refused.setting == "sheet":
                message = f"{source.name} has several sheets with rows. Choose the one to read."
                raise FileRefused(message) from refused
            raise
        return self._seen

    def _show(self, look: Look) -> None:
        asked = {f.kind for f in look.seen.problems if f.kind} | {*look.said.settings}
        if "sheet" in asked:
            self._offered.setdefault("sheet", (look.seen.sheet,))
        self.view = {**self._shown(), "seen": preview_view(look), "asked": self._asked(asked)}

    def _asked(self, settings: Collection[str]) -> list[dict[str, object]]:
        return settings_view(settings, self._said, self._offered)

    def _saying(self, given: Given) -> Said:
        """Add what the page sends to what was said before."""
        said, look = self._said, self._seen
        names = {str(position): name for position, name in look.names.items()} if look else {}
        allowed = targets(look.fields) if look else frozenset()
        for position, answers in given.texts("columns").items():
            if position not in names or answers not in allowed:
                message = "The page sent a column or a question that is not there."
                raise RmkitError(message)
            said = said.with_column(names[position], answers)
        for name, value in given.texts("settings").items():
            said = said.with_setting(name, read_setting(name, value, self._offered))
        return said

    def _shown(self) -> dict[str, object]:
        """Give what is always there: where to drop a file, and which ones lie near."""
        return {
            **_WORDS[self._what],
            "beside": [*_beside(Path.cwd())],
            "limit": [MOST_BYTES, MOST_MEGABYTES],
            "part": PART_BYTES,
            "drop": self._drops,
            "file": self._source.name if self._source else "",
            "asked": [],
            "seen": None,
            "kept": None,
        }

    def _next(self) -> dict[str, object]:
        """Say what is worth knowing after files were kept, and what to do next."""
        candidates = self._programme.candidates
        strangers, names = candidates.not_on_the_list, candidates.names
        lines = []
        if strangers:
            who = ", ".join(names[person] for person in strangers[:12])
            more = " ..." if len(strangers) > 12 else ""
            lines.append(f"Not on the staff list, so their manager is not known: {who}{more}.")
        answered = bool(self._programme.file.counting("candidate"))
        listed = not candidates.staff.empty
        if answered and not listed:
            lines.append("There is no staff list yet. Departments and managers come from there.")
        if not answered:
            lines.append("Next, choose what you ask; or drop in the answers, if they are there.")
        return {"lines": lines, "profiles": answered}


def _beside(folder: Path) -> Iterator[str]:
    """List the tables that lie in the folder of the notebook, the newest first."""
    try:
        files = [(f.stat().st_mtime, f.name) for f in folder.iterdir() if _is_table(f)]
    except OSError:
        return
    for _, name in sorted(files, reverse=True)[:_MOST_BESIDE]:
        yield name


def _is_table(file: Path) -> bool:
    return (
        file.suffix.lower() in _BESIDE and not file.name.startswith((".", "~$")) and file.is_file()
    )


def import_file(programme: Programme, what: What = "candidate") -> ImportPanel:
    """Read a file into a programme: drop it in, mend what is wrong, keep it.

    Parameters
    ----------
    programme
        Where it is kept.
    what
        `candidate` for what candidates answered, `staff_list` for the staff list.

    Returns
    -------
    ImportPanel
        A widget. Nothing is kept before the person says so; then all of it is, or nothing.

    Raises
    ------
    UnknownName
        There is no such list.
    """
    if what not in _WORDS:
        raise UnknownName(kind="list of people to import", name=what, known=_WORDS)
    return ImportPanel(programme, what)
