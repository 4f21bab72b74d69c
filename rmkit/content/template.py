"""A checked text with its values filled in, as Markdown or as one line.

What may stand in a text is the business of `rmkit.content.checking`; here it is filled in, in a
sandbox and with every value escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, nodes
from jinja2.sandbox import SandboxedEnvironment

from rmkit.content.markdown import escape
from rmkit.definitions.inert import one_line

__all__ = ["compiled", "filled_line", "filled_markdown", "parsed"]


def parsed(text: str) -> nodes.Template:
    """Give the parts of a text, unchecked; raise jinja2's `TemplateSyntaxError`."""
    return _environment(markdown=True).parse(text)


def filled_markdown(text: str, values: Mapping[str, object]) -> str:
    """Fill a checked body in; what was filled in is escaped, so that it stays plain text."""
    return compiled(text, markdown=True).render(values)


def filled_line(text: str, values: Mapping[str, object]) -> str:
    """Fill a checked subject in, on one line."""
    return one_line(compiled(text, markdown=False).render(values))


@lru_cache(maxsize=64)
def compiled(text: str, *, markdown: bool) -> Template:
    """Make a text ready to be filled in, unchecked; raise jinja2's `TemplateSyntaxError`."""
    return _environment(markdown=markdown).from_string(text)


@cache
def _environment(*, markdown: bool) -> SandboxedEnvironment:
    return SandboxedEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_escaped if markdown else None,
    )


def _escaped(value: Any) -> str:  # noqa: ANN401 - any value a placeholder can have
    return escape(one_line(str(value)))
