from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from rmkit.definitions.inert import one_line
from rmkit.exchange.html import render_html
from rmkit.report.asked import Asked, Write
from rmkit.report.page import (
    Bullets,
    Facts,
    Heading,
    Note,
    Page,
    Paragraph,
    Point,
    Table,
)
from tests.asked_blocks import asked_blocks

VOID = {"meta", "col"}


class _Reader(HTMLParser):
    """Reads a document, and fails where an element is not closed as it was opened."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.words = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words.append(data)


def _read(page):
    reader = _Reader()
    reader.feed(render_html(page))
    reader.close()
    assert not reader.open
    return reader


def _page(text):
    return Page(
        title=text,
        subtitle=text,
        blocks=(
            Heading(text),
            Heading(text, level=2),
            Paragraph(text),
            Bullets((text, Point(text, text))),
            Bullets((text,), numbered=True),
            Facts(((text, text), (text, 12345))),
            Table((text, text), ((text, 1.5), (text, text), (text, None)), caption=text),
            Table((text,), ((text,),), widths=(1.0,)),
            *asked_blocks(text),
            Note(text),
            Note(text, kind="warning"),
        ),
    )


@given(st.text())
def test_whatever_was_typed_is_shown_and_never_becomes_markup(text):
    usual, typed = _read(_page("words")), _read(_page(text))

    assert [tag for tag, _ in typed.tags if tag not in {"p", "div"}] == [
        tag for tag, _ in usual.tags if tag not in {"p", "div"}
    ] or not one_line(text)
    assert one_line(text) in "".join(typed.words)


def test_a_page_loads_nothing_runs_nothing_and_says_so():
    page = _page('<script src="https://example.org/x.js"></script>" onload="x')
    reader = _read(page)

    assert not {tag for tag, _ in reader.tags} & {"script", "link", "img", "iframe", "a", "form"}
    for _, attributes in reader.tags:
        assert not {"src", "href", "onload", "onclick"} & set(attributes)
    assert "default-src 'none'" in render_html(page)
    assert "url(" not in render_html(page)
    assert "@import" not in render_html(page)


def test_language_title_and_both_colour_schemes_are_there():
    html = render_html(Page("Über uns", (), language="de"))

    assert '<html lang="de">' in html
    assert "<title>Über uns</title>" in html
    assert "prefers-color-scheme: dark" in html
    assert "width=device-width" in html


def test_tables_are_tables_for_screen_readers_and_name_their_columns_on_a_phone():
    page = Page("t", (Table(("Mentor", "Score"), (("Ana", 81.5), ("Jan", None))),))
    reader = _read(page)

    cells = [attributes for tag, attributes in reader.tags if tag == "td"]
    assert cells[0] == {"role": "cell", "data-label": "Score", "class": "number"}
    assert ("th", {"role": "rowheader", "scope": "row"}) in reader.tags
    assert "81.5" in reader.words


def test_lines_to_write_on_are_as_many_as_asked_for():
    asked = (Asked("Goal", (Write("g", 4),)), Asked("Name", (Write("n", 1, value="Ana"),)))
    reader = _read(Page("t", asked))

    assert [a for tag, a in reader.tags if tag == "div"].count({"class": "line"}) == 4
    assert "Ana" in reader.words


def test_the_same_page_gives_the_same_text():
    assert render_html(_page("x")) == render_html(_page("x"))
