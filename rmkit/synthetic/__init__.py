"""Cohorts with a known truth: for samples, tests and teaching."""
