"""A table of all pairs, held in memory or worked out where somebody looks at it.

For many people a table of all pairs would not fit. `Worked` looks like a two-dimensional array to
whoever reads single pairs, rows, columns or blocks, and computes just those.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet

__all__ = ["Block", "Table", "Worked", "narrowed"]

_AT_ONCE = 32

Positions = NDArray[np.intp]
Block = Callable[[Positions, Positions], NDArray[Any]]


@discreet("shape")
@dataclass(frozen=True, eq=False)
class Worked:
    """A table that `block(rows, columns)` can work out in parts; shape (n_rows, n_columns)."""

    shape: tuple[int, int]
    block: Block

    @property
    def size(self) -> int:
        """How many pairs there are."""
        return self.shape[0] * self.shape[1]

    @property
    def T(self) -> Worked:
        """The same table with its sides changed."""
        return Worked(self.shape[::-1], lambda rows, columns: self.block(columns, rows).T)

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401 - as for an array
        """Work out a pair, a row (`t[i]`), a column (`t[:, j]`) or some rows (`t[[i, j]]`).

        Two lists of positions give one value for each place in them, as for an array.
        """
        row, column = key if isinstance(key, tuple) else (key, slice(None))
        rows, columns = _positions(row, self.shape[0]), _positions(column, self.shape[1])
        if _is_list(row) and _is_list(column):
            return self._pairs(rows, columns)
        block = self.block(rows, columns)
        if np.ndim(column) == 0 and not isinstance(column, slice):
            block = block[:, 0]
        return block[0] if np.ndim(row) == 0 and not isinstance(row, slice) else block

    def _pairs(self, rows: Positions, columns: Positions) -> NDArray[Any]:
        """Work out single pairs, a few at a time: small blocks of which the diagonal is kept."""
        starts = range(0, max(len(rows), 1), _AT_ONCE)
        blocks = [self.block(rows[k : k + _AT_ONCE], columns[k : k + _AT_ONCE]) for k in starts]
        return np.concatenate([np.diagonal(block) for block in blocks])


def narrowed(table: Table, columns: NDArray[np.bool_]) -> Table:
    """Take a table of yes and no as no where a column is no."""
    if not isinstance(table, Worked):
        return table & columns
    inner = table.block
    return Worked(table.shape, lambda rows, some: inner(rows, some) & columns[some])


Table = NDArray[Any] | Worked
"""A table of all pairs, read like an array."""


def _is_list(key: object) -> bool:
    return not isinstance(key, slice) and np.ndim(key) > 0  # type: ignore[arg-type]


def _positions(key: Any, n: int) -> Positions:  # noqa: ANN401 - as for an array
    if isinstance(key, slice):
        return np.arange(n)[key]
    found = np.atleast_1d(np.asarray(key))
    return np.flatnonzero(found) if found.dtype == bool else found.astype(np.intp)
