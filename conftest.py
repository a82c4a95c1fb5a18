"""What every test sees: which database it runs on stands in the first lines, so that no log can be mistaken."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase
from hypothesis import settings as properties

# How long an example takes depends on what else the machine does; speed is measured in bench/.
properties.register_profile("gleanry", deadline=None)
properties.load_profile("gleanry")

PROGRAMS = ("cli", "kit", "resilience")
"""Folders of tests that run programs of ours, which open the database themselves."""
SEEN = ("browser", "docs", "simulation")
"""Folders of tests of what a reader sees, and of made-up years: on top of what the others test on every database."""
LONG = ("resilience", "simulation")
"""Folders whose tests take longest. They come first, so that no worker is left with one when the others are done."""


def pytest_report_header() -> str:
    return f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--stored", action="store_true", help="leave out tests that no other database could change")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _folder(config, item) not in LONG)
    if not config.getoption("--stored"):
        return
    same = [item for item in items if _is_without_database(config, item)]
    config.hook.pytest_deselected(items=same)
    items[:] = [item for item in items if item not in set(same)]


def _is_without_database(config: pytest.Config, item: pytest.Item) -> bool:
    """Whether a test is the same whatever the database is: it asks for none, itself or through a program."""
    asks = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") is not None
    folder = _folder(config, item)
    return folder in SEEN or (not asks and not marked and folder not in PROGRAMS)


def _folder(config: pytest.Config, item: pytest.Item) -> str:
    return item.path.relative_to(config.rootpath).parts[1]


def _empty_what_was_filled(_: TransactionTestCase) -> None:
    """Leave a database as it was made: what a test filled is emptied, and what the migrations wrote stays.

    Django would empty every table there is and write its permissions anew after each test that commits, which takes far
    longer than most of those tests.
    """
    made = {"django_content_type", "auth_permission", "django_migrations"}
    tables = [name for name in connection.introspection.django_table_names(only_existing=True) if name not in made]
    quoted = {name: connection.ops.quote_name(name) for name in tables}
    asked = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quoted[name]})" for name in tables]  # noqa: S608 - our tables
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        filled = [row[0] for row in cursor.fetchall()]
    if filled:
        # Foreign keys wait for the end of the transaction, so the order does not matter.
        with transaction.atomic(), connection.cursor() as cursor:
            for name in filled:
                cursor.execute(f"DELETE FROM {quoted[name]}")  # noqa: S608 - our tables


TransactionTestCase._fixture_teardown = _empty_what_was_filled  # type: ignore[attr-defined]  # Django's own name for it
