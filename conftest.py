"""What every test sees: which database it runs on stands in the first lines, so that no log can be mistaken."""

from __future__ import annotations

from django.conf import settings


def pytest_report_header() -> str:
    return f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}"
