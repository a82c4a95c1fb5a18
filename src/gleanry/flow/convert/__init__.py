"""From an accepted lead to won or lost: processes, stages, gates, grades, reports; receipts.

Takes   Accepted leads; deals from files, which wait until the lead they name arrives.
Gives   opportunities that keep their lead, stage and grade history, requests at gates, reports, receipts.
Writes  Opportunity, StageChange, DealTask, DealPaper, GateRequest, DealRival, DealEdit, GradeChange, DealReport,
        Receipt.
Asks    the register for the lead, the rule books `convert` for the processes and `grades` for the grades.
"""
