"""What people write for an option, and what is meant by it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rmkit.instruments as instruments
from rmkit.instruments.model import Option
from rmkit.instruments.spellings import Spellings, alike, folded

DASHES = "-‐‑‒–—−"
SPACES = ["", " ", "  ", "\u00a0", "\t", "\u2009"]


def options(*labels):
    return tuple(Option(value=f"o{n}", label=label) for n, label in enumerate(labels, start=1))


def every_option():
    """Every option of every question that comes with rmkit, with its question."""
    for listed in instruments.catalogue():
        for variant in listed.variants or (None,):
            for field in instruments.load(listed.id, variant).fields:
                yield from ((field, option) for option in field.options)


OPTIONS = list(every_option())


@st.composite
def written(draw, words):
    """Write words as somebody might: other capitals, spaces and dashes."""
    change = draw(st.sampled_from([str, str.upper, str.lower, str.title, str.swapcase]))
    dash, space = draw(st.sampled_from(DASHES)), draw(st.sampled_from(SPACES[1:]))
    before, after = draw(st.sampled_from(SPACES)), draw(st.sampled_from([*SPACES, ";", ","]))
    return before + change(words).replace("-", dash).replace(" ", space) + after


@given(st.sampled_from(OPTIONS), st.data())
@settings(max_examples=200)
def test_every_option_of_the_catalogue_is_found_however_it_is_written(case, data):
    field, option = case
    words = data.draw(st.sampled_from([str(option.value), *option.words]))
    assert field.spellings.find(data.draw(written(words))) == option.value


@given(st.sampled_from(OPTIONS), st.data())
@settings(max_examples=200)
def test_value_and_label_together_are_found_in_either_order(case, data):
    field, option = case
    label = data.draw(st.sampled_from(option.label.every()))
    between = data.draw(st.sampled_from([" - ", "-", " – ", " ", ": ", ". ", ") ", " = ", " | "]))
    first = f"{option.value}{between}{label}"
    last = data.draw(st.sampled_from([f"{label} ({option.value})", f"{label} - {option.value}"]))
    assert field.spellings.find(data.draw(written(first))) == option.value
    assert field.spellings.find(data.draw(written(last))) == option.value


def test_value_and_label_of_different_options_are_not_taken():
    levels = Spellings((Option(value=2, label="basic"), Option(value=4, label="advanced")))
    assert levels.find("4 - basic") is None
    assert levels.find("4 or 2") is None
    assert levels.find("42") is None


def test_labels_that_begin_like_a_value_are_kept_apart():
    years = Spellings((Option(value=1, label="2 years"), Option(value=2, label="1-2 years")))
    assert [years.find(t) for t in ("1", "2 years", "1-2 years", "1 – 2 years", "1: 2 years")] == [
        1,
        1,
        2,
        2,
        1,
    ]


def test_words_that_stand_for_two_options_stand_for_none():
    two = (Option(value="a", label="Yes"), Option(value="b", label="YES "))
    assert list(alike(two)) == ["yes"]
    assert Spellings(two).find("yes") is None
    assert Spellings(two).find("a") == "a"


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("A", ("o1",)),
        ("A, B", ("o3",)),
        ("A;B", ("o1", "o2")),
        ("B;A;", ("o1", "o2")),
        ("B, A", ("o1", "o2")),
        ("C, D, and more, A", ("o1", "o4")),
        ("a ;; b", ("o1", "o2")),
        ("A\nB\r\nC, d, and MORE", ("o1", "o2", "o4")),
        ("o1 o4", ("o1", "o4")),
        ("o1,o4", ("o1", "o4")),
        ("A | B", ("o1", "o2")),
        ("A;A;A", ("o1",)),
        ("o1 - A; o2 - B", ("o1", "o2")),
    ],
)
def test_several_choices_are_read_longest_first_and_never_split_blindly(cell, values):
    several = Spellings(options("A", "B", "A, B", "C, D, and more")).find_all(cell)
    assert (several.values, several.unknown) == (values, ())


def test_a_longest_first_reading_that_leads_nowhere_is_taken_back():
    several = Spellings(options("A", "A, B", "B, C")).find_all("A, B, C")
    assert (several.values, several.unknown) == (("o1", "o3"), ())


def test_pieces_that_no_option_explains_are_named():
    known = Spellings(options("A", "C, D"))
    assert known.find_all("A, Z, C, D").unknown == ("z",)
    assert known.find_all("A, Z, C, D").values == ("o1", "o2")
    assert known.find_all("A; my own, words; C, D").unknown == ("my own, words",)
    assert known.find_all("Apple").unknown == ("apple",)


@given(
    st.lists(st.sampled_from(OPTIONS[-10:]), min_size=1, max_size=6),
    st.sampled_from([";", ", ", "; ", ",", "\n"]),
)
def test_chosen_labels_joined_by_any_separator_come_back(cases, separator):
    slots = instruments.load("candidate", "extended").field("slots")
    chosen = {option.value for option in slots.options[: len(cases)]}
    labels = [option.label.say() for option in slots.options if option.value in chosen]
    several = slots.spellings.find_all(separator.join(labels))
    assert (set(several.values), several.unknown) == (chosen, ())


@given(st.text(max_size=80))
@settings(max_examples=200)
def test_any_text_is_folded_to_a_form_that_stays(text):
    assert folded(folded(text)) == folded(text)


@given(st.text("ab,; |-", max_size=60))
@settings(max_examples=200)
def test_any_cell_is_read_without_an_error_and_nothing_is_lost(cell):
    known = Spellings(options("a", "a, b", "b-a", "b, a, b"))
    several = known.find_all(cell)
    assert bool(several.values or several.unknown) == bool(folded(cell.replace("\n", ";")))
