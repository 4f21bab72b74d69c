"""Rows of an inbox as what they stand for: times, answers, what waits, what is being written.

A row that cannot be read is told in a sentence, which holds nothing of what stands in it.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from typing import cast

from rmkit.definitions.strict_json import read_json
from rmkit.errors import FaultsFound, NotAllowed
from rmkit.exchange.inbox_records import Content, Submission, Written
from rmkit.instruments.reading import Answer

__all__ = ["content_of", "plain_of", "submission_of", "text_of", "time_of", "written_of"]

_UNREADABLE = "What the inbox keeps here cannot be read: it is damaged, or was changed by hand."


def time_of(count: int) -> datetime:
    """Give a time back.

    Raises
    ------
    NotAllowed
        What the file holds is no time.
    """
    try:
        return datetime.fromtimestamp(count, UTC)
    except (OverflowError, ValueError, OSError, TypeError):
        raise NotAllowed(_UNREADABLE) from None


def plain_of(data: str | bytes) -> dict[str, object]:
    """Read what stands in the file as JSON: names and what belongs to them.

    Raises
    ------
    NotAllowed
        It is cut off, too deep, or something else.
    """
    try:
        read = read_json(data.encode() if isinstance(data, str) else data, source="the inbox")
    except FaultsFound:
        raise NotAllowed(_UNREADABLE) from None
    if not isinstance(read, dict):
        raise NotAllowed(_UNREADABLE)
    return cast("dict[str, object]", read)


def submission_of(row: sqlite3.Row) -> Submission:
    """Make one of what waits; where it cannot be read, with the fault in place of its answers."""
    known = {k: v for k, v in dict(row).items() if k not in {"answers", "at"}}
    try:
        answers = cast("dict[str, Answer]", plain_of(row["answers"]))
        return Submission(**known, answers=answers, submitted_at=time_of(row["at"]))
    except NotAllowed as error:
        return Submission(**known, answers={}, submitted_at=time_of(0), fault=str(error))


def content_of(row: sqlite3.Row) -> Content:
    """Give the answers of a draft or a submission."""
    return Content(cast("dict[str, Answer]", plain_of(row["answers"])), row["pair"], row["own"])


def written_of(row: sqlite3.Row, revision: int) -> Written:
    """Give what was saved, as of a revision."""
    return Written("", time_of(row["at"]), revision, content_of(row))


def text_of(content: Content) -> str:
    """Write the answers as the file holds them."""
    return json.dumps(dict(content.answers), ensure_ascii=False)
