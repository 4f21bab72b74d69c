"""What candidates are asked, as forms: choosing the questionnaire, and filling it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rmkit.forms.form_panel import FormPanel, form

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["choose_questions", "questionnaire"]


def choose_questions(programme: Programme) -> FormPanel:
    """Show the form that chooses the questionnaire: how long, and which skills matter here."""

    def keep(answers: Mapping[str, object]) -> str:
        chosen = programme.candidates.keep_choice(answers)
        skills = len({field.row.id for field in chosen.fields if field.row})
        return (
            f"Kept: {len(chosen.fields)} questions, {skills} skills to rate among them. To "
            "see them as candidates will, click the next grey line and press Shift and Enter."
        )

    candidates = programme.candidates
    return form(
        candidates.choice_form,
        answers=candidates.choice,
        on_save=keep,
        save="Keep this choice",
        again="Back to what is kept",
    )


def questionnaire(programme: Programme) -> FormPanel:
    """Show the questionnaire as candidates see it, and keep what is answered in it.

    Each saved form is one person's answers, as an import would keep them; answering again under
    the same e-mail address replaces what was there.
    """

    def keep(answers: Mapping[str, object]) -> str:
        added = programme.candidates.answer(answers)
        n = len(programme.file.counting("candidate"))
        told = "instead of the earlier answers" if added.changed else "as before"
        (person_id,) = (*added.new, *added.changed, *added.same)
        what = f"new, as {person_id}" if added.new else f"{person_id}, {told}"
        people = "1 person has" if n == 1 else f"{n} people have"
        return f"Saved ({what}). {people} answered now. {added.not_kept}".strip()

    return form(
        programme.candidates.questionnaire,
        on_save=keep,
        draft=programme.file.info.id,
        again="Empty the form",
    )
