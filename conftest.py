"""What every test sees: which database it runs on stands in the first lines, so that no log can be mistaken."""

from __future__ import annotations

from django.conf import settings
from hypothesis import settings as properties

# How long an example takes depends on what else the machine does; speed is measured in bench/.
properties.register_profile("gleanry", deadline=None)
properties.load_profile("gleanry")


def pytest_report_header() -> str:
    return f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}"
