"""The tables of a Word form as WordprocessingML: cells with words, and cells to fill in.

Choices are drop-down lists, days are picked, ticks are clicked; all of them are content controls of
Word's own, which act on nothing. A bookmark in each cell to fill in bears the key of its question:
LibreOffice keeps bookmarks, and loses the tags of controls. Text is escaped here, once.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from rmkit.definitions.discreet import discreet
from rmkit.definitions.inert import one_line
from rmkit.exchange.form_mark import short_code

__all__ = [
    "EMPTY_BOX",
    "MARKED",
    "TICKED_BOX",
    "Box",
    "asked",
    "band_box",
    "head_box",
    "table_xml",
    "to_fill",
    "words_xml",
]

_OF = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_LONGEST_TITLE = 60
_WIDTH = 9_640
"""Twentieths of a point between the margins of a page."""
_EDGE, _TO_FILL, _HEAD, _BAND, _QUIET = "BCCCDC", "FFF9E5", "E6F0F2", "0B5563", "616E7C"
EMPTY_BOX, TICKED_BOX = "☐", "☒"
MARKED = "rm_"
"""How the bookmarks begin that name a key."""


@discreet()
@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its content as XML, how it looks, and over how many columns it goes."""

    content: str
    ground: str = ""
    span: int = 1


def _clean(text: str) -> str:
    """Take out what XML cannot hold."""
    return escape(one_line(text).translate({0xFFFE: None, 0xFFFF: None}))


def words_xml(
    words: str,
    *,
    hint: str = "",
    bold: bool = False,
    colour: str = "",
    centred: bool = False,
) -> str:
    """Write words as a paragraph, with a quiet hint as another one below.

    Parameters
    ----------
    words, hint
        As they are read; text, never markup.
    bold, colour, centred
        How the words look.
    """
    look = ("<w:b/>" if bold else "") + (f'<w:color w:val="{colour}"/>' if colour else "")
    run = f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{_clean(words)}</w:t></w:r>'
    quiet = f'<w:i/><w:color w:val="{_QUIET}"/><w:sz w:val="18"/>'
    below = "".join(
        _paragraph(f"<w:r><w:rPr>{quiet}</w:rPr><w:t>{_clean(line)}</w:t></w:r>")
        for line in hint.split("\n")
        if line
    )
    return _paragraph(run, centred=centred) + below


def _paragraph(runs: str, *, centred: bool = False) -> str:
    side = '<w:jc w:val="center"/>' if centred else ""
    about = f'<w:keepNext/><w:spacing w:before="40" w:after="40"/>{side}'
    return f"<w:p><w:pPr>{about}</w:pPr>{runs}</w:p>"


def asked(words: str, *, hint: str = "", bold: bool = True) -> Box:
    """Make the cell of a question."""
    return Box(words_xml(words, hint=hint, bold=bold))


def to_fill(
    code: str,
    *,
    title: str = "",
    choices: Sequence[str] = (),
    kind: str = "text",
    prompt: str = "",
) -> Box:
    """Make a cell to fill in.

    Parameters
    ----------
    code
        The key of the question, with `___` and the option where it is one of several to tick.
    title
        What a screen reader says of the control.
    choices
        The words to choose from, where `kind` is `choice`.
    kind
        `choice`, `date`, `tick`; anything else is room to write in.
    prompt
        Stands in the control until something is chosen.
    """
    if kind not in {"choice", "date", "tick"}:
        return Box(_written("", code), _TO_FILL)
    if kind == "tick":
        about = (
            '<w14:checkbox><w14:checked w14:val="0"/>'
            '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
            '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
        )
        inside = f"<w:r><w:t>{EMPTY_BOX}</w:t></w:r>"
        return Box(_written(_control(about, inside, title), code, centred=True), _TO_FILL)
    if kind == "date":
        about = (
            '<w:date><w:dateFormat w:val="yyyy-MM-dd"/><w:lid w:val="en-GB"/>'
            '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
        )
    else:
        entries = "".join(
            f"<w:listItem w:displayText={_quoted(words)} w:value={_quoted(words)}/>"
            for words in choices
        )
        about = f"<w:dropDownList>{entries}</w:dropDownList>"
    quiet = f'<w:rPr><w:color w:val="{_QUIET}"/></w:rPr>'
    inside = f"<w:r>{quiet}<w:t>{_clean(prompt)}</w:t></w:r>"
    return Box(_written(_control(f"<w:showingPlcHdr/>{about}", inside, title), code), _TO_FILL)


def _quoted(words: str) -> str:
    return quoteattr(one_line(words).translate({0xFFFE: None, 0xFFFF: None}))


def _control(about: str, inside: str, title: str) -> str:
    named = f"<w:alias w:val={_quoted(title[:_LONGEST_TITLE])}/>" if title else ""
    return f"<w:sdt><w:sdtPr>{named}{about}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def _written(runs: str, code: str, *, centred: bool = False) -> str:
    side = '<w:jc w:val="center"/>' if centred else ""
    about = f'<w:pPr><w:spacing w:before="40" w:after="40"/>{side}</w:pPr>'
    return f"<w:p>{about}{_bookmark(code)}{runs}</w:p>"


def _bookmark(code: str) -> str:
    number = zlib.crc32(code.encode()) & 0x7FFFFFFF
    name = f'w:id="{number}" w:name="{MARKED}{short_code(code)}"'
    return f'<w:bookmarkStart {name}/><w:bookmarkEnd w:id="{number}"/>'


def head_box(words: str, *, first: bool = False, hint: str = "") -> Box:
    """Make a cell of the row that heads a table; the first holds a question."""
    return Box(words_xml(words, hint=hint, bold=True, centred=not first), _HEAD)


def band_box(words: str, span: int) -> Box:
    """Make the cell over a whole table that says what it is about."""
    return Box(words_xml(words, bold=True, colour="FFFFFF", centred=True), _BAND, span)


def table_xml(
    rows: Sequence[tuple[Sequence[Box], int]], widths: Sequence[float], *, headed: bool = True
) -> str:
    """Write a table.

    Parameters
    ----------
    rows
        The cells of each row, and how tall it is at least, in twentieths of a point.
    widths
        Of the columns, beside each other; only the ratio counts.
    headed
        Whether the first row is repeated on the next page.
    """
    each = [round(_WIDTH * width / sum(widths)) for width in widths]
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_EDGE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    about = (
        f'<w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in each)
    body = "".join(
        _row(cells, tall, each, head=headed and number == 0)
        for number, (cells, tall) in enumerate(rows)
    )
    return f"<w:tbl {_OF}>{about}<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def _row(cells: Sequence[Box], tall: int, widths: Sequence[int], *, head: bool) -> str:
    about = "<w:cantSplit/>" + (f'<w:trHeight w:val="{tall}" w:hRule="atLeast"/>' if tall else "")
    about += "<w:tblHeader/>" if head else ""
    written, at = [], 0
    for box in cells:
        width = sum(widths[at : at + box.span])
        at += box.span
        look = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        look += f'<w:gridSpan w:val="{box.span}"/>' if box.span > 1 else ""
        ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{box.ground}"/>'
        look += ground if box.ground else ""
        written.append(f"<w:tc><w:tcPr>{look}</w:tcPr>{box.content}</w:tc>")
    return f"<w:tr><w:trPr>{about}</w:trPr>{''.join(written)}</w:tr>"
