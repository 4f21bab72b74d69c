"""How a page looks on paper: one A4 PDF.

In comes a `rmkit.report.page.Page`, out go the bytes of a PDF with its title, its language and
page numbers, and with the letters of Latin, Cyrillic and Greek scripts embedded. The same page
gives the same bytes. Scripts that the font lacks (Chinese, Japanese, Korean) come out as empty
boxes, and right-to-left scripts are not reordered.
"""

from __future__ import annotations

from functools import partial
from io import BytesIO

from rmkit.definitions.inert import one_line
from rmkit.report.page import Page
from rmkit.report.sheet_words import OF_PAGES

__all__ = ["render_pdf"]


def render_pdf(page: Page, *, fields: bool = False, subject: str = "") -> bytes:
    """Write a page as a PDF on A4.

    Parameters
    ----------
    page
        What stands on it. Texts are words, never markup. A word or a cell that is too long for
        its place is broken; a table that is too long goes on under its heading.
    fields
        Whether what is to be filled in becomes fields of a form, to be filled in on a screen.
    subject
        Stands among the properties of the file.

    Returns
    -------
    bytes
        The file. The same page gives the same bytes.

    Raises
    ------
    FileRefused
        The font that comes with matplotlib is not there.
    """
    from rmkit.exchange import pdf_blocks, pdf_paper

    pdf_paper.embed_fonts()
    out = BytesIO()
    title = one_line(page.title)
    document = pdf_paper.sheets(out, title=title, language=one_line(page.language), subject=subject)
    document.build(
        pdf_blocks.flowables(page, width=pdf_paper.WIDTH),
        canvasmaker=partial(
            pdf_paper.NumberedCanvas,
            footer=title,
            numbering=OF_PAGES.say(page.language),
            fields=fields,
        ),
    )
    return out.getvalue()
