"""Step 3: what kinds of candidates there are, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

from rmkit.errors import NotAllowed, NotReady, RmkitError, Stopped
from rmkit.profiles import Clustering, cluster
from rmkit.programme.kinds_kept import (
    KeptKinds,
    answers_digest,
    kept_kinds,
    result_of,
    settings_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rmkit.programme.programme import Programme

__all__ = ["ProfilesStep"]

Number = int | Literal["auto"]


class ProfilesStep:
    """The kinds of candidates in one programme."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    def look(
        self,
        k: Number = "auto",
        *,
        method: str = "auto",
        weights: Mapping[str, float] | None = None,
        seed: int = 0,
        on_progress: Callable[[float, str], None] | None = None,
    ) -> Clustering:
        """Look for kinds of candidates; nothing is kept.

        Parameters
        ----------
        k
            How many kinds; "auto" tells from the evidence, and one is a possible answer.
        method
            One of `rmkit.profiles.METHODS`; "auto" takes the one that suits the answers.
        weights
            What a block of features counts instead of its usual weight; 0 leaves it out.
        seed
            The same seed and people give the same kinds.
        on_progress
            Called with the share done and what is being done.

        Raises
        ------
        NotReady
            Nobody answered yet.
        TooFewPeople
            Fewer people than kinds can be told from.
        NotAllowed
            The method needs every answer, and some are missing.
        """
        people = self._programme.candidates.people
        return self._programme.memory.recall(
            "kinds",
            key=(answers_digest(self._programme), k, method, repr(weights), seed),
            make=lambda: cluster(
                people, k, method=method, weights=weights, seed=seed, on_progress=on_progress
            ),
        )

    def keep(self, found: Clustering, *, reason: str = "") -> None:
        """Keep who belongs to which kind, how that was found, and why this was chosen.

        What was kept before is replaced, and can be had back with undo. Nothing is written where
        the very same stands in the file already.

        Parameters
        ----------
        found
            What `look` gave.
        reason
            Why this choice, in the coordinator's own words: then it stands until another one is
            kept, and `read` repeats it. Empty where the evidence chose alone.
        """
        from rmkit.programme.programme import now

        file = self._programme.file
        settings = settings_of(found, reason=reason)
        result = result_of(
            found,
            words=self._programme.candidates.words,
            answers=answers_digest(self._programme),
        )
        kept = file.clustering()
        if kept and dict(kept.settings) == settings and dict(kept.result) == result:
            return
        action = "Chose the kinds of candidates" if reason else "Looked for kinds of candidates"
        with file.change(actor="coordinator", action=action, now=now()) as change:
            change.save_clustering(settings=settings, result=result)

    def read(
        self,
        k: Number | None = None,
        *,
        method: str | None = None,
        weights: Mapping[str, float] | None = None,
        seed: int | None = None,
        on_progress: Callable[[float, str], None] | None = None,
    ) -> Clustering:
        """Look for kinds of candidates, and keep what was found unless a choice stands.

        With nothing said, a choice that was kept with its reason is made again of today's answers
        and kept with that reason; without one the evidence chooses. What is asked for here is
        looked at and never takes the place of such a choice: `keep` does.

        Parameters
        ----------
        k, method, weights, seed, on_progress
            As for `look`; None is what the choice says, or as usual.

        Raises
        ------
        NotReady, TooFewPeople
            As for `look`.
        NotAllowed
            As for `look`, or the choice that is kept cannot be made again of today's answers.
        """
        kept = self.kept
        choice = kept if kept and kept.is_choice else None
        if choice and k is None and method is None and weights is None and seed is None:
            found = self._again(choice, on_progress)
            self.keep(found, reason=choice.reason)
            return found
        found = self.look(
            k or "auto",
            method=method or "auto",
            weights=weights,
            seed=seed or 0,
            on_progress=on_progress,
        )
        if choice is None:
            self.keep(found)
        return found

    def _again(
        self, choice: KeptKinds, on_progress: Callable[[float, str], None] | None
    ) -> Clustering:
        try:
            return self.look(
                choice.asked or "auto",
                method=choice.method or "auto",
                weights=choice.weights or None,
                seed=choice.seed,
                on_progress=on_progress,
            )
        except (NotReady, Stopped):
            raise
        except RmkitError as error:
            message = (
                f"The kinds that were chosen on {choice.day} cannot be found in today's answers: "
                f"{error} They stay as they are kept. Look anew and keep another choice."
            )
            raise NotAllowed(message) from error

    def holds(self, found: Clustering) -> bool:
        """Say whether what was found is what the file keeps."""
        kept = self._programme.file.clustering()
        if kept is None:
            return False
        before = {**kept.settings, "reason": ""}
        labels = {str(i): int(v) for i, v in found.labels.dropna().items()}
        return before == settings_of(found, reason="") and kept.result.get("labels") == labels

    @property
    def kept(self) -> KeptKinds | None:
        """How the kinds in the file were found, why these, when and of how many; None before."""
        return kept_kinds(self._programme)

    @property
    def sentences(self) -> list[str]:
        """The kinds in words, as they were kept last; empty before that."""
        kept = self._programme.file.clustering()
        found = kept.result["sentences"] if kept else []
        return [str(sentence) for sentence in found] if isinstance(found, list) else []

    @property
    def people(self) -> pd.DataFrame:
        """The table of people with the kind of each in `cluster`; missing where it is unknown."""
        people = self._programme.candidates.people
        kept = self._programme.file.clustering()
        labels = kept.result["labels"] if kept else {}
        kinds = people["person_id"].map(labels if isinstance(labels, dict) else {})
        return people.assign(cluster=kinds.astype("Int64"))
