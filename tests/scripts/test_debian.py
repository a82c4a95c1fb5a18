"""What a machine lacks is installed by root, and named with its cure to anyone else."""

from __future__ import annotations

import os
import shutil

import pytest

from scripts import debian

THERE = debian.Need("bread", "to eat", lambda: True, is_vital=True)
WANTED = debian.Need("salt", "to season", lambda: False, is_vital=False)
VITAL = debian.Need("water", "to drink", lambda: False, is_vital=True)


@pytest.fixture
def installed(monkeypatch):
    """As root, with an apt that only notes what it was asked for."""
    names: list[str] = []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(debian, "install", names.extend)
    return names


def test_root_installs_only_what_is_missing(installed):
    debian.ensure((THERE, WANTED, VITAL))

    assert installed == ["salt", "water"]


def test_nothing_is_asked_when_all_is_there(installed):
    debian.ensure((THERE,))

    assert installed == []


def test_others_are_told_what_to_type_and_go_on_without(monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    debian.ensure((THERE, WANTED))

    assert "apt-get install -y --no-install-recommends salt" in capsys.readouterr().err


def test_others_stop_where_nothing_goes_on_without(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(SystemExit):
        debian.ensure((VITAL,))


def test_the_newest_server_is_taken(monkeypatch, tmp_path):
    for version in ("9", "15", "17"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin/initdb").touch()
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(debian, "SERVERS", tmp_path)

    assert debian.postgres_programs() == tmp_path / "17/bin"
