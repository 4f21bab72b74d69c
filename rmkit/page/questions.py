"""What one link asks: the form, which answers only browsers may read, and whether answers are good.

Answers for the coordinator are checked here. What is for the pair or the person alone comes
encrypted and cannot be looked at; in clear it is refused, so that no mistake of the page's script
can put it where the coordinator reads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, NotAllowed, shown
from rmkit.instruments.answers import Answer, check_answers
from rmkit.instruments.fields import Field
from rmkit.instruments.model import Instrument, Voice
from rmkit.report.form import form_view

__all__ = ["Checked", "Questions", "notice"]

_MOST_FAULTS = 200
_HALF = re.compile(r"[\ud800-\udfff]")


@discreet("answers", "faults")
@dataclass(frozen=True)
class Checked:
    """Answers to keep, and what is wrong with what came; with an error nothing is kept."""

    answers: Mapping[str, Answer]
    faults: tuple[Fault, ...]

    @property
    def wrong(self) -> tuple[Fault, ...]:
        """What has to be mended."""
        return tuple(fault for fault in self.faults if fault.level == "error")


class Questions:
    """An instrument as one voice is asked it, made ready once.

    Parameters
    ----------
    definition
        As the inbox keeps it.
    voice
        Who is asked, where the instrument has voices.
    """

    def __init__(self, definition: Mapping[str, object], voice: str | None) -> None:
        self.instrument = Instrument.model_validate(definition)
        self.voice = cast("Voice | None", voice if self.instrument.voices else None)
        self.title = self.instrument.title.say()
        self.form = json.dumps(form_view(self.instrument, voice=self.voice), ensure_ascii=False)
        asked = [f for f in self.instrument.fields if self.instrument.is_for(f, self.voice)]
        self.private = {
            "pair": [_told(f) for f in asked if f.visibility == "pair"],
            "own": [_told(f) for f in asked if f.visibility == "self"],
        }
        self._private = {f.key for f in self.instrument.fields if f.visibility != "coordinator"}
        self._clear = {f.key for f in asked} - self._private
        self.reads_all = not self._private
        self.repeats = self.instrument.repeats and self.reads_all
        self.partner = next((v for v in self.instrument.voices if v != self.voice), None)

    def check(self, answers: Mapping[str, object]) -> Checked:
        """Check answers that came in clear."""
        self._refuse_private(answers)
        kept, faults = check_answers(self.instrument, answers, voice=self.voice)
        return Checked(kept, tuple(fault for fault in faults if fault.key not in self._private))

    def bounded(self, answers: Mapping[str, object]) -> dict[str, Answer]:
        """Give of a draft what belongs to a question; it is not checked.

        Half a character, which no file can hold, becomes the sign for an unknown one.
        """
        self._refuse_private(answers)
        return {
            key: cast("Answer", _whole(value))
            for key, value in answers.items()
            if key in self._clear and _is_plain(value)
        }

    def _refuse_private(self, answers: Mapping[str, object]) -> None:
        if self._private & answers.keys():
            message = "Something that is not for the coordinator came unencrypted; it was not kept."
            raise NotAllowed(message)


def notice(kind: str, text: str, faults: tuple[Fault, ...] = ()) -> dict[str, object]:
    """Say something as a form shows it: `kind` is done, wrong or note."""
    told = [
        {"text": str(fault), "short": _short(fault), "key": fault.key}
        for fault in faults[:_MOST_FAULTS]
    ]
    return {"kind": kind, "text": text, "faults": told, "more": len(faults) - len(told)}


def _told(field: Field) -> dict[str, object]:
    """Tell the page's script what it alone can look after: that something is answered, and fits."""
    return {
        "key": field.key,
        "label": field.heading(),
        "required": field.required,
        "roles": list(field.item.roles),
    }


def _short(fault: Fault) -> str:
    """Tell a fault where its question stands beside it."""
    value = f'"{shown(fault.value)}"' if fault.value is not None else "This"
    return f"{value} {fault.problem} {fault.fix}".strip()


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(one, str | int | float) for one in value)
    return isinstance(value, str | int | float)


def _whole(value: object) -> object:
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value
