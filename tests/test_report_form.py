import json

import pytest

import rmkit
from rmkit.instruments.model import Instrument
from rmkit.report.form import form_view


def questions(view):
    return [item for section in view["sections"] for item in section["items"]]


@pytest.mark.parametrize("name", [it.id for it in rmkit.instruments.catalogue()])
def test_every_question_of_every_instrument_stands_in_its_form_once(name):
    instrument = rmkit.instruments.load(name)
    view = form_view(instrument)
    keys = [
        row["key"]
        for item in questions(view)
        for row in item.get("voices") or item.get("rows", [item])
    ]
    assert keys == [field.key for field in instrument.fields]
    assert json.loads(json.dumps(view)) == view


def test_a_matrix_that_asks_two_things_is_two_questions_with_the_same_rows():
    view = form_view(rmkit.instruments.load("candidate", variant="extended"))
    now, wanted = (i for i in questions(view) if i["key"].startswith("tools-"))
    assert [row["label"] for row in now["rows"]] == [row["label"] for row in wanted["rows"]]
    assert {row["key"][:6] for row in now["rows"]} == {"level_"}
    assert now["label"].endswith("now")
    assert wanted["label"].endswith("wanted in a year")


def test_words_stand_in_the_language_asked_for_and_in_english_where_it_is_missing():
    instrument = Instrument.model_validate(
        {
            "id": "tiny",
            "version": 1,
            "title": {"en": "Tiny", "de": "Winzig"},
            "purpose": "To try.",
            "source": "made up",
            "sections": [
                {
                    "id": "one",
                    "title": "One",
                    "items": [
                        {
                            "id": "colour",
                            "kind": "choice",
                            "text": {"en": "Colour", "de": "Farbe"},
                            "privacy": "none",
                            "options": [
                                {"value": "red", "label": {"en": "Red", "de": "Rot"}},
                                {"value": "blue", "label": "Blue", "help": "As the sea."},
                            ],
                        }
                    ],
                }
            ],
        }
    )
    view = form_view(instrument, language="de")
    (colour,) = questions(view)
    assert (view["title"], view["purpose"], colour["label"]) == ("Winzig", "To try.", "Farbe")
    assert [(o["label"], o["help"]) for o in colour["options"]] == [
        ("Rot", ""),
        ("Blue", "As the sea."),
    ]


def test_limits_and_formats_of_answers_reach_the_form():
    asked = {i["key"]: i for i in questions(form_view(rmkit.instruments.load("objective")))}
    assert asked["coordinator_email"]["kind"] == "email"
    assert asked["sentence"]["longest"] == 2000
    assert not asked["sentence"]["required"]  # it can be written from the parts
    assert (asked["months"]["minimum"], asked["months"]["maximum"]) == (1, 60)
    assert asked["months"]["whole"]
