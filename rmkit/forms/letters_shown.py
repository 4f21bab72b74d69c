"""What the panel of letters shows, as plain data: the letters, whom they are for, one filled in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.content.model import Attachment, Letter, Placeholder
from rmkit.definitions.inert import one_line
from rmkit.errors import Fault

if TYPE_CHECKING:
    from rmkit.programme.kickoff import KickoffStep
    from rmkit.programme.letters import Addressee

__all__ = ["ATTACHED", "faults_by_place", "letter_rows", "need", "outbox", "people_by_side"]

ATTACHED: Mapping[Attachment, str] = {
    "principles": "Principles of reverse mentoring.pdf",
    "goal_setting": "Goal-setting framework.pdf",
}
_NOTEBOOKS = {
    "01": "01_objective.ipynb",
    "02": "02_candidates.ipynb",
    "03": "03_profiles.ipynb",
    "04": "04_pairs.ipynb",
}
_NEED = re.compile(r"(?P<text>.*): notebook (?P<link>(?P<number>\d\d) \w+)\.", re.DOTALL)


def letter_rows(kickoff: KickoffStep) -> list[dict[str, object]]:
    """Give every letter: who gets it, its words, and what can be filled in."""
    return [
        {
            "id": choice.id,
            "title": choice.title,
            "side": choice.audience,
            "people": choice.people,
            "edited": kickoff.is_edited(choice.id),
            "subject": text.subject,
            "body": text.body,
            "attached": [ATTACHED[kind] for kind in text.attachments],
            "slots": list(_slots(text)),
        }
        for choice in kickoff.letters
        for text in (kickoff.letter(choice.id),)
    ]


def _slots(letter: Letter) -> Iterator[dict[str, object]]:
    """Give what can be filled in, each with the words that stand for it in the letter."""
    for name, placeholder in letter.placeholders.items():
        if not placeholder.is_list:
            yield _slot(f"{{{{ {name} }}}}", placeholder.description, placeholder.example)
            continue
        entry = name.removesuffix("s") if name.endswith("s") else "entry"
        yield {
            **_slot(f"Go through {name}", placeholder.description),
            "insert": _loop(name, entry, placeholder),
        }
        for part, slot in placeholder.each.items():
            words = f"{{{{ {entry}.{part} }}}}"
            yield {**_slot(words, slot.description, slot.example), "inside": name}


def _slot(words: str, description: str, example: str | None = None) -> dict[str, object]:
    return {"words": words, "insert": words, "description": description, "example": example}


def _loop(name: str, entry: str, placeholder: Placeholder) -> str:
    """Write a list of all entries, each with those parts that everybody has."""
    parts = [part for part, slot in placeholder.each.items() if not slot.optional]
    line = ", ".join(f"{{{{ {entry}.{part} }}}}" for part in parts)
    return f"{{% for {entry} in {name} %}}\n- {line}\n{{% endfor %}}\n"


def people_by_side(everybody: Iterable[Addressee]) -> dict[str, list[list[str]]]:
    """List mentors and mentees by name, as pairs of id and name; equal names are told apart."""
    named = [(who.person_id, one_line(who.name), who.side) for who in everybody]
    often = Counter(name for _, name, _ in named)
    told = [
        (i, f"{name} ({i})" if often[name] > 1 and name != i else name, side)
        for i, name, side in sorted(named, key=lambda it: (it[1].casefold(), it[0]))
    ]
    sides = {"mentor", "mentee"}
    return {side: [[i, name] for i, name, theirs in told if theirs == side] for side in sides}


def need(sentence: str) -> dict[str, str]:
    """Part a sentence about what is missing from the notebook that it names."""
    found = _NEED.fullmatch(sentence)
    if not found or found["number"] not in _NOTEBOOKS:
        return {"text": sentence, "file": "", "link": ""}
    return {"text": found["text"], "file": _NOTEBOOKS[found["number"]], "link": found["link"]}


def faults_by_place(faults: Sequence[Fault]) -> list[dict[str, object]]:
    """Tell faults of a letter's words by where they stand: the subject, or a line of the body."""
    return [
        {
            "in": "subject" if fault.column == "subject" else "body",
            "line": None if fault.column == "subject" else fault.row,
            "text": f"{fault.problem} {fault.fix}".strip(),
        }
        for fault in faults
    ]


def outbox(written: Sequence[Path]) -> dict[str, object]:
    """Say what lies in a folder of drafts, and where it is."""
    drafts = [path for path in written if path.suffix == ".eml"]
    folder = drafts[0].parent
    return {
        "folder": str(folder),
        "drafts": len(drafts),
        "tables": [path.name for path in written if path.suffix == ".xlsx"],
        "attached": sorted(path.name for path in written if path.parent != folder),
    }
