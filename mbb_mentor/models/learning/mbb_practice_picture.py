# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbPracticePicture(models.Model):
    """A picture of a good practice.

    It says in words what it shows, and either who is on it or that nobody can be
    recognised.
    """

    _name = "mbb.practice.picture"
    _inherit = ["mbb.practice.upload.mixin"]
    _description = "Picture of a Good Practice"

    _mimetypes = ("image/jpeg", "image/png")

    alt_text = fields.Char(
        string="What It Shows",
        required=True,
        help="Read out to those who do not see the picture.",
    )
    alt_text_en = fields.Char(string="What It Shows (English)")
    nobody = fields.Boolean(
        string="Nobody Can Be Recognised",
        help="No face, no name plate, no licence plate.",
    )
    person_ids = fields.Many2many(
        "res.partner",
        "mbb_practice_picture_person_rel",
        "picture_id",
        "partner_id",
        string="People on It",
        domain=[("is_company", "=", False)],
        help="Each of them is asked for consent.",
    )
    image = fields.Binary(related="file", string="Picture")

    @api.onchange("nobody")
    def _onchange_nobody(self):
        if self.nobody:
            self.person_ids = False

    def _get_people_obstacle(self):
        """Why the picture cannot be published as it is described, or False."""
        for picture in self:
            if picture.nobody == bool(picture.person_ids):
                return self.env._(
                    "Picture “%(picture)s”: name who is on it, or say that nobody can "
                    "be recognised.",
                    picture=picture.name,
                )
        return False

    def _get_content_payload(self):
        return [
            [
                row.sha256,
                row.alt_text,
                row.alt_text_en or "",
                row.nobody,
                sorted(row.person_ids.ids),
            ]
            for row in self.sorted("id")
        ]
