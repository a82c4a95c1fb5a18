"""Every lead has a clock: first contact, decision, and what happens when it runs out.

Takes   Routed leads; calls, notes and decisions of their holders; the end of a deadline from the scheduler.
Gives   deadlines met, missed or released; leads qualified, accepted, returned or found invalid.
Writes  Deadline, FollowUp, Violation.
Asks    world for working time, the rule book `followup` for the times allowed.
"""
