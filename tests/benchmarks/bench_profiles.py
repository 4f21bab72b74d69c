"""CPU, memory and quality of finding kinds, beside k-prototypes and scikit-learn's KMeans.

Run it with `python start.py bench profiles`; it takes a few minutes. kmodes, which k-prototypes is
in, is installed in a virtual environment in a temporary folder, and left out with a sentence where
that cannot be done.

k-prototypes takes no gaps, so both get the same complete people; ours is also shown with gaps. It
starts once here (its own default is ten times). `KMeans(n_init=10)` divides the same people into
2 to 10 groups and says nothing of whether there are any; `cluster` weighs 1 to 10 against made-up
people of one kind and draws people anew 50 times.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rival import answer, environment

from rmkit.profiles import METHODS, Compared, cluster, silhouette
from rmkit.profiles.evidence import AT_MOST
from rmkit.profiles.methods.gathering import MEDOIDS_AMONG
from rmkit.profiles.methods.medoids import around
from rmkit.synthetic import HARBOUR, cohort, small_companies

KINDS = ("ordinal",) * 7 + ("numeric",) * 2 + ("option",) * 3 + ("nominal",) * 3
SPANS = np.array([4.0] * 7 + [40.0] * 2 + [1.0] * 6)
GROUPS = 5


def cpu(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def megabytes() -> float:
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def with_gaps(values: np.ndarray, share: float, seed: int) -> np.ndarray:
    return np.where(np.random.default_rng(seed).random(values.shape) < share, np.nan, values)


def mixed(n: int, seed: int) -> np.ndarray:
    """Make people of five kinds with levels, years, ticks and names; half of each answer chance."""
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, GROUPS, n)
    usual = np.random.default_rng(7).random((GROUPS, len(KINDS)))[kind]
    drawn = 0.6 * usual + 0.4 * rng.random((n, len(KINDS)))
    steps = np.array([4] * 7 + [40] * 2 + [1] * 3 + [3] * 3)
    return np.rint(drawn * steps)


def people(n: int, seed: int, *, kinds: int, gaps: float) -> pd.DataFrame:
    """Make people with 15 levels: of some kinds, or differing by degrees where there is one."""
    rng = np.random.default_rng(seed)
    if kinds > 1:
        strong = np.arange(15) % kinds == rng.integers(0, kinds, n)[:, None]
        levels = np.where(strong, 4.0, 2.0) + rng.normal(scale=0.8, size=(n, 15))
    else:
        levels = 3 + 0.6 * rng.normal(size=(n, 1)) + 0.8 * rng.normal(size=(n, 15))
    levels = with_gaps(np.clip(np.rint(levels), 1, 5), gaps, seed)
    columns = {f"level_s{j:02d}": levels[:, j] for j in range(15)}
    return pd.DataFrame({"person_id": [f"p{i:06d}" for i in range(n)], "role": "mentor"} | columns)


def tell(*cells: object) -> None:
    print(f"{cells[0]!s:<52}" + "".join(f"{cell!s:>11}" for cell in cells[1:]))


def small() -> None:
    """A cohort as large as the samples: what a notebook waits for."""
    print("\nrmkit.cluster on made-up cohorts (levels, needs, styles, years)")
    tell("", "CPU s", "kinds")
    for n, run, employers in (
        (64, "first call, with what it loads", (HARBOUR,)),
        (64, "again", (HARBOUR,)),
        (1_200, "", small_companies(30)),
    ):
        whole = cohort(n_pairs=n * 3 // 8, n_candidates=n, seed=1, employers=employers)
        seconds, found = cpu(lambda whole=whole: cluster(whole.people))
        tell(f"{n:,} people {run}", f"{seconds:.2f}", found.k)


def quality(compared: Compared, groups: np.ndarray) -> tuple[str, str]:
    """Give the mean distance to the most typical person of one's group, and the mean silhouette."""
    near = 0.0
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        near += compared.gower[np.ix_(members, members)].sum(axis=0).min()
    return f"{near / len(groups):.4f}", f"{silhouette(compared.gower, groups):.3f}"


def medoids(python: Path | None, n: int) -> None:
    """Partition people around medoids on Gower's distance, beside k-prototypes."""
    print(f"\n{n:,} people, 15 mixed features, {GROUPS} groups")
    tell("", "CPU s", "ratio", "MB", "to medoid", "silhouette")
    complete = Compared.of(mixed(n, 0), kinds=KINDS, spans=SPANS)
    gaps = Compared.of(with_gaps(complete.values, 0.1, 0), kinds=KINDS, spans=SPANS)
    theirs = None
    if python is not None:
        values = np.where(np.array(KINDS) == "nominal", complete.values, complete.values / SPANS)
        names = [j for j, kind in enumerate(KINDS) if kind in ("nominal", "option")]
        question = {"values": values.tolist(), "names": names, "k": GROUPS}
        theirs = answer(python, "kmodes", question)
    for what, compared in (("gaps", gaps), ("complete", complete)):
        some, quick = cpu(lambda it=compared: METHODS["k-medoids"].divide(it, [GROUPS])[GROUPS])
        before = megabytes()
        whole, best = cpu(lambda it=compared: around(it.gower, [GROUPS])[GROUPS])
        after = megabytes()
        tell_one(f"rmkit k-medoids, {what}", some, before, compared, quick.groups, theirs)
        tell_one(f"rmkit PAM of everybody, {what}", whole, after, compared, best.groups, theirs)
        del compared.__dict__["gower"]
    if theirs is not None:
        groups = np.array(theirs["groups"])
        versions, seconds, memory = theirs["versions"], theirs["seconds"], theirs["megabytes"]
        tell_one(f"{versions}, complete", seconds, memory, complete, groups, theirs)
    print(
        f"ratio: CPU of k-prototypes over this one's. k-medoids looks for medoids among "
        f"{MEDOIDS_AMONG:,} people\nand gives everybody to the nearest; PAM of everybody compares "
        "all with all.\nA tenth of the answers are gaps. MB: most until then."
    )


def tell_one(
    what: str,
    seconds: float,
    memory: float,
    compared: Compared,
    groups: np.ndarray,
    theirs: dict[str, Any] | None,
) -> None:
    ratio = "" if theirs is None else f"{theirs['seconds'] / seconds:.1f}"
    tell(what, f"{seconds:.2f}", ratio, f"{memory:.0f}", *quality(compared, groups))


def many(n: int) -> None:
    """Weigh 1 to 10 kinds, beside KMeans with ten starts."""
    from sklearn.cluster import KMeans

    print(f"\n{n:,} people, 15 levels, 1 to 10 kinds")
    tell("", "CPU s", "ratio", "kinds")
    for planted, asked in ((3, "auto"), (1, "auto"), (1, 3)):
        what = f"{planted} planted kinds" if planted > 1 else "no kinds"
        what += "" if asked == "auto" else f", {asked} asked for"
        whole = people(n, 1, kinds=planted, gaps=0.0)
        points = whole.filter(like="level_").to_numpy() / 4
        theirs, _ = cpu(
            lambda points=points: [KMeans(k, n_init=10).fit(points) for k in range(2, 11)]
        )
        tell(f"KMeans(n_init=10), k = 2..10, {what}", f"{theirs:.1f}", 1, "")
        for table, said in ((whole, ""), (people(n, 1, kinds=planted, gaps=0.1), ", gaps")):
            seconds, found = cpu(lambda table=table, k=asked: cluster(table, k, most=10))
            ratio = f"{seconds / theirs:.2f}"
            tell(f"rmkit.cluster, {what}{said}", f"{seconds:.1f}", ratio, found.k)
    print(
        "ratio: this CPU over that of KMeans. Everybody is divided; the evidence looks at "
        f"{AT_MOST} people drawn once,\nand each of the 50 samples has {AT_MOST}. Without kinds "
        "there is nothing to draw anew, unless a number was asked for."
    )


def main() -> None:
    small()
    with tempfile.TemporaryDirectory() as name:
        medoids(environment(Path(name), "kmodes==0.12.2"), 5_000)
    many(10_000)


if __name__ == "__main__":
    main()
