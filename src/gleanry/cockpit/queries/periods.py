"""The periods a forecast is asked for, as pages name them."""

from gleanry.cockpit.rules.periods import PERIODS, days_of, key_of_month, key_of_quarter, monday_of, month_of

__all__ = ["PERIODS", "days_of", "key_of_month", "key_of_quarter", "monday_of", "month_of"]
