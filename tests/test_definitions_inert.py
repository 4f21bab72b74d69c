import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmkit.definitions.inert import one_line, plain_lines


@given(st.text())
def test_whatever_was_typed_becomes_one_line_without_characters_that_act_unseen(text):
    line = one_line(text)

    assert len(line.splitlines()) <= 1
    assert not {unicodedata.category(c) for c in line} & {"Cc", "Co", "Cs", "Zl", "Zp"}
    assert not set(line) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f\ufeff")
    line.encode("utf-8")


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert one_line(one_line(text)) == one_line(text)


def test_words_of_any_script_and_joined_emoji_stay_as_they_are():
    for words in ("Иван Петров", "Zoë Čapková", "Μαρία", "علي", "李雷", "👩‍💻", "O'Brien-Ní"):
        assert one_line(words) == words


@pytest.mark.parametrize(
    "mark", "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2069\ufeff\u200b\ue000"
)
def test_marks_that_cannot_be_seen_but_act_are_taken_out(mark):
    assert one_line(f"Ann{mark}a") == "Anna"


@given(st.text())
def test_a_text_of_several_lines_keeps_them_and_nothing_else_that_acts(text):
    plain = plain_lines(text)

    acting = {"Cc", "Co", "Cs", "Zl", "Zp"}
    assert not {unicodedata.category(c) for c in plain if c != "\n"} & acting
    assert not set(plain) & set("\u202a\u202e\u2066\u200e\ufeff\u200b")
    assert plain_lines(plain) == plain


def test_lines_that_are_plain_already_stay_to_the_letter():
    text = "Two faults.\n\n  - one:  a\n  - two"
    assert plain_lines(text) == text
    assert plain_lines("Zoë:\r\n  - 👩‍💻\x1b]8;;x\x07") == "Zoë:\n  - 👩‍💻]8;;x"
