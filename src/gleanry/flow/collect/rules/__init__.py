"""What a claim takes, what is owed when, who is reminded: pure decisions."""

from gleanry.flow.collect.rules.book import TELLS, faults_of_collecting, read_steps, read_terms
from gleanry.flow.collect.rules.claims import (
    Held,
    Part,
    fault_of_claim,
    fault_of_receipt,
    held_of,
    plan_claim,
    refundable,
    undo,
    worths,
)
from gleanry.flow.collect.rules.debts import age_of, ageing, debts_of, dues_of, fill, steps_due
from gleanry.flow.collect.rules.plans import fault_of_terms, plan_amounts, plan_days
from gleanry.flow.collect.rules.proposals import Candidate, named_numbers, weigh
from gleanry.flow.collect.rules.shares import fault_of_shares, share_out
from gleanry.flow.collect.rules.statements import COLUMNS, fingerprint_of, read_lines

__all__ = [
    "COLUMNS",
    "TELLS",
    "Candidate",
    "Held",
    "Part",
    "age_of",
    "ageing",
    "debts_of",
    "dues_of",
    "fault_of_claim",
    "fault_of_receipt",
    "fault_of_shares",
    "fault_of_terms",
    "faults_of_collecting",
    "fill",
    "fingerprint_of",
    "held_of",
    "named_numbers",
    "plan_amounts",
    "plan_claim",
    "plan_days",
    "read_lines",
    "read_steps",
    "read_terms",
    "refundable",
    "share_out",
    "steps_due",
    "undo",
    "weigh",
    "worths",
]
