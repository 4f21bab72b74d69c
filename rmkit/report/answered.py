"""An answer in the words that stood in the questionnaire."""

from __future__ import annotations

from rmkit.instruments.fields import Field

__all__ = ["said"]


def said(field: Field, answer: object) -> str:
    """Give an answer in the words that stood in the questionnaire.

    >>> from rmkit.instruments import load
    >>> role = load("candidate").field("role")
    >>> said(role, "mentor")
    'Mentor'
    """
    labels: dict[object, str] = {option.value: option.label.say() for option in field.options}
    values = answer if isinstance(answer, list) else [answer]
    words = [str(labels.get(value, value)) for value in values]
    if field.is_rating and isinstance(answer, int):
        return f"{answer}, {words[0]}"
    return ", ".join(words)
