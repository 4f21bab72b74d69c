from io import BytesIO

import pytest
from pypdf import PdfReader

from rmkit import content
from rmkit.exchange import pdf_paper
from rmkit.exchange.pdf import render_pdf
from rmkit.report.asked import Asked, Choice, Rated, Rating, Together, Write
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
from rmkit.report.principles import principles_page
from tests.asked_blocks import asked_blocks

NAMES = "Иван Петров, Žofie Čápková, Μαρία Παπαδοπούλου, Łukasz, Ştefan, Þór"


def _read(page):
    return PdfReader(BytesIO(render_pdf(page)))


def _words(page):
    return " ".join(" ".join(sheet.extract_text().split()) for sheet in _read(page).pages)


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
            Facts(tuple((text, number) for number in range(7))),
            Table((text, "n"), ((text, 1.5), (text, None)), caption=text),
            Table((text,), ()),
            *asked_blocks(text),
            Note(text),
            Note(text, kind="warning"),
        ),
    )


def test_names_in_latin_cyrillic_and_greek_letters_are_printed_as_they_are():
    assert NAMES in _words(Page("Pairs", (Paragraph(NAMES),)))
    assert NAMES in _words(Page("Pairs", (Table(("Names",), ((NAMES,),)),)))


def test_what_was_typed_is_printed_and_never_read_as_markup():
    typed = '<b>bold</b> & <font size="99">x</font> <unknown> &nbsp;'

    assert typed in _words(Page("t", (Paragraph(typed),)))
    assert _words(_page(typed))


def test_all_fonts_are_embedded_and_no_other_is_named():
    fonts = {}
    for sheet in _read(_page(NAMES)).pages:
        fonts |= sheet["/Resources"]["/Font"]

    for font in fonts.values():
        descriptor = font.get_object()["/FontDescriptor"].get_object()
        assert "/FontFile2" in descriptor


def test_title_language_and_page_numbers_are_there():
    page = Page("Über uns", tuple(Paragraph("words " * 200) for _ in range(12)), language="de")
    reader = _read(page)

    assert reader.metadata.title == "Über uns"
    assert reader.trailer["/Root"]["/Lang"] == "de"
    assert len(reader.pages) > 1
    for number, sheet in enumerate(reader.pages, start=1):
        assert f"Seite {number} von {len(reader.pages)}" in sheet.extract_text()


def test_the_same_page_gives_the_same_bytes():
    assert render_pdf(_page(NAMES)) == render_pdf(_page(NAMES))


@pytest.mark.parametrize("text", ["x" * 5000, "ж" * 5000, "word " * 2500, "a-b" * 2000])
def test_a_word_or_a_cell_longer_than_the_page_is_broken_and_goes_on(text):
    page = Page(text, (Paragraph(text), Table(("a", "b"), ((text, "y"),)), Note(text)))

    reader = _read(page)

    assert len(reader.pages) > 2
    for sheet in reader.pages:
        places = []
        sheet.extract_text(visitor_text=lambda _t, _cm, tm, *_, found=places: found.append(tm[4]))
        assert max(places) < pdf_paper.SIZE[0] - pdf_paper.SIDE


def test_a_long_table_repeats_its_heading_on_every_sheet_and_loses_no_row():
    rows = tuple((f"row{number}.", number) for number in range(300))
    reader = _read(Page("t", (Heading("Long"), Table(("Person", "Number"), rows))))

    texts = [sheet.extract_text() for sheet in reader.pages]
    assert all("Person" in text for text in texts)
    assert all(f"row{number}." in "".join(texts) for number in range(300))
    assert "row0." in texts[0]


def test_a_heading_never_stands_alone_at_the_foot_of_a_sheet():
    for filler in range(28, 40):
        aim = Asked("Aim", (Write("aim", 6),))
        blocks = (*(Paragraph("words") for _ in range(filler)), Heading("Goals"), aim)
        for sheet in _read(Page("t", blocks)).pages:
            text = sheet.extract_text()
            assert ("Goals" in text) == ("Aim" in text)


def test_the_principles_fit_on_one_sheet():
    page = principles_page(content.principles(), organisation="Harbour Logistics")

    assert len(_read(page).pages) == 1


@pytest.mark.parametrize("text", ["", "\x00\x07\u202e", "🦊 李雷 علي", "\ud800"])
def test_text_that_no_printer_likes_still_gives_a_pdf(text):
    assert len(_read(_page(text)).pages) >= 1


def test_column_widths_share_the_room_and_keep_headings_whole():
    from rmkit.exchange.pdf_columns import column_widths

    pdf_paper.embed_fonts()
    table = Table(("Score", "Why they fit"), ((81.5, "long words " * 30), (3, "x" * 500)))

    score, why = column_widths(table, 400, padding=8)

    assert score + why == pytest.approx(400)
    assert 30 < score < why


def test_no_heading_is_parted_from_the_rating_or_the_cards_below_it():
    levels = (Choice("1", "none"), Choice("2", "some"))
    rating = Rating("Rated", ("",), levels, (Rated("Row", ("r",)),))
    cards = Together("beside", (Asked("Card", (Write("c", 7, "text"),)),))
    for about in (rating, cards):
        for filler in range(24, 40):
            blocks = (*(Paragraph("words") for _ in range(filler)), Heading("Part"), about)
            for sheet in _read(Page("t", blocks)).pages:
                text = sheet.extract_text()
                assert ("Part" in text) == ("Row" in text or "Card" in text)
