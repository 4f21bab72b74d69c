"""A PDF form, filled in by the engine of Chrome and Edge: clicks and typed letters, then saved."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping
from pathlib import Path

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium

from rmkit.instruments.model import Instrument

__all__ = ["fill_by_pdfium"]


def places(path: Path) -> Iterator[tuple[int, str, str, float, float]]:
    """Give page, field, the value that a box stands for, and the middle of every field."""
    for number, page in enumerate(pypdf.PdfReader(path).pages):
        for note in page.get("/Annots", ()):
            field = note.get_object()
            name = field.get("/T") or field["/Parent"]["/T"]
            states = [s for s in field["/AP"]["/N"] if s != "/Off"] if "/AS" in field else [""]
            left, bottom, right, top = map(float, field["/Rect"])
            middle = (left + right) / 2, (bottom + top) / 2
            yield number, str(name), states[0].removeprefix("/"), *middle


def wanted(instrument: Instrument, given: Mapping[str, object]) -> dict[tuple[str, str], str]:
    """Say what is clicked, and what is then typed, by field and value."""
    acts: dict[tuple[str, str], str] = {}
    for key, value in given.items():
        if isinstance(value, list):
            acts |= {(f"{key}[{option}]", "Yes"): "" for option in value}
        elif instrument.field(key).kind == "choice":
            acts[key, str(value)] = ""
        else:
            acts[key, ""] = str(value)
    return acts


def fill_by_pdfium(path: Path, instrument: Instrument, given: Mapping[str, object]) -> Path:
    """Click and type as a person does in a browser, and save the file."""
    acts = wanted(instrument, given)
    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    env = document.formenv.raw
    pages = [document[number] for number in range(len(document))]
    for number, name, value, x, y in places(path):
        if (name, value) not in acts:
            continue
        page = pages[number].raw
        pdfium.FORM_OnMouseMove(env, page, 0, x, y)
        pdfium.FORM_OnLButtonDown(env, page, 0, x, y)
        pdfium.FORM_OnLButtonUp(env, page, 0, x, y)
        if typed := acts.pop((name, value)):
            letters = (typed + "\0").encode("utf-16-le")
            held = ctypes.cast(ctypes.create_string_buffer(letters), pdfium.FPDF_WIDESTRING)
            pdfium.FORM_ReplaceSelection(env, page, held)
        pdfium.FORM_ForceToKillFocus(env)
    assert not acts, f"no field for {acts}"
    filled = path.with_name(f"filled-{path.name}")
    document.save(filled)
    document.close()
    return filled
