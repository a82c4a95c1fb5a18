"""What holders will do about a lead or a deal, and when: a list of steps, worked out from the record alone.

Because steps follow from what is stored (who holds it since when) and from the seed, a simulation that was cut off
finds the same steps again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from gleanry.leads.shapes import LeadRow, Obtained, Pool
from gleanry.simulation.rules.dice import Dice
from gleanry.simulation.rules.fates import Fate, fate_of
from gleanry.simulation.rules.prospects import number_of
from gleanry.simulation.shapes import Plan

HOT = frozenset({"A1", "A2", "B1"})
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CALLED_EVERY = 2 * DAY
STAGES = ("demo", "proposal", "negotiation")


class Verb(IntEnum):
    """What is done, in the order in which one moment does it."""

    HAND_OVER = 0
    CONTACT = 1
    QUALIFY = 2
    INVALIDATE = 3
    RETURN = 4
    ACCEPT = 5
    PRICE = 6
    MOVE = 7
    WIN = 10
    LOSE = 11
    PAY = 12


@dataclass(frozen=True, slots=True)
class Step:
    """From `due` on, `member_id` does `verb` to the lead or deal `subject`.

    `word` and `amount` say how; a hand-over keeps the lead's number in `amount`, a contact twice that, and one more
    where the lead goes on.
    """

    due: datetime
    verb: int
    subject: int
    member_id: int
    word: str = ""
    amount: int = 0


def steps_of_lead(plan: Plan, lead: LeadRow, diligence: float) -> list[Step]:
    """What the holder of a lead will do. `diligence`, from 0 to 1, is how often they are in time."""
    n = number_of(lead.external_id)
    if n is None or lead.owner_id is None or lead.owner_since is None:
        return []
    fate = fate_of(plan, n)
    dice = Dice(plan.seed, "work", n, lead.pool, lead.owner_since.isoformat())
    since = lead.owner_since
    if lead.pool == Pool.SALES and fate.is_handed_over and lead.obtained == Obtained.AUTO and lead.mql_at == since:
        return [Step(since + DAY, Verb.HAND_OVER, lead.id, lead.owner_id, amount=n)]
    in_time = dice.happens(diligence)
    contact = since + (MINUTE if lead.grade in HOT else 80 * MINUTE)
    if not in_time:
        contact += dice.between(1, 2.5 if lead.pool == Pool.SALES else 4) * DAY
    decision = contact + _patience(lead, dice, diligence) * DAY
    verb, word = _decision(lead, fate, dice)
    result = "wrong_number" if word == "空号错号" else dice.pick(("reached", "reached", "reached", "no_answer", "busy"))
    told = 2 * n + (verb in {Verb.QUALIFY, Verb.ACCEPT})
    steps = [Step(contact, Verb.CONTACT, lead.id, lead.owner_id, result, told)]
    if result in {"no_answer", "busy"}:
        again = max(contact, decision - DAY / 2)
        steps.append(Step(again, Verb.CONTACT, lead.id, lead.owner_id, "reached", told))
    if lead.pool == Pool.SALES:  # who keeps a lead looks after it, or it is taken back
        calls = int((decision - contact) / CALLED_EVERY)
        kept = [contact + CALLED_EVERY * call for call in range(1, calls + 1)]
        steps += [Step(at, Verb.CONTACT, lead.id, lead.owner_id, "reached", told) for at in kept if at < decision]
    return [*steps, Step(decision, verb, lead.id, lead.owner_id, word)]


def _patience(lead: LeadRow, dice: Dice, diligence: float) -> float:
    """Days from the first contact to the decision; sellers are seldom late, for then the lead is gone."""
    if lead.pool == Pool.SDR:
        patience = dice.between(0, 2.0)
        return patience if dice.happens(0.6 + 0.4 * diligence) else patience + dice.between(2, 6)
    patience = dice.between(0.5, 7)
    return patience if dice.happens(0.9 + 0.1 * diligence) else patience + dice.between(2, 4)


def _decision(lead: LeadRow, fate: Fate, dice: Dice) -> tuple[Verb, str]:
    """How the holder will decide. Somebody who came back from nurture mostly goes there again."""
    if lead.pool == Pool.SDR:
        first = lead.owner_since == lead.received_at
        if (first and fate.is_mql) or (not first and dice.happens(0.1)):
            return Verb.QUALIFY, ""
        return (Verb.INVALIDATE if first and fate.is_invalid else Verb.RETURN), fate.reason
    came_to_keeper = lead.obtained == Obtained.ACCOUNT and lead.owner_since == lead.received_at
    first = lead.owner_since == lead.mql_at or lead.obtained == Obtained.ASSIGNED or came_to_keeper
    return (Verb.ACCEPT, "") if first and fate.is_sql else (Verb.RETURN, fate.reason)


def steps_of_deal(plan: Plan, deal_id: int, external_id: str, owner_id: int, opened_at: datetime) -> list[Step]:
    """How a deal goes from its opening to its last receipt."""
    n = number_of(external_id)
    if n is None:
        return []
    fate = fate_of(plan, n)
    dice = Dice(plan.seed, "deal", n)
    hoped = round(fate.amount * dice.between(0.8, 1.4) / 100_00) * 100_00
    steps = [Step(opened_at + DAY, Verb.PRICE, deal_id, owner_id, amount=hoped)]
    at = opened_at
    reached = len(STAGES) if fate.is_won else dice.below(len(STAGES) + 1)
    for number, stage in enumerate(STAGES[:reached]):
        at += dice.between(4, 20) * DAY
        steps.append(Step(at, Verb.MOVE + number, deal_id, owner_id, stage))
    at += dice.between(4, 25) * DAY
    if not fate.is_won:
        steps.append(Step(at + dice.between(5, 60) * DAY, Verb.LOSE, deal_id, owner_id, fate.loss_reason))
        return steps
    steps.append(Step(at, Verb.WIN, deal_id, owner_id, amount=fate.amount))
    for number, (days, amount) in enumerate(fate.parts):
        steps.append(Step(at + days * DAY, Verb.PAY + number, deal_id, owner_id, amount=amount))
    return steps
