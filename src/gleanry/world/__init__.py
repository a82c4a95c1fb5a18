"""The world outside: currencies, languages, regions, working calendars.

Takes: published holidays and make-up days, rates that a user or a source states.
Gives: WorkingHours and WorkingCalendar (shapes), conversion of money (rules).
Writes: nothing.  Asks: nothing.
"""
