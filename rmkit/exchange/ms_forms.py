"""An instrument for Microsoft Forms: a Word document for its quick import, and the steps beside it.

Forms cannot be filled from a script. Its quick import reads a document: a numbered question with
its choices below, or without any for an answer in words. Ratings (Likert), dates, limits and
required marks are no part of it, and which question becomes what is for the service to recognise.
So the document holds what can be imported, and a text beside it says of every question what it
must be and what is left to click. Written by what is known of the service, which cannot be reached
from a test. Answers come back under headings that `preview` knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from rmkit.definitions.inert import one_line
from rmkit.exchange.survey_questions import READ_BY, Question, is_private, notes_who, survey_parts
from rmkit.exchange.writing_out import written
from rmkit.instruments.model import Instrument

__all__ = ["steps_beside", "write_ms_forms"]

_MADE = datetime(2026, 1, 1, tzinfo=UTC)
_IMPORTED = {"text", "long_text", "number", "choice", "multiple_choice"}
_LONG_LIST = 12
_TYPES = {
    "text": "Text",
    "long_text": "Text, long answer",
    "number": "Text, restricted to a number",
    "choice": "Choice",
    "multiple_choice": "Choice, multiple answers",
    "date": "Date",
    "grid": "Likert",
}
_HEAD = """\
{name}, version {version}: how to make this form in Microsoft Forms

1. Open forms.office.com with the account that is to own the form. Choose "Quick import", upload
   {document}, and choose "Form".
2. Go through the questions with the list below. Mend what the import took for something else, set
   what is marked, and add the questions marked "by hand".
3. In the settings, choose who may answer.{names}
4. Fill it in once yourself, then send the link by "Collect responses".
5. Answers come back by "View responses", "Open in Excel": save the workbook and give it to
   `rmkit import ... --instrument {name}`.

Leave the words of questions, statements and answers as they are: rmkit knows the answers by them.
Take out numbers or letters that the import left in front of them.
What quick import makes of a document is for Microsoft to say. If it is not offered to you, make the
questions by hand from the list: "Add new", the type, then paste the words. If Likert takes fewer
columns than there are levels, ask each statement as a Choice of its own.
"""
_NOTED = """ Leave "Record name" on: the workbook then
   has each e-mail address, by which rmkit finds the person on the staff list. Switched off, answers
   have no name."""
_ANONYMOUS = """ Switch "Record name" off: the form asks
   all that is needed."""
_PRIVATE = """
Some of this is for a pair or a person alone. Whoever owns a form reads every answer in it, so let
the two of them own it; `rmkit import` leaves these answers out. The HTML, Word, Excel and PDF forms
of rmkit stay with whoever fills them in.
"""


def steps_beside(path: str | Path) -> Path:
    """Name the text with the steps, which is written beside the document."""
    return Path(path).with_name(f"{Path(path).stem} - steps.txt")


def write_ms_forms(
    instrument: Instrument, path: str | Path, *, organisation: str = "", language: str = "en"
) -> Path:
    """Write the document for the quick import, and beside it the steps.

    Parameters
    ----------
    instrument
        One variant, with its rows and options chosen.
    path
        Where to write the document; ends in `.docx`. The text is `steps_beside(path)`.
    organisation
        Stands below the title.
    language
        The language of the form; English where a text lacks it. The steps are in English.

    Raises
    ------
    NotSaved
        A file cannot be written.
    """
    with written(path) as place:
        _write_document(instrument, place, organisation, language)
        steps_beside(place).write_text(
            _steps(instrument, place.name, organisation, language), encoding="utf-8", newline="\n"
        )
    return place


def _write_document(instrument: Instrument, path: Path, organisation: str, language: str) -> None:
    """Write questions and choices as lists of Word: their words stand alone, without a number."""
    import docx

    document = docx.Document()
    properties = document.core_properties
    properties.title = one_line(instrument.title.say(language))
    properties.author, properties.created, properties.modified = "rmkit", _MADE, _MADE
    document.add_heading(one_line(instrument.title.say(language)), level=0)
    for text in _above(instrument, organisation, language):
        document.add_paragraph(text)
    for part in survey_parts(instrument, language=language, tool="ms_forms"):
        imported = [question for question in part.questions if question.kind in _IMPORTED]
        if imported:
            document.add_heading(part.title, level=1)
        for question in imported:
            document.add_paragraph(question.title, style="List Number")
            for choice in question.choices:
                document.add_paragraph(choice, style="List Bullet 2")
    document.save(str(path))


def _above(instrument: Instrument, organisation: str, language: str) -> list[str]:
    lines = [one_line(organisation), one_line(instrument.purpose.say(language))]
    lines += [READ_BY.say(language)] if is_private(instrument) else []
    return [line for line in lines if line]


def _steps(instrument: Instrument, document: str, organisation: str, language: str) -> str:
    names = _NOTED if notes_who(instrument) else _ANONYMOUS
    head = _HEAD.format(
        name=instrument.id, version=instrument.version, document=one_line(document), names=names
    )
    lines = [head + (_PRIVATE if is_private(instrument) else "")]
    lines += [f"Title: {one_line(instrument.title.say(language))}"]
    lines += [
        "Description:",
        *(f"   {line}" for line in _above(instrument, organisation, language)),
    ]
    numbers = count(1)
    for part in survey_parts(instrument, language=language, tool="ms_forms"):
        lines += ["", f"Section: {part.title}"]
        lines += [f"   Subtitle: {part.text}"] if part.text else []
        for question in part.questions:
            lines += ["", *_question(next(numbers), question)]
    return "\n".join(lines) + "\n"


def _question(number: int, question: Question) -> Iterator[str]:
    """Say of one question what it must be, and what to click."""
    by_hand = "" if question.kind in _IMPORTED else ", by hand"
    yield f"{number}. {question.title}"
    yield f"   Type: {_TYPES[question.kind]}{by_hand}{'; required' if question.required else ''}"
    if question.help:
        yield f"   Subtitle: {question.help}"
    if question.kind == "choice" and len(question.choices) > _LONG_LIST:
        yield "   Set: Drop-down."
    if question.kind == "number":
        yield f"   Set: Restrictions, {_bounds(question)}."
    what = "Columns" if question.rows else "Choices"
    yield from (f"   {what}: {choice}" for choice in question.choices[:1])
    yield from (f"   {' ' * len(what)}  {choice}" for choice in question.choices[1:])
    yield from (f"   Statements: {row}" for row in question.rows[:1])
    yield from (f"               {row}" for row in question.rows[1:])


def _bounds(question: Question) -> str:
    item = question.fields[0].item
    low, high = (f"{bound:g}" for bound in (item.minimum or 0, item.maximum or 0))
    if item.minimum is not None and item.maximum is not None:
        return f"Between {low} and {high}"
    if item.minimum is not None:
        return f"Greater than or equal to {low}"
    return f"Less than or equal to {high}" if item.maximum is not None else "Number"
