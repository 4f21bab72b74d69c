"""Step 5: did it work? What was answered, measured and told, gathered for a report.

`step` is what `programme.evaluation` gives. The other modules each gather one part of
`rmkit.report.evaluation.facts.EvaluationFacts` from the programme file; `found` puts them together.
What is planned to be looked at stands in `rmkit.programme.evaluation_planned`.

Two joints for whoever builds on this: `EvaluationStep.page()` gives the report as a `Page`, which
any writer of `rmkit.exchange` renders, and `EvaluationStep.facts()` gives everything behind it.
Whoever asked that their answers serve no evaluation is in none of it.
"""
