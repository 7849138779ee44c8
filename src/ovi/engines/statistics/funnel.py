"""Does a unit differ from the others by more than its size explains?

Source: Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 24 (2005) 1185:
exact limits with his interpolation (appendix A.1), but the upper one mirrors the lower one, a count further out: as
printed, a count may lie above it more often than the limit promises. Where units differ by more than chance anyway,
the limits are widened by an additive random effect (DerSimonian and Laird) estimated from z-scores winsorised at 10 %
in each end, on the scale on which the spread does not depend on the level: arcsine of the root for shares, root for
rates.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ovi.engines.statistics.counts import (
    Numbers,
    binomial_below,
    binomial_quantile,
    numbers,
    poisson_below,
    poisson_quantile,
)
from ovi.engines.statistics.intervals import Interval, deviate

WARNING, ALARM = 0.95, 0.998
_WINSORISED = 0.1
_ANGLE = np.pi / 2


class Kind(StrEnum):
    """What is compared: a share of cases (binomial) or events by exposure (Poisson)."""

    SHARE = "share"
    RATE = "rate"


class Place(IntEnum):
    """Where a unit stands: beyond the 99.8 % limit, beyond the 95 % limit, or within."""

    FAR_BELOW = -2
    BELOW = -1
    WITHIN = 0
    ABOVE = 1
    FAR_ABOVE = 2


@dataclass(frozen=True, slots=True)
class Funnel:
    """`centre` is the whole's value; limits and `places` follow the units given, None where nothing was counted.

    `tau` is the units' own spread on the scale (0: chance alone), `phi` their dispersion (up to 1: chance alone;
    winsorising takes about a third off it).
    """

    kind: Kind
    centre: float
    phi: float
    tau: float
    warning: Interval
    alarm: Interval
    places: tuple[Place | None, ...]


def funnel(events: ArrayLike, sizes: ArrayLike, kind: Kind = Kind.SHARE) -> Funnel:
    """Places the units: `events` of `sizes` (cases, or exposure for a rate), one-dimensional, of one length.

    Raises ValueError for negative numbers, for more events than cases, and when nothing at all was counted.
    """
    x, n = numbers(events), numbers(sizes)
    if x.shape != n.shape or x.ndim != 1 or np.any(x < 0) or np.any(n < 0) or n.sum() == 0:
        raise ValueError("events and sizes are one-dimensional, of one length, not negative and not all nothing")
    if kind is Kind.SHARE and np.any(x > n):
        raise ValueError("a unit has more events than cases")
    centre = float(x.sum() / n.sum())
    phi, tau = dispersion(x, n, centre, kind)
    warning, alarm = (limits(centre, n, kind, confidence, tau) for confidence in (WARNING, ALARM))
    return Funnel(kind, centre, phi, tau, warning, alarm, _places(x, n, warning, alarm))


def dispersion(x: Numbers, n: Numbers, centre: float, kind: Kind) -> tuple[float, float]:
    """Dispersion ratio and the units' own standard deviation on the scale; units of size 0 tell nothing."""
    x, n = x[n > 0], n[n > 0]
    z = clipped(np.sort(scores(x / n, n, centre, kind)))
    phi = float(np.mean(z**2))
    return phi, own_spread(phi, n)


def scores(value: Numbers, n: Numbers, centre: float, kind: Kind) -> Numbers:
    """How many standard errors each unit lies from the centre, on the scale on which these depend on its size alone."""
    return numbers((_scaled(value, kind) - _scaled(centre, kind)) * 2 * np.sqrt(n))


def clipped(z: Numbers) -> Numbers:
    """Rising scores with the outer ones pulled in to the last of the inner ones."""
    cut = int(_WINSORISED * len(z))
    return np.clip(z, z[cut], z[len(z) - 1 - cut])


def own_spread(phi: float, n: Numbers) -> float:
    """The units' own standard deviation that such a dispersion speaks for, by DerSimonian and Laird."""
    weight = 4 * n
    room = weight.sum() - (weight**2).sum() / weight.sum()
    tau2 = (len(n) * phi - (len(n) - 1)) / room if room > 0 else 0.0
    return float(np.sqrt(max(tau2, 0.0)))


def limits(centre: float, sizes: ArrayLike, kind: Kind, confidence: float, tau: float = 0.0) -> Interval:
    """Limits for units of these sizes, for the units themselves or for drawing the curve; NaN for size 0.

    Shares lie in 0–1, rates at or above 0. With tau > 0 never narrower than the exact limits without it.
    """
    n, tail = numbers(sizes), (1 - confidence) / 2
    known = np.where(n > 0, n, 1)
    low = _exact(centre, known, kind, tail)
    high = _exact(centre, known, kind, 1 - tail) + (1 / known if centre > 0 else 0)
    high = np.minimum(high, 1) if kind is Kind.SHARE else high
    if tau > 0:
        reach = deviate(confidence) * np.sqrt(1 / (4 * known) + tau**2)
        low = np.minimum(low, _unscaled(_scaled(centre, kind) - reach, kind))
        high = np.maximum(high, _unscaled(_scaled(centre, kind) + reach, kind))
    return Interval(np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan))


def _exact(centre: float, n: Numbers, kind: Kind, tail: float) -> Numbers:
    """The quantile of the count, interpolated between whole counts so that the curve is smooth, by size."""
    if centre == 0 or (centre == 1 and kind is Kind.SHARE):
        return np.full_like(n, centre)
    share, mean = kind is Kind.SHARE, n * centre
    k = binomial_quantile(tail, n, centre) if share else poisson_quantile(tail, mean)
    at, before = (binomial_below(j, n, centre) if share else poisson_below(j, mean) for j in (k, k - 1))
    return np.maximum(k - (at - tail) / (at - before), 0) / n


def _scaled(value: Numbers | float, kind: Kind) -> Numbers:
    root = np.sqrt(value)
    return numbers(np.arcsin(np.minimum(root, 1)) if kind is Kind.SHARE else root)


def _unscaled(value: Numbers, kind: Kind) -> Numbers:
    kept = np.clip(value, 0, _ANGLE if kind is Kind.SHARE else np.inf)
    return numbers(np.sin(kept) ** 2 if kind is Kind.SHARE else kept**2)


def _places(x: Numbers, n: Numbers, warning: Interval, alarm: Interval) -> tuple[Place | None, ...]:
    known: NDArray[np.bool_] = n > 0
    value = x / np.where(known, n, 1)
    steps = sum((value > one.high).astype(int) - (value < one.low).astype(int) for one in (warning, alarm))
    return tuple(Place(int(step)) if counted else None for step, counted in zip(steps, known, strict=True))
