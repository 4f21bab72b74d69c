r"""How the Markdown of a letter becomes HTML and plain text, both with the same words.

HTML in a letter is shown and never used, pictures are not loaded from anywhere, and links that
run something are refused. `escape` makes any text stand for itself.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

__all__ = ["as_tree", "escape", "to_html", "to_plain"]

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def escape(text: str) -> str:
    r"""Make a line of text stand for itself in Markdown.

    >>> escape("*Ann* <b>")
    '\\*Ann\\* \\<b\\>'
    """
    return _PUNCTUATION.sub(r"\\\1", text)


def to_html(markdown: str) -> str:
    """Give Markdown as the HTML of its paragraphs, lists and so on, without a page round it."""
    return str(_reader().render(markdown))


def to_plain(markdown: str) -> str:
    r"""Give Markdown as plain text, as one would write it in a mail.

    >>> to_plain("**Your mentee.**\n\n- Jan \\*Novák\\*\n")
    'Your mentee.\n\n- Jan *Novák*\n'
    """
    return _blocks(as_tree(markdown)) + "\n"


def as_tree(markdown: str) -> SyntaxTreeNode:
    """Give Markdown as its parts, for whoever lays them out."""
    return SyntaxTreeNode(_reader().parse(markdown))


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


def _blocks(node: SyntaxTreeNode, between: str = "\n\n") -> str:
    return between.join(_block(child) for child in node.children)


def _block(node: SyntaxTreeNode) -> str:
    if node.type in {"bullet_list", "ordered_list"}:
        start = int(node.attrs.get("start", 1))
        numbered = node.type == "ordered_list"
        return "\n".join(
            _hung(f"{number}. " if numbered else "- ", _blocks(item, "\n"))
            for number, item in enumerate(node.children, start=start)
        )
    if node.type == "blockquote":
        return _hung("    ", _blocks(node))
    if node.type == "hr":
        return "-" * 20
    if node.type in {"fence", "code_block"}:
        return _hung("    ", node.content.rstrip("\n"))
    return "".join(_inline(child) for inline in node.children for child in inline.children)


def _hung(mark: str, text: str) -> str:
    """Put a mark before the first line and indent the others by as much."""
    return mark + re.sub(r"\n(?=[^\n])", "\n" + " " * len(mark), text)


def _inline(node: SyntaxTreeNode) -> str:
    if node.type == "softbreak":
        return " "
    if node.type == "hardbreak":
        return "\n"
    inner = "".join(_inline(child) for child in node.children)
    if node.type == "link":
        address = str(node.attrs.get("href", "")).removeprefix("mailto:")
        return inner if address == inner else f"{inner} ({address})"
    return inner or node.content
