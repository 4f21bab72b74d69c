"""What to do next in a programme: one thing a line, the most urgent first, and its notebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from rmkit.programme.decided import decided_on
from rmkit.programme.due_now import due_now
from rmkit.programme.objecting import pairs_to_look_at
from rmkit.programme.pair_progress import progress_now
from rmkit.programme.read_once import meetings_once, people_once, responses_once
from rmkit.programme.recipients import written_now
from rmkit.programme.retention import due
from rmkit.programme.waiting_list import waiting_list
from rmkit.programme.wishes import open_wishes
from rmkit.programme.written_to import written_pairs

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["NextStep", "next_steps"]


@dataclass(frozen=True)
class NextStep:
    """One thing to do next, the words after `rmkit` that do it on a shell, and its notebook."""

    what: str
    shell: str = ""
    notebook: str = ""

    def told(self, command: str, path: Path) -> str:
        """Tell it with the whole command, for a programme at a path."""
        return f"{self.what} {command} {self.shell.format(path)}" if self.shell else self.what

    def __str__(self) -> str:
        return self.what


_IMPORT_STAFF = NextStep(
    "Import the staff list: departments and reporting lines come from there.",
    'import "{}" my_staff.csv --instrument staff_list',
    "02_candidates.ipynb",
)
_IMPORT_ANSWERS = NextStep(
    "Send out the questionnaire, and import what candidates answered.",
    'import "{}" my_form.csv',
    "02_candidates.ipynb",
)
_READ_PROFILES = NextStep(
    "Read the profiles: what kinds, what will be missing.", 'profiles "{}"', "03_profiles.ipynb"
)
_PROPOSE = NextStep("Propose the pairs.", 'match "{}"', "04_pairs.ipynb")
_LOOK = NextStep(
    "Look at the proposed pairs, and first at those left over.", 'match "{}"', "04_pairs.ipynb"
)
_LOOK_AGAIN = NextStep(
    "Look at the new pairs that are proposed, and first at those left over.",
    'pairs rematch "{}"',
    "04_pairs.ipynb",
)
_WISHES = NextStep(
    "Somebody asked for another partner, a pause or to leave: no reason is asked.",
    'pairs waiting "{}"',
    "07_meetings.ipynb",
)
_REMATCH = NextStep(
    "Propose pairs for those who are free; the pairs that run stay as they are.",
    'pairs rematch "{}"',
    "04_pairs.ipynb",
)
_CONFIRM = NextStep(
    "Confirm the pairs, or lock and forbid some and propose again.",
    'match "{}" --confirm --by "Your name"',
    "04_pairs.ipynb",
)
_TALK = NextStep(
    "Look at the confirmed pairs with a warning: somebody asked not to be matched since.",
    'objections "{}"',
    "04_pairs.ipynb",
)
_STATE_OBJECTIVE = NextStep(
    "State the objective; letters and evaluation go back to it.",
    'describe "{}" --objective "..."',
    "01_objective.ipynb",
)
_NAME_COORDINATOR = NextStep(
    "Name the coordinator; letters come from them.",
    'describe "{}" --coordinator "Your name <you@example.org>"',
    "01_objective.ipynb",
)
_WRITE_LETTERS = NextStep(
    "Write the letters for the kick-off.", 'kickoff "{}" --to outbox', "05_kick_off.ipynb"
)
_READ_DRAFTS = NextStep(
    "Read the drafts in the outbox, then send them from your mail program; nothing was sent.",
    notebook="05_kick_off.ipynb",
)
_PLAN_MEETINGS = NextStep(
    "Plan the meetings, from the times of both.", notebook="05_kick_off.ipynb"
)
_PREPARE = NextStep(
    "Prepare mentors and mentees before they meet: a half-day, or 45 minutes.",
    notebook="06_prepare.ipynb",
)
_REPORT = NextStep(
    "Read what came of it, and decide over the pilot: scale, change or stop.",
    'report "{}"',
    "08_evaluate.ipynb",
)
_MEETINGS, _EVALUATE = "07_meetings.ipynb", "08_evaluate.ipynb"
_WORDS = {
    "call": ("Somebody asks for a call", "{} people ask for a call", ": answer within three days."),
    "one line": (
        "In one pair one now",
        "In {} pairs one now",
        " reports to the other: offer each another partner.",
    ),
    "agreement": (
        "In one pair",
        "In {} pairs",
        " not both have signed the agreement; it comes before the first session.",
    ),
    "receipt": (
        "One pair has",
        "{} pairs have",
        " told nothing of a meeting that was planned: ask.",
    ),
    "first contact": (
        "One mentor has",
        "{} mentors have",
        " not been in touch with the mentee yet.",
    ),
    "behind": ("One pair has", "{} pairs have", " fallen behind, without a next date."),
    "no date": ("One pair has", "{} pairs have", " no next date."),
    "midway": ("One person has", "{} people have", " not answered the mid-way check."),
    "closing": ("One person has", "{} people have", " not answered what is asked at the end."),
    "questionnaire": ("One person has", "{} people have", " not answered the questionnaire."),
    "low pulse": ("One pair is", "{} pairs are", " worth a word: ask how it goes."),
    "drift": ("One pair may", "{} pairs may", " like other ideas than tools alone."),
    "review": (
        "Look at the whole programme",
        "Look at the whole programme",
        ", and note what you change.",
    ),
}
"""What is told of each kind that is due: of one, of several, and how it goes on."""


def next_steps(programme: Programme) -> Iterator[NextStep]:
    """Give what to do next, the most urgent first."""
    due = dict(_due(programme))
    yield from _first(programme)
    if "call" in due:
        yield due["call"]
    if "one line" in due:
        yield due["one line"]
    if not open_wishes(programme.file).empty:
        yield _WISHES
    if "agreement" in due:
        yield due["agreement"]
    yield from _pairs(programme)
    yield from (due[kind] for kind in ("receipt", "first contact", "behind") if kind in due)
    yield from _kickoff(programme)
    yield from (due[kind] for kind in _WORDS if kind in due and kind not in _URGENT)
    if _is_undecided(programme):
        yield _REPORT


def _is_undecided(programme: Programme) -> bool:
    """Whether somebody looked back at the end, and nobody decided what follows."""
    if decided_on(programme.file):
        return False
    forms = ("satisfaction_mentee", "satisfaction_mentor")
    return any(r.wave == "after" for form in forms for r in responses_once(programme, form))


_URGENT = ("call", "one line", "agreement", "receipt", "first contact", "behind")


def _due(programme: Programme) -> Iterator[tuple[str, NextStep]]:
    """Put what is due of one kind into one sentence; nobody is named."""
    found = due_now(programme, programme.today)
    for kind, n in Counter(one.kind for one in found).items():
        if kind in _WORDS:
            one, several, more = _WORDS[kind]
            told = one if n == 1 else several.format(n)
            at = _EVALUATE if kind == "closing" else _MEETINGS
            yield kind, NextStep(told + more, notebook=at)


def _first(programme: Programme) -> Iterator[NextStep]:
    """Give what nothing else can do without, and what the law wants."""
    file = programme.file
    people = people_once(programme).values()
    answered = len(file.counting("candidate"))
    if ended := ", ".join(one.data_class for one in due(file, today=programme.today)):
        yield _ended(ended)
    if pairs_to_look_at(file):
        yield _TALK
    if not any(person.staff for person in people):
        yield _IMPORT_STAFF
    if not answered:
        yield _IMPORT_ANSWERS
    if answered and file.clustering() is None:
        yield _READ_PROFILES


def _pairs(programme: Programme) -> Iterator[NextStep]:
    file, pairing = programme.file, programme.pairing
    proposed, confirmed = bool(file.pairs("proposed")), bool(file.pairs("confirmed"))
    if file.counting("candidate") and not (proposed or confirmed):
        yield _PROPOSE
    if confirmed and not proposed and _is_anybody_free(programme):
        yield _REMATCH
    if proposed and not pairing.is_looked_at:
        yield _LOOK_AGAIN if confirmed else _LOOK
    if proposed and pairing.is_looked_at:
        yield _CONFIRM


def _kickoff(programme: Programme) -> Iterator[NextStep]:
    file = programme.file
    drafted = bool(file.document("outbox"))
    unwritten = bool(written_now(file) - written_pairs(file))
    if programme.objective.record is None:
        yield _STATE_OBJECTIVE
    if programme.coordinator is None:
        yield _NAME_COORDINATOR
    if unwritten:
        yield _WRITE_LETTERS
    if not drafted or unwritten:
        return
    pairs = progress_now(programme, programme.today).values()
    if any(one.held for one in pairs):
        return
    yield _READ_DRAFTS
    if not meetings_once(programme):
        yield _PLAN_MEETINGS
    yield _PREPARE


def _is_anybody_free(programme: Programme) -> bool:
    """Say whether somebody joined or is free again whom no search has looked at since."""
    kept = programme.file.matching()
    rows = cast("list[dict[str, Any]]", kept.result.get("unmatched", ())) if kept else []
    tried = {row.get("person_id") for row in rows}
    return any(
        one.because in ("pair ended", "joined later") and one.person_id not in tried
        for one in waiting_list(programme)
    )


def _ended(classes: str) -> NextStep:
    what = f"The time for keeping {classes} has ended."
    return NextStep(what, 'retention "{}"', "rights_and_file.ipynb")
