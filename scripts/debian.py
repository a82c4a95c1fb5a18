"""Debian packages that set-up may need: installed when we may, named with the cure when we may not."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

SERVERS = Path("/usr/lib/postgresql")


class Need(NamedTuple):
    package: str
    why: str
    is_met: Callable[[], bool]
    is_vital: bool


def has_chromium() -> bool:
    return bool(os.environ.get("GLEANRY_CHROMIUM") or shutil.which("chromium"))


def has_chinese_font() -> bool:
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    listed = subprocess.run([lister, ":lang=zh", "family"], check=False, capture_output=True, text=True)
    return bool(listed.stdout.strip())


def postgres_programs() -> Path | None:
    """The folder with initdb and postgres of the newest server installed, or None."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = [program.parent for program in SERVERS.glob("*/bin/initdb")]
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


def has_venv() -> bool:
    """Debian's python3 leaves ensurepip out unless python3-venv is installed."""
    return importlib.util.find_spec("ensurepip") is not None


FOR_VENV = (Need("python3-venv", "to make a virtual environment", has_venv, is_vital=True),)
FOR_TESTS = (
    Need("chromium", "to run the browser tests", has_chromium, is_vital=False),
    Need("fonts-noto-cjk", "to draw Chinese in them", has_chinese_font, is_vital=False),
)
FOR_POSTGRES = (Need("postgresql", "to test on PostgreSQL", lambda: postgres_programs() is not None, is_vital=True),)


def ensure(needs: tuple[Need, ...]) -> None:
    """Installs what is missing as root; otherwise says what to type, and stops where nothing goes on without it."""
    missing = [need for need in needs if not need.is_met()]
    if not missing:
        return
    names = [need.package for need in missing]
    wanted = ", ".join(f"{need.package} ({need.why})" for need in missing)
    command = f"apt-get install -y --no-install-recommends {' '.join(names)}"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"· installing from Debian: {wanted} ...", flush=True)
        install(names)
        return
    print(f"! missing: {wanted}. As root: {command}", file=sys.stderr, flush=True)
    if any(need.is_vital for need in missing):
        sys.exit(1)


def install(names: list[str]) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ["-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
    first = subprocess.run(["apt-get", "install", *options, *names], check=False, env=quiet, capture_output=True)
    if first.returncode == 0:
        return
    # A fresh machine has no package lists yet; an interrupted run may have left packages half configured.
    subprocess.run(["dpkg", "--configure", "-a"], check=False, env=quiet)
    subprocess.run(["apt-get", "update", "-q"], check=True, env=quiet)
    subprocess.run(["apt-get", "install", *options, *names], check=True, env=quiet)
