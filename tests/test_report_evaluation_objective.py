"""Whether the objective was reached, where so few answered that a verdict would tell on them."""

import pandas as pd

from rmkit.report.evaluation.objective import reached


def test_over_so_few_no_verdict_tells_what_single_people_answered():
    for found in ([1.0] * 7, [0.0] * 7, [1.0, 0.0, 1.0, 1.0, 1.0]):
        told = reached(pd.Series(found), basis="levels")
        assert told.verdict == "cannot be told"
        assert "too few to tell how many" in told.sentence
    assert reached(pd.Series([1.0] * 10), basis="levels").verdict == "reached"
