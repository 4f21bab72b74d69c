"""An instrument as a Google form: a script to paste at script.google.com that makes the whole form.

Every text of the instrument stands in one JSON literal, so nothing in it is ever run. The script
makes a form in the account of whoever runs it and reads nothing there. Under which headings answers
come back is known (`rmkit.exchange.survey_questions`): `preview` reads them without a mapping.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from rmkit.definitions.inert import one_line
from rmkit.definitions.texts import Text
from rmkit.exchange.survey_questions import (
    READ_BY,
    Part,
    Question,
    asks_who,
    is_about_who_answers,
    is_private,
    notes_who,
    survey_parts,
)
from rmkit.exchange.writing_out import written
from rmkit.instruments.model import Instrument

__all__ = ["write_google_forms"]

_ON_ONE_PAGE = 20
"""With more answers than these, each section is a page of its own."""
_STEPS = """\
// {name}, version {version}: a script by rmkit that makes this Google form.
//
// 1. Open script.google.com in the account that is to own the form, and choose "New project".
// 2. Delete what stands in the editor, paste all of this, and save.
// 3. Press "Run". The first time, Google asks whether the script may make forms: allow it.
// 4. Open the first link of the "Execution log", look through the form, press "Publish", and send
//    the second link to those who are to answer.
// 5. Answers come back by "Responses" in the form: download them as CSV, or from Google Sheets as
//    CSV or Excel, and give the file to `rmkit import ... --instrument {name}`.
//
// Each run makes a new form and changes no earlier one; delete those that you do not need. Leave
// the words of questions and answers as they are: rmkit knows the answers by them.
"""
_NOTED = """\
//
// Google asks each for an e-mail address: by it rmkit finds the person on the staff list. For
// answers without a name write false instead of true.
"""
_ANONYMOUS = """\
//
// Nobody is asked who they are. To know it, write true instead of false: Google then asks each for
// an e-mail address, and rmkit finds the person on the staff list by it.
"""
_PRIVATE = """\
//
// Some of this is for a pair or a person alone. Whoever owns a Google form reads every answer in
// it, so let the two of them own it. The form says so as well, and `rmkit import` leaves these
// answers out. The HTML, Word, Excel and PDF forms of rmkit stay with whoever fills them in.
"""
_THANKS = Text({
    "en": "Thank you. Your answers have been sent.",
    "es": "Gracias. Sus respuestas se han enviado.",
    "de": "Danke. Ihre Antworten sind angekommen.",
    "bg": "Благодарим. Вашите отговори са изпратени.",
    "cs": "Děkujeme. Vaše odpovědi byly odeslány.",
})  # fmt: skip


def write_google_forms(
    instrument: Instrument, path: str | Path, *, organisation: str = "", language: str = "en"
) -> Path:
    """Write a Google Apps Script that makes the form.

    The names it uses are those of Google's reference for Apps Script. It is tried against a
    stand-in for the service, as the service itself cannot be reached from a test.

    Parameters
    ----------
    instrument
        One variant, with its rows and options chosen.
    path
        Where to write it; ends in `.gs`.
    organisation
        Stands above the purpose.
    language
        The language of the form; English where a text lacks it. The steps are in English.

    Raises
    ------
    NotSaved
        The file cannot be written.
    """
    form = _form(instrument, organisation, language)
    literal = json.dumps(form, ensure_ascii=False, indent=2)
    text = "\n".join([
        _comment(instrument),
        f"const COLLECT_EMAIL = {'true' if notes_who(instrument) else 'false'};",
        "",
        f"const FORM = {literal};",
        "",
        files("rmkit.exchange").joinpath("google_forms.gs").read_text(encoding="utf-8"),
    ])  # fmt: skip
    with written(path) as place:
        place.write_text(text, encoding="utf-8", newline="\n")
    return place


def _comment(instrument: Instrument) -> str:
    """Say what to do; of the instrument only its id and version stand here, which are safe."""
    told = _STEPS.format(name=instrument.id, version=instrument.version)
    told += _PRIVATE if is_private(instrument) else ""
    if asks_who(instrument) or not is_about_who_answers(instrument):
        return told
    return told + (_NOTED if notes_who(instrument) else _ANONYMOUS)


def _form(instrument: Instrument, organisation: str, language: str) -> dict[str, Any]:
    above = [one_line(organisation), one_line(instrument.purpose.say(language))]
    above += [READ_BY.say(language)] if is_private(instrument) else []
    title = one_line(instrument.title.say(language))
    paged = len(instrument.fields) > _ON_ONE_PAGE
    parts = survey_parts(instrument, language=language, tool="google_forms")
    return {
        "title": title,
        "description": "\n\n".join(filter(None, above)),
        "thanks": _THANKS.say(language),
        "parts": [
            _part(part, page=paged and number > 0, form=title) for number, part in enumerate(parts)
        ],
    }


def _part(part: Part, *, page: bool, form: str) -> dict[str, Any]:
    return {
        "title": "" if part.title == form and not page else part.title,
        "text": part.text,
        "page": page,
        "questions": [_question(question) for question in part.questions],
    }


def _question(question: Question) -> dict[str, Any]:
    told: dict[str, Any] = {
        "kind": question.kind,
        "title": question.title,
        "help": question.help,
        "required": question.required,
    }
    if question.choices:
        told["choices"] = question.choices
    if question.rows:
        told["rows"] = question.rows
    return told | _check(question)


def _check(question: Question) -> dict[str, Any]:
    """Say how an answer that is typed is checked; Google takes one rule a question."""
    item = question.fields[0].item
    if question.kind in {"text", "long_text"}:
        if item.format in {"email", "url"}:
            return {"check": item.format}
        return {"longest": item.longest}
    if question.kind != "number":
        return {}
    low, high = item.minimum, item.maximum
    if low is not None and high is not None:
        return {"check": "between", "lowest": low, "highest": high}
    if low is not None:
        return {"check": "at least", "lowest": low}
    if high is not None:
        return {"check": "at most", "highest": high}
    return {"check": "whole" if item.whole else "number"}
