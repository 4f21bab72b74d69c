"""Where answers from the participants' page wait until the facilitator takes them in.

The facilitator's side: make invitations, take in what came, revoke, forget. A link's token leaves
this module once, when it is made: the file keeps a digest of it. Who a `person_key` is, only the
programme can tell. What a pair or a person wrote for themselves stands here encrypted by their
browsers, is never handed out, and ends with the invitation.

The page's side is `rmkit.exchange.inbox_desk`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from rmkit.errors import NotAllowed
from rmkit.exchange.inbox_file import InboxFile, inbox_path
from rmkit.exchange.inbox_records import Invitation, Submission
from rmkit.exchange.inbox_rows import submission_of, time_of
from rmkit.instruments.model import Instrument

__all__ = ["NOT_PAIRED", "Inbox", "digest_of", "inbox_path", "seconds", "time_of"]

NOT_PAIRED = "not paired "
"""How the key of a partner begins whom the programme does not know: it is nobody's there."""

_INVITATIONS = """
SELECT i.id, i.person_key, d.instrument_id, d.version, i.voice, i.state, i.made_at, i.expires_at
FROM invitations i JOIN definitions d ON d.id = i.definition
"""
_WAITING = """
SELECT s.id, i.person_key, d.instrument_id, d.version, d.variant, i.voice,
  CAST(s.answers AS BLOB) AS answers, s.at
FROM submissions s JOIN invitations i ON i.id = s.invitation
JOIN definitions d ON d.id = i.definition
WHERE s.taken = 0 AND s.answers <> '{}' ORDER BY s.at, s.id
"""


_CLOSE = """
UPDATE invitations SET state = 'taken' WHERE state IN ('open', 'answered') AND id IN (
  SELECT s.invitation FROM submissions s JOIN invitations i ON i.id = s.invitation
  JOIN definitions d ON d.id = i.definition WHERE s.taken = 1 AND NOT d.private
  AND NOT d.repeats)
"""
_REOPEN = (
    """UPDATE invitations SET state = 'open', revision = revision + 1 WHERE state = 'answered'
AND id IN (SELECT invitation FROM submissions WHERE taken = 1)
AND definition IN (SELECT id FROM definitions WHERE repeats)""",
    """DELETE FROM submissions WHERE taken = 1 AND invitation IN (
  SELECT i.id FROM invitations i JOIN definitions d ON d.id = i.definition WHERE d.repeats)""",
)
_EMPTY = (
    "DELETE FROM drafts WHERE invitation IN (SELECT id FROM invitations WHERE state = 'taken')",
    "UPDATE submissions SET answers = '{}' "
    "WHERE invitation IN (SELECT id FROM invitations WHERE state = 'taken')",
)
_REVOKE = """
UPDATE invitations SET state = 'revoked' WHERE state IN ('open', 'answered')
AND (?1 IS NULL OR person_key = ?1) AND (?2 IS NULL OR definition IN
  (SELECT id FROM definitions WHERE instrument_id = ?2))
"""
_NO_DRAFTS = """
DELETE FROM drafts WHERE invitation IN (SELECT id FROM invitations WHERE state = 'revoked')
"""
_END_DRAFTS = """
DELETE FROM drafts WHERE invitation IN (SELECT id FROM invitations WHERE expires_at <= ?)
"""
_END_SEALED = """
UPDATE submissions SET pair = NULL, own = NULL WHERE (pair IS NOT NULL OR own IS NOT NULL)
AND invitation IN (SELECT id FROM invitations WHERE expires_at <= ?)
"""


class Inbox:
    """An inbox: a file of its own beside the programme file."""

    def __init__(self, file: InboxFile) -> None:
        self.file = file

    @classmethod
    def create(cls, path: Path | str) -> Self:
        """Make an empty inbox.

        Raises
        ------
        FileRefused
            Something is at the path already.
        NotSaved
            It cannot be written there.
        """
        return cls(InboxFile.create(Path(path)))

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """Open an inbox.

        Raises
        ------
        FileRefused
            The file is missing, damaged, from elsewhere or from a newer rmkit.
        """
        return cls(InboxFile.open(Path(path)))

    def describe(self, *, organisation: str = "", contact: str = "") -> None:
        """Keep what the page says about who asks, and whom to turn to."""
        with self.file.change() as change:
            for name, value in (("organisation", organisation), ("contact", contact)):
                change.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    @property
    def about(self) -> Mapping[str, str]:
        """What the page says: `organisation` and `contact`."""
        return {row["name"]: row["value"] for row in self.file.rows("SELECT * FROM about")}

    def invite(
        self,
        instrument: Instrument,
        person_key: str,
        *,
        expires_at: datetime,
        voice: str | None = None,
        partner_key: str | None = None,
        now: datetime | None = None,
    ) -> str:
        """Ask somebody something, and make the token of their link.

        Parameters
        ----------
        instrument
            As it is asked, with its rows chosen; the inbox keeps it with its version.
        person_key
            Who it is, in a form that only the programme can resolve.
        expires_at
            From then on the link says that it is over, and what was not handed in is deleted.
        voice
            Whose voice they write in: "mentor" or "mentee", where the instrument has voices.
        partner_key
            The key of the partner, of a sheet that two fill in: whoever was asked gives the
            partner a link, and what the partner saves comes in under this key. Left out, it comes
            in under a key that is nobody's.
        now
            The time; the clock's if it is left out.

        Returns
        -------
        str
            The token: whoever has it can answer. It cannot be read from the inbox again.
        """
        if instrument.kind == "list":
            message = f"{instrument.title.say()} is a list from elsewhere, not a form for people."
            raise NotAllowed(message)
        token = secrets.token_urlsafe(32)
        partner_key = partner_key or f"{NOT_PAIRED}{secrets.token_hex(16)}"
        with self.file.change() as change:
            definition = _definition(change, instrument)
            change.execute(
                "INSERT INTO invitations (token_hash, definition, person_key, partner_key, voice, "
                "sheet, number, made_at, expires_at, state) VALUES (?,?,?,?,?,?,1,?,?,'open')",
                (digest_of(token), definition, person_key, partner_key, voice,
                 secrets.token_hex(16), seconds(now), seconds(expires_at)),
            )  # fmt: skip
        return token

    def invitations(self, instrument_id: str | None = None) -> list[Invitation]:
        """List who was asked what, in the order in which they were asked."""
        found = self.file.rows(
            f"{_INVITATIONS} WHERE ? IS NULL OR d.instrument_id = ? ORDER BY i.id",
            instrument_id, instrument_id,
        )  # fmt: skip
        return [
            Invitation(
                **{k: v for k, v in dict(row).items() if not k.endswith("_at")},
                made_at=time_of(row["made_at"]),
                expires_at=time_of(row["expires_at"]),
            )
            for row in found
        ]

    def waiting(self) -> list[Submission]:
        """List what was saved and not taken in yet, the oldest first: the newest of each person.

        Only what the coordinator may see is in it. A sheet that is all the pair's own never is.
        What cannot be read comes without answers and with the `fault`.
        """
        return [submission_of(row) for row in self.file.rows(_WAITING)]

    def taken(self, submission_ids: Iterable[str]) -> None:
        """Note what the programme has taken in and made durable; its answers leave the inbox.

        What somebody saved anew in between has another id, and goes on waiting. A form with
        questions for the pair or the person alone stays open until its last day, and the link of
        one that repeats leads to an empty form.
        """
        with self.file.change() as change:
            for submission in submission_ids:
                change.execute("UPDATE submissions SET taken = 1 WHERE id = ?", (submission,))
            change.execute(_CLOSE)
            for statement in (*_EMPTY, *_REOPEN):
                change.execute(statement)

    def revoke(self, *, person_key: str | None = None, instrument_id: str | None = None) -> int:
        """Close the links of a person, of an instrument, of both, or all; return how many.

        What was saved through them waits on. Drafts are deleted.
        """
        with self.file.change() as change:
            done = change.execute(_REVOKE, (person_key, instrument_id))
            change.execute(_NO_DRAFTS)
        return done.rowcount

    def end(self, tokens: Iterable[str]) -> int:
        """Close links that reached nobody, by their tokens; return how many."""
        with self.file.change() as change:
            return sum(
                change.execute(
                    "UPDATE invitations SET state = 'revoked' "
                    "WHERE token_hash = ? AND state = 'open'",
                    (digest_of(token),),
                ).rowcount
                for token in tokens
            )

    def forget(self, person_key: str) -> int:
        """Delete all that is here of a person: links, drafts, answers; return how many links.

        What their partner wrote stays the partner's, who cannot let anybody in any more.
        """
        with self.file.change() as change:
            done = change.execute("DELETE FROM invitations WHERE person_key = ?", (person_key,))
            change.execute(
                "UPDATE invitations SET partner_key = NULL WHERE partner_key = ?", (person_key,)
            )
            change.execute("DELETE FROM keys WHERE sheet NOT IN (SELECT sheet FROM invitations)")
        if done.rowcount:
            self.file.tidy()
        return done.rowcount

    def end_expired(self, now: datetime | None = None) -> int:
        """Delete the drafts, and what was encrypted, of links that are over; return how many."""
        with self.file.change() as change:
            drafts = change.execute(_END_DRAFTS, (seconds(now),))
            sealed = change.execute(_END_SEALED, (seconds(now),))
        return drafts.rowcount + sealed.rowcount

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Make all that is done inside durable at once, at the end."""
        with self.file.change():
            yield

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Inbox {self.file.path.name}>"


def digest_of(token: str) -> bytes:
    """Give what the inbox keeps of a token; 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).digest()


def seconds(moment: datetime | None) -> int:
    """Count a time as the file does; without one, the clock's."""
    return int((moment or datetime.now(UTC)).timestamp())


def _definition(change: sqlite3.Connection, instrument: Instrument) -> int:
    content = json.dumps(instrument.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(content.encode()).hexdigest()
    private = any(field.visibility != "coordinator" for field in instrument.fields)
    repeats = instrument.repeats and not private
    change.execute(
        "INSERT OR IGNORE INTO definitions "
        "(digest, instrument_id, version, variant, private, repeats, content) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (digest, instrument.id, instrument.version, instrument.variant, private, repeats, content),
    )
    (row,) = change.execute("SELECT id FROM definitions WHERE digest = ?", (digest,)).fetchall()
    return int(row["id"])
