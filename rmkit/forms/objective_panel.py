"""Step 1 as a form: the objective, its plan and the coordinator; and the charter to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.forms.form_panel import FormPanel, form
from rmkit.forms.given import Given
from rmkit.forms.notice import Notice
from rmkit.forms.panel import Panel, act, script

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["charter", "objective"]


def objective(programme: Programme) -> FormPanel:
    """Show the form for the objective, its plan and the coordinator.

    Saving keeps all three, and tells what the sentence and the plan still lack.
    """

    def keep(answers: Mapping[str, object]) -> str:
        kept = programme.objective.keep(answers)
        missing = kept.missing()
        told = "\n– ".join(["Worth a second look:", *missing]) if missing else "Nothing is missing."
        wrote = "" if kept.sentence == answers.get("sentence") else f" It reads: {kept.sentence}"
        return (
            f"The objective is kept.{wrote}\n{told}" if wrote else f"The objective is kept. {told}"
        )

    step = programme.objective
    return form(
        step.questionnaire,
        answers=step.answers,
        on_save=keep,
        draft=programme.file.info.id,
        save="Keep the objective",
        again="Back to what is kept",
    )


class CharterPanel(Panel):
    """The charter: what it lacks, and a button that writes it."""

    _esm = script("charter")

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        super().__init__(self._seen())

    def _seen(self) -> dict[str, object]:
        record = self._programme.objective.record
        return {
            "sentence": record.sentence if record else "",
            "missing": list(record.missing()) if record else [],
        }

    @act
    def look(self, given: Given) -> None:
        """Read the objective again: it may have been kept a moment ago."""
        self.view = self._seen()

    @act
    def write(self, given: Given) -> Notice:
        """Write the charter beside the programme's file."""
        self.view = self._seen()
        page, paper = self._programme.objective.write_charter()
        return Notice(
            "done",
            f"The charter is in {page.parent}: {page.name} to look at, {paper.name} to print.",
        )

    @act
    def brief(self, given: Given) -> Notice:
        """Write the sponsor's brief and the page for leaders beside the programme's file."""
        self.view = self._seen()
        return _done(self._programme.objective.write_brief(), "The brief and the page for leaders")

    @act
    def evaluation(self, given: Given) -> Notice:
        """Write the evaluation plan, with empty cells, beside the programme's file."""
        self.view = self._seen()
        return _done(self._programme.objective.write_evaluation_plan(), "The evaluation plan")


def _done(files: Sequence[Path], what: str) -> Notice:
    names = ", ".join(path.name for path in files)
    are = "are" if len(files) > 2 else "is"
    return Notice("done", f"{what} {are} in {files[0].parent}: {names}.")


def charter(programme: Programme) -> CharterPanel:
    """Show what the charter will say and lacks, with buttons that write it and its companions.

    They are the sponsor's brief, what leaders are asked to do, and the evaluation plan.
    """
    return CharterPanel(programme)
