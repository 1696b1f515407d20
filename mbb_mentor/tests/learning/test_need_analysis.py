# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .practice_common import PracticeCommon


@tagged("post_install", "-at_install")
class TestNeedAnalysis(PracticeCommon):
    """What nobody could give goes to Eğitim Müdürlüğü, and its answer comes back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.cr.execute("UPDATE mbb_mentee SET state = 'draft' WHERE state = 'waiting'")
        cls.env.invalidate_all()
        cls.training = cls.env["hr.department"].search(
            [("mentor_code", "=", "egitim")], limit=1
        ) or cls._create_unit("Training", mentor_code="egitim")
        cls.head = cls._make_head(cls.training, "test.training.head")
        cls.second = cls.skill_type.skill_ids.filtered(lambda s: s != cls.skill)[0]
        cls.first_need = cls._create_mentee()
        cls.other_need = cls._create_mentee(institution=cls.other)
        cls.both_need = cls._create_mentee(
            institution=cls.other,
            skill_ids=cls._skill_commands(2) + cls._skill_commands(2, cls.second),
        )
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE mbb_mentee SET date_accepted = date_accepted - interval '40 days' "
            "WHERE id = %s",
            [cls.first_need.id],
        )
        cls.env.invalidate_all()

    def _draw_up(self):
        return self.env["mbb.need.analysis"].with_user(self.user_officer).create({})

    def _line(self, analysis, skill):
        return analysis.line_ids.filtered(lambda line: line.skill_id == skill)

    def test_counted_by_subject(self):
        analysis = self._draw_up()
        self.assertTrue(analysis.number.startswith("IHT-"))
        self.assertEqual(analysis.department_id, self.training)
        line = self._line(analysis, self.skill)
        self.assertEqual(
            (line.request_count, line.institution_count, line.longest_wait), (3, 2, 40)
        )
        self.assertEqual(self._line(analysis, self.second).request_count, 1)
        # Another one waits: counted again while it is a draft, and not afterwards.
        self._create_mentee()
        analysis.action_count()
        self.assertEqual(self._line(analysis, self.skill).request_count, 4)
        analysis.action_send()
        self._create_mentee()
        with self.assertRaises(UserError):
            analysis.action_count()
        self.assertEqual(self._line(analysis, self.skill).request_count, 4)

    def test_sent_with_its_paper(self):
        analysis = self._draw_up()
        analysis.action_send()
        self.assertTrue(analysis.evidence_id)
        self.assertTrue(analysis.date_due)
        message = self.env["mail.message"].search(
            [
                ("model", "=", "mbb.need.analysis"),
                ("res_id", "=", analysis.id),
                ("partner_ids", "in", self.head.partner_id.ids),
            ]
        )
        self.assertEqual(len(message.attachment_ids), 1)

    def test_the_paper_names_nobody(self):
        analysis = self._draw_up()
        page = str(
            self.env["ir.qweb"]._render(
                "mbb_mentor.report_need_analysis_page", analysis._prepare_paper()
            )
        )
        for name in (self.asking.name, self.other.name, self.learner.name):
            self.assertNotIn(name, page)
        self.assertIn("40", page)

    def test_numbers_are_not_written(self):
        analysis = self._draw_up()
        line = self._line(analysis, self.skill)
        for records in (line, line.sudo()):
            with self.assertRaises(UserError):
                records.request_count = 99
        with self.assertRaises(AccessError):
            line.create({"analysis_id": analysis.id, "skill_id": self.skill.id})
        with self.assertRaises(UserError):
            line.training = "Too early"
        self._try_to_forge(analysis, "answered")
        analysis.action_send()
        with self.assertRaises(UserError):
            analysis.note = "Too late"
        with self.assertRaises(UserError):
            line.sudo().unlink()
        with self.assertRaises(UserError):
            analysis.unlink()

    def test_a_unit_without_a_head_is_told_to_the_officer(self):
        self.training.manager_id = False
        analysis = self._draw_up()
        analysis.action_send()
        self.assertEqual(analysis.activity_ids.user_id, self.user_officer)

    def test_what_came_of_it(self):
        analysis = self._draw_up()
        analysis.action_send()
        with self.assertRefused("what training"):
            analysis.action_answer()
        self._line(analysis, self.skill).write(
            {"training": "İmar", "training_count": 2, "participant_count": 45}
        )
        analysis.action_answer()
        self.assertEqual(
            (analysis.training_count, analysis.participant_count), (2, 45)
        )
        with self.assertRaises(UserError):
            self._line(analysis, self.skill).participant_count = 1

    def test_nothing_waits(self):
        self.env.cr.execute("UPDATE mbb_mentee SET state = 'draft'")
        self.env.invalidate_all()
        with self.assertRefused("nothing to send"):
            self._draw_up().action_send()


@tagged("post_install", "-at_install")
class TestCarryOn(PracticeCommon):
    """From a practice or from needs to an event or a call, by one dialog."""

    def _open(self, records):
        wizards = self.env["mbb.carry.on"].with_user(self.user_officer)
        return Form(
            wizards.with_context(active_model=records._name, active_ids=records.ids)
        )

    def test_from_a_practice_to_an_event(self):
        practice = self._publish(self._write_practice())
        need = self._create_mentee(institution=self.other)
        wizard = self._open(practice).save()
        action = wizard.action_carry_on()
        event = self.env["event.event"].browse(action["res_id"])
        self.assertTrue(event.is_mentor_event)
        self.assertEqual(event.mentor_practice_id, practice)
        self.assertEqual(event.mentor_subject_ids, self.skill)
        self.assertIn(need.institution_id, event.mentor_invited_ids)
        self.assertIn(self.mentor, event.mentor_offered_ids)

    def test_from_needs_to_a_call(self):
        needs = self._create_mentee(institution=self.other) | self.mentee
        form = self._open(needs)
        form.kind = "call"
        action = form.save().action_carry_on()
        call = self.env["mbb.call"].browse(action["res_id"])
        self.assertEqual(call.state, "draft")
        self.assertEqual(call.skill_ids, self.skill)
        self.assertEqual(call.target_ids.institution_id, needs.institution_id)

    def test_needs_of_an_analysis(self):
        analysis = self.env["mbb.need.analysis"].with_user(self.user_officer).create({})
        action = analysis.action_carry_on()
        self.assertIn(self.mentee.id, action["context"]["active_ids"])
