# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

# What people write is in no catalogue.
# pylint: disable=translation-required

from odoo import Command
from odoo.fields import Domain
from odoo.tests import tagged

from .practice_common import PracticeCommon
from .retention_common import RetentionCommon


@tagged("post_install", "-at_install")
class TestPracticeRetention(PracticeCommon, RetentionCommon):
    """Whom a page names or shows is held as long as it can be read (KVKK m.7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"].create(
            [{"name": name, "email": f"{name}@example.com"} for name in ("ayla", "oya")]
        )
        cls.named, cls.shown = partners
        picture = cls._picture_values(
            nobody=False, person_ids=[Command.set(cls.shown.ids)]
        )
        cls.practice = cls._write_practice(
            person_ids=[Command.set(cls.named.ids)],
            picture_ids=[Command.create(picture)],
        )
        cls.practice.sudo()._take_arrow("review")
        cls.env.flush_all()
        # The consents and the publication are tested elsewhere.
        cls.env.cr.execute(
            "UPDATE mbb_practice SET state = 'published' WHERE id = %s",
            [cls.practice.id],
        )
        cls.env.invalidate_all()
        cls._age()

    def _find_past(self):
        rules = self.env["mbb.retention.rule"]
        company = self.env.company
        rule = rules._get_in_force(company).filtered(lambda row: row.action == "person")
        both = self.named | self.shown
        return both.search(
            rule._get_person_domain(company) & Domain("id", "in", both.ids)
        )

    def test_published(self):
        self.assertFalse(self._find_past())
        for person in (self.named, self.shown):
            erasure = self.env["mbb.erasure"]._get_erasure(person)
            self.assertFalse(erasure["whole"])
            self.assertEqual(
                [row["category"].key for row in erasure["rows"]], ["publications"]
            )

    def test_taken_away(self):
        """What held them is over, and was long ago."""
        self.practice._archive("outdated", "Nobody does it any more")
        self.assertFalse(self._find_past())
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mbb_practice SET date_state = date_state - interval '7 months' "
            "WHERE id = %s",
            [self.practice.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self._find_past(), self.named | self.shown)
