"""The library of a programme: ours and the organisation's own activities, and what fits whom.

An organisation's own activities are one document in the programme's file: taken over from YAML or
from a table, exported again, undone like any change. What fits a mentee is worked out from what the
coordinator may know: the levels asked for, and the topics that the mentee ticked for them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rmkit.content.activities import Activity, read_activities, shipped_activities
from rmkit.content.suggesting import Need, Suggestion, suggested
from rmkit.content.topics import known_topics
from rmkit.definitions.discreet import discreet
from rmkit.errors import FileRefused, NotReady, UnknownName
from rmkit.exchange.arrival import Kind, receive
from rmkit.exchange.writing_out import written
from rmkit.programme.pair_kits import PairKits
from rmkit.programme.purposes import not_to_be_matched

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["ACTIVITIES", "LibraryStep", "TakenOver", "skill_words", "write_activities"]

ACTIVITIES = "activities"
"""The kind of the document with an organisation's own activities."""

_YAML: tuple[Kind, ...] = ("yaml",)
_TABLES = (".xlsx", ".csv", ".txt", ".tsv")


@discreet("new", "replaced")
@dataclass(frozen=True, slots=True)
class TakenOver:
    """What became of a file of activities: ids that are new, and ids whose activity it replaced."""

    new: tuple[str, ...]
    replaced: tuple[str, ...]

    @property
    def told(self) -> str:
        """Say it in a sentence."""
        n = len(self.new) + len(self.replaced)
        again = (
            f", {len(self.replaced)} of them in place of an earlier one" if self.replaced else ""
        )
        return f"{n} {'activity' if n == 1 else 'activities'} of your own taken over{again}."


def skill_words() -> dict[str, str]:
    """Say what the skills are called that activities can be for, by id."""
    from rmkit.instruments import libraries

    made = libraries()
    return {
        entry.id: entry.text.say()
        for name in ("digcomp_3_0", "tools")
        for entry in made[name].entries
    }


def write_activities(activities: Iterable[Activity], path: str | Path) -> Path:
    """Write activities to a file: YAML, or an Excel table where the ending is `.xlsx`.

    Raises
    ------
    NotSaved
        The file cannot be written.
    """
    place = Path(path)
    if place.suffix.lower() == ".xlsx":
        from rmkit.exchange.activity_table import write_activity_table

        return write_activity_table(activities, place, skill_words=skill_words())
    lines = [line for one in activities for line in _as_yaml(one)]
    with written(place) as to:
        to.write_text("\n".join(["activities:", *lines, ""]), encoding="utf-8")
    return place


def _as_yaml(activity: Activity) -> Iterator[str]:
    """Write one activity: every value as JSON has it, which is YAML, too."""
    for number, (key, value) in enumerate(_plain(activity).items()):
        start = "    " if number else "  - "
        if key == "steps":
            yield f"{start}{key}:"
            yield from (f"      - {json.dumps(step, ensure_ascii=False)}" for step in value)
        else:
            yield f"{start}{key}: {json.dumps(value, ensure_ascii=False)}"


def _plain(activity: Activity) -> dict[str, Any]:
    return activity.model_dump(mode="json", exclude_none=True)


class LibraryStep(PairKits):
    """The library of one programme, and the kits made from it."""

    def __init__(self, programme: Programme) -> None:
        super().__init__(programme)

    @property
    def own(self) -> tuple[Activity, ...]:
        """The organisation's own activities, in the order in which they came."""
        kept = self._file.document(ACTIVITIES) or {"activities": []}
        return tuple(Activity.model_validate(row) for row in kept["activities"])

    @property
    def activities(self) -> tuple[Activity, ...]:
        """All activities: the organisation's own first, then those that come with rmkit."""
        return (*self.own, *shipped_activities())

    def activity(self, name: str) -> Activity:
        """Give one activity; raise `UnknownName` where there is none of this id."""
        known = {one.id: one for one in self.activities}
        if name not in known:
            raise UnknownName(kind="activity", name=name, known=known)
        return known[name]

    def add(self, path: str | Path) -> TakenOver:
        """Take over an organisation's own activities from a file: all of them, or none.

        Parameters
        ----------
        path
            YAML, Excel or CSV. One with the id of an own activity that is there replaces it.

        Raises
        ------
        FaultsFound
            Something in it is wrong; every fault is told by line, or by row and column.
        FileRefused
            It is not there, or of a kind that is not read.
        """
        return self.keep(self.read(path))

    def read(self, path: str | Path) -> tuple[Activity, ...]:
        """Read a file of own activities, and keep nothing; raises what `add` does."""
        place = Path(path).expanduser()
        taken = {one.id for one in shipped_activities()}
        if place.suffix.lower() in _TABLES:
            from rmkit.exchange.activity_table import read_activity_table
            from rmkit.exchange.tables import read_table

            return read_activity_table(read_table(place), skill_words=skill_words(), taken=taken)
        if place.suffix.lower() not in (".yaml", ".yml"):
            message = f"{place.name} is neither YAML nor a table. Give .yaml, .xlsx or .csv."
            raise FileRefused(message)
        arrival = receive(place, allowed=_YAML)
        return read_activities(arrival.data, source=arrival.file, taken=taken)

    def keep(self, activities: Iterable[Activity]) -> TakenOver:
        """Keep activities as the organisation's own, in place of those with the same id."""
        before = {one.id: one for one in self.own}
        coming = {one.id: one for one in activities}
        self._save([*(before | coming).values()], action="Took over activities of our own")
        new = tuple(name for name in coming if name not in before)
        return TakenOver(new, tuple(name for name in coming if name in before))

    def remove(self, name: str) -> None:
        """Take one of the organisation's own activities out again; undo brings it back.

        Raises
        ------
        UnknownName
            There is no own activity of this id; those that come with rmkit stay.
        """
        rest = [one for one in self.own if one.id != name]
        if len(rest) == len(self.own):
            known = [one.id for one in self.own]
            raise UnknownName(kind="activity of your own", name=name, known=known)
        self._save(rest, action="Took an activity of our own out")

    def _save(self, activities: Iterable[Activity], *, action: str) -> None:
        content = {"activities": [_plain(one) for one in activities]}
        self._programme.save_document(ACTIVITIES, content, action=action)

    def export(self, path: str | Path) -> Path:
        """Write the organisation's own activities: YAML, or an Excel table by the ending `.xlsx`.

        Where there are none, the table is there to be filled in.

        Raises
        ------
        NotReady
            There are none to write as YAML.
        """
        if not self.own and Path(path).suffix.lower() != ".xlsx":
            message = (
                "There are no activities of your own yet. Export to .xlsx for a table to fill in."
            )
            raise NotReady(message)
        return write_activities(self.own, path)

    def find(self, need: Need | None = None, *, done: Iterable[str] = ()) -> tuple[Suggestion, ...]:
        """Find activities that fit a need, the best first, each with the reasons.

        Parameters
        ----------
        need
            What is looked for; None gives all.
        done
            Ids of those that come last.
        """
        words = self._words()
        return suggested(self.activities, need or Need(), skill_words=words, done=tuple(done))

    def need_of(self, mentee_id: str) -> Need:
        """Say what a mentee looks for, from what the coordinator may know of them.

        The skills that they want further than they are, and the topics that they ticked for the
        coordinator (`topics_of_interest`). Of somebody who asked not to be matched, nothing.
        """
        if mentee_id in not_to_be_matched(self._file):
            return Need()
        return Need(skills=self._wanted(mentee_id), topics=self._ticked(mentee_id))

    def _words(self) -> Mapping[str, str]:
        return {**skill_words(), **self._programme.candidates.words}

    def _wanted(self, mentee_id: str) -> dict[str, tuple[int | None, int]]:
        from rmkit.people.demand import needs

        candidates = self._programme.candidates
        try:
            people = candidates.people
        except NotReady:
            return {}
        mine = people[people["person_id"] == mentee_id]
        rows = needs(mine, assumed_target=candidates.assumed_target)
        columns = (rows[name] for name in ("skill", "level", "target"))
        return {str(s): (int(now_), int(to)) for s, now_, to in zip(*columns, strict=True)}

    def _ticked(self, mentee_id: str) -> tuple[str, ...]:
        ticked: set[str] = set()
        for response in self._file.counting("topics_of_interest", person_id=mentee_id):
            given = response.answers.get("released_topics")
            ticked |= {str(one) for one in given} if isinstance(given, list) else set()
        return tuple(name for name in known_topics() if name in ticked)
