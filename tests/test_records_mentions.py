"""A person is found where they are named, and nobody else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmkit.records.mentions import ERASED, Mentions

ANN = Mentions.of("h017", ["Ann Lee", "ann.lee@example.org", "Zoë"])


@pytest.mark.parametrize(
    "text",
    [
        "h017",
        "Ann Lee",
        "  ann   LEE ",
        "Thanks to Ann\nLee!",
        "Mail <Ann.Lee@Example.org>, please",
        "Zoe\u0308",
        "pair of h017 and h018",
    ],
)
def test_person_is_named(text):
    assert ANN.in_text(text)
    assert ANN.found({"a": [{"b": text}]})
    assert ANN.found({text: 1})
    assert not ANN.found(ANN.without({"a": [{"b": text}, {text: 1}]}))


@pytest.mark.parametrize(
    "text", ["Joann Lee", "h0170", "ann", "joann.lee@example.org", "", "Zoë B"]
)
def test_somebody_else_is_not_taken_for_the_person(text):
    assert not ANN.in_text(text)
    assert ANN.without({"a": [text]}) == {"a": [text]}


def test_name_of_one_word_counts_only_where_it_stands_alone():
    may = Mentions.of("7", ["May"])
    assert may.without(["May", "Kick-off in May"]) == ["Kick-off in May"]


def test_short_id_counts_only_where_an_id_is_meant():
    content = {
        "external_id": "7",
        "sessions": "7",
        "weeks": ["6", "7"],
        "manager_id": "7",
        "locked": [["7", "8"], ["8", "9"]],
        "pairs": [{"mentor_id": "7"}, {"mentor_id": "8"}],
    }
    assert Mentions.of("7", []).without(content) == {
        "external_id": "7",
        "sessions": "7",
        "weeks": ["6", "7"],
        "manager_id": None,
        "locked": [["8", "9"]],
        "pairs": [{"mentor_id": "8"}],
    }
    among_people = Mentions.of("7", [], bare_id=True)
    assert among_people.without({"labels": {"7": 1, "8": 2}}) == {"labels": {"8": 2}}


def test_sentence_keeps_all_but_the_name():
    said = ANN.without({"note": "Ask Ann Lee (ann.lee@example.org)."})
    assert said == {"note": f"Ask {ERASED} ({ERASED})."}


names = st.text("abcé -'.@7", min_size=1, max_size=12)
values = st.recursive(
    names | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
)


@given(names.filter(str.strip), st.lists(names, max_size=3), values, st.booleans())
def test_nothing_is_left_after_redaction_and_a_second_one_changes_nothing(
    person_id, words, value, bare_id
):
    mentions = Mentions.of(person_id, words, bare_id=bare_id)
    cleared = mentions.without(value)
    assert mentions.without(cleared) == cleared
    assert not mentions.found(cleared)
