"""Products, papers and orders in words: states, steps, reasons with their cures, and what was refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gleanry.flow.order.shapes import LineFault, TooMuch

Words = Mapping[str, Any]

QUOTE_KINDS: Words = {"quote": gettext_lazy("Quote"), "pi": gettext_lazy("Proforma invoice")}
QUOTE_STATES: Words = {
    "draft": pgettext_lazy("paper", "Draft"),
    "sent": pgettext_lazy("paper", "Sent"),
    "accepted": pgettext_lazy("paper", "Accepted"),
    "declined": pgettext_lazy("paper", "Declined"),
}
APPROVALS: Words = {
    "asked": gettext_lazy("Discount waits for approval"),
    "approved": gettext_lazy("Discount approved"),
    "refused": gettext_lazy("Discount refused"),
}
APPROVERS: Words = {
    "director": gettext_lazy("a sales director"),
    "general_manager": gettext_lazy("the general manager"),
}
CONTRACT_KINDS: Words = {
    "contract": gettext_lazy("Contract"),
    "po": gettext_lazy("Purchase order"),
    "framework": gettext_lazy("Framework contract"),
}
CONTRACT_STATES: Words = {
    "draft": pgettext_lazy("paper", "Draft"),
    "approved": pgettext_lazy("paper", "Approved"),
    "signed": pgettext_lazy("paper", "Signed"),
    "ended": pgettext_lazy("paper", "Ended"),
}
ORDER_STATES: Words = {
    "held": pgettext_lazy("order", "Held"),
    "open": pgettext_lazy("order", "Open"),
    "delivered": pgettext_lazy("order", "Delivered"),
    "closed": pgettext_lazy("order", "Closed"),
    "cancelled": pgettext_lazy("order", "Cancelled"),
}
WHENS: Words = {
    "order": gettext_lazy("with the order"),
    "before_shipment": gettext_lazy("before shipment"),
    "shipment": gettext_lazy("with shipment"),
    "delivery": gettext_lazy("after delivery"),
    "acceptance": gettext_lazy("after acceptance"),
}
HELD_FOR: Words = {
    "no_contact": gettext_lazy("Nobody was in contact with the customer lately"),
    "no_intent": gettext_lazy("The purchase intent is not recorded"),
    "no_specification": gettext_lazy("The specification is not recorded"),
}
CURES: Words = {
    "no_contact": gettext_lazy("Visit, meet or call them and record it at their lead; the order goes on by itself."),
    "no_intent": gettext_lazy("Record below what they want to buy and by when."),
    "no_specification": gettext_lazy("Record below what exactly is to be delivered."),
}
RAISED_BY: Words = {
    "urgent": gettext_lazy("urgent need"),
    "key_project": gettext_lazy("key project"),
    "long_term": gettext_lazy("long-term customer of high value"),
}
STEPS: Words = {
    "made": pgettext_lazy("step", "Made"),
    "changed": pgettext_lazy("step", "Changed"),
    "new_version": pgettext_lazy("step", "New version"),
    "sent": pgettext_lazy("step", "Sent"),
    "accepted": pgettext_lazy("step", "Accepted by the customer"),
    "declined": pgettext_lazy("step", "Declined by the customer"),
    "discount_asked": pgettext_lazy("step", "Approval of the discount asked for"),
    "discount_approved": pgettext_lazy("step", "Discount approved"),
    "discount_refused": pgettext_lazy("step", "Discount refused"),
    "approved": pgettext_lazy("step", "Approved"),
    "signed": pgettext_lazy("step", "Signed"),
    "ended": pgettext_lazy("step", "Ended"),
    "held": pgettext_lazy("step", "Ordered, and held by the gate"),
    "open": pgettext_lazy("step", "Ordered"),
    "let_through": pgettext_lazy("step", "Let through by the gate"),
    "released": pgettext_lazy("step", "Released"),
    "delivery": pgettext_lazy("step", "Goods sent"),
    "delivered": pgettext_lazy("step", "Delivered in full"),
    "returned": pgettext_lazy("step", "Goods taken back"),
    "complaint": pgettext_lazy("step", "Complaint"),
    "resolved": pgettext_lazy("step", "Complaint resolved"),
    "closed": pgettext_lazy("step", "Closed"),
    "cancelled": pgettext_lazy("step", "Cancelled"),
}
REFUSED: Words = {
    "changed_meanwhile": gettext_lazy("Somebody else saved this in the meantime. Look at it, and enter yours again."),
    "not_latest": gettext_lazy("There is a newer version. Go on with that one."),
    "not_draft": gettext_lazy("This is no draft any more."),
    "not_sent": gettext_lazy("Send it first; then write down what the customer said."),
    "quote_over": gettext_lazy("It is no longer valid. Choose a later day first."),
    "valid_before_quoted": gettext_lazy("It would end before it begins. Choose a later last day."),
    "discount_not_approved": gettext_lazy("The discount is above your limit. Ask for its approval first."),
    "nothing_to_approve": gettext_lazy("There is no discount that waits for this."),
    "own_quote": gettext_lazy("Nobody approves their own discount. Ask a colleague who may."),
    "above_your_limit": gettext_lazy("This discount is for the general manager to decide."),
    "own_contract": gettext_lazy("Nobody approves their own contract. Ask a colleague who may."),
    "not_approved": gettext_lazy("A contract is approved before it is signed."),
    "signature_unproven": gettext_lazy("Say who signed, and where the signed paper is kept."),
    "signature_in_future": gettext_lazy("Nobody signs tomorrow. Choose the day on which it was signed."),
    "contract_ended": gettext_lazy("This contract ended."),
    "contract_not_signed": gettext_lazy("Nothing is ordered under a contract that is not signed, or has ended."),
    "contract_of_another": gettext_lazy("This contract is another customer's."),
    "ends_before_start": gettext_lazy("It would end before it begins."),
    "deal_lost": gettext_lazy("This opportunity is lost. Open a new one for what they want now."),
    "no_customer": gettext_lazy("Say who buys: an opportunity or a company."),
    "ordered_in_future": gettext_lazy("An order cannot be of a later day."),
    "bad_rate": gettext_lazy("A rate is more than 0."),
    "order_held": gettext_lazy("The order is held. See what the gate asks for."),
    "order_paused": gettext_lazy("A complaint is open. Resolve it first; then goods may go out."),
    "order_ended": gettext_lazy("Nothing more goes out for this order: it was delivered in full, closed or cancelled."),
    "order_shipped": gettext_lazy("Goods went out already. Take them back and close the order instead."),
    "not_held": gettext_lazy("This order is not held."),
    "before_order": gettext_lazy("That day is before the order. Choose a later one."),
    "delivered_in_future": gettext_lazy("That day is still to come. Enter it when the goods went out."),
    "bad_quantity": gettext_lazy("Enter a quantity above zero, with four decimals at most."),
    "resolution_missing": gettext_lazy("Say how it was resolved."),
    "complaint_resolved": gettext_lazy("This complaint is resolved already."),
    "code_missing": gettext_lazy("A product needs a code."),
    "code_taken": gettext_lazy("There is a product of this code already."),
    "book_in_use": gettext_lazy("A book with prices keeps its currency. Make another book."),
}
FAULTS: Mapping[tuple[str, str], Any] = {
    ("quantity", "out_of_range"): gettext_lazy("line %(row)s: the quantity must be above zero"),
    ("quantity", "too_fine"): gettext_lazy("line %(row)s: a quantity has %(value)s decimals at most"),
    ("quantity", "unreadable"): gettext_lazy("line %(row)s: “%(value)s” is no quantity; write it as 12 or 12.5"),
    ("price", "out_of_range"): gettext_lazy("line %(row)s: a price is not below zero"),
    ("price", "too_fine"): gettext_lazy("line %(row)s: a price has %(value)s decimals at most"),
    ("price", "unreadable"): gettext_lazy("line %(row)s: “%(value)s” is no price; write it as 12800 or 12,800.00"),
    ("price", "missing"): gettext_lazy(
        "line %(row)s: no price book in %(currency)s holds on %(day)s for this product; enter a price or a book"
    ),
    ("price", "overlapping"): gettext_lazy(
        "line %(row)s: several price books hold on %(day)s (%(value)s); let one of them end earlier"
    ),
    ("price", "too_few"): gettext_lazy(
        "line %(row)s: the book %(value)s has no price for so few; order more or enter a price"
    ),
    ("discount", "out_of_range"): gettext_lazy("line %(row)s: a discount is from 0 to 100 per cent"),
    ("discount", "unreadable"): gettext_lazy("line %(row)s: “%(value)s” is no discount; write it as 5 or 7.5"),
    ("tax", "out_of_range"): gettext_lazy("line %(row)s: a tax is from 0 to 100 per cent"),
    ("tax", "unreadable"): gettext_lazy("line %(row)s: “%(value)s” is no tax rate; write it as 13"),
    ("product", "unknown"): gettext_lazy("line %(row)s: there is no product “%(value)s”; choose one of the list"),
    ("text", "missing"): gettext_lazy("line %(row)s: choose a product or describe what it is"),
    ("lines", "none"): gettext_lazy("enter at least one line"),
    ("lines", "too_many"): gettext_lazy("a paper has %(value)s lines at most; make a second one"),
}
FILE_FIELDS: Words = {
    "code": gettext_lazy("code"),
    "name_zh": gettext_lazy("name"),
    "name_en": gettext_lazy("name in English"),
    "line": gettext_lazy("product line"),
    "unit": gettext_lazy("unit"),
    "quantity": gettext_lazy("quantity"),
    "price": gettext_lazy("price"),
    "file": gettext_lazy("file"),
}
FILE_FAULTS: Words = {
    "empty": gettext_lazy("the file is empty"),
    "no_column": gettext_lazy("there is no such column; name it in the first row"),
    "too_long": gettext_lazy("too long; at most %(value)s"),
    "missing": gettext_lazy("it is empty; fill it in"),
    "twice": gettext_lazy("“%(value)s” stands there twice; keep one"),
    "unknown": gettext_lazy("there is no product “%(value)s”; add it first"),
    "unreadable": gettext_lazy("“%(value)s” cannot be read; write it as 12.5"),
    "dearer": gettext_lazy("who orders more of %(value)s would pay more for one"),
    "not_positive": gettext_lazy("a quantity of %(value)s is not above zero"),
}
STEP_FAULTS: Words = {
    "not_positive": gettext_lazy("a quantity is above zero and a price not below it"),
    "twice": gettext_lazy("a quantity stands there twice"),
    "dearer": gettext_lazy("who orders more would pay more for one"),
    "too_fine": gettext_lazy("four decimals for a quantity and six for a price are the most"),
}
TERM_FAULTS: Words = {
    "none": gettext_lazy("enter at least one step"),
    "not_positive": gettext_lazy("each step needs a share above zero"),
    "not_hundred": gettext_lazy("the shares must come to 100 per cent"),
    "unknown_when": gettext_lazy("say when each falls due"),
    "bad_days": gettext_lazy("days are from 0 to 3650"),
}


def line_fault(fault: LineFault, *, day: str = "", currency: str = "") -> str:
    """What is wrong with a line, and what to do."""
    words = FAULTS.get((fault.field, fault.code)) or gettext_lazy("line %(row)s: %(field)s cannot be taken")
    return str(words) % {
        "row": fault.row,
        "field": fault.field,
        "value": fault.value,
        "day": day,
        "currency": currency,
    }


def file_fault(fault: LineFault) -> str:
    """What is wrong with a row of a file: row, field, cure."""
    words = FILE_FAULTS.get(fault.code, fault.code)
    said = str(words) % {"value": fault.value}
    return _("row %(row)s, %(field)s: %(said)s") % {
        "row": fault.row or "–",
        "field": FILE_FIELDS.get(fault.field, fault.field),
        "said": said,
    }


def order_refusal(code: str, data: Mapping[str, Any]) -> str:
    """The sentence for what orders refuse; empty for a code that is not theirs."""
    if code in LISTED:
        words, faults = LISTED[code]
        return str(words) % {"faults": "; ".join(str(faults.get(one, one)) for one in data["faults"])}
    if code == "bad_lines":
        given = {"day": str(data.get("day", "")), "currency": str(data.get("currency", ""))}
        return _("This cannot be taken: %(faults)s.") % {
            "faults": "; ".join(line_fault(fault, **given) for fault in data["faults"])
        }
    if code in ("too_much", "too_much_back"):
        return _too_much(data["faults"], back=code == "too_much_back")
    words = SAID.get(code) or REFUSED.get(code, "")
    return str(words) % data if code in SAID else str(words)


LISTED: Mapping[str, tuple[Any, Words]] = {
    "bad_steps": (gettext_lazy("These prices cannot be taken: %(faults)s."), STEP_FAULTS),
    "bad_terms": (gettext_lazy("These terms cannot be taken: %(faults)s."), TERM_FAULTS),
}
SAID: Words = {
    "prices_overlap": gettext_lazy(
        "From %(day)s on %(product)s would have two prices: in %(first)s and in %(second)s."
    ),
    "discount_floor": gettext_lazy("Nobody may give more than %(floor)s %% off; this is %(asked)s %%."),
}


def _too_much(faults: Iterable[TooMuch], *, back: bool) -> str:
    words = (
        _("%(text)s: %(asked)s are to come back, %(most)s went out")
        if back
        else _("%(text)s: %(asked)s are to go out, %(most)s are left of the order")
    )
    said = [
        words % {"text": fault.text, "asked": f"{fault.asked.normalize():f}", "most": f"{fault.most.normalize():f}"}
        for fault in faults
    ]
    return "; ".join(said)
