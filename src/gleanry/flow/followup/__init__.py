"""Every lead has its clocks: first contact, follow-up, decision, and what happens when one runs out.

Takes   Routed leads; calls, notes and decisions of their holders; pauses; the end of a deadline from the scheduler.
Gives   deadlines met, missed or released, reminders, judgements, visits; leads qualified, accepted, given back.
Writes  Deadline, FollowUp, Notice, Pause, Reminder, Violation, Visit.
Asks    world for working time, the rule book `followup` for the times allowed.
"""
