"""Leads not ready yet are kept warm by plans, and come back when they stir.

Takes   Returned, graded and Attached leads; missed deadlines; who entered segments, what was heard; the clock.
Gives   stays with a reason; mails, tasks and messages at their time; leads woken, taken back by the rules, put by.
Writes  Enrolment, PlanStay, Message.
Asks    the register, people and consents, segments by name, the rule books `plans` and `pools`, a mailer by its port.
"""
