"""A questionnaire as a form: filled in a notebook, checked in Python, saved when it is durable."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rmkit.errors import RmkitError
from rmkit.forms.given import Given
from rmkit.forms.notice import Notice
from rmkit.forms.panel import Panel, act, script
from rmkit.instruments.answers import Answer, check_answers
from rmkit.instruments.items import Voice
from rmkit.instruments.model import Instrument
from rmkit.report.drawn import form_script, form_style
from rmkit.report.form import form_view

__all__ = ["FormPanel", "form"]

Save = Callable[[Mapping[str, Answer]], str]


class FormPanel(Panel):
    """One questionnaire as one widget.

    `answers` are those saved last in this form; None before that. With a voice they are that
    voice's alone, so that whoever keeps them adds them to the other's and replaces nothing.
    """

    _esm = script("form", before=form_script(elements=False))
    _css = form_style(house=False)

    def __init__(
        self,
        instrument: Instrument,
        *,
        answers: Mapping[str, object] | None = None,
        on_save: Save | None = None,
        draft: str | None = None,
        save: str = "Save answers",
        again: str = "Start again",
        voice: Voice | None = None,
        others: Mapping[str, object] | None = None,
    ) -> None:
        self.answers: Mapping[str, Answer] | None = None
        self._instrument = instrument
        self._voice = voice
        self._on_save = on_save
        if any(field.visibility != "coordinator" for field in instrument.fields):
            draft = None  # what is for the pair alone is not left in the browser of this machine
        super().__init__(
            {
                "form": form_view(instrument, voice=voice),
                "answers": dict(answers or {}),
                "others": dict(others or {}),
                "draft": draft
                and " ".join(("rmkit", draft, instrument.id, *([voice] if voice else []))),
                "save": save,
                "again": again,
                "edits": answers is not None,
            }
        )

    @act
    def save(self, given: Given) -> Notice:
        """Check the answers, and have them kept if they are good."""
        kept, faults = check_answers(self._instrument, given.mapping("answers"), voice=self._voice)
        wrong = tuple(fault for fault in faults if fault.level == "error")
        if wrong:
            n = len(wrong)
            head = "One answer is to mend." if n == 1 else f"{n} answers are to mend."
            return Notice("wrong", f"{head} Nothing was saved.", wrong)
        if not kept:
            message = "Nothing is answered yet, so nothing was saved."
            raise RmkitError(message)
        words = self._on_save(kept) if self._on_save else "Checked. This form is not kept anywhere."
        self.answers = kept
        return Notice("done", words, tuple(fault for fault in faults if fault.level == "warning"))


def form(
    instrument: Instrument,
    *,
    answers: Mapping[str, object] | None = None,
    on_save: Save | None = None,
    draft: str | None = None,
    save: str = "Save answers",
    again: str = "Start again",
    voice: Voice | None = None,
    others: Mapping[str, object] | None = None,
) -> FormPanel:
    """Show a questionnaire as a form.

    Parameters
    ----------
    instrument
        What is asked, with its rows and options chosen.
    answers
        Answers to begin with, by the key of the question: one record is edited. Left out, one
        response is taken after the other.
    on_save
        Keeps checked answers, and returns the sentence to show once they are durable. What it
        raises is shown in the form, and what was typed stays. Without it, answers are checked
        and can be read from `.answers`.
    draft
        The name under which the browser keeps unsaved answers, for two weeks; None keeps none.
        Where something is asked for the pair or the person alone, none is kept.
    save, again
        The words on the buttons: the one that saves, and the one that goes back to the beginning.
    voice
        Who fills it in, in a sheet on which two write: only what is theirs can be filled, and only
        that reaches `on_save`. None where both do, at one table.
    others
        What the other of the two wrote, by the key of the question: shown beside it, to be read.

    Returns
    -------
    FormPanel
        A widget. What is typed reaches Python only when the person saves, and never stands in the
        state of the widget.
    """
    return FormPanel(
        instrument,
        answers=answers,
        on_save=on_save,
        draft=draft,
        save=save,
        again=again,
        voice=voice,
        others=others,
    )
