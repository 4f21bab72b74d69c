import pytest

import rmkit.instruments
from rmkit.errors import UnknownName
from rmkit.instruments.model import Entry, Instrument, Item, Option, Scale, Section
from rmkit.report.page import Boxes, Heading, Lines, Note, Paragraph, Table
from rmkit.report.sheet import goal_sheet_page, sheet_page

INSTRUMENT = Instrument(
    id="pulse",
    version=1,
    title={"en": "Pulse", "de": "Puls"},
    purpose="How it goes.",
    source="own",
    scales={"level": Scale(options=(Option(value=1, label="none"), Option(value=2, label="some")))},
    sections=(
        Section(
            id="first",
            title="First",
            text="Take your time.",
            items=(
                Item(id="name", kind="text", text="Name", privacy="direct"),
                Item(id="day", kind="date", text="Day", help="Today.", privacy="none"),
                Item(id="story", kind="long_text", text="Story", privacy="free_text"),
                Item(
                    id="role",
                    kind="choice",
                    text="Role",
                    privacy="none",
                    options=(Option(value="a", label="A"), Option(value="b", label="B")),
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


def test_every_kind_of_question_gets_room_to_answer_it_by_hand():
    page = sheet_page(INSTRUMENT, organisation="Harbour", filled={"name": "Ana"})

    assert page.title == "Pulse"
    assert page.subtitle == "Harbour"
    assert page.blocks == (
        Paragraph("How it goes."),
        Heading("First"),
        Paragraph("Take your time."),
        Lines("Name", 1, value="Ana"),
        Lines("Day", 1, hint="Today.", short=True),
        Lines("Story", 4),
        Boxes("Role", ("A", "B")),
        Table(
            ("", "Skills"),
            (("Calls", "☐ 1   ☐ 2"),),
            caption="Skills (1 none, 2 some)",
            widths=(2.0, 1.5),
        ),
    )


def test_the_sheet_speaks_the_language_asked_for_where_there_is_one():
    assert sheet_page(INSTRUMENT, language="de").title == "Puls"


def test_filling_in_a_question_that_is_not_asked_is_refused():
    with pytest.raises(UnknownName, match='Did you mean "story"'):
        sheet_page(INSTRUMENT, filled={"storey": "x"})


def test_the_goal_sheet_has_everything_the_framework_asks_and_says_whose_it_is():
    goals = rmkit.instruments.load("goal_setting")

    page = goal_sheet_page(goals, filled={"general_objective": "By June, twelve managers ..."})

    asked = {block.label for block in page.blocks if isinstance(block, Lines | Boxes)}
    assert {item.text.say() for item in goals.items} <= asked
    assert isinstance(page.blocks[0], Note)
    assert any(
        block.value == "By June, twelve managers ..."
        for block in page.blocks
        if isinstance(block, Lines)
    )
