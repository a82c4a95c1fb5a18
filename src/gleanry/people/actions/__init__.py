"""Write accounts, people and what is known of them. Open to flow.identify and wiring only."""

from gleanry.people.actions.codes import give_codes
from gleanry.people.actions.committee import end_ties, leave_seats, note_ties, take_seats
from gleanry.people.actions.family import free_circles, place_accounts
from gleanry.people.actions.handover import begin_handover, drop_handover, take_step
from gleanry.people.actions.keeping import delete_accounts, name_deputies, rest_accounts
from gleanry.people.actions.records import (
    add_account_names,
    add_accounts,
    add_identifiers,
    add_people,
    file_names,
    keep_accounts,
    learn_alias,
    mark_accounts,
    mark_bought,
    record_consents,
    set_fields,
    set_pointers,
    update_people,
)
from gleanry.people.actions.standing import hold_tier, note_traits, write_standings

__all__ = [
    "add_account_names",
    "add_accounts",
    "add_identifiers",
    "add_people",
    "begin_handover",
    "delete_accounts",
    "drop_handover",
    "end_ties",
    "file_names",
    "free_circles",
    "give_codes",
    "hold_tier",
    "keep_accounts",
    "learn_alias",
    "leave_seats",
    "mark_accounts",
    "mark_bought",
    "name_deputies",
    "note_ties",
    "note_traits",
    "place_accounts",
    "record_consents",
    "rest_accounts",
    "set_fields",
    "set_pointers",
    "take_seats",
    "take_step",
    "update_people",
    "write_standings",
]
