"""What the harness saves: made from its key alone, with a digest of itself in it.

So a record that was half written, altered or mixed up with another one shows when it is read.
"""

from __future__ import annotations

import hashlib
import json
import random
from typing import Any

LETTERS = "abc é🙂 \n\"'"
LENGTHS = (0, 40, 400, 6000)  # of the free text: within a page of the file, and over several


def answers_of(key: str) -> dict[str, Any]:
    """Make the 30 answers, the text and the digest that belong to a key."""
    draw = random.Random(key)
    answers: dict[str, Any] = {f"q{i}": draw.choice([1, 2, 3, 4, 5, None]) for i in range(30)}
    answers["text"] = "".join(draw.choices(LETTERS, k=draw.choice(LENGTHS)))
    answers["sum"] = _digest(answers)
    return answers


def is_whole(key: str, answers: dict[str, Any]) -> bool:
    """Whether this is what was saved under the key, to the last character."""
    without = {name: value for name, value in answers.items() if name != "sum"}
    return answers.get("sum") == _digest(without) and answers == answers_of(key)


def _digest(answers: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()
