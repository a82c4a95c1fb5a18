"""Stop mail with one click: a page for readers, who are not signed in, and the address their mail program posts to."""

from __future__ import annotations

from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gleanry.flow.identify.actions import record_touches
from gleanry.flow.nurture.queries import STOP_SALT
from gleanry.kit import clock
from gleanry.people.queries import consents_of
from gleanry.tenants.queries import get_settings
from gleanry.touches.shapes import NewTouch


@csrf_exempt
@require_http_methods(["GET", "POST"])
def mail_stop(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: a GET changes nothing, a POST stops. The link is signed, holds no address, and works for good."""
    try:
        workspace_id, person_id, _mail = signing.loads(token, salt=STOP_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return render(request, "pages/mail_stop.html", {"state": "unknown"}, status=404)
    held = consents_of(workspace_id, [person_id]).get(person_id, {}).get("mail")
    stopped = held is not None and held.state == "denied"
    if request.method == "POST" and not stopped:
        now = clock.now()
        with transaction.atomic():
            touch = NewTouch("mail_unsubscribed", now, person_id=person_id, channel="mail")
            record_touches(workspace_id, [touch], now)
        stopped = True
    context = {"state": "stopped" if stopped else "asks", "sender": get_settings(workspace_id).name}
    return render(request, "pages/mail_stop.html", context)
