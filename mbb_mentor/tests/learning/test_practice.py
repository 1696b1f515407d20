# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import io
from datetime import timedelta
from unittest.mock import patch

from PIL import Image

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ...models.base.mbb_evidence import MAX_SIZE
from ...models.base.zone import local_today
from ..common import PDF
from ..relation.test_access import OPERATIONS, ROLES
from .practice_common import MATRIX, PracticeCommon, make_picture


@tagged("post_install", "-at_install")
class TestPracticeCourse(PracticeCommon):
    """From a draft to the page: the unit, the parties, Kurumsal İletişim."""

    def test_the_whole_way(self):
        practice = self._write_practice()
        practice.action_submit()
        self.assertTrue(practice.number.startswith("IUO-"))
        row = practice.sudo().approval_ids
        self.assertEqual(row.approver_ids, self.user_unit)
        with self.assertRefused("no points"):
            self._approve(practice, self.user_unit)
        self._give_points(practice)
        self.assertAlmostEqual(practice.score_percent, 80)
        self._approve(practice, self.user_unit)
        consent = practice.sudo().consent_ids
        self.assertEqual(consent.institution_id, self.giving)
        # Kurumsal İletişim is asked when the last party has consented, not before.
        self.assertEqual(len(practice.sudo().approval_ids), 1)
        self._record_grants(practice)
        waiting = practice.sudo().approval_ids.filtered(lambda a: a.state == "waiting")
        self.assertEqual(waiting.approver_ids, self.user_publisher)
        self._approve(practice, self.user_publisher)
        self.assertEqual(practice.state, "published")
        self.assertEqual(practice.date_published, local_today())
        self.assertEqual(practice.date_review, local_today() + timedelta(days=365))

    def test_state_is_not_written(self):
        practice = self._write_practice()
        self._try_to_forge(practice, "published")
        with self.assertRaises(UserError):
            self._write_practice(state="published")
        with self.assertRaises(UserError):
            practice.with_user(self.user_manager)._take_arrow("published")
        practice.action_submit()
        self._try_to_forge(practice, "published")
        # The officer cannot answer for anybody, nor publish.
        with self.assertRaises(UserError):
            practice._take_arrow("published")
        with self.assertRaises(AccessError):
            practice.action_approve()

    def test_what_is_missing_is_told(self):
        practice = self._write_practice(problem=False, conditions=False)
        with self.assertRefused("Conditions of Transfer"):
            practice.action_submit()
        foreign = self._write_practice(source="foreign", country_id=False)
        with self.assertRefused("country"):
            foreign.action_submit()

    def test_not_published_without_a_consent(self):
        practice = self._write_practice()
        self._review(practice)
        self.assertEqual(
            practice._get_missing_consents(), [self.giving.name]
        )
        # Nobody was asked to publish it yet, and the system's own step refuses, too.
        self.assertFalse(
            practice.sudo().approval_ids.filtered(lambda a: a.state == "waiting")
        )
        with self.assertRaises(UserError):
            practice.sudo()._take_arrow("published")

    def test_both_institutions_and_each_person(self):
        match = self._closed_match()
        action = match.with_user(self.user_officer).action_draw_up_practice()
        practice = self.env["mbb.practice"].with_user(self.user_officer)
        practice = practice.browse(action["res_id"])
        self.assertEqual(practice.institution_id, self.giving)
        self.assertEqual(practice.skill_ids, match.subject_ids)
        values = self._practice_values(person_ids=[(6, 0, self.expert.ids)])
        values.pop("institution_id")
        practice.write(
            {
                **values,
                "picture_ids": [
                    (
                        0,
                        0,
                        self._picture_values(
                            nobody=False, person_ids=[(6, 0, self.learner.ids)]
                        ),
                    )
                ],
            }
        )
        self._review(practice)
        self.assertEqual(
            {consent._get_party() for consent in practice.sudo().consent_ids},
            {self.giving, self.asking, self.expert, self.learner},
        )
        # One of them is enough to keep it from the page.
        for party in (self.giving, self.asking, self.learner):
            self._consent_of(practice, party).with_user(
                self.user_officer
            )._record_paper("granted", content=PDF, file_name="izin.pdf")
        self.assertEqual(practice._get_missing_consents(), [self.expert.name])

    def test_people_stand_as_everybody_was_asked(self):
        """What is written of a contact afterwards was consented to by nobody."""
        self.expert.function = "Engineer"
        practice = self._write_practice(person_ids=[(6, 0, self.expert.ids)])
        self._review(practice)
        line = f"{self.expert.name}, Engineer"
        consent = self._consent_of(practice, self.expert)
        self.assertIn(line, consent.request_text)
        self._record_grants(practice)
        self._approve(practice, self.user_publisher)
        self.expert.function = "Convicted"
        self.assertEqual(practice._get_shown_people(), [line])
        self.assertEqual(consent.text_sha256, practice._get_content_sha256())
        with self.assertRaises(UserError):
            practice.sudo().people_shown = ["Somebody else"]

    def test_a_paper_is_not_older_than_its_question(self):
        practice = self._write_practice()
        self._review(practice)
        consent = self._consent_of(practice, self.giving).with_user(self.user_officer)
        with self.assertRefused("another text"):
            consent._record_paper(
                "granted",
                content=PDF,
                file_name="izin.pdf",
                date=self.today - timedelta(days=1),
            )
        consent._record_paper(
            "granted", content=PDF, file_name="izin.pdf", date=self.today
        )
        self.assertEqual(consent.state, "granted")

    def test_a_refusal_sends_it_back(self):
        practice = self._write_practice()
        self._review(practice)
        consent = self._consent_of(practice, self.giving)
        consent.with_user(self.user_officer)._record_paper(
            "refused", content=PDF, file_name="ret.pdf", reason="Not now"
        )
        self.assertEqual(practice.state, "draft")
        self.assertIn(self.giving.name, practice.return_reason)
        self.assertNotIn("Not now", practice.return_reason)

    def test_the_unit_refuses(self):
        practice = self._write_practice()
        practice.action_submit()
        row = practice.sudo().approval_ids
        row.with_user(self.user_unit)._do_refuse("No numbers")
        self.assertEqual((practice.state, practice.return_reason), ("draft", "No numbers"))
        practice.action_submit()
        self.assertFalse(practice.return_reason)

    def test_an_institution_does_not_review_itself(self):
        """Whoever represents a party is not asked, whatever their post."""
        self.env["mbb.representative"].create(
            {
                "user_id": self.user_unit.id,
                "institution_id": self.giving.id,
                "role": "viewer",
            }
        )
        practice = self._write_practice()
        with self.assertRefused("nobody may decide"):
            practice.action_submit()

    def test_adopted_by(self):
        """Different institutions, once each, also over a new version."""
        practice = self._publish(self._write_practice())
        match = self._agree()
        advice = self.env["mbb.recommendation"].with_user(self.user_officer)
        values = {
            "match_id": match.id,
            "name": "Do as they did",
            "date_deadline": local_today() + timedelta(days=30),
            "practice_id": practice.id,
        }
        rows = advice.create([values, values])
        self.assertEqual(practice.adoption_count, 0)
        rows.sudo()._take_arrow("adopted")
        practice.invalidate_recordset(["adoption_count"])
        self.assertEqual(practice.adoption_count, 1)
        with self.assertRaises(UserError):
            rows.practice_id = False
        version = practice.browse(practice.action_revise()["res_id"])
        self.assertEqual(version.adoption_count, 1)

    def test_a_match_that_runs_has_no_practice_yet(self):
        with self.assertRefused("completed"):
            self._agree().action_draw_up_practice()


@tagged("post_install", "-at_install")
class TestPracticeVersion(PracticeCommon):
    """What was consented to is one version, and nothing else."""

    def test_frozen_from_the_review_on(self):
        practice = self._write_practice(
            result_ids=[(0, 0, {"name": "Şikâyet", "value_before": 9, "value_after": 3})],
            picture_ids=[(0, 0, self._picture_values())],
        )
        self._review(practice)
        ways = {
            "write": lambda: practice.write({"problem": "Other"}),
            "sudo": lambda: practice.sudo().write({"problem_en": "Other"}),
            "rows": lambda: practice.write(
                {"result_ids": [(1, practice.result_ids.id, {"value_after": 1})]}
            ),
            "row": lambda: practice.result_ids.write({"value_after": 1}),
            "picture": lambda: practice.picture_ids.write({"alt_text": "Other"}),
            "new picture": lambda: practice.picture_ids.create(
                {**self._picture_values(), "practice_id": practice.id}
            ),
            "removed": lambda: practice.sudo().picture_ids.unlink(),
            "load": lambda: self._load(practice),
            "bytes": lambda: self.env["ir.attachment"]
            .search(
                [
                    ("res_model", "=", "mbb.practice.picture"),
                    ("res_field", "=", "file"),
                    ("res_id", "=", practice.picture_ids.id),
                ]
            )
            .with_user(self.user_officer)
            .write({"raw": make_picture(exif=False)}),
        }
        for way, attempt in ways.items():
            with self.subTest(way=way), self.assertRaises(UserError):
                attempt()

    def _load(self, practice):
        result = practice.load([".id", "problem"], [[str(practice.id), "Other"]])
        if not result["ids"]:
            raise UserError(str(result["messages"]))

    def test_a_change_voids_the_answers(self):
        practice = self._write_practice()
        self._review(practice)
        self._record_grants(practice)
        practice.action_return("A number is wrong")
        practice.solution = "Something else"
        consent = practice.sudo().consent_ids
        self.assertEqual(consent.state, "cancelled")
        self._review(practice)
        self.assertEqual(
            sorted(practice.sudo().consent_ids.mapped("state")),
            ["cancelled", "requested"],
        )

    def test_unchanged_the_answers_stay(self):
        practice = self._write_practice()
        self._review(practice)
        self._record_grants(practice)
        practice.action_return("Only to look at it")
        self._review(practice)
        self.assertEqual(practice.sudo().consent_ids.state, "granted")
        self._approve(practice, self.user_publisher)
        self.assertEqual(practice.state, "published")

    def test_the_hash_is_asked_at_the_end_again(self):
        """Also where the database itself was written."""
        practice = self._write_practice()
        self._review(practice)
        self._record_grants(practice)
        self.env.cr.execute(
            "UPDATE mbb_practice SET problem = 'x' WHERE id = %s", [practice.id]
        )
        self.env.invalidate_all()
        with self.assertRefused(self.giving.name):
            self._approve(practice, self.user_publisher)

    def test_answers_are_not_written(self):
        practice = self._write_practice()
        self._review(practice)
        consent = practice.sudo().consent_ids
        self._try_to_forge(consent, "granted")
        officer = consent.with_user(self.user_officer)
        with self.assertRaises(UserError):
            officer._take_arrow("granted")
        with self.assertRaises(AccessError):
            officer.action_grant()
        with self.assertRaises(UserError):
            consent.write({"text_sha256": "0" * 64})
        with self.assertRaises(UserError):
            consent.unlink()
        with self.assertRaises(AccessError):
            officer.create({"practice_id": practice.id, "side": "institution"})

    def test_a_new_version_takes_the_place(self):
        practice = self._publish(
            self._write_practice(picture_ids=[(0, 0, self._picture_values())])
        )
        action = practice.action_revise()
        version = practice.browse(action["res_id"])
        self.assertEqual(
            (version.state, version.number, version.version, version.previous_id),
            ("draft", practice.number, 2, practice),
        )
        self.assertEqual(version.picture_ids.sha256, practice.picture_ids.sha256)
        self.assertFalse(version.sudo().consent_ids)
        version.result = "It went on."
        self._review(version)
        self.assertEqual(practice.state, "published")
        self._record_grants(version)
        self._approve(version, self.user_publisher)
        self.assertEqual((practice.state, practice.archive_kind), ("archived", "replaced"))
        self.assertEqual(version.state, "published")

    def test_only_one_new_version_at_a_time(self):
        practice = self._publish(self._write_practice())
        practice.action_revise()
        with self.assertRaises(Exception), self.cr.savepoint():
            practice.action_revise()

    def test_withdrawn_is_archived_at_once(self):
        practice = self._publish(self._write_practice())
        consent = self._consent_of(practice, self.giving).with_user(self.user_officer)
        consent._record_paper(
            "withdrawn", content=PDF, file_name="geri.pdf", reason="Changed our mind"
        )
        self.assertEqual(practice.state, "archived")
        self.assertEqual(practice.archive_kind, "withdrawn")
        self.assertNotIn(
            practice.id,
            self.env["mbb.practice"]
            .sudo()
            .search(self.env["mbb.practice"]._get_published_domain())
            .ids,
        )

    def test_archived_by_kurumsal_iletisim(self):
        practice = self._publish(self._write_practice())
        with self.assertRefused("Kurumsal"):
            practice.with_user(self.user_manager).action_end_publication("Old")
        practice.with_user(self.user_publisher).action_end_publication("Old")
        self.assertEqual(practice.state, "archived")

    def test_kept_current(self):
        practice = self._publish(self._write_practice())
        later = practice.date_review
        with patch(
            "odoo.addons.mbb_mentor.models.base.mbb_state_mixin.local_today",
            return_value=later,
        ):
            rule = self.env.ref("mbb_mentor.mbb_clock_rule_practice_published")
            self.assertIn(practice, rule._get_late_records())
            rule._tick(practice)
            self.assertTrue(practice.activity_ids.filtered(
                lambda a: a.user_id == self.user_officer and "valid" in a.summary
            ))
            practice.action_confirm_valid()
        self.assertFalse(practice.activity_ids)
        self.assertEqual(practice.date_review, later + timedelta(days=365))
        self.assertEqual(practice.date_confirmed, later)

    def test_only_a_draft_is_deleted(self):
        practice = self._write_practice()
        practice.action_submit()
        practice.action_return("Back")
        with self.assertRaises(UserError):
            practice.unlink()
        self._write_practice().unlink()


@tagged("post_install", "-at_install")
class TestPracticeFiles(PracticeCommon):
    """Pictures: by their content, described, and without what they tell aside."""

    def _add(self, content, name="foto.jpg", model="mbb.practice.picture"):
        practice = self._write_practice()
        values = self._picture_values(content, name=name, practice_id=practice.id)
        if model == "mbb.practice.file":
            values = {key: values[key] for key in ("name", "file", "practice_id")}
        return self.env[model].with_user(self.user_officer).create(values)

    def test_refused(self):
        refused = {
            "empty": b"",
            "too large": make_picture() + b"\x00" * (MAX_SIZE + 1),
            "thirty megabytes": b"\xff\xd8\xff" + b"\x00" * 30 * 1024 * 1024,
            "php": b"<?php system($_GET['c']); ?>",
            "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
            "broken": make_picture()[:60],
        }
        for what, content in refused.items():
            for model in ("mbb.practice.picture", "mbb.practice.file"):
                with self.subTest(what=what, model=model), self.assertRaises(UserError):
                    self._add(content, model=model)
        with self.assertRefused("picture"):
            self._add(PDF)

    def test_exif_is_gone(self):
        picture = self._add(make_picture())
        content = picture._get_content()
        self.assertNotIn(b"SecretCamera", content)
        with Image.open(io.BytesIO(content)) as image:
            self.assertEqual(image.size, (40, 30))
            self.assertFalse(dict(image.getexif()))

    def test_the_bytes_are_not_exchanged(self):
        picture = self._add(make_picture())
        with self.assertRefused("not changed"):
            picture.file = base64.b64encode(make_picture(exif=False))

    def test_each_picture_says_who_is_on_it(self):
        picture = self._add(make_picture())
        practice = picture.practice_id
        picture.nobody = False
        with self.assertRefused("name who is on it"):
            practice.action_submit()
        picture.person_ids = self.expert
        practice.action_submit()
        self.assertIn(self.expert.name, practice._get_missing_consents())

    def test_english_only_where_it_is_written(self):
        practice = self._write_practice()
        self.assertFalse(practice.has_english)
        practice.write(self._english())
        self.assertTrue(practice.has_english)
        practice.result_ids = [(0, 0, {"name": "Şikâyet", "unit": "adet"})]
        self.assertFalse(practice.has_english)
        practice.result_ids.write({"name_en": "Complaints", "unit_en": "pieces"})
        self.assertTrue(practice.has_english)


@tagged("post_install", "-at_install")
class TestPracticeAccess(PracticeCommon):
    def test_matrix(self):
        self.user_public = self.env.ref("base.public_user")
        for model, rights in MATRIX.items():
            for role in ROLES:
                user = getattr(self, f"user_{role}")
                for operation in OPERATIONS:
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            self.env[model].with_user(user).has_access(operation),
                            operation[0] in rights.get(role, ""),
                        )

    def test_another_company_sees_nothing(self):
        self._publish(self._write_practice())
        company = self.env["res.company"].create({"name": "Another Union"})
        user = self.env["res.users"].create(
            {
                **self._user_values(
                    "test.elsewhere", "mbb_mentor.group_mentor_manager"
                ),
                "company_id": company.id,
                "company_ids": [(6, 0, company.ids)],
            }
        )
        for model in MATRIX:
            if not self.env[model]._transient and model != "mbb.practice.criterion":
                self.assertFalse(self.env[model].with_user(user).search([]), model)

    def test_who_scores(self):
        practice = self._write_practice()
        practice.action_submit()
        for user in (self.user_officer, self.user_manager, self.user_approver):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                practice.with_user(user).action_score()
        self._give_points(practice)
        score = practice.sudo().score_ids[:1]
        with self.assertRaises(AccessError):
            score.with_user(self.user_publisher).points = 1
        with self.assertRaises(AccessError):
            score.with_user(self.user_manager).points = 1
        with self.assertRaises(ValidationError):
            score.with_user(self.user_unit).points = score.max_points + 1
        with self.assertRaises(UserError):
            score.with_user(self.user_unit).user_id = self.user_publisher

    def test_points_stay_after_the_review(self):
        practice = self._publish(self._write_practice())
        with self.assertRefused("not in review"):
            practice.sudo().score_ids[:1].with_user(self.user_unit).points = 1

    def test_approvers_read_what_they_are_asked(self):
        practice = self._write_practice(picture_ids=[(0, 0, self._picture_values())])
        draft = self._write_practice()
        practice.action_submit()
        practices = self.env["mbb.practice"].with_user(self.user_unit)
        self.assertIn(practice, practices.search([]))
        self.assertNotIn(draft, practices.search([]))
        form = Form(practice.with_user(self.user_unit))
        self.assertTrue(form.can_approve)
        self.assertTrue(form.can_score)
        self.assertFalse(
            self.env["mbb.practice.picture"].with_user(self.user_publisher).search([])
        )
        with self.assertRaises(AccessError):
            practice.with_user(self.user_unit).write({"year": 2000})

    def test_quoted_where_mentors_are_proposed(self):
        practice = self._publish(self._write_practice())
        mentee = self._create_mentee()
        wizard = (
            self.env["mbb.match.suggest"]
            .with_user(self.user_officer)
            .create({"mentee_id": mentee.id})
        )
        line = wizard.line_ids.filtered(lambda row: row.mentor_id == self.mentor)
        self.assertIn(practice.number, line.evidence)
        score = line.score
        practice.with_user(self.user_publisher).action_end_publication("Old")
        wizard = wizard.create({"mentee_id": mentee.id})
        line = wizard.line_ids.filtered(lambda row: row.mentor_id == self.mentor)
        self.assertFalse(line.evidence)
        self.assertEqual(line.score, score)
