"""kill -9 of the server and its worker while they import a file that was sent to them; then a start as usual."""

from __future__ import annotations

import json
import random
import socket
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.resilience.house import Home, kill, made_up_leads

ROWS = 8_000
KILLS = 5
PATIENCE = 120


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_up_leads(tmp_path_factory.mktemp("files") / "leads.csv", rows=ROWS)


class Served:
    """A home with a server; asks its API as a program would."""

    def __init__(self, home: Home) -> None:
        self.home = home
        home.run("user", "admin@own.example", "--name", "Admin", "--role", "administrator", "--json")
        scopes = [part for scope in ("leads.import", "leads.see") for part in ("--scope", scope)]
        self.token = home.run("token", "admin@own.example", *scopes, "--json")["token"]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def start(self) -> None:
        self.process = self.home.start("serve", "--port", str(self.port))
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                self.ask("imports")
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
            else:
                return
        raise AssertionError("the server did not start")

    def ask(self, path: str, body: bytes | None = None, kind: str = "application/json") -> Any:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/v1/{path}", data=body)
        request.add_header("Authorization", f"Bearer {self.token}")
        if body is not None:
            request.add_header("Content-Type", kind)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def send(self, file: Path) -> int:
        """Upload a file, accept the guessed mapping, start the import; gives its id."""
        mark = uuid.uuid4().hex
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="kind"\r\n\r\nleads\r\n'.encode(),
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n\r\n'.encode(),
            file.read_bytes(),
            f"\r\n--{mark}--\r\n".encode(),
        ]
        received = self.ask("imports", b"".join(parts), f"multipart/form-data; boundary={mark}")
        body = json.dumps({"mapping": received["mapping"]}).encode()
        return int(self.ask(f"imports/{received['id']}/start", body)["id"])


@pytest.mark.bulk
def test_a_killed_server_and_worker_finish_the_import_after_a_restart(
    file: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chance = random.Random(5)
    untroubled = Home(tmp_path_factory.mktemp("untroubled"))
    untroubled.run("import", str(file), "--as", "leads", "--json")
    served = Served(Home(tmp_path_factory.mktemp("served")))
    served.start()
    import_id = served.send(file)
    kills = 0
    until = time.monotonic() + PATIENCE
    try:
        while (found := served.ask(f"imports/{import_id}"))["state"] not in ("done", "failed"):
            assert time.monotonic() < until, f"stands still at {found}"
            if kills < KILLS and found["rows"] >= kills * ROWS // (KILLS + 2):
                time.sleep(chance.uniform(0, 0.6))
                kill(served.process)
                kills += 1
                until = time.monotonic() + PATIENCE
                served.start()
            time.sleep(0.05)
    finally:
        kill(served.process)
    assert (found["state"], found["rows"]) == ("done", ROWS)
    assert kills >= 3
    assert served.home.state() == untroubled.state()
    assert served.home.run("audit", "--json")["holds"]
