"""Odoo 19: Debian's package unpacked in .local, or someone's own checkout."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import checkout
from console import Problem, run, say, step, tail, warn

PACKAGE = "odoo-19"
VERSION = "19.0.0+dfsg-1"
SHA256 = "9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf"
SUITE = "sid"
LINKED_SUITE = "bookworm"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"

# Odoo's package links into these for its fonts and some of its JavaScript;
# newer ones have moved the files.
LINKED = (
    "fonts-font-awesome",
    "fonts-inconsolata",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)

# The package lacks one file of its own; only the blurring of video needs it,
# but without it every page of the web client reports an error.
SEGMENTATION = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
SEGMENTATION_NPM = "@mediapipe/selfie_segmentation@0.1.1675465747"
SEGMENTATION_SHA256 = "a4720d2d2374ec9df3510461ff186a4af427fb5bd402375e135875a991467da3"

_HOME = checkout.LOCAL / "odoo"
_PYTHON = "usr/lib/python3/dist-packages"


class Source:
    """`path` makes `import odoo` work; `key` names the version for what depends on it."""

    def __init__(self, path, key, addons_path=()):
        self.path, self.key, self.addons_path = path, key, addons_path


def find(path=None):
    step("Odoo 19")
    source = _own(Path(path).expanduser().resolve()) if path else _package()
    say(f"{source.key} in {source.path}")
    return source


def _own(path):
    release = path / "odoo" / "release.py"
    remedy = "Give the folder that holds odoo/release.py, of an Odoo 19.0."
    if not release.is_file():
        raise Problem(f"{path} is no Odoo source", "odoo/release.py is not there.", remedy)
    found = re.search(r"^version_info *= *\(([^)]*)\)", release.read_text(), re.M)
    numbers = found and [part.strip() for part in found.group(1).split(",")][:2]
    if numbers != ["19", "0"]:
        raise Problem(f"{path} is not Odoo 19.0", f"Its version is {numbers}.", remedy)
    web = [path / folder for folder in ("odoo/addons/web", "addons/web")]
    if not any((folder / "__manifest__.py").is_file() for folder in web):
        raise Problem(f"{path} lacks the addon web", "Looked in odoo/addons and addons.", remedy)
    git = run(["git", "-C", str(path), "rev-parse", "HEAD"]) if shutil.which("git") else None
    state = git.stdout.strip() if git and not git.returncode else checkout.digest(release)
    addons = path / "addons"
    extra = (addons,) if (addons / "web" / "__manifest__.py").is_file() else ()
    return Source(path, f"own {checkout.digest(str(path))} {state[:12]}", extra)


def _package():
    ready = sorted(_HOME.glob("*/complete"))
    pinned = _HOME / VERSION / "complete"
    done = pinned if pinned in ready else ready[-1] if ready else _fetch()
    note = json.loads(done.read_text())
    if (note["version"], note["sha256"]) != (VERSION, SHA256):
        warn(
            f"this is {PACKAGE} {note['version']} (SHA-256 {note['sha256'][:16]}...),\n"
            f"not the tested {VERSION} ({SHA256[:16]}...). It will probably do."
        )
    if note["segmentation"] == "empty":
        say("blurring of video is left out (its file comes from npm)")
    return Source(done.parent / _PYTHON, f"{note['version']} {note['sha256'][:12]}")


def _fetch():
    """Download and unpack; nothing counts before the note `complete` is written."""
    _HOME.mkdir(exist_ok=True)
    for old in _HOME.iterdir():
        shutil.rmtree(old)
    # apt's own sandbox user may not look into the checkout.
    with tempfile.TemporaryDirectory(dir=_HOME, prefix="download-") as name:
        work = Path(name)
        apt = _apt(work)
        say("reading Debian's package list")
        _check(apt("update"), "the package list cannot be read")
        say("downloading Odoo (123 MB) and the fonts and scripts that it links to")
        if apt("download", f"{PACKAGE}={VERSION}").returncode:
            warn(f"version {VERSION} is not there any more: taking the present one")
            _check(apt("download", PACKAGE), f"{PACKAGE} cannot be downloaded")
        linked = (f"{name}/{LINKED_SUITE}" for name in LINKED)
        _check(apt("download", *linked), "the fonts and scripts cannot be downloaded")
        package = next(work.glob(f"{PACKAGE}_*.deb"))
        sha256 = hashlib.sha256(package.read_bytes()).hexdigest()
        version = run(["dpkg-deb", "-f", str(package), "Version"]).stdout.strip()
        root = work / "root"
        for deb in sorted(work.glob("*.deb")):
            _check(run(["dpkg-deb", "-x", str(deb), str(root)]), f"{deb.name} cannot be unpacked")
        note = {"version": version, "sha256": sha256}
        note["segmentation"] = _mend_segmentation(root / _PYTHON, work)
        target = _HOME / version
        root.replace(target)
    checkout.write_private(target / "complete", json.dumps(note))
    return target / "complete"


def _check(done, what):
    if done.returncode:
        raise Problem(
            what,
            tail(done.stdout + done.stderr),
            "Check the network, then run this again; or give your own Odoo 19 with --odoo PATH.",
        )


def _apt(work):
    """apt-get with a configuration of its own: the machine's stays as it is."""
    for folder in ("sources", "lists/partial", "cache/archives/partial"):
        (work / "apt" / folder).mkdir(parents=True)
    (work / "apt" / "sources" / "odoo.sources").write_text(
        f"Types: deb\nURIs: {_mirror()}\nSuites: {SUITE} {LINKED_SUITE}\nComponents: main\n"
        f"Architectures: {_architecture()}\nSigned-By: {KEYRING}\n"
    )
    configuration = work / "apt" / "apt.conf"
    # A mirror that stands still does no harm: the version and its checksum are pinned.
    configuration.write_text(
        'Dir::Etc::sourcelist "/dev/null";\n'
        f'Dir::Etc::sourceparts "{work}/apt/sources";\n'
        f'Dir::State::Lists "{work}/apt/lists";\n'
        f'Dir::Cache "{work}/apt/cache";\n'
        'APT::Sandbox::User "";\n'
        'Acquire::Check-Valid-Until "false";\n'
        'Acquire::Languages "none";\n'
        'Acquire::Retries "3";\n'
    )

    def apt(*arguments):
        return run(
            ["apt-get", "-q", "-y", *arguments],
            log=checkout.LOGS / "odoo-download.log",
            timeout=1800,
            cwd=work,
            env={**os.environ, "APT_CONFIG": str(configuration)},
        )

    return apt


def _architecture():
    return run(["dpkg", "--print-architecture"]).stdout.strip()


def _mirror():
    """The Debian mirror that this machine's own apt sources name."""
    listed = run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(LABEL)", "Created-By: Packages"]
    ).stdout
    rows = [row.split(maxsplit=1) for row in listed.splitlines()]
    for row in rows:
        if len(row) == 2 and row[1] == "Debian":
            return row[0]
    for row in rows:
        # The label is known only once the lists have been read.
        if row and row[0].rstrip("/").endswith("/debian"):
            return row[0]
    raise Problem(
        "no Debian mirror is known",
        "This machine's apt sources name none.",
        "Give your own Odoo 19 with --odoo PATH.",
    )


def _mend_segmentation(python, work):
    target = python / SEGMENTATION
    if target.exists():
        return "there"
    target.parent.mkdir(parents=True)
    content = _segmentation_from_npm(work)
    target.write_bytes(content or b"/* The blurring of video is not installed. */\n")
    return "npm" if content else "empty"


def _segmentation_from_npm(work):
    if not shutil.which("npm"):
        say("no npm here: an empty file stands in for the blurring of video")
        return None
    folder = work / "npm"
    folder.mkdir()
    try:
        packed = run(
            ["npm", "pack", "--silent", SEGMENTATION_NPM],
            log=checkout.LOGS / "npm.log",
            cwd=folder,
            timeout=90,
        )
        archive = next(folder.glob("*.tgz"), None)
        if packed.returncode or archive is None:
            raise OSError(tail(packed.stdout, 3) or "npm gave nothing")
        with tarfile.open(archive) as files:
            content = files.extractfile("package/selfie_segmentation.js").read()
    except (OSError, KeyError, tarfile.TarError, subprocess.TimeoutExpired) as error:
        say(f"npm failed ({error}): an empty file stands in for the blurring of video")
        return None
    if hashlib.sha256(content).hexdigest() != SEGMENTATION_SHA256:
        warn("npm's file has another checksum than the tested one: an empty one stands in")
        return None
    return content
