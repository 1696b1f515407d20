# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import io

from PIL import Image

from ..common import PDF
from ..relation.common import RelationCommon

#: model: {role: operations}; a role that is not named has none.
MATRIX = {
    "mbb.practice": {"officer": "rwcu", "manager": "rwcu", "approver": "r"},
    "mbb.practice.result": {"officer": "rwcu", "manager": "rwcu", "approver": "r"},
    "mbb.practice.picture": {"officer": "rwcu", "manager": "rwcu", "approver": "r"},
    "mbb.practice.file": {"officer": "rwcu", "manager": "rwcu", "approver": "r"},
    "mbb.practice.consent": {"officer": "r", "manager": "r", "approver": "r"},
    "mbb.practice.consent.record": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.carry.on": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.need.analysis": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.need.analysis.line": {"officer": "rw", "manager": "rw"},
    "mbb.practice.criterion": {"officer": "r", "manager": "rwcu", "approver": "r"},
    "mbb.practice.score": {"officer": "r", "manager": "rw", "approver": "rw"},
}


def make_picture(exif=True):
    """A small photograph that says where it was taken."""
    output = io.BytesIO()
    image = Image.new("RGB", (40, 30), "teal")
    data = Image.Exif()
    if exif:
        data[0x010F] = "SecretCamera"
    image.save(output, "JPEG", exif=data)
    return output.getvalue()


class PracticeCommon(RelationCommon):
    """The units that review and publish, and a practice that can be written."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.answering_unit = cls.skill_type.mentor_unit_id
        if not cls.answering_unit:
            cls.answering_unit = cls._create_unit("Planning")
            cls.skill_type.mentor_unit_id = cls.answering_unit
        cls.communication = cls.env["hr.department"].search(
            [("mentor_code", "=", "kurumsal_iletisim")], limit=1
        ) or cls._create_unit("Communication", mentor_code="kurumsal_iletisim")
        cls.user_unit = cls._make_head(cls.answering_unit, "test.unit.head")
        cls.user_publisher = cls._make_head(cls.communication, "test.publisher")

    @classmethod
    def _make_head(cls, unit, login):
        user = cls.env["res.users"].create(
            cls._user_values(login, "mbb_mentor.group_mentor_approver")
        )
        unit.manager_id = cls.env["hr.employee"].create(
            {"name": login, "user_id": user.id, "department_id": unit.id}
        )
        return user

    @classmethod
    def _practice_values(cls, **values):
        return {
            "name": "Bahçe atığı randevuyla toplanır",
            "problem": "Atık haftalarca kaldırımda bekliyordu.",
            "solution": "Telefonla randevu verildi.",
            "result": "Şikâyet azaldı.",
            "cost": "İki araç, dört kişi.",
            "conditions": "Bir çağrı merkezi yeter.",
            "institution_id": cls.giving.id,
            "skill_ids": [(6, 0, cls.skill.ids)],
            **values,
        }

    @classmethod
    def _english(cls):
        return {
            "name_en": "Garden waste is collected by appointment",
            "problem_en": "Waste lay on the pavement for weeks.",
            "solution_en": "Appointments were given by telephone.",
            "result_en": "There were fewer complaints.",
            "cost_en": "Two vehicles, four people.",
            "conditions_en": "A call centre is enough.",
        }

    @classmethod
    def _write_practice(cls, **values):
        practices = cls.env["mbb.practice"].with_user(cls.user_officer)
        return practices.create(cls._practice_values(**values))

    @classmethod
    def _picture_values(cls, content=None, **values):
        return {
            "name": "foto.jpg",
            "file": base64.b64encode(make_picture() if content is None else content),
            "alt_text": "Bahçe atığı yüklenen bir kamyon",
            "nobody": True,
            **values,
        }

    @classmethod
    def _give_points(cls, practice, user=None, share=0.8):
        """Points for every criterion, by whoever is asked to decide."""
        user = user or cls.user_unit
        practice.with_user(user).action_score()
        scores = cls.env["mbb.practice.score"].with_user(user)
        for score in scores.search([("practice_id", "=", practice.id)]):
            score.points = share * score.max_points

    @classmethod
    def _review(cls, practice):
        """Submitted, scored and agreed to by the unit: the parties are asked."""
        practice.action_submit()
        cls._give_points(practice)
        cls._approve(practice, cls.user_unit)

    @classmethod
    def _consent_of(cls, practice, partner):
        return practice.sudo().consent_ids.filtered(
            lambda c: c._get_party() == partner and c.state != "cancelled"
        )

    @classmethod
    def _record_grants(cls, practice):
        """Each party's signed paper, recorded by the officer."""
        for consent in practice.sudo().consent_ids.filtered(
            lambda c: c.state == "requested"
        ):
            consent.with_user(cls.user_officer)._record_paper(
                "granted", content=PDF, file_name="izin.pdf", capacity="Başkan"
            )

    @classmethod
    def _publish(cls, practice):
        cls._review(practice)
        cls._record_grants(practice)
        cls._approve(practice, cls.user_publisher)
        return practice

    @classmethod
    def _closed_match(cls):
        """A match in evaluation."""
        match = cls._agree()
        match.sudo()._take_arrow("active")
        match.action_start_evaluation()
        return match
