"""The page's side of an inbox: look at a link, keep drafts, take answers, let the partner in.

Each act is given the token of a link, and reaches what belongs to that link alone. What was
acknowledged is durable; a save that is sent twice counts once; whoever saves second, from what was
there before, is told so and loses nothing.
"""

from __future__ import annotations

import contextlib
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from rmkit.errors import NotAllowed
from rmkit.exchange.inbox import Inbox, digest_of, seconds, time_of
from rmkit.exchange.inbox_records import Asked, Conflict, Content, Kept, Written
from rmkit.exchange.inbox_rows import content_of, plain_of, text_of, written_of

__all__ = ["Desk", "LinkOver", "OtherKey"]

MOST_DEVICES = 4
"""Drafts of one link; of a fifth device's, the oldest goes."""
MOST_SHEETS = 60
"""Sheets that one pair, and forms that one person, can begin one after the other."""
_MOST_SAVES = 200
_NO_PARTNER = "Your partner takes part no more, so nobody can be let in here."

_ASKED = """
SELECT i.*, d.instrument_id FROM invitations i JOIN definitions d ON d.id = i.definition
WHERE i.token_hash = ?
"""


class LinkOver(NotAllowed):
    """The link takes nothing (any more); `why` is unknown, expired, revoked or taken."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__("This link takes no answers.")


class OtherKey(NotAllowed):
    """What came is encrypted with another key than what is there."""


class Desk:
    """What a server does with an inbox for one who has a link."""

    def __init__(self, inbox: Inbox) -> None:
        self._file = inbox.file

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Make all that is done inside durable at once, at the end."""
        with self._file.change():
            yield

    def definition(self, number: int) -> Mapping[str, object]:
        """Give what is asked, as `Instrument.model_validate` takes it.

        Raises
        ------
        NotAllowed
            It cannot be read.
        """
        (row,) = self._file.rows("SELECT content FROM definitions WHERE id = ?", number)
        return plain_of(row["content"])

    def look(self, token: str, now: datetime | None = None) -> Asked:
        """Give all that belongs to a link.

        Raises
        ------
        LinkOver
            It is unknown, expired, revoked or taken in.
        NotAllowed
            What the inbox holds of it cannot be read.
        """
        row = self._row(token, now)
        saved = self._saved(row["id"])
        other = self._file.rows(
            "SELECT s.* FROM submissions s JOIN invitations i ON i.id = s.invitation "
            "WHERE i.sheet = ? AND i.id <> ?",
            row["sheet"], row["id"],
        )  # fmt: skip
        drafts = self._file.rows(
            "SELECT * FROM drafts WHERE invitation = ? ORDER BY at DESC, rowid DESC", row["id"]
        )
        return Asked(
            id=row["id"],
            definition=row["definition"],
            instrument_id=row["instrument_id"],
            voice=row["voice"],
            sheet=row["sheet"],
            number=row["number"],
            admitted=bool(row["admitted"]),
            state=row["state"],
            expires_at=time_of(row["expires_at"]),
            revision=row["revision"],
            saved=written_of(saved, row["revision"]) if saved else None,
            drafts=tuple(
                Written(d["device"], time_of(d["at"]), d["base"], content_of(d)) for d in drafts
            ),
            other=replace(content_of(other[0]), own=None) if other else None,
            keys=self._keys(row),
        )

    def keep_draft(
        self,
        token: str,
        content: Content,
        *,
        device: str,
        base: int,
        keys: Mapping[str, str],
        now: datetime | None = None,
    ) -> datetime:
        """Keep what a device wrote and did not save; return when.

        Parameters
        ----------
        token
            Of the link.
        content
            What was written, unchecked.
        device
            Which device; each has one draft.
        base
            The revision of the answers that it began from.
        keys
            The marks of the keys that `pair` and `own` are encrypted with.
        now
            The time.
        """
        with self._file.change() as change:
            row = self._row(token, now)
            self._fix_keys(change, row, keys)
            self._keep_draft(change, row["id"], content, device=device, base=base, at=seconds(now))
        return time_of(seconds(now))

    def save(
        self,
        token: str,
        content: Content,
        *,
        save: str,
        device: str,
        base: int,
        keys: Mapping[str, str],
        now: datetime | None = None,
    ) -> Kept | Conflict:
        """Take answers, checked by whoever calls.

        Parameters
        ----------
        token
            Of the link.
        content
            The answers.
        save
            The name of this save, made up by the page: sent again, it is acknowledged again and
            changes nothing.
        device, base, keys, now
            As for a draft. If another device saved since `base`, what came is kept as this one's
            draft.
        """
        at = seconds(now)
        with self._file.change() as change:
            row = self._row(token, now)
            done = change.execute(
                "SELECT revision, at FROM saves WHERE invitation = ? AND save = ?",
                (row["id"], save),
            ).fetchone()
            if done:
                return Kept(done["revision"], time_of(done["at"]), again=True)
            self._fix_keys(change, row, keys)
            if base != row["revision"]:
                self._keep_draft(change, row["id"], content, device=device, base=base, at=at)
                there = self._saved(row["id"])
                when = time_of(there["at"]) if there else time_of(at)
                return Conflict(row["revision"], when, content_of(there) if there else Content())
            self._put(change, row["id"], content, save=save, revision=base + 1, at=at)
            change.execute(
                "DELETE FROM drafts WHERE invitation = ? AND device = ?", (row["id"], device)
            )
        return Kept(base + 1, time_of(at))

    def drop_draft(self, token: str, *, device: str, now: datetime | None = None) -> None:
        """Throw a draft away, as its writer asked."""
        with self._file.change() as change:
            row = self._row(token, now)
            change.execute(
                "DELETE FROM drafts WHERE invitation = ? AND device = ?", (row["id"], device)
            )

    def admit(
        self, token: str, partner: str, *, voice: str, key: str, now: datetime | None = None
    ) -> None:
        """Let the partner in by a token that the writer's browser made; twice changes nothing.

        Parameters
        ----------
        token
            Of the writer's link.
        partner
            The token of the partner's link.
        voice
            The partner's voice.
        key
            The mark of the pair's key: both have the same.
        now
            The time.

        Raises
        ------
        NotAllowed
            The partner takes part no more: what came would be taken for the writer's.
        OtherKey
            The sheet has another key, or another partner's link.
        """
        with self._file.change() as change:
            row = self._row(token, now)
            if row["partner_key"] is None:
                raise NotAllowed(_NO_PARTNER)
            self._fix_keys(change, row, {"pair": key})
            there = self._file.rows(
                "SELECT token_hash FROM invitations WHERE sheet = ? AND voice = ?",
                row["sheet"], voice,
            )  # fmt: skip
            if there:
                if bytes(there[0]["token_hash"]) != digest_of(partner):
                    raise OtherKey
                return
            change.execute(
                "INSERT INTO invitations (token_hash, definition, person_key, partner_key, voice, "
                "sheet, number, made_at, expires_at, state, admitted) "
                "VALUES (?,?,?,?,?,?,?,?,?,'open',1)",
                (digest_of(partner), row["definition"], row["partner_key"],
                 row["person_key"], voice, row["sheet"], row["number"], seconds(now),
                 row["expires_at"]),
            )  # fmt: skip

    def next_sheet(self, token: str, now: datetime | None = None) -> str:
        """Begin another sheet of the same kind, empty, with a link of its own; give its token."""
        made = secrets.token_urlsafe(32)
        with self._file.change() as change:
            row = self._row(token, now)
            (last,) = change.execute(
                "SELECT max(number) FROM invitations WHERE definition = ? AND person_key = ? "
                "AND voice IS ?",
                (row["definition"], row["person_key"], row["voice"]),
            ).fetchone()
            if last >= MOST_SHEETS:
                message = f"There are {last} sheets already; more cannot be begun here."
                raise NotAllowed(message)
            change.execute(
                "INSERT INTO invitations (token_hash, definition, person_key, partner_key, voice, "
                "sheet, number, made_at, expires_at, state) VALUES (?,?,?,?,?,?,?,?,?,'open')",
                (digest_of(made), row["definition"], row["person_key"], row["partner_key"],
                 row["voice"], secrets.token_hex(16), last + 1, seconds(now), row["expires_at"]),
            )  # fmt: skip
        return made

    def begin_another(self, token: str, now: datetime | None = None) -> None:
        """Lay aside what was saved, to be taken in as it is; the link leads to an empty form."""
        with self._file.change() as change:
            row = self._row(token, now)
            if not self._saved(row["id"]):
                return
            (there,) = change.execute(
                "SELECT count(*) FROM invitations WHERE definition = ? AND person_key = ?",
                (row["definition"], row["person_key"]),
            ).fetchone()
            if there >= MOST_SHEETS:
                message = f"There are {there} already; more cannot be begun here."
                raise NotAllowed(message)
            aside = change.execute(
                "INSERT INTO invitations (token_hash, definition, person_key, partner_key, voice, "
                "sheet, number, made_at, expires_at, state) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'answered')",
                (secrets.token_bytes(32), row["definition"], row["person_key"], row["partner_key"],
                 row["voice"], secrets.token_hex(16), row["number"], row["made_at"],
                 row["expires_at"]),
            ).lastrowid  # fmt: skip
            change.execute(
                "UPDATE submissions SET invitation = ? WHERE invitation = ?", (aside, row["id"])
            )
            change.execute("DELETE FROM drafts WHERE invitation = ?", (row["id"],))
            change.execute(
                "UPDATE invitations SET state = 'open', revision = revision + 1 WHERE id = ?",
                (row["id"],),
            )

    def begin_anew(self, token: str, now: datetime | None = None) -> None:
        """Empty a sheet whose key was lost: nobody can read what stands there; a new key follows.

        The partner's link to it ends.
        """
        with self._file.change() as change:
            row = self._row(token, now)
            if row["admitted"]:
                message = "Only the one who began the sheet can begin it anew."
                raise NotAllowed(message)
            change.execute(
                "DELETE FROM invitations WHERE sheet = ? AND id <> ?", (row["sheet"], row["id"])
            )
            change.execute("DELETE FROM drafts WHERE invitation = ?", (row["id"],))
            change.execute("DELETE FROM submissions WHERE invitation = ?", (row["id"],))
            change.execute("DELETE FROM keys WHERE sheet = ?", (row["sheet"],))
            change.execute(
                "UPDATE invitations SET sheet = ?, revision = revision + 1, state = 'open' "
                "WHERE id = ?",
                (secrets.token_hex(16), row["id"]),
            )

    def _row(self, token: str, now: datetime | None) -> sqlite3.Row:
        found = self._file.rows(_ASKED, digest_of(token))
        why = "unknown" if not found else _over(found[0], seconds(now))
        if why:
            raise LinkOver(why)
        return found[0]

    def _saved(self, invitation: int) -> sqlite3.Row | None:
        found = self._file.rows("SELECT * FROM submissions WHERE invitation = ?", invitation)
        return found[0] if found else None

    def _keys(self, row: sqlite3.Row) -> dict[str, str]:
        mine = {"pair": "pair", f"own {row['id']}": "own"}
        found = self._file.rows("SELECT kind, key_id FROM keys WHERE sheet = ?", row["sheet"])
        return {mine[k["kind"]]: k["key_id"] for k in found if k["kind"] in mine}

    def _fix_keys(
        self, change: sqlite3.Connection, row: sqlite3.Row, keys: Mapping[str, str]
    ) -> None:
        there = self._keys(row)
        for kind, mark in keys.items():
            if there.get(kind, mark) != mark:
                raise OtherKey
            name = "pair" if kind == "pair" else f"own {row['id']}"
            change.execute(
                "INSERT OR IGNORE INTO keys VALUES (?, ?, ?)", (row["sheet"], name, mark)
            )

    def _keep_draft(
        self,
        change: sqlite3.Connection,
        invitation: int,
        content: Content,
        *,
        device: str,
        base: int,
        at: int,
    ) -> None:
        change.execute(
            "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?, ?, ?)",
            (invitation, device, at, base, text_of(content), content.pair, content.own),
        )
        change.execute(
            "DELETE FROM drafts WHERE invitation = ? AND device NOT IN (SELECT device FROM drafts "
            "WHERE invitation = ? ORDER BY at DESC, rowid DESC LIMIT ?)",
            (invitation, invitation, MOST_DEVICES),
        )

    def _put(
        self,
        change: sqlite3.Connection,
        invitation: int,
        content: Content,
        *,
        save: str,
        revision: int,
        at: int,
    ) -> None:
        change.execute("DELETE FROM submissions WHERE invitation = ?", (invitation,))
        change.execute(
            "INSERT INTO submissions VALUES (?, ?, ?, ?, ?, ?, 0)",
            (secrets.token_hex(16), invitation, at, text_of(content), content.pair, content.own),
        )
        change.execute(
            "UPDATE invitations SET state = 'answered', revision = ? WHERE id = ?",
            (revision, invitation),
        )
        change.execute("INSERT INTO saves VALUES (?, ?, ?, ?)", (invitation, save, revision, at))
        change.execute(
            "DELETE FROM saves WHERE invitation = ? AND revision <= ?",
            (invitation, revision - _MOST_SAVES),
        )


def _over(row: sqlite3.Row, now: int) -> str:
    """Say why a link takes nothing any more; empty where it does."""
    if row["state"] in {"revoked", "taken"}:
        return str(row["state"])
    return "expired" if row["expires_at"] <= now else ""
