"""The tests of Odoo's addon test_lint; conftest.py narrows them to our addons.

Left out: test_eslint needs a program that no Debian package of its kind brings,
test_checkers tests the linters themselves, test_l10n looks at l10n_* alone.
"""

# ruff: noqa: F401
import contextlib

from odoo.addons.test_lint.tests import test_docstring, test_override_signatures
from odoo.addons.test_lint.tests.test_dunderinit import TestDunderinit
from odoo.addons.test_lint.tests.test_i18n import TestI18n
from odoo.addons.test_lint.tests.test_index import TestIndex
from odoo.addons.test_lint.tests.test_jstranslate import TestJsTranslations
from odoo.addons.test_lint.tests.test_manifests import ManifestLinter
from odoo.addons.test_lint.tests.test_markers import TestConflictMarkers
from odoo.addons.test_lint.tests.test_naming import TestNaming
from odoo.addons.test_lint.tests.test_onchange_domains import TestOnchangeDomains
from odoo.addons.test_lint.tests.test_orm_import import TestDunderinit as TestOrmImport
from odoo.addons.test_lint.tests.test_pofile import PotLinter
from odoo.addons.test_lint.tests.test_pylint import TestPyLint
from odoo.addons.test_lint.tests.test_routes import RoutesLinter
from odoo.addons.test_lint.tests.test_test_holes import TestTestHoles
from ours import ADDONS


class OnlyOurs:
    """Methods that a model of ours has from the platform are the platform's."""

    def subTest(self, module, **values):
        if module not in ADDONS:
            return contextlib.suppress(Exception)
        return super().subTest(module=module, **values)


class TestDocstring(OnlyOurs, test_docstring.TestDocstring):
    pass


class TestLintOverrideSignatures(
    OnlyOurs, test_override_signatures.TestLintOverrideSignatures
):
    pass
