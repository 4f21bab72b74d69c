"""A questionnaire laid out as a form on a screen: what is asked, in order, as plain data.

In comes an instrument, out goes a description that a form's script draws: sections, questions,
rows of a matrix, options, in one language. It holds no answer, nothing of who may see one, and not
which answer is right.
"""

from __future__ import annotations

from itertools import groupby

from rmkit.definitions.texts import Text
from rmkit.instruments.fields import VOICES, Field
from rmkit.instruments.items import Ask, Item, Section
from rmkit.instruments.model import Instrument, Voice
from rmkit.instruments.options import Option

__all__ = ["form_view"]

View = dict[str, object]


def form_view(instrument: Instrument, *, language: str = "en", voice: Voice | None = None) -> View:
    """Describe a questionnaire as a form.

    Parameters
    ----------
    instrument
        As the programme uses it: with its rows and options chosen.
    language
        Of the words; where a text lacks it, the first language there is.
    voice
        Who fills it in, in a sheet with several voices; None where both do, at one table.

    Returns
    -------
    dict
        Ready for JSON: `id`, `version`, `title`, `purpose`, `language`, `voice`, `voices` (the
        words for each) and `sections`, each with its `layout` and `items`. An item has `kind`
        (`text`, `email`, `url`, `signature`, `long_text`, `number`, `date`, `choice`,
        `multiple_choice` or `matrix`), `key`, `label`, `help`, `required`, `roles`, `mark` and
        `mine` (whether it is for this voice to answer). What can be chosen stands in `options`; a
        matrix has `rows`, each with its own `key`, and one that asks two things of each row
        becomes two items. An item with voices has, instead of a key of its own, `voices`: each
        with `voice`, `key`, `label`, `required` and `mine`. Where a person says which answers a
        mentor may read, the item has `shares`: by the value of each option the keys of the answers
        that it stands for.
    """
    said = _Words(language)
    asked = _Asked(instrument, voice, said)
    return {
        "id": instrument.id,
        "version": instrument.version,
        "title": said(instrument.title),
        "purpose": said(instrument.purpose),
        "language": language,
        "voice": voice,
        "voices": {name: said(VOICES[name]) for name in instrument.voices},
        "sections": [asked.section(section) for section in instrument.sections],
    }


class _Words:
    """Texts in one language; an absent text is an empty one."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, text: Text | None) -> str:
        return text.say(self.language) if text else ""


class _Asked:
    """The questions of one instrument, for one person who fills it in."""

    def __init__(self, instrument: Instrument, voice: Voice | None, said: _Words) -> None:
        self.instrument = instrument
        self.voice = voice
        self.said = said
        self.keys: dict[str, list[str]] = {}
        for field in instrument.fields:
            self.keys.setdefault(field.item.id, []).append(field.key)

    def section(self, section: Section) -> View:
        """Describe a section with its items."""
        fields = [field for field in self.instrument.fields if field.section.id == section.id]
        return {
            "id": section.id,
            "title": self.said(section.title),
            "text": self.said(section.text),
            "layout": section.layout,
            "items": [self._item(list(cells)) for _, cells in groupby(fields, key=_question)],
        }

    def _item(self, cells: list[Field]) -> View:
        first = cells[0]
        if first.ask:
            return self._matrix(cells)
        if first.voice:
            return self._plain(first) | {"voices": [self._voice(cell) for cell in cells]}
        return self._plain(first) | {"key": first.key}

    def _plain(self, field: Field) -> View:
        item = field.item
        view = self._common(field)
        special = item.kind == "text" and item.format != "plain"
        view["kind"] = item.format if special else item.kind
        if item.kind in {"text", "long_text"}:
            view["longest"] = item.longest
        if item.kind == "number":
            view |= {"minimum": item.minimum, "maximum": item.maximum, "whole": item.whole}
        if field.options:
            view["options"] = [self._option(option) for option in field.options]
        if item.shares:
            view["shares"] = {str(o.value): self.keys[str(o.value)] for o in field.options}
        return view

    def _voice(self, field: Field) -> View:
        return {
            "voice": field.voice,
            "key": field.key,
            "label": self.said(VOICES[field.voice]) if field.voice else "",
            "required": field.required,
            "mine": self.instrument.is_for(field, self.voice),
        }

    def _matrix(self, cells: list[Field]) -> View:
        first = cells[0]
        ask = first.ask.id if first.ask else first.item.id
        rows = [
            {
                "key": cell.key,
                "label": self.said(cell.row.text),
                "help": self.said(cell.row.help),
                "group": self.said(cell.row.group),
            }
            for cell in cells
            if cell.row
        ]
        return self._common(first) | {
            "key": f"{first.item.id}-{ask}",
            "kind": "matrix",
            "options": [self._option(option) for option in first.options],
            "rows": rows,
        }

    def _common(self, field: Field) -> View:
        item = field.item
        return {
            "label": self.said(item.text) if field.voice else field.question(self.said.language),
            "help": self.said(item.help),
            "required": field.required,
            "roles": list(item.roles),
            "mark": item.mark,
            "mine": self.instrument.is_for(field, self.voice),
        }

    def _option(self, option: Option) -> View:
        return {
            "value": option.value,
            "label": self.said(option.label),
            "help": self.said(option.help),
            "group": self.said(option.group),
        }


def _question(field: Field) -> tuple[Item, Ask | None]:
    return field.item, field.ask
