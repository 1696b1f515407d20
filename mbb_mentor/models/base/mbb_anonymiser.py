# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from . import needles
from .anonymising import FILES, ROW, Outcome

#: Shorter texts are no sign of anybody.
MIN_TEXT = 15


class MbbAnonymiser(models.AbstractModel):
    """Takes a person out of everything that is kept (KVKK m.7).

    Counts, states, institutions, days and amounts stay: no figure changes. It writes by
    SQL, past the models: registers and evidence refuse every write, a write would leave
    the old value in the history of the record, and a recomputation could change what
    was true when it was written. Nobody calls it but the run of an approved
    destruction list (`mbb.destruction`).
    """

    _name = "mbb.anonymiser"
    _description = "Anonymisation"
    _inherit = ["mbb.anonymiser.sweep.mixin", "mbb.anonymiser.file.mixin"]

    # -- what the rooms say --------------------------------------------------

    @api.model
    def _get_declarations(self):
        """{model: {path to the person: {field: how}}}; see `anonymising`."""
        return {}

    @api.model
    def _get_undeclared(self):
        """{model: why it needs no rule although it names persons}."""
        return {}

    @api.model
    def _get_kept(self):
        """{model: ids} of the papers that go on naming whoever they name."""
        return {}

    @api.model
    def _keep_name(self, partner, kept):
        """Write the name into the papers that go on naming the person."""

    @api.model
    def _close_accounts(self, partner):
        """Let nobody sign in as the person any more."""

    # -- the person ----------------------------------------------------------

    @api.model
    def _anonymise_person(self, partner):
        """Take `partner` out of all that is kept, but for papers still to be kept."""
        partner.ensure_one()
        self.env.flush_all()
        partner = self._bare(partner)
        kept = self._get_kept()
        kept["ir.attachment"] = spared = self._get_spared_files(kept)
        found = self._get_needles(partner)
        self._keep_name(partner, kept)
        outcome = Outcome()
        owned = self._get_owned(partner)
        # As long as the name is there to be compared.
        near = self._get_near(partner, owned)
        for model, by_path in self._get_declarations().items():
            for path, hows in by_path.items():
                # What was deleted on the way is no longer there.
                records = owned[model, path].exists()
                left = kept.get(model, ())
                records = records.filtered(lambda row, left=left: row.id not in left)
                outcome.add(self._anonymise_fields(records, hows, partner, spared))
        outcome.add(self._destroy_named_files(found, spared))
        self._close_accounts(partner)
        outcome.fields += self._sweep_texts(outcome.texts)
        outcome.fields += self._sweep(found, kept, near)
        self.env.invalidate_all(flush=False)
        return outcome

    @api.model
    def _bare(self, records):
        """As superuser, archived rows and those of all companies included."""
        return records.sudo().with_context(active_test=False, prefetch_fields=False)

    @api.model
    def _get_owned(self, partner):
        """{(model, path): records} of the person."""
        owned = {}
        for model, by_path in self._get_declarations().items():
            records = self._bare(self.env[model])
            for path in by_path:
                domain = self._get_person_domain(path, partner)
                owned[model, path] = records.search(domain)
        return owned

    @api.model
    def _get_person_domain(self, path, partner):
        """Records that `path` leads from to the person; `email` leads by address."""
        if path.rpartition(".")[2] == "email":
            emails = {text for kind, text in self._get_own_signs(partner) if "@" in text}
            return Domain.OR(Domain(path, "=ilike", email) for email in sorted(emails))
        return Domain(path, "=", partner.id)

    @api.model
    def _get_own_signs(self, partner):
        """What the contact and its accounts say, now and in their history."""
        users = partner.user_ids
        signs = {(needles.NAME, partner.name), (needles.EMAIL, partner.email)}
        signs |= {(needles.PHONE, partner.phone), (needles.NUMBER, partner.vat)}
        signs |= {(needles.LOGIN, user.login) for user in users}
        # What it said before was written into the history of the contact.
        kinds = {"name": needles.NAME, "email": needles.EMAIL, "phone": needles.PHONE}
        self.env.cr.execute(
            SQL(
                """
                SELECT field.name, value.old_value_char, value.new_value_char
                  FROM mail_tracking_value value
                  JOIN ir_model_fields field ON field.id = value.field_id
                  JOIN mail_message message ON message.id = value.mail_message_id
                 WHERE message.model = 'res.partner' AND message.res_id = %s
                   AND field.name IN %s
                """,
                partner.id,
                tuple(kinds),
            )
        )
        for name, *values in self.env.cr.fetchall():
            signs |= {(kinds[name], value) for value in values}
        return {(kind, text) for kind, text in signs if text}

    @api.model
    def _get_signs(self, partner):
        """All signs of the person, wherever they were typed."""
        signs = self._get_own_signs(partner)
        owned = self._get_owned(partner)
        for model, by_path in self._get_declarations().items():
            for path, hows in by_path.items():
                for name, how in hows.items():
                    if how.sign:
                        texts = owned[model, path].mapped(name)
                        signs |= {(how.sign, text) for text in texts if text}
        return signs

    @api.model
    def _get_words(self, partner):
        """What stands in the place of each sign."""
        lang = self.env.company.partner_id.lang or self.env.lang
        own = self.with_context(lang=lang).env
        name = own._("Anonymous Person %(number)s", number=partner.id)
        return {
            needles.NAME: name,
            needles.EMAIL: f"anonymous-{partner.id}@anonymous.invalid",
            needles.LOGIN: f"anonymous-{partner.id}",
            needles.PHONE: "–",
            needles.NUMBER: "–",
        }

    @api.model
    def _get_needles(self, partner):
        """The signs that are this person's alone."""
        words = self._get_words(partner)
        signs = {
            (kind, text)
            for kind, text in self._get_signs(partner)
            if text not in words.values() and not self._is_of_others(partner, kind, text)
        }
        return needles.Needles(signs, words)

    @api.model
    def _is_of_others(self, partner, kind, text):
        """An address or a phone that an institution or a colleague has, too, says
        nothing of the person."""
        others = self._bare(self.env["res.partner"])
        domain = Domain("id", "!=", partner.id)
        if kind in (needles.EMAIL, needles.LOGIN):
            return bool(others.search_count(domain & Domain("email", "=ilike", text)))
        if kind == needles.NUMBER:
            # Of an employee the contact bears the tax number of the employer.
            return bool(others.search_count(domain & Domain("vat", "=", text)))
        if kind == needles.PHONE:
            # SQL: the digits of a phone, however it was written.
            self.env.cr.execute(
                SQL(
                    r"""SELECT 1 FROM res_partner WHERE id != %s AND phone IS NOT NULL
                    AND regexp_replace(phone, '\D', '', 'g') LIKE %s LIMIT 1""",
                    partner.id,
                    f"%{needles.get_digits(text)}",
                )
            )
            return bool(self.env.cr.fetchone())
        return False

    @api.model
    def _has_namesake(self, partner):
        """Whether somebody else bears the name: then it is looked for only in what is
        this person's."""
        # SQL: Turkish letters are folded as the sweep folds them.
        self.env.cr.execute(
            SQL(
                "SELECT 1 FROM res_partner WHERE id != %s AND %s = %s LIMIT 1",
                partner.id,
                self._fold_sql(SQL("name")),
                needles.plain(partner.name),
            )
        )
        return bool(self.env.cr.fetchone())

    @api.model
    def _get_near(self, partner, owned):
        """{table: ids} of what is this person's, where a namesake exists; else None."""
        if not self._has_namesake(partner):
            return None
        near = {"res_partner": {partner.id}, "res_users": set(partner.user_ids.ids)}
        for (model, _path), records in owned.items():
            near.setdefault(self.env[model]._table, set()).update(records.ids)
        messages = self._bare(self.env["mail.message"])
        domain = Domain("author_id", "=", partner.id) | Domain(
            "notified_partner_ids", "in", partner.ids
        )
        for (model, _path), records in owned.items():
            domain |= Domain("model", "=", model) & Domain("res_id", "in", records.ids)
        found = messages.search(domain)
        near["mail_message"] = set(found.ids)
        mails = self._bare(self.env["mail.mail"])
        near["mail_mail"] = set(mails.search([("mail_message_id", "in", found.ids)]).ids)
        near["mail_tracking_value"] = set(found.tracking_value_ids.ids)
        return near

    # -- records -------------------------------------------------------------

    @api.model
    def _anonymise_records(self, records):
        """Take what their persons wrote and gave out of `records`; who it was stays
        as long as the person does."""
        self.env.flush_all()
        records = self._bare(records)
        hows = {}
        for by_field in self._get_declarations().get(records._name, {}).values():
            hows |= {name: how for name, how in by_field.items() if name != ROW}
        spared = self._get_spared_files(self._get_kept())
        outcome = self._anonymise_fields(records, hows, None, spared)
        outcome.fields += self._sweep_texts(outcome.texts)
        self.env.invalidate_all(flush=False)
        return outcome

    @api.model
    def _anonymise_fields(self, records, hows, partner, spared=()):
        """Do with each field of `records` what its room has said.

        :param spared: ids of files that stay whatever they lie with
        """
        if not records:
            return Outcome()
        if ROW in hows:
            return self._delete_rows(records, spared)
        outcome = Outcome()
        if FILES in hows:
            outcome.add(self._destroy_files(self._get_files(records), spared))
        changed = {}
        for name, how in hows.items():
            if name == FILES or how.what == "stays" or partner and how.what == "ends":
                continue
            field = records._fields[name]
            if field.type == "binary" and field.attachment:
                files = self._get_field_files(records, name)
                outcome.add(self._destroy_files(files, spared))
            elif field.store:
                outcome.texts |= self._get_texts(records, field, how)
                changed[name] = self._get_value(records, field, how, partner)
        outcome.fields += self._write_past(records, changed)
        self._forget_changes(records, changed)
        return outcome

    @api.model
    def _get_texts(self, records, field, how):
        if how.sign or field.type not in ("char", "text"):
            return set()
        texts = records.mapped(field.name)
        return {text for text in texts if text and len(text) >= MIN_TEXT}

    @api.model
    def _get_value(self, records, field, how, partner):
        """The value afterwards, as the column takes it."""
        words = self._get_words(partner) if partner else {}
        if how.what in ("name", "login") and partner:
            value = words[needles.NAME if how.what == "name" else needles.LOGIN]
        elif field.type in ("json", "binary") or how.what == "blank" and (
            not field.required
        ):
            return None
        else:
            value = self.env._("(destroyed)")
        if field.type == "html":
            value = f"<p>{value}</p>"
        # What has to be told apart goes on being told apart.
        if field.name in self._get_unique_fields(records):
            value = SQL("%s || ' ' || id", value)
        if field.translate:
            value = SQL("jsonb_build_object('en_US', %s::text)", value)
        return value

    @api.model
    def _get_unique_fields(self, records):
        """Required texts that a constraint may want different in each row."""
        return {"iban", "acc_number", "sanitized_acc_number"} & set(records._fields)

    @api.model
    def _write_past(self, records, values):
        """Write by SQL (why: see the class); how many cells changed."""
        count = 0
        table = SQL.identifier(records._table)
        for name, value in values.items():
            column = SQL.identifier(name)
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id IN %s AND %s IS NOT NULL "
                    "AND %s::text != '' AND %s IS DISTINCT FROM %s",
                    table,
                    column,
                    value,
                    records._ids,
                    column,
                    column,
                    column,
                    value,
                )
            )
            count += self.env.cr.rowcount
        return count

    @api.model
    def _forget_changes(self, records, names):
        """The history of a field would still say what stood there."""
        if not names or "message_ids" not in records._fields:
            return
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM mail_tracking_value value
                 USING mail_message message, ir_model_fields field
                 WHERE message.id = value.mail_message_id
                   AND field.id = value.field_id
                   AND message.model = %s AND message.res_id IN %s
                   AND field.name IN %s
                """,
                records._name,
                records._ids,
                tuple(names),
            )
        )

    @api.model
    def _delete_rows(self, records, spared=()):
        """Rows that serve no purpose without their person, with what hangs on them."""
        outcome = self._destroy_files(self._get_files(records), spared)
        if "message_ids" in records._fields:
            # By SQL: the history of a record is closed to everybody else.
            self.env.cr.execute(
                SQL(
                    "DELETE FROM mail_message WHERE model = %s AND res_id IN %s",
                    records._name,
                    records._ids,
                )
            )
            for model in ("mail.followers", "mail.activity"):
                rows = self._bare(self.env[model])
                rows.search(
                    [("res_model", "=", records._name), ("res_id", "in", records.ids)]
                ).unlink()
        self.env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE id IN %s",
                SQL.identifier(records._table),
                records._ids,
            )
        )
        outcome.rows += self.env.cr.rowcount
        self.env.invalidate_all(flush=False)
        return outcome
