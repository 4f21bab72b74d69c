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
    from rmkit.programme.letter_words import LetterWords
    from rmkit.programme.letters import Addressee, LetterChoice
    from rmkit.programme.readers import Reader

__all__ = [
    "ATTACHED",
    "faults_by_place",
    "letter_rows",
    "need",
    "outbox",
    "people_by_letter",
    "people_by_side",
]

ATTACHED: Mapping[Attachment, str] = {
    "principles": "Principles of reverse mentoring.pdf",
    "goal_setting": "Goal-setting framework.pdf",
    "session_worksheet": "Session worksheet.pdf",
    "session_receipt": "Session receipt.pdf",
    "confidentiality": "What stays between us.pdf",
    "first_quarter": "Your first three months.pdf",
}
_NOUNS = {"mentor": "mentor", "mentee": "mentee"}
_NOTEBOOKS = {
    "01": "01_objective.ipynb",
    "02": "02_candidates.ipynb",
    "03": "03_profiles.ipynb",
    "04": "04_pairs.ipynb",
}
_NEED = re.compile(r"(?P<text>.*): notebook (?P<link>(?P<number>\d\d) \w+)\.", re.DOTALL)


def letter_rows(words: LetterWords, choices: Iterable[LetterChoice]) -> list[dict[str, object]]:
    """Give letters: who gets each, its words, what can be filled in, and what it asks for.

    `side` says under which name its people are listed: those of the kick-off by their side, all
    others by the letter.
    """
    return [
        {
            "id": choice.id,
            "title": choice.title,
            "side": choice.audience if text.occasion == "kick_off" else choice.id,
            "noun": "mentor" if text.sender == "mentor" else _NOUNS.get(choice.audience, "person"),
            "people": choice.people,
            "edited": words.is_edited(choice.id),
            "subject": text.subject,
            "body": text.body,
            "attached": [ATTACHED[kind] for kind in text.attachments],
            "slots": list(_slots(text)),
            "asked": [
                {
                    "name": name,
                    "text": it.description,
                    "example": it.example,
                    "optional": it.optional,
                }
                for name, it in text.placeholders.items()
                if it.asked and text.occasion != "kick_off"
            ],
        }
        for choice in choices
        for text in (words.letter(choice.id),)
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
    people = list(everybody)
    told = _by_name((who.person_id, who.name) for who in people)
    theirs = {side: {who.person_id for who in people if who.side == side} for side in _NOUNS}
    return {side: [one for one in told if one[0] in theirs[side]] for side in _NOUNS}


def people_by_letter(readers: Iterable[Reader]) -> list[list[str]]:
    """List the readers of one letter by name, as `people_by_side` does."""
    return _by_name((reader.person_id, reader.name) for reader in readers)


def _by_name(people: Iterable[tuple[str, str]]) -> list[list[str]]:
    named = {person_id: one_line(name) for person_id, name in people}
    often = Counter(named.values())
    return [
        [i, f"{name} ({i})" if often[name] > 1 and name != i else name]
        for i, name in sorted(named.items(), key=lambda it: (it[1].casefold(), it[0]))
    ]


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
    folder = next(path.parent for path in written if path.name == "README.txt")
    return {
        "folder": str(folder),
        "drafts": len(drafts),
        "tables": [path.name for path in written if path.suffix == ".xlsx"],
        "attached": sorted(path.name for path in written if path.parent != folder),
        "paper": next(
            (path.name for path in written if path.parent == folder and path.suffix == ".pdf"), ""
        ),
    }
