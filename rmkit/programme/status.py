"""Where a programme stands: five steps with a tick or a count, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from rmkit.profiles.choosing import FEWEST_PEOPLE
from rmkit.programme.clock import now
from rmkit.programme.days import when
from rmkit.programme.objecting import pairs_to_look_at
from rmkit.programme.recipients import written_now
from rmkit.programme.retention import due
from rmkit.programme.waiting_list import waiting_list
from rmkit.programme.wishes import open_wishes
from rmkit.programme.written_to import written_pairs
from rmkit.records.model import KeptClustering
from rmkit.records.store import ProgrammeFile

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["NextStep", "Status", "local", "standing"]


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
    "04_pairs.ipynb",
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


@dataclass(frozen=True)
class Status:
    """Where a programme stands.

    `line` is the sentence that every notebook opens with ("Harbour pilot, 64 candidates, 24 pairs,
    saved 10:42", on this machine's clock); `steps` holds each step with how far it is;
    `next_steps` what to do next, most urgent first.
    """

    line: str
    steps: tuple[tuple[str, str], ...]
    next_steps: tuple[NextStep, ...]

    def table(self) -> pd.DataFrame:
        """Give the steps as a table."""
        return pd.DataFrame(self.steps, columns=["step", "stands_at"])

    def __str__(self) -> str:
        steps = [f"  {step}: {at}" for step, at in self.steps]
        return "\n".join([self.line, *steps, "Next:", *(f"  - {n}" for n in self.next_steps)])


def standing(programme: Programme) -> Status:
    """Read a programme's file and say how far it is."""
    file = programme.file
    people = file.people()
    listed = sum(1 for p in people if p.staff)
    candidates = sum(1 for p in people if p.is_candidate)
    answered = len(file.counting("candidate"))
    proposed, confirmed = len(file.pairs("proposed")), len(file.pairs("confirmed"))
    kinds = file.clustering()
    drafted = file.document("outbox")
    unwritten = bool(written_now(file) - written_pairs(file))
    objective = programme.objective.record
    steps = (
        ("Objective", "set" if objective else "not set yet"),
        ("Candidates", f"{answered} answered, {listed} on the staff list"),
        ("Profiles", _kinds_read(kinds) if kinds else "not read yet"),
        ("Pairs", _pairs_stand(confirmed, proposed)),
        ("Kick-off", f"{drafted['letters']} letters drafted" if drafted else "no letters yet"),
    )
    ended = ", ".join(one.data_class for one in due(file, today=now().date()))
    todo = (
        (bool(ended), _ended(ended)),
        (bool(pairs_to_look_at(file)), _TALK),
        (listed == 0, _IMPORT_STAFF),
        (answered == 0, _IMPORT_ANSWERS),
        (answered > 0 and kinds is None, _READ_PROFILES),
        (not open_wishes(file).empty, _WISHES),
        (answered > 0 and not (proposed or confirmed), _PROPOSE),
        (confirmed > 0 and not proposed and _is_anybody_free(programme), _REMATCH),
        (proposed > 0 and not programme.pairing.is_looked_at, _LOOK_AGAIN if confirmed else _LOOK),
        (proposed > 0 and programme.pairing.is_looked_at, _CONFIRM),
        (objective is None, _STATE_OBJECTIVE),
        (programme.coordinator is None, _NAME_COORDINATOR),
        (unwritten, _WRITE_LETTERS),
        (bool(drafted) and not unwritten, _READ_DRAFTS),
    )
    line = (
        f"{file.info.name}, {candidates} candidates, {confirmed + proposed} pairs"
        f"{_saved(file, now())}"
    )
    return Status(line, steps, tuple(step for due, step in todo if due)[:3])


def _is_anybody_free(programme: Programme) -> bool:
    """Say whether somebody joined or is free again whom no search has looked at since."""
    kept = programme.file.matching()
    rows = cast("list[dict[str, Any]]", kept.result.get("unmatched", ())) if kept else []
    tried = {row.get("person_id") for row in rows}
    return any(
        one.because in ("pair ended", "joined later") and one.person_id not in tried
        for one in waiting_list(programme)
    )


def _pairs_stand(confirmed: int, proposed: int) -> str:
    if confirmed and proposed:
        return f"{confirmed} confirmed, {proposed} new proposed"
    return f"{confirmed} confirmed" if confirmed else f"{proposed} proposed"


def _ended(classes: str) -> NextStep:
    what = f"The time for keeping {classes} has ended."
    return NextStep(what, 'retention "{}"', "rights_and_file.ipynb")


def _saved(file: ProgrammeFile, now: datetime) -> str:
    """Say when the file was changed last, on the clock of this machine."""
    at = file.last_change
    return f", saved {when(datetime.fromisoformat(at), now=local(now))}" if at else ""


def local(moment: datetime) -> datetime:
    """Turn a moment to the clock of this machine."""
    return moment.astimezone()


def _kinds_read(kept: KeptClustering) -> str:
    labels = kept.result["labels"]
    if kept.result["k"] != 1:
        return f"{kept.result['k']} kinds"
    few = isinstance(labels, dict) and len(labels) < FEWEST_PEOPLE
    return "too few people to tell kinds" if few else "no kinds: a continuum"
