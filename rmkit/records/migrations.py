"""What each schema added to the one before it, as numbered steps that are never altered again.

A step is plain SQL written down when its schema was released; it does not follow later changes of
`schema`. A test compares a file that went through all steps with a new one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["STEPS"]

_TO_2 = (
    """CREATE TABLE objections (
    person_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (person_id, purpose),
    FOREIGN KEY(person_id) REFERENCES people (person_id)
)""",
    """CREATE TABLE accesses (
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    person_id TEXT,
    what TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (number)
)""",
    """CREATE TABLE sealing_keys (
    key_id TEXT NOT NULL,
    pair_id TEXT,
    person_id TEXT,
    made_at TEXT NOT NULL,
    content TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (key_id),
    FOREIGN KEY(pair_id) REFERENCES pairs (pair_id),
    FOREIGN KEY(person_id) REFERENCES people (person_id)
)""",
    """CREATE TABLE erasures (
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    salt TEXT NOT NULL,
    person_digest TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (number)
)""",
    "ALTER TABLE history ADD COLUMN undoes INTEGER",
)

STEPS: Mapping[int, Sequence[str]] = {2: _TO_2}
"""For each schema, the statements that make it out of the one before."""
