"""Leads not ready yet are kept warm, and come back when they stir.

Takes   Returned leads; Attached ones whose source is being nurtured; missed deadlines; the clock.
Gives   enrolments with a reason; leads woken and sent to be scored and routed again; leads taken back and put by.
Writes  Enrolment.
Asks    the register, for what is in which pool and since when; the rule book `pools`, for how long it may be.
"""
