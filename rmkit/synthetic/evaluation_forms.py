"""What made-up people answer to each form of the evaluation, by the keys of rmkit's instruments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rmkit.synthetic.dice import Dice
from rmkit.synthetic.evaluation_levels import Mind, said
from rmkit.synthetic.evaluation_words import (
    ADVICE,
    HINDERED,
    LEARNED,
    LESS,
    MORE,
    QUOTABLE,
    STORIES,
    USES,
)

__all__ = [
    "GROWTH",
    "daily_work",
    "grown",
    "interviewed",
    "levels_said",
    "looked_back",
    "seen_by_manager",
    "small_tasks",
]

Answers = dict[str, Any]

GROWTH: Final[Mapping[str, tuple[float, tuple[str, ...]]]] = {
    "leadership": (0.4, ("leading_guide", "leading_decide", "-leading_leave_it")),
    "confidence": (0.7, ("leading_disagree", "leading_feedback", "-leading_silent")),
    "knowledge": (0.8, ("knowing_decisions", "knowing_get_done", "-knowing_puzzle")),
    "exposure": (0.6, ("knowing_talk", "knowing_understand", "-knowing_tone")),
    "network": (0.5, ("knowing_help", "knowing_support", "-knowing_own_team")),
    "personal": (0.0, ("learning_listen", "learning_mistakes", "-learning_other_place")),
}
"""By score of `mentor_growth`: the true gain of a mentor whose meetings are all held, the keys."""

_TASKS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "headline": ("others", ("shared", "look")),
    "assistant_figure": ("open_report", ("ask_sure", "again")),
    "five_people": ("by_name", ("open_link", "attachment")),
    "eighty_customers": ("bcc", ("cc", "to_line")),
    "photo": ("licence", ("credit", "changed")),
    "blind_colleague": ("words", ("large", "contrast")),
    "bank_mail": ("usual_way", ("padlock", "ask_back")),
    "login_code": ("password_known", ("logged_in", "test")),
    "torch": ("refuse", ("allow_remove", "popular")),
    "ill_colleague": ("take_out", ("secret", "delete")),
    "web_page": ("other_device", ("reload", "reinstall")),
    "no_sound": ("microphone", ("volume", "speed")),
}
_ROWS: Final = ("tried", "decided", "asked", "passed_on", "alone")
_AGREE: Final = (
    "safe",
    "heard",
    "active",
    "prepared",
    "useful",
    "apply",
    "worthwhile",
    "recommend",
)
_BEHAVES: Final = {"before": 0.0, "after": 0.6}


def levels_said(
    mind: Mind,
    skills: Sequence[str],
    wave: str,
    targets: Mapping[str, object],
    dice: Dice,
    *,
    in_pair: bool,
) -> Answers:
    """Answer `learning_needs`: now, wanted, and at the end, in a pair, looking back."""
    true = mind.after if wave == "after" else mind.before
    shift = mind.shift if wave == "after" else dict.fromkeys(skills, 0.0)
    levels = {f"level_{s}": said(true[s] - shift[s], dice) for s in skills if dice.chance(0.98)}
    wanted = {f"target_{s}": targets.get(f"target_{s}") for s in skills}
    then = {f"then_{s}": said(mind.before[s] - shift[s], dice) for s in skills}
    urgency = dice.weighted({"now": 2.0, "this_year": 3.0, "some_day": 1.0})
    return {**levels, **wanted, **(then if wave == "after" and in_pair else {}), "urgency": urgency}


def small_tasks(mind: Mind, wave: str, *, learned: float, dice: Dice) -> Answers:
    """Answer `mini_task`: who can more knows more, and some say that they are not sure."""
    mean = sum(mind.before.values()) / len(mind.before)
    right = 0.2 + 0.13 * mean + (learned if wave == "after" else 0.0)
    given = {}
    for key, (good, wrong) in _TASKS.items():
        miss = "not_sure" if dice.chance(0.6) else dice.pick(wrong)
        given[key] = good if dice.chance(right) else miss
    return given


def grown(start: Mapping[str, float], wave: str, *, dose: float, dice: Dice) -> Answers:
    """Answer the statements of `mentor_growth`; a minus marks those that are turned round."""
    given: Answers = {}
    for score, (gain, keys) in GROWTH.items():
        true = start[score] + (gain * dose if wave == "after" else 0.0)
        for key in keys:
            level = said(true, dice, 0.5)
            given[key.removeprefix("-")] = 6 - level if key.startswith("-") else level
    return given


def daily_work(start: float, wave: str, *, dose: float, leave: bool, dice: Dice) -> Answers:
    """Answer `behaviour` as the mentee, with or without leave to ask the manager."""
    true = start + _BEHAVES[wave] * dose
    given: Answers = {f"behaviour_{row}": said(true, dice, 0.7) for row in _ROWS}
    return given | {"manager_leave": "yes" if leave else "no"}


def seen_by_manager(start: float, wave: str, *, dose: float, dice: Dice) -> Answers:
    """Answer `behaviour` as the manager, who sees less of it."""
    true = start - 0.2 + 0.6 * _BEHAVES[wave] * dose
    given: Answers = {f"observed_{row}": said(true, dice, 0.8) for row in _ROWS if dice.chance(0.9)}
    return given | {"support": [dice.pick(("time", "task", "talk"))] if wave == "after" else []}


def looked_back(side: str, *, content: float, learned: float, dice: Dice) -> Answers:
    """Answer `satisfaction_mentee` or `_mentor`; `content` is how content somebody is, 1 to 5."""
    given: Answers = {"objective": said(2.2 + 1.4 * learned, dice, 0.5)}
    for n, goal in enumerate(("first", "second", "third")):
        if dice.chance((1.0, 0.7, 0.25)[n]):
            given[f"goals_{goal}"] = said(2.3 + 1.0 * learned, dice, 0.7)
    given |= {f"agree_{row}": said(content, dice, 0.6) for row in _AGREE}
    for key, words in (("learned", LEARNED[side]), ("use", USES[side])):
        if dice.chance(0.6):
            given[key] = dice.pick(words)
    for key, themes, share in (("more", MORE, 0.6), ("less", LESS, 0.45)):
        if dice.chance(share):
            given[key] = dice.pick(dice.pick(list(themes.values())))
    if dice.chance(0.5):
        given["quotable"] = dice.pick(QUOTABLE[side])
        given["quote"] = dice.weighted({"unnamed": 5.0, "named": 1.0, "no": 3.0})
    return given


def interviewed(side: str, dice: Dice, *, goes_on: bool) -> Answers:
    """Answer `closing_interview` as the coordinator notes it; the day is not among it."""
    own = {"mentee": "changed_work", "mentor": "gained"}[side]
    return {
        "role": side,
        "story": dice.pick(STORIES),
        own: dice.pick(USES[side] if side == "mentee" else LEARNED[side]),
        "hindered": dice.pick(HINDERED),
        "advice": dice.pick(ADVICE),
        "going_on": dice.pick(("yes", "sometimes")) if goes_on else "no",
        "quotable": dice.pick(QUOTABLE[side]),
        "quote": dice.weighted({"unnamed": 2.0, "named": 1.0, "no": 1.0}),
    }
