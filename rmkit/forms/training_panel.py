"""The training in a notebook: modules as a deck with clocks, to be shown in a room.

Nothing that happens on the stage reaches Python: where the deck stands, how long it took and what
is typed into a sheet shown large stay in the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmkit.content.training import MODULES, Module, Part, deck, module
from rmkit.errors import RmkitError
from rmkit.forms.panel import Panel, script, style
from rmkit.instruments import load
from rmkit.programme.handouts import half_day

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["TimerPanel", "TrainingPanel", "timer", "training"]

_MOST_MINUTES = 240


class TrainingPanel(Panel):
    """The modules of the training, one part at a time."""

    _esm = script("clock", "training")
    _css = f"{style('clock')}\n{style('training')}"

    def __init__(self, begins: str = "09:00") -> None:
        modules = [module(name) for name in MODULES]
        shown = {part.shows for one in modules for part in one.parts if part.shows}
        super().__init__(
            {
                "modules": [_module(one) for one in modules],
                "sheets": {name: _sheet(name) for name in sorted(shown)},
                "half_day": [list(line) for line in half_day(begins)],
            }
        )


class TimerPanel(Panel):
    """A clock for one exercise."""

    _esm = script("clock", "timer")
    _css = style("clock")

    def __init__(self, minutes: int, title: str) -> None:
        super().__init__({"minutes": minutes, "title": title})


def _module(one: Module) -> dict[str, object]:
    return {
        "id": one.id,
        "title": one.title.say(),
        "audience": one.audience,
        "minutes": one.minutes,
        "purpose": one.purpose.say(),
        "outcomes": [text.say() for text in one.outcomes],
        "prepare": [text.say() for text in one.prepare],
        "limits": [text.say() for text in one.limits],
        "rules_title": one.rules_title.say() if one.rules_title else "",
        "rules": [[rule.lead.say(), rule.text.say()] for rule in one.rules],
        "parts": [_part(part) for part in one.parts],
    }


def _part(part: Part) -> dict[str, object]:
    lists = {"slide": part.slide, "say": part.say, "do": part.do}
    lists |= {"material": part.material, "watch": part.watch}
    return {
        "id": part.id,
        "title": part.title.say(),
        "minutes": part.minutes,
        "purpose": part.purpose.say(),
        **{name: [text.say() for text in texts] for name, texts in lists.items()},
        "timers": [[it.title.say(), it.minutes] for it in part.timers],
        "cards": [deck(name).title.say() for name in part.cards],
        "shows": part.shows,
    }


def _sheet(name: str) -> dict[str, object]:
    """Give what of a sheet is shown large: its open questions, and the rows of its tables."""
    asked = load(name)
    fields = [
        {
            "key": item.id,
            "label": item.text.say(),
            "help": item.help.say() if item.help else "",
            "rows": [row.text.say() for row in item.rows],
        }
        for item in asked.items
        if item.rows or item.kind == "long_text"
    ]
    return {"id": name, "title": asked.title.say(), "fields": fields}


def training(programme: Programme | None = None, *, begins: str = "09:00") -> TrainingPanel:
    """Run a module of the training: one part at a time in large type, with notes and a clock.

    Parameters
    ----------
    programme
        Not needed: the training is the same for every programme, and nothing of it is kept.
    begins
        When the half-day begins, as "09:00"; its hours are shown below the modules.

    Returns
    -------
    TrainingPanel
        A widget. `Fill the screen` shows it to a room, without the notes until they are asked for.

    Raises
    ------
    RmkitError
        `begins` is no time of day.
    """
    return TrainingPanel(begins)


def timer(minutes: int, title: str = "Exercise") -> TimerPanel:
    """Show a clock that counts down: start, pause, a minute more; it makes no sound.

    Parameters
    ----------
    minutes
        How long, from 1 to 240.
    title
        What it is for, as the room reads it.

    Raises
    ------
    RmkitError
        The minutes are out of these bounds.
    """
    if not 1 <= minutes <= _MOST_MINUTES:
        message = f"A clock runs from 1 to {_MOST_MINUTES} minutes; {minutes} were asked for."
        raise RmkitError(message)
    return TimerPanel(minutes, title)
