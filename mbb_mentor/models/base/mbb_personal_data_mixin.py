# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime, formatLang, html2plaintext

from .zone import ZONE


class MbbPersonalDataMixin(models.AbstractModel):
    """What a model keeps about one person, as that person may read it (KVKK m.11).

    Fields are named one by one: a new one is told when somebody has written it here.
    None of them names anybody else, and none is for the office alone.
    """

    _name = "mbb.personal.data.mixin"
    _description = "Personal Data"

    #: Key of the `mbb.data.category` under which it is told.
    _personal_category = False
    #: What is told, in this order; behind a dot what lies on the other end.
    _personal_fields = ()

    @api.model
    def _get_personal_domain(self, partner):
        """The records that are about `partner`."""
        return Domain.FALSE

    @api.model
    def _get_personal_data(self, partner):
        """{category: [entry]}, read as superuser: the domain says whose it is.

        :param partner: the person, whose own right has been asked before
        """
        records = self.sudo().with_context(active_test=False)
        found = records.search(self._get_personal_domain(partner), order="id")
        entries = [record._get_personal_entry(partner) for record in found]
        return {self._personal_category: entries} if entries else {}

    def _get_personal_entry(self, partner, names=None):
        """{"model", "kind", "values"} of one record."""
        self.ensure_one()
        names = self._personal_fields if names is None else names
        return {
            "model": self._name,
            "kind": self.env["ir.model"]._get(self._name).name,
            "values": [self._get_personal_value(name) for name in names],
        }

    def _get_personal_value(self, path):
        """{"name", "label", "value", "text"}: for a machine and for a reader."""
        self.ensure_one()
        record, name = self, path
        label = self._fields[path.partition(".")[0]]._description_string(self.env)
        while "." in name:
            first, _dot, name = name.partition(".")
            record = record[first]
        value, text = self._convert_personal(record, name) if record else (None, "")
        return self._prepare_personal_value(path, label, value, text)

    @api.model
    def _prepare_personal_value(self, name, label, value, text=None):
        text = value if text is None else text
        return {
            "name": name,
            "label": label,
            "value": None if value in (None, "") else value,
            "text": str(text or ""),
        }

    @api.model
    def _convert_personal(self, record, name):
        """(value for JSON, words) of one field, of whatever model."""
        field, value, env = record._fields[name], record[name], self.env
        if field.type == "boolean":
            return value, env._("Yes") if value else env._("No")
        if field.type in ("integer", "float"):
            return value, f"{value:g}"
        if field.type == "monetary":
            currency = record[field.get_currency_field(record)]
            return value, formatLang(env, value, currency_obj=currency)
        if not value:
            return None, ""
        if field.type == "selection":
            return value, self._get_personal_label(record, name)
        if field.type == "date":
            return fields.Date.to_string(value), format_date(env, value)
        if field.type == "datetime":
            text = format_datetime(env, value, tz=ZONE, dt_format="dd.MM.yyyy HH:mm")
            return f"{value.isoformat(timespec='seconds')}Z", text
        if field.relational:
            names = value.mapped("display_name")
            if field.type == "many2one":
                return names[0], names[0]
            return names, ", ".join(names)
        if field.type == "html":
            value = html2plaintext(value)
        return value, value

    @api.model
    def _get_personal_label(self, record, name):
        if name == "state" and hasattr(record, "_get_state_label"):
            return record._get_state_label()
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name], record[name])
