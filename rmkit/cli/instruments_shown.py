"""What there is to ask, and every question of one instrument, in lines of a terminal."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Mapping

from rmkit.cli import screen
from rmkit.cli.instruments_export import named_instrument
from rmkit.instruments import catalogue
from rmkit.instruments.model import Field, Instrument, Item, Section
from rmkit.instruments.shelf import Listed

__all__ = ["show_catalogue", "show_questions"]

_STEPS: Mapping[str | None, str] = {
    "objective": "Objective",
    "candidates": "Candidates",
    "matching": "Matching",
    "kick_off": "Kick-off",
    "preparation": "Preparation",
    "meetings": "Meetings",
    "evaluation": "Evaluation",
    None: "Of your own",
}
_KINDS = {
    "text": "one line",
    "long_text": "some lines",
    "number": "a number",
    "date": "a date",
    "choice": "one answer",
    "multiple_choice": "any number of answers",
    "matrix": "a level for each row",
}
_WHOSE = {"coordinator": "", "pair": "for the pair alone", "self": "for the person alone"}
_METHODS = {"mean": "mean", "sum": "sum", "right": "number of right answers"}


def _width() -> int:
    return max(40, min(100, shutil.get_terminal_size((80, 24)).columns))


def _say(text: str, indent: int = 0, first: int | None = None) -> None:
    """Print a text in lines that fit, each after so many blanks."""
    start = " " * (indent if first is None else first)
    for line in text.splitlines() or [""]:
        screen.say(
            *textwrap.wrap(
                line, _width(), initial_indent=start, subsequent_indent=" " * indent,
                break_on_hyphens=False,
            )
        )  # fmt: skip


def _joined(names: tuple[str, ...]) -> str:
    """Write names as a phrase: mentor, mentee and manager."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def show_catalogue() -> None:
    """List the instruments by the step they belong to: id, title, by whom and when."""
    lines = catalogue()
    widest = max(len(line.id) for line in lines) + 2
    for step, words in _STEPS.items():
        own = [line for line in lines if line.step == step]
        if own:
            screen.heading(words)
        for line in own:
            _say(f"{line.id:<{widest - 2}}  {line.title}", widest, first=0)
            _say(_about(line), widest)
    how = f"{screen.command()} instruments"
    screen.say("", "Each question, with its scale and scores:", f"  {how} show ID")
    screen.say(
        "To print, to send, to fill in, or for your survey tool:", f"  {how} export ID --to FILE"
    )


def _about(line: Listed) -> str:
    """Say by whom and when it is filled in, how many answers it has, and its variants."""
    if line.kind == "list":
        return f"A table from elsewhere, with {line.questions} columns."
    who = f"By {_joined(line.filled_by)}. " if line.filled_by else ""
    when = f"{line.when.rstrip('.')}. " if line.when else ""
    times = tuple(wave.replace("_", "-") for wave in line.waves)
    waves = f" At {len(times)} times: {_joined(times)}." if len(times) > 1 else ""
    variants = f" Variants: {', '.join(line.variants)}." if line.variants else ""
    return f"{who}{when}{line.questions} answers.{waves}{variants}"


def show_questions(name: str, variant: str | None) -> None:
    """Show every question of an instrument, with what can be answered."""
    instrument = named_instrument(name, variant)
    screen.heading(f"{instrument.title.say()} ({instrument.id}, version {instrument.version})")
    _say(instrument.purpose.say())
    for line in _facts(instrument):
        _say(line, 2, first=0)
    for section in instrument.sections:
        screen.heading(section.title.say())
        if section.text:
            _say(section.text.say())
        _show_section(section, instrument)
    if instrument.scores:
        screen.heading("Scores")
    for key, score in instrument.scores.items():
        title = score.title.say() if score.title else key
        made = score.formula or f"{_METHODS[score.method]} of {', '.join(score.items)}"
        least = f"; at least {score.min_answered} answers" if score.min_answered else ""
        _say(f"{title} ({key}): {made}{least}", 4, first=2)


def _facts(instrument: Instrument) -> Iterator[str]:
    if instrument.filled_by:
        yield f"By: {_joined(instrument.filled_by)}."
    if instrument.when:
        yield f"When: {instrument.when.say()}."
    if instrument.variants:
        others = [name for name in instrument.variants if name != instrument.variant]
        yield f"Variant: {instrument.variant}; there is also {', '.join(others) or 'no other'}."
    yield f"Source: {instrument.source}"
    validated = "Validated" if instrument.validated else "Not validated as a scale"
    yield f"{validated}. * needs an answer."


def _show_section(section: Section, instrument: Instrument) -> None:
    for item in section.items:
        fields = [field for field in instrument.fields if field.item.id == item.id]
        needed = " *" if any(field.required for field in fields) else ""
        mark = f"{item.mark}: " if item.mark else ""
        screen.say()
        _say(f"{mark}{item.text.say()}{needed}", 4, first=2)
        _say("; ".join(_traits(item, fields)), 6)
        if item.help:
            _say(item.help.say(), 6)
        for line in _answers(item, fields):
            _say(line, 8, first=6)


def _traits(item: Item, fields: list[Field]) -> Iterator[str]:
    """Say how it is answered, under which key, by whom and for whom."""
    yield "a name as a signature" if item.format == "signature" else _KINDS[item.kind]
    if item.minimum is not None or item.maximum is not None:
        low, high = (f"{b:g}" if b is not None else "" for b in (item.minimum, item.maximum))
        yield f"{low} to {high}" if low and high else f"from {low}" if low else f"up to {high}"
    if item.voices:
        yield f"{_joined(item.voices)} each"
    if item.roles:
        yield f"for each {_joined(item.roles)}"
    if _WHOSE[item.visibility]:
        yield _WHOSE[item.visibility]
    if item.kind != "matrix":
        yield f"{'key' if len(fields) == 1 else 'keys'} {', '.join(field.key for field in fields)}"


def _answers(item: Item, fields: list[Field]) -> Iterator[str]:
    """List what can be chosen, and the rows of a matrix with their keys."""
    if item.kind == "matrix":
        scale = " | ".join(f"{o.value} {o.label.say()}" for o in fields[0].options)
        yield f"Levels: {scale}"
        for ask in item.asks if len(item.asks) > 1 else ():
            yield f"Asked of each row: {ask.text.say()}"
        for row in item.rows:
            keys = ", ".join(field.key for field in fields if field.row == row)
            yield f"- {row.text.say()} ({keys})"
    elif fields[0].options:
        yield " | ".join(option.label.say() for option in fields[0].options)
