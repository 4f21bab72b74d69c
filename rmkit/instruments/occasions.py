"""Which of a person's answers are about the same thing, so that one takes the other's place.

Most forms are answered once, or once a wave. What is asked again and again is told apart by what
it is about: a receipt by the day of the session, a short question during the programme by when it
was answered. An answer about another day is another answer.
"""

from __future__ import annotations

from collections.abc import Mapping

from rmkit.instruments.model import Field, Instrument

__all__ = ["DURING", "occasion"]

DURING = "during"
"""The wave in which a form may be answered many times."""


def occasion(
    instrument: Instrument,
    answers: Mapping[str, object],
    *,
    wave: str = "",
    submitted_at: str | None = None,
) -> tuple[str, ...]:
    """Tell what a response of a person is about, beside the wave and the partner.

    Parameters
    ----------
    instrument
        What was asked.
    answers
        The kept answers by key.
    wave
        The wave; left out, the instrument's only one is meant.
    submitted_at
        When it was answered, where that is known.

    Returns
    -------
    tuple of str
        The days of all required dates; or else when it was answered, for what repeats or is asked
        during the programme. Two responses of one person with the same are one and its correction.
    """
    days = [str(answers.get(f.key, "")) for f in instrument.fields if _tells_the_day(f)]
    during = instrument.waves == (DURING,) if not wave else wave == DURING
    again = instrument.repeats or (during and DURING in instrument.waves)
    return (*days, submitted_at or "") if again and not days else tuple(days)


def _tells_the_day(field: Field) -> bool:
    return field.kind == "date" and field.required and field.visibility == "coordinator"
