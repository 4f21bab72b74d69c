"""A preview tells what a file would bring and everything that stands in its way, at once."""

import contextlib
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.errors import FaultsFound, FileRefused, Stopped
from rmkit.exchange.mapping import TableMapping
from rmkit.exchange.preview import preview
from rmkit.instruments import read_instrument

SMALL = read_instrument(Path(__file__).parent / "instruments" / "small.yaml")
ODD_CELLS = [
    "email", "role", "topics", "since", "01/02/2026", "a@example.org",
    '"', "=1+1", "6", "Timestamp", "#",
    "ID", "topics[ai]", "", "1e999", "\u202e", "\ud7ff", "9" * 400,
]  # fmt: skip


def see(tmp_path, *lines, instrument=SMALL, name="answers.csv", **more):
    path = tmp_path / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return preview(path, instrument, **more)


def answers(seen):
    return [dict(response.answers) for response in seen.responses]


def test_good_table_is_read_whole(tmp_path):
    seen = see(
        tmp_path,
        "Your name;email;Which role would you like?;Your age;topics;know_q1;since",
        'Ann Lee;ann@example.org;Mentor;28;"Social media;AI, data";4 - advanced;31.03.2024',
        "Ben Ode;ben@example.org;mentee;;;2;",
    )
    assert seen.ok
    assert answers(seen) == [
        {
            "name": "Ann Lee",
            "email": "ann@example.org",
            "role": "mentor",
            "age": 28,
            "since": "2024-03-31",
            "topics": ["ai", "social"],
            "know_q1": 4,
        },
        {"name": "Ben Ode", "email": "ben@example.org", "role": "mentee", "know_q1": 2},
    ]
    assert [response.row for response in seen.responses] == [2, 3]


def test_table_of_what_would_be_imported_has_one_column_a_question(tmp_path):
    seen = see(tmp_path, "email,role", "ann@example.org,mentor", "ben@example.org,")
    table = seen.table()
    assert list(table.columns) == [
        "file", "row", "person_id", "submitted_at", "external_id", "email", "role",
    ]  # fmt: skip
    assert table["role"].tolist() == ["mentor", None]
    assert list(seen.columns["answers"]) == ["email", "role"]


def test_every_fault_is_told_at_once_by_row_and_column_with_value_and_fix(tmp_path):
    seen = see(
        tmp_path,
        "email,role,age,know_q1,hobby",
        "ann@@x,boss,-28,6,x",
        "",
        ",mentor,28,three,x",
    )
    told = [str(fault) for fault in seen.faults]
    assert len(told) == 7
    assert 'answers.csv, column "hobby": This column is not a question of small.' in told[0]
    assert 'Write `"hobby": ignore` under `columns:`' in told[0]
    assert 'row 2, column "email": "ann@@x" is not an e-mail address.' in told[1]
    assert 'row 2, column "role": "boss" is not one of the answers: Mentor, Mentee' in told[2]
    assert 'row 2, column "age": "-28" is outside the range' in told[3]
    assert 'row 2, column "know_q1": "6" is not a level. Levels run from 1 (none)' in told[4]
    assert 'row 4, column "know_q1": "three" is not a level' in told[5]
    assert 'row 4, column "email": A required answer is missing.' in told[6]
    with pytest.raises(FaultsFound, match=r"7 faults were found\. Nothing was imported\."):
        seen.checked()


def test_free_text_never_stands_in_a_fault_a_warning_or_a_note(tmp_path):
    secret = "I am leaving in May"
    seen = see(
        tmp_path,
        f"email,role,age,topics,topics[ai],wish,{secret}? {secret} x",
        f"ann@example.org,{secret} and nobody in the whole company may know,3,{secret},{secret},"
        f"{secret} {'x' * 5000},1",
        f"ben@example.org,mentor,30,,,\u202e{secret},1",
        ignore_unknown=True,
    )
    told = "\n".join([str(fault) for fault in seen.problems] + list(seen.notes))
    assert "limit is 4,000" in told
    assert "does not say whether this choice was made" in told
    assert "text-direction control character removed" in told
    assert secret not in told


def test_required_column_that_is_missing_is_told_once_with_what_was_found(tmp_path):
    seen = see(tmp_path, "name,department", "Ann,Sales", "Ben,Sales")
    assert [fault.problem for fault in seen.faults] == [
        "Missing column: Your e-mail address. Found: name, department."
    ]


def test_several_columns_for_one_question_are_asked_about(tmp_path):
    lines = ("email,know_q1,q1,Video calls", "ann@example.org,3,4,5")
    [fault] = see(tmp_path, *lines).faults
    assert fault.problem == "know_q1 is answered by 3 columns (B, C, D). Keep which?"
    mapping = TableMapping(columns={"column C": "ignore", "column D": "ignore"})
    assert answers(see(tmp_path, *lines, mapping=mapping))[0]["know_q1"] == 3


def test_constant_that_a_column_answers_too_is_a_fault(tmp_path):
    lines = ("email,role", "ann@example.org,mentor")
    [fault] = see(tmp_path, *lines, mapping=TableMapping(constants={"role": "mentee"})).faults
    assert "answered by this column and by `constants`" in fault.problem


def test_unknown_columns_are_passed_over_only_if_somebody_says_so(tmp_path):
    lines = ("email,hobby", "ann@example.org,chess")
    assert not see(tmp_path, *lines).ok
    assert see(tmp_path, *lines, ignore_unknown=True).ok
    assert see(tmp_path, *lines, mapping=TableMapping(unknown="ignore")).ok
    assert see(tmp_path, *lines, mapping=TableMapping(columns={"hobby": "ignore"})).ok
    [fault] = see(tmp_path, *lines, mapping=TableMapping(columns={"hobby": "?"})).faults
    assert "is not decided yet" in fault.problem


def test_mapping_file_gives_names_words_and_constants(tmp_path):
    (tmp_path / "map.yaml").write_text(
        """\
columns: {Mail: email, Subjects: topics, Skill: know_q1}
join: {name: [First, Last]}
constants: {role: mentor}
values:
  topics: {"Artificial intelligence": ai, "No idea": null}
  know_q1: {"a lot": 5, "no answer": null}
""",
        encoding="utf-8",
    )
    seen = see(
        tmp_path,
        "First\tLast\tMail\tSubjects\tSkill",
        "Ann\tLee\tann@example.org\tArtificial Intelligence;Inclusion;\tA lot",
        "Ben\t\tben@example.org\tNo idea\tno answer",
        "Cem\tAy\tcem@example.org\tNo idea;Social media\t2",
        mapping=tmp_path / "map.yaml",
    )
    assert seen.ok, seen.text()
    role = {"role": "mentor"}
    assert answers(seen) == [
        {**role, **given}
        for given in (
            {
                "name": "Ann Lee",
                "email": "ann@example.org",
                "topics": ["ai", "inclusion"],
                "know_q1": 5,
            },
            {"name": "Ben", "email": "ben@example.org"},
            {"name": "Cem Ay", "email": "cem@example.org", "topics": ["social"], "know_q1": 2},
        )
    ]


@pytest.mark.parametrize(
    ("decimal_comma", "value", "warnings"), [(None, 3, 1), (True, 3, 0), (False, None, 0)]
)
def test_decimal_comma_is_read_with_a_warning_unless_the_mapping_settles_it(
    tmp_path, decimal_comma, value, warnings
):
    mapping = TableMapping(decimal_comma=decimal_comma)
    seen = see(tmp_path, "email;know_q1", "ann@example.org;3,0", mapping=mapping)
    if decimal_comma is False:
        assert "3,0" in " ".join(map(str, [*seen.faults, *seen.warnings]))
        return
    assert seen.ok
    assert len(seen.warnings) == warnings
    assert seen.responses[0].answers["know_q1"] == value


def test_comma_can_stand_for_thousands_or_decimals_only_as_the_mapping_says(tmp_path):
    lines = ("email;age", "ann@example.org;1,050")
    assert "unclear" in see(tmp_path, *lines).faults[0].problem
    wide = read_instrument(
        """\
id: wide
version: 1
title: Wide
purpose: To read numbers.
source: tests
items:
  - {id: email, kind: text, format: email, text: E-mail, privacy: direct}
  - {id: age, kind: number, text: Age, privacy: quasi}
"""
    )
    for decimal_comma, age in ((True, 1.05), (False, 1050)):
        mapping = TableMapping(decimal_comma=decimal_comma)
        assert answers(see(tmp_path, *lines, mapping=mapping, instrument=wide))[0]["age"] == age


def dates(tmp_path, *cells, **more):
    rows = (f"p{i}@example.org;{cell}" for i, cell in enumerate(cells))
    return see(tmp_path, "email;since", *rows, **more)


def test_order_of_day_and_month_is_decided_by_the_whole_column(tmp_path):
    seen = dates(tmp_path, "01/02/2026", "25/02/2026")
    assert [given["since"] for given in answers(seen)] == ["2026-02-01", "2026-02-25"]
    seen = dates(tmp_path, "01/02/2026", "02/25/2026")
    assert [given["since"] for given in answers(seen)] == ["2026-01-02", "2026-02-25"]


def test_order_that_no_date_shows_is_asked_once(tmp_path):
    cells = ("01/02/2026", "03/04/2026")
    [fault] = dates(tmp_path, *cells).faults
    assert "can be day or month first, and no date in it shows which" in fault.problem
    seen = dates(tmp_path, *cells, mapping=TableMapping(date_order="month first"))
    assert [given["since"] for given in answers(seen)] == ["2026-01-02", "2026-03-04"]


def test_column_that_mixes_orders_is_refused_where_it_is_unclear(tmp_path):
    seen = dates(tmp_path, "25/02/2026", "02/25/2026", "01/02/2026")
    assert "the column has dates of both kinds" in " ".join(map(str, seen.faults))


def test_choices_with_a_column_each_are_put_together(tmp_path):
    seen = see(
        tmp_path,
        "email,topics,topics/ai,topics/social,topics/inclusion,_uuid,_submission_time",
        "a@example.org,ai inclusion,1,0,1,u1,2026-05-30T14:00:09",
        "b@example.org,,,,,u2,2026-05-30T16:00:09+02:00",
        "c@example.org,,0,0,0,u3,",
    )
    assert seen.ok
    assert [given.get("topics") for given in answers(seen)] == [["ai", "inclusion"], None, None]
    assert [r.submitted_at for r in seen.responses] == ["2026-05-30T14:00:09+00:00"] * 2 + [None]
    assert [r.external_id for r in seen.responses] == ["u1", "u2", "u3"]


@pytest.mark.parametrize(
    ("first", "second", "sent"),
    [
        ("8/21/2019 13:10:31", "8/22/2019 1:10:31", "2019-08-21T13:10:31+00:00"),
        ("2020/06/05 11:34:01 PM GMT+2", "2020/06/06 1:40 AM GMT", "2020-06-05T21:34:01+00:00"),
        ("05/04/2026 10:00:00", "01/05/2026 09:00:00", "2026-04-05T10:00:00+00:00"),
        ("1980-01-01 00:00:00", "1980-01-01 00:00:00", None),
    ],
    ids=["month first is shown", "with a zone", "day first, or time would run back", "anonymised"],
)  # fmt: skip
def test_time_of_sending_is_read_as_tools_write_it(tmp_path, first, second, sent):
    seen = see(tmp_path, "Timestamp,email", f"{first},a@example.org", f"{second},b@example.org")
    assert seen.responses[0].submitted_at == sent


def test_time_of_sending_that_is_unclear_is_left_out_with_a_warning(tmp_path):
    seen = see(tmp_path, "Timestamp,email", "01/02/2026 10:00,a@example.org")
    assert seen.ok
    assert seen.responses[0].submitted_at is None
    [warning] = seen.warnings
    assert "When 1 response was sent is left out" in warning.problem
    assert (warning.column, warning.kind) == ("Timestamp", "date_order")


def test_header_without_rows_is_told(tmp_path):
    [fault] = see(tmp_path, "name,email").faults
    assert fault.problem == "The heading is right, but there are no rows."


def test_table_without_a_single_answer_is_no_fault(tmp_path):
    seen = see(tmp_path, "email,know_q1,know_q2", "a@example.org,,", "b@example.org,,")
    assert seen.ok
    assert answers(seen) == [{"email": "a@example.org"}, {"email": "b@example.org"}]


def test_error_cells_true_and_numbers_for_dates_in_a_workbook_are_faults(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["name", "email", "know_q1", "since"],
        ["#REF!", "a@example.org", "#N/A", 1e10],
        ["Ben", "b@example.org", True, -5],
        ["Cem", "c@example.org", 4.0, datetime(2024, 3, 31)],  # noqa: DTZ001
    ):
        book.active.append(row)
    path = tmp_path / "answers.xlsx"
    book.save(path)
    seen = preview(path, SMALL)
    assert [(fault.row, fault.column) for fault in seen.faults] == [
        (2, "name"), (2, "since"), (2, "know_q1"), (3, "since"), (3, "know_q1"),
    ]  # fmt: skip
    assert answers(seen)[2] == {
        "name": "Cem", "email": "c@example.org", "know_q1": 4, "since": "2024-03-31",
    }  # fmt: skip


def test_question_for_mentors_is_not_missed_from_mentees(tmp_path):
    instrument = read_instrument(
        """\
id: roles
version: 1
title: Roles
purpose: To try roles.
source: tests
items:
  - {id: email, kind: text, format: email, text: E-mail, privacy: direct}
  - id: role
    kind: choice
    text: Role
    privacy: none
    options: [{value: mentor, label: Mentor}, {value: mentee, label: Mentee}]
  - {id: capacity, kind: number, text: How many, privacy: none, roles: [mentor], required: true}
"""
    )
    lines = ("email,role,capacity", "a@example.org,mentee,", "b@example.org,mentor,")
    assert [fault.row for fault in see(tmp_path, *lines, instrument=instrument).faults] == [3]


def test_text_tells_columns_and_the_same_fault_once(tmp_path):
    seen = see(
        tmp_path,
        "email,know_q1,hobby",
        "a@example.org,6,x",
        "b@example.org,9,x",
        "c@example.org,7,x",
    )
    text = seen.text()
    assert "answers.csv: 3 responses" in text
    assert "    B  know_q1  know_q1  (id)" in text
    assert "    C  hobby    ?" in text
    assert "3 rows have this (also 3, 4)." in text
    assert text.endswith("Nothing can be imported before this is mended.")


def test_progress_is_told_and_can_stop_the_reading(tmp_path):
    shares = []

    def stop(share, _doing):
        shares.append(share)
        if share > 0.5:
            message = "enough"
            raise Stopped(message)

    rows = [f"p{i}@example.org" for i in range(1_200)]
    with pytest.raises(Stopped):
        see(tmp_path, "email", *rows, on_progress=stop)
    assert shares[0] == 0
    assert shares == sorted(shares)


@settings(max_examples=150, deadline=None)
@given(
    content=st.one_of(
        st.binary(max_size=200),
        st.lists(
            st.lists(
                st.sampled_from(ODD_CELLS),
                max_size=5,
            ).map(",".join),
            max_size=6,
        ).map(lambda lines: "\n".join(lines).encode("utf-8")),
    )
)
def test_whatever_stands_in_a_file_it_is_a_preview_or_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(content)
    with contextlib.suppress(FileRefused):
        assert preview(path, SMALL).text()


def test_folder_without_forms_is_refused(tmp_path):
    with pytest.raises(FileRefused, match="holds no filled form"):
        preview(tmp_path, SMALL)
