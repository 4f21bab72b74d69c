"""Step 1: why the programme exists, in one sentence that letters and evaluation go back to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.content.plans import ready_plan
from rmkit.errors import Fault, FaultsFound, NotReady
from rmkit.exchange.addresses import address_problem
from rmkit.instruments import load
from rmkit.instruments.answers import check_answers
from rmkit.instruments.model import Instrument
from rmkit.programme.aim import Objective
from rmkit.programme.clock import now
from rmkit.programme.coordinator import Coordinator
from rmkit.programme.objective_faults import objective_faults
from rmkit.programme.planning import NO_SENTENCE, Planning, taken_from

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.report.page import Cell

__all__ = ["Objective", "ObjectiveStep"]


class ObjectiveStep(Planning):
    """The objective of one programme: read it, set it, fill it in as a form, print it."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    @property
    def questionnaire(self) -> Instrument:
        """The questions of a form for the objective, its plan and the coordinator.

        Competences and tools to tick are those that the programme's candidates are asked about.
        """
        rows = {item.id: item.rows for item in self._programme.candidates.questionnaire.items}
        entries = {f"named_{name}": rows.get(name, ()) for name in ("competences", "tools")}
        return load("objective", entries=entries)

    @property
    def answers(self) -> dict[str, object]:
        """What is kept now, by the keys of `questionnaire`; what is not known is not there."""
        objective, coordinator = self.record, self._programme.coordinator
        known = objective.model_dump(mode="json") if objective else {}
        for name in ("named_competences", "named_tools"):
            known[name] = [row for row in known.get(name, ()) if row in self.asked]
        if coordinator:
            known |= {"coordinator_name": coordinator.name, "coordinator_email": coordinator.email}
        return {name: value for name, value in known.items() if value not in (None, "", [])}

    def keep(self, answers: Mapping[str, object]) -> Objective:
        """Keep the objective, and the coordinator if one is named, as answered in a form.

        Parameters
        ----------
        answers
            What was written, by the keys of `questionnaire`. It is all of the objective: what is
            not answered is kept no longer. What a chosen plan says is taken for what of the plan
            is blank. Where the sentence is blank, or still the one that was written from the
            parts, it is written from them. A coordinator who is kept already stays where neither
            name nor e-mail is given.

        Raises
        ------
        FaultsFound
            An answer cannot be read or contradicts another, there is neither a sentence nor a
            skill to write one from, the day is in the past, or the coordinator has a name without
            an address that can be written to, or the other way round. Every fault is told, and
            nothing was saved.
        """
        kept, faults = check_answers(self.questionnaire, answers)
        wrong = [f for f in faults if f.level == "error"]
        told = {fault.key for fault in wrong}
        name, email = kept.pop("coordinator_name", None), kept.pop("coordinator_email", None)
        if not told & {"coordinator_name", "coordinator_email"}:
            wrong += self._coordinator_faults(name, email)
        objective = self._of(kept)
        wrong += [f for f in self._contradictions(objective) if f.key not in told]
        if objective.sentence == NO_SENTENCE and "sentence" not in told:
            wrong.append(_no_sentence(self.questionnaire))
        if wrong:
            raise FaultsFound(wrong, "Nothing was saved.")
        action = "Set the objective" if name is None else "Set the objective and the coordinator"
        with self._programme.file.change(actor="coordinator", action=action, now=now()) as change:
            change.save_document("objective", "", objective.model_dump(mode="json"))
            if name is not None:
                coordinator = Coordinator.model_validate({"name": name, "email": email})
                change.save_document("coordinator", "", coordinator.model_dump())
        return objective

    def _of(self, kept: Mapping[str, object]) -> Objective:
        """Make an objective of answers, with what a plan says; "?" for a sentence it lacks."""
        made = Objective.model_validate({"sentence": NO_SENTENCE, **kept})
        if made.plan:
            made = made.model_copy(update=taken_from(made, ready_plan(made.plan)))
        return self._worded(made)

    def _contradictions(self, objective: Objective) -> list[Fault]:
        """Tell what contradicts; a day in the past only where it was not kept before."""
        before = self.record
        is_old = before is not None and before.by == objective.by
        return objective_faults(objective, today=None if is_old else self._programme.today)

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

        return write_charter(self._programme, self._stated("charter"), self._place(folder))

    def write_brief(self, folder: str | Path | None = None) -> list[Path]:
        """Write the sponsor's brief and the page on what leaders are asked to do.

        Parameters
        ----------
        folder
            Where to write `sponsor_brief` and `leaders`, each as HTML and PDF; as for the charter.

        Raises
        ------
        NotReady
            There is no objective yet.
        NotSaved
            The folder cannot be written to.
        """
        from rmkit.programme.charter import write_brief

        return write_brief(self._programme, self._stated("brief"), self._place(folder))

    def write_evaluation_plan(
        self, folder: str | Path | None = None, *, results: Mapping[str, Cell] | None = None
    ) -> list[Path]:
        """Write the evaluation plan as `evaluation_plan.html` and `evaluation_plan.pdf`.

        Parameters
        ----------
        folder
            As for the charter.
        results
            What stands in the cells, by the id of a row or an outcome; see
            `EvaluationPlan.filled`. None leaves them empty.

        Raises
        ------
        NotReady
            There is no objective yet.
        NotSaved
            The folder cannot be written to.
        FaultsFound
            There is no such row.
        """
        from rmkit.programme.charter import write_evaluation_plan

        objective = self._stated("evaluation plan")
        plan = self.evaluation_plan.filled(results or {})
        return write_evaluation_plan(self._programme, objective, plan, self._place(folder))

    def _stated(self, paper: str) -> Objective:
        """Give the objective, without which there is nothing to write."""
        objective = self.record
        if objective is None:
            message = (
                f"There is no objective yet, so there is no {paper} to write. State it first: "
                "objective.keep({...}), or `rmkit describe`."
            )
            raise NotReady(message)
        return objective

    def _place(self, folder: str | Path | None) -> Path:
        place = self._programme.file.path.parent if folder is None else Path(folder)
        return place.expanduser()


def _no_sentence(asked: Instrument) -> Fault:
    return Fault(
        "is blank, and there is nothing yet to write it from.",
        "Write it, or say above in how many competences and tools people are to get further.",
        column=asked.field("sentence").heading(),
        key="sentence",
    )
