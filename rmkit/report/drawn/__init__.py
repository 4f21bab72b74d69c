"""How a form looks and acts on a screen: the one script and style that every host of a form uses.

A notebook, the participants' web page and a mailed file are hosts. A host makes an element with the
class `rm` and a panel `{id, root, body, local, view, ask(act, given), say(notice), redraw()}`, and
puts into its body what `drawForm(panel)` gives. Nothing here is made anew: these are the texts of
files that travel with the package, and they ask no other machine for anything.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

__all__ = ["elements_script", "form_script", "form_style", "house_style"]

_FORM = (
    "fields.js", "draft.js", "controls.js", "questions.js", "ratings.js", "sheets.js", "form.js",
)  # fmt: skip

_SCRIPT = re.compile(r"^[ \t]*(?://.*)?\n", re.M)
_STYLE = re.compile(r"/\*.*?\*/|^\s+", re.M | re.S)


def elements_script() -> str:
    """Give the script of what forms and panels are made of."""
    return _read("elements.js")


def form_script(*, elements: bool = True) -> str:
    """Give the script that defines `drawForm(panel)`, with `drawForm.fieldsOf` and `.fitting`.

    Parameters
    ----------
    elements
        Whether the elements come with it; without them the host has them already.
    """
    inner = "\n".join(_read(name) for name in _FORM)
    # Its own names stay inside, so that a host may use them for something else.
    given = "Object.assign(drawForm, { fieldsOf, fitting })"
    form = f"const drawForm = (() => {{\n{inner}\nreturn {given};\n}})();\n"
    return f"{elements_script()}\n{form}" if elements else form


def house_style() -> str:
    """Give the style that forms and panels have in common."""
    return _read("house.css")


def form_style(*, house: bool = True) -> str:
    """Give the style of a form.

    Parameters
    ----------
    house
        Whether the common style comes before it; without it the host has it already.
    """
    own = _read("form.css")
    return f"{house_style()}\n{own}" if house else own


@cache
def _read(name: str) -> str:
    """Read a file without what serves its readers alone: every form carries all of it."""
    text = (files("rmkit.report") / "drawn" / name).read_text(encoding="utf-8")
    return (_SCRIPT if name.endswith(".js") else _STYLE).sub("", text)
