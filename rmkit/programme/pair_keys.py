"""Keys of pairs in the programme file: made, shared, renewed and destroyed, never read here.

The coordinator's machine keeps what the pair's members wrapped under their passphrases and codes,
and can open none of it. Whatever replaces or destroys a key does so in the history and in rmkit's
own backups as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from rmkit.disclosure.pair_key import (
    Codes,
    UnlockedKey,
    admit,
    fingerprint,
    invite,
    new_key,
    public_content,
    public_from,
    unlock,
    unlock_with_code,
)
from rmkit.disclosure.wrapping import STRONG, Place, Strength
from rmkit.errors import NotAllowed, NotReady
from rmkit.programme.clock import now
from rmkit.records.model import Pair, SealingKey
from rmkit.records.sealing import replace_keys

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["PAIR", "PairKeys", "SealingState"]

PAIR = "the pair"
"""Who did it, in the history: which of the two is for the pair alone."""


@dataclass(frozen=True, slots=True)
class SealingState:
    """What everybody may know of a pair's key and sealed answers.

    `opened_by` lists the members who have a passphrase, `invited` those who have a code to use up;
    `answers` counts what is sealed.
    """

    pair_id: str
    fingerprint: str
    opened_by: tuple[str, ...]
    invited: tuple[str, ...]
    answers: int


class PairKeys:
    """The keys of the pairs of one programme.

    Parameters
    ----------
    programme
        Whose.
    strength
        How costly it is to try passphrases. Only tests pass another one than the default.
    """

    def __init__(self, programme: Programme, *, strength: Strength = STRONG) -> None:
        self._programme = programme
        self._file = programme.file
        self._strength = strength

    def begin(self, pair_id: str, person_id: str, passphrase: str) -> Codes:
        """Make the key of a confirmed pair, on the wish of its first member.

        Show `rmkit.disclosure.pair_key.BEFORE` first: what is lost with passphrases and codes is
        lost for good.

        Parameters
        ----------
        pair_id, person_id
            The pair, and which of the two makes the key.
        passphrase
            Theirs: 12 characters or more.

        Returns
        -------
        Codes
            The recovery code to write down, the invitation code to hand to the partner, and the
            fingerprint, which both may compare. None of it is kept.

        Raises
        ------
        NotReady
            The pair is not confirmed.
        NotAllowed
            The pair has a key already, the person is not in it, or the passphrase is too short.
        """
        pair = self._pair_of(pair_id, person_id)
        if pair.state != "confirmed":
            message = f'Pair "{pair_id}" is {pair.state}; a key is made for confirmed pairs.'
            raise NotReady(message)
        if self._keys(pair_id):
            message = f'Pair "{pair_id}" has a key already. Its member can hand on an invitation.'
            raise NotAllowed(message)
        key = new_key()
        content, codes = admit(
            key, self._place(pair_id, person_id, key.public), passphrase, strength=self._strength
        )
        keys = [
            SealingKey(uuid4().hex, public_content(key), pair_id),
            SealingKey(uuid4().hex, content, pair_id, person_id),
        ]
        partner = pair.mentee_id if person_id == pair.mentor_id else pair.mentor_id
        if partner is not None:
            invitation, handed = invite(key, self._place(pair_id, partner, key.public))
            keys.append(SealingKey(uuid4().hex, invitation, pair_id, partner))
            codes = replace(codes, invitation_code=handed.invitation_code)
        with self._file.change(
            actor=PAIR, action="Made the key of a pair.", now=self._now(), kind="note"
        ) as change:
            for one in keys:
                change.save_sealing_key(one)
        return codes

    def join(self, pair_id: str, person_id: str, invitation_code: str, passphrase: str) -> Codes:
        """Use up an invitation: the partner chooses a passphrase and gets a recovery code."""
        content, place = self._own(pair_id, person_id)
        key = unlock_with_code(content, place, invitation_code, way="invitation")
        return self._admit(key, place, passphrase, action="A member joined the key of a pair.")

    def invite(self, pair_id: str, person_id: str, passphrase: str, *, whom: str) -> Codes:
        """Hand the other member a new invitation; what they had before opens nothing any more."""
        key = self._open_key(pair_id, person_id, passphrase=passphrase)
        self._pair_of(pair_id, whom)
        if whom == person_id:
            message = "An invitation is for the other member. To change yours: change_passphrase."
            raise NotAllowed(message)
        content, codes = invite(key, self._place(pair_id, whom, key.public))
        missed = self._put(pair_id, whom, content, action="Invited a member to the key of a pair.")
        return replace(codes, not_reached=missed)

    def change_passphrase(
        self,
        pair_id: str,
        person_id: str,
        *,
        passphrase: str = "",
        recovery_code: str = "",
        new: str,
    ) -> Codes:
        """Choose another passphrase, by the present one or by the recovery code.

        A new recovery code comes with it, and the old ones open nothing any more, in the file and
        in rmkit's own backups. Copies that somebody else made still open by the old ones.
        """
        key = self._open_key(pair_id, person_id, passphrase=passphrase, recovery_code=recovery_code)
        place = self._place(pair_id, person_id, key.public)
        return self._admit(key, place, new, action="A member of a pair changed the passphrase.")

    def destroy(
        self, pair_id: str, *, by: str, person_id: str = "", passphrase: str = ""
    ) -> tuple[str, ...]:
        """Destroy the key of a pair: its sealed answers can never be read again, by anybody.

        Parameters
        ----------
        pair_id
            A pair that has ended; or any, where a member asks for it by passphrase.
        by
            Who does it, for the history.
        person_id, passphrase
            The member who asks for it.

        Returns
        -------
        tuple of str
            The backups that could not be reached, in which the key still is: delete them.

        Raises
        ------
        NotAllowed
            The pair has not ended and no member asked.
        """
        if passphrase:
            self._open_key(pair_id, person_id, passphrase=passphrase)
        elif self._file.pair(pair_id).state != "ended":
            message = (
                f'Pair "{pair_id}" has not ended. Its key is destroyed when it has, or when a '
                "member asks for it with their passphrase. Nothing was changed."
            )
            raise NotAllowed(message)
        return replace_keys(
            self._file,
            gone=[key.key_id for key in self._keys(pair_id)],
            actor=by,
            action="Destroyed the key of a pair.",
            now=self._now(),
        )

    def state(self, pair_id: str) -> SealingState | None:
        """Tell what everybody may know; None where the pair has no key."""
        keys = self._keys(pair_id)
        if not keys:
            return None
        members = [key for key in keys if key.person_id is not None]
        sealed = [r for r in self._file.responses() if r.pair_id == pair_id and r.sealed]
        return SealingState(
            pair_id,
            fingerprint(self._public(pair_id)),
            tuple(sorted(str(k.person_id) for k in members if "passphrase" in k.content)),
            tuple(sorted(str(k.person_id) for k in members if "invitation" in k.content)),
            len(sealed),
        )

    # What the two have in common

    def _pair_of(self, pair_id: str, person_id: str) -> Pair:
        pair = self._file.pair(pair_id)
        if person_id not in (pair.mentor_id, pair.mentee_id):
            message = f'"{person_id}" is not in pair "{pair_id}"; nothing was changed.'
            raise NotAllowed(message)
        return pair

    def _keys(self, pair_id: str) -> list[SealingKey]:
        return [key for key in self._file.sealing_keys() if key.pair_id == pair_id]

    def _public(self, pair_id: str) -> bytes:
        for key in self._keys(pair_id):
            if key.person_id is None:
                return public_from(key.content)
        message = (
            f'Pair "{pair_id}" has no key, so what belongs to the pair alone is not kept. One of '
            "the two makes a key first."
        )
        raise NotReady(message)

    def _place(self, pair_id: str, person_id: str, public: bytes) -> Place:
        return Place(self._file.info.id, pair_id, person_id, public)

    def _own(self, pair_id: str, person_id: str) -> tuple[Mapping[str, object], Place]:
        """Give what is kept for a member, and where it belongs."""
        place = self._place(pair_id, person_id, self._public(pair_id))
        for key in self._keys(pair_id):
            if key.person_id == person_id:
                return key.content, place
        message = (
            f'"{person_id}" has no part in the key of pair "{pair_id}": ask for an invitation.'
        )
        raise NotReady(message)

    def _open_key(
        self, pair_id: str, person_id: str, *, passphrase: str, recovery_code: str = ""
    ) -> UnlockedKey:
        content, place = self._own(pair_id, person_id)
        if recovery_code:
            return unlock_with_code(content, place, recovery_code, way="recovery")
        return unlock(content, place, passphrase, weakest=self._strength)

    def _admit(self, key: UnlockedKey, place: Place, passphrase: str, *, action: str) -> Codes:
        content, codes = admit(key, place, passphrase, strength=self._strength)
        missed = self._put(place.pair_id, place.person_id, content, action=action)
        return replace(codes, not_reached=missed)

    def _put(
        self, pair_id: str, person_id: str, content: Mapping[str, object], *, action: str
    ) -> tuple[str, ...]:
        """Keep what a member has now in place of what they had, which is gone for good."""
        return replace_keys(
            self._file,
            keys=[SealingKey(uuid4().hex, content, pair_id, person_id)],
            gone=[key.key_id for key in self._keys(pair_id) if key.person_id == person_id],
            actor=PAIR,
            action=action,
            now=self._now(),
        )

    def _now(self) -> datetime:
        return now()
