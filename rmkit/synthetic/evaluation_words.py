"""What made-up people write when they look back: themes that can be recognised, and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["ADVICE", "HINDERED", "LEARNED", "LESS", "MORE", "QUOTABLE", "STORIES", "USES"]

MORE: Final[Mapping[str, tuple[str, ...]]] = {
    "time": (
        "More time: an hour is over before we have tried anything.",
        "Time in the duty roster, so that nobody has to ask for it.",
        "Longer meetings, fewer of them.",
    ),
    "own work": (
        "More examples from our own work and fewer from the internet.",
        "Trying things out on the figures that I need on Monday.",
        "To see my mentor at work, and the other way round.",
    ),
    "other pairs": (
        "Meeting the other pairs half-way and hearing what they do.",
        "An afternoon with all pairs, to swap ideas.",
    ),
}
"""Of what people would have liked more, by theme."""

LESS: Final[Mapping[str, tuple[str, ...]]] = {
    "forms": (
        "Fewer forms; the short one after each meeting would do.",
        "Less to fill in at the beginning.",
    ),
    "buttons": (
        "Less about which button to press.",
        "Fewer tools at once. One that I use is worth five that I have seen.",
    ),
    "moving": ("Fewer meetings that are moved at the last minute.",),
}
"""Of what they would have liked less, by theme."""

LEARNED: Final[Mapping[str, tuple[str, ...]]] = {
    "mentee": (
        "I read the figures of the day myself now.",
        "To ask what a chart leaves out before I believe it.",
        "That I may say that I do not know.",
        "To share one document instead of sending seven versions.",
    ),
    "mentor": (
        "How decisions are made here, and why they take so long.",
        "To ask before I explain.",
        "That I can tell a head of department that I see it differently.",
        "Whom to ask when something has to be done.",
    ),
}
USES: Final[Mapping[str, tuple[str, ...]]] = {
    "mentee": (
        "I open the dashboard in the morning meeting, from next week on.",
        "I ask the youngest in the room first.",
        "I keep the page of figures up to date myself.",
    ),
    "mentor": (
        "I speak up in the project meeting before it is decided.",
        "I write to two people whom I did not know before.",
        "I let somebody try first when I explain something.",
    ),
}
QUOTABLE: Final[Mapping[str, tuple[str, ...]]] = {
    "mentee": (
        "For twenty years people brought me the figures. Now I look first, and ask better.",
        "Nobody had ever shown me without taking the mouse out of my hand.",
        "I came for the spreadsheets and stayed for the conversations.",
        "My team laughed when I shared my screen. Then they asked me to show them.",
    ),
    "mentor": (
        "I had not known how much a director does not know, and how much they do.",
        "Somebody up there knows my name now, and what I can do.",
        "Explaining it made me understand it.",
        "We disagreed in the fourth meeting. It was the best one.",
    ),
}
STORIES: Final = (
    "That the first two meetings were stiff, and the third was not.",
    "How we rebuilt the shift report together in one afternoon.",
    "That we both had been nervous, for opposite reasons.",
)
HINDERED: Final = (
    "Calendars. It went well once the meeting had its own fixed half-day.",
    "A manager who did not know of it at first; a call from the coordinator helped.",
    "No quiet room; the library worked.",
)
ADVICE: Final = (
    "More from our own work, fewer tools at once.",
    "A second afternoon with all pairs, and fewer forms.",
    "Say earlier that it is fine to disagree.",
)
