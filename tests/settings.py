"""Gleanry's own settings in a home of their own: tests never touch the user's."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_prefix = "gleanry-test-"
for _old in Path(tempfile.gettempdir()).glob(f"{_prefix}*"):
    _owner = _old.name.removeprefix(_prefix).partition("-")[0]
    # Left by a run that was killed: no such process any more.
    if _owner.isdigit() and not Path("/proc", _owner).exists():
        shutil.rmtree(_old, ignore_errors=True)
_home = tempfile.mkdtemp(prefix=f"{_prefix}{os.getpid()}-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["GLEANRY_HOME"] = _home

from gleanry.web.settings import *  # noqa: E402, F403 - the home must be known before the settings are read

# Argon2 is slow on purpose; a fast hash saves a quarter of a second for each user a test makes.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The names of the pages' files without a manifest: no collectstatic before a test.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
