"""Cards to print: every one fits its card, is cut where it says, and reads the same everywhere."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from rmkit.content.training import MODULES, deck, decks, module
from rmkit.errors import FileRefused
from rmkit.exchange import pdf_paper
from rmkit.exchange.html import render_html
from rmkit.exchange.page_docx import render_docx
from rmkit.exchange.pdf import render_pdf
from rmkit.exchange.pdf_cards import size_that_fits
from rmkit.report.cards import cards_page, module_page
from rmkit.report.page import Card, Cards, Page, Point

LEGIBLE = 9.0  # points: what is read at a table in a room


def placed(pdf: bytes):
    """Give every piece of text of each page with where it begins, in points from below left."""
    for page in PdfReader(BytesIO(pdf)).pages:
        found: list[tuple[float, float, str]] = []

        def see(text, outer, matrix, *__, found=found):
            x = matrix[4] * outer[0] + matrix[5] * outer[2] + outer[4]
            y = matrix[4] * outer[1] + matrix[5] * outer[3] + outer[5]
            if text.strip():
                found.append((x, y, text))

        page.extract_text(visitor_text=see)
        yield found


@pytest.mark.parametrize("name", decks())
def test_every_card_fits_its_card_in_letters_that_can_be_read(name):
    pdf_paper.embed_fonts()
    block = cards_page([deck(name)]).blocks[-1]
    assert size_that_fits(block, pdf_paper.WIDTH) >= LEGIBLE


@pytest.mark.parametrize(("name", "rows"), [("smart", 4), ("cases", 2), ("pocket", 2)])
def test_no_word_of_a_card_stands_in_the_place_of_another(name, rows):
    """What is on paper, read back by where it stands: each card holds all of its own words."""
    made = cards_page([deck(name)])
    block = made.blocks[-1]
    sheets = list(placed(render_pdf(made)))[1:]
    assert len(sheets) == -(-len(block.cards) // block.per_sheet)
    high, wide = 258 * pdf_paper.mm / rows, pdf_paper.WIDTH / 2
    top = pdf_paper.SIZE[1] - pdf_paper.TOP
    for sheet, words in enumerate(sheets):
        own = block.cards[sheet * block.per_sheet : (sheet + 1) * block.per_sheet]
        said = [[] for _ in own]
        for x, y, text in words:
            if y < pdf_paper.BOTTOM:
                continue  # the foot of the page
            place = int((top - y) // high) * 2 + int((x - pdf_paper.SIDE) // wide)
            said[place].append(text.strip())
        for card, texts in zip(own, said, strict=True):
            lines = [f"{it.lead}{it.text}" if isinstance(it, Point) else it for it in card.lines]
            assert squeezed(*texts) == squeezed(card.head, *lines, card.foot)


def squeezed(*texts: str) -> str:
    return "".join("".join(texts).split())


def test_a_card_with_more_words_than_its_place_is_refused_by_name():
    long = Cards((Card("Short", ("word",)), Card("Too long", ("many words " * 300,))), 8)
    with pytest.raises(FileRefused, match='"Too long" has more words than fit on a card of 8'):
        render_pdf(Page("Cards", (long,)))


def test_the_last_sheet_may_be_half_full():
    cards = Cards(tuple(Card(str(n), ("line",)) for n in range(9)), 8)
    assert len(PdfReader(BytesIO(render_pdf(Page("Cards", (cards,))))).pages) == 3


def test_a_browser_shows_cards_and_cuts_them_when_it_prints():
    html = render_html(cards_page([deck("smart"), deck("tools")], organisation="<b>Harbour"))
    assert html.count("<section>") == 16
    assert 'class="cards four"' in html
    assert "&lt;b&gt;Harbour" in html


def test_word_has_the_cards_too():
    import docx

    read = docx.Document(BytesIO(render_docx(cards_page([deck("pocket")]))))
    texts = [paragraph.text for paragraph in read.paragraphs]
    assert any(text.startswith("Set goals. Write down") for text in texts)


@pytest.mark.parametrize("name", MODULES)
def test_a_trainers_guide_holds_all_that_the_module_says(name):
    whole = module(name)
    text = render_html(module_page(whole, organisation="Harbour"))
    plain = text.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")
    for part in whole.parts:
        for said in (part.title, part.purpose, *part.slide, *part.say, *part.do, *part.watch):
            assert said.say("en") in plain
    assert f"{whole.minutes} minutes" in plain
