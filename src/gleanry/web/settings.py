"""All settings, read from the environment; every variable is described in docs/reference/settings.md."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import dj_database_url


def _flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, "")
    if value.lower() not in {"", "0", "1", "true", "false"}:
        raise SystemExit(f"{name} must be 1 or 0, not {value!r}")
    return value.lower() in {"1", "true"} if value else default


def _one_of(name: str, choices: tuple[str, ...]) -> str:
    value = os.environ.get(name) or choices[0]
    if value not in choices:
        raise SystemExit(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value


def _home() -> Path:
    home = Path(os.environ.get("GLEANRY_HOME") or Path.home() / ".gleanry")
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return home


def _secret_key(home: Path) -> str:
    """Made on first start, kept in the home readable by its owner alone."""
    if key := os.environ.get("GLEANRY_SECRET_KEY"):
        return key
    path = home / "secret.key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


GLEANRY_HOME = _home()
SECRET_KEY = _secret_key(GLEANRY_HOME)
DEBUG = _flag("GLEANRY_DEBUG", default=False)
ALLOWED_HOSTS = os.environ.get("GLEANRY_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("GLEANRY_ORIGINS", "").split(",") if origin]

_sqlite = f"sqlite:///{GLEANRY_HOME / 'db.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL") or _sqlite)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-131072; "
            "PRAGMA mmap_size=1073741824; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=16000"
        ),
    }
    # Tests use a file as production does: an in-memory database hides locking and cannot be read by DuckDB.
    DATABASES["default"]["TEST"] = {"NAME": str(GLEANRY_HOME / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "axes",
    "django_htmx",
    "ninja",
    "django_q",
    "gleanry.kit",
    "gleanry.tenants",
    "gleanry.people",
    "gleanry.leads",
    "gleanry.touches",
    "gleanry.market.audience",
    "gleanry.flow.capture",
    "gleanry.flow.clean",
    "gleanry.flow.identify",
    "gleanry.flow.score",
    "gleanry.flow.route",
    "gleanry.flow.followup",
    "gleanry.flow.nurture",
    "gleanry.flow.convert",
    "gleanry.flow.settle",
    "gleanry.flow.order",
    "gleanry.flow.collect",
    "gleanry.flow.reward",
    "gleanry.flow.attribute",
    "gleanry.cockpit",
    "gleanry.search",
    "gleanry.wiring",
    "gleanry.simulation",
    "gleanry.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gleanry.web.middleware.security",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gleanry.web.middleware.plain_queries",
    "gleanry.web.middleware.viewer",
    "gleanry.web.middleware.uploads",
    "gleanry.web.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gleanry.web.urls"
WSGI_APPLICATION = "gleanry.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gleanry.web.context.shell",
            ]
        },
    }
]

AUTH_USER_MODEL = "tenants.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "gleanry.web.accounts.ClosedSignUp"
ACCOUNT_SESSION_REMEMBER = None
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "gleanry.web.pages.account.who_tries"
AXES_RESET_ON_SUCCESS = True
# The hour named on the lock-out page stays true: trying during it does not push it back.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "gleanry.web.pages.account.locked"
# Axes counts wrong passwords; a second counter beside it would lock people out without saying until when.
ACCOUNT_RATE_LIMITS = {"login_failed": None}
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
CSRF_FAILURE_VIEW = "gleanry.web.pages.errors.stale_form"

SESSION_COOKIE_AGE = 14 * 86400
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _flag("GLEANRY_HTTPS", default=False)
# Forms carry their token themselves; no script has to read the cookie.
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(__file__).parent / "static"]
STATIC_ROOT = GLEANRY_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = GLEANRY_HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A draft of a rule book with hundreds of rows sends each of its fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Where mail is handed in; without host, sender and address of our pages none goes, and the page of plans says so.
GLEANRY_MAIL = {
    "host": os.environ.get("GLEANRY_MAIL_HOST", ""),
    "port": int(os.environ.get("GLEANRY_MAIL_PORT") or 587),
    "tls": _one_of("GLEANRY_MAIL_TLS", ("starttls", "ssl", "none")),
    "user": os.environ.get("GLEANRY_MAIL_USER", ""),
    "secret": os.environ.get("GLEANRY_MAIL_SECRET", ""),
    "sender": os.environ.get("GLEANRY_MAIL_FROM", ""),
    "base_url": os.environ.get("GLEANRY_URL", ""),
}
# Requests a minute: of one token, of one address with wrong tokens, of one member's uploads.
GLEANRY_LIMITS = {"api": 12_000, "token": 30, "upload": 30, "check": 20, "calls": 600}
# The largest file taken in at once, in bytes.
GLEANRY_LARGEST_FILE = 512 * 1024 * 1024

# `retry` exceeds the longest wait in a worker's memory queue, or jobs would run twice; a job's own time is bounded by
# its slice in kit.jobs. One cluster per SQLite file: two contend for its write lock.
Q_CLUSTER = {
    "name": "gleanry",
    "orm": "default",
    "workers": 1,
    "timeout": 600,
    "retry": 700,
    "queue_limit": 4,
    "bulk": 1,
    "poll": 0.5,
    "ack_failures": True,
    "max_attempts": 1,
    "save_limit": 200,
    "catch_up": False,
    "label": "Gleanry",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("GLEANRY_LOG", "WARNING")},
}
