import pytest

from rmkit.report.page import Table, cell_text


def test_a_table_whose_rows_do_not_fit_its_columns_is_refused():
    with pytest.raises(ValueError, match="row 1 of the table does not fit its 2 columns"):
        Table(("a", "b"), ((1, 2), (1,)))
    with pytest.raises(ValueError, match="widths of the table"):
        Table(("a", "b"), (), widths=(1.0,))


def test_cells_are_written_for_people():
    assert [cell_text(it) for it in (0, 1234567, 2.25, float("nan"), None, "", "x", False)] == [
        "0",
        "1\u202f234\u202f567",
        "2.2",
        "–",
        "–",
        "",
        "x",
        "no",
    ]
