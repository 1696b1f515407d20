# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from unittest.mock import patch

from odoo.tests import tagged

from ...models.base.needles import Needles
from .retention_common import WRITTEN, RetentionCommon


@tagged("post_install", "-at_install")
class TestAnonymise(RetentionCommon):
    """Nothing is left of a person, and no figure changes (KVKK m.7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        session = cls._schedule(agenda=f"With {cls.name}")
        session.write(
            {
                "minutes": f"{cls.name.upper()} explained the notes",
                "private_note": f"{WRITTEN} is nervous",
                "attended_ids": session.attendee_ids.ids,
            }
        )
        session.action_hold()
        cls.session = session.sudo()
        cls.assignment = cls._approved(cls.match.sudo()).sudo()
        cls.assignment._take_arrow("ongoing")
        cls.report = (
            cls.env["mbb.duty.report"]
            .sudo()
            .create({"assignment_id": cls.assignment.id, "text": f"{WRITTEN} report"})
        )
        event = cls.env["event.event"].create(
            {
                "name": "A Day",
                "is_mentor_event": True,
                "date_begin": cls.start,
                "date_end": cls.later,
            }
        )
        cls.env["event.registration"].create(
            {
                "event_id": event.id,
                "partner_id": cls.expert.id,
                "mentor_text": f"{WRITTEN} at the event",
            }
        )
        survey = cls.env.ref("mbb_mentor.survey_evaluation")
        cls.answer = survey._create_answer(partner=cls.expert, nickname=cls.name)
        question = survey.question_ids.filtered(
            lambda row: row.question_type == "text_box"
        )[:1]
        cls.env["survey.user_input.line"].create(
            {
                "user_input_id": cls.answer.id,
                "question_id": question.id,
                "answer_type": "text_box",
                "value_text_box": f"{WRITTEN} said this",
            }
        )
        cls._write_everywhere()

    def test_nothing_is_left(self):
        before = self._get_figures()
        self.assertTrue(self._find(), "the haystack has no needles in it")
        outcome = self.anonymiser._anonymise_person(self.expert)
        self.assertGone()
        self.assertEqual(self._get_figures(), before)
        self.assertGreater(outcome.fields, 10)
        self.assertGreater(outcome.files, 1)
        self.assertFalse(self.expert.active or self.user_expert.active)
        self.assertTrue(self.expert.sudo().mentor_date_anonymised)
        # Again, it finds nothing more.
        again = self.anonymiser._anonymise_person(self.expert)
        self.assertEqual((again.fields, again.files), (0, 0))

    def test_each_declaration_counts(self):
        """Without what one room says, the haystack finds it: the test is honest."""
        kept = type(self.anonymiser)._get_declarations
        for model, path, name in (
            ("mbb.mentor", "person_id", "background"),
            ("mbb.mentor", "person_id", "submitted_content"),
            ("mbb.session", "attendee_ids", "private_note"),
            ("mbb.duty.report", "expert_id", "text"),
            ("res.partner", "id", "comment"),
            ("event.registration", "partner_id", "mentor_text"),
            ("survey.user_input.line", "user_input_id.partner_id", "value_text_box"),
            ("mail.message", "author_id", "body"),
        ):

            def without(anonymiser, model=model, path=path, name=name):
                declared = {**kept(anonymiser)}
                hows = declared[model][path]
                declared[model] = {
                    **declared[model],
                    path: {key: how for key, how in hows.items() if key != name},
                }
                return declared

            with (
                self.subTest(model=model, field=name),
                self.env.cr.savepoint() as savepoint,
                patch.object(type(self.anonymiser), "_get_declarations", without),
            ):
                self.anonymiser._anonymise_person(self.expert)
                self.assertTrue(self._find([WRITTEN]))
                savepoint.rollback()
                self.env.invalidate_all(flush=False)

    def test_others_keep_what_is_theirs(self):
        """A colleague's name that sounds alike, an address that the office shares."""
        self.giving.email = self.expert.email = "imar@giving.example"
        colleague = self.env["res.partner"].create(
            {"name": "Nihangül Karaçelikoğlu", "parent_id": self.giving.id}
        )
        foundation = self.env["res.partner"].create(
            {"name": f"{self.name} Vakfı", "is_company": True}
        )
        self.anonymiser._anonymise_person(self.expert)
        self.assertEqual(colleague.name, "Nihangül Karaçelikoğlu")
        self.assertEqual(foundation.name, f"{self.name} Vakfı")
        self.assertEqual(self.giving.email, "imar@giving.example")
        self.assertFalse(self.expert.email)

    def test_a_namesake_stays(self):
        """Another person of the same name goes on being named in what is theirs."""
        namesake = self.env["res.partner"].create(
            {"name": self.name.upper(), "email": "other@other.example"}
        )
        theirs = self._create_mentee(
            accepted=False, institution=self.other, summary=f"For {self.name}, zoning"
        )
        self.anonymiser._anonymise_person(self.expert)
        self.assertEqual(namesake.name, self.name.upper())
        self.assertIn(self.name, theirs.summary)
        self.assertNotIn(self.name.upper(), self.session.minutes)

    def test_evidence_keeps_its_hash(self):
        evidence = self.env["mbb.evidence"].search(
            [("res_model", "=", "mbb.mentor"), ("res_id", "=", self.mentor.id)]
        )
        before = evidence.sha256, evidence.size, evidence.date
        self.anonymiser._anonymise_person(self.expert)
        self.assertEqual((evidence.sha256, evidence.size, evidence.date), before)
        self.assertTrue(evidence.date_destroyed)
        with self.assertRefused("destroyed"):
            evidence._get_content()

    def test_signing_in_is_over(self):
        key = self.env["res.users.apikeys"].with_user(self.user_expert)
        key.sudo()._generate("rpc", "key", None)
        self.anonymiser._anonymise_person(self.expert)
        self.env.cr.execute(
            "SELECT login, password FROM res_users WHERE id = %s", [self.user_expert.id]
        )
        [(login, password)] = self.env.cr.fetchall()
        self.assertEqual((login, password), (f"anonymous-{self.expert.id}", None))
        self.env.cr.execute(
            "SELECT 1 FROM res_users_apikeys WHERE user_id = %s", [self.user_expert.id]
        )
        self.assertFalse(self.env.cr.fetchall())

    def test_needles(self):
        """Names as people write them; single words and other numbers are left alone."""
        needles = Needles(
            {
                ("name", "Işıl Çağ-Öz"),
                ("name", "Deniz"),
                ("email", "isil.cag@x.bel.tr"),
                ("phone", "0532 111 22 33"),
                ("number", "TR330006100519786457841326"),
            },
            {"name": "N", "email": "E", "phone": "P", "number": "#"},
        )
        for text, expected in {
            "IŞIL ÇAĞ ÖZ'ün": "N'ün",
            "isil cag oz": "N",
            "Öz, Işıl Çağ": "N",
            "<b>Işıl</b> Çağ-Öz": "<b>N</b>",
            '{"x": "I\\u015f\\u0131l \\u00c7a\\u011f-\\u00d6z"}': '{"x": "N"}',
            "isil_cag_oz.pdf": "N.pdf",
            "Işılay Çağ Öz; Deniz kenarı": "Işılay Çağ Öz; Deniz kenarı",
            "ISIL.CAG@X.BEL.TR, isil.cag%40x.bel.tr": "E, E",
            "bisil.cag@x.bel.tr": "bisil.cag@x.bel.tr",
            "+90 (532) 111-22-33 / 05321112233": "P / P",
            "95321112233445": "95321112233445",
            "TR33 0006 1005 1978 6457 8413 26": "#",
        }.items():
            with self.subTest(text=text):
                self.assertEqual(needles.replace(text), expected)
