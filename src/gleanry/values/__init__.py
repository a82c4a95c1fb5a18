"""Pure, immutable values that every slice may hold; none knows a database, a clock or a network.

phone         Phone, parse_phone, parse_phones: numbers to E.164 with kind and Chinese place
email         Email, parse_email: syntax only, never deliverability
company_name  CompanyName, parse_company_name: the name as written and the key it is compared by
money         Money, parse_money, format_money: integer minor units and a currency
moment        Moment, parse_moment, guess_day_first: dates and times in the usual forms, as UTC
period        Days, Period, months, quarters, weeks: half-open stretches of days or instants
unreadable    Unreadable: the refusal of a parser, with a stable code
"""
