"""What it costs to keep segments when a thousand people of many change, beside judging everybody anew.

Measured: twenty segments over everybody there (conditions on companies, touches that age, leads, grades, milestones);
then a thousand people drawn at random get a touch, or their lead another grade, are noted in one row as a batch of an
import notes them, and the worker's `tend` brings the segments up to date. Beside it: the same judging of everybody
(`--everybody` people of all there, the rest reckoned from them), the first making, and what noting adds to a batch.
After it the kept members of the thousand must be what judging them from nothing says, or the script fails.
"""

from __future__ import annotations

import random
import time
from datetime import timedelta
from typing import Any

from bench.printing import Findings, arguments, seconds, share
from bench.scratch import open_house

CEILING = 2.0
CHANGED = 1000
PEOPLE_EACH = 2000


def main() -> None:
    given = arguments(__doc__, times=5, everybody=200_000)
    scratch = open_house(given.keep)
    from bench.crowd import LATER, START, fill

    scratch.crowded(given.present, fill)
    from gleanry.market.audience.actions import tend
    from gleanry.tenants.queries import find_workspace

    workspace = find_workspace("bench")
    assert workspace is not None
    at = START + LATER + timedelta(seconds=31 * given.present)
    _define(workspace.id, at)
    found = Findings("segments", scratch.vendor, f"{given.present:,} people there, 20 segments")
    made = seconds(lambda: tend(workspace.id, at))
    found.rows.append(("people looked at a second, when segments are first made", given.present / made, "people/s"))
    dice, times, noting = random.Random(5), [], []
    for turn in range(given.times):
        people = _change(workspace.id, dice, at + timedelta(minutes=turn))
        noting.append(seconds(lambda people=people: _note(workspace.id, people)) * 1000)  # type: ignore[misc]  # bound
        times.append(seconds(lambda turn=turn: tend(workspace.id, at + timedelta(minutes=turn))))  # type: ignore[misc]  # bound
        _check(workspace.id, people, at + timedelta(minutes=turn))
    everybody = _judge(workspace.id, min(given.everybody, given.present), at) * given.present
    worst = max(times)
    found.rows.append((f"{CHANGED:,} changed people re-segmented, p50", share(times, 0.5), "s"))
    found.rows.append(("... worst", worst, "s"))
    found.rows.append(("judging everybody anew", everybody, "s"))
    found.rows.append(("noting a batch of a thousand people, worst", max(noting), "ms"))
    found.claims.append(("1,000 changes re-segmented, worst, s", worst, f"under {CEILING:.0f}", worst < CEILING))
    found.claims.append(("times faster than judging everybody", everybody / worst, "over 50", everybody / worst > 50))
    found.tell(as_json=given.json)


def _bodies() -> list[dict[str, Any]]:
    touch = {"of": "touch", "kind": "page_visited"}
    bodies: list[dict[str, Any]] = [{"rows": [{**touch, "days": days}]} for days in (7, 30, 90, 180)]
    bodies += [{"rows": [{**touch, "least": 2, "days": days}]} for days in (7, 30)]
    bodies += [{"rows": [{"of": "touch", "days": 60, "not": True}, {"of": "lead_pool", "values": [pool]}]}
               for pool in ("nurture", "sdr", "sales")]  # fmt: skip
    bodies += [{"rows": [{"of": "region", "values": [region]}, {"of": "lead_grade", "values": ["A1", "B2"]}]}
               for region in ("广东", "北京", "江苏", "浙江")]  # fmt: skip
    bodies += [{"rows": [{"of": "industry", "test": "contains", "values": [word]}]} for word in ("制造", "医疗")]
    bodies += [{"rows": [{"of": "milestone", "values": ["mql"]}, {"of": "came", "days": days}]} for days in (30, 90)]
    either = [{"of": "job_title", "test": "contains", "values": ["总监", "经理"]}, {"of": "refuses_mail", "not": True}]
    bodies += [{"join": join, "rows": either} for join in ("all", "any")]
    return [*bodies, {"rows": [{"of": "way", "values": ["email"]}, {"join": "any", "rows": either}]}]


def _define(workspace_id: int, at: Any) -> None:
    from gleanry.market.audience.actions import define_segment
    from gleanry.tenants.models import Member
    from gleanry.tenants.queries import viewer_of

    members = Member.objects.of(workspace_id)
    viewer = next(v for v in (viewer_of(row) for row in members) if v.may("segments.edit"))
    bodies = _bodies()
    assert len(bodies) == 20, len(bodies)
    for number, body in enumerate(bodies):
        define_segment(viewer, f"Segment {number}", body, at)


def _change(workspace_id: int, dice: random.Random, at: Any) -> list[int]:
    """A thousand people do something, or their lead is graded anew."""
    from django.db import transaction

    from gleanry.leads.actions import grade_leads
    from gleanry.leads.queries import leads_by_person
    from gleanry.people.queries import TABLES
    from gleanry.touches.actions import append_touches
    from gleanry.touches.shapes import NewTouch

    first, last = (
        TABLES["person"].objects.of(workspace_id).order_by(key).values_list("pk", flat=True)[0] for key in ("pk", "-pk")
    )
    people = sorted(dice.sample(range(first, last + 1), CHANGED))
    with transaction.atomic():
        append_touches(workspace_id, [NewTouch("page_visited", at, person_id=person) for person in people[::2]])
        leads = leads_by_person(workspace_id, people[1::2])
        grade_leads(workspace_id, [(own[0].id, dice.choice(("A1", "D4"))) for own in leads.values()])
    return people


def _note(workspace_id: int, people: list[int]) -> None:
    from django.db import transaction

    from gleanry.market.audience.actions import note

    with transaction.atomic():
        note(workspace_id, "person", people)


def _judge(workspace_id: int, people: int, at: Any) -> float:
    """Seconds a person when everybody is judged, in batches as the worker would."""
    from gleanry.market.audience.queries.judged import judged
    from gleanry.market.audience.queries.segments import list_segments
    from gleanry.people.queries import people_after

    started, done, after, segments = time.perf_counter(), 0, 0, list_segments(workspace_id)
    while done < people and (ids := people_after(workspace_id, after, PEOPLE_EACH)):
        judged(workspace_id, ids, segments, at)
        done, after = done + len(ids), ids[-1]
    return (time.perf_counter() - started) / done


def _check(workspace_id: int, people: list[int], at: Any) -> None:
    from gleanry.market.audience.queries import memberships_of
    from gleanry.market.audience.queries.judged import judged
    from gleanry.market.audience.queries.segments import list_segments

    said, kept = judged(workspace_id, people, list_segments(workspace_id), at), memberships_of(workspace_id, people)
    assert all(said[i].segments == kept.get(i, {}).keys() for i in people)


if __name__ == "__main__":
    main()
