"""How long one submission takes, from a form's request to a lead with an owner and a deadline.

Measured: `POST /api/v1/submissions` with a token, one client, one record a request, each of somebody new, through the
middleware, in this process; the answer comes when every stage is done and the commit is on disk.
"""

from __future__ import annotations

import json
import time

from bench.lists import open_for_measuring
from bench.printing import Findings, arguments, share
from bench.scratch import open_house

CEILING = 50.0


def main() -> None:
    given = arguments(__doc__, times=300)
    scratch = open_house(given.keep)
    from django.test import Client

    from bench.crowd import fill
    from gleanry.tenants.actions import make_token
    from gleanry.tenants.queries import find_workspace, list_members
    from gleanry.tenants.shapes import Role

    scratch.crowded(given.present, fill)
    for settings in open_for_measuring():
        settings.enable()
    workspace = find_workspace("bench")
    assert workspace is not None
    member = list_members(workspace.id, role=Role.ADMINISTRATOR)[0]
    token = make_token(workspace.id, member, name="bench", scopes=["api.use", "leads.import"])
    client = Client(SERVER_NAME="127.0.0.1", headers={"Authorization": f"Bearer {token}"})
    times = []
    for n in range(-20, given.times):  # the first twenty warm up and are not counted
        record = {
            "person_name": f"王{n + 20}",
            "phone": f"1381{n + 20:07d}",
            "email": f"form{n + 20}@163.com",
            "company": f"苏州表单{n + 20}机械有限公司",
            "job_title": "采购经理",
            "source": "SEO",
            "message": "想了解价格和交期",
        }
        started = time.perf_counter()
        answer = client.post("/api/v1/submissions", json.dumps(record), content_type="application/json")
        seconds = time.perf_counter() - started
        result = answer.json()["results"][0]
        assert result["owner_id"], answer.content
        if n >= 0:
            times.append(seconds * 1000)
    _all_have_deadlines(workspace.id, given.times)
    found = Findings("form", scratch.vendor, f"{given.present:,} leads there, {given.times} requests")
    found.rows = [(f"p{part}", share(times, part / 100), "ms") for part in (50, 95, 99)]
    p95 = share(times, 0.95)
    found.claims.append(("p95, ms", p95, f"under {CEILING:.0f}", p95 < CEILING))
    found.tell(as_json=given.json)


def _all_have_deadlines(workspace_id: int, count: int) -> None:
    from gleanry.flow.followup.models import Deadline
    from gleanry.leads.models import Lead

    newest = Lead.objects.of(workspace_id).order_by("-pk").values_list("pk", flat=True)[:count]
    owed = Deadline.objects.of(workspace_id).filter(outcome="", lead_id__in=list(newest)).count()
    assert owed == count, f"{owed} of {count} have a deadline"


if __name__ == "__main__":
    main()
