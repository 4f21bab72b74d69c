"""What a facilitator touches in a notebook: forms, boards and panels; the only widgets here.

Each panel is loaded when it is first used, so that a notebook waits only for what it shows.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rmkit.forms.activities_panel import activities
    from rmkit.forms.admissions_panel import admissions
    from rmkit.forms.announcement_panel import announcement
    from rmkit.forms.attendance_panel import attendance
    from rmkit.forms.audit_shown import audit
    from rmkit.forms.board import pairs
    from rmkit.forms.cards_panel import cards
    from rmkit.forms.changes_panel import changes
    from rmkit.forms.evaluation_panel import evaluation
    from rmkit.forms.evaluation_shown import before_and_after, worth
    from rmkit.forms.exploring import explore
    from rmkit.forms.form_panel import form
    from rmkit.forms.importing import import_file
    from rmkit.forms.keeping_panel import keeping
    from rmkit.forms.kit_panel import pair_kit
    from rmkit.forms.letters_panel import letters
    from rmkit.forms.lexicon_panel import lexicon
    from rmkit.forms.meetings_panel import meetings
    from rmkit.forms.objective_panel import charter, objective
    from rmkit.forms.opening import open_programme
    from rmkit.forms.people_panel import candidates
    from rmkit.forms.pictures import kinds, learning_needs, levels, needs, scores, timeline
    from rmkit.forms.plan_panel import plan
    from rmkit.forms.questions_panel import choose_questions, questionnaire
    from rmkit.forms.rights_panel import rights
    from rmkit.forms.schedule_panel import schedule
    from rmkit.forms.sending import questionnaire_files
    from rmkit.forms.shelf_panel import shelf
    from rmkit.forms.start_panel import start
    from rmkit.forms.starters_panel import starters
    from rmkit.forms.steering_page import profiles_page
    from rmkit.forms.training_panel import timer, training

__all__ = [
    "activities",
    "admissions",
    "announcement",
    "attendance",
    "audit",
    "before_and_after",
    "candidates",
    "cards",
    "changes",
    "charter",
    "choose_questions",
    "evaluation",
    "explore",
    "form",
    "import_file",
    "keeping",
    "kinds",
    "learning_needs",
    "letters",
    "levels",
    "lexicon",
    "meetings",
    "needs",
    "objective",
    "open_programme",
    "pair_kit",
    "pairs",
    "plan",
    "profiles_page",
    "questionnaire",
    "questionnaire_files",
    "rights",
    "schedule",
    "scores",
    "shelf",
    "start",
    "starters",
    "timeline",
    "timer",
    "training",
    "worth",
]

_HOME = {
    "activities": "activities_panel",
    "admissions": "admissions_panel",
    "announcement": "announcement_panel",
    "attendance": "attendance_panel",
    "audit": "audit_shown",
    "before_and_after": "evaluation_shown",
    "candidates": "people_panel",
    "cards": "cards_panel",
    "changes": "changes_panel",
    "charter": "objective_panel",
    "choose_questions": "questions_panel",
    "evaluation": "evaluation_panel",
    "explore": "exploring",
    "form": "form_panel",
    "import_file": "importing",
    "keeping": "keeping_panel",
    "kinds": "pictures",
    "learning_needs": "pictures",
    "letters": "letters_panel",
    "levels": "pictures",
    "lexicon": "lexicon_panel",
    "meetings": "meetings_panel",
    "needs": "pictures",
    "objective": "objective_panel",
    "open_programme": "opening",
    "pair_kit": "kit_panel",
    "pairs": "board",
    "plan": "plan_panel",
    "profiles_page": "steering_page",
    "questionnaire": "questions_panel",
    "questionnaire_files": "sending",
    "rights": "rights_panel",
    "schedule": "schedule_panel",
    "scores": "pictures",
    "shelf": "shelf_panel",
    "start": "start_panel",
    "timeline": "pictures",
    "starters": "starters_panel",
    "timer": "training_panel",
    "training": "training_panel",
    "worth": "evaluation_shown",
}


def __getattr__(name: str) -> object:
    """Load a panel's function when it is first used."""
    if name not in _HOME:
        message = f"module 'rmkit.forms' has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(importlib.import_module(f"rmkit.forms.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
