"""Reading YAML from strangers: plain data with lines, or every fault at once."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.definitions.safe_yaml import read_yaml
from rmkit.errors import FaultsFound


def faults(text, source="own.yaml"):
    with pytest.raises(FaultsFound) as caught:
        read_yaml(text, source=source)
    return caught.value.faults


def test_plain_data_come_back_with_their_types():
    text = """
id: pulse
version: 3
weight: 0.5
below: -2
on_hand: true
off_hand: false
nothing: null
empty:
quoted: "NO"
folded: >-
  two
  lines
list: [1, two, "3"]
"""
    assert read_yaml(text, source="x").data == {
        "id": "pulse",
        "version": 3,
        "weight": 0.5,
        "below": -2,
        "on_hand": True,
        "off_hand": False,
        "nothing": None,
        "empty": None,
        "quoted": "NO",
        "folded": "two lines",
        "list": [1, "two", "3"],
    }


def test_every_part_knows_its_line():
    document = read_yaml("id: a\nitems:\n  - id: q1\n    text: Hm\n  - id: q2\n", source="x")
    assert document.line(()) == 1
    assert document.line(("items", 0, "text")) == 4
    assert document.line(("items", 1)) == 5
    assert document.line(("items", 1, "nowhere")) == 5, "what encloses a missing part"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NO", "false"),
        ("yes", "true"),
        ("On", "true"),
        ("n", "false"),
        ("True", "true"),
        ("~", "null"),
        ("1.10", "1.1"),
        ("0o17", "15"),
        ("0x1F", "31"),
        ("017", "15"),
        ("1_000", "1000"),
        ("1e3", "1000.0"),
        ("+5", "5"),
        (".5", "0.5"),
        (".inf", "inf"),
        (".NaN", "nan"),
        ("12:30:45", "45045"),
        ("2026-01-01", "2026-01-01"),
        ("=", "a number or a date"),
        ("9" * 400, "a number of 400 digits"),
    ],
)
def test_words_that_yaml_would_guess_wrongly_are_refused_unless_quoted(written, meant):
    (fault,) = faults(f"country: {written}\n")
    assert (fault.row, fault.problem) == (1, f"can be read as {meant}.")
    assert read_yaml(f'country: "{written}"\n', source="x").data == {"country": written}


def test_all_faults_of_a_file_are_told_at_once_with_their_lines():
    found = faults("a: &x 1\nb: *x\nc: !!str 2\nd: NO\nd: 1\n3: text\n<<: {a: 1}\n")
    assert [fault.row for fault in found] == [1, 2, 3, 4, 5, 6, 7]
    told = " ".join(str(fault) for fault in found)
    for words in ("Anchors (&x)", "(*x)", "Tags like !!str", '"NO"', "lines 4 and 5", "A key must"):
        assert words in told


def test_a_file_that_refers_to_itself_is_told_so():
    assert "refers to itself" in " ".join(str(f) for f in faults("&a [*a]"))


def test_broken_yaml_is_refused_with_its_line_and_a_hint():
    (fault,) = faults("id: a\ntext: What: now\n")
    assert fault.row == 2
    assert "colon" in fault.fix
    assert "tabs" in faults("id: a\nitems:\n\t- x\n")[0].fix
    assert "quotation mark" in faults('id: "a\n')[0].fix


@pytest.mark.parametrize("text", ["", "   \n", "# only a comment\n", "---\n...\n"])
def test_an_empty_file_is_told_or_empty(text):
    if text.startswith("---"):
        assert read_yaml(text, source="x").data is None
    else:
        assert "empty" in faults(text)[0].problem


def test_a_second_document_and_directives_are_refused():
    assert "second document" in faults("a: 1\n---\nb: 2\n")[0].problem
    assert "Directives" in faults("%YAML 1.1\n---\na: 1\n")[0].problem


def test_deep_and_large_files_are_refused_quickly():
    assert "32 levels" in faults("[" * 100_000)[0].problem
    assert "32 levels" in faults("{a: " * 100_000)[0].problem
    assert "limit" in faults("a: " + "x" * 1_000_001)[0].problem


def test_what_is_not_utf_8_text_is_refused_with_its_line():
    assert "UTF-8" in faults("id: a\ntext: Größe\n".encode("cp1252"))[0].problem
    assert faults("id: a\ntext: Größe\n".encode("cp1252"))[0].row == 2
    assert "control character U+0000" in faults("a: 1\nb: \x00\n")[0].problem
    assert "control character U+D83D" in faults("a: \ud83d\n")[0].problem
    assert read_yaml("id: Größe\r\n".encode("utf-8-sig"), source="x").data == {"id": "Größe"}


def test_a_complex_key_is_refused():
    assert "A key must be text" in faults("? [a, b]\n: 1\n")[0].problem


def test_the_python_and_the_c_parser_agree(monkeypatch):
    import yaml

    from rmkit.definitions import safe_yaml

    text = "id: a\nitems:\n  - {id: q1, n: 1.5}\n  - &x NO\n"
    with_c = faults(text)
    monkeypatch.setattr(safe_yaml, "_LOADER", yaml.SafeLoader)
    assert [str(f) for f in faults(text)] == [str(f) for f in with_c]
    assert read_yaml("a: {b: [1, x]}", source="x").data == {"a": {"b": [1, "x"]}}
    assert "32 levels" in faults("[" * 5_000)[0].problem


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**14), 10**14)
    | st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" ")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abcé_", min_size=1), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(json_values)
@settings(max_examples=150)
def test_quoted_data_come_back_as_they_are(value):
    assert read_yaml(json.dumps(value, ensure_ascii=False), source="x").data == value


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_any_text_is_read_or_refused_and_nothing_else_happens(text):
    try:
        read_yaml(text, source="x")
    except FaultsFound:
        return


def test_bad_files_never_run_anything(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for text in (
        "!!python/object/apply:os.system ['touch PWNED']",
        "a: !!python/object/new:type {args: [z, !!python/tuple []]}",
    ):
        assert "Tags like !!python" in faults(text)[0].problem
    assert not Path("PWNED").exists()
