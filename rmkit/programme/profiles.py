"""Step 3: what kinds of candidates there are, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

from rmkit.errors import NotAllowed, NotReady, RmkitError, Stopped
from rmkit.profiles import Clustering, cluster
from rmkit.programme.clock import now
from rmkit.programme.kinds_kept import (
    KeptKinds,
    answers_digest,
    kept_kinds,
    result_of,
    settings_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

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
        file = self._programme.file
        settings = settings_of(found, reason=reason)
        result = result_of(
            found,
            words=self._programme.candidates.words,
            answers=answers_digest(self._programme),
        )
        kept = file.clustering()
        if not kept or dict(kept.settings) != settings or dict(kept.result) != result:
            action = "Chose the kinds of candidates" if reason else "Looked for kinds of candidates"
            with file.change(actor="coordinator", action=action, now=now()) as change:
                change.save_clustering(settings=settings, result=result)
        self._programme.memory.keep("kinds that stand", found, key=self._what_stands())

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
            found = self._found_again(choice, on_progress)
            self.keep(found, reason=choice.reason)
            return found
        found = self.look(
            "auto" if k is None else k,
            method="auto" if method is None else method,
            weights=weights,
            seed=0 if seed is None else seed,
            on_progress=on_progress,
        )
        if choice is None:
            self.keep(found)
        return found

    def standing(self, *, on_progress: Callable[[float, str], None] | None = None) -> Clustering:
        """Give the kinds that the file keeps, found again; where they are not of today's, `read`.

        Takes `on_progress` and raises as `read` does.
        """
        kept = self.kept
        if kept and kept.is_current and not kept.is_choice:
            return self._found_again(kept, on_progress)
        return self.read(on_progress=on_progress)

    def _found_again(
        self, kept: KeptKinds, on_progress: Callable[[float, str], None] | None
    ) -> Clustering:
        return self._programme.memory.recall(
            "kinds that stand", key=self._what_stands(), make=lambda: self._again(kept, on_progress)
        )

    def _what_stands(self) -> tuple[int, str]:
        kept = self._programme.file.clustering()
        return kept.clustering_id if kept else 0, answers_digest(self._programme)

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
                f"The kinds that were kept on {choice.day} cannot be found in today's answers: "
                f"{error} They stay as they are. Look anew, and keep another choice."
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

    def write_page(
        self,
        folder: str | Path | None = None,
        *,
        on_progress: Callable[[float, str], None] | None = None,
    ) -> Path:
        """Write `profiles.html` for the steering group: who, how sure, what will be missing.

        It is about groups of five and more and names nobody. The kinds are those of `standing`.

        Parameters
        ----------
        folder
            Where; None is the folder of the programme's file. It is made if it is not there, and
            a page that is there is replaced.
        on_progress
            As for `look`.

        Raises
        ------
        NotReady, TooFewPeople, NotAllowed
            As for `read`.
        NotSaved
            The folder cannot be written to.
        """
        from pathlib import Path

        from rmkit.programme.profiles_page import write_profiles

        place = self._programme.file.path.parent if folder is None else Path(folder)
        found = self.standing(on_progress=on_progress)
        return write_profiles(self._programme, found, place.expanduser())
