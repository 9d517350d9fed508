"""Looks for known holes in what the locks name, and for secrets in the files. What it can not look at it says.

Needs the network for the first (PyPI's advisories, through pip-audit), git for the second.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
ROOT = Path(__file__).parent.parent
PATIENCE = 120
"""Seconds until the network is given up."""
MADE_UP = r"^(password|a-password|pass%40word|pw|hush-hush|\d+:AAF-made_up_\w+)$"
"""Passwords and tokens of examples and tests; no other is excused."""


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a tool in the project's folder."""
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)


def holes() -> int:
    """How many known holes there are in the dependencies."""
    lock = ROOT / "requirements-dev.lock"
    ask = ("--progress-spinner=off", "--format=json", "--disable-pip", "--require-hashes", "--requirement", lock)
    try:
        told = run(BIN / "pip-audit", *ask)
        looked_at = json.loads(told.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, LookupError):
        print("known holes: skipped, PyPI's advisories can't be reached")
        return 0
    known = [one for one in looked_at if "vulns" in one]
    found = [(one["name"], one["version"], hole) for one in known for hole in one["vulns"]]
    for name, version, hole in found:
        print(f"{name} {version}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no version yet'}")
    if not known:
        print("known holes: skipped, this package index has no advisories")
    else:
        print(f"known holes: {len(found)} in {len(known)} of {len(looked_at)} packages looked at")
    return len(found)


def secrets() -> int:
    """How many secrets lie in the files that git knows."""
    git = shutil.which("git")
    listed = run(git, "ls-files", "-z") if git else None
    if listed is None or listed.returncode:
        print("secrets: skipped, this is no git checkout")
        return 0
    files = [name for name in listed.stdout.split("\0") if (ROOT / name).is_file()]
    quiet = ("--no-verify", "--json", "--disable-plugin", "KeywordDetector", "--exclude-secrets", MADE_UP)
    told = run(BIN / "detect-secrets-hook", *quiet, *files)
    found = json.loads(told.stdout)["results"] if told.returncode else {}
    for file, places in found.items():
        print(*(f"{file}:{one['line_number']}: {one['type']}" for one in places), sep="\n")
    print(f"secrets: {sum(map(len, found.values()))} in {len(files)} files")
    return len(found)


if __name__ == "__main__":
    sys.exit(1 if holes() + secrets() else 0)
