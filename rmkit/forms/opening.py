"""The first line of a notebook: which programme it works on, or that it works on a sample's copy.

What is shown is a small piece of text that stands in the notebook's outputs: a programme's name and
counts, and nobody's.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Literal, overload

from IPython.display import display

from rmkit.errors import FileRefused, NotReady
from rmkit.forms.progress_line import progress_line
from rmkit.forms.sample import temporary_harbour
from rmkit.forms.shown import PLAIN
from rmkit.programme.chosen import is_named_outside, meant_path
from rmkit.programme.programme import Programme
from rmkit.programme.status import line_of

__all__ = ["open_programme"]

_STYLE = "margin:2px 0;font:15px/1.45 var(--jp-ui-font-family,system-ui,sans-serif)"
_START = "00_start_here.ipynb"


class _Line:
    """A sentence, and what stands after it up to a link to notebook 00."""

    def __init__(self, sentence: str, more: str = "") -> None:
        self.sentence = sentence
        self.more = more

    def _repr_html_(self) -> str:
        link = f' {escape(self.more)} <a href="{_START}">00 Start here</a>.' if self.more else ""
        words = f"<strong>{escape(self.sentence)}</strong>{link}"
        return f'<p class="{PLAIN}" style="{_STYLE}">{words}</p>'

    def __repr__(self) -> str:
        return f"{self.sentence} {self.more} 00 Start here." if self.more else self.sentence


@overload
def open_programme(until: str, *, even_damaged: Literal[False] = False) -> Programme: ...


@overload
def open_programme(until: str, *, even_damaged: bool) -> Programme | None: ...


def open_programme(until: str, *, even_damaged: bool = False) -> Programme | None:
    """Open the programme that a notebook works on, and say in a line which one it is.

    Parameters
    ----------
    until
        The step that the notebook is about: `objective`, `candidates`, `profiles`, `pairing`,
        `kickoff`, `training`, `meetings`, `evaluation` or `evaluated`. While no programme is
        chosen, the notebook gets a temporary copy of our sample Harbour in which everything before
        this step is done; for `meetings` one in which the pairs have met for two months, and for
        `evaluated` one in which everything came back that is asked at the end.
    even_damaged
        Whether a file that cannot be opened is only told, for a notebook that can mend it.

    Returns
    -------
    Programme
        Open; `is_temporary` tells whether it is the copy. None where the file cannot be opened.

    Raises
    ------
    NotReady
        The file that was chosen is no longer there.
    FileRefused
        It is damaged, of another program or of a newer rmkit.
    UnknownName
        There is no such step.
    """
    path = meant_path()
    if path is None:
        return _copy_of_harbour(until)
    try:
        return _opened(path)
    except (FileRefused, NotReady) as error:
        if not even_damaged:
            raise
        _show(_Line(str(error)))
        return None


def _opened(path: Path) -> Programme:
    if not path.is_file():
        who = "RMKIT_PROGRAMME names" if is_named_outside() else "The programme chosen last is"
        message = (
            f"{who} {path}, but there is no such file. Put it back, or choose another one in the "
            "notebook 00 Start here; then run this cell again."
        )
        raise NotReady(message)
    try:
        programme = Programme.open(path)
    except FileRefused as error:
        message = f"{error} Or choose another programme in the notebook 00 Start here."
        raise FileRefused(message) from error
    _show(_Line(_sentence(programme)))
    for warning in programme.warnings:
        _show(_Line(warning))
    return programme


def _copy_of_harbour(until: str) -> Programme:
    with progress_line() as tell:
        programme = temporary_harbour(
            until, tell=lambda done, what: tell(done, f"Making a copy of Harbour: {what}")
        )
    more = "This is a temporary copy of our sample, Harbour; choose your own in"
    _show(_Line(_sentence(programme), more))
    return programme


def _sentence(programme: Programme) -> str:
    return line_of(programme).removesuffix(".") + "."


def _show(line: _Line) -> None:
    display(line)  # type: ignore[no-untyped-call]
