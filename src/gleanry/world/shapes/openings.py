"""Openings of one year as whole microseconds of UTC with running totals: two binary searches answer any question."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

Opening = tuple[int, int]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def ticks_of(at: datetime) -> int:
    """Give an instant as microseconds since 1970."""
    return (at - _EPOCH) // _TICK


def instant_of(ticks: int) -> datetime:
    """Give the instant of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=ticks)


@dataclass(frozen=True, slots=True)
class Year:
    """Openings of one UTC year in order; `worked[i]` is the working time up to the end of opening i.

    Arrays, not lists: a year of somebody's own calendar takes some 12 kB.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    worked: Sequence[int]

    @classmethod
    def of(cls, openings: Iterable[Opening]) -> "Year":
        """Take merged openings in order."""
        starts, ends, worked = array("q"), array("q"), array("q")
        total = 0
        for opens, closes in openings:
            total += closes - opens
            starts.append(opens)
            ends.append(closes)
            worked.append(total)
        return cls(starts, ends, worked)

    @property
    def total(self) -> int:
        """Give the working time of the whole year."""
        return self.worked[-1] if self.worked else 0

    def before(self, at: int) -> int:
        """Give the working time of the year before an instant."""
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return 0
        return self.worked[index] - max(0, self.ends[index] - at)


def merged(openings: Iterable[Opening], first: int, end: int) -> list[Opening]:
    """Cut openings at `first` and `end`, sort them and join those that touch."""
    found: list[Opening] = []
    for earliest, latest in sorted(openings):
        opens, closes = max(earliest, first), min(latest, end)
        if opens >= closes:
            continue
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], closes))
        else:
            found.append((opens, closes))
    return found


def without(openings: Sequence[Opening], away: Sequence[Opening]) -> Iterator[Opening]:
    """Give what is left of merged openings when merged stretches of absence are taken out, in order."""
    place = 0
    for start, end in openings:
        opens = start
        while place < len(away) and away[place][1] <= opens:
            place += 1
        ahead = place
        while ahead < len(away) and away[ahead][0] < end:
            if away[ahead][0] > opens:
                yield opens, away[ahead][0]
            opens = max(opens, away[ahead][1])
            ahead += 1
        if opens < end:
            yield opens, end
