"""Profiles of ink: a row of figures smoothed, and its peaks found, as signal processing does both."""

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]

TRUNCATION = 4.0
"""Standard deviations at which the Gaussian is cut off: what lies beyond is 0.006 % of its area."""


def gaussian_filter(values: Values, sigma: float) -> Values:
    """Smooth a profile, or each row of several, with a Gaussian; beyond its ends a profile is mirrored.

    Args:
        values: Profile of shape ``(n,)``, or profiles of shape ``(m, n)``, smoothed along the last axis.
        sigma: Standard deviation of the Gaussian, in samples.

    Returns:
        Array of the same shape. The sums are taken from the tails inwards, which fixes their rounding.
    """
    radius = int(TRUNCATION * sigma + 0.5)
    offsets = np.arange(-radius, radius + 1)
    weights = np.exp(-0.5 / (sigma * sigma) * offsets**2) if radius else np.ones(1)
    weights = weights / weights.sum()
    size = values.shape[-1]
    if not size:
        return np.array(values, np.float64)
    beyond = [(0, 0)] * (values.ndim - 1) + [(radius, radius)]
    padded = np.pad(np.asarray(values, np.float64), beyond, mode="symmetric")
    smooth: Values = padded[..., radius : radius + size] * weights[radius]
    for distance in range(radius, 0, -1):
        before = padded[..., radius - distance : radius - distance + size]
        after = padded[..., radius + distance : radius + distance + size]
        smooth += (before + after) * weights[radius - distance]
    return smooth


def find_peaks(
    profile: Values, *, height: float | None = None, distance: int = 1, prominence: float | None = None
) -> npt.NDArray[np.intp]:
    """Find the local maxima of a profile; of a plateau its middle, rounded down.

    Args:
        profile: Profile of shape ``(n,)``.
        height: Least value of a peak.
        distance: Least distance of two peaks, in samples; of two that are nearer the lower one is dropped.
        prominence: Least height of a peak above the higher of the two valleys that part it from higher ground.

    Returns:
        Positions of the peaks, in rising order. Conditions are applied in the order height, distance, prominence.
    """
    peaks = _local_maxima(profile)
    if height is not None:
        peaks = peaks[profile[peaks] >= height]
    if distance > 1:
        peaks = peaks[_far_enough(peaks, profile[peaks], distance)]
    if prominence is not None:
        rises = np.array([_prominence(profile, int(peak)) for peak in peaks], np.float64)
        peaks = peaks[rises >= prominence]
    return peaks


def _local_maxima(profile: Values) -> npt.NDArray[np.intp]:
    """The middles of all runs of equal values whose two neighbours are lower; a run at an end is no maximum."""
    if len(profile) < 3:
        return np.zeros(0, np.intp)
    starts = np.concatenate(([0], np.flatnonzero(np.diff(profile) != 0) + 1))
    ends = np.concatenate((starts[1:], [len(profile)])) - 1
    levels = profile[starts]
    inner = np.arange(1, len(starts) - 1)
    highest = inner[(levels[inner] > levels[inner - 1]) & (levels[inner] > levels[inner + 1])]
    return np.asarray((starts[highest] + ends[highest]) // 2, np.intp)


def _far_enough(peaks: npt.NDArray[np.intp], heights: Values, distance: int) -> npt.NDArray[np.bool_]:
    """Which peaks stay when every peak, the highest first, drops those nearer to it than ``distance``."""
    stays = np.ones(len(peaks), np.bool_)
    for chosen in np.argsort(heights, kind="stable")[::-1]:
        if stays[chosen]:
            stays &= np.abs(peaks - peaks[chosen]) >= distance
            stays[chosen] = True
    return stays


def _prominence(profile: Values, peak: int) -> float:
    level = profile[peak]
    higher_before = np.flatnonzero(profile[:peak] > level)
    higher_after = np.flatnonzero(profile[peak + 1 :] > level)
    first = int(higher_before[-1]) + 1 if len(higher_before) else 0
    last = peak + int(higher_after[0]) if len(higher_after) else len(profile) - 1
    return float(level - max(profile[first : peak + 1].min(), profile[peak : last + 1].min()))
