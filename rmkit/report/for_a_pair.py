"""Pages for a pair: the guide to their meetings, activities, starters, the lexicon, and their kit.

They are made of what anybody may read and of what was released to the pair. Nothing that the two
write on their sheets is in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from rmkit.content.activities import LEVELS, Activity
from rmkit.content.guide import GuidedMeeting, MeetingGuide
from rmkit.content.lexicon import Lexicon
from rmkit.content.starters import Format, Starter
from rmkit.definitions.discreet import discreet
from rmkit.disclosure.audiences import Released, opened
from rmkit.report.page import Block, Bullets, Heading, Note, Page, Paragraph, Point, Table

__all__ = [
    "Kit",
    "KitActivity",
    "Side",
    "activities_page",
    "activity_blocks",
    "guide_page",
    "kit_page",
    "lexicon_page",
    "starters_page",
]

Side = Literal["mentor", "mentee"]
_WHO = {"mentor": "Mentor", "mentee": "Mentee", "both": "Both of you"}


@discreet("activity")
@dataclass(frozen=True, slots=True)
class KitActivity:
    """An activity for a pair, and why it is in their kit, in words that may be told to both."""

    activity: Activity
    why: tuple[str, ...] = ()


@discreet("meetings", "activities", "starters")
@dataclass(frozen=True, slots=True)
class Kit:
    """What the kit of one pair says.

    `meetings` are rows of number, day and hour, minutes, and place. `activities` come released to
    the pair, since why they fit is about the mentee. `sheets` names the files beside it.
    """

    mentor: str
    mentee: str
    meetings: tuple[tuple[str, str, str, str], ...]
    activities: Released[tuple[KitActivity, ...]]
    starters: tuple[Starter, ...]
    formats: tuple[Format, ...]
    sheets: tuple[tuple[str, str], ...] = ()
    shares: bool = False


def activity_blocks(one: Activity, *, language: str = "en") -> Iterator[Block]:
    """Describe an activity below its title: what it takes, the steps, and what comes after."""
    lowest, highest = (LEVELS[level] for level in one.level)
    yield Paragraph(
        f"{one.minutes} minutes, level {lowest} to {highest}. You need: {one.bring.say(language)}"
    )
    steps = tuple(Point(f"{_WHO[step.who]}.", step.do.say(language)) for step in one.steps)
    yield Bullets(steps, numbered=True)
    yield Bullets(
        (
            Point("Until next time.", one.challenge.say(language)),
            Point("Beyond the tool.", one.beyond.say(language)),
        )
    )


def activities_page(
    activities: Iterable[Activity], *, organisation: str = "", language: str = "en"
) -> Page:
    """Describe activities to print, one after the other."""
    blocks: list[Block] = []
    for one in activities:
        blocks += [Heading(one.title.say(language)), *activity_blocks(one, language=language)]
    return Page("Activities for the two of you", tuple(blocks), organisation, language)


def guide_page(
    guide: MeetingGuide, side: Side, *, organisation: str = "", language: str = "en"
) -> Page:
    """Describe the guide to the meetings for one side, to fit on one sheet.

    Parameters
    ----------
    guide
        What `meeting_guide()` gives.
    side
        `mentor` or `mentee`: what this one does in each part.
    organisation
        Stands below the title; may be empty.
    language
        English where a text lacks it.
    """
    blocks: list[Block] = [Paragraph(guide.opening.say(language))]
    for meeting in guide.meetings:
        blocks += list(_guided(meeting, side, language))
        if side == "mentor" and meeting.id == "middle":
            questions = " ".join(one.say(language) for one in meeting.questions)
            blocks.append(Paragraph(f"To open a talk: {questions}"))
    title = f"{guide.title.say(language)}: for the {side}"
    return Page(title, tuple(blocks), organisation, language)


def _guided(meeting: GuidedMeeting, side: Side, language: str) -> Iterator[Block]:
    yield Heading(meeting.title.say(language))
    yield Paragraph(meeting.aim.say(language))
    rows = tuple(
        (f"{part.title.say(language)}, {part.minutes} min", getattr(part, side).say(language))
        for part in meeting.parts
    )
    yield Table(("Part", "What you do"), rows, widths=(2, 5))


def starters_page(
    starters: Iterable[Starter],
    formats: Iterable[Format],
    *,
    organisation: str = "",
    language: str = "en",
) -> Page:
    """Describe starters to print, with the ways to talk about them."""
    blocks = list(_starters(starters, formats, language))
    return Page("Something to talk about", tuple(blocks), organisation, language)


def _starters(
    starters: Iterable[Starter], formats: Iterable[Format], language: str
) -> Iterator[Block]:
    said = tuple(Point(s.ask.say(language), s.then.say(language)) for s in starters)
    yield Bullets(said, numbered=True)
    for one in formats:
        yield Heading(f"{one.title.say(language)} ({one.minutes} minutes)", 2)
        yield Bullets(tuple(step.say(language) for step in one.steps), numbered=True)


def lexicon_page(lexicon: Lexicon, *, organisation: str = "", language: str = "en") -> Page:
    """Describe the lexicon to print: each term, what it means, and whose words it goes back to."""
    blocks: list[Block] = []
    initial = ""
    points: list[Point] = []
    for one in lexicon.terms:
        if one.term[0].upper() != initial:
            blocks += _group(initial, points)
            initial, points = one.term[0].upper(), []
        see = f" See also: {', '.join(one.see)}." if one.see else ""
        text = f"{one.text.say(language)}{see} ({lexicon.source_of(one)})"
        points.append(Point(f"{one.term}.", text))
    blocks += _group(initial, points)
    return Page(lexicon.title.say(language), tuple(blocks), organisation, language)


def _group(initial: str, points: list[Point]) -> list[Block]:
    return [Heading(initial, 2), Bullets(tuple(points))] if points else []


def kit_page(kit: Kit, *, organisation: str = "", language: str = "en") -> Page:
    """Describe the kit of a pair: their dates, activities, starters, and which sheets go with it.

    Raises
    ------
    NotAllowed
        The activities were not released to the pair.
    """
    fitting = opened(kit.activities, "pair", where="The kit of a pair")
    blocks: list[Block] = [
        Note(
            "This kit is for the two of you. What you write on the sheets stays with you; your "
            "coordinator gets a receipt of each meeting, and no more."
        ),
        Heading("When you meet"),
        *_meetings(kit),
    ]
    if kit.sheets:
        points = tuple(Point(f"{name}.", what) for name, what in kit.sheets)
        blocks += [Heading("What is in this folder"), Bullets(points)]
    blocks += [Heading("Activities that may suit you"), *_fitting(fitting, language)]
    blocks += [Heading("Something to talk about"), *_starters(kit.starters, kit.formats, language)]
    return Page(f"{kit.mentor} and {kit.mentee}", tuple(blocks), organisation, language)


def _meetings(kit: Kit) -> Iterator[Block]:
    if kit.meetings:
        yield Table(("Meeting", "When", "How long", "Where"), kit.meetings, widths=(1, 4, 2, 4))
    else:
        yield Paragraph(
            "No dates are planned yet. Settle the first two before you part, and put them into "
            "both calendars; an hour a month is a good beginning."
        )


def _fitting(fitting: Iterable[KitActivity], language: str) -> Iterator[Block]:
    chosen = tuple(fitting)
    if not chosen:
        yield Paragraph("None is chosen yet. Talk first about what makes the mentee curious.")
        return
    yield Paragraph("Take one that you both like, or none. The mentee holds the device.")
    for one in chosen:
        yield Heading(one.activity.title.say(language), 2)
        if one.why:
            yield Paragraph(f"Why this one: {'; '.join(one.why)}.")
        yield from activity_blocks(one.activity, language=language)
