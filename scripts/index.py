"""uv asks the package index that pip was told to ask: one setting on the machine, not two.

Without such a setting nothing is passed and uv uses its own default. `python -m scripts.index COMMAND...` runs a
command with that environment.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def environment(python: Path | str = sys.executable) -> dict[str, str]:
    """The environment for uv: no Python downloads, the machine's certificates, pip's index where one is set."""
    result = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    result.setdefault("UV_SYSTEM_CERTS", "true")
    if not ({"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & result.keys()):
        address = result.get("PIP_INDEX_URL") or configured(python)
        if address:
            result["UV_DEFAULT_INDEX"] = address
    return result


def configured(python: Path | str) -> str | None:
    asked = subprocess.run(
        [str(python), "-m", "pip", "config", "get", "global.index-url"], check=False, capture_output=True, text=True
    )
    return asked.stdout.strip() if asked.returncode == 0 else None


if __name__ == "__main__":
    os.execvpe(sys.argv[1], sys.argv[1:], environment())
