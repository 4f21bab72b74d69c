"""Texts by language."""

import pytest
from pydantic import ValidationError

from rmkit.definitions.texts import Text


def test_a_bare_text_is_english_and_stands_in_for_what_is_not_translated():
    assert Text.model_validate("Role").root == {"en": "Role"}
    both = Text.model_validate({"de": "Rolle", "en": "Role"})
    assert (both.say("de"), both.say("cs")) == ("Rolle", "Role")
    assert both.every() == ("Role", "Rolle")


@pytest.mark.parametrize(
    "wrong", [{}, {"de": "Rolle"}, {"en": "a", "xx": "b"}, {"en": ""}, 5, {"en": 5}, ""]
)
def test_a_text_without_english_or_in_an_unknown_language_is_refused(wrong):
    with pytest.raises(ValidationError):
        Text.model_validate(wrong)


def test_markup_is_kept_literally():
    assert (
        Text.model_validate("<img src=x onerror=alert(1)>").say() == "<img src=x onerror=alert(1)>"
    )
