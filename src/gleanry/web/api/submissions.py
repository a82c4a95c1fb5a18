"""Where forms and programs leave their records."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any

from django.core.cache import cache
from django.http import HttpRequest
from ninja import Header, Query, Router, Schema
from pydantic import BaseModel, ConfigDict, Field

from gleanry.flow.capture.actions import submit
from gleanry.flow.capture.shapes import Kind
from gleanry.flow.identify.queries import leads_of_submissions, match_of
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import leads_by_id
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS, FieldError
from gleanry.web.keys import PathId
from gleanry.web.reach import may_import, submission_within
from gleanry.web.words.fields import problem_text

router = Router(tags=["submissions"])
MOST = 1000


class RecordIn(BaseModel):
    """One record. Every name may be left out; other names than these are kept as they are.

    A lead needs an `external_id`, `phone`, `email` or `wechat` to be reached by. Deals and touches have fields of
    their own, listed in the reference of imports.
    """

    model_config = ConfigDict(extra="allow", coerce_numbers_to_str=True)

    external_id: str | None = None
    person_name: str | None = None
    phone: str | None = None
    email: str | None = None
    wechat: str | None = None
    company: str | None = None
    job_title: str | None = None
    industry: str | None = None
    company_size: str | None = None
    region: str | None = None
    source: str | None = None
    campaign: str | None = None
    message: str | None = None
    first_contact_at: str | None = None


class TakenOut(Schema):
    """What became of one record. A refused one is kept with its problems and has no lead."""

    submission_id: int
    known: bool
    lead_id: int | None
    pool: str | None
    owner_id: int | None
    problems: list[FieldError]


class TakenAll(Schema):
    """One answer for each record, in the order they were sent."""

    results: list[TakenOut]


class SubmissionOut(Schema):
    """A submission as it came, and the lead it belongs to."""

    id: int
    kind: str
    raw: Any
    received_at: Any
    problems: list[FieldError]
    lead_id: int | None


class SendQuery(Schema):
    """What the records are."""

    kind: Kind = "leads"


class SendHeaders(Schema):
    """`Idempotency-Key` names the request: sent again, it is answered as the first time."""

    idempotency_key: str = Field("", max_length=200)


Records = RecordIn | Annotated[list[RecordIn], Field(min_length=1, max_length=MOST)]


@router.post("", response={200: TakenAll, **PROBLEMS}, summary="Send one record or a list of up to 1,000")
def send(
    request: HttpRequest,
    records: Records,
    query: Query[SendQuery],
    headers: Header[SendHeaders],
) -> dict[str, Any]:
    """Each record is kept as it came, whatever is in it. Sent again under the same Idempotency-Key it is not taken
    twice; the same key with other records is refused."""
    work = need(request, "leads.import")
    workspace_id, kind, idempotency_key = work.viewer.workspace_id, query.kind, headers.idempotency_key
    may_import(work.viewer, kind)
    given = [_plain(record) for record in (records if isinstance(records, list) else [records])]
    if idempotency_key:
        _same_request(workspace_id, kind, idempotency_key, given)
    results = submit(workspace_id, given, at=clock.now(), kind=kind, idempotency_key=idempotency_key)
    where = leads_of_submissions(workspace_id, [result.submission_id for result in results]) if kind == "leads" else {}
    leads = leads_by_id(workspace_id, where.values())
    answers = []
    for result in results:
        lead = leads.get(where.get(result.submission_id, 0))
        answers.append(
            {
                "submission_id": result.submission_id,
                "known": result.known,
                "lead_id": lead.id if lead else None,
                "pool": lead.pool if lead else None,
                "owner_id": lead.owner_id if lead else None,
                "problems": [_problem(problem.field, problem.code) for problem in result.problems],
            }
        )
    return {"results": answers}


@router.get("/{submission_id}", response={200: SubmissionOut, **PROBLEMS}, summary="A submission as it came")
def one(request: HttpRequest, submission_id: PathId) -> dict[str, Any]:
    work = need(request, "leads.import")
    row = submission_within(work.viewer, submission_id)
    match = match_of(work.viewer.workspace_id, submission_id)
    problems = [_problem(field, code) for field, code, _value in row.problems or ()]
    return {
        "id": row.pk,
        "kind": row.kind,
        "raw": row.raw,
        "received_at": row.received_at,
        "problems": problems,
        "lead_id": match.lead_id if match else None,
    }


def _plain(record: RecordIn) -> dict[str, Any]:
    """The record with text for every value; nested values are kept as JSON."""
    given = record.model_dump(exclude_unset=True)
    plain = {}
    for name, value in given.items():
        if value is not None:
            plain[name[:200]] = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    if not plain:
        raise Refusal("empty_record")
    return plain


def _same_request(workspace_id: int, kind: str, key: str, given: list[dict[str, Any]]) -> None:
    """Refuse a key that was used for other records lately."""
    digest = hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()
    name = f"idempotency:{workspace_id}:{kind}:{hashlib.sha256(key.encode()).hexdigest()}"
    if not cache.add(name, digest, timeout=86400) and cache.get(name, digest) != digest:
        raise Refusal("key_reused")


def _problem(field: str, code: str) -> dict[str, str]:
    return {"field": field, "code": code, "message": problem_text(field, code)}
