"""Step 5: what came of it, for the coordinator: facts, the report, and the decision."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.programme.evaluation import changes, comparing, deciding, feedback, told, worth
from rmkit.programme.evaluation.found import found

if TYPE_CHECKING:
    import pandas as pd

    from rmkit.outcomes.result import Result
    from rmkit.programme.evaluation.deciding import Choice
    from rmkit.programme.evaluation.feedback import Quotable
    from rmkit.programme.evaluation_planned import EvaluationPlan
    from rmkit.programme.programme import Programme
    from rmkit.report.evaluation.facts import Decision, EvaluationFacts
    from rmkit.report.evaluation.objective import Reached
    from rmkit.report.page import Page

__all__ = ["EvaluationStep"]


class EvaluationStep:
    """The evaluation of one programme: what was found, the report on it, and what is decided.

    Tables here are about groups: numbers under five, and what would give them away, are left out.
    """

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._file = programme.file

    def facts(self) -> EvaluationFacts:
        """Give everything that the report is made of; see `rmkit.report.evaluation.facts`."""
        return found(self._programme)

    def objective_reached(self) -> Reached | None:
        """Say whether the charter's objective was reached, by a stated rule; None without one."""
        return self.facts().reached

    def flow(self) -> pd.DataFrame:
        """Lay out who took part, who left and who answered, by side; numbers in words."""
        return told.flow_table(self.facts())

    def changes(self) -> pd.DataFrame:
        """Lay out every change that was measured, those that the objective names first.

        Returns
        -------
        DataFrame
            `side`, `what`, `primary`, `people` (who answered both times, in words), `before`,
            `after`, `change`, `low`, `high` (95 %), `p` (adjusted for its family), `unit`,
            `claimed` (up, down, undecided, too few) and `sentence`. Missing where it is not told.
        """
        return told.changes_table(self.facts())

    def measured(self) -> pd.DataFrame:
        """Lay out the levels behind the changes, a row a person, for analyses of your own.

        Returns
        -------
        DataFrame
            `person_id`, `side`, `what`, `before` and `after`; NaN where one was not answered. It
            is about single people: keep it where the programme file is kept.
        """
        return told.measured_table(changes.measured_groups(self._programme))

    def satisfaction(self) -> pd.DataFrame:
        """Lay out what both sides say: `side`, `what`, `people`, `mean`, `low`, `high`, `alpha`."""
        return told.scores_table(self.facts())

    def dose(self) -> pd.DataFrame:
        """Lay out how much there was of it and how far as meant: `what`, `number`."""
        return told.dose_table(self.facts())

    def goals(self) -> pd.DataFrame:
        """Lay out how far people got with their goals: `side`, `goals`, `as expected or more`."""
        return told.goals_table(self.facts())

    def themes(self) -> pd.DataFrame:
        """Lay out what people want more and less of: `theme`, `more`, `less`, in words."""
        return told.themes_table(self.facts())

    def returned(self) -> pd.DataFrame:
        """Lay out who sent back what is asked at the end: `side`, `form`, `asked`, `back`."""
        return told.returned_table(self.facts())

    def outstanding(self) -> pd.DataFrame:
        """Name those who have not sent back the look back, for reminders: `person_id`, `side`."""
        return told.outstanding_table(self._programme)

    def plan(self) -> EvaluationPlan:
        """Give the evaluation plan with every cell filled that something is known of."""
        from rmkit.programme.evaluation.plan_filled import plan_results

        results = plan_results(self._programme, self.facts())
        return self._programme.objective.evaluation_plan.filled(results)

    def worth(self) -> Result | None:
        """Set what it may have been worth beside what it cost; None where one is not known.

        A return is in it only where places were drawn by lot and that showed something.
        """
        return worth.returned_worth(self._programme, self.facts().compared)

    def arms(self) -> pd.DataFrame | None:
        """Lay out those with a place and those without, a person a row; None without a comparison.

        It is about single people: keep it where the programme file is kept.
        """
        return comparing.arms(self._programme)

    def page(self) -> Page:
        """Describe the report, ready for any writer of `rmkit.exchange`."""
        from rmkit.report.evaluation.page import report_page

        return report_page(self.facts())

    def decision_page(self) -> Page:
        """Describe the page on which it is decided whether to scale, change or stop."""
        from rmkit.report.evaluation.decision import decision_page

        return decision_page(self.facts())

    def write(self, folder: str | Path | None = None) -> list[Path]:
        """Write the report and the page to decide on, as HTML, as PDF and for Word.

        Parameters
        ----------
        folder
            Where to write; None is a folder beside the programme's file: `pilot-report`. Files
            that are there are replaced.

        Returns
        -------
        list of Path
            `report.html`, `report.pdf`, `report.docx`, and the same of `decision`.

        Raises
        ------
        NotSaved
            The folder cannot be written to.
        """
        from rmkit.programme.charter import written_pages

        beside = self._file.path
        place = beside.with_name(f"{beside.stem}-report") if folder is None else Path(folder)
        pages = {"report": self.page(), "decision": self.decision_page()}
        return written_pages(pages, place.expanduser(), "The report", word=True)

    def quotable(self) -> tuple[Quotable, ...]:
        """List the sentences that their writers allow to be quoted, released or not."""
        return feedback.quotable(self._programme)

    def release(self, response_ids: Iterable[str], *, by: str) -> int:
        """Release sentences for the report; those that are not named are released no more.

        Read each for whom it could give away first: the writer, the partner, a manager.

        Parameters
        ----------
        response_ids
            The `response_id` of each, from `quotable()`.
        by
            Who releases them.

        Raises
        ------
        NotAllowed
            The writer of one does not allow it, or `by` is blank. Nothing was released.
        """
        return deciding.release(self._programme, response_ids, by=by)

    def sort(self, response_id: str, key: str, themes: Iterable[str], *, by: str) -> None:
        """Sort what somebody wrote into themes by hand, in place of the list of words.

        Parameters
        ----------
        response_id
            The response, from `questionnaires.responses("satisfaction_mentee")`.
        key
            `more` or `less`.
        themes
            Ids of `rmkit.content.themes.themes()`; none sorts it into no theme.
        by
            Who sorts it.

        Raises
        ------
        UnknownName
            There is no such answer, question or theme.
        NotAllowed
            `by` is blank.
        """
        deciding.sort_answer(self._programme, response_id, key, themes, by=by)

    def decide(self, choice: Choice, *, why: str, by: str) -> Decision:
        """Keep what was decided over the pilot; a later decision takes its place, undo brings back.

        Parameters
        ----------
        choice
            `scale`, `change` or `stop`.
        why
            The reason, for those who come after.
        by
            Who decided, or for whom it is noted.

        Raises
        ------
        UnknownName
            There is no such choice.
        NotAllowed
            There is no reason, or `by` is blank.
        """
        return deciding.decide(self._programme, choice, why=why, by=by)

    @property
    def decision(self) -> Decision | None:
        """What was decided last; None before."""
        return deciding.decided(self._programme)

    def __repr__(self) -> str:
        return f"<EvaluationStep of {self._programme.name}>"
