"""How figures are told: medians with their spread, ratios of them, and how fast something grows."""

import math
from collections.abc import Mapping, Sequence
from statistics import fmean, median


def table(runs: Mapping[str, Sequence[float]], unit: str, beside: Sequence[str] = ()) -> None:
    """Print the median of each, from least to most, and its ratio to the medians of those that it stands beside."""
    for name, figures in runs.items():
        middle = median(figures)
        ratios = "".join(f"  {middle / median(runs[other]):7.2f} x {other}" for other in beside if other in runs)
        print(f"  {name:36} {middle:9.{digits(middle)}f} {unit}  ({spread(figures)}){ratios}", flush=True)


def spread(figures: Sequence[float]) -> str:
    """The least and the most."""
    least, most = min(figures), max(figures)
    return f"{least:.{digits(most)}f} to {most:.{digits(most)}f}"


def digits(figure: float) -> int:
    """How many digits after the point are worth telling."""
    return 0 if figure >= 100 else 1 if figure >= 10 else 2


def slope(sizes: Sequence[float], figures: Sequence[float]) -> float:
    """The exponent of growth: 0 for none, 1 for as fast as the size, 2 for its square (a line through the logs)."""
    across, up = [math.log(size) for size in sizes], [math.log(figure) for figure in figures]
    middle, height = fmean(across), fmean(up)
    rise = sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True))
    return rise / sum((x - middle) ** 2 for x in across)
