"""Whether the text of a letter can be filled in: what may stand in it, and what is wrong.

Letters are written by people and may come from strangers, so very little is allowed: a
placeholder in double braces, `{% if %}`, and one `{% for %}` over a list of entries. Every fault
is found before anybody is written to, with its line and the nearest name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, nodes

from rmkit.content.braces import in_plain_words, single_braces
from rmkit.content.model import Placeholder
from rmkit.content.template import compiled, parsed
from rmkit.errors import Fault, nearest

__all__ = ["faults_in"]

_LOOP = {"first", "last", "index", "length"}
_PLAIN_NODES = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.Const,
    nodes.And,
    nodes.Or,
    nodes.Not,
)
_ALLOWED = "Only {{ placeholder }}, {% if %} and {% for %} can be used in a letter."


def faults_in(
    text: str, placeholders: Mapping[str, Placeholder], *, source: str, column: str | None = None
) -> list[Fault]:
    """Find everything in a text that could not be filled in.

    Parameters
    ----------
    text
        A subject or a body, with line 1 being line 1 of the file.
    placeholders
        What may stand in it.
    source, column
        Where the text comes from, for the faults.
    """
    try:
        found = list(_looked_through(parsed(text), placeholders, {}))
    except TemplateSyntaxError as error:
        problem, fix = in_plain_words(error.message or "", list(placeholders))
        return [Fault(problem, fix, file=source, row=error.lineno, column=column)]
    except RecursionError:
        problem = "is nested too deep."
        return [Fault(problem, "Make it flatter.", file=source, column=column)]
    found += [
        _Found(f"{it} would stay as it is.", f"Write {{{it}}}, in two braces.", line)
        for it, line in single_braces(text, placeholders)
    ]
    found = found or list(_not_to_be_filled(text))
    return [Fault(it.problem, it.fix, file=source, row=it.line, column=column) for it in found]


@dataclass(frozen=True)
class _Found:
    problem: str
    fix: str
    line: int | None


def _not_to_be_filled(text: str) -> Iterator[_Found]:
    """Find what can be read and still not be filled in; there is hardly anything."""
    try:
        compiled(text, markdown=True)
    except TemplateSyntaxError as error:
        fix = "Give the entry of {% for entry in list %} another name."
        yield _Found("A name here has a meaning of its own.", fix, error.lineno)
    except (SyntaxError, RecursionError):
        yield _Found("is nested too deep.", "Make it flatter.", None)


def _looked_through(
    node: nodes.Node, known: Mapping[str, Placeholder], entries: Mapping[str, Placeholder]
) -> Iterator[_Found]:
    """Look through a part of the text; `entries` are the loop variables that hold there."""
    if isinstance(node, nodes.For):
        yield from _loop(node, known, entries)
    elif isinstance(node, nodes.Filter):
        yield from _filter(node, known)
    elif isinstance(node, nodes.Compare):
        yield from _comparison(node, known, entries)
    elif isinstance(node, nodes.Getattr):
        yield from _part(node, known, entries)
    elif isinstance(node, nodes.Name):
        yield from _name(node, known, entries)
    elif isinstance(node, _PLAIN_NODES):
        for child in node.iter_child_nodes():
            yield from _looked_through(child, known, entries)
    else:
        yield _Found(f"{type(node).__name__} is not allowed here.", _ALLOWED, node.lineno)


def _loop(
    node: nodes.For, known: Mapping[str, Placeholder], entries: Mapping[str, Placeholder]
) -> Iterator[_Found]:
    plain = isinstance(node.target, nodes.Name) and isinstance(node.iter, nodes.Name)
    if entries or not plain or node.recursive or node.test or node.else_:
        fix = "Write {% for entry in list %} ... {% endfor %}, and no loop inside another."
        yield _Found("is a loop of a kind that is not allowed here.", fix, node.lineno)
        return
    name, entry = str(getattr(node.iter, "name", "")), str(getattr(node.target, "name", ""))
    if name not in known:
        yield _unknown(name, known, node.lineno)
        return
    if not known[name].is_list:
        yield _Found(f"{name} is one value, not a list.", f"Write {{{{ {name} }}}}.", node.lineno)
        return
    for child in node.body:
        yield from _looked_through(child, known, {entry: known[name]})


def _filter(node: nodes.Filter, known: Mapping[str, Placeholder]) -> Iterator[_Found]:
    of = node.node
    if node.name != "length" or node.args or node.kwargs or not isinstance(of, nodes.Name):
        fix = "Only |length after the name of a list can be used."
        yield _Found(f"|{node.name} is not allowed here.", fix, node.lineno)
    elif of.name not in known:
        yield _unknown(of.name, known, node.lineno)
    elif not known[of.name].is_list:
        yield _Found(f"{of.name} is one value, not a list.", "Leave |length out.", node.lineno)


def _comparison(
    node: nodes.Compare, known: Mapping[str, Placeholder], entries: Mapping[str, Placeholder]
) -> Iterator[_Found]:
    """Values are text, so they are equal or not; only the length of a list is more or less."""
    yield from _looked_through(node.expr, known, entries)
    for operand in node.ops:
        counted = isinstance(node.expr, nodes.Filter) and isinstance(operand.expr, nodes.Const)
        number = counted and type(getattr(operand.expr, "value", None)) is int
        if operand.op not in {"eq", "ne"} and not number:
            fix = "Compare with == or !=, or the length of a list with a number."
            yield _Found("is a comparison that is not allowed here.", fix, node.lineno)
        yield from _looked_through(operand.expr, known, entries)


def _part(
    node: nodes.Getattr, known: Mapping[str, Placeholder], entries: Mapping[str, Placeholder]
) -> Iterator[_Found]:
    of = node.node.name if isinstance(node.node, nodes.Name) else ""
    if of == "loop" and entries and node.attr in _LOOP:
        return
    if of in entries:
        parts = entries[of].each
        if node.attr not in parts:
            fix = nearest(node.attr, parts).strip() or f"It has {', '.join(parts)}."
            yield _Found(f"{of} has no part {node.attr}.", fix, node.lineno)
    elif of in known and known[of].is_list:
        fix = (
            f"Go through it: {{% for entry in {of} %}} {{{{ entry.{node.attr} }}}} {{% endfor %}}."
        )
        yield _Found(f"{of} is a list of entries.", fix, node.lineno)
    elif of in known:
        yield _Found(f"{of} has no parts.", f"Write {{{{ {of} }}}}.", node.lineno)
    elif of:
        yield _unknown(of, [*known, *entries], node.lineno)
    else:
        yield _Found(f".{node.attr} is not allowed here.", _ALLOWED, node.lineno)


def _name(
    node: nodes.Name, known: Mapping[str, Placeholder], entries: Mapping[str, Placeholder]
) -> Iterator[_Found]:
    if node.name in entries:
        first = next(iter(entries[node.name].each))
        fix = f"Write a part of it: {{{{ {node.name}.{first} }}}}."
        yield _Found(f"{node.name} has several parts.", fix, node.lineno)
    elif node.name not in known:
        yield _unknown(node.name, [*known, *entries], node.lineno)
    elif known[node.name].is_list:
        fix = f"Go through it: {{% for entry in {node.name} %}} ... {{% endfor %}}."
        yield _Found(f"{node.name} is a list of entries.", fix, node.lineno)


def _unknown(name: str, known: Mapping[str, Placeholder] | list[str], line: int) -> _Found:
    fix = nearest(name, known).strip() or f"There is: {', '.join(known)}."
    return _Found(f"There is no placeholder {name}.", fix, line)
