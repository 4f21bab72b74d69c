"""Who stands where in the admission, and what becomes of whom: one table, many people at once.

What people answered is not in it: it shows that somebody answered, and which of the coordinator's
sentences are met.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rmkit.disclosure.audiences import opened, release_columns
from rmkit.errors import Fault, NotAllowed, NotReady, RmkitError
from rmkit.forms.given import Given
from rmkit.forms.notice import Notice
from rmkit.forms.panel import Panel, act, script
from rmkit.programme.naming import with_names

if TYPE_CHECKING:
    from rmkit.programme.admissions import Decided
    from rmkit.programme.programme import Programme

__all__ = ["admissions"]

_COLUMNS = ("person_id", "name", "department", "standing", "since", "by")
_MOST_TOLD = 20
_LETTERS = (
    "questionnaire_reminder",
    "interview_invitation",
    "admitted",
    "waiting_list",
    "not_admitted",
)
_TICKS = {"met": True, "not met": False, "not known": None}


class AdmissionsPanel(Panel):
    """The candidates of one programme with their state, to act on."""

    _esm = script("admissions")

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        super().__init__(self._seen())

    @act
    def look(self, _: Given) -> None:
        """Read the list again: somebody may have answered meanwhile."""
        self.view = self._seen()

    @act
    def decide(self, given: Given) -> Notice:
        """Invite, admit, put on the waiting list or decline those who were ticked."""
        step, by, people = (
            self._programme.candidates,
            given.text("by"),
            given.list_of_texts("people"),
        )
        if not by:
            message = "Write your name first: the file keeps who did it."
            raise NotAllowed(message)
        acts: dict[str, Callable[[], Decided]] = {
            "invite": lambda: step.invite(people, by=by),
            "interviewed": lambda: step.mark_interviewed(people, by=by),
            "admit": lambda: step.admit(people, by=by),
            "wait": lambda: step.put_on_waiting_list(people, by=by),
            "decline": lambda: step.decline(people, by=by),
        }
        if given.text("step") not in acts:
            message = 'The page sent a "step" that cannot be read. Run the cell again.'
            raise RmkitError(message)
        try:
            done = acts[given.text("step")]()
        except NotAllowed as error:
            head, *rest = with_names(str(error).splitlines(), step.names)
            return Notice("wrong", head, tuple(Fault("", line.strip(" -")) for line in rest))
        self.view = self._seen()
        told = list(with_names(done.sentences, step.names))
        more = [f"And {len(told) - _MOST_TOLD} more."] if len(told) > _MOST_TOLD else []
        return Notice("done", " ".join([*told[:_MOST_TOLD], *more]))

    @act
    def letters(self, given: Given) -> Notice:
        """Write a letter to those who were ticked, as drafts."""
        name, people = given.text("letter"), given.list_of_texts("people")
        if name not in _LETTERS or not people:
            message = "Tick whom the letter goes to, and choose a letter."
            raise NotReady(message)
        files = self._programme.letters.write(name, people)
        return Notice("done", f"The letters are in {files[0].parent}. Nothing was sent.")

    @act
    def sentences(self, given: Given) -> Notice:
        """Keep the sentences that advise; those that were there keep how they are seen."""
        step = self._programme.candidates
        known = {one.text: one for one in step.criteria}
        lines = [line.strip() for line in given.text("lines").splitlines() if line.strip()]
        step.keep_criteria([known.get(line, line) for line in lines], by=given.text("by"))
        self.view = self._seen()
        return Notice("done", "These sentences advise from now on. A person decides.")

    @act
    def tick(self, given: Given) -> None:
        """Note whether a sentence is met for somebody, or that it is not known."""
        met = given.text("met")
        if met not in _TICKS:
            message = 'The page sent a "met" that cannot be read. Run the cell again.'
            raise RmkitError(message)
        person, criterion = given.text("person"), given.text("criterion")
        self._programme.candidates.tick(person, criterion, _TICKS[met], by=given.text("by"))
        self.view = self._seen()

    def _seen(self) -> dict[str, object]:
        step = self._programme.candidates
        released = release_columns(step.standing, _COLUMNS, "coordinator")
        table = opened(released, "coordinator", where="The list of admissions")
        checks = {
            str(row["person_id"]): [row[one.id] for one in step.criteria]
            for row in step.checklist().to_dict("records")
        }
        rows = [
            {
                "id": row["person_id"],
                "name": row["name"] or row["person_id"],
                "department": row["department"] if isinstance(row["department"], str) else "",
                "standing": row["standing"],
                "since": row["since"] if isinstance(row["since"], str) else "",
                "by": row["by"] if isinstance(row["by"], str) else "",
                "checks": checks.get(row["person_id"], []),
            }
            for row in table.to_dict("records")
        ]
        return {
            "rows": rows,
            "counts": [[state, n] for state, n in step.counts.items() if n],
            "criteria": [
                {"id": one.id, "text": one.text, "by_hand": one.seen == "tick"}
                for one in step.criteria
            ],
            "letters": [[name, self._programme.letters.letter(name).title] for name in _LETTERS],
        }


def admissions(programme: Programme) -> AdmissionsPanel:
    """Show who was invited, answered, was talked to and admitted, and decide for many at once."""
    return AdmissionsPanel(programme)
