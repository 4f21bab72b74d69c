import pytest

import rmkit.instruments
from rmkit.errors import UnknownName
from rmkit.instruments.model import Entry, Instrument, Item, Option, Scale, Section
from rmkit.report.asked import Asked, Boxes, Choice, Rated, Rating, Together, Write
from rmkit.report.page import Heading, Note, Paragraph
from rmkit.report.sheet import sheet_page
from rmkit.report.sheet_words import FILL

INSTRUMENT = Instrument(
    id="pulse",
    version=1,
    title={"en": "Pulse", "de": "Puls"},
    purpose="How it goes.",
    source="own",
    filled_by=("mentor", "mentee"),
    when="After the third session",
    scales={"level": Scale(options=(Option(value=1, label="none"), Option(value=2, label="some")))},
    sections=(
        Section(
            id="first",
            title="First",
            text="Take your time.",
            items=(
                Item(id="name", kind="text", text="Name", privacy="direct", required=True),
                Item(id="day", kind="date", text="Day", help="Today.", privacy="none"),
                Item(id="story", kind="long_text", text="Story", privacy="free_text"),
                Item(
                    id="role",
                    kind="choice",
                    text="Role",
                    privacy="none",
                    options=(Option(value="a", label="A"), Option(value="b", label="B", help="b")),
                ),
                Item(
                    id="skills",
                    kind="matrix",
                    text="Skills",
                    privacy="none",
                    scale="level",
                    rows=(Entry(id="calls", text="Calls"),),
                ),
            ),
        ),
    ),
)


def text(name, **more):
    return Item(id=name, kind="long_text", text=name, privacy="free_text", **more)


def with_section(*items, layout="list", visibility="coordinator"):
    seen = tuple(item.model_copy(update={"visibility": visibility}) for item in items)
    section = Section(id="s", title="Section", layout=layout, items=seen)
    return INSTRUMENT.model_copy(update={"sections": (section,)})


def test_every_kind_of_question_gets_room_to_answer_it_by_hand():
    page = sheet_page(INSTRUMENT, organisation="Harbour", filled={"name": "Ana"})

    assert page.title == "Pulse"
    assert page.subtitle == "Harbour"
    assert page.blocks == (
        Paragraph("How it goes."),
        Paragraph(
            "Filled in by: mentor, mentee  ·  After the third session  ·  * needs an answer."
        ),
        Heading("First"),
        Paragraph("Take your time."),
        Asked("Name", (Write("name", value="Ana"),), required=True),
        Asked("Day", (Write("day", kind="date", longest=60),), "Today."),
        Asked("Story", (Write("story", 4, "text", longest=4000),)),
        Asked("Role", (Boxes("role", (Choice("a", "A"), Choice("b", "B", "b"))),)),
        Rating(
            "Skills",
            ("",),
            (Choice("1", "none"), Choice("2", "some")),
            (Rated("Calls", ("skills_calls",)),),
        ),
    )


def test_two_voices_have_a_room_each_and_a_signature_has_a_line_to_sign_on():
    items = (
        text("hope", voices=("mentee", "mentor")),
        Item(id="signed", kind="text", format="signature", text="Signed", privacy="direct"),
    )
    hope, signed = sheet_page(with_section(*items)).blocks[-2:]
    assert [(room.key, room.head) for room in hope.rooms] == [
        ("hope_mentee", "Mentee"), ("hope_mentor", "Mentor"),
    ]  # fmt: skip
    (line,) = signed.rooms
    assert (line.kind, line.captions) == ("signature", ("Signature", "Date"))
    day = Item(id="day", kind="date", text="Day", privacy="none")
    (line,) = sheet_page(with_section(*items, day)).blocks[-2].rooms
    assert line.captions == ("Signature",)


@pytest.mark.parametrize(
    ("layout", "count", "shapes"),
    [
        ("parts", 5, [("parts", 5)]),
        ("phases", 4, [("alone", 1), ("beside", 3)]),
        ("phases", 6, [("alone", 1), ("beside", 3), ("beside", 2)]),
        ("quadrants", 4, [("quadrants", 4)]),
        ("quadrants", 7, [("quadrants", 4), ("beside", 2), ("beside", 1)]),
    ],
)
def test_a_section_is_drawn_as_its_layout_asks(layout, count, shapes):
    items = [text(f"q{n}", mark="S" if n == 0 else "") for n in range(count)]
    blocks = sheet_page(with_section(*items, layout=layout)).blocks
    drawn = [
        (b.shape, len(b.asked)) if isinstance(b, Together) else ("alone", 1)
        for b in blocks
        if isinstance(b, Asked | Together)
    ]
    assert drawn == shapes
    titled = [b for b in blocks if isinstance(b, Heading) or getattr(b, "title", "")]
    assert len(titled) == 1, "the quadrants stand around the title; nothing says it twice"
    if layout == "phases":
        assert [a.mark for b in blocks if isinstance(b, Together) for a in b.asked][:3] == [
            "1", "2", "3",
        ]  # fmt: skip


@pytest.mark.parametrize(("visibility", "whose"), [("pair", "two of you"), ("self", "yours alone")])
def test_a_sheet_of_which_the_coordinator_sees_nothing_says_whose_it_is(visibility, whose):
    page = sheet_page(with_section(text("hope"), visibility=visibility))
    assert [whose in block.text for block in page.blocks if isinstance(block, Note)] == [True]
    assert not any(isinstance(block, Note) for block in sheet_page(INSTRUMENT).blocks)


def test_nobody_is_told_to_send_back_what_is_theirs_alone():
    for name, asked_back in (("empathy_map", False), ("reflection", False), ("pulse", True)):
        page = sheet_page(rmkit.instruments.load(name), how=FILL["pdf"])
        said = " ".join(getattr(block, "text", "") for block in page.blocks)
        assert ("send it back" in said) == asked_back, name


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_no_file_asks_for_what_is_theirs_alone(tmp_path, ending):
    from rmkit.exchange.form_writers import FORMATS
    from tests.inert_checks import check

    for name, asked_back in (("empathy_map", False), ("pulse", True)):
        path = tmp_path / f"{name}.{ending}"
        FORMATS[ending].write(rmkit.instruments.load(name), path, organisation="", language="en")
        assert ("send it back" in check(ending, path.read_bytes())) == asked_back, name


def test_the_sheet_speaks_the_language_asked_for_where_there_is_one():
    page = sheet_page(INSTRUMENT, language="de")
    assert page.title == "Puls"
    assert "braucht eine Antwort" in page.blocks[1].text


def test_filling_in_a_question_that_is_not_asked_is_refused():
    with pytest.raises(UnknownName, match='Did you mean "story"'):
        sheet_page(INSTRUMENT, filled={"storey": "x"})


def test_every_field_of_every_form_has_one_room_on_its_sheet():
    for line in rmkit.instruments.catalogue():
        asked = rmkit.instruments.load(line.id)
        if asked.kind == "list":
            continue
        keys = []
        for block in sheet_page(asked).blocks:
            questions = block.asked if isinstance(block, Together) else (block,)
            keys += [r.key for q in questions if isinstance(q, Asked) for r in q.rooms]
            keys += [k for row in getattr(block, "rows", ()) for k in row.keys]
        assert sorted(keys) == sorted(field.key for field in asked.fields), line.id
