"""What the tests take from npm, one folder per content of the lock file."""

import os
import shutil

import checkout
from console import Problem, run, say, tail

SOURCE = checkout.ROOT / "tests" / "accessibility"
FILES = (".npmrc", "package.json", "package-lock.json")


def folder():
    return checkout.LOCAL / f"npm-{checkout.digest(*(SOURCE / name for name in FILES))}"


def build():
    target = folder()
    done = target / "complete"
    if done.exists():
        say("as pinned in tests/accessibility/package-lock.json")
        return
    for old in checkout.LOCAL.glob("npm-*"):
        shutil.rmtree(old)
    target.mkdir()
    for name in FILES:
        shutil.copy(SOURCE / name, target)
    log = checkout.LOGS / "npm.log"
    cache = {"npm_config_cache": str(checkout.LOCAL / "npm-cache")}
    result = run(
        ["npm", "ci"], log=log, timeout=600, cwd=target, env={**os.environ, **cache}
    )
    if result.returncode:
        raise Problem(
            "the packages of npm cannot be installed",
            tail(result.stdout),
            f"Check the network and npm's configuration, then run this again. Log: {log}",
        )
    done.touch()
