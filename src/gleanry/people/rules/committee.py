"""What a buying committee lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from gleanry.people.shapes import ATTITUDES, ROLES, CommitteeBook, Gap, NewSeat, SeatRow

DECIDES, BLOCKS = "decides", "blocks"
MOST_POWER, MOST_CLOSENESS = 3, 5


def gaps_of(
    seats: Sequence[SeatRow], met: Mapping[int, date | None], today: date, book: CommitteeBook
) -> tuple[Gap, ...]:
    """What is missing, the gravest first. `met` says of each person when somebody of ours last met them."""
    return tuple(_gaps(seats, met, today, book))


def _gaps(seats: Sequence[SeatRow], met: Mapping[int, date | None], today: date, book: CommitteeBook) -> Iterator[Gap]:
    filled = {seat.role for seat in seats}
    yield from (Gap("nobody", role=role) for role in book.needed if role not in filled)
    people = list(dict.fromkeys(seat.person_id for seat in seats))
    if seats and len(people) < book.least_people:
        yield Gap("few_people", days=None, person_id=people[0] if len(people) == 1 else None)
    deciders = list(dict.fromkeys(seat.person_id for seat in seats if seat.role == DECIDES))
    for person in deciders:
        last = met.get(person)
        days = (today - last).days if last else None
        if days is None:
            yield Gap("never_met", role=DECIDES, person_id=person)
        elif days > book.met_days:
            yield Gap("not_met", role=DECIDES, person_id=person, days=days)
        own = [seat for seat in seats if seat.person_id == person]
        if all(seat.keeper_id is None for seat in own):
            yield Gap("no_keeper", role=DECIDES, person_id=person)
        if any(seat.attitude < 0 for seat in own):
            yield Gap("against", role=DECIDES, person_id=person)
    blockers = {seat.person_id for seat in seats if seat.role == BLOCKS}
    for person in sorted(blockers):
        if all(seat.keeper_id is None for seat in seats if seat.person_id == person):
            yield Gap("blocker_alone", role=BLOCKS, person_id=person)


def fault_of_seat(seat: NewSeat) -> str:
    """What is wrong with a seat: the field; "" when nothing is."""
    if seat.role not in ROLES:
        return "role"
    if not 0 <= seat.power <= MOST_POWER:
        return "power"
    if seat.attitude not in ATTITUDES:
        return "attitude"
    return "" if 0 <= seat.closeness <= MOST_CLOSENESS else "closeness"


def support_of(seats: Sequence[SeatRow]) -> int:
    """How a committee stands to us, -100 to 100: attitudes weighed by power, one more than its number. 0 for nobody.

    A person counts once, with their strongest seat.
    """
    strongest: dict[int, SeatRow] = {}
    for seat in seats:
        known = strongest.get(seat.person_id)
        if known is None or (seat.power, seat.id) > (known.power, known.id):
            strongest[seat.person_id] = seat
    weight = sum(seat.power + 1 for seat in strongest.values())
    return round(50 * sum(seat.attitude * (seat.power + 1) for seat in strongest.values()) / weight) if weight else 0
