"""A paper from Markdown to a page: headings, paragraphs, lists, tables, remarks.

Placeholders are filled in after the Markdown was read, so that what an organisation or a person is
called is never markup. A paragraph that is nothing but the placeholder of a table becomes that
table. What is not known stands as "[to be completed: ...]" and is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from rmkit.content.papers import PLACEHOLDER, Paper
from rmkit.report.page import Block, Bullets, Heading, Note, Page, Paragraph, Point, Table

__all__ = ["gaps_in", "paper_page"]

_GAP = re.compile(r"\[to be completed: ([^\]]+)\]")


def paper_page(
    paper: Paper,
    values: Mapping[str, str | None],
    tables: Mapping[str, Table],
    *,
    organisation: str = "",
) -> Page:
    """Describe a paper with its values filled in.

    Parameters
    ----------
    paper
        The paper.
    values
        What is known, by placeholder; what is missing or None becomes a gap that says what it is.
    tables
        What takes the place of a paragraph that is a placeholder alone.
    organisation
        Stands below the title.
    """
    root = SyntaxTreeNode(_reader().parse(paper.body))
    filling = _Filling(paper, values, tables)
    blocks = tuple(block for node in root.children for block in filling.blocks(node))
    return Page(paper.title, blocks, organisation, paper.language)


def gaps_in(page: Page) -> tuple[str, ...]:
    """List what is still to be completed on a page, each once, in order.

    >>> gaps_in(Page("Notice", (Paragraph("From [to be completed: a date] on."),)))
    ('a date',)
    """
    found = (gap for text in _texts(page) for gap in _GAP.findall(text))
    return tuple(dict.fromkeys(found))


def _texts(page: Page) -> Iterator[str]:
    for block in page.blocks:
        if isinstance(block, Heading | Paragraph | Note):
            yield block.text
        elif isinstance(block, Bullets):
            for item in block.items:
                yield from (item.lead, item.text) if isinstance(item, Point) else (item,)
        elif isinstance(block, Table):
            yield from (str(cell) for row in block.rows for cell in row)


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image"])


class _Filling:
    """The blocks of a paper, with what is known in place of the placeholders."""

    def __init__(
        self, paper: Paper, values: Mapping[str, str | None], tables: Mapping[str, Table]
    ) -> None:
        self._paper = paper
        self._values = values
        self._tables = tables

    def blocks(self, node: SyntaxTreeNode) -> Iterator[Block]:
        """Give the blocks that a piece of Markdown becomes."""
        if node.type == "heading":
            yield Heading(self._text(node), 1 if node.tag in ("h1", "h2") else 2)
        elif node.type == "blockquote":
            yield Note(" ".join(self._text(child) for child in node.children), "warning")
        elif node.type in ("bullet_list", "ordered_list"):
            items = tuple(self._item(item) for item in node.children)
            yield Bullets(items, numbered=node.type == "ordered_list")
        elif node.type == "table":
            yield self._table(node)
        else:
            yield self._paragraph(node)

    def _paragraph(self, node: SyntaxTreeNode) -> Block:
        alone = PLACEHOLDER.fullmatch(_raw(node))
        if alone and alone[1] in self._tables:
            return self._tables[alone[1]]
        return Paragraph(self._text(node))

    def _item(self, item: SyntaxTreeNode) -> str | Point:
        inline = item.children[0].children[0]
        first, *rest = inline.children
        if first.type != "strong":
            return self._text(item)
        lead = self._filled(_raw(first))
        return Point(lead, self._filled("".join(map(_raw, rest)).strip()))

    def _table(self, node: SyntaxTreeNode) -> Table:
        rows = [
            tuple(self._text(cell) for cell in row.children)
            for part in node.children
            for row in part.children
        ]
        return Table(rows[0], tuple(rows[1:]), widths=(3, 5, 2) if len(rows[0]) == 3 else ())

    def _text(self, node: SyntaxTreeNode) -> str:
        return self._filled(_raw(node))

    def _filled(self, text: str) -> str:
        return PLACEHOLDER.sub(lambda found: self._value(found[1]), text)

    def _value(self, name: str) -> str:
        known = self._values.get(name)
        meaning = self._paper.placeholders[name].rstrip(".")
        return known or f"[to be completed: {meaning[0].lower()}{meaning[1:]}]"


def _raw(node: SyntaxTreeNode) -> str:
    """Give the words of a piece of Markdown."""
    if node.type in ("softbreak", "hardbreak"):
        return " "
    if node.children:
        return "".join(_raw(child) for child in node.children)
    return node.content
