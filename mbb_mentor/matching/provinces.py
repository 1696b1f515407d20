# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""How far apart two provinces of Türkiye are, as the crow flies."""

from functools import cache
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0
FAR_KM = 1600.0  # a little more than from one end of the country to the other

# Provincial capitals by plate code 01…81: latitude, longitude in degrees, rounded to
# a tenth (about 10 km), which is all that a soft score needs.
_CENTRES = """
37.0 35.3  37.8 38.3  38.8 30.5  39.7 43.1  40.7 35.8  39.9 32.9  36.9 30.7
41.2 41.8  37.8 27.8  39.6 27.9  40.1 30.0  38.9 40.5  38.4 42.1  40.7 31.6
37.7 30.3  40.2 29.1  40.2 26.4  40.6 33.6  40.5 35.0  37.8 29.1  37.9 40.2
41.7 26.6  38.7 39.2  39.7 39.5  39.9 41.3  39.8 30.5  37.1 37.4  40.9 38.4
40.5 39.5  37.6 43.7  36.2 36.2  37.8 30.6  36.8 34.6  41.0 29.0  38.4 27.1
40.6 43.1  41.4 33.8  38.7 35.5  41.7 27.2  39.1 34.2  40.8 29.9  37.9 32.5
39.4 30.0  38.4 38.3  38.6 27.4  37.6 36.9  37.3 40.7  37.2 28.4  38.7 41.5
38.6 34.7  38.0 34.7  41.0 37.9  41.0 40.5  40.8 30.4  41.3 36.3  37.9 41.9
42.0 35.2  39.7 37.0  41.0 27.5  40.3 36.6  41.0 39.7  39.1 39.5  37.2 38.8
38.7 29.4  38.5 43.4  39.8 34.8  41.5 31.8  38.4 34.0  40.3 40.2  37.2 33.2
39.8 33.5  37.9 41.1  37.5 42.5  41.6 32.3  41.1 42.7  39.9 44.0  40.7 29.3
41.2 32.6  36.7 37.1  37.1 36.2  40.8 31.2
"""
_NUMBERS = [float(number) for number in _CENTRES.split()]
CENTRES = {
    f"{plate:02d}": point
    for plate, point in enumerate(
        zip(_NUMBERS[::2], _NUMBERS[1::2], strict=True), start=1
    )
}


@cache
def distance_km(one, other):
    """Great-circle distance of two plate codes in km; ``None`` if one is unknown."""
    if one is None or other is None:
        return None
    if one == other:
        return 0.0
    # Sorted, so that the last bit does not depend on who is the mentor.
    first, second = sorted((one, other))
    if first not in CENTRES or second not in CENTRES:
        return None
    (lat1, lon1), (lat2, lon2) = (map(radians, CENTRES[p]) for p in (first, second))
    half = (
        sin((lat2 - lat1) / 2) ** 2
        + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))
