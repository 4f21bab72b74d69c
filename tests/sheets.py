"""Instruments for tests of forms: random ones with hostile words, and those of rmkit itself."""

from __future__ import annotations

import random
from collections.abc import Iterator

from hypothesis import strategies as st

from rmkit.instruments import load
from rmkit.instruments.answers import check_answers
from rmkit.instruments.model import Field, Instrument
from rmkit.instruments.shelf import catalogue, definition
from tests.hostile import FORMULAS, TEXTS

__all__ = ["answers_to", "filled_out", "instruments", "opened", "shipped"]

WORDS = [*TEXTS.values(), *FORMULAS, "What went well?", "* needs an answer *", "Choose …", "☐"]
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cn", "Co", "Cs"))


def opened(instrument: Instrument) -> Instrument:
    """Let the coordinator see every answer, so that all of them are read back."""
    sections = [
        section.model_copy(
            update={
                "items": tuple(
                    item.model_copy(update={"visibility": "coordinator"}) for item in section.items
                )
            }
        )
        for section in instrument.sections
    ]
    return instrument.model_copy(update={"sections": tuple(sections)})


def shipped() -> Iterator[tuple[str, Instrument]]:
    """Give every form that comes with rmkit, in each of its variants."""
    for line in catalogue():
        if definition(line.id).kind == "list":
            continue
        for variant in line.variants or (None,):
            yield f"{line.id}-{variant or 'only'}", load(line.id, variant)


def filled_out(instrument: Instrument) -> dict[str, object]:
    """Answer every question of an instrument somehow, always in the same way."""
    dice = random.Random(instrument.id)
    return kept(instrument, {field.key: _some(field, dice) for field in instrument.fields})


def kept(instrument: Instrument, given: dict[str, object]) -> dict[str, object]:
    """Give answers as they are kept, without those that are none."""
    read, faults = check_answers(instrument, given)
    wrong = {fault.key for fault in faults if fault.level == "error"}
    return {key: value for key, value in read.items() if key not in wrong}


def _some(field: Field, dice: random.Random) -> object:
    item = field.item
    if field.kind == "choice":
        return dice.choice(field.options).value
    if field.kind == "multiple_choice":
        return [o.value for o in field.options if dice.random() < 0.5] or [field.options[0].value]
    if field.kind == "number":
        return max(int(item.minimum or 0), min(int(item.maximum or 9), dice.randint(1, 60)))
    if field.kind == "date":
        return f"2026-0{dice.randint(1, 9)}-1{dice.randint(0, 9)}"
    if item.format in {"email", "url"}:
        return {"email": "ann@example.org", "url": "https://example.org/ann"}[item.format]
    words = dice.choice(["Ann Lée Иванова", "=1+1", '<b>x</b> & "y"', "-5", "007", "1. May"])
    return f"{words}\nand more" if field.kind == "long_text" else words[: item.longest]


# ---- random ones


def _words(draw: st.DrawFn) -> str:
    any_text = st.text(LETTERS, min_size=1, max_size=12).map(lambda t: f"x{t}")
    return draw(st.one_of(st.sampled_from(WORDS), any_text))


def _labels(draw: st.DrawFn, count: int) -> list[str]:
    return [f"{_words(draw)[:60]} n{number}" for number in range(count)]


def _item(draw: st.DrawFn, name: str, *, alone: bool) -> dict[str, object]:
    kinds = ["text", "long_text", "number", "date", "choice", "multiple_choice"]
    kind = draw(st.sampled_from([*kinds, "matrix"] if alone else kinds))
    item: dict[str, object] = {"id": name, "kind": kind, "text": _words(draw), "privacy": "none"}
    if draw(st.booleans()):
        item["help"] = _words(draw)
    if kind != "matrix":
        item["voices"] = draw(st.sampled_from([[], [], ["mentor", "mentee"], ["mentee"]]))
        item["mark"] = draw(st.sampled_from(["", "", "S", "<b>"]))
    if kind == "text":
        item["format"] = draw(st.sampled_from(["plain", "plain", "signature"]))
    if kind == "number":
        item |= {"minimum": 0, "maximum": 100, "whole": draw(st.booleans())}
    if kind in {"choice", "multiple_choice"}:
        labels = _labels(draw, draw(st.integers(2, 5)))
        item["options"] = [{"value": f"v{n}", "label": label} for n, label in enumerate(labels)]
    if kind == "matrix":
        rows = _labels(draw, draw(st.integers(1, 3)))
        asks = _labels(draw, draw(st.integers(0, 3)))
        item["scale"] = "level"
        item["rows"] = [{"id": f"r{n}", "text": label} for n, label in enumerate(rows)]
        item["asks"] = [{"id": f"{name}_a{n}", "text": label} for n, label in enumerate(asks)]
    return item


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    """Make an instrument with every kind of item and layout, whose words mean harm."""
    sections = []
    for number in range(draw(st.integers(1, 3))):
        layout = draw(st.sampled_from(["list", "list", "parts", "phases", "quadrants"]))
        least = {"list": 1, "parts": 1, "phases": 2, "quadrants": 4}[layout]
        names = [f"s{number}_i{n}" for n in range(draw(st.integers(least, least + 2)))]
        items = [_item(draw, name, alone=layout == "list") for name in names]
        sections.append(
            {"id": f"s{number}", "title": _words(draw), "layout": layout, "items": items}
        )
    first = [str(item["id"]) for item in sections[0]["items"] if not item.get("voices")]
    if first and draw(st.booleans()):
        shared = {"id": "shared", "kind": "multiple_choice", "text": _words(draw),
                  "privacy": "none", "shares": first}  # fmt: skip
        sections.append({"id": "last", "title": _words(draw), "items": [shared]})
    levels = [{"value": n, "label": label} for n, label in enumerate(_labels(draw, 3), start=1)]
    return Instrument.model_validate({
        "id": "made", "version": 1, "title": _words(draw), "purpose": _words(draw),
        "source": "made for tests", "scales": {"level": {"options": levels}},
        "sections": sections,
    })  # fmt: skip


def answers_to(draw: st.DrawFn, instrument: Instrument) -> dict[str, object]:
    """Draw answers as they are kept; some questions stay open."""
    given: dict[str, object] = {}
    for field in instrument.fields:
        if draw(st.integers(0, 3)) == 0:
            continue
        given[field.key] = draw(_answer(field))
    return kept(instrument, given)


def _answer(field: Field) -> st.SearchStrategy[object]:
    values = [option.value for option in field.options]
    if field.kind == "choice":
        return st.sampled_from(values)
    if field.kind == "multiple_choice":
        return st.lists(st.sampled_from(values), min_size=1, unique=True)
    if field.kind == "number":
        whole = st.integers(0, 100)
        return whole if field.item.whole else st.one_of(whole, st.sampled_from([0.5, 2.25, 99.9]))
    if field.kind == "date":
        return st.dates().map(str)
    words = st.one_of(st.sampled_from(WORDS), st.text(LETTERS, min_size=1, max_size=30))
    if field.kind == "long_text":
        return st.lists(words, min_size=1, max_size=3).map("\n".join)
    return words.map(lambda text: text[:200])
