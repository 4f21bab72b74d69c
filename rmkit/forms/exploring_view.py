"""What the panel to explore kinds shows: what can be chosen, what is kept, and the looks so far.

Everything here is about groups: no answer and no id of anybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from rmkit.definitions.inert import one_line
from rmkit.errors import NotReady, TooFewPeople
from rmkit.forms.exploring_looks import USUAL, Look, Looks, Settings
from rmkit.forms.exploring_pictures import pictures_of
from rmkit.forms.exploring_told import blocks_view, in_words, look_view, methods_view, some_of
from rmkit.people.measures import BLOCKS
from rmkit.profiles.choosing import FEWEST_IN_A_KIND, FEWEST_PEOPLE, MOST_KINDS
from rmkit.profiles.preparing import prepare
from rmkit.programme.kinds_kept import answers_digest

if TYPE_CHECKING:
    from rmkit.programme.kinds_kept import KeptKinds
    from rmkit.programme.programme import Programme

__all__ = ["explored", "said_of_kept", "too_few"]


def explored(programme: Programme, looks: Looks) -> dict[str, object]:
    """Read what can be chosen now, what is kept, and the looks so far.

    Returns
    -------
    dict
        `state` is "nobody" (answered), "few" (too few to tell kinds) or "ready".
    """
    names = programme.candidates.words
    try:
        answers = answers_digest(programme)
    except NotReady:
        return {"state": "nobody"}
    there = programme.memory.recall(
        "what kinds can be made of",
        key=(answers, *names.items()),
        make=lambda: _there(programme.candidates.people, names),
    )
    asked = [str(block["id"]) for block in there.get("blocks", ()) if block["asked"]]
    kept = _kept(programme, asked or list(BLOCKS))
    if there["state"] != "ready":
        return {**there, "kept": kept}
    shown = next((one for one in looks.listed if one.number == looks.shown), None)
    return {
        **there,
        "kept": kept,
        "settings": (shown.settings if shown else USUAL).for_page(),
        "usual": USUAL.for_page(),
        "count": looks.count,
        "looks": [_listed(one, asked, answers) for one in looks.listed],
        "shown": _shown(programme, shown, looks, asked) if shown else None,
    }


def _there(people: pd.DataFrame, words: Mapping[str, str]) -> dict[str, Any]:
    """Say what can be chosen of these answers."""
    try:
        ready = prepare(people)
    except TooFewPeople as error:
        return {"state": "few", "told": str(error)}
    used = len(ready.used)
    if used < FEWEST_PEOPLE:
        return {"state": "few", "told": too_few(used, len(people))}
    return {
        "state": "ready",
        "told": _who(used, len(people)),
        "blocks": blocks_view(people, words),
        "methods": methods_view(ready.compared),
        "most": min(MOST_KINDS, used // FEWEST_IN_A_KIND),
    }


def _shown(
    programme: Programme, look: Look, looks: Looks, asked: Sequence[str]
) -> dict[str, object]:
    kept = programme.file.clustering()
    labels = kept.result.get("labels") if kept else None
    view = look_view(
        look,
        looks.before(look),
        kept=pd.Series(dict(labels)) if isinstance(labels, Mapping) and labels else None,
        answers=answers_digest(programme),
    )
    pictures = [[name, title] for name, (title, _) in pictures_of(look.found, {}).items()]
    return {
        **view,
        "how": _capital(in_words(look.settings, asked, method=look.found.method.title)),
        "is_kept": programme.profiles.holds(look.found),
        "pictures": pictures,
    }


def _listed(look: Look, asked: Sequence[str], answers: str) -> dict[str, object]:
    return {
        "number": look.number,
        "what": "no kinds" if look.found.k == 1 else f"{look.found.k} kinds",
        "how": _capital(in_words(look.settings, asked, method=look.found.method.title)),
        "old": look.answers != answers,
    }


def too_few(used: int, n: int) -> str:
    """Say that kinds cannot be told among so few people, `used` of `n`."""
    return (
        f"{_who(used, n)} Among fewer than {FEWEST_PEOPLE} any grouping may be chance, so there is "
        "nothing to choose here. Read the answers one by one."
    )


def _who(used: int, n: int) -> str:
    rest = "" if used == n else "; the others are left out"
    return f"{_capital(some_of(used, n))} answered enough to be compared{rest}."


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _kept(programme: Programme, asked: Sequence[str]) -> dict[str, object] | None:
    """Tell the choice that is kept: what, when and why, and how it was found."""
    kept = programme.profiles.kept
    if kept is None:
        return None
    told = said_of_kept(programme)
    return {"told": told, "how": _capital(in_words(_settings(kept), asked))}


def said_of_kept(programme: Programme) -> str:
    """Say what is kept, since when and why; empty before anything is."""
    kept = programme.profiles.kept
    return one_line(kept.sentence) if kept else ""


def _settings(kept: KeptKinds) -> Settings:
    weights = {block: float(weight) for block, weight in kept.weights.items()}
    return Settings(kept.asked, kept.method or "auto", weights)
