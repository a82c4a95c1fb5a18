"""How the shorter of two Chinese names can be read out of the longer one, character by character.

Method: the best in-order alignment (dynamic programming over both names, as for a longest common subsequence). A
character that is matched earns its weight, one that goes on from its neighbour earns it whole, one that begins a word
nearly so, one from the middle of a word less: abbreviations take first characters.
"""

from __future__ import annotations

from collections.abc import Sequence

_LOST = 0.35
_AT_START = 0.12
_INSIDE = 0.45


def align(short: str, long: str, weights: Sequence[float], starts: frozenset[int], stands: dict[str, int]) -> list[int]:
    """For each character of `short`, where in `long` it is found, or -1.

    `weights` are those of the characters of `short`; `stands` says where in `long` a place begins that a character may
    stand for (沪 for 上海).
    """
    width = len(long)
    best = [[0.0] * (width + 1)]
    hits: list[list[float]] = [[-1.0] * (width + 1)]
    for letter, weight in zip(short, weights, strict=True):
        above, hits_above = best[-1], hits[-1]
        row, hit_row = [above[0] - _LOST * weight] + [0.0] * width, [-1.0] * (width + 1)
        stand = stands.get(letter, -1)
        for at in range(width):
            score = above[at + 1] - _LOST * weight
            score = row[at] if row[at] > score else score
            if letter == long[at] or stand == at:
                hit = above[at] - weight * (_AT_START if at in starts else _INSIDE)
                hit = max(hit, hits_above[at])
                hit_row[at + 1] = hit = hit + weight
                score = max(score, hit)
            row[at + 1] = score
        best.append(row)
        hits.append(hit_row)
    return _walk_back(best, hits, weights)


def _walk_back(best: list[list[float]], hits: list[list[float]], weights: Sequence[float]) -> list[int]:
    found = [-1] * len(weights)
    at, row = len(best[0]) - 1, len(weights)
    contiguous = False
    while row > 0 and at >= 0:
        if contiguous or (
            hits[row][at] >= 0 and hits[row][at] == best[row][at] and (at == 0 or best[row][at - 1] < best[row][at])
        ):
            found[row - 1] = at - 1
            weight = weights[row - 1]
            contiguous = hits[row - 1][at - 1] >= 0 and abs(hits[row - 1][at - 1] + weight - hits[row][at]) < 1e-9
            row, at = row - 1, at - 1
        elif at and best[row][at] == best[row][at - 1]:
            at -= 1
        else:
            row -= 1
    return found
