"""What happened to an account, from all the slices, in one order of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from gleanry.cockpit.shapes import AccountDeal
from gleanry.people.shapes import HandoverRow, TierChangeRow
from gleanry.touches.shapes import TouchRow
from gleanry.web.timeline import Entry
from gleanry.web.words import labels
from gleanry.web.words.accounts import SCALES, STATES, TIER_REASONS, in_language


def story_of_account(
    touches: Sequence[TouchRow],
    deals: Sequence[AccountDeal],
    changes: Sequence[TierChangeRow],
    handovers: Sequence[HandoverRow],
    *,
    names: Mapping[int, str],
    people: Mapping[int, str],
) -> list[Entry]:
    """The entries, the newest first. `names` are our members', `people` theirs."""
    entries = [
        *_touched(touches, people),
        *_dealt(deals, names),
        *_tiered(changes, names),
        *_handed(handovers, names),
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _touched(touches: Sequence[TouchRow], people: Mapping[int, str]) -> Iterator[Entry]:
    for touch in touches:
        where = (people.get(touch.person_id or 0, ""), labels.source_label(touch.channel) if touch.channel else "")
        detail = " · ".join(part for part in (*where, touch.campaign, touch.content) if part)
        href = f"/people/{touch.person_id}/" if touch.person_id else ""
        yield Entry(touch.at, "point", labels.label(labels.TOUCH_KINDS, touch.kind), detail, href)


def _dealt(deals: Sequence[AccountDeal], names: Mapping[int, str]) -> Iterator[Entry]:
    for deal in deals:
        owner, href = names.get(deal.owner_id or 0, ""), f"/deals/{deal.id}/"
        if deal.opened_at:
            yield Entry(deal.opened_at, "briefcase", _("Opportunity: %(name)s") % {"name": deal.name}, owner, href)
        if deal.closed_at and deal.outcome:
            won = deal.outcome == "won"
            text = _("Won: %(name)s") if won else _("Lost: %(name)s")
            yield Entry(deal.closed_at, "trophy" if won else "circle-x", text % {"name": deal.name}, owner, href)


def _tiered(changes: Sequence[TierChangeRow], names: Mapping[int, str]) -> Iterator[Entry]:
    for change in changes:
        said = {
            "scale": str(SCALES[change.scale]),
            "former": change.former or "–",
            "value": change.value or "–",
        }
        reason = str(TIER_REASONS.get(change.reason, change.reason))
        detail = " · ".join(part for part in (reason, names.get(change.by or 0, "")) if part)
        yield Entry(change.at, "star", _("%(scale)s: %(former)s → %(value)s") % said, detail)


def _handed(handovers: Sequence[HandoverRow], names: Mapping[int, str]) -> Iterator[Entry]:
    for row in handovers:
        said = {"from": names.get(row.from_id or 0, "–"), "to": names.get(row.to_id, "")}
        yield Entry(row.at, "arrow-right", _("Handover planned: %(from)s → %(to)s") % said, row.why)
        for step in row.steps:
            if step.done_at:
                text = in_language(step.zh, step.en)
                detail = " · ".join(part for part in (step.note, names.get(step.done_by or 0, "")) if part)
                yield Entry(step.done_at, "check", text, detail)
        if row.ended_at and row.state == "dropped":
            yield Entry(row.ended_at, "circle-x", _("Handover: %(state)s") % {"state": str(STATES[row.state])})
