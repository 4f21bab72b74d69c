"""Numbers and dates, as people and their programs write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmkit.instruments.quantities import as_number, read_date, read_number


@pytest.mark.parametrize(
    ("written", "value", "note"),
    [
        ("3", 3, None),
        (" 3.0 ", 3, None),
        ("2.5", 2.5, None),
        ("3,0", 3, "read as 3 (decimal comma)"),
        ("2,5", 2.5, "read as 2.5 (decimal comma)"),
        ("0,125", 0.125, "read as 0.125 (decimal comma)"),
        ("−4", -4, None),
        ("+4", 4, None),
        ("４", 4, None),
        ("1e2", 100, None),
        (".5", 0.5, None),
        (7, 7, None),
        (7.0, 7, None),
        (7.25, 7.25, None),
    ],
)
def test_numbers_are_read(written, value, note):
    read = read_number(written)
    assert (read.value, type(read.value), read.note) == (value, type(value), note)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("nan", "is not an answer; blank means no answer."),
        ("-Inf", "is not an answer; blank means no answer."),
        (float("inf"), "is not an answer; blank means no answer."),
        ("three", "is not a number."),
        ("5 years", "is not a number."),
        ("1.2.3", "is not a number."),
        ("--5", "is not a number."),
        ("0x10", "is not a number."),
        ("1_000", "is not a number."),
        ("", "is not a number."),
        (True, "is not a number."),
        ("1,000", "is unclear: the comma can stand for thousands or for decimals."),
        ("9" * 5000, "is a number of 5,000 digits."),
        ("1e999", "is larger than any answer can be."),
        (10**400, "is larger than any answer can be."),
    ],
)
def test_what_is_no_number_is_told(written, told):
    read = read_number(written)
    assert (read.value, read.problem) == (None, told)
    assert read.fix


def test_bounds_belong_to_the_range_and_are_told():
    assert read_number("60", minimum=0, maximum=60).value == 60
    outside = read_number("-28", minimum=0, maximum=60)
    assert (outside.problem, outside.fix) == (
        "is outside the range.",
        "Write a number from 0 to 60.",
    )
    assert "at least 1" in read_number(0, minimum=1).fix
    assert "at most 5" in read_number(6, maximum=5).fix
    assert read_number("1e308", maximum=60).problem == "is outside the range."


def test_whole_numbers_are_whole():
    assert read_number("3,0", whole=True).value == 3
    assert read_number("2.5", whole=True).problem == "is not a whole number."
    assert (
        read_number("2.5", whole=True, minimum=1, maximum=5).fix
        == "Write a whole number from 1 to 5."
    )


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_a_kept_number_reads_as_itself_again(number):
    first = read_number(number).value
    if first is not None:
        assert read_number(first).value == first


@given(st.decimals(-1000, 1000, places=2))
def test_point_and_comma_read_alike(number):
    point, comma = as_number(str(number)), as_number(str(number).replace(".", ","))
    assert point.value == comma.value == pytest.approx(float(number))


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-31",
        "2026/3/31",
        "2026-03-31 10:15:00",
        "2026-03-31T10:15:00Z",
        "31.3.2026",
        "31. 3. 2026",
        "31/03/2026",
        "3/31/2026",
        "3/31/2026 13:10:31",
        "31 March 2026",
        "31st Mar 2026",
        "March 31, 2026",
        "Mar. 31 2026",
        "31-Mar-2026",
        date(2026, 3, 31),
        datetime(2026, 3, 31, 23, 59, tzinfo=UTC),
    ],
)
def test_dates_are_read(written):
    assert read_date(written).value == "2026-03-31"


def test_a_date_that_can_mean_two_days_is_refused_unless_the_column_tells():
    unclear = read_date("01/02/2026")
    assert unclear.problem == "is unclear: it can be 2026-01-02 or 2026-02-01."
    assert read_date("01/02/2026", day_first=True).value == "2026-02-01"
    assert read_date("01/02/2026", day_first=False).value == "2026-01-02"
    assert read_date("01.02.2026", day_first=False).value == "2026-02-01", "points mean day first"
    assert read_date("02/02/2026").value == "2026-02-02"
    assert read_date("3/31/2026", day_first=True).problem == "is not a day of the calendar."


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2026-02-30", "is not a day of the calendar."),
        ("31.13.2026", "is not a day of the calendar."),
        ("2019", "is not a date."),
        ("March 2019", "is not a date."),
        ("1/2/26", "is not a date."),
        ("31 Foo 2026", "is not a day of the calendar."),
        ("0026-01-01", "has the year 26."),
        ("9999-01-01", "has the year 9999."),
        (43815, "is a number, not a date."),
        (True, "is a number, not a date."),
    ],
)
def test_what_is_no_date_is_told(written, told):
    read = read_date(written)
    assert (read.value, read.problem) == (None, told)
    assert read.fix


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_kept_date_reads_as_itself_again(day):
    assert read_date(day).value == read_date(read_date(day).value).value == day.isoformat()
