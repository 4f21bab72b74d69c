"""Columns are matched to questions by what their headings say, and never by a guess."""

from pathlib import Path

import pytest

from rmkit.exchange.columns import match_columns, propose
from rmkit.exchange.headings import plain
from rmkit.exchange.mapping import TableMapping
from rmkit.exchange.tables import read_table
from rmkit.instruments import definition, load, read_instrument

MS = ("ID", "Start time", "Completion time", "Email", "Name")
SMALL = read_instrument(Path(__file__).parent / "instruments" / "small.yaml")


def table(tmp_path, *headings, rows=()):
    lines = ["\t".join(line) for line in (headings, *rows)]
    path = tmp_path / "answers.tsv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_table(path)


def matched(tmp_path, *headings, rows=(), mapping=None, instrument=SMALL):
    columns = match_columns(table(tmp_path, *headings, rows=rows), instrument, mapping)
    return [column.answers for column in columns]


@pytest.mark.parametrize(
    "heading",
    [
        "role",
        "Role",
        "Which role would you like?",
        "which role would you like",
        "Welche Rolle möchten Sie?",
        "<p>Which&nbsp;role <b>would</b> you like?</p>",
        "Which role would you like? *",
        "12. Which role would you like?",
        "(3) Which role would you like?",
        "  Which  role\u00a0would you like :",
    ],
)
def test_question_is_known_by_its_id_and_words_in_any_language_and_dress(tmp_path, heading):
    assert matched(tmp_path, heading, "email") == ["role", "email"]


@pytest.mark.parametrize(
    "heading",
    [
        "know_q1",
        "know[q1]",
        "tools[q1]",
        "tools/q1",
        "tools/tools_q1",
        "How well do you know these tools? [Video calls]",
        "How well do you know these tools?  [Video calls]",
        "How well do you know these tools?/Video calls",
        "Wie gut kennen Sie diese Werkzeuge? [Videokonferenzen]",
        "Video calls",
        "q1",
    ],
)
def test_row_of_a_matrix_is_known_as_every_tool_writes_it(tmp_path, heading):
    assert matched(tmp_path, heading) == ["know_q1"]


@pytest.mark.parametrize(
    "heading",
    [
        "topics[ai]",
        "topics/ai",
        "topics___ai",
        "What would you like to talk about? [AI, data]",
        "Worüber möchten Sie sprechen?/KI, Daten",
    ],
)
def test_choice_with_a_column_of_its_own_is_known(tmp_path, heading):
    assert matched(tmp_path, heading, "email") == ["topics[ai]", "email"]


def test_label_alone_is_a_choice_only_where_its_cells_are_ticks(tmp_path):
    assert matched(tmp_path, "Inclusion", rows=[["Inclusion"], [""]]) == ["topics[inclusion]"]
    assert matched(tmp_path, "Inclusion", rows=[["It matters to me"]]) == ["?"]


def test_codes_are_known_though_a_tool_strips_their_underscores(tmp_path):
    assert matched(tmp_path, "positionsince", instrument=load("candidate", "extended")) == [
        "position_since"
    ]


def test_words_that_fit_two_questions_fit_none(tmp_path):
    extended = load("candidate", "extended")
    [column] = match_columns(table(tmp_path, "Spreadsheets"), extended)
    assert [str(target) for target in column.fits] == ["level_spreadsheets", "target_spreadsheets"]
    now = "Your level with these digital tools – now [Spreadsheets]"
    assert matched(tmp_path, now, instrument=extended) == ["level_spreadsheets"]


def test_what_is_merely_near_is_suggested_and_not_taken(tmp_path):
    [column] = match_columns(table(tmp_path, "Which rolle would you like?"), SMALL)
    assert column.use == "unknown"
    assert str(column.near) == 'Did you mean "Which role would you like?" (role)?'


def test_row_that_the_programme_did_not_choose_is_not_taken_for_its_neighbour(tmp_path):
    heading = "How well do you know these tools? [Design tools]"
    [column, _] = match_columns(table(tmp_path, heading, "zzz"), SMALL)
    assert (column.use, column.near) == ("unknown", None)


def test_question_that_ms_forms_heads_twice_is_asked_about(tmp_path):
    headings = (*MS, "Spreadsheets", "Spreadsheets2")
    columns = match_columns(table(tmp_path, *headings), load("candidate", "extended"))
    assert [column.use for column in columns[5:]] == ["unknown", "unknown"]
    assert columns[6].remark == "fits level_spreadsheets and target_spreadsheets"


def test_only_column_and_only_question_that_are_left_are_suggested_for_each_other(tmp_path):
    known = [field.key for field in SMALL.fields if field.key != "know_q3"]
    *_, last = match_columns(table(tmp_path, *known, "zzz"), SMALL)
    assert last.near is not None
    assert (last.use, last.near.key) == ("unknown", "know_q3")


def test_tools_own_columns_are_set_aside(tmp_path):
    asked = ("Your name", "Your e-mail address", "Which role would you like?")
    assert matched(tmp_path, *MS, *asked) == [
        "external_id", "ignore", "submitted_at", "ignore", "ignore", "name", "email", "role",
    ]  # fmt: skip


def test_tools_own_name_and_email_answer_where_the_form_did_not_ask(tmp_path):
    assert matched(tmp_path, *MS, "Which role would you like?")[3:5] == ["email", "name"]
    assert matched(tmp_path, "Timestamp", "Email Address", "Role") == [
        "submitted_at", "email", "role",
    ]  # fmt: skip


def test_question_that_ms_forms_numbered_is_known(tmp_path):
    assert matched(tmp_path, *MS, "Name2", "Email1")[3:] == ["ignore", "ignore", "name", "email"]


def test_column_that_sums_up_choices_is_set_aside_where_each_has_its_own(tmp_path):
    headings = ("topics", "topics/ai", "topics/social", "_id", "_uuid")
    columns = match_columns(table(tmp_path, *headings), SMALL)
    assert [c.use for c in columns[:3]] == ["repeated", "answer", "answer"]


def test_blank_column_without_heading_is_passed_over_and_a_filled_one_is_not(tmp_path):
    assert matched(tmp_path, "name", "", "email", rows=[["Ann", "", "x"]])[1] == "ignore"
    assert matched(tmp_path, "name", "", "email", rows=[["Ann", "7", "x"]])[1] == "?"


def test_mapping_goes_before_headings_and_names_columns_by_letter_too(tmp_path):
    mapping = TableMapping(
        columns={"role": "ignore", "column B": "role", "WHAT for": "topics[ai]"},
        join={"name": ("first", "last")},
    )
    headings = ("role", "Function", "what  for:", "first", "last")
    columns = match_columns(table(tmp_path, *headings), SMALL, mapping)
    assert [c.answers for c in columns[:3]] == ["ignore", "role", "topics[ai]"]
    assert [c.use for c in columns[3:]] == ["joined", "joined"]


def test_proposal_names_every_column_and_leaves_open_what_is_unknown(tmp_path):
    proposed = propose(table(tmp_path, "name", "Hobby", "Hobby", "Timestamp"), SMALL)
    assert proposed.columns == {
        "name": "name", "column B": "?", "column C": "?", "Timestamp": "submitted_at",
    }  # fmt: skip


def test_other_words_and_a_row_in_brackets_are_known(tmp_path):
    short = load("candidate", "short")
    headings = (
        "Full name",
        "Would you like to be a mentor or a mentee?",
        "My level [Spreadsheets]",
    )
    expected = ["name", "role", "level_spreadsheets"]
    assert matched(tmp_path, *headings, instrument=short) == expected


def test_the_shipped_other_words_mean_one_question_each():
    for name in ("candidate", "staff_list"):
        words = [plain(also) for item in definition(name).items for also in item.also]
        assert len(words) == len(set(words))
