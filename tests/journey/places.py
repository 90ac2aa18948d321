"""Another place to run in: another day, user, locale, time zone, hash seed and folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

LATER = """
import datetime, time

class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2041, 7, 30, 23, 59, 58, tzinfo=tz)

    @classmethod
    def utcnow(cls):
        return cls(2041, 7, 30, 23, 59, 58)

    today = utcnow

seconds = 2_258_755_198.25
real_gmtime, real_localtime, real_strftime = time.gmtime, time.localtime, time.strftime
time.time, time.time_ns = lambda: seconds, lambda: int(seconds * 1e9)
time.gmtime = lambda at=None: real_gmtime(seconds if at is None else at)
time.localtime = lambda at=None: real_localtime(seconds if at is None else at)
time.strftime = lambda words, at=None: real_strftime(words, at or time.localtime())
datetime.datetime = Later
"""
"""A sitecustomize.py that makes it the last minute of a summer day in 2041 for whatever asks."""


def elsewhere(folder: Path) -> dict[str, str]:
    """The environment of another user in another place, to whom everything is different that may be."""
    home = folder / "home of Zoë"
    home.mkdir(parents=True, exist_ok=True)
    (home / "sitecustomize.py").write_text(LATER, encoding="utf-8", newline="\n")
    return os.environ | {
        "PYTHONHASHSEED": "4711",
        "PYTHONPATH": os.pathsep.join([str(home), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "TZ": "Pacific/Kiritimati",
        "LANG": "C",
        "LC_ALL": "C",
        "LANGUAGE": "tr",
        "HOME": str(home),
        "USERPROFILE": str(home),
        "USER": "zoe",
        "LOGNAME": "zoe",
        "USERNAME": "zoe",
        "HOSTNAME": "elsewhere",
        "SOURCE_DATE_EPOCH": "2258755198",
        "COLUMNS": "20",
    }


def run_elsewhere(folder: Path, *arguments: str) -> str:
    """What Python prints when it runs there, from that folder."""
    ran = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=elsewhere(folder),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
