"""Odoo's own linters (addon test_lint), looking at our addons alone."""

import logging
import subprocess
from types import SimpleNamespace

import odoo.addons
import pytest
from odoo import tools
from odoo.modules import Manifest
from odoo.modules.registry import Registry
from ours import ADDONS, ROOT


class OurRegistry:
    """The models that our addons define or extend."""

    def __init__(self, name):
        self._registry = Registry(name)

    def items(self):
        for name, model in self._registry.items():
            if any(getattr(parent, "_module", None) in ADDONS for parent in model.mro()):
                yield name, model


class OurConfig:
    """Odoo's options, with our checkout in the place of Odoo's source."""

    root_path = str(ROOT / ADDONS[0])

    def __getitem__(self, name):
        return tools.config[name]


def _pylint(command, **options):
    """It does not know the names of OCA's checks where our sources switch one off."""
    program, *arguments = command
    return subprocess.run(
        [program, "--disable=unknown-option-value", *arguments], **options
    )


@pytest.fixture(autouse=True)
def only_our_addons(monkeypatch, request):
    from odoo.addons.test_lint.tests import (
        test_docstring,
        test_naming,
        test_override_signatures,
        test_pofile,
        test_pylint,
    )

    ours = [Manifest.for_addon(name) for name in ADDONS]
    monkeypatch.setattr(Manifest, "all_addon_manifests", lambda: ours)
    monkeypatch.setattr(test_pofile, "get_modules", lambda: list(ADDONS))
    for module in (test_docstring, test_naming, test_override_signatures):
        monkeypatch.setattr(module, "Registry", OurRegistry)
    monkeypatch.setattr(test_docstring, "MODULES_TO_LINT", ADDONS)
    pylint_tools = SimpleNamespace(
        config=OurConfig(), constants=tools.constants, parse_version=tools.parse_version
    )
    monkeypatch.setattr(test_pylint, "tools", pylint_tools)
    monkeypatch.setattr(test_pylint, "subprocess", SimpleNamespace(run=_pylint))
    if request.node.name == "test_conflict_markers":
        monkeypatch.setattr(odoo.addons, "__path__", [addon.path for addon in ours])
        monkeypatch.setattr(odoo, "__path__", [])


@pytest.fixture(autouse=True)
def no_warning():
    """Some of these linters only warn."""
    logger = logging.getLogger("odoo.addons.test_lint")
    found = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: found.append(record.getMessage())
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    yield
    logger.removeHandler(handler)
    logger.setLevel(level)
    about_us = [text for text in found if any(name in text for name in ADDONS)]
    assert not about_us, "\n".join(about_us)
