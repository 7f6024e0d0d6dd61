"""How far a municipality is: the numbers, the steps, what to do first, and what is coming."""

from wmebv_site.progress.build import Progress, progress
from wmebv_site.progress.coverage import NOT_READ, Coverage, Point, point_of

__all__ = ["NOT_READ", "Coverage", "Point", "Progress", "point_of", "progress"]
