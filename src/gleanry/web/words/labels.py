"""Names of the fixed codes: roles, pools, states, stages, results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, Any]

ROLES: Words = {
    "administrator": _("Administrator"),
    "head_of_marketing": _("Head of marketing"),
    "marketer": _("Marketer"),
    "sdr": _("SDR"),
    "seller": _("Seller"),
    "sales_director": _("Sales director"),
    "channel_manager": _("Channel manager"),
    "partner": _("Partner"),
    "finance": _("Finance"),
    "general_manager": _("General manager"),
}
POOLS: Words = {
    "intake": pgettext_lazy("pool", "Intake"),
    "sdr": pgettext_lazy("pool", "SDR"),
    "sales": pgettext_lazy("pool", "Sales"),
    "nurture": pgettext_lazy("pool", "Nurture"),
    "active_sea": pgettext_lazy("pool", "Active sea"),
    "general_sea": pgettext_lazy("pool", "General sea"),
    "region": pgettext_lazy("pool", "Region"),
    "partner": pgettext_lazy("pool", "Partner"),
    "converted": pgettext_lazy("pool", "Converted"),
    "attached": pgettext_lazy("pool", "Attached"),
    "invalid": pgettext_lazy("pool", "Invalid"),
}
POOL_MEANINGS: Words = {
    "intake": _("New leads, until they are scored and routed."),
    "sdr": _("SDRs find out which of these leads are worth a seller's time."),
    "sales": _("Leads in the hands of sellers, or waiting for one."),
    "nurture": _("Not ready yet. When the person comes again, the lead is scored and routed anew."),
    "active_sea": _("Given back or taken back a short while ago, still warm."),
    "general_sea": _("Untouched for a long time."),
    "region": _("Kept for the team of a sales region."),
    "partner": _("In the hands of partners."),
    "converted": _("Became an opportunity. Each stays here with its whole history."),
    "attached": _("Came again from somebody known. Each stays with its source lead."),
    "invalid": _("Nobody can be reached, or the content is junk. Kept, with the reason."),
}
"""What a pool is for. What happens in it is said by the rule books: see words.pools."""
STATES: Words = {
    "unassigned": _("Unassigned"),
    "pending": _("Not contacted"),
    "following": _("In follow-up"),
    "converted": pgettext_lazy("state", "Converted"),
    "invalid": pgettext_lazy("state", "Invalid"),
    "attached": pgettext_lazy("state", "Attached"),
}
OBTAINED: Words = {
    "assigned": _("assigned by a colleague"),
    "auto": _("routed by the rules"),
    "claimed": _("claimed from a pool"),
    "imported": _("came with the import"),
    "source": _("came with its source lead"),
    "account": _("keeps the company"),
}
NOVELTIES: Words = {
    "new": pgettext_lazy("novelty", "Entirely new"),
    "known": pgettext_lazy("novelty", "New, known before"),
    "customer": pgettext_lazy("novelty", "Old customer's"),
}
NOVELTY_MEANINGS: Words = {
    "new": _("Neither the person nor the company was known."),
    "known": _("The person or the company was known, and has not bought yet."),
    "customer": _("The company or the person has bought before."),
}
REQUEST_ANSWERS: Words = {
    "": pgettext_lazy("request", "Waiting"),
    "given": pgettext_lazy("request", "Given"),
    "kept": pgettext_lazy("request", "Not given"),
}
DUPLICATES: Words = {
    "any": pgettext_lazy("duplicate", "Any duplicate"),
    "attach": pgettext_lazy("duplicate", "Attached"),
    "refresh": pgettext_lazy("duplicate", "Attached and renewed"),
    "to_account_owner": pgettext_lazy("duplicate", "Known account"),
    "tag": pgettext_lazy("duplicate", "Possible duplicate"),
    "ask": pgettext_lazy("duplicate", "To be decided"),
}
STAGES: Words = {
    "submission": _("Submissions"),
    "lead": _("Leads"),
    "mql": "MQL",
    "sql": "SQL",
    "opportunity": _("Opportunities"),
    "won": pgettext_lazy("plural", "Won"),
    "paid": pgettext_lazy("plural", "Paid"),
}
ANOMALIES: Words = {
    "won_before_first_contact": _("Won before the first contact"),
}
MONEY: Words = {
    "won": _("With won money"),
    "paid": _("With money received"),
}
FOLLOW_UP_KINDS: Words = {
    "call": pgettext_lazy("follow-up", "Call"),
    "visit": pgettext_lazy("follow-up", "Visit"),
    "meeting": pgettext_lazy("follow-up", "Meeting"),
    "message": pgettext_lazy("follow-up", "Message"),
    "mail": pgettext_lazy("follow-up", "E-mail"),
    "note": pgettext_lazy("follow-up", "Note"),
}
RESULTS: Words = {
    "reached": _("Reached"),
    "no_answer": _("No answer"),
    "busy": _("Busy"),
    "wrong_number": _("Wrong number"),
}
BANT: Words = {
    "budget": _("Budget"),
    "authority": _("Decision maker"),
    "need": _("Need"),
    "timing": _("Timing"),
}
RETURN_REASONS: Words = {
    "no_need_now": _("No need at present"),
    "no_budget": _("No budget this year"),
    "not_reached": _("Not reached after several tries"),
    "wrong_contact": _("Not the right person"),
    "outside_region": _("Belongs to another region"),
    "other": pgettext_lazy("reason", "Other"),
}
INVALID_REASONS: Words = {
    "wrong_number": _("Wrong number"),
    "junk": _("Junk or test data"),
    "competitor": _("A competitor"),
    "job_seeker": _("Looking for a job"),
    "supplier": _("Wants to sell to us"),
    "other": pgettext_lazy("reason", "Other"),
}
LOSS_REASONS: Words = {
    "price": _("Price"),
    "competitor": _("Lost to a competitor"),
    "no_budget": _("Budget withdrawn"),
    "no_decision": _("No decision"),
    "product_fit": _("The product does not fit"),
    "lost_contact": _("Lost contact"),
    "other": pgettext_lazy("reason", "Other"),
}
STAGE_REASONS: Words = {**LOSS_REASONS, "imported": _("came with the import")}
"""Why a deal changed its stage."""
DEADLINES: Words = {
    "first_contact": _("First contact"),
    "next_contact": _("Next contact"),
    "decide_mql": _("Decide: MQL or not"),
    "decide_sql": _("Decide: SQL or not"),
    "no_follow_up": pgettext_lazy("deadline", "Follow up again"),
    "unconverted": pgettext_lazy("deadline", "Make it an opportunity"),
    "golden_48": pgettext_lazy("deadline", "Golden 48 hours"),
}
VERDICTS: Words = {
    "": pgettext_lazy("verdict", "Not judged"),
    "excused": pgettext_lazy("verdict", "Excused"),
    "upheld": pgettext_lazy("verdict", "Upheld"),
}
PAUSE_REASONS: Words = {
    "customer_away": _("The customer is away"),
    "waiting_for_customer": _("Waiting for the customer's answer"),
    "waiting_for_us": _("Waiting for somebody of ours"),
    "other": pgettext_lazy("reason", "Other"),
}
THENS: Words = {
    "next_person": _("to the next person"),
    **POOLS,
}
DEADLINE_OUTCOMES: Words = {
    "": _("running"),
    "met": _("met"),
    "missed": _("missed"),
    "released": _("released"),
}
DEAL_OUTCOMES: Words = {
    "": pgettext_lazy("opportunity", "Open"),
    "won": pgettext_lazy("opportunity", "Won"),
    "lost": pgettext_lazy("opportunity", "Lost"),
}
CREDIT_MODELS: Words = {
    "first": _("First touch"),
    "last": _("Last touch"),
    "linear": _("Linear"),
}
IMPORT_KINDS: Words = {
    "leads": _("Leads"),
    "deals": _("Opportunities"),
    "touches": _("Touches"),
    "accounts": _("Companies"),
    "products": pgettext_lazy("import", "Products"),
    "members": _("Colleagues"),
}
IMPORT_STATES: Words = {
    "draft": pgettext_lazy("import", "Not started"),
    "queued": pgettext_lazy("import", "Waiting"),
    "running": pgettext_lazy("import", "Running"),
    "done": pgettext_lazy("import", "Done"),
    "failed": pgettext_lazy("import", "Stopped"),
}
IMPORT_PARTS: Words = {
    "all": pgettext_lazy("rows", "All"),
    "accepted": pgettext_lazy("rows", "Taken in"),
    "attached": pgettext_lazy("rows", "Attached"),
    "held": pgettext_lazy("rows", "Held"),
    "known": pgettext_lazy("rows", "Known before"),
    "refused": pgettext_lazy("rows", "Refused"),
}
GROUPINGS: Words = {
    "source": _("Source"),
    "campaign": _("Campaign"),
    "owner": _("Owner"),
    "month": _("Month of first contact"),
}
TOUCH_KINDS: Words = {
    "form_submitted": _("Sent a form"),
    "form_visited": _("Opened a form"),
    "site_chat": _("Chatted on the website"),
    "event_attended": _("Attended an event"),
    "mail_opened": _("Opened an e-mail"),
    "mail_clicked": _("Clicked a link in an e-mail"),
    "mail_replied": _("Replied to an e-mail"),
    "mail_unsubscribed": _("Unsubscribed from e-mails"),
    "mail_reported_spam": _("Reported an e-mail as spam"),
    "account_followed": _("Followed our account"),
    "account_unfollowed": _("Unfollowed our account"),
    "live_watched": _("Watched a live stream"),
    "replay_watched": _("Watched a replay"),
    "page_visited": _("Visited a page"),
    "module_clicked": _("Clicked a module"),
    "article_clicked": _("Read an article"),
}
SOURCES: Words = {
    "organic_search": _("Organic search"),
    "paid_search": _("Paid search"),
    "social": _("Social media"),
    "direct_traffic": _("Direct visit"),
    "email": pgettext_lazy("source", "E-mail"),
    "referral": _("Referral"),
    "display": _("Display ads"),
    "other_publicities": _("Other publicity"),
    "other": pgettext_lazy("source", "Other"),
    "unknown": pgettext_lazy("source", "Unknown"),
    "website": _("Website"),
    "webinar": _("Webinar"),
    "exhibition": _("Exhibition"),
    "wechat": _("WeChat"),
    "partner": pgettext_lazy("source", "Partner"),
    "demo": pgettext_lazy("source", "Demo request"),
    "demo_request": pgettext_lazy("source", "Demo request"),
    "request_demo": pgettext_lazy("source", "Demo request"),
    "book_demo": pgettext_lazy("source", "Demo request"),
}


def label(words: Words, code: object) -> str:
    """The name of a code; a code nobody named is shown as it is."""
    return str(words.get(str(code), code))


def source_label(source: str) -> str:
    """The name of a source, however its words are joined; leads without one say so."""
    if not source:
        return gettext("(none)")
    return str(SOURCES.get(source.casefold().replace(" ", "_").replace("-", "_"), source))
