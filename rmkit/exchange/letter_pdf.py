"""A letter on paper, and many of them to print in one go.

In comes a filled letter with the lines of its address; out goes a PDF on A4 whose address stands
where a long envelope has its window. A batch puts letters and what is enclosed one after another,
each set on sheets of its own, so that it can be printed on both sides and folded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from rmkit.content.markdown import as_tree
from rmkit.definitions.inert import one_line
from rmkit.report.sheet_words import OF_PAGES

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode
    from reportlab.platypus import Flowable

__all__ = ["letter_pdf", "print_batch"]

_MM = 72 / 25.4
_TO_THE_WINDOW, _BELOW_THE_WINDOW = 26 * _MM, 85 * _MM
_INDENT = 14


def letter_pdf(
    subject: str,
    markdown: str,
    *,
    address: Sequence[str],
    sender: str,
    day: str,
    language: str = "en",
) -> bytes:
    """Write a letter as a PDF.

    Parameters
    ----------
    subject, markdown
        As a filled letter has them: every value in them is escaped.
    address
        The lines for the window: the name, and where in the organisation it goes.
    sender
        Stands small above the address.
    day
        The date, as it is to be read.
    language
        The language of the letter.

    Returns
    -------
    bytes
        The file. The same letter gives the same bytes.
    """
    from rmkit.exchange import pdf_paper

    pdf_paper.embed_fonts()
    out = BytesIO()
    title = one_line(subject)
    document = pdf_paper.sheets(out, title=title, language=one_line(language))
    document.build(
        [*_head(address, sender, day, title), *_blocks(as_tree(markdown))],
        canvasmaker=partial(
            pdf_paper.NumberedCanvas, footer=title, numbering=OF_PAGES.say(language)
        ),
    )
    return out.getvalue()


def print_batch(sets: Iterable[Sequence[bytes]], *, title: str) -> bytes:
    """Put letters, each with what is enclosed, into one file to print.

    Parameters
    ----------
    sets
        The PDFs of each letter: itself first, then what is enclosed. Each PDF that ends on the
        front of a sheet is followed by an empty page.
    title
        What the file is called.
    """
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    read: dict[bytes, PdfReader] = {}
    for one in sets:
        for content in one:
            found = read.setdefault(content, PdfReader(BytesIO(content)))
            writer.append(found, import_outline=False)
            if len(found.pages) % 2:
                writer.add_blank_page(
                    width=found.pages[0].mediabox.width, height=found.pages[0].mediabox.height
                )
    writer.add_metadata({"/Title": one_line(title), "/Producer": "rmkit"})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _head(address: Sequence[str], sender: str, day: str, subject: str) -> list[Flowable]:
    from reportlab.platypus import Spacer

    from rmkit.exchange.pdf_paper import BOLD, QUIET
    from rmkit.exchange.pdf_words import paragraph, print_style, safe

    small, line = print_style(7, 9, textColor=QUIET), print_style(10.5, 14)
    told = [paragraph(safe(text), line) for text in address if one_line(text)]
    room = _BELOW_THE_WINDOW - _TO_THE_WINDOW - 9 - 14 * len(told)
    return [
        Spacer(0, _TO_THE_WINDOW),
        paragraph(safe(sender), small),
        *told,
        Spacer(0, max(room, 12)),
        paragraph(safe(day), print_style(9.4, 13, alignment=2)),
        paragraph(safe(subject), print_style(11, 15, fontName=BOLD, spaceBefore=10, spaceAfter=8)),
    ]


def _blocks(node: SyntaxTreeNode, indent: float = 0, bullet: str = "") -> Iterator[Flowable]:
    """Lay out the parts of a letter; the first of them bears the bullet, if there is one."""
    from reportlab.platypus import HRFlowable

    from rmkit.exchange.pdf_paper import BOLD, QUIET, RULE
    from rmkit.exchange.pdf_words import paragraph, print_style

    look = {"leftIndent": indent, "bulletIndent": max(indent - _INDENT, 0), "spaceAfter": 6}
    for child in node.children:
        if child.type in ("bullet_list", "ordered_list"):
            start = int(child.attrs.get("start", 1))
            numbered = child.type == "ordered_list"
            for number, item in enumerate(child.children, start=start):
                yield from _blocks(item, indent + _INDENT, f"{number}." if numbered else "•")
        elif child.type == "blockquote":
            yield from _blocks(child, indent + _INDENT)
        elif child.type == "hr":
            yield HRFlowable(width="100%", color=RULE, spaceBefore=4, spaceAfter=8)
        elif child.type in ("fence", "code_block"):
            style = print_style(9, 12.4, textColor=QUIET, **look)
            yield paragraph(_escaped(child.content).replace("\n", "<br/>"), style)
        else:
            bold = {"fontName": BOLD} if child.type == "heading" else {}
            style = print_style(9.8, 13.8, **look, **bold)
            yield paragraph(_inner(child), style, bullet or None)
            bullet = ""


def _inner(node: SyntaxTreeNode) -> str:
    return "".join(_inline(child) for inline in node.children for child in inline.children)


def _inline(node: SyntaxTreeNode) -> str:
    if node.type == "softbreak":
        return " "
    if node.type == "hardbreak":
        return "<br/>"
    inner = "".join(_inline(child) for child in node.children)
    if node.type == "strong":
        return f"<b>{inner}</b>"
    if node.type == "link":
        address = _escaped(str(node.attrs.get("href", "")).removeprefix("mailto:"))
        return inner if address == inner else f"{inner} ({address})"
    return inner or _escaped(node.content)


def _escaped(text: str) -> str:
    """Escape a text, keeping the spaces at its ends; what acts unseen is taken out."""
    lines = (one_line(f"x{line}x")[1:-1] for line in text.split("\n"))
    return escape("\n".join(lines))
