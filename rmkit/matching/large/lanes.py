"""Single steps on small whole numbers that a processor takes for many pairs at once.

Written in the compiler's own terms, since Python's rules would widen every number to 64 bits and
make the steps four to eight times slower. Needs numba.
"""

from __future__ import annotations

from typing import Any

from numba import extending
from numba.core import types
from numba.core.cgutils import ir  # type: ignore[attr-defined]

from rmkit.matching.large.fixed import SHIFT

# ruff: noqa: ANN401 - the compiler's own types are not public

__all__ = ["close8", "count32", "cover8", "grid32", "rise8"]

intrinsic: Any = extending.intrinsic


@intrinsic
def count32(context: Any, bits: Any) -> Any:
    """Count the bits that are set, as int32."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        count = builder.module.declare_intrinsic("llvm.ctpop", [values[0].type])
        return builder.call(count, values)

    return types.int32(types.uint32), generate


@intrinsic
def cover8(context: Any, so_far: Any, own: Any, now: Any, target: Any, unknown: Any) -> Any:
    """Add 2 * (own - now), kept between 0 and 2 * (target - now); `unknown` where own is 0."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        so_far, own, now, target, unknown = values
        risen = builder.select(builder.icmp_unsigned(">", own, now), own, now)
        reached = builder.select(builder.icmp_unsigned("<", risen, target), risen, target)
        levels = builder.sub(reached, now)
        halves = builder.add(levels, levels)
        is_unknown = builder.icmp_unsigned("==", own, ir.Constant(own.type, 0))
        return builder.add(so_far, builder.select(is_unknown, unknown, halves))

    byte = types.uint8
    return byte(byte, byte, byte, byte, byte), generate


@intrinsic
def rise8(context: Any, so_far: Any, own: Any, now: Any, wanted: Any) -> Any:
    """Add 2 * (own - now), kept between 0 and 2 * wanted."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        so_far, own, now, wanted = values
        risen = builder.sub(builder.select(builder.icmp_unsigned(">", own, now), own, now), now)
        levels = builder.select(builder.icmp_unsigned("<", risen, wanted), risen, wanted)
        return builder.add(so_far, builder.add(levels, levels))

    byte = types.uint8
    return byte(byte, byte, byte, byte), generate


@intrinsic
def close8(context: Any, so_far: Any, ours: Any, theirs: Any) -> Any:
    """Add 4 less how far two ratings lie apart; nothing where ours is 0."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        so_far, ours, theirs = values
        above = builder.icmp_unsigned(">", ours, theirs)
        apart = builder.select(above, builder.sub(ours, theirs), builder.sub(theirs, ours))
        close = builder.sub(ir.Constant(ours.type, 4), apart)
        nothing = ir.Constant(ours.type, 0)
        unknown = builder.icmp_unsigned("==", ours, nothing)
        return builder.add(so_far, builder.select(unknown, nothing, close))

    byte = types.uint8
    return byte(byte, byte, byte), generate


@intrinsic
def grid32(context: Any, amount: Any, factor: Any, start: Any) -> Any:
    """Give (amount * factor + start) / 2**SHIFT in 32 bits without a sign."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        amount, factor, start = values
        scaled = builder.add(builder.mul(amount, factor), start)
        return builder.lshr(scaled, ir.Constant(scaled.type, SHIFT))

    return types.int32(types.int32, types.uint32, types.uint32), generate
