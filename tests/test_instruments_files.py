"""A facilitator's own instrument from YAML: read, or refused with sentences that help."""

import csv

import pytest

from rmkit.errors import FaultsFound, FileRefused
from rmkit.instruments import read_instrument, read_library

HEAD = """
id: rm
version: 1
title: Our own
purpose: p
source: our own
"""


def refused(text):
    with pytest.raises(FaultsFound) as caught:
        read_instrument(text, source="own.yaml")
    return "\n".join(str(fault) for fault in caught.value.faults)


def test_a_short_file_may_list_its_items_without_sections():
    made = read_instrument(HEAD + "items: [{id: q1, kind: text, text: What?, privacy: none}]\n")
    assert [field.key for field in made.fields] == ["q1"]
    assert made.sections[0].title.say() == "Our own"


def test_markup_in_a_text_is_kept_literally():
    text = (
        HEAD
        + 'items: [{id: q1, kind: text, text: "<img src=x onerror=alert(1)>", privacy: none}]\n'
    )
    assert read_instrument(text).field("q1").heading() == "<img src=x onerror=alert(1)>"


NO_CHOICE = "id: q1, kind: choice, text: Country, privacy: none"


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ("[{id: q1}, {id: q1}]", ["the item q1 appears 2 times"]),
        ("[{id: ''}, {id: '../x'}]", ['"" is not a name', '"../x" is not a name']),
        ("[{id: q1, pattern: '(a+)+$'}]", ["Patterns are not allowed", 'q1.kind": is missing']),
        (f"[{{{NO_CHOICE}, options: [NO, 1.10]}}]", ['"NO" can be read as false', '"1.10"']),
        (f"[{{{NO_CHOICE}, options: [SE, DK]}}]", ["must have keys"]),
        ("[{id: q1, kind: text, text: A}]", ['items.q1.privacy": is missing. Add it.']),
        ("5", ["must be a list"]),
        ("[]", ["has too few entries"]),
    ],
)
def test_bad_items_are_refused_with_every_fault(items, told):
    found = refused(HEAD + f"items: {items}\n")
    for words in told:
        assert words in found


def test_code_in_a_formula_is_refused_where_it_stands():
    found = refused(
        HEAD + "items: [{id: q1, kind: number, text: A, privacy: none}]\n"
        "scores: {total: \"__import__('os').system('touch PWNED')\"}\n"
    )
    assert 'own.yaml, row 8, column "scores.total"' in found
    assert "only names of questions, numbers" in found


def test_the_same_formula_with_names_is_taken():
    made = read_instrument(
        HEAD + "items: [{id: q1, kind: number, text: A, privacy: none}]\nscores: {double: 2 * q1}\n"
    )
    assert made.scores["double"].named == {"q1"}


VERDICTS = [
    ("y01_python_tag.yaml", ["Tags like !!python"]),
    ("y02_python_new.yaml", ["Tags like !!python"]),
    ("y04_norway.yaml", ["NO", "yes", "1.10", "0o17", "12:30:45", "quotation marks"]),
    ("y05_dup_keys.yaml", ["The key id appears twice (lines 1 and 2)"]),
    ("y07_formula_code.yaml", ["scores.total", "only names of questions, numbers"]),
    ("y08_recursive.yaml", ["refers to itself"]),
    ("y11_dup_item.yaml", ["the item q1 appears 2 times", '"" is not', '"../x" is not a name']),
    ("y12_regex.yaml", ["q1.pattern", "never come to an end"]),
]


@pytest.mark.parametrize(("name", "told"), VERDICTS)
def test_every_bad_file_of_the_corpus_gets_its_verdict(name, told, shared, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FaultsFound) as caught:
        read_instrument(shared / "badinput" / "files" / name)
    for words in told:
        assert words in str([str(fault) for fault in caught.value.faults])
    assert all(fault.file == name for fault in caught.value.faults)
    assert list(tmp_path.iterdir()) == [], "nothing of the file was carried out"


def test_no_bad_yaml_of_the_corpus_is_left_out(shared):
    with (shared / "badinput" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        names = {row["file"] for row in csv.DictReader(file) if row["kind"] == "yaml"}
    assert {*dict(VERDICTS), "y10_script_item.yaml"} == names  # y10 is sound; see below


def test_a_file_that_is_not_there_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(FileRefused, match="could not be opened"):
        read_instrument(tmp_path / "gone.yaml")
    with pytest.raises(FileRefused, match="could not be opened"):
        read_instrument(str(tmp_path))
    with pytest.raises(FileRefused, match="could not be opened"):
        read_instrument("a\0b")


def test_a_file_is_read_by_its_path_and_named_in_its_faults(tmp_path):
    file = tmp_path / "Größe.yaml"
    file.write_text(HEAD, encoding="utf-8")
    with pytest.raises(FaultsFound, match=r"Größe\.yaml"):
        read_instrument(file)
    file.write_text(HEAD + "items: [{id: q1, kind: text, text: Größe?, privacy: none}]", "utf-8")
    assert read_instrument(str(file)).field("q1").heading() == "Größe?"


def test_a_library_of_ones_own_is_read():
    head = "id: own\ntitle: Own\nsource: us\nlicence: MIT\nentries:\n  - {id: a, text: A}\n"
    assert read_library(head.encode()).entry("a").text.say() == "A"
    with pytest.raises(FaultsFound, match="the entry a appears 2 times"):
        read_library(head + "  - {id: a, text: B}\n")


def test_a_questionnaire_jotted_down_is_completed_at_its_strictest():
    made = read_instrument("""
id: rm
items:
  - {id: q1, text: "<img src=x onerror=alert(1)>", scale: {min: 1, max: 5}}
  - {id: q2, text: Country, options: ["NO", SE]}
  - {id: q3, text: Why?, scale: 0-10}
  - {id: q4, text: Anything}
""")
    assert made.field("q1").heading() == "<img src=x onerror=alert(1)>"
    assert [field.kind for field in made.fields] == ["number", "choice", "number", "text"]
    assert made.field("q3").bounds == (0, 10)
    assert {field.privacy for field in made.fields} == {"sensitive"}


def test_what_says_more_than_an_id_and_items_has_to_say_it_all():
    assert '"title": is missing' in refused("id: rm\nversion: 1\nitems: [{id: q1, text: A}]\n")


@pytest.mark.claim("bad-files")
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"id": "a", "id": "b"}', "appears twice"),
        ('{"id": "rm", "items": [{"id": "q1"', "cut off"),
        ('{"__proto__": {}, "items": []}', "__proto__"),
    ],
)
def test_an_instrument_in_json_is_read_as_strictly(tmp_path, text, told):
    file = tmp_path / "own.json"
    file.write_text('{"id": "rm", "items": [{"id": "q1", "text": "A"}]}', encoding="utf-8")
    assert read_instrument(file).id == "rm"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FaultsFound, match=told):
        read_instrument(file)


def test_what_is_no_ordinary_file_or_too_large_is_no_definition(tmp_path):
    with pytest.raises(FileRefused, match="no definition"):
        read_instrument("/dev/null")
    (tmp_path / "large.yaml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(FileRefused, match="at most 1 MB"):
        read_instrument(tmp_path / "large.yaml")
