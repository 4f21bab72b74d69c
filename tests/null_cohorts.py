"""People of one single kind, of four sorts that deceive clustering, and people of planted kinds.

Answers are levels from 1 to 5. Sizes, numbers of skills and how much answers vary together differ
from cohort to cohort, by the seed.
"""

import numpy as np
import pandas as pd

SORTS = ("skewed", "correlated", "ties", "missing")


def people(levels):
    names = {f"level_s{j:02d}": levels[:, j] for j in range(levels.shape[1])}
    ids = [f"p{i:04d}" for i in range(len(levels))]
    return pd.DataFrame({"person_id": ids, "role": "mentor"} | names)


def null_cohort(sort, seed, *, most=120):
    """Make 30 to `most` people of one kind.

    skewed: nearly all near the lowest level. correlated: one common thing explains .36 to .9 of
    each answer. ties: three levels only, most answers the same. missing: 5 to 30 % left out.
    """
    rng = np.random.default_rng([seed, SORTS.index(sort)])
    n, skills = int(rng.integers(30, most + 1)), int(rng.integers(5, 16))
    loading = rng.uniform(0.6, 0.95) if sort == "correlated" else rng.uniform(0.2, 0.7)
    own, common = rng.normal(size=(n, skills)), rng.normal(size=(n, 1))
    latent = loading * common + np.sqrt(1 - loading**2) * own
    if sort == "skewed":
        levels = np.clip(np.rint(rng.uniform(1, 2) + latent), 1, 5)
    elif sort == "ties":
        levels = np.clip(np.rint(3 + 0.6 * latent), 2, 4)
    else:
        levels = np.clip(np.rint(3 + 1.1 * latent), 1, 5)
    if sort == "missing":
        levels[rng.random(levels.shape) < rng.uniform(0.05, 0.3)] = np.nan
    return people(levels)


def planted(n, apart, seed, *, kinds=3, skills=12, common=0.0):
    """Make people of some kinds, each `apart` levels above the others in a share of the skills.

    A person's own chance in every answer has a standard deviation of one level; `common` of its
    variance is shared by all answers of a person.
    """
    rng = np.random.default_rng([seed, 9])
    truth = rng.integers(0, kinds, size=n)
    usual = 3 - apart / kinds + apart * (np.arange(skills) % kinds == truth[:, None])
    chance = np.sqrt(common) * rng.normal(size=(n, 1))
    chance = chance + np.sqrt(1 - common) * rng.normal(size=(n, skills))
    return people(np.clip(np.rint(usual + chance), 1, 5)), truth
