"""Everything that comes in, kept as it came.

Takes   a form post, an API call, a CSV or XLSX file with a mapping.
Gives   submissions with typed fields; refusals with row, field, code and reason.
Writes  Submission, Import, SavedMapping, NamedWord, NameChoice.
Asks    values, to read dates, amounts and numbers.
"""
