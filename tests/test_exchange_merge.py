from datetime import datetime
from io import BytesIO

import openpyxl
import pytest

from rmkit.disclosure.audiences import release_to_coordinator
from rmkit.errors import FaultsFound
from rmkit.exchange.addresses import Mailbox
from rmkit.exchange.mail import Attached, Mail
from rmkit.exchange.merge import Merged, merge_table


def table_of(letters, *, date):
    return merge_table(release_to_coordinator(list(letters)), date=date)


DATE = datetime(2026, 11, 22, 10, 42)  # noqa: DTZ001 (Excel knows no time zones)


def _letter(reference="P001-mentor", name="Ana Ruiz", plain="Dear Ana,\n\nwelcome.\n", **values):
    mail = Mail(
        reference=reference,
        sender=Mailbox("Dana Weber", "dana@example.org"),
        to=Mailbox(name, "ana@example.org"),
        subject="Welcome",
        plain=plain,
        html="<p>Dear Ana</p>",
        attachments=(Attached("principles.pdf", b"x"),),
    )
    return Merged("welcome_mentor", mail, values)


def _rows(*letters):
    book = openpyxl.load_workbook(BytesIO(table_of(letters, date=DATE)))
    assert book.sheetnames == ["letters"]
    head, *rows = book["letters"].iter_rows()
    names = [cell.value for cell in head]
    return names, [dict(zip(names, row, strict=True)) for row in rows]


def test_every_letter_is_a_row_and_every_value_a_column():
    partners = [{"name": "Jan", "email": "jan@example.org"}, {"name": "Eva", "email": None}]

    names, rows = _rows(
        _letter(objective="Read dashboards.", partners=partners), _letter("P002-mentor", n=2)
    )

    assert names == [
        "letter",
        "reference",
        "to",
        "to_name",
        "subject",
        "objective",
        "partners_1_name",
        "partners_1_email",
        "partners_2_name",
        "partners_2_email",
        "n",
        "body",
        "attachments",
    ]
    assert rows[0]["to"].value == "ana@example.org"
    assert rows[0]["partners_2_name"].value == "Eva"
    assert rows[0]["body"].value == "Dear Ana,\n\nwelcome.\n"
    assert rows[0]["attachments"].value == "principles.pdf"
    assert rows[1]["objective"].value is None
    assert rows[1]["n"].value == "2"


@pytest.mark.parametrize(
    "typed", ['=cmd|"/c calc"!A1', "+1", "@SUM(A1)", "-2", "{=1+1}", "http://x"]
)
def test_what_looks_like_a_formula_stays_text(typed):
    _, rows = _rows(_letter(name=typed, plain=typed, objective=typed))

    for column in ("to_name", "objective", "body"):
        assert rows[0][column].value == typed
        assert rows[0][column].data_type == "s"
        assert rows[0][column].hyperlink is None


def test_a_value_called_like_a_column_of_ours_does_not_take_its_place():
    _, rows = _rows(_letter(to="elsewhere", body="other"))

    assert rows[0]["to"].value == "ana@example.org"
    assert rows[0]["to_"].value == "elsewhere"
    assert rows[0]["body_"].value == "other"


def test_a_text_that_no_cell_can_hold_is_told_and_not_cut():
    with pytest.raises(FaultsFound, match=r'row 2, column "body": has 40,000 characters'):
        table_of([_letter(plain="x" * 40_000)], date=DATE)


def test_the_same_letters_give_the_same_bytes():
    assert table_of([_letter(a="1")], date=DATE) == table_of([_letter(a="1")], date=DATE)
