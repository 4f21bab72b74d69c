"""Latent classes: kinds that differ in how likely each answer is, and explain how answers go along.

Within a class answers are independent of each other; what is missing is left out of the likelihood
of who left it out, which is right when answers are missing at random (given what was answered).
An answer counts or does not: weights above 0 are all alike here. Answers are categories without
distance, so that 1 and 2 differ as much as 1 and 5; numbers are cut at their quartiles.

References: Goodman (1974), Biometrika 61:215-231; Dempster, Laird & Rubin (1977), JRSS B 39:1-38,
for the algorithm; Linzer & Lewis (2011), Journal of Statistical Software 42(10), for the figures
that are given with a model.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rmkit.profiles.compared import Compared, Groups, Points
from rmkit.profiles.methods.categories import Categories
from rmkit.profiles.methods.gathering import gathered

__all__ = ["Classes", "People", "divide", "fitted"]

_LEAST = 1e-12
_AT_FIRST, _ROUNDS = 10, 2_000
_GUESSES, _LEAST_GAIN = 2, 1e-2


@dataclass(frozen=True, eq=False, repr=False)
class Classes:
    """Latent classes, as they were fitted.

    Attributes
    ----------
    categories
        The answers that there are.
    shares
        How large each class is, shape (n_classes,), summing to 1.
    likely
        How likely each answer is in each class, shape (n_classes, n_categories), summing to 1
        within a feature.
    log_likelihood
        Of the people it was fitted to, natural logarithm.
    n_people
        How many these were.
    """

    categories: Categories
    shares: Points
    likely: Points
    log_likelihood: float
    n_people: int

    @property
    def n_parameters(self) -> int:
        """How many numbers were free."""
        k = len(self.shares)
        return k - 1 + k * int((self.categories.sizes - 1).sum())

    @property
    def bic(self) -> float:
        """Schwarz's criterion; lower is better."""
        return float(np.log(self.n_people)) * self.n_parameters - 2 * self.log_likelihood

    @property
    def aic(self) -> float:
        """Akaike's criterion; lower is better."""
        return 2.0 * self.n_parameters - 2 * self.log_likelihood

    def scored(self, values: Points) -> tuple[Points, Points]:
        """Tell how likely people are in each class.

        Parameters
        ----------
        values
            Shape (n_people, n_features), NaN missing.

        Returns
        -------
        tuple of two arrays
            The probability of each class given the answers, shape (n_people, n_classes), and the
            natural logarithm of each person's likelihood, shape (n_people,).
        """
        given = self.categories.given(values)
        posterior, log_likely = _expected(given, self.shares[None], self.likely[None])
        return posterior[0].T, log_likely[0]

    def groups(self, values: Points) -> Groups:
        """Give the most likely class of each person; of equally likely ones the first."""
        return np.asarray(self.scored(values)[0].argmax(axis=1), dtype=np.intp)

    def g_squared(self, values: Points) -> float:
        """Measure how far the classes are from how often every combination of answers was given.

        The likelihood-ratio statistic over the combinations that occur, among people who answered
        everything; NaN where nobody did.
        """
        whole = values[~np.isnan(values).any(axis=1)]
        if not len(whole):
            return float("nan")
        patterns, count = np.unique(whole, axis=0, return_counts=True)
        expected = np.log(len(whole)) + self.scored(patterns)[1]
        return float(2 * (count * (np.log(count) - expected)).sum())


def divide(compared: Compared, numbers: Collection[int]) -> dict[int, tuple[Groups, float]]:
    """Divide people into latent classes, once for each number of them.

    Parameters
    ----------
    compared
        Who is compared, by what; no two people without an answer in common. Weights do not count.
    numbers
        How many classes, each at least 1.

    Returns
    -------
    dict
        By number of classes, which is the most likely one for each person, and Schwarz's criterion
        (BIC, lower is better). A number is left out where a class would be nobody's most likely
        one.

    Notes
    -----
    Begins with the groups around medoids and with two guesses, always the same. The one that is
    likeliest after ten rounds is followed until a round adds less than a hundredth to the
    logarithm of the likelihood; the next one where a class of it is nobody's.
    """
    categories = Categories.of(compared.values, compared.kinds)
    people = People.of(categories.given(compared.values))
    found = {}
    for k, start in gathered(compared, numbers).items():
        for model in fitted(
            people, categories, k, start=start, guesses=_GUESSES, least_gain=_LEAST_GAIN
        ):
            groups = model.groups(compared.values)
            if len(np.unique(groups)) == k:
                found[k] = (groups, model.bic)
                break
    return found


@dataclass(frozen=True, eq=False, repr=False)
class People:
    """Who gave which answers, everybody who answered alike once.

    Attributes
    ----------
    given
        Shape (n_different, n_categories), as `Categories.given` tells it.
    count
        How many people each row stands for, shape (n_different,).
    which
        The row of each person, shape (n_people,).
    """

    given: Points
    count: Points
    which: NDArray[np.intp]

    @classmethod
    def of(cls, given: Points) -> People:
        """Count people who answered alike."""
        packed = np.packbits(given.astype(np.bool_), axis=1)
        _, first, which, count = np.unique(
            packed, axis=0, return_index=True, return_inverse=True, return_counts=True
        )
        return cls(given[first], count.astype(np.float64), which.reshape(-1))


def fitted(
    people: People,
    categories: Categories,
    k: int,
    *,
    start: Groups | None = None,
    guesses: int,
    least_gain: float,
    seed: int = 0,
) -> Iterator[Classes]:
    """Fit latent classes from several beginnings.

    Parameters
    ----------
    people
        Who gave which answers.
    categories
        The answers that there are.
    k
        How many classes.
    start
        The group of each person to begin with, none of the groups empty; no such beginning if
        None.
    guesses
        How many more beginnings are drawn: answers somewhat likelier in one class than in
        another, whoever gave them. At least 1 without a start.
    least_gain
        Ends when a round adds less than this to the logarithm of the likelihood.
    seed
        Of the guesses.

    Yields
    ------
    Classes
        The beginning that is likeliest after ten rounds first, each followed to its end when it
        is asked for.
    """
    shares, likely = _guessed(people, categories, k, guesses, seed)
    if start is not None:
        member = np.zeros((1, k, len(people.count)))
        np.add.at(member[0], (start, people.which), 1.0)
        own = _maximised(people.given, member, categories.starts)
        shares, likely = np.concatenate([own[0], shares]), np.concatenate([own[1], likely])
    shares, likely, reached = _followed(people, categories, shares, likely, _AT_FIRST, least_gain)
    for i in np.argsort(-reached, kind="stable"):
        one = _followed(people, categories, shares[[i]], likely[[i]], _ROUNDS, least_gain)
        yield Classes(categories, one[0][0], one[1][0], float(one[2][0]), len(people.which))


def _guessed(
    people: People, categories: Categories, k: int, guesses: int, seed: int
) -> tuple[Points, Points]:
    """Draw beginnings that do not depend on the order of people."""
    rng = np.random.default_rng([seed, k])
    drawn = rng.exponential(size=(guesses, k, people.given.shape[1]))
    likely = drawn * np.maximum(people.count @ people.given, _LEAST)
    total = np.add.reduceat(likely, categories.starts, axis=2)
    return np.full((guesses, k), 1 / k), likely / np.repeat(total, categories.sizes, axis=2)


def _followed(
    people: People,
    categories: Categories,
    shares: Points,
    likely: Points,
    rounds: int,
    least_gain: float,
) -> tuple[Points, Points, Points]:
    """Expect and maximise in turn, all beginnings at once: shares, likely, log-likelihoods."""
    starts = categories.starts
    posterior, log_likely = _expected(people.given, shares, likely)
    reached = log_likely @ people.count
    for _ in range(rounds):
        shares, likely = _maximised(people.given, posterior * people.count, starts)
        posterior, log_likely = _expected(people.given, shares, likely)
        before, reached = reached, log_likely @ people.count
        if (reached - before < least_gain).all():
            break
    return shares, likely, reached


def _expected(given: Points, shares: Points, likely: Points) -> tuple[Points, Points]:
    """Give posteriors, shape (n_starts, k, n_people), and log-likelihoods, (n_starts, n_people)."""
    n_starts, k, n_categories = likely.shape
    flat = np.log(np.maximum(likely, _LEAST)).reshape(n_starts * k, n_categories)
    joint = (flat @ given.T).reshape(n_starts, k, len(given))
    joint += np.log(np.maximum(shares, _LEAST))[:, :, None]
    highest = joint.max(axis=1, keepdims=True)
    np.exp(joint - highest, out=joint)
    total = joint.sum(axis=1, keepdims=True)
    joint /= total
    return joint, (np.log(total) + highest)[:, 0]


def _maximised(given: Points, member: Points, starts: NDArray[np.intp]) -> tuple[Points, Points]:
    """Give shares and how likely answers are, from how much of each person is in each class."""
    n_starts, k, n = member.shape
    size = member.sum(axis=2)
    times = (member.reshape(n_starts * k, n) @ given).reshape(n_starts, k, given.shape[1])
    ends = np.append(starts[1:], given.shape[1])
    answered = np.repeat(np.add.reduceat(times, starts, axis=2), ends - starts, axis=2)
    shares = size / size.sum(axis=1, keepdims=True)
    # Where nobody in a class answered, every answer is as likely.
    alike = np.repeat(1 / (ends - starts), ends - starts)
    return shares, np.where(answered > _LEAST, times / np.maximum(answered, _LEAST), alike)
