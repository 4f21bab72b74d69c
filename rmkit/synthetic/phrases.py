"""Short things that candidates write, by question and role; everyday, friendly and made up.

Some hold commas, semicolons, quotes, a line break or a hyphen at the beginning, as real answers
do. `LOCAL` has the first wish in other languages, for those who would rather write in their own.
"""

from __future__ import annotations

from typing import Final

__all__ = ["LOCAL", "PHRASES", "TOPICS"]

PHRASES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "strengths": {
        "mentor": (
            "I explain things step by step and don't mind repeating them.",
            "Quick with new software, patient with people.",
            "- listening\n- drawing things on paper\n- short films",
            "I like to find out why something does not work.",
            'My friends call me when their phone is "broken"; it never is.',
            "Making complicated things look simple.",
        ),
        "mentee": (
            "I know everybody in the house, and how decisions are really made.",
            "Negotiating, planning, keeping calm.",
            "Twenty years of experience with customers; I still enjoy it.",
            "I keep what I promise.",
            "Leading a team through a difficult season.",
            "I ask when I don't understand something.",
        ),
    },
    "develop": {
        "mentor": (
            "Speaking up in meetings with senior colleagues.",
            "Understanding how budgets are made.",
            "Saying no, kindly.",
            "Presenting to a large room.",
            "I would like to see how decisions are made higher up.",
        ),
        "mentee": (
            "Being seen online without feeling silly.",
            "Reading a chart critically instead of nodding.",
            "Video calls that don't tire everybody.",
            "Less paper; fewer printed e-mails.",
            "Working on one document together instead of sending versions.",
            "Understanding what younger colleagues expect of us.",
        ),
    },
    "first_wish": {
        "mentor": (
            "Show somebody a thing they use the very next day.",
            "Get to know how a department head spends a week.",
            "That we both laugh at least once in every session.",
            "Practise explaining to somebody who asks good questions.",
        ),
        "mentee": (
            "Make a short film with my phone for our next open day.",
            "Build one page of figures that I can keep up to date by myself.",
            "Run a video meeting without help.",
            "Know which sources I can trust, and why.",
            "Answer my own questions before I call the service desk.",
        ),
    },
    "self_description": {
        "mentor": (
            "Curious, direct, sometimes impatient with machines, never with people.",
            "Quiet at first; talkative about what I like.",
            "Organised: I make lists of my lists.",
            "I learn by trying.",
        ),
        "mentee": (
            "Practical. I like to know what a thing is good for.",
            "A good listener who needs a push to try new things.",
            "Punctual, dry humour, open to criticism.",
            "I started on the shop floor and have not forgotten it.",
        ),
    },
    "challenges": {
        "mentor": (
            "I am new here and know few people outside my team.",
            "Time: my weeks change with the shifts.",
            "Being taken seriously as the youngest in the room.",
        ),
        "mentee": (
            "There is always something more urgent.",
            "I am afraid of pressing the wrong button.",
            "Many tools, no plan for which one to use when.",
            "My team knows more about this than I do, and I need to decide about it.",
        ),
    },
    "meaning": {
        "mentor": (
            "Two people who learn from each other; age does not matter.",
            "Passing on what somebody once showed me.",
            "An honest talk, regularly.",
        ),
        "mentee": (
            "Somebody who tells me the truth, kindly.",
            "Learning in both directions.",
            "A fixed hour a fortnight in which I may ask anything.",
        ),
    },
    "responsibilities": {
        "mentor": (
            "Daily tasks of my team; I also look after our newcomers.",
            "Requests that come in by mail, and their follow-up.",
            "Preparing figures and texts for my supervisor.",
        ),
        "mentee": (
            "A team of people, its plan and its budget.",
            "Contracts, suppliers, and everything that goes wrong in between.",
            "Quality and safety in my area; training of newcomers.",
        ),
    },
    "experiences": {
        "mentor": (
            "I gave computer lessons in the library as a volunteer.",
            "A year abroad, in a language I had to learn there.",
            "I run the pages of our rowing club.",
        ),
        "mentee": (
            "I have seen three changes of system; the last one went well.",
            "I worked in four departments of this house.",
            "I trained apprentices for ten years.",
        ),
    },
    "ideal_partner": {
        "mentor": (
            "Somebody who tries things out between our meetings.",
            "Somebody from a department that I don't know.",
            "Open, and not offended by simple questions.",
        ),
        "mentee": (
            "Patient, and honest when I am slow.",
            "Somebody who shows me real examples, not slides.",
            "A person with humour; the rest will come.",
        ),
    },
    "three_year_wish": {
        "mentor": (
            "To lead a small project.",
            "To be good at my job and known for it.",
            "To have worked in a second department.",
        ),
        "mentee": (
            "To hand over a team that works without me.",
            "To be the one who suggests the new tool.",
            "To understand the figures before they are explained to me.",
        ),
    },
    "passions": {
        "mentor": ("Climbing and board games.", "Photography, mostly birds.", "Cooking for many."),
        "mentee": ("My garden.", "Choir on Wednesdays; sailing in summer.", "Old radios."),
    },
    "work_life_balance": {
        "mentor": ("Fixed evenings for sport work well for me.", "Good, since I plan my week."),
        "mentee": (
            "I leave on time on Wednesdays, for the choir.",
            "Better since I read no mail at weekends.",
        ),
    },
    "time_available": {
        "mentor": ("An hour every two weeks.", "One hour a week, less in holidays."),
        "mentee": (
            "An hour every two weeks; mornings are easier.",
            "About two hours a month, more in winter.",
        ),
    },
}
"""By question, then by role; whoever would do either role takes from both."""

TOPICS: Final[dict[str, tuple[str, ...]]] = {
    "mentor": (
        "short films", "photo editing", "tidy spreadsheets", "shortcuts", "online privacy",
        "writing for the web", "trends", "working across generations",
    ),
    "mentee": (
        "video meetings", "reading charts", "working with AI", "social networks", "less e-mail",
        "passwords", "young customers", "sharing documents",
    ),
}  # fmt: skip
"""What people would like to talk about, by role."""

LOCAL: Final[dict[str, str]] = {
    "es": "Aprender algo útil cada semana, ¡y reírnos un poco!",
    "de": "Voneinander lernen – auch „dumme Fragen“ sind erlaubt.",
    "cs": "Poznat někoho, koho bych jinak nepotkal; třeba i u kávy.",
    "bg": "Да науча нещо ново и да помогна на някого.",
    "fr": "Apprendre à mon rythme, sans honte de poser des questions.",
}
"""The first wish in other languages."""
