"""An instrument as the survey tool of a company asks it: plain questions and grids.

What goes out and what comes back belong together: a heading that stands in an export is made here,
and `rmkit.exchange.names` knows it again. Where two questions have the same words, or words that a
tool uses for a column of its own, the heading is made longer until it is the only one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from rmkit.definitions.inert import one_line
from rmkit.definitions.texts import Text
from rmkit.exchange.headings import bare
from rmkit.exchange.tool_columns import tool_use
from rmkit.instruments.model import Field, Instrument, Section

__all__ = [
    "READ_BY",
    "Part",
    "Question",
    "SurveyTool",
    "asks_who",
    "is_about_who_answers",
    "is_private",
    "notes_who",
    "survey_headings",
    "survey_parts",
]

SurveyTool = Literal["google_forms", "ms_forms"]
_TOOLS: tuple[SurveyTool, ...] = ("google_forms", "ms_forms")
_ONLY = {
    "mentor": Text({
        "en": "For mentors only.", "es": "Solo para mentores.", "de": "Nur für Mentorinnen und "
        "Mentoren.", "bg": "Само за ментори.", "cs": "Jen pro mentory.",
    }),
    "mentee": Text({
        "en": "For mentees only.", "es": "Solo para mentees.", "de": "Nur für Mentees.",
        "bg": "Само за наставляваните.", "cs": "Jen pro mentees.",
    }),
}  # fmt: skip
READ_BY = Text({
    "en": "Whoever made this form can read every answer in it.",
    "es": "Quien creó este formulario puede leer todas las respuestas.",
    "de": "Wer dieses Formular angelegt hat, kann jede Antwort darin lesen.",
    "bg": "Който е създал този формуляр, може да чете всички отговори в него.",
    "cs": "Kdo tento formulář vytvořil, může číst všechny odpovědi v něm.",
})  # fmt: skip
"""Said in a form that asks what the coordinator is not to read."""
_WHOLE = Text({
    "en": "A whole number.", "es": "Un número entero.", "de": "Eine ganze Zahl.",
    "bg": "Цяло число.", "cs": "Celé číslo.",
})  # fmt: skip


@dataclass(frozen=True)
class Question:
    """One question of a survey: a plain one, or a grid with a row for each field.

    `choices` are the words to choose from; of a grid, those over its columns. `rows` are the words
    of the rows of a grid, in the order of `fields`.
    """

    title: str
    fields: tuple[Field, ...]
    help: str = ""
    choices: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """`grid`, or the kind of its only field."""
        return "grid" if self.rows else self.fields[0].kind

    @property
    def required(self) -> bool:
        """Whether everybody must answer it; what concerns one role only is required of nobody."""
        return all(f.required and not f.item.roles for f in self.fields)


@dataclass(frozen=True)
class Part:
    """A section with its questions."""

    title: str
    text: str
    questions: tuple[Question, ...]


def survey_parts(
    instrument: Instrument, *, language: str = "en", tool: SurveyTool
) -> tuple[Part, ...]:
    """Describe the survey: one question an item, one a voice of it, one grid an ask of a matrix.

    Parameters
    ----------
    instrument
        One variant, with its rows and options chosen.
    language
        The language of every text; English where a text lacks it.
    tool
        For which tool: they write the rows of a grid in their own way.
    """
    titles, rows = _titles(instrument, language), _statements(instrument, language, tool)
    return tuple(
        Part(
            one_line(section.title.say(language)),
            one_line(section.text.say(language)) if section.text else "",
            tuple(_questions(section, instrument.fields, titles, rows, language)),
        )
        for section in instrument.sections
    )


def survey_headings(
    instrument: Instrument, *, language: str = "en", tool: SurveyTool
) -> dict[str, str]:
    """Give for each field the heading under which the tool's export has its answers."""
    titles, rows = _titles(instrument, language), _statements(instrument, language, tool)
    if tool == "ms_forms":
        return {f.key: rows.get(f.key, titles[_asked(f)]) for f in instrument.fields}
    return {
        f.key: titles[_asked(f)] + (f" [{rows[f.key]}]" if f.row else "") for f in instrument.fields
    }


def asks_who(instrument: Instrument) -> bool:
    """Tell whether the form itself asks who answers: for an address, an id or a name."""
    asked = instrument.fields
    return any(f.item.format == "email" or f.key in {"person_id", "name"} for f in asked)


def is_about_who_answers(instrument: Instrument) -> bool:
    """Tell whether answers are about the person who gives them; an interview is about another."""
    others = {"coordinator", "observer"}
    return not instrument.filled_by or bool(set(instrument.filled_by) - others)


def notes_who(instrument: Instrument) -> bool:
    """Tell whether the survey tool should note who answers, as the form does not ask.

    Participants are helped, and compared with themselves, by what they answer. A questionnaire
    of one's own, and what the coordinator does not read, is answered without a name.
    """
    read = any(field.visibility == "coordinator" for field in instrument.fields)
    participants = bool({"candidate", "mentor", "mentee"} & set(instrument.filled_by))
    return read and participants and not asks_who(instrument)


def is_private(instrument: Instrument) -> bool:
    """Tell whether it asks what the coordinator is not to read."""
    return any(field.visibility != "coordinator" for field in instrument.fields)


def _asked(field: Field) -> str:
    """Name the question that a field belongs to: fields of one ask share one."""
    return f"{field.item.id} {field.ask.id}" if field.row and field.ask else field.key


def _questions(
    section: Section,
    fields: Sequence[Field],
    titles: Mapping[str, str],
    rows: Mapping[str, str],
    language: str,
) -> Iterator[Question]:
    own = (field for field in fields if field.section.id == section.id)
    for asked, group in groupby(own, key=_asked):
        answered = tuple(group)
        first = answered[0]
        yield Question(
            title=titles[asked],
            fields=answered,
            help=_help(first, language),
            choices=tuple(one_line(option.label.say(language)) for option in first.options),
            rows=tuple(rows[field.key] for field in answered) if first.row else (),
        )


def _help(field: Field, language: str) -> str:
    """Say what stands below a question: who is meant, its help, and what the levels mean."""
    item = field.item
    hints = [_ONLY[role].say(language) for role in item.roles if len(item.roles) == 1]
    hints += [item.help.say(language)] if item.help else []
    hints += [_WHOLE.say(language)] if item.whole else []
    levels = [
        f"{option.label.say(language)}: {option.help.say(language)}"
        for option in field.options
        if option.help
    ]
    return one_line(" ".join([*hints, *levels]))


def _titles(instrument: Instrument, language: str) -> dict[str, str]:
    """Give each question a title that no other has."""
    firsts = {_asked(field): field for field in reversed(instrument.fields)}
    asked = list(reversed(firsts.items()))
    longer: list[Callable[[str, Field], str]] = [
        lambda title, field: f"{field.section.title.say(language)}: {title}",
        lambda title, field: f"{title} ({field.ask.id if field.row and field.ask else field.key})",
    ]
    plain = [one_line(field.question(language)) for _, field in asked]
    unique = _only_ones(plain, [field for _, field in asked], longer)
    return dict(zip((name for name, _ in asked), unique, strict=True))


def _statements(instrument: Instrument, language: str, tool: SurveyTool) -> dict[str, str]:
    """Give the words of each row of a grid; for MS Forms words that nothing else has.

    Its export has no word of the question over the column of a row.
    """
    fields = [field for field in instrument.fields if field.row]
    words = [one_line(field.row.text.say(language)) for field in fields if field.row]
    if tool == "ms_forms":
        others = list(_titles(instrument, language).values())
        longer: list[Callable[[str, Field], str]] = [
            lambda row, field: f"{row} – {field.ask.text.say(language) if field.ask else ''}",
            lambda row, field: f"{row} ({field.key})",
        ]
        words = _only_ones(words, fields, longer, beside=others)
    return dict(zip((field.key for field in fields), words, strict=True))


def _only_ones(
    names: list[str],
    fields: Sequence[Field],
    longer: Sequence[Callable[[str, Field], str]],
    *,
    beside: Sequence[str] = (),
) -> list[str]:
    """Make those names longer that stand twice, or that mean a column of a tool's own."""
    first = names
    for make in longer:
        count = Counter(bare(name) for name in (*names, *beside))
        names = [
            one_line(make(short, field)) if count[bare(name)] > 1 or _is_taken(name) else name
            for name, short, field in zip(names, first, fields, strict=True)
        ]
    return names


def _is_taken(name: str) -> bool:
    return not bare(name) or any(tool_use(tool, name) for tool in _TOOLS)
