import pandas as pd

from rmkit.disclosure.audiences import release_to_coordinator
from rmkit.report.page import Bullets, Note, Paragraph, Table
from rmkit.report.pairs import pairs_page

PAIRS = pd.DataFrame(
    {
        "pair_id": ["P001", "P002"],
        "mentor": ["Ana Ruiz", "Иван Петров"],
        "mentee": ["Jan Novák", "Eva Malá"],
        "score": [81.5, 60.0],
        "reason": ["Ana knows spreadsheets.", "Both speak Bulgarian."],
        "warnings": ["They work in one department.", ""],
        "locked": [True, False],
    }
)
LEFT = pd.DataFrame(
    {"person": ["Kim Lee"], "role": ["mentee"], "reason": ["r"], "what_would_help": ["w"]}
)
AUDIT = pd.DataFrame({"check": ["Rules kept"], "outcome": ["yes"], "detail": ["All 2 pairs."]})


def _page(**changed):
    given = {
        "programme": "Harbour pilot",
        "organisation": "Harbour Logistics",
        "pairs": PAIRS,
        "unmatched": LEFT,
        "rules": ["Nobody is paired within their own reporting line."],
        "audit": AUDIT,
        "confirmed_by": "Dana Weber",
        "confirmed_at": "22 November 2026, 10:42 UTC",
    }
    given |= changed
    tables = {name: release_to_coordinator(given[name]) for name in ("pairs", "unmatched")}
    return pairs_page(**(given | tables))


def test_the_list_says_who_confirmed_it_when_and_under_which_rules():
    page = _page()

    assert page.blocks[0] == Paragraph(
        "Confirmed by Dana Weber on 22 November 2026, 10:42 UTC, under the rules named below."
    )
    assert Bullets(("Nobody is paired within their own reporting line.",)) in page.blocks
    pairs, left, audit = (block for block in page.blocks if isinstance(block, Table))
    assert [row[0] for row in pairs.rows] == ["P001", "P002"]
    assert [row[-1] for row in pairs.rows] == ["yes", ""]
    assert left.rows == (("Kim Lee", "mentee", "r", "w"),)
    assert audit.rows == (("Rules kept", "yes", "All 2 pairs."),)


def test_a_list_that_nobody_confirmed_says_so_at_its_top():
    page = _page(confirmed_by="")

    assert isinstance(page.blocks[0], Note)
    assert page.blocks[0].kind == "warning"


def test_a_long_list_is_never_cut():
    page = _page(pairs=pd.concat([PAIRS] * 200, ignore_index=True))

    table = next(block for block in page.blocks if isinstance(block, Table))
    assert len(table.rows) == 400


def test_no_pairs_and_nobody_left_are_said_in_words():
    page = _page(pairs=PAIRS.iloc[:0], unmatched=LEFT.iloc[:0], audit=AUDIT.iloc[:0], rules=[])

    assert not [block for block in page.blocks if isinstance(block, Table)]
    assert Paragraph("There are no pairs.") in page.blocks
