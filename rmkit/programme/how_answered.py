"""How a response came into the file, in words: by whom it was written, and on which way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rmkit.programme.one_answer import BY_COORDINATOR
from rmkit.records.model import TALK, Response

if TYPE_CHECKING:
    from rmkit.records.store import ProgrammeFile

__all__ = ["LINK", "how_they_came"]

LINK = "link"
"""The source of a response that somebody gave through a link of their own."""

_OWN = {LINK: "through their link", "form": "in a form on this screen", "sealed": "sealed"}
_NOBODY = "somebody whose name is not kept any more"


def how_they_came(file: ProgrammeFile, responses: Iterable[Response]) -> dict[str, str]:
    """Say of each response, by its id, how it came.

    Whoever entered an answer for somebody is named, as the history knows it.
    """
    responses = list(responses)
    entered = [r for r in responses if r.source in (TALK, BY_COORDINATOR)]
    actors = _entered_by(file) if entered else {}
    return {r.response_id: _words(r, actors) for r in responses}


def _words(response: Response, actors: Mapping[str, str]) -> str:
    by = actors.get(response.response_id, _NOBODY)
    if response.source == TALK:
        return f"in a talk, entered by {by}"
    if response.source == BY_COORDINATOR:
        return f"written by {by}"
    return _OWN.get(response.source, f"from {response.source}" if response.source else "")


def _entered_by(file: ProgrammeFile) -> dict[str, str]:
    """Give who entered each response first, by its id."""
    found: dict[str, str] = {}
    for entry in file.history():
        if entry.table == "responses" and entry.key and entry.before is None and entry.actor:
            found.setdefault(str(entry.key.get("response_id")), entry.actor)
    return found
