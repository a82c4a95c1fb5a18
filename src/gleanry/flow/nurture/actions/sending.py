"""Take mails to the mailer: each is claimed first, so that a crash between never sends it twice.

A claimed mail of which nothing more is heard (the worker was killed, the connection broke after the text had gone) is
`unsure`: it may have arrived, and is not sent again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction

from gleanry.flow.nurture.actions.entering import LOCK
from gleanry.flow.nurture.actions.leaving import end, open_stays
from gleanry.flow.nurture.facts import Written
from gleanry.flow.nurture.models import Message, PlanStay
from gleanry.flow.nurture.ports import Mail, Mailer, Outcome, Taken
from gleanry.flow.nurture.queries.books import book_of
from gleanry.flow.nurture.queries.writing import STOP_SALT, addressees_of
from gleanry.flow.nurture.rules.timing import may_go_from, try_again_at
from gleanry.flow.nurture.rules.writing import filled
from gleanry.kit import bulk, clock, ledger
from gleanry.leads.queries import leads_by_id
from gleanry.tenants.queries import working_times

FOOTERS = {
    "zh": "\n\n--\n不想再收到此类邮件，请点击退订：{unsubscribe}\n",
    "en": "\n\n--\nTo stop receiving mails like this: {unsubscribe}\n",
}
ABANDONED = timedelta(hours=1)


def send_mails(workspace_id: int, mailer: Mailer, *, until: datetime | None = None) -> int:
    """Send what is queued and may go now, or as much as the clock's `until` allows. Returns how many were sent."""
    _give_up_abandoned(workspace_id, clock.now())
    sent = 0
    while until is None or clock.now() < until:
        claimed = _claim(workspace_id, clock.now())
        if claimed is None:
            return sent
        if isinstance(claimed, Message):
            outcome = mailer.send(_mail(claimed, mailer.base_url))
            _note(claimed, outcome, clock.now())
            sent += outcome.taken is Taken.SENT
    return sent


def _claim(workspace_id: int, at: datetime) -> Message | bool | None:
    """The next mail, now marked as being sent; True where one was put off or dropped; None where none is left."""
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        rows = Message.objects.of(workspace_id).filter(state="queued", not_before__lte=at)
        row = rows.order_by("not_before", "id").first()
        if row is None:
            return None
        lead = leads_by_id(workspace_id, [row.lead_id]).get(row.lead_id)
        book, _ = book_of(workspace_id)
        within = book.manners.within
        reader = addressees_of(workspace_id, [lead], at, within=within)[lead.id].reader if lead else None
        own = Message.objects.of(workspace_id).filter(pk=row.pk)
        stopped = PlanStay.objects.of(workspace_id).filter(pk=row.stay_id, stopped=True).exists()
        if reader is None or reader.refuses_mail:
            own.update(state="dropped", done_at=at)
            return True
        if stopped:
            own.update(not_before=at + ABANDONED)
            return True
        is_working = working_times(workspace_id).workspace.is_working_day
        free = may_go_from(at, book.manners, reader.zone, is_working)
        if free > at:
            own.update(not_before=free)
            return True
        own.update(state="sending", tried_at=at, attempts=row.attempts + 1)
        row.attempts += 1
    return row


def _mail(row: Message, base_url: str) -> Mail:
    stop_url = f"{base_url}/mail/stop/{stop_token(row)}/"
    text = row.body if "{unsubscribe}" in row.body else row.body.rstrip() + FOOTERS[row.language]
    return Mail(row.key, row.address, row.subject, filled(text, {"unsubscribe": stop_url}), stop_url)


def stop_token(row: Message) -> str:
    """Signed: whose mail is to stop, by which mail."""
    return signing.dumps([row.workspace_id, row.person_id, row.pk], salt=STOP_SALT)


def _note(row: Message, outcome: Outcome, at: datetime) -> None:
    """Write what became of a mail. Refused for good ends the stay; refused for now is tried again by schedule."""
    said = outcome.said[:400]
    with transaction.atomic():
        bulk.lock_workspace(row.workspace_id, LOCK)
        own = Message.objects.of(row.workspace_id).filter(pk=row.pk, state="sending")
        if outcome.taken is Taken.SENT:
            own.update(state="sent", done_at=at, error="")
            fact = Written((row.pk,), (row.lead_id,), ("mail",))
            ledger.announce(row.workspace_id, fact, at=at)
        elif outcome.taken is Taken.UNSURE:
            own.update(state="unsure", done_at=at, error=said)
        elif outcome.taken is Taken.LATER and (again := try_again_at(at, row.attempts)):
            own.update(state="queued", not_before=again, error=said)
        else:
            own.update(state="failed", done_at=at, error=said)
            leaving = [
                stay for stay in open_stays(row.workspace_id, "lead_id", [row.lead_id]) if stay.id == row.stay_id
            ]
            end(row.workspace_id, [(stay, "unreachable") for stay in leaving], at)


def _give_up_abandoned(workspace_id: int, at: datetime) -> None:
    lost = Message.objects.of(workspace_id).filter(state="sending", tried_at__lte=at - ABANDONED)
    lost.update(state="unsure", done_at=at, error="interrupted")
