"""The reference of the analyses says what their docstrings say, of every one of them."""

import inspect

from rmkit import outcomes
from tests.reference_of_outcomes import PLACE, analyses, parts_of, written


def test_the_page_is_what_the_docstrings_say():
    assert PLACE.read_text(encoding="utf-8") == written(), "python -m tests.reference_of_outcomes"


def test_every_analysis_is_on_the_page_with_what_it_gives_and_where_it_comes_from():
    page = PLACE.read_text(encoding="utf-8")
    names = [name for name, _, _ in analyses()]
    assert set(names) == {n for n in outcomes.__all__ if inspect.isfunction(getattr(outcomes, n))}
    for name, _, it in analyses():
        assert f"\n### `{name}`\n" in page
        parts = parts_of(inspect.getdoc(it) or "")
        assert {"Parameters", "Returns", "References", "Examples"} <= set(parts), name
