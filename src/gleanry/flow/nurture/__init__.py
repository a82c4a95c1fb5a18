"""Leads not ready yet are kept warm, and come back when they stir.

Takes   Returned leads; Attached ones whose source is being nurtured.
Gives   enrolments with a reason; leads woken and sent to be scored and routed again.
Writes  Enrolment.
Asks    the register, for what is in the nurture pool.
"""
