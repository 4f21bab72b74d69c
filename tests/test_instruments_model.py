"""Instruments as data: what fits together, what is chosen, and the way through JSON."""

import json
import pickle

import pytest
from pydantic import ValidationError

import rmkit.instruments as instruments
from rmkit.errors import FaultsFound, UnknownName
from rmkit.instruments.model import Entry, Instrument, Item, Library, Option, Scale, Score, Section

EVERY = [
    instruments.definition("candidate"),
    *(instruments.load("candidate", variant) for variant in ("short", "extended")),
    instruments.load("staff_list"),
    instruments.load("goal_setting"),
]


def item(**more):
    return {"id": "q", "kind": "text", "text": "Question?", "privacy": "none", **more}


def instrument(*items, **more):
    return Instrument.model_validate(
        {
            "id": "own",
            "version": 1,
            "title": "Own",
            "purpose": "p",
            "source": "s",
            "sections": [{"id": "one", "title": "One", "items": list(items)}],
            **more,
        }
    )


def option(value, label):
    return {"value": value, "label": label}


def choice(*options, kind="choice"):
    return item(kind=kind, options=list(options))


LEVELS = {"levels": {"options": [{"value": n, "label": f"level {n}"} for n in (1, 2, 3)]}}


@pytest.mark.parametrize("whole", EVERY, ids=lambda i: f"{i.id}-{i.variant}")
def test_an_instrument_goes_through_json_unchanged(whole):
    assert [f.key for f in whole.fields], "the fields are read once before"
    for text in (json.dumps(whole.model_dump(mode="json")), whole.model_dump_json()):
        again = Instrument.model_validate(json.loads(text))
        assert again == whole
        assert again.fields == whole.fields
        assert Instrument.model_validate_json(text) == whole
    assert pickle.loads(pickle.dumps(whole)) == whole


def test_numbers_names_and_languages_keep_their_kind_through_json():
    whole = instrument(
        {**item(id="m"), "kind": "matrix", "scale": "levels", "rows": [{"id": "a", "text": "A"}]},
        choice(option(1, {"en": "One", "de": "Eins"}), option("2", "Two")),
        scales=LEVELS,
        scores={"all": {"items": ["m"], "min_answered": 1}, "twice": "2 * m_a"},
    )
    again = Instrument.model_validate_json(whole.model_dump_json())
    assert [o.value for o in again.field("q").options] == [1, "2"]
    assert again.field("q").options[0].label.say("de") == "Eins"
    assert again == whole
    for wrong in ("1", 1.0, True):
        data = whole.model_dump(mode="json")
        data["version"] = wrong
        with pytest.raises(ValidationError):
            Instrument.model_validate(data)


def test_a_bool_or_a_float_is_no_value_of_an_option():
    for wrong in (True, 1.0, 2.5, "", "A b", None):
        with pytest.raises(ValidationError):
            Option(value=wrong, label="x")


def test_what_is_frozen_stays():
    with pytest.raises(ValidationError):
        EVERY[0].version = 2


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (item(kind="choice"), "choice needs options"),
        (item(kind="matrix", rows=[{"id": "a", "text": "A"}]), "a matrix needs a scale"),
        (item(kind="matrix", scale="levels"), "a matrix needs rows"),
        (item(scale="levels"), "belong to a matrix, not to text"),
        (item(options=[{"value": 1, "label": "a"}]), "options belong to a choice"),
        (item(minimum=1), "belong to a number, not to text"),
        (item(kind="number", minimum=5, maximum=1), "the minimum is above the maximum"),
        (item(kind="number", format="email"), "format belongs to text"),
        (item(kind="number", max_length=5), "max_length belongs to text"),
        (item(library="tools"), "library and chosen belong to"),
        (choice(option(1, "a"), option(1, "a")), "the option 1 appears 2 times"),
        (choice(option(1, "A"), option(2, "a ")), '"a" stands for two options'),
        (choice(option(1, "2"), option(2, "b")), '"2" stands for two options'),
        (choice(option(1, "A"), kind="multiple_choice"), "must be names, not numbers"),
        (item(privacy="public"), "privacy"),
        (item(id="Own Q"), "id"),
    ],
)
def test_an_item_whose_parts_do_not_fit_is_refused(wrong, told):
    with pytest.raises(ValidationError) as caught:
        Item.model_validate(wrong)
    assert told in str(caught.value)


@pytest.mark.parametrize("values", [[1, 1], [2, 1], ["a", "b"], [1]])
def test_a_scale_rises(values):
    with pytest.raises(ValidationError):
        Scale(options=tuple(Option(value=v, label=f"l{n}") for n, v in enumerate(values)))


MATRIX = item(id="m", kind="matrix", scale="levels", rows=[{"id": "a", "text": "A"}])


@pytest.mark.parametrize(
    ("items", "more", "told"),
    [
        ([item(), item()], {}, "the item q appears 2 times"),
        ([MATRIX, item(id="m_a")], {"scales": LEVELS}, "the key m_a appears 2 times"),
        ([MATRIX], {}, "uses the scale levels, which is not defined"),
        ([item(variants=["long"])], {}, "names the variant long, which is not defined"),
        ([item()], {"variant": "long"}, "the variant long is not among"),
        ([item()], {"scores": {"s": {"items": ["gone"]}}}, "names gone, which is not asked"),
        ([item()], {"scores": {"s": {"items": ["q"]}}}, "whose answers are not numbers"),
        ([item()], {"scores": {"s": "mean(gone)"}}, "names gone, which is not asked"),
        ([item(kind="number")], {"scores": {"s": "reverse(q)"}}, "has no lowest and highest"),
        ([item()], {"scores": {"s": {}}}, "a score needs items, or a formula"),
        ([item()], {"scores": {"s": "__import__('os')"}}, "only names of questions"),
    ],
)
def test_parts_that_contradict_each_other_are_refused(items, more, told):
    with pytest.raises(ValidationError) as caught:
        instrument(*items, **more)
    assert told in str(caught.value)


def test_a_score_over_a_matrix_that_asks_several_things_is_refused():
    two = {**MATRIX, "asks": [{"id": "now", "text": "now"}, {"id": "then", "text": "then"}]}
    with pytest.raises(ValidationError, match="which asks several things"):
        instrument(two, scales=LEVELS, scores={"s": {"items": ["m"]}})
    assert instrument(two, scales=LEVELS, scores={"s": {"items": ["now_a"]}}).scores


LIBRARY = Library(
    id="tools",
    title="Tools",
    source="own",
    licence="MIT",
    entries=(
        Entry(id="chat", text="Chat", code="1.1"),
        Entry(id="sheets", text="Sheets", code="1.2"),
        Entry(id="video", text="Video", code="1.3"),
    ),
)


def drawing(**more):
    later = {"id": "then", "text": "then", "variants": ["long"]}
    asks = [{"id": "now", "text": "now"}, later]
    return instrument(
        item(
            id="tools", kind="matrix", scale="levels", library="tools", chosen=["sheets"], asks=asks
        ),
        item(id="note", variants=["long"]),
        scales=LEVELS,
        variants={"short": "Short", "long": "Long"},
        scores={"sheets": "now_sheets * 2", "all": {"items": ["now_sheets", "now_chat"]}},
        **more,
    )


def keys(chosen):
    return [field.key for field in chosen.fields]


def test_a_variant_asks_its_own_questions():
    libraries = {"tools": LIBRARY}
    assert keys(drawing().chosen(libraries=libraries)) == ["now_sheets"], "the first variant"
    long = drawing().chosen("long", libraries=libraries)
    assert keys(long) == ["now_sheets", "then_sheets", "note"]
    assert (long.variant, long.field("now_sheets").heading()) == (
        "long",
        "Question? – now [Sheets]",
    )
    assert set(long.scores) == {"sheets"}, "a score of which not all is asked is left out"


def test_rows_are_chosen_by_id_code_or_as_whole_entries():
    own = Entry(id="erp", text="Our system")
    chosen = drawing().chosen(
        libraries={"tools": LIBRARY}, entries={"tools": ["1.1", own, "chat", "sheets"]}
    )
    assert keys(chosen) == ["now_chat", "now_erp", "now_sheets"]
    assert set(chosen.scores) == {"sheets", "all"}
    assert chosen.items[0].source == "own Licence: MIT."
    assert chosen.chosen(libraries={}) == chosen, "choosing again changes nothing"


def test_an_empty_choice_leaves_the_item_out():
    chosen = drawing().chosen("long", libraries={"tools": LIBRARY}, entries={"tools": []})
    assert keys(chosen) == ["note"]


def test_rows_of_an_item_stand_before_those_chosen_and_go_with_it():
    own = instrument(
        item(id="tools", kind="matrix", scale="levels", library="tools",
             rows=[{"id": "desk", "text": "Desk phone"}]),
        item(id="note"),
        scales=LEVELS,
    )  # fmt: skip
    libraries = {"tools": LIBRARY}
    assert keys(own.chosen(libraries=libraries)) == ["tools_desk", "note"]
    more = own.chosen(libraries=libraries, entries={"tools": ["chat"]})
    assert keys(more) == ["tools_desk", "tools_chat", "note"]
    assert keys(own.chosen(libraries=libraries, entries={"tools": []})) == ["note"]


@pytest.mark.parametrize(
    ("variant", "libraries", "entries", "told"),
    [
        ("shrt", {"tools": LIBRARY}, {}, 'no variant of own "shrt". Did you mean "short"?'),
        ("short", {}, {}, 'no library "tools"'),
        ("short", {"tools": LIBRARY}, {"tool": []}, 'Did you mean "tools"?'),
        ("short", {"tools": LIBRARY}, {"tools": ["cht"]}, 'Did you mean "chat"?'),
    ],
)
def test_names_that_are_not_there_are_told(variant, libraries, entries, told):
    with pytest.raises(UnknownName) as caught:
        drawing().chosen(variant, libraries=libraries, entries=entries)
    assert told in str(caught.value)


@pytest.mark.parametrize("own", [Entry(id="sheets2", text="Sheets"), Entry(id="a", text="A")])
def test_an_entry_of_ones_own_that_does_not_fit_is_told(own):
    definition = drawing(sections=[
        {"id": "one", "title": "One", "items": [
            item(id="tools", kind="matrix", scale="levels", library="tools", chosen=["sheets"],
                 asks=[{"id": "now", "text": "now"}]),
            item(id="now_a", variants=["long"]),
        ]},
    ])  # fmt: skip
    with pytest.raises(FaultsFound, match="appears 2 times; each must be unique"):
        definition.chosen("long", libraries={"tools": LIBRARY}, entries={"tools": ["sheets", own]})


def test_a_question_that_is_not_there_is_told_with_one_that_is():
    with pytest.raises(UnknownName, match="Did you mean"):
        EVERY[1].field("roles")


def test_a_library_holds_each_entry_once():
    with pytest.raises(ValidationError, match="the entry chat appears 2 times"):
        LIBRARY.model_validate(
            {**LIBRARY.model_dump(), "entries": [*LIBRARY.entries, LIBRARY.entries[0]]}
        )


def test_a_section_needs_items_and_a_bare_text_is_a_formula():
    with pytest.raises(ValidationError):
        Section(id="s", title="S", items=())
    assert Score.model_validate("mean(a, b)").named == {"a", "b"}
    with pytest.raises(ValidationError, match="do not go with a formula"):
        Score(items=("a",), formula="a")
