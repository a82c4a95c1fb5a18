"""What happened to a lead, from all the stages, in one order of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from gleanry.flow.convert.queries import deals_of_lead
from gleanry.flow.followup.queries import deadlines_of, follow_ups_by_lead, follow_ups_of, refusals_of, signs_of
from gleanry.flow.followup.queries.asking import known_answers
from gleanry.flow.followup.shapes import DueRow, FollowUpRow, KnownAnswer, Refusing, SignRow
from gleanry.flow.identify.queries.merges import merges_about
from gleanry.flow.identify.shapes import Kind, MergeRow
from gleanry.flow.score.queries import cards_of
from gleanry.flow.score.shapes import ScoreCardRow
from gleanry.leads.queries import followers_of, leads_of_sources, list_moves, pool_book
from gleanry.leads.shapes import LeadRow, Milestone, MoveRow, PoolBook
from gleanry.people.queries import groups_of
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.touches.queries import touches_of
from gleanry.touches.shapes import TouchRow
from gleanry.web.masking import masked_text
from gleanry.web.words import labels
from gleanry.web.words.claims import place_name
from gleanry.web.words.contacts import COUNTS, reason_text
from gleanry.web.words.reasons import move_reason


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `detail` is a second line, `href` leads to the record behind it.

    `record` leads to what was recorded of a call.
    """

    at: datetime
    icon: str
    text: str
    detail: str = ""
    href: str = ""
    record: str = ""


@dataclass(frozen=True)
class Story:
    """A lead's past with what the page shows beside it."""

    entries: list[Entry]
    cards: list[ScoreCardRow]
    deadlines: list[DueRow]
    follow_ups: list[FollowUpRow]
    bant: dict[str, KnownAnswer]
    names: Mapping[int, str]


def story_of(viewer: Viewer, lead: LeadRow) -> Story:
    """Everything known of the lead's past, newest first; a fixed number of statements."""
    workspace_id = viewer.workspace_id
    touches = touches_of(workspace_id, lead.person_id)
    moves = list_moves(workspace_id, lead.id)
    cards = cards_of(workspace_id, lead.id)
    follow_ups = follow_ups_of(workspace_id, lead.id)
    deadlines = deadlines_of(workspace_id, lead.id)
    merges = _merges(workspace_id, lead)
    people = [move.owner_id for move in moves] + [move.by for move in moves]
    people += [i for merge in merges for i in (merge.by, merge.undone_by)]
    joined = _of_joined(workspace_id, lead, merges)
    people += [row.member_id for rows in joined.values() for row in rows]
    signs = signs_of(workspace_id, lead.id)
    people += [sign.member_id for sign in signs]
    names = names_of(
        workspace_id, [*people, *(row.member_id for row in follow_ups), *(row.owner_id for row in deadlines)]
    )
    entries = [
        Entry(lead.received_at, "inbox", _("Lead received"), labels.source_label(lead.source)),
        *_touched(touches[::-1]),
        *_scored(cards),
        *_followed(follow_ups[::-1], names),
        *(entry for lead_id, rows in joined.items() for entry in _followed(rows[::-1], names, f"#{lead_id}")),
        *_moved(moves, names, pool_book(workspace_id)),
        *_merged(merges, lead, names),
        *_missed(deadlines, names),
        *_signed(signs[::-1], refusals_of(workspace_id), names),
        *_reached(lead),
        *_again(followers_of(workspace_id, [lead.id])[:SHOWN]),
        *_deals(viewer, lead),
    ]
    # Things of one moment keep the order above, which is the order they happen in; the page shows the newest first.
    entries.sort(key=lambda entry: entry.at)
    entries.reverse()
    return Story(entries, cards, deadlines, follow_ups, known_answers(follow_ups), names)


def without_notes(story: Story) -> Story:
    """A story without what people wrote about whom they reached, for who may only claim the lead yet."""
    entries = [replace(one, text=masked_text(one.text), detail=masked_text(one.detail)) for one in story.entries]
    done = [replace(row, note=masked_text(row.note), bant={}) for row in story.follow_ups]
    return replace(story, entries=entries, follow_ups=done, bant={})


def _merges(workspace_id: int, lead: LeadRow) -> list[MergeRow]:
    """The merges of the lead, of its person and of its company, groups included; four statements."""
    people = groups_of(workspace_id, [lead.person_id]).get(lead.person_id or 0, (lead.person_id,))
    companies = groups_of(workspace_id, [lead.account_id], kind=Kind.ACCOUNT)
    attached = leads_of_sources(workspace_id, [lead.id]).get(lead.id, [])
    return merges_about(
        workspace_id,
        {
            Kind.PERSON: people,
            Kind.ACCOUNT: companies.get(lead.account_id or 0, (lead.account_id,)),
            Kind.LEAD: [lead.id, *attached],
        },
    )


def _merged(merges: list[MergeRow], lead: LeadRow, names: Mapping[int, str]) -> Iterator[Entry]:
    """What was merged and undone. A lead's own attaching is among its moves already."""
    for merge in merges:
        if merge.kind == Kind.LEAD and merge.loser == lead.id:
            continue
        said = {"loser": f"#{merge.loser}", "winner": f"#{merge.winner}"}
        text = {
            Kind.PERSON: _("Person %(loser)s merged into person %(winner)s"),
            Kind.ACCOUNT: _("Company %(loser)s merged into company %(winner)s"),
            Kind.LEAD: _("Lead %(loser)s attached to lead %(winner)s"),
        }[Kind(merge.kind)] % said
        detail = " · ".join(part for part in (names.get(merge.by or 0, ""), merge.why) if part)
        href = f"/merges/{merge.id}/undo/"
        yield Entry(merge.at, "git-merge", text, detail, href)
        if merge.undone_at is not None:
            undone = _("Undone: %(merge)s") % {"merge": text}
            yield Entry(merge.undone_at, "arrow-back-up", undone, names.get(merge.undone_by or 0, ""))


def _touched(touches: list[TouchRow]) -> Iterator[Entry]:
    for touch in touches:
        where = [labels.source_label(touch.channel) if touch.channel else "", touch.campaign, touch.content]
        detail = " · ".join(part for part in where if part)
        yield Entry(touch.at, "point", labels.label(labels.TOUCH_KINDS, touch.kind), detail)


def _moved(moves: list[MoveRow], names: Mapping[int, str], book: PoolBook) -> Iterator[Entry]:
    for move in moves:
        pool = place_name(book, move.pool, move.own_pool)
        owner = names.get(move.owner_id or 0, "")
        if owner:
            text = _("To %(owner)s, pool %(pool)s") % {"owner": owner, "pool": pool}
        else:
            text = _("To the pool %(pool)s") % {"pool": pool}
        by = names.get(move.by or 0, "")
        detail = " · ".join(part for part in (move_reason(move.reason), by) if part)
        yield Entry(move.at, "arrow-right", text, detail)


def _scored(cards: list[ScoreCardRow]) -> Iterator[Entry]:
    for number, card in enumerate(cards):
        before = cards[number + 1].grade if number + 1 < len(cards) else ""
        text = _("Grade %(grade)s") % {"grade": card.grade}
        if before and before != card.grade:
            text = _("Grade %(grade)s, before %(before)s") % {"grade": card.grade, "before": before}
        points = {"fit": floatformat(card.fit), "behaviour": floatformat(card.behaviour)}
        yield Entry(card.at, "chart-dots", text, _("Fit %(fit)s, behaviour %(behaviour)s") % points)


ICONS = {
    "call": "phone-call",
    "visit": "map-pin",
    "meeting": "users",
    "message": "message",
    "mail": "mail",
    "note": "note",
}


def _of_joined(workspace_id: int, lead: LeadRow, merges: list[MergeRow]) -> dict[int, list[FollowUpRow]]:
    """What was done about the leads that were attached to this one by hand and had a life of their own."""
    joined = [merge.loser for merge in merges if merge.kind == Kind.LEAD and merge.state == "done"]
    return follow_ups_by_lead(workspace_id, [lead_id for lead_id in joined if lead_id != lead.id])


def _followed(follow_ups: list[FollowUpRow], names: Mapping[int, str], of: str = "") -> Iterator[Entry]:
    for row in follow_ups:
        kind = labels.label(labels.FOLLOW_UP_KINDS, row.kind)
        result = "" if row.kind == "note" else labels.label(labels.RESULTS, row.result)
        talked = f"{row.seconds // 60}:{row.seconds % 60:02d}" if row.seconds is not None else ""
        lost = labels.label(COUNTS, row.counted) if row.counted == "nothing" and row.kind != "note" else ""
        text = " · ".join(part for part in (of, kind, result, talked, names.get(row.member_id, ""), lost) if part)
        yield Entry(row.at, ICONS.get(row.kind, "note"), text, row.note, record=row.recording_url)


def _signed(signs: list[SignRow], refusals: tuple[Refusing, ...], names: Mapping[int, str]) -> Iterator[Entry]:
    for sign in signs:
        who = {"gate": sign.gate.upper(), "name": names.get(sign.member_id, "")}
        if sign.verdict == "passed":
            yield Entry(sign.at, "clipboard-check", _("%(gate)s signed by %(name)s") % who, _evidence(sign))
        else:
            text = _("%(gate)s refused by %(name)s") % who
            yield Entry(sign.at, "circle-x", text, reason_text(sign.reason, refusals))


def _evidence(sign: SignRow) -> str:
    return " · ".join(row["evidence"] for row in sign.answers.values() if row.get("evidence"))


def _missed(deadlines: list[DueRow], names: Mapping[int, str]) -> Iterator[Entry]:
    for row in deadlines:
        if row.outcome == "missed":
            said = {"kind": labels.label(labels.DEADLINES, row.kind), "owner": names.get(row.owner_id, "")}
            yield Entry(row.due_at, "clock-exclamation", _("Deadline missed: %(kind)s (%(owner)s)") % said)


def _reached(lead: LeadRow) -> Iterator[Entry]:
    for milestone, name in ((Milestone.MQL, "MQL"), (Milestone.SQL, "SQL")):
        at = getattr(lead, milestone.value)
        if at is not None:
            yield Entry(at, "flag", _("Reached %(milestone)s") % {"milestone": name})


SHOWN = 100
"""Times somebody came again that the timeline tells; the panel beside it counts them all."""


def _again(followers: list[LeadRow]) -> Iterator[Entry]:
    for number, row in enumerate(followers, start=1):
        text = _("Came again") if number == 1 else _("Came again, for the %(times)s. time") % {"times": number}
        yield Entry(row.first_contact_at, "refresh", text, labels.source_label(row.source), f"/leads/{row.id}/")


def _deals(viewer: Viewer, lead: LeadRow) -> Iterator[Entry]:
    if not viewer.may("deals.see"):
        return
    for deal in deals_of_lead(viewer, lead.id):
        href = f"/deals/{deal.id}/"
        yield Entry(deal.opened_at, "briefcase", _("Opportunity opened: %(name)s") % {"name": deal.name}, href=href)
        if deal.outcome and deal.closed_at:
            said = labels.label(labels.DEAL_OUTCOMES, deal.outcome)
            text = _("Opportunity closed: %(outcome)s") % {"outcome": said}
            yield Entry(deal.closed_at, "trophy" if deal.outcome == "won" else "circle-x", text, deal.name, href)
