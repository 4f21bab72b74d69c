"""How numbers are written in a result: short, and never more exact than they are."""

from __future__ import annotations

import math

__all__ = ["number_said", "p_said"]


def number_said(value: float) -> str:
    """Write a number with two decimals, or three figures where it is small or large.

    >>> number_said(0.4213), number_said(0.00412), number_said(1234.5), number_said(float("nan"))
    ('0.42', '0.0041', '1,234', 'unknown')
    """
    if math.isnan(value):
        return "unknown"
    if math.isinf(value):
        return "no end" if value > 0 else "minus no end"
    size = abs(value)
    if size >= 1000:
        return f"{value:,.0f}"
    if size >= 100:
        return f"{value:.1f}"
    if size >= 0.1 or size < 5e-7:
        return f"{abs(value) if size < 5e-7 else value:.2f}"
    if size < 1e-4:
        return f"{value:.1e}"
    return f"{value:.2g}" if size < 0.01 else f"{value:.3f}"


def p_said(p: float) -> str:
    """Write a p-value without its leading zero, and none below .001.

    >>> p_said(0.0123), p_said(0.00002), p_said(1.0)
    ('p = .012', 'p < .001', 'p = 1')
    """
    if p < 0.001:
        return "p < .001"
    if p > 0.9995:
        return "p = 1"
    return f"p = {p:.3f}".replace("0.", ".")
