"""Ordered answers: against R's ordinal."""

import json

import pandas as pd
import pytest

from rmkit.errors import NotReady, TooFewPeople
from rmkit.outcomes import ordinal_model
from tests.outside import GOLDEN, agrees, oracle_data, same

R = json.loads((GOLDEN / "r" / "pairs.json").read_text(encoding="utf-8"))


def test_wine_comes_out_as_in_ordinal() -> None:
    found = ordinal_model(
        oracle_data("wine.csv"),
        "rating",
        predictors=["temp", "contact"],
        reference={"temp": "cold", "contact": "no"},
    )
    got = {f"t{i}": found[f"threshold:{i}"].value for i in range(1, 5)}
    warm, yes = found["coef:temp=warm"], found["coef:contact=yes"]
    got |= {"tempwarm": warm.value, "contactyes": yes.value}
    got |= {"se_temp": warm.se or 0.0, "se_contact": yes.se or 0.0}
    agrees("wine_clm", got | {"logLik": found["log_likelihood"].value})


def test_answers_from_one_to_five_come_out_as_in_ordinal() -> None:
    answers = pd.DataFrame(R["ordered"])
    wanted = R["ordinal"]["clm"]
    found = ordinal_model(answers, "r", predictors=["wave", "early"])
    same([row.value for row in found.rows[:6]], wanted["b"], 1e-5)
    same([row.se for row in found.rows[:6]], wanted["se"], 1e-5)
    same(found["log_likelihood"].value, wanted["logLik"], 1e-7)
    checks = [found["proportional:wave"], found["proportional:early"]]
    same([row.value for row in checks], R["ordinal"]["lrt"], 1e-4)
    same([row.p for row in checks], R["ordinal"]["lrt_p"], 1e-4)


def test_what_cannot_settle_is_told() -> None:
    answers = pd.DataFrame({"r": [1, 1, 1, 2, 2, 2, 3, 3, 3], "x": [1, 1, 1, 2, 2, 2, 3, 3, 3]})
    found = ordinal_model(answers, "r", predictors=["x"])
    assert not found["coef:x"].known
    assert any("did not settle" in told for told in found.warnings)
    with pytest.raises(NotReady, match="1 different answers"):
        ordinal_model(answers.assign(r=1), "r", predictors=["x"])
    with pytest.raises(NotReady, match="never differs"):
        ordinal_model(answers.assign(x=1), "r", predictors=["x"])
    with pytest.raises(TooFewPeople, match="2 complete answers"):
        ordinal_model(answers[2:4], "r", predictors=["x"])


def _shared(result, names, steps):
    rows = [result[f"threshold:{i + 1}"] for i in range(steps)]
    rows += [result[f"coef:{name}"] for name in names]
    return {
        "b": [row.value for row in rows],
        "se": [row.se for row in rows],
        "logLik": result["log_likelihood"].value,
        "sd": result["sd"].value,
    }


def test_answers_that_belong_together_come_out_as_in_ordinal_with_ties_and_gaps() -> None:
    told = json.loads((GOLDEN / "r" / "ordinal.json").read_text(encoding="utf-8"))
    wine = ordinal_model(
        oracle_data("wine.csv"), "rating", predictors=["temp", "contact"], groups="judge"
    )
    same(_shared(wine, ["temp=warm", "contact=yes"], 4), told["wine"], 1e-4)
    levels = ordinal_model(
        pd.DataFrame(told["table"], dtype=float), "level", predictors=["wave"], groups="person"
    )
    same(_shared(levels, ["wave"], len(told["levels"]["b"]) - 1), told["levels"], 5e-4)
    assert levels.n_dropped == 3
    assert levels["sd"].low < levels["sd"].value < levels["sd"].high
    assert not any("strangers" in limit for limit in levels.limits)


def test_groups_of_one_and_groups_that_share_nothing_are_told() -> None:
    table = pd.DataFrame({"y": [1, 2, 3, 2, 1, 3] * 4, "x": [0, 1] * 12, "g": range(24)})
    with pytest.raises(NotReady, match="Each g has one answer"):
        ordinal_model(table, "y", predictors=["x"], groups="g")
    table["g"] = [0, 1, 2, 3, 4, 5] * 4
    even = table.assign(y=[1, 2, 3] * 8, g=[i // 3 for i in range(24)])
    result = ordinal_model(even, "y", predictors=["x"], groups="g")
    assert result["sd"].value == 0
    assert "No spread between groups could be told from none." in result.warnings
