"""Group people by k-prototypes of kmodes 0.12.2: JSON on standard input and on standard output.

Run by `bench_profiles.py` in an environment that has kmodes.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from importlib.metadata import version

import numpy as np
from kmodes.kprototypes import KPrototypes


def main() -> None:
    """Read people, group them from one start, tell groups, CPU seconds and peak memory."""
    asked = json.load(sys.stdin)
    values = np.array(asked["values"], dtype=np.float64)
    model = KPrototypes(asked["k"], n_init=1, random_state=0)
    start = time.process_time()
    groups = model.fit_predict(values, categorical=asked["names"])
    seconds = time.process_time() - start
    unit = 2**20 if sys.platform == "darwin" else 2**10
    told = {
        "groups": groups.tolist(),
        "seconds": seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit,
        "versions": f"kmodes {version('kmodes')}, scikit-learn {version('scikit-learn')}",
    }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
