"""What a refusal says, and which HTTP status it carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

STATUS = {
    "not_found": 404,
    "forbidden": 403,
    "not_allowed": 403,
    "not_signed_in": 401,
    "token_unknown": 401,
    "not_signed": 401,
    "call_taken": 409,
    "scope_missing": 403,
    "too_many": 429,
    "too_many_checks": 429,
    "too_large": 413,
    "already_claimed": 409,
    "not_claimable": 409,
    "claim_first": 409,
    "key_reused": 409,
    "merged_already": 409,
    "lead_converted": 409,
    "not_joinable": 409,
    "rules_changed": 409,
    "assign_cap": 409,
    "member_holding_cap": 409,
    "visit_changed": 409,
    "month_closed": 409,
    "earlier_open": 409,
    "not_reckoned": 409,
    "busy": 503,
}
TEXTS: Mapping[str, Any] = {
    "not_found": gettext_lazy("There is no such record, or it belongs to someone whose work you do not see."),
    "forbidden": gettext_lazy("Your role does not include this."),
    "not_allowed": gettext_lazy("Your role does not include this."),
    "not_signed_in": gettext_lazy("Sign in, or send a token as “Authorization: Bearer …”."),
    "token_unknown": gettext_lazy("This token is not known or has been ended."),
    "not_signed": gettext_lazy("The signature is missing, wrong or too old. Check the key, the secret and the clock."),
    "bad_calls": gettext_lazy("These calls cannot be read: see the description of the interface for their fields."),
    "bad_recording": gettext_lazy("A recording is kept as a link that begins with https://."),
    "call_taken": gettext_lazy("This call was assigned already, or is a colleague's."),
    "gate_not_passed": gettext_lazy("The checklist is not passed yet. Nothing was changed."),
    "empty_note": gettext_lazy("A note needs some words."),
    "bad_bant": gettext_lazy("One of the answers about budget, decision maker, need or time cannot be read."),
    "scope_missing": gettext_lazy("This token may not do that."),
    "too_many": gettext_lazy("Too many requests in a short time. Wait a minute and send it again."),
    "too_large": gettext_lazy("This is larger than can be taken in. Split it and send the parts."),
    "already_claimed": gettext_lazy("Somebody else claimed this lead a moment before."),
    "not_claimable": gettext_lazy("Leads of this pool cannot be claimed."),
    "claim_first": gettext_lazy("Nobody holds this lead. Claim it or have it assigned, then decide."),
    "name_empty": gettext_lazy("Give it a name."),
    "name_taken": gettext_lazy("There is one of this name already."),
    "bad_definition": gettext_lazy("This definition cannot be kept: a condition is not complete."),
    "holding_cap": gettext_lazy("You already hold as many leads as your role allows. Finish or return some first."),
    "bad_count": gettext_lazy("Say how many, from 1 to 200."),
    "bad_mark": gettext_lazy("A mark is one to twenty characters."),
    "key_reused": gettext_lazy("This idempotency key was used for another request."),
    "bad_rules": gettext_lazy("These rules cannot be put in force; each fault is named beside its rule."),
    "rules_changed": gettext_lazy(
        "Somebody else put other rules in force in the meantime. Read them, and send yours again."
    ),
    "dry_run_too_long": gettext_lazy("Trying this took too long and was stopped. Nothing was changed."),
    "bad_check": gettext_lazy("Type a phone, an e-mail, a WeChat id, a credit code or a company's name."),
    "too_many_checks": gettext_lazy(
        "You asked very often today. Every question is written down; go on tomorrow, or ask your director."
    ),
    "nobody_to_ask": gettext_lazy("There is nobody to ask: nobody else holds it."),
    "busy": gettext_lazy("The database is busy. Nothing was changed; try again in a moment."),
    "no_rules": gettext_lazy("This workspace has no rules for that yet. Ask its administrator to adopt a playbook."),
    "bad_month": gettext_lazy("A month is written as 2026-11."),
    "bad_filter": gettext_lazy("This filter is not known."),
    "no_such_stage": gettext_lazy("There is no such stage."),
    "no_such_member": gettext_lazy("There is no such colleague in this workspace."),
    "deal_closed": gettext_lazy("This opportunity is closed: its stage stays as it is."),
    "own_violation": gettext_lazy("Nobody judges what they missed themselves. Ask who leads you."),
    "pause_in_the_past": gettext_lazy("Choose a day that is still to come."),
    "pause_too_long": gettext_lazy("That is longer than a pause may be here. Choose an earlier day."),
    "pauses_used_up": gettext_lazy("This lead was paused as often as is allowed here."),
    "bad_date": gettext_lazy("Choose a day, such as 2026-11-30."),
    "reason_missing": gettext_lazy("Say why: a reason is needed here."),
    "deal_not_won": gettext_lazy("Receipts belong to won opportunities. Mark it as won first."),
    "bad_choice": gettext_lazy("Choose one of the results offered."),
    "bad_amount": gettext_lazy("The amount could not be read. Write it as 12800 or 12,800.00."),
    "bad_currency": gettext_lazy("This currency is not known. Use a code such as CNY or USD."),
    "no_rate": gettext_lazy("There is no exchange rate for this currency yet."),
    "empty_file": gettext_lazy("The file is empty."),
    "bad_workbook": gettext_lazy("The workbook is damaged or locked with a password. Save it anew, or as CSV."),
    "bad_sheet": gettext_lazy("The workbook has no such sheet."),
    "bad_mapping": gettext_lazy("The mapping names a field that is not known."),
    "import_busy": gettext_lazy("This import is already running."),
    "lead_converted": gettext_lazy(
        "This lead became an opportunity and goes on by itself. Attach the other one to it."
    ),
    "not_joinable": gettext_lazy("This lead changed a moment before and cannot be attached any more."),
    "merged_already": gettext_lazy("These two are one already."),
    "name_missing": gettext_lazy("A company needs a name."),
    "bad_percent": gettext_lazy("Say how likely, as a whole number from 1 to 100."),
    "unknown_list": gettext_lazy(
        "The file names a list that there is not. The column “kind” holds phone, email, domain, company, "
        "competitor or word."
    ),
    "bad_list_file": gettext_lazy("This is no CSV file of entries. Nothing was added."),
    "nothing_selected": gettext_lazy("Select at least one lead first."),
    "bad_hours": gettext_lazy("These hours cannot be read or overlap. Write them as 9:00-12:00, 13:30-18:00."),
    "bad_span": gettext_lazy("It ends before it begins, or takes more than a year."),
    "unknown_country": gettext_lazy("The holidays of this country are not known. Use a code such as CN, DE or US."),
    "unknown_zone": gettext_lazy("This time zone is not known. Use a name such as Asia/Shanghai."),
    "nobody_selected": gettext_lazy("Select at least one colleague first."),
    "empty_record": gettext_lazy("The record is empty."),
    "invalid": gettext_lazy("Some fields cannot be taken; see “fields”."),
    "unreadable_body": gettext_lazy("The body is not valid JSON."),
    "month_closed": gettext_lazy("This month is closed: what comes later is put right in the next open one."),
    "month_not_over": gettext_lazy("This month is not over yet. Close it once its last day has passed."),
    "earlier_open": gettext_lazy("An earlier month is still open. Close that one first."),
    "not_reckoned": gettext_lazy("Not everything is in these statements yet. Make them, then close the month."),
    "bad_award_amount": gettext_lazy("A bonus needs an amount, and only a bonus has one."),
    "visit_of_nobody": gettext_lazy("Say whom the visit is about: a company, a lead or an opportunity."),
    "visit_ahead": gettext_lazy("This visit is still to come. Plan it, and write it up once it took place."),
    "visit_empty": gettext_lazy("Write what they need, or what they said."),
    "visit_changed": gettext_lazy("Somebody wrote this visit up a moment before, or it was called off."),
    "csrf": gettext_lazy("The CSRF token is missing or wrong. Send it in the header X-CSRFToken."),
    "defect": gettext_lazy("Something went wrong on the server. Nothing was changed; the error is in the log."),
}


CAPPED: Mapping[str, Any] = {
    "assign_cap": gettext_lazy(
        "%(owner)s was given %(count)s of %(cap)s leads today; %(asked)s more do not fit. Give a reason to go beyond."
    ),
    "member_holding_cap": gettext_lazy(
        "%(owner)s holds %(count)s of %(cap)s leads; %(asked)s more do not fit. Give a reason to go beyond."
    ),
}
"""What is said with the figures of the refusal."""


def refusal_text(code: str, data: Mapping[str, Any]) -> str:
    """The sentence for a refusal; an unknown code is named so that it can be reported."""
    if code == "already_claimed" and data.get("owner"):
        return _("%(owner)s claimed this lead a moment before.") % {"owner": data["owner"]}
    if code in CAPPED:
        return str(CAPPED[code]) % data
    if code in TEXTS:
        return str(TEXTS[code])
    return _("This was refused (%(code)s). Nothing was changed.") % {"code": code}


def status_of(code: str) -> int:
    return STATUS.get(code, 422)
