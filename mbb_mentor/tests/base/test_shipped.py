# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.tests import tagged

from ..common import MentorCommon


@tagged("post_install", "-at_install")
class TestShipped(MentorCommon):
    """What somebody deleted does not come back when the addon is upgraded."""

    def _upgrade(self, record_class, key, **values):
        data = {"xml_id": key, "values": values, "noupdate": True}
        return self.env[record_class]._load_records([data], update=True)

    def test_subject_stays_away_with_what_is_under_it(self):
        subject = self.env.ref("mbb_mentor.hr_skill_type_migration")
        skill_key, level_key = (
            next(iter(records[:1].get_external_id().values()))
            for records in (subject.skill_ids, subject.skill_level_ids)
        )
        subject.unlink()
        for model, key in (
            ("hr.skill.type", "mbb_mentor.hr_skill_type_migration"),
            ("hr.skill", skill_key),
            ("hr.skill.level", level_key),
        ):
            with self.subTest(model):
                self.assertFalse(self._upgrade(model, key, name="Again"))

    def test_rule_stays_away(self):
        rule = self.env.ref("mbb_mentor.mbb_approval_rule_match_unit")
        values = {
            "name": rule.name,
            "model_id": rule.model_id.id,
            "target": rule.target,
            "group_id": self.env.ref("mbb_mentor.group_mentor_approver").id,
        }
        rule.with_user(self.user_manager).unlink()
        for key, there in (("match_unit", 0), ("brand_new", 1)):
            with self.subTest(key):
                rules = self._upgrade(
                    "mbb.approval.rule", f"mbb_mentor.mbb_approval_rule_{key}", **values
                )
                self.assertEqual(len(rules), there)
