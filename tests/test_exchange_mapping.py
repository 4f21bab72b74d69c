"""Mapping files are written for people, and every slip in them is told with its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmkit.errors import FaultsFound, FileRefused
from rmkit.exchange.column_faults import mapping_faults
from rmkit.exchange.columns import propose
from rmkit.exchange.mapping import TableMapping, read_mapping, write_mapping
from rmkit.exchange.tables import read_table
from rmkit.instruments import read_instrument

SMALL = read_instrument(Path(__file__).parent / "instruments" / "small.yaml")


def saved(tmp_path, text, name="map.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def faults(tmp_path, text, content="name,email,Hope,Hope\nAnn,ann@example.org,x,y\n"):
    table = read_table(saved(tmp_path, content, "answers.csv"))
    return [str(f) for f in mapping_faults(read_mapping(saved(tmp_path, text)), table, SMALL)]


words = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"]), min_size=1, max_size=20
)


@given(
    columns=st.dictionaries(words, st.sampled_from(["role", "ignore", "?", "topics[ai]"])),
    values=st.dictionaries(words, st.one_of(st.none(), words, st.integers(-9, 9)), max_size=3),
)
def test_written_mapping_is_read_back_as_it_was(tmp_path_factory, columns, values):
    mapping = TableMapping(
        columns=columns,
        values={"role": values},
        constants={"role": "mentor"},
        join={"name": ("First, name", "no")},
        sheet="Form: 1",
        date_order="day first",
        decimal_comma=True,
        unknown="ignore",
        repeated="last",
    )
    path = write_mapping(tmp_path_factory.mktemp("map") / "map.yaml", mapping)
    assert read_mapping(path).model_dump() == mapping.model_dump()


def test_written_mapping_says_how_columns_were_known_and_lists_the_questions(tmp_path):
    table = read_table(saved(tmp_path, "name,Rolle?,Timestamp\n", "answers.csv"))
    written = write_mapping(tmp_path / "m.yaml", propose(table, SMALL)).read_text(encoding="utf-8")
    assert "name: name  # id" in written
    assert "Timestamp: submitted_at  # added by plain" not in written
    assert "#   role: Which role would you like?" in written
    assert "not decided yet" in written


def test_every_slip_in_a_mapping_is_told_at_once_with_its_line(tmp_path):
    told = faults(
        tmp_path,
        """\
columns:
  emial: email
  name: nmae
  "Hope": wish
  "column C": topics[soical]
  "column D": role[mentor]
constants:
  rolle: mentor
  age: three
join:
  wish: [Hope, "Fear"]
values:
  role: {"chief": boss, "none of it": null}
""",
    )
    assert [line.split(":")[0] for line in told] == [
        'map.yaml, row 2, column "columns.emial"',
        'map.yaml, row 3, column "columns.name"',
        'map.yaml, row 4, column "columns.Hope"',
        'map.yaml, row 5, column "columns.column C"',
        'map.yaml, row 6, column "columns.column D"',
        'map.yaml, row 11, column "join.wish.1"',
        'map.yaml, row 11, column "join.wish.2"',
        'map.yaml, row 8, column "constants.rolle"',
        'map.yaml, row 9, column "constants.age"',
        'map.yaml, row 13, column "values.role.chief"',
    ]
    text = "\n".join(told)
    for said in (
        'There is no column "emial" in the table. Did you mean "email"?',
        '"nmae" is no question. Did you mean "name"?',
        '"Hope" stands over 2 columns. Name them "column C", "column D".',
        '"topics[soical]" is no choice of topics. Did you mean "social"?',
        "role has no choices that could have a column each.",
        '"rolle" is no question. Did you mean "role"?',
        '"three" is not a number.',
        '"boss" is not one of the answers: Mentor, Mentee, Either.',
    ):
        assert said in text


def test_sound_mapping_has_no_faults(tmp_path):
    assert faults(tmp_path, 'columns: {"column C": wish, "column D": ignore, email: "?"}') == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colums: {}", "not a known key"),
        ("unknown: maybe", "It can be 'refuse' or 'ignore'"),
        ("columns: {role: NO}", "Put it in quotation marks"),
        ("ignore: [a]", 'Write `"Heading": ignore` in columns.'),
        ("sheet: 1", "must be text"),
    ],
)
def test_file_that_is_no_mapping_is_refused(tmp_path, text, said):
    with pytest.raises(FaultsFound) as found:
        read_mapping(saved(tmp_path, text))
    assert said in str(found.value)


def test_mapping_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(FileRefused, match="cannot be opened"):
        read_mapping(tmp_path / "nowhere.yaml")
