"""Step 3: what kinds of candidates there are, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

from rmkit.profiles import Clustering, cluster

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rmkit.programme.programme import Programme

__all__ = ["ProfilesStep"]


class ProfilesStep:
    """The kinds of candidates in one programme."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    def look(
        self,
        k: int | Literal["auto"] = "auto",
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
        return cluster(
            people, k, method=method, weights=weights, seed=seed, on_progress=on_progress
        )

    def keep(self, found: Clustering, *, reason: str = "") -> None:
        """Keep who belongs to which kind, how that was found, and why this was chosen.

        Parameters
        ----------
        found
            What `look` gave.
        reason
            Why this choice, in the coordinator's own words; empty where the evidence chose alone.
        """
        from rmkit.programme.programme import now

        with self._programme.file.change(
            actor="coordinator", action="Looked for kinds of candidates", now=now()
        ) as change:
            change.save_clustering(
                settings={
                    "k": found.asked or "auto",
                    "method": found.method.id,
                    "weights": dict(found.basis.weights),
                    "seed": found.seed,
                    "reason": reason.strip(),
                },
                result={
                    "k": found.k,
                    "labels": {str(i): int(v) for i, v in found.labels.dropna().items()},
                    "sentences": list(found.sentences(labels=self._programme.candidates.words)),
                },
            )

    def read(
        self,
        k: int | Literal["auto"] = "auto",
        *,
        method: str = "auto",
        weights: Mapping[str, float] | None = None,
        seed: int = 0,
        on_progress: Callable[[float, str], None] | None = None,
    ) -> Clustering:
        """Look for kinds of candidates, and keep who belongs to which; takes what `look` takes."""
        found = self.look(k, method=method, weights=weights, seed=seed, on_progress=on_progress)
        self.keep(found)
        return found

    @property
    def sentences(self) -> list[str]:
        """The kinds in words, as they were found last; empty before that."""
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
