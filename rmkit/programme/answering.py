"""One person's answers from a form, read and looked at as those from a file are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from rmkit.errors import FaultsFound
from rmkit.exchange.known_people import find_people
from rmkit.exchange.responses import Response
from rmkit.instruments.answers import check_answers
from rmkit.instruments.model import Instrument

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_response"]


def read_response(
    answers: Mapping[str, object],
    questionnaire: Instrument,
    *,
    source: str,
    people: pd.DataFrame | None,
    submitted_at: str,
) -> Response:
    """Read a whole response.

    Parameters
    ----------
    answers
        What was written, by the key of the question.
    questionnaire
        What was asked.
    source
        Where it comes from, in a word or two.
    people
        As for `rmkit.exchange.preview.preview`: who can answer. None lets in everybody.
    submitted_at
        When it was given, as a time stamp.

    Raises
    ------
    FaultsFound
        An answer cannot be read, a required one is missing, or the person is not among those who
        can answer. Every fault is told, with its `key`.
    """
    kept, faults = check_answers(questionnaire, answers)
    wrong = [fault for fault in faults if fault.level == "error"]
    response = Response(file=source, row=0, answers=kept, submitted_at=submitted_at)
    if people is not None:
        found = find_people([response], questionnaire, people)
        (response,) = found.responses
        wrong += [replace(fault, file="", row=None) for fault in found.faults]
    if wrong:
        raise FaultsFound(wrong, "Nothing was saved.")
    return response
