"""The library of activities in a notebook: found by a need, opened, printed, added to."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.content.activities import Activity, shipped_activities
from rmkit.content.suggesting import Need, suggested
from rmkit.content.topics import known_topics
from rmkit.errors import NotAllowed, RmkitError
from rmkit.forms.given import Given
from rmkit.forms.library_shown import activity_row, pair_rows, skills, topics
from rmkit.forms.notice import Notice
from rmkit.forms.panel import Panel, Reply, act, script, style
from rmkit.programme.library import skill_words

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["ActivitiesPanel", "activities"]

_MOST_BYTES = 2_000_000
_NO_PROGRAMME = "Your own activities are kept in a programme. Open one in notebook 00 first."


class ActivitiesPanel(Panel):
    """All activities. What is looked for and found stands in the page alone."""

    _esm = script("activity_card", "activities")
    _css = style("library")

    def __init__(self, programme: Programme | None = None) -> None:
        self._programme = programme
        super().__init__(self._seen())

    @act
    def find(self, given: Given) -> Reply:
        """Find activities by skill and levels, topics, minutes and words, or for a mentee."""
        need = self._need(given)
        words = self._words()
        own = self._own()
        found = suggested((*own, *shipped_activities()), need, skill_words=words)
        mine = {one.id for one in own}
        rows = [
            activity_row(s.activity, s.why, own=s.activity.id in mine, words=words) for s in found
        ]
        return Reply(data={"found": rows, "told": _told(len(rows), need)})

    @act
    def paper(self, given: Given) -> Reply:
        """Write the chosen activities as a PDF to print."""
        from rmkit.exchange.pdf import render_pdf
        from rmkit.report.for_a_pair import activities_page

        wanted = given.list_of_texts("ids")
        known = {one.id: one for one in (*self._own(), *shipped_activities())}
        chosen = [known[name] for name in wanted if name in known]
        if not chosen:
            message = "Tick the activities that you want on paper first."
            raise RmkitError(message)
        organisation = self._programme.organisation if self._programme else ""
        page = render_pdf(activities_page(chosen, organisation=organisation))
        file = {"name": "activities.pdf", "bytes": base64.b64encode(page).decode("ascii")}
        return Reply(data={"file": file})

    @act
    def add(self, given: Given) -> Reply:
        """Take over an organisation's own activities from a file that the page sends."""
        programme = self._open()
        name = Path(given.text("name")).name
        if not given.buffers or len(given.buffers[0]) > _MOST_BYTES:
            message = "Choose a file of at most 2 MB: YAML, Excel or CSV. Nothing was taken over."
            raise RmkitError(message)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(bytes(given.buffers[0]))
            done = programme.library.add(path)
        self.view = self._seen()
        return Reply(Notice("done", done.told))

    @act
    def export(self, given: Given) -> Notice:
        """Write the organisation's own activities, or a table to fill in, beside the programme."""
        programme = self._open()
        beside = programme.file.path
        ending = "yaml" if given.text("format") == "yaml" else "xlsx"
        path = _free(beside.with_name(f"{beside.stem}-activities.{ending}"))
        return Notice("done", f"Wrote {programme.library.export(path)}.")

    @act
    def take_out(self, given: Given) -> Notice:
        """Take one of the organisation's own activities out again."""
        self._open().library.remove(given.text("activity"))
        self.view = self._seen()
        return Notice("done", "Taken out. Undo in the notebook Rights and file brings it back.")

    @act
    def look(self, _: Given) -> None:
        """Look again at what is kept."""
        self.view = self._seen()

    def _need(self, given: Given) -> Need:
        topics_ = [name for name in given.list_of_texts("topics") if name in known_topics()]
        minutes = given.text("minutes")
        limit = int(minutes) if minutes.isascii() and minutes.isdecimal() else None
        skill = given.text("skill")
        wanted: dict[str, tuple[int | None, int]] = {}
        if skill in skill_words():
            wanted[skill] = (_level(given.text("level")), _level(given.text("target")) or 5)
        if given.text("mentee") and self._programme is not None:
            theirs = self._programme.library.need_of(given.text("mentee"))
            wanted = {**theirs.skills, **wanted}
            topics_ = [*dict.fromkeys([*topics_, *theirs.topics])]
        return Need(wanted, tuple(topics_), limit, given.text("words")[:200])

    def _own(self) -> tuple[Activity, ...]:
        return self._programme.library.own if self._programme else ()

    def _words(self) -> dict[str, str]:
        more = self._programme.candidates.words if self._programme else {}
        return {**skill_words(), **more}

    def _open(self) -> Programme:
        if self._programme is None:
            raise NotAllowed(_NO_PROGRAMME)
        return self._programme

    def _seen(self) -> dict[str, object]:
        view: dict[str, object] = {
            "problem": "",
            "topics": topics(),
            "skills": skills(),
            "mentees": [],
            "own": [],
            "all": len(shipped_activities()),
            "kept": self._programme is not None,
        }
        if self._programme is None:
            return view
        try:
            pairs = pair_rows(self._programme)
            own = [{"id": one.id, "title": one.title.say()} for one in self._own()]
        except RmkitError as error:
            return {**view, "problem": str(error)}
        mentees = list({row["mentee"]: row["of"] for row in pairs}.items())
        return {**view, "mentees": mentees, "own": own}


def _level(text: str) -> int | None:
    return int(text) if text in {"1", "2", "3", "4", "5"} else None


def _told(n: int, need: Need) -> str:
    if n == 0:
        return "None fits. Take a topic away, or give more time."
    if need.is_empty:
        return f"{n} activities." if n > 1 else "1 activity."
    return f"{n} activities fit, the best first." if n > 1 else "1 activity fits."


def _free(path: Path) -> Path:
    """Give a path at which nothing is yet."""
    number, place = 2, path
    while place.exists():
        place, number = path.with_stem(f"{path.stem}-{number}"), number + 1
    return place


def activities(programme: Programme | None = None) -> ActivitiesPanel:
    """Show the library of activities.

    Parameters
    ----------
    programme
        Whose own activities and mentees are there too; None shows those that come with rmkit.

    Returns
    -------
    ActivitiesPanel
        A widget. What is typed stays in the page.
    """
    return ActivitiesPanel(programme)
