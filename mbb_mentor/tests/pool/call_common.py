# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo import Command

from .common import ApplicationCommon


class CallCommon(ApplicationCommon):
    """A call with two criteria, three reviewers and who applies to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reviewers = cls.user_reviewer1 | cls.user_reviewer2 | cls.user_reviewer3
        cls.call = cls._create_call()

    @classmethod
    def _get_staff(cls):
        group = "mbb_mentor.group_mentor_reviewer"
        reviewers = {f"reviewer{number}": group for number in (1, 2, 3)}
        return {**super()._get_staff(), **reviewers}

    @classmethod
    def _call_values(cls, **values):
        return {
            "name": "Zoning that lasts",
            "basis_kind": "project",
            "basis_name": "Marmara Plan",
            "skill_ids": [Command.set(cls.skill.ids)],
            "date_close": cls.today + timedelta(days=10),
            "quota": 2,
            "criterion_ids": [
                Command.create({"name": "Need", "points": 60}),
                Command.create({"name": "Readiness", "points": 40}),
            ],
            "panel_ids": [
                Command.create({"user_id": user.id}) for user in cls.reviewers
            ],
            **values,
        }

    @classmethod
    def _create_call(cls, **values):
        return (
            cls.env["mbb.call"]
            .with_user(cls.user_manager)
            .create(cls._call_values(**values))
        )

    @classmethod
    def _end_day(cls, call):
        """Its last day was yesterday."""
        call.flush_recordset()
        cls.env.cr.execute(
            "UPDATE mbb_call SET date_close = %s, date_due = %s WHERE id = %s",
            [cls.today - timedelta(days=1)] * 2 + [call.id],
        )
        call.invalidate_recordset()

    @classmethod
    def _apply(cls, institution=None, call=None, review=True, **values):
        mentee = cls._create_mentee(
            accepted=False,
            institution=institution or cls.asking,
            call_id=(call or cls.call).id,
            **values,
        )
        mentee.sudo().action_submit()
        if review:
            mentee.with_user(cls.user_officer).action_review()
        return mentee

    @classmethod
    def _institutions(cls, count):
        institutions = [
            cls._create_institution(f"Municipality {number}", "district")
            for number in range(count)
        ]
        for institution in institutions:
            # What they are told is written in their language.
            institution.lang = "en_US"
        return institutions

    @classmethod
    def _assess(cls, call=None):
        call = call or cls.call
        cls._end_day(call)
        call.with_user(cls.user_officer).action_assess()

    @classmethod
    def _score(cls, mentee, points, reviews=None):
        """Both give the same points, the first criterion as far as it goes."""
        reviews = reviews if reviews is not None else mentee.sudo().review_ids
        for review in reviews.filtered(lambda r: r.state == "assigned"):
            own = review.with_user(review.reviewer_id)
            left = points
            for line in own.line_ids:
                given = min(left, line.max_points)
                line.write({"points": given, "remark": "Seen"})
                left -= given
            own.action_submit()

    @classmethod
    def _ranked_call(cls, points, quota=2, **values):
        """A call in assessment, its applications scored with `points`."""
        call = cls._create_call(quota=quota, **values)
        call.action_open()
        mentees = [cls._apply(one, call) for one in cls._institutions(len(points))]
        cls._assess(call)
        for mentee, number in zip(mentees, points, strict=True):
            cls._score(mentee, number)
        return call, mentees
