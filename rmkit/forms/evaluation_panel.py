"""Step 5 in a notebook: what came of it in short, who is silent, what is quoted, what is decided.

Everything that the report says in figures stands in the report; here is its first page, and what
only a person can do: remind, release a sentence, sort what was written, decide.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from rmkit.disclosure.audiences import opened
from rmkit.errors import NotAllowed
from rmkit.forms.evaluation_view import evaluation_view, quotes_view, sorting_view
from rmkit.forms.given import Given
from rmkit.forms.notice import Notice, notice_of
from rmkit.forms.panel import Panel, Reply, act, long_act, script, style

if TYPE_CHECKING:
    from rmkit.programme.evaluation.deciding import Choice
    from rmkit.programme.programme import Programme

__all__ = ["EvaluationPanel", "evaluation"]


class EvaluationPanel(Panel):
    """The evaluation of one programme, for its coordinator."""

    _esm = script("evaluation", "evaluation_tabs")
    _css = style("evaluation")

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        super().__init__(self._seen())

    @act
    def look(self, _: Given) -> None:
        """Look again: another notebook, or a participant, may have done something."""
        self.view = self._seen()

    @act
    def quotes(self, _: Given) -> Reply:
        """Give the sentences that may be quoted."""
        return Reply(data=quotes_view(self._programme))

    @act
    def release(self, given: Given) -> Reply:
        """Release one sentence for the report, or take it back."""
        by, one = _named(given), given.text("response")
        step = self._programme.evaluation
        wanted = {quote.response_id for quote in step.quotable() if quote.released}
        into = given.text("wanted") == "yes"
        step.release(wanted | {one} if into else wanted - {one}, by=by)
        self.view = self._seen()
        told = "The sentence stands in the report now." if into else "It is quoted no more."
        return Reply(Notice("done", told), quotes_view(self._programme))

    @act
    def answer(self, given: Given) -> Reply:
        """Give one answer to sort, by its place."""
        return Reply(data=sorting_view(self._programme, given.number("at")))

    @act
    def sort(self, given: Given) -> Reply:
        """Sort what somebody wrote into themes."""
        by, found = _named(given), given.list_of_texts("themes")
        self._programme.evaluation.sort(given.text("response"), given.text("key"), found, by=by)
        self.view = self._seen()
        told = Notice("done", "Sorted by hand; it counts so from now on.")
        return Reply(told, sorting_view(self._programme, given.number("at")))

    @act
    def decide(self, given: Given) -> Reply:
        """Keep what was decided over the pilot."""
        by, why, choice = _named(given), given.text("why"), given.text("choice")
        if not choice:
            message = "Choose one of the three first. Nothing was saved."
            raise NotAllowed(message)
        self._programme.evaluation.decide(cast("Choice", choice), why=why, by=by)
        self.view = self._seen()
        return Reply(Notice("done", "The decision is kept, with its reason, your name, the day."))

    @long_act
    def remind(self, given: Given) -> Reply:
        """Write reminders to those who have not answered at the end, as drafts."""
        by = _named(given)
        self.on_progress(0.0, "Writing the reminders")
        done = self._programme.meetings.remind(by=by, kinds=["closing"])
        self.view = self._seen()
        told = Notice("done" if done.paths else "note", " ".join(done.sentences))
        return Reply(told, {"folder": str(done.folder) if done.paths else ""})

    @long_act
    def write(self, given: Given) -> Reply:
        """Write the report and the page to decide on; it can be stopped before they are written."""
        place = given.text("folder")
        self.on_progress(0.1, "Gathering what was answered")
        self._programme.evaluation.facts()
        self.on_progress(0.4, "Writing the pages for screen, paper and Word")
        written = self._programme.evaluation.write(Path(place) if place else None)
        names = ", ".join(path.name for path in written)
        told = Notice("done", f"Written: {names}. Read the report before you pass it on.")
        return Reply(told, {"written": str(written[0].parent)})

    def _seen(self) -> dict[str, object]:
        """Describe it; where the file cannot be read, only why."""
        try:
            seen = evaluation_view(self._programme)
        except Exception as error:  # noqa: BLE001 - told in the panel, never an exception in a cell
            return {"problem": notice_of(error).for_page()}
        shown: dict[str, object] = opened(seen, "coordinator", where="The evaluation")
        return {"problem": None, **shown}


def _named(given: Given) -> str:
    by = given.text("by")
    if not by:
        message = "Write your name first: the file keeps who does this. Nothing was saved."
        raise NotAllowed(message)
    return by


def evaluation(programme: Programme) -> EvaluationPanel:
    """Show step 5: the report in short, who has not answered, quotations, themes, the decision.

    Parameters
    ----------
    programme
        Whose evaluation. It is for the coordinator alone.

    Returns
    -------
    EvaluationPanel
        A widget. It writes reminders as drafts, releases sentences that people allowed to be
        quoted, sorts what they wrote into themes, keeps the decision, and writes the report. It
        sends nothing.
    """
    return EvaluationPanel(programme)
