"""A part of a notebook that a person works with: what it shows, and what can be done there.

A panel is one widget. Python holds what is shown (`view`) and answers each act of the person with
a reply; the page draws the view and keeps what is being typed. What a person typed reaches Python
only with an act, so that it never stands in the state of a widget, which a notebook may keep.

Whatever goes wrong in an act becomes a sentence in the panel: an exception in a widget would
vanish in a log.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, ClassVar, TypeVar

import anywidget
import traitlets

from rmkit.definitions.discreet import discreet
from rmkit.errors import RmkitError, Stopped
from rmkit.forms.given import Given
from rmkit.forms.notice import Notice, notice_of
from rmkit.report.drawn import elements_script, house_style

__all__ = ["Panel", "Reply", "act", "long_act", "script", "style"]

_Method = TypeVar("_Method", bound=Callable[..., Any])
_TICK = 0.01  # of the work: progress is told at most a hundred times


@discreet("data")
@dataclass(frozen=True)
class Reply:
    """What an act gives back to the page: a notice to show, and data for the page's own use."""

    notice: Notice | None = None
    data: Mapping[str, object] = field(default_factory=dict)


def act(method: _Method) -> _Method:
    """Let the page call this method by its name."""
    method.is_act = True  # type: ignore[attr-defined]
    return method


def long_act(method: _Method) -> _Method:
    """Let the page call this method; it runs beside the kernel, shows progress, can be stopped."""
    method.is_long = True  # type: ignore[attr-defined]
    return act(method)


def script(*names: str, before: str = "") -> str:
    """Give the whole script of a panel: what all have in common, then its own, of one file or more.

    `before` is a script that its own builds on, such as that of a form.
    The style that all have in common comes with the script, which puts it first in the page: were
    it part of each panel's own style, a later panel would undo what an earlier one says.
    """
    look = f"const HOUSE = {json.dumps(house_style())};"
    own = [_static(f"{name}.js") for name in names]
    parts = [look, elements_script(), _static("house.js"), before, *own]
    return "\n".join([*parts, "export default { render: (given) => open(given, draw) };\n"])


def style(name: str) -> str:
    """Give the style that a panel adds to what all have in common."""
    return _static(f"{name}.css")


def _static(name: str) -> str:
    return (files("rmkit.forms") / "static" / name).read_text(encoding="utf-8")


class Panel(anywidget.AnyWidget):
    """What all panels have in common. A subclass sets `_esm`, `_css` and its acts."""

    view = traitlets.Dict().tag(sync=True)
    _acts: ClassVar[Mapping[str, Callable[..., Reply | Notice | None]]] = {}

    def __init_subclass__(cls, **keywords: Any) -> None:  # noqa: ANN401
        super().__init_subclass__(**keywords)
        own = {name: it for name, it in vars(cls).items() if getattr(it, "is_act", False)}
        cls._acts = {**cls._acts, **own}

    def __init__(self, view: Mapping[str, object]) -> None:
        super().__init__(view=dict(view))
        self._stop = threading.Event()
        self._worker: threading.Thread | None = None
        self._tell: Callable[[float, str], None] = lambda done, what: None
        self.on_msg(self._hear)

    def __repr__(self) -> str:
        """Say what it is and nothing of what it shows: a notebook keeps this text."""
        return f"<{type(self).__name__} of rmkit.forms>"

    def do(self, name: str, given: Mapping[str, object] | None = None, **more: object) -> Reply:
        """Do an act as the page would, and wait for it.

        Parameters
        ----------
        name
            Of the act.
        given, more
            What the page sends with it.
        """
        return self._done(name, Given({**(given or {}), **more}))

    def on_progress(self, done: float, what: str = "") -> None:
        """Tell the page how far a long act is; raise `Stopped` if the person stopped it."""
        if self._stop.is_set():
            message = "Stopped; nothing was changed."
            raise Stopped(message)
        self._tell(done, what)

    def _hear(self, _: object, content: object, buffers: Sequence[bytes] | None) -> None:
        """Take a message of the page: an act, or the wish to stop one."""
        if not isinstance(content, Mapping):
            return
        name, number = str(content.get("act", "")), content.get("id")
        if name == "stop":
            self._stop.set()
            return
        given = content.get("given")
        asked = Given(given if isinstance(given, Mapping) else {}, tuple(buffers or ()))
        if self._worker is not None and self._worker.is_alive():
            busy = Reply(Notice("note", "Still at work. Wait, or stop it first."))
            self._answer(number, busy)
        elif getattr(self._acts.get(name), "is_long", False):
            self._stop.clear()
            self._tell = _Ticks(lambda done, what: self._progress(number, done, what))
            self._worker = threading.Thread(
                target=lambda: self._answer(number, self._done(name, asked)), daemon=True
            )
            self._worker.start()
        else:
            self._answer(number, self._done(name, asked))

    def _done(self, name: str, given: Given) -> Reply:
        method = self._acts.get(name)
        try:
            if method is None:
                message = "This part of the notebook is from another version. Run the cell again."
                raise RmkitError(message)
            reply = method(self, given)
        except Exception as error:  # noqa: BLE001 - told in the panel; it would vanish otherwise
            return Reply(notice_of(error))
        return reply if isinstance(reply, Reply) else Reply(reply)

    def _answer(self, number: object, reply: Reply) -> None:
        notice = reply.notice.for_page() if reply.notice else None
        self.send({"re": number, "notice": notice, "data": dict(reply.data)})

    def _progress(self, number: object, done: float, what: str) -> None:
        self.send({"re": number, "progress": {"done": done, "what": what}})


class _Ticks:
    """Pass progress on when it has moved enough to be seen."""

    def __init__(self, tell: Callable[[float, str], None]) -> None:
        self._tell = tell
        self._last = (-1.0, "")

    def __call__(self, done: float, what: str) -> None:
        before, words = self._last
        if what != words or abs(done - before) >= _TICK:
            self._last = (done, what)
            self._tell(done, what)
