"""Where on Earth is a point of ETRS-TM35FIN (EPSG:3067), the Finnish national grid in metres?

Krüger's series on the GRS80 ellipsoid as in JHS 197 (annex 2), exact to less than a millimetre within Finland.
ETRS89 is taken as WGS84: the two differ by less than a metre, less than an entrance is wide.
"""

from __future__ import annotations

from math import asin, asinh, atan, atanh, cos, cosh, degrees, radians, sin, sinh, sqrt, tan, tanh

_A, _F = 6_378_137.0, 1 / 298.257222101
_SCALE, _MERIDIAN, _FALSE_EASTING = 0.9996, radians(27), 500_000.0
_N = _F / (2 - _F)
_E = sqrt(2 * _F - _F * _F)
_RADIUS = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_BACK = (
    _N / 2 - 2 / 3 * _N**2 + 37 / 96 * _N**3 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 / 1440 * _N**4,
    17 / 480 * _N**3 - 37 / 840 * _N**4,
    4397 / 161280 * _N**4,
)
_FORTH = (
    _N / 2 - 2 / 3 * _N**2 + 5 / 16 * _N**3 + 41 / 180 * _N**4,
    13 / 48 * _N**2 - 3 / 5 * _N**3 + 557 / 1440 * _N**4,
    61 / 240 * _N**3 - 103 / 140 * _N**4,
    49561 / 161280 * _N**4,
)
# The grid's rectangle of land and sea areas: Märket to Ilomantsi, Bogskär to Nuorgam.
_EASTINGS, _NORTHINGS = (50_000, 760_000), (6_580_000, 7_800_000)


def in_finland(northing: float, easting: float) -> bool:
    """Does the point lie within the rectangle around Finland?"""
    return _EASTINGS[0] <= easting <= _EASTINGS[1] and _NORTHINGS[0] <= northing <= _NORTHINGS[1]


def to_degrees(northing: float, easting: float) -> tuple[float, float]:
    """(latitude, longitude) in degrees of a point in metres."""
    xi, eta = northing / (_RADIUS * _SCALE), (easting - _FALSE_EASTING) / (_RADIUS * _SCALE)
    xi0 = xi - sum(h * sin(2 * k * xi) * cosh(2 * k * eta) for k, h in enumerate(_BACK, start=1))
    eta0 = eta - sum(h * cos(2 * k * xi) * sinh(2 * k * eta) for k, h in enumerate(_BACK, start=1))
    beta = asin(sin(xi0) / cosh(eta0))
    conformal = asinh(tan(beta))
    isometric = conformal
    for _ in range(5):
        isometric = conformal + _E * atanh(_E * tanh(isometric))
    return degrees(atan(sinh(isometric))), degrees(_MERIDIAN + asin(tanh(eta0) / cos(beta)))


def to_metres(latitude: float, longitude: float) -> tuple[float, float]:
    """(northing, easting) in metres of a point in degrees; the reverse of `to_degrees`."""
    phi, dlam = radians(latitude), radians(longitude) - _MERIDIAN
    beta = atan(sinh(asinh(tan(phi)) - _E * atanh(_E * sin(phi))))
    eta0 = atanh(cos(beta) * sin(dlam))
    xi0 = asin(sin(beta) * cosh(eta0))
    xi = xi0 + sum(h * sin(2 * k * xi0) * cosh(2 * k * eta0) for k, h in enumerate(_FORTH, start=1))
    eta = eta0 + sum(h * cos(2 * k * xi0) * sinh(2 * k * eta0) for k, h in enumerate(_FORTH, start=1))
    return _RADIUS * _SCALE * xi, _RADIUS * _SCALE * eta + _FALSE_EASTING
