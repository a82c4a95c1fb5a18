"""What every test sees: which database it runs on stands in the first lines, so that no log can be mistaken."""

from __future__ import annotations

import pytest
from django.conf import settings
from hypothesis import settings as properties

# How long an example takes depends on what else the machine does; speed is measured in bench/.
properties.register_profile("gleanry", deadline=None)
properties.load_profile("gleanry")

PROGRAMS = ("browser", "cli", "docs", "kit", "resilience", "simulation")
"""Folders of tests that run programs of ours, which open the database themselves."""


def pytest_report_header() -> str:
    return f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--stored", action="store_true", help="leave out tests that no other database could change")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--stored"):
        return
    same = [item for item in items if _is_without_database(config, item)]
    config.hook.pytest_deselected(items=same)
    items[:] = [item for item in items if item not in set(same)]


def _is_without_database(config: pytest.Config, item: pytest.Item) -> bool:
    """Whether a test is the same whatever the database is: it asks for none, itself or through a program."""
    asks = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") is not None
    return not asks and not marked and item.path.relative_to(config.rootpath).parts[1] not in PROGRAMS
