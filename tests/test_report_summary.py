import pandas as pd

from rmkit.disclosure.audiences import release_to_coordinator
from rmkit.report.page import Bullets, Facts, Heading, Note, Paragraph, Table
from rmkit.report.summary import summary_page

PAIRS = pd.DataFrame(
    {
        "mentor": ["Ana Ruiz", "Иван Петров"],
        "mentee": ["Jan Novák", "Eva Malá"],
        "score": [81.5, 60.0],
        "reason": ["Ana knows spreadsheets.", "Both speak Bulgarian."],
        "warnings": ["", pd.NA],
    }
)
LEFT = pd.DataFrame(
    {
        "person": ["Kim Lee"],
        "role": ["mentee"],
        "reason": ["Speaks only French; no mentor does."],
        "what_would_help": ["A mentor who speaks French."],
    }
)
NOBODY = LEFT.iloc[:0]


def _page(**changed):
    given = {
        "programme": "Harbour pilot",
        "organisation": "Harbour Logistics",
        "made": "22 November 2026",
        "facts": [("pairs", 2)],
        "kinds": ["Kind 1 (24 people): high in video calls."],
        "pairs": PAIRS,
        "unmatched": LEFT,
        "warnings": ["2 pairs work in one department."],
        "files": [("outbox/", "letters")],
        "next_steps": ["Read the pairs."],
    }
    given |= changed
    tables = {name: release_to_coordinator(given[name]) for name in ("pairs", "unmatched")}
    return summary_page(**(given | tables))


def _tables(page):
    return [block for block in page.blocks if isinstance(block, Table)]


def test_everything_a_facilitator_needs_stands_on_the_page():
    page = _page()

    headings = [block.text for block in page.blocks if isinstance(block, Heading)]
    assert headings == [
        "What to do next",
        "Who is left over",
        "Who meets whom",
        "What kinds of people there are",
        "What was written",
    ]
    assert Facts((("pairs", 2),)) in page.blocks
    assert Note("2 pairs work in one department.", kind="warning") in page.blocks
    assert Bullets(("Read the pairs.",), numbered=True) in page.blocks
    assert page.subtitle == "Harbour Logistics · 22 November 2026"
    assert "appraisal" in page.blocks[-1].text


def test_pairs_keep_their_order_and_an_empty_column_is_left_out():
    table = _tables(_page())[1]

    assert table.columns == ("Mentor", "Mentee", "Score", "Why they fit")
    assert table.rows[0] == ("Ana Ruiz", "Jan Novák", 81.5, "Ana knows spreadsheets.")
    assert table.rows[1][0] == "Иван Петров"


def test_nobody_left_over_and_no_pairs_are_said_in_words():
    page = _page(pairs=PAIRS.iloc[:0], unmatched=NOBODY)

    words = [block.text for block in page.blocks if isinstance(block, Paragraph)]
    assert words == [
        "Nobody: everyone who could be paired has a partner.",
        "There are no pairs yet.",
    ]


def test_a_long_list_of_pairs_is_cut_and_the_rest_is_counted():
    page = _page(pairs=pd.concat([PAIRS] * 20, ignore_index=True), most_rows=30)

    assert len(_tables(page)[1].rows) == 30
    assert Note("10 more rows are not shown. They stand in the list of pairs.") in page.blocks


def test_reasons_that_differ_only_in_the_nearest_miss_are_one_cause():
    left = pd.DataFrame(
        {
            "person": [f"P{i}" for i in range(40)],
            "role": "mentee",
            "reason": [f"More mentees than places. The nearest miss is M{i}." for i in range(40)],
            "what_would_help": ["One more place at M1."] * 30 + ["One more place at M2."] * 10,
        }
    )
    [row] = _tables(_page(unmatched=left))[0].rows
    assert [str(cell) for cell in row] == [
        "More mentees than places.", "mentee", "40", "One more place at M1.",
    ]  # fmt: skip


def test_many_people_left_over_are_counted_by_reason_and_nobody_vanishes():
    other = LEFT.assign(reason="More mentees than places.", role=pd.NA)
    page = _page(unmatched=pd.concat([LEFT] * 20 + [other] * 25, ignore_index=True))

    table = _tables(page)[0]
    help_ = "What would help, for most of them"
    assert table.columns == ("Why not paired", "Role", "People", help_)
    assert [row[2] for row in table.rows] == [25, 20]
    assert table.rows[0][0] == "More mentees than places."
