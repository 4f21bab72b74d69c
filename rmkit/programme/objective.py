"""Step 1: why the programme exists, in one sentence that letters and evaluation go back to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator
from pydantic import Field as Limit

from rmkit.definitions.inert import plain_lines
from rmkit.definitions.texts import Definition
from rmkit.errors import Fault, FaultsFound, NotReady
from rmkit.exchange.addresses import address_problem
from rmkit.instruments import load
from rmkit.instruments.answers import check_answers
from rmkit.instruments.model import Instrument
from rmkit.programme.clock import now
from rmkit.programme.coordinator import Coordinator
from rmkit.programme.gaps import gaps

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["Objective", "ObjectiveStep"]

_Line = Annotated[str, Limit(max_length=2_000), AfterValidator(plain_lines)]


class Objective(Definition):
    """What the programme is for.

    `sentence` is the general objective as participants read it. `sessions` counts meetings of
    `session_minutes`; `months` is how long the programme runs from `start`.
    """

    focus: _Line = ""
    reason: _Line = ""
    sentence: Annotated[_Line, Limit(min_length=1)]
    sessions: Annotated[int, Limit(ge=1, le=100)] | None = None
    session_minutes: Annotated[int, Limit(ge=10, le=480)] | None = None
    months: Annotated[int, Limit(ge=1, le=60)] | None = None
    start: date | None = None

    def missing(self) -> tuple[str, ...]:
        """Tell what the sentence and the plan still lack, one sentence each.

        Simple checks, made to remind and not to judge: whether each line is filled in; whether
        the sentence holds words for a date and for two levels, in English; and whether there are
        fewer meetings than the five that the guide counts on at least. An objective can pass them
        all and be a bad one; one in another language can be good and be reminded of its levels.
        """
        return gaps(self)


class ObjectiveStep:
    """The objective of one programme: read it, set it, fill it in as a form, print it."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    @property
    def record(self) -> Objective | None:
        """The objective as it stands, or None while there is none."""
        content = self._programme.file.document("objective")
        return None if content is None else Objective.model_validate(content)

    def set(self, objective: Objective) -> Objective:
        """Keep the objective; the one before stays in the history."""
        self._programme.save_document(
            "objective", objective.model_dump(mode="json"), action="Set the objective"
        )
        return objective

    @property
    def questionnaire(self) -> Instrument:
        """The questions of a form for the objective, its plan and the coordinator."""
        return load("objective")

    @property
    def answers(self) -> dict[str, object]:
        """What is kept now, by the keys of `questionnaire`; what is not known is not there."""
        objective, coordinator = self.record, self._programme.coordinator
        known = objective.model_dump(mode="json") if objective else {}
        if coordinator:
            known |= {"coordinator_name": coordinator.name, "coordinator_email": coordinator.email}
        return {name: value for name, value in known.items() if value not in (None, "")}

    def keep(self, answers: Mapping[str, object]) -> Objective:
        """Keep the objective, and the coordinator if one is named, as answered in a form.

        Parameters
        ----------
        answers
            What was written, by the keys of `questionnaire`. It is all of the objective: what is
            not answered is kept no longer. A coordinator who is kept already stays where neither
            name nor e-mail is given.

        Raises
        ------
        FaultsFound
            An answer cannot be read, the sentence is missing, or the coordinator has a name
            without an address that can be written to, or the other way round. Every fault is
            told, and nothing was saved.
        """
        kept, faults = check_answers(self.questionnaire, answers)
        wrong = [f for f in faults if f.level == "error"]
        told = {fault.key for fault in wrong}
        name, email = kept.pop("coordinator_name", None), kept.pop("coordinator_email", None)
        if not told & {"coordinator_name", "coordinator_email"}:
            wrong += self._coordinator_faults(name, email)
        if wrong:
            raise FaultsFound(wrong, "Nothing was saved.")
        objective = Objective.model_validate(kept)
        action = "Set the objective" if name is None else "Set the objective and the coordinator"
        with self._programme.file.change(actor="coordinator", action=action, now=now()) as change:
            change.save_document("objective", "", objective.model_dump(mode="json"))
            if name is not None:
                coordinator = Coordinator.model_validate({"name": name, "email": email})
                change.save_document("coordinator", "", coordinator.model_dump())
        return objective

    def _coordinator_faults(self, name: object, email: object) -> list[Fault]:
        """Tell what is wrong between the two lines about the coordinator."""
        if (name is None) != (email is None):
            key = "coordinator_name" if name is None else "coordinator_email"
            other = "an e-mail address" if name is None else "a name"
            problem = f"is missing, and the coordinator has {other}."
            fix = "Give both, or leave both blank."
            return [Fault(problem, fix, column=self.questionnaire.field(key).heading(), key=key)]
        unfit = address_problem(str(email)) if email is not None else None
        if unfit:
            key = "coordinator_email"
            heading = self.questionnaire.field(key).heading()
            return [Fault(unfit, "Correct it.", column=heading, value=str(email), key=key)]
        return []

    def write_charter(self, folder: str | Path | None = None) -> list[Path]:
        """Write the charter to print: `charter.html` and `charter.pdf`.

        Parameters
        ----------
        folder
            Where to write; None is the folder of the programme's file. It is made if it is not
            there, and a charter that is there is replaced.

        Raises
        ------
        NotReady
            There is no objective yet.
        NotSaved
            The folder cannot be written to.
        """
        from rmkit.programme.charter import write_charter

        objective = self.record
        if objective is None:
            message = (
                "There is no objective yet, so there is no charter to write. State it first: "
                "objective.keep({...}), or `rmkit describe`."
            )
            raise NotReady(message)
        place = self._programme.file.path.parent if folder is None else Path(folder)
        return write_charter(self._programme, objective, place.expanduser())
