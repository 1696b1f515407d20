# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from urllib.parse import quote

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.mbb_mentor.models.organisation.fold import fold

#: Code of the country whose examples are not from abroad.
HOME = "TR"


class MbbPractice(models.Model):
    """What everybody reads of a good practice: exactly what was consented to.

    Not published: points, consents, who wrote and who decided.
    """

    _name = "mbb.practice"
    _inherit = ["mbb.practice", "mbb.public.mixin"]

    _public_path = "/mentoring/practices"

    @api.model
    def _get_public_domain(self):
        """In English only what somebody wrote in English."""
        domain = self._get_published_domain()
        if not self._is_public_turkish():
            domain &= Domain("has_english", "=", True)
        return domain

    @api.model
    def _is_public_turkish(self):
        return (self.env.lang or "tr").startswith("tr")

    @api.model
    def _get_public_number_sudo(self, number):
        """The published version of that number, in whatever language."""
        return self.sudo().search(
            self._get_published_domain() & Domain("number", "=ilike", number), limit=1
        )

    @api.model
    def _was_public(self, number):
        """Whether something was published under that number once."""
        gone = Domain("number", "=ilike", number) & Domain("state", "=", "archived")
        company = Domain("company_id", "=", self.env.company.id)
        return bool(self.sudo().search_count(gone & company, limit=1))

    def _get_public_url(self):
        """By its number: stable, whatever the title, the version or the language."""
        self.ensure_one()
        return f"{self._public_path}/{quote((self.number or '').lower())}"

    # -- the list ----------------------------------------------------------

    @api.model
    def _get_public_text_domain(self, text):
        """All the words, however they are spelled: İ, I, ı and i are one, ş is s."""
        key = "search_key" if self._is_public_turkish() else "search_key_en"
        return Domain.AND(Domain(key, "ilike", word) for word in fold(text).split())

    @api.model
    def _get_public_filter_domain(self, name, value):
        """What one filter of the list leaves; its value is one of the options."""
        if name == "field":
            return Domain("skill_ids.skill_type_id", "=", int(value))
        if name == "where":
            return Domain("country_id.code", "=" if value == "home" else "!=", HOME)
        if name == "province":
            return Domain("state_id", "=", int(value))
        if name == "type":
            return Domain("institution_type", "=", value)
        return Domain("year", "=", int(value))

    @api.model
    def _get_public_options(self):
        """{filter: [(value, text)]} of what there is: nobody chooses an empty list."""
        # sudo: of what is published, and names that stand on the pages.
        published = self.sudo()
        domain = self._get_public_domain()
        found = published._search(domain)
        fields_ = self.env["hr.skill.type"].sudo().search(
            [("skill_ids", "any", [("id", "in", self._get_public_skill_ids(domain))])]
        )
        types = dict(
            published._fields["institution_type"]._description_selection(self.env)
        )

        def values_of(name):
            rows = published._read_group([("id", "in", found)], [name])
            return [row[0] for row in rows if row[0]]

        countries = {country.code for country in values_of("country_id")}
        where = []
        if HOME in countries:
            where.append(("home", self.env._("Türkiye")))
        if countries - {HOME}:
            where.append(("abroad", self.env._("Abroad")))
        provinces = sorted(values_of("state_id"), key=lambda row: fold(row.name))
        return {
            "field": [(str(row.id), row.name) for row in fields_],
            "where": where,
            "province": [(str(row.id), row.name) for row in provinces],
            "type": [(value, types[value]) for value in values_of("institution_type")],
            "year": [
                (str(year), str(year))
                for year in sorted(values_of("year"), reverse=True)
            ],
        }

    @api.model
    def _get_public_skill_ids(self, domain):
        rows = self.sudo()._read_group(domain, ["skill_ids"])
        return [skill.id for (skill,) in rows if skill]

    # -- plain values ------------------------------------------------------

    def _get_public_card(self):
        self.ensure_one()
        pictures = self.picture_ids
        # In a list, those of all its rows are read at once.
        picture = pictures[:1].with_prefetch(pictures._prefetch_ids)
        return {
            "id": self.id,
            "url": self._get_public_url(),
            "name": self._get_text("name"),
            "institution": self.institution_id.name,
            "subjects": self.skill_ids.mapped("name"),
            "year": self.year,
            "country": self.country_id.name,
            "abroad": self.country_id.code != HOME,
            "adoptions": self.adoption_count,
            "picture": picture and picture._get_public_values(),
        }

    def _get_public_page(self):
        """Plain values for its own page."""
        sources = dict(self._fields["source"]._description_selection(self.env))
        texts = {
            name: self._get_text(name) for name in self._text_fields if self[name]
        }
        return {
            **self._get_public_card(),
            **{name: texts.get(name) for name in self._text_fields},
            "number": self.number,
            "version": self.version,
            "source": sources[self.source],
            "province": self.state_id.name,
            "website": self.institution_id.website,
            "date_published": self.date_published,
            "date_confirmed": self.date_confirmed,
            "people": self._get_shown_people(),
            "numbers": [row._get_public_values() for row in self.result_ids],
            "pictures": [row._get_public_values() for row in self.picture_ids],
            "files": [
                {"id": row.id, "name": row.name, "size": row.size}
                for row in self.file_ids
            ],
        }


class MbbPracticeResult(models.Model):
    _inherit = "mbb.practice.result"

    def _get_public_values(self):
        self.ensure_one()
        english = not self.env["mbb.practice"]._is_public_turkish()
        return {
            "name": english and self.name_en or self.name,
            "before": self.value_before,
            "after": self.value_after,
            "unit": (english and self.unit_en or self.unit) or "",
            "change": self.change_percent,
        }


class MbbPracticePicture(models.Model):
    _inherit = "mbb.practice.picture"

    def _get_public_values(self):
        self.ensure_one()
        english = not self.env["mbb.practice"]._is_public_turkish()
        return {"id": self.id, "alt": english and self.alt_text_en or self.alt_text}
