"""What a refusal says, and which HTTP status it carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gleanry.web.words.money_refusals import money_refusal
from gleanry.web.words.orders import order_refusal

STATUS = {
    "changed_meanwhile": 409,
    "not_latest": 409,
    "code_taken": 409,
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
    "case_closed": 409,
    "appeal_over": 409,
    "not_judge": 403,
    "more_than_left": 409,
    "nothing_left": 409,
    "known_receipt": 409,
    "taken_back_already": 409,
    "decided_already": 409,
    "visit_changed": 409,
    "month_closed": 409,
    "earlier_open": 409,
    "not_reckoned": 409,
    "busy": 503,
    "targets_changed": 409,
    "deal_changed": 409,
    "gate_asked": 409,
    "gate_passed": 409,
    "gate_decided": 409,
}
TEXTS: Mapping[str, Any] = {
    "targets_changed": gettext_lazy("Somebody changed these targets a moment before. Look at them, then change them."),
    "not_adding": gettext_lazy("The parts would not add up to the whole. Say who gives or takes the difference."),
    "bad_target": gettext_lazy("A target is a number from zero up."),
    "bad_target_row": gettext_lazy("The file cannot be taken: one of its rows cannot be read."),
    "bad_target_tree": gettext_lazy(
        "These numbers are no tree of targets: the year first, parents before their parts."
    ),
    "bad_week": gettext_lazy("A commitment is for this week or one of the next four, named by its Monday."),
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
    "case_closed": gettext_lazy("This case is decided: nothing more can be said in it."),
    "appeal_over": gettext_lazy(
        "An appeal is not open any more: it may be made once, in time, after the first decision."
    ),
    "not_judge": gettext_lazy(
        "Somebody who leads both sides and is neither decides this; an appeal goes to somebody higher."
    ),
    "bad_share": gettext_lazy("A share is a whole percent from 0 to 100."),
    "bad_company": gettext_lazy("Type the company's full name."),
    "done_missing": gettext_lazy("Say what you did there so far."),
    "not_active": gettext_lazy(
        "Nothing of yours is on record there lately. Record a follow-up on one of its leads, then extend."
    ),
    "at_most": gettext_lazy("This protection cannot be made longer: its hard end is reached."),
    "not_protected": gettext_lazy("This registration protects no more. Register the company again."),
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
    "stage_not_ready": gettext_lazy("Something is still missing before it can go on. Nothing was changed."),
    "back_needs_reason": gettext_lazy("Say why it goes back: a reason is needed here."),
    "other_process": gettext_lazy("That stage is of another process. Into that one it goes at its first stage."),
    "deal_changed": gettext_lazy("Somebody else changed this opportunity meanwhile. Look at what changed, then save."),
    "deal_open": gettext_lazy("This opportunity is still open: win or lose it first."),
    "bad_field": gettext_lazy("One of the fields cannot be read, or is too long."),
    "grade_needs_reason": gettext_lazy("The grade would change: say why in a few words."),
    "bad_answer": gettext_lazy("One of the answers is not offered any more. Choose again."),
    "no_gate": gettext_lazy("There is no gate in this stage."),
    "gate_asked": gettext_lazy("This was asked already and waits for an answer."),
    "gate_passed": gettext_lazy("The gate was passed already."),
    "gate_decided": gettext_lazy("This was decided already, or the opportunity moved on."),
    "own_request": gettext_lazy("Nobody approves what they asked for themselves."),
    "other_approver": gettext_lazy("Another role decides at this gate."),
    "report_missing": gettext_lazy("A loss needs a report: what happened, why, and what we learn."),
    "no_such_reason": gettext_lazy("Choose one of the reasons."),
    "no_such_task": gettext_lazy("There is no such task any more."),
    "bad_link": gettext_lazy("A link begins with https:// or http://."),
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
    "itself": gettext_lazy("A company cannot belong to itself. Name another one."),
    "circle": gettext_lazy("That company belongs to this one already, directly or by others. Change it there first."),
    "too_deep": gettext_lazy("The group would be more than eight levels deep. Put it under a company further up."),
    "no_account": gettext_lazy("There is no such company. Write its number, or its name as it is written here."),
    "bad_relation": gettext_lazy("Say what it is to the other company: subsidiary, branch or dealer."),
    "bad_trait": gettext_lazy("A level is 0 to 9, a share 0 to 100, and what it spends is not below zero."),
    "bad_number": gettext_lazy("Write a whole number, such as 12."),
    "bad_tier": gettext_lazy("This tier is not in the table in force. Choose one of those offered."),
    "date_past": gettext_lazy("Choose a day that is not over yet."),
    "bad_seat": gettext_lazy("Choose a role, a power and an attitude of those offered."),
    "bad_tie": gettext_lazy("Choose two who can know each other, and how well."),
    "not_of_account": gettext_lazy("This person or opportunity belongs to another company."),
    "keeps_already": gettext_lazy("This colleague keeps the account already. Choose another one."),
    "handover_open": gettext_lazy("A handover of this account is under way. Finish it or give it up first."),
    "handover_over": gettext_lazy("This handover has ended already. Nothing was changed."),
    "account_in_use": gettext_lazy(
        "Records hang on this company, so it cannot be deleted. Merge it with another one, or let it rest."
    ),
    "code_incomplete": gettext_lazy("Some segments of the code are not chosen yet."),
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
    if said := order_refusal(code, data):
        return said
    if code in CAPPED:
        return str(CAPPED[code]) % data
    if code in TEXTS:
        return str(TEXTS[code])
    if told := money_refusal(code, data):
        return told
    return _("This was refused (%(code)s). Nothing was changed.") % {"code": code}


def status_of(code: str) -> int:
    return STATUS.get(code, 422)
