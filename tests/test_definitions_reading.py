"""From a YAML document to a definition: the faults a person can mend, with their lines."""

import pytest

from rmkit.definitions.reading import read_as
from rmkit.definitions.safe_yaml import read_yaml
from rmkit.errors import FaultsFound
from rmkit.instruments.model import Instrument, Library

GOOD = """
id: pulse
version: 1
title: {en: Pulse, de: Puls}
purpose: Asked now and then.
source: our own
scales:
  agree3:
    options:
      - {value: 1, label: No}
      - {value: 2, label: Partly}
      - {value: 3, label: "Yes"}
sections:
  - id: one
    title: One
    items:
      - id: trust
        kind: matrix
        text: How far do you agree?
        privacy: none
        scale: agree3
        rows:
          - {id: open, text: We speak openly.}
      - id: note
        kind: text
        text: Anything else?
        privacy: free_text
""".replace("label: No}", 'label: "No"}')


def faults(text, kind=Instrument):
    with pytest.raises(FaultsFound) as caught:
        read_as(kind, read_yaml(text, source="pulse.yaml"), source="pulse.yaml")
    assert caught.value.consequence == "The file was not read."
    return {f.column: f for f in caught.value.faults}


def test_a_good_file_becomes_its_model():
    made = read_as(Instrument, read_yaml(GOOD, source="x"), source="x")
    assert made.title.say("de") == "Puls"
    assert [field.key for field in made.fields] == ["trust_open", "note"]


def test_every_fault_is_told_with_its_line_its_place_by_id_and_the_fix():
    bad = (
        GOOD.replace("version: 1\n", "version: one\n")
        .replace("kind: text\n", "kind: txt\n")
        .replace("privacy: none", "privcy: none")
        .replace("id: open,", "id: Open Talk,")
        .replace("text: Anything else?", "text: 5")
    )
    found = faults(bad)
    assert found["version"].row == 3
    assert found["version"].problem == "must be a whole number."
    assert found["version"].value == "one"
    item = "sections.one.items.note"
    assert found[f"{item}.kind"].row == 25
    assert "'long_text'" in found[f"{item}.kind"].fix
    assert found[f"{item}.text"].problem == "must be text; put it in quotation marks."
    assert found["sections.one.items.trust.privcy"].fix == 'Did you mean "privacy"?'
    assert found["sections.one.items.trust.privacy"].problem == "is missing."
    assert found["sections.one.items.trust.rows.1.id"].value == "Open Talk"


def test_what_contradicts_itself_is_told():
    bad = GOOD.replace("scale: agree3", "scale: agree5").replace("id: note", "id: trust_open")
    problems = [fault.problem for fault in faults(bad).values()]
    assert len(problems) == 1  # one column, so the last of the two
    with pytest.raises(FaultsFound) as caught:
        read_as(Instrument, read_yaml(bad, source="x"), source="x")
    told = str(caught.value)
    assert "the item trust uses the scale agree5, which is not defined." in told


def test_a_key_twice_across_matrix_and_item_is_told():
    bad = GOOD.replace("id: note", "id: trust_open")
    assert "the key trust_open appears 2 times" in str(next(iter(faults(bad).values())))


def test_keys_of_other_tools_are_explained():
    bad = GOOD.replace("kind: text", "type: text").replace(
        "privacy: free_text", "privacy: free_text\n        pattern: (a+)+$"
    )
    found = faults(bad)
    assert found["sections.one.items.note.type"].fix == 'Did you mean "kind"?'
    assert "never come to an end" in found["sections.one.items.note.pattern"].fix


def test_an_option_value_that_is_neither_name_nor_number_is_told_once():
    found = faults(GOOD.replace("value: 2,", "value: 2.5,"))
    (fault,) = [f for f in found.values() if f.column.endswith("value")]
    assert fault.problem == "is neither a name nor a whole number."


def test_languages_are_checked():
    assert "unknown language fr" in faults(GOOD.replace("de: Puls", "fr: Pouls"))["title"].problem
    assert "English" in faults(GOOD.replace("en: Pulse, ", ""))["title"].problem
    assert faults(GOOD.replace("de: Puls", 'de: ""'))["title.de"].problem == "is empty."


@pytest.mark.parametrize("text", ["[1, 2]", "just text", "5", "null"])
def test_something_else_than_a_definition_is_refused(text):
    assert "must have keys." in [f.problem for f in faults(text).values()]


def test_a_list_is_only_called_short_when_it_is():
    assert faults(GOOD.replace("kind: text", "kind: txt")).keys() == {
        "sections.one.items.note.kind"
    }
    empty = faults("id: l\ntitle: L\nsource: s\nlicence: MIT\nentries: []\n", Library)
    assert empty["entries"].problem == "has too few entries."
