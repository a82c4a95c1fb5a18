"""Leads not ready yet are kept warm by plans, and come back when they stir.

Takes   Returned leads; graded ones; people who entered segments; what was heard of people; Attached ones.
Gives   stays with a reason; mails, tasks and messages at their time; leads woken, to be scored and routed again.
Writes  Enrolment, PlanStay, Message.
Asks    the register, people and their consents, segments by name, the rule book `plans`, a mailer through its port.
"""
