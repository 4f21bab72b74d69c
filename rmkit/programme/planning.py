"""What follows from the objective: the plan that fits it, whether it carries it, and the dates.

`ObjectiveStep` builds on this; nothing here is filled in by hand but the choice of a plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmkit.content.plans import ReadyPlan, ready_plan, ready_plans
from rmkit.errors import FaultsFound, NotReady
from rmkit.instruments import libraries
from rmkit.meetings.fitting import PlanFit, fitting_plans
from rmkit.meetings.phases import Timeline, timeline
from rmkit.meetings.reach import Reach
from rmkit.programme.aim import Objective
from rmkit.programme.objective_faults import objective_faults
from rmkit.programme.smart import (
    PartChecked,
    checked_parts,
    n_skills,
    reach_of,
    written_sentence,
)

if TYPE_CHECKING:
    from rmkit.programme.evaluation_planned import EvaluationPlan
    from rmkit.programme.learning_needs import Needs
    from rmkit.programme.programme import Programme

__all__ = ["NO_SENTENCE", "Planning", "taken_from"]

PLANNED = ("sessions", "session_minutes", "months", "weeks")
NO_SENTENCE = "?"
"""Stands for a sentence that is still to be written."""


class Planning:
    """The plan of a programme, as its objective asks for it."""

    _programme: Programme

    @property
    def record(self) -> Objective | None:
        """The objective as it stands, or None while there is none."""
        content = self._programme.file.document("objective")
        return None if content is None else Objective.model_validate(content)

    def set(self, objective: Objective) -> Objective:
        """Keep the objective; the one before stays in the history.

        Raises
        ------
        FaultsFound
            Its parts contradict each other: a level to reach that is not above the one to come
            from, or more meetings than its months hold. Nothing was saved.
        """
        if wrong := objective_faults(objective):
            raise FaultsFound(wrong, "Nothing was saved.")
        self._programme.save_document(
            "objective", objective.model_dump(mode="json"), action="Set the objective"
        )
        return objective

    @property
    def words(self) -> dict[str, str]:
        """What competences and tools are called, by id."""
        shipped = {e.id: e.text.say() for made in libraries().values() for e in made.entries}
        return {**shipped, **self._programme.candidates.words}

    @property
    def asked(self) -> frozenset[str]:
        """The ids of the competences and tools that the programme's questionnaire asks."""
        fields = self._programme.candidates.questionnaire.fields
        return frozenset(field.row.id for field in fields if field.row)

    @property
    def parts(self) -> tuple[PartChecked, ...]:
        """The parts of the objective, each checked with a plain sentence; empty while none is set.

        S (specific), M (measurable), A (achievable), R (relevant to the mentees' work), T (time).
        """
        record = self.record
        return checked_parts(record, self.words, asked=self.asked) if record else ()

    @property
    def plans(self) -> tuple[ReadyPlan, ...]:
        """The ready plans, each with whom it suits and its limits."""
        return ready_plans().plans

    @property
    def fits(self) -> tuple[PlanFit, ...]:
        """Every ready plan held against the objective, with the reason; `best` marks one."""
        record = self.record
        if record is None:
            return fitting_plans(self.plans)
        low, high = record.from_level or 0, record.to_level or 0
        levels = max(high - low, 0) if low and high else 0
        skills = n_skills(record)
        return fitting_plans(
            self.plans, skills=skills, levels=levels, start=record.start, by=record.by
        )

    @property
    def reach(self) -> Reach | None:
        """Whether the plan carries the objective, by a rule of thumb; None where that is open."""
        record = self.record
        return reach_of(record) if record else None

    @property
    def timeline(self) -> Timeline:
        """The phases with their days, from the first day of the objective and its months."""
        record = self.record or Objective(sentence=NO_SENTENCE)
        plan = record.plan in {p.id for p in self.plans} and ready_plan(str(record.plan))
        decision = bool(plan and plan.decision)
        return timeline(start=record.start, months=record.months, decision=decision)

    @property
    def needs(self) -> Needs:
        """What people need to learn: how many, in which skill, from which level to which."""
        from rmkit.programme.learning_needs import summarised_needs

        return summarised_needs(self._programme)

    @property
    def evaluation_plan(self) -> EvaluationPlan:
        """What is looked at, when and by whom, with empty cells; `.filled({...})` fills them."""
        from rmkit.programme.evaluation_planned import planned_evaluation

        return planned_evaluation(self.record, self.timeline)

    def choose_plan(self, plan: str) -> Objective:
        """Take a ready plan: how many meetings, how long, how often and for how many months.

        Parameters
        ----------
        plan
            The id of one of `plans`. What was planned before is replaced; the first day stays.

        Raises
        ------
        UnknownName
            There is no such plan.
        NotReady
            There is no objective yet.
        """
        taken = ready_plan(plan)
        objective = self.record
        if objective is None:
            message = (
                "There is no objective yet, and the plan follows from it. State it first: "
                "objective.keep({...}), or `rmkit describe`."
            )
            raise NotReady(message)
        bare = objective.model_copy(update={**dict.fromkeys(PLANNED), "plan": plan})
        return self.set(self._worded(bare.model_copy(update=taken_from(bare, taken))))

    def _worded(self, objective: Objective) -> Objective:
        """Write the sentence of an objective that has none of its own."""
        before = self.record
        ours = {NO_SENTENCE} | ({written_sentence(before, self.words)} if before else set())
        if objective.sentence not in ours:
            return objective
        sentence = written_sentence(objective, self.words) or NO_SENTENCE
        return objective.model_copy(update={"sentence": sentence})


def taken_from(objective: Objective, plan: ReadyPlan) -> dict[str, int]:
    """Give what a plan says for whatever is blank."""
    says = {
        "sessions": plan.sessions,
        "session_minutes": plan.minutes,
        "months": plan.months,
        "weeks": plan.weeks,
    }
    return {name: value for name, value in says.items() if getattr(objective, name) is None}
