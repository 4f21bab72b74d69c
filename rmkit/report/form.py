"""A questionnaire laid out as a form on a screen: what is asked, in order, as plain data.

In comes an instrument, out goes a description that a form's script draws: sections, questions,
rows of a matrix, options, in one language. It holds no answer, and nothing of who may see one.
"""

from __future__ import annotations

from itertools import groupby

from rmkit.definitions.texts import Text
from rmkit.instruments.fields import Field, fields_of
from rmkit.instruments.items import Ask, Item, Section
from rmkit.instruments.model import Instrument
from rmkit.instruments.options import Option

__all__ = ["form_view"]

View = dict[str, object]


def form_view(instrument: Instrument, *, language: str = "en") -> View:
    """Describe a questionnaire as a form.

    Parameters
    ----------
    instrument
        As the programme uses it: with its rows and options chosen.
    language
        Of the words; where a text lacks it, the first language there is.

    Returns
    -------
    dict
        Ready for JSON: `id`, `version`, `title`, `purpose`, `language` and `sections`, each with
        `items`. An item has `kind` (`text`, `email`, `url`, `long_text`, `number`, `date`,
        `choice`, `multiple_choice` or `matrix`), `key`, `label`, `help`, `required` and `roles`;
        what can be chosen stands in `options`; a matrix has `rows`, each with its own `key`.
        A matrix that asks two things of each row becomes two items.
    """
    said = _Words(language)
    return {
        "id": instrument.id,
        "version": instrument.version,
        "title": said(instrument.title),
        "purpose": said(instrument.purpose),
        "language": language,
        "sections": [_section(section, instrument, said) for section in instrument.sections],
    }


class _Words:
    """Texts in one language; an absent text is an empty one."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, text: Text | None) -> str:
        return text.say(self.language) if text else ""


def _section(section: Section, instrument: Instrument, said: _Words) -> View:
    fields = list(fields_of(section, instrument.scales))
    items = [
        _matrix(list(cells), said) if ask else _plain(next(cells), said)
        for (_, ask), cells in groupby(fields, key=_question)
    ]
    return {
        "id": section.id,
        "title": said(section.title),
        "text": said(section.text),
        "items": items,
    }


def _question(field: Field) -> tuple[Item, Ask | None]:
    return field.item, field.ask


def _plain(field: Field, said: _Words) -> View:
    item = field.item
    view = _asked(field, said)
    kind = item.format if item.kind == "text" and item.format != "plain" else item.kind
    view |= {"key": field.key, "kind": kind}
    if item.kind in {"text", "long_text"}:
        view["longest"] = item.longest
    if item.kind == "number":
        view |= {"minimum": item.minimum, "maximum": item.maximum, "whole": item.whole}
    if field.options:
        view["options"] = [_option(option, said) for option in field.options]
    return view


def _matrix(cells: list[Field], said: _Words) -> View:
    first = cells[0]
    ask = first.ask.id if first.ask else first.item.id
    rows = [
        {
            "key": cell.key,
            "label": said(cell.row.text),
            "help": said(cell.row.help),
            "group": said(cell.row.group),
        }
        for cell in cells
        if cell.row
    ]
    options = [_option(option, said) for option in first.options]
    return _asked(first, said) | {
        "key": f"{first.item.id}-{ask}",
        "kind": "matrix",
        "options": options,
        "rows": rows,
    }


def _asked(field: Field, said: _Words) -> View:
    item = field.item
    return {
        "label": field.question(said.language),
        "help": said(item.help),
        "required": field.required,
        "roles": list(item.roles),
    }


def _option(option: Option, said: _Words) -> View:
    return {
        "value": option.value,
        "label": said(option.label),
        "help": said(option.help),
        "group": said(option.group),
    }
