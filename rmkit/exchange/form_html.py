"""Our own form as one HTML file: opened by a double click, filled in offline, saved as a file.

Script and style stand in the file, and its policy names both by their digests: nothing else runs,
and nothing is fetched or sent. What people wrote stands in it as data, never as markup. A sheet of
two voices saves itself with what the first wrote in it, for the other to read and add to.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from rmkit.definitions.inert import one_line
from rmkit.errors import UnknownName
from rmkit.exchange.writing_out import written
from rmkit.instruments.model import Instrument, Voice
from rmkit.report.drawn import form_script, form_style
from rmkit.report.drawn.embedding import as_data, digest, embeddable
from rmkit.report.form import form_view

__all__ = ["SHEET_FORMAT", "render_html_form", "write_html_form"]

SHEET_FORMAT = "rmkit sheet"
_NO_SCRIPT = "This form needs JavaScript. Switch it on, or ask for a form to print."


def write_html_form(
    instrument: Instrument,
    path: str | Path,
    *,
    organisation: str = "",
    language: str = "en",
    answers: Mapping[str, object] | None = None,
    voice: Voice | None = None,
) -> Path:
    """Write a form for one person, or a sheet of two, as a file for any browser.

    Parameters
    ----------
    instrument
        One variant, with its rows and options chosen.
    path
        Where to write it; ends in `.html`.
    organisation
        Stands above the title.
    language
        The language of the form; English where a text lacks it.
    answers
        What stands on it already, by key.
    voice
        Who writes, on a sheet of two voices; left out, the file asks.

    Raises
    ------
    NotSaved
        The file cannot be written.
    UnknownName
        An answer is to no question of the instrument, or the voice is none of its voices.
    """
    content = render_html_form(
        instrument, organisation=organisation, language=language, answers=answers, voice=voice
    )
    with written(path) as place:
        place.write_text(content, encoding="utf-8", newline="\n")
    return place


def render_html_form(
    instrument: Instrument,
    *,
    organisation: str = "",
    language: str = "en",
    answers: Mapping[str, object] | None = None,
    voice: Voice | None = None,
) -> str:
    """Give the text of the file, as `write_html_form` writes it."""
    for key in answers or {}:
        instrument.field(key)
    if voice and voice not in instrument.voices:
        raise UnknownName(kind=f"voice in {instrument.id}", name=voice, known=instrument.voices)
    voices: tuple[Voice | None, ...] = instrument.voices or (None,)
    title = one_line(instrument.title.say(language))
    data = {
        "format": SHEET_FORMAT,
        "instrument": instrument.id,
        "version": instrument.version,
        "title": title,
        "organisation": one_line(organisation),
        "noscript": _NO_SCRIPT,
        "voice": voice,
        "answers": dict(answers or {}),
        "sent": [f.key for f in instrument.fields if f.visibility == "coordinator"],
        "forms": {v or "": form_view(instrument, language=language, voice=v) for v in voices},
    }
    return _whole(title, data["organisation"], json.dumps(data, ensure_ascii=False), language)


def _whole(title: str, organisation: object, data: str, language: str) -> str:
    """Put the file together; `whole` in the script does the same when a sheet saves itself."""
    return (
        f'<!doctype html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(_policy())}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<title>{html.escape(title)}</title>\n<style id="rm-style">{_style()}</style>\n</head>\n'
        f'<body class="rm-page">\n<header><p>{html.escape(str(organisation))}</p></header>\n'
        f'<main>\n<div id="rm-place"></div>\n<noscript><p>{_NO_SCRIPT}</p></noscript>\n</main>\n'
        f'<script type="application/json" id="rm-data">{as_data(data)}</script>\n'
        f'<script id="rm-script">{_script()}</script>\n</body>\n</html>\n'
    )


@cache
def _policy() -> str:
    return (
        f"default-src 'none'; script-src '{digest(_script())}'; style-src '{digest(_style())}'; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _script() -> str:
    return embeddable(f'"use strict";\n{form_script()}\n{_beside("form_host.js")}')


@cache
def _style() -> str:
    return embeddable(f"{form_style()}\n{_beside('form_host.css')}")


def _beside(name: str) -> str:
    return (files("rmkit.exchange") / name).read_text(encoding="utf-8")
