# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import io
from datetime import timedelta
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ...models.organisation.fold import fold
from ..common import MentorCommon


@tagged("post_install", "-at_install")
class TestInstitutions(MentorCommon):
    """Found once, entered whole or not at all, renamed with their history."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].with_user(cls.user_officer)
        cls.istanbul = cls.env.ref("base.state_tr_34")
        cls.bursa = cls.env.ref("base.state_tr_16")
        cls.giving.write(
            {
                "name": "Işıklar Belediyesi",
                "state_id": cls.istanbul.id,
                "detsis": "11112222",
                "vat": "1234567890",
                "email": "bilgi@isiklar.bel.tr",
            }
        )

    def _import(self, text, source="text"):
        wizard = (
            self.env["mbb.institution.import"]
            .with_user(self.user_officer)
            .create({"source": source, "text": text})
        )
        wizard.action_preview()
        return wizard

    # -- duplicates --------------------------------------------------------------

    def test_folding(self):
        self.assertEqual(fold("İSTANBUL Işık"), fold("istanbul ISIK"))
        self.assertEqual(fold("Şile  Çay-Göl Üzümü"), "sile cay gol uzumu")

    def test_found_by_each_mark(self):
        for values in (
            {"detsis": "1111 2222"},
            {"vat": "TR 1234567890"},
            {"name": "IŞIKLAR belediye başkanlığı"},
            {"name": "T.C. isiklar Belediyesi", "state_id": self.istanbul.id},
            {"email": "yazi@ISIKLAR.bel.tr"},
        ):
            with self.subTest(values):
                found = self.partner._find_mentor_duplicates(values)
                self.assertEqual(found[0][0], self.giving)

    def test_not_found(self):
        for values in (
            {"name": "Işıklar Belediyesi", "state_id": self.bursa.id},
            {"email": "isiklar@gmail.com"},
            {"name": "Karanlık Belediyesi"},
        ):
            with self.subTest(values):
                self.assertNotIn(
                    self.giving,
                    [row[0] for row in self.partner._find_mentor_duplicates(values)],
                )

    def test_form_warns(self):
        form = Form(
            self.partner.with_context(
                default_is_company=True, default_is_mentor_institution=True
            )
        )
        form.name = "ISIKLAR BELEDİYESİ"
        self.assertIn(self.giving.name, form.mentor_duplicates)

    # -- import --------------------------------------------------------------------

    def test_import_rows(self):
        wizard = self._import(
            "Kurum Adı;Tür;İl;DETSİS;Nüfus;Üyelik Başlangıcı\n"
            "Yeni Belediyesi;İlçe Belediyesi;Bursa;333;12.500;01.02.2003\n"
            "ışıklar belediyesi;district;istanbul;;900;\n"
        )
        new, known = wizard.line_ids
        if new.error:  # Turkish is not installed
            new.institution_type, new.error = "district", False
        self.assertEqual((new.action, known.action), ("create", "update"))
        self.assertEqual(known.duplicate_id, self.giving)
        wizard.action_apply()
        partner = self.partner.search([("detsis", "=", "333")])
        self.assertEqual(partner.population, 12500)
        self.assertEqual(partner.state_id, self.bursa)
        self.assertEqual(str(partner.membership_from), "2003-02-01")
        self.assertTrue(partner.is_mentor_institution)
        self.assertEqual(self.giving.name, "Işıklar Belediyesi")
        self.assertEqual(self.giving.population, 900)

    def test_nothing_half_imported(self):
        wizard = self._import(
            "name\ttype\tprovince\temail\n"
            "Good Municipality\tdistrict\tBursa\t\n"
            "Bad Municipality\tcastle\tAtlantis\tno address\n"
            "\tdistrict\tBursa\t\n"
            "good municipality\tdistrict\tbursa\t\n"
            "Affiliate\taffiliated\tBursa\tsu@isiklar.bel.tr\n"
        )
        good, bad, nameless, twice, shared = wizard.line_ids
        self.assertFalse(good.error)
        self.assertIn("castle", bad.error)
        self.assertIn("Atlantis", bad.error)
        self.assertIn("no address", bad.error)
        self.assertTrue(nameless.error and twice.error)
        self.assertEqual(shared.action, "ask")
        self.assertEqual(wizard.error_count, 4)
        with self.assertRaises(UserError):
            wizard.action_apply()
        self.assertFalse(self.partner.search([("name", "=", "Good Municipality")]))
        (bad + nameless + twice).action = "skip"
        shared.action = "create"
        wizard.action_apply()
        self.assertTrue(self.partner.search([("name", "=", "Good Municipality")]))
        self.assertTrue(self.partner.search([("name", "=", "Affiliate")]))

    def test_import_file(self):
        book = Workbook()
        book.active.append(["Name", "Type", "Population"])
        book.active.append(["Sheet Municipality", "town", 4321.0])
        stream = io.BytesIO()
        book.save(stream)
        files = {
            "table.xlsx": stream.getvalue(),
            "table.csv": "Ad;Tür\nŞile Deneme Belediyesi;town\n".encode("cp1254"),
        }
        for name, content in files.items():
            wizard = self.env["mbb.institution.import"].create(
                {
                    "source": "file",
                    "file_name": name,
                    "file": base64.b64encode(content),
                }
            )
            wizard.action_preview()
            wizard.action_apply()
        sheet = self.partner.search([("name", "=", "Sheet Municipality")])
        self.assertEqual(sheet.population, 4321)
        self.assertTrue(self.partner.search([("name", "=", "Şile Deneme Belediyesi")]))

    def _make_sheet(self, **files):
        """A workbook with parts of it replaced by what no spreadsheet writes."""
        stream, hostile = io.BytesIO(), io.BytesIO()
        Workbook().save(stream)
        with ZipFile(stream) as book, ZipFile(hostile, "w", ZIP_DEFLATED) as made:
            for name in book.namelist():
                key = name.rpartition("/")[2].partition(".")[0]
                made.writestr(name, files.get(key, book.read(name)))
        return hostile.getvalue()

    def test_wide_sheet_is_cut(self):
        """Each row would be padded with as many cells as its last one says."""
        rows = b"".join(
            b'<row r="%d"><c r="XFD%d" t="inlineStr"><is><t>x</t></is></c></row>'
            % (row, row)
            for row in range(1, 9)
        )
        head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
        content = self._make_sheet(
            sheet1=head + b'2006/main"><sheetData>' + rows + b"</sheetData></worksheet>"
        )
        table = self.env["mbb.institution.import"]._read_workbook(content)
        self.assertLessEqual(max(map(len, table)), 100)

    def test_odd_text(self):
        wizard = self.env["mbb.institution.import"].create(
            {
                "source": "file",
                "file": base64.b64encode(
                    "Ad;Tür;Nüfus\rA\x00B;town;99999999999\r"
                    f"C;town;{'9' * 5000}\rD;town;-5\r".encode()
                ),
            }
        )
        wizard.action_preview()
        self.assertEqual(wizard.line_ids.mapped("name"), ["A B", "C", "D"])
        self.assertEqual(wizard.error_count, 3)

    def test_unreadable(self):
        for content in (
            b"PK\x03\x04rubbish",
            b"",
            b"a;b\n1;2\n",
            self._make_sheet(sheet1=b"<worksheet"),
            self._make_sheet().replace(b"\x08\x00", b"\x63\x00"),
        ):
            wizard = self.env["mbb.institution.import"].create(
                {"source": "file", "file": base64.b64encode(content)}
            )
            with self.subTest(content), self.assertRaises(UserError):
                wizard.action_preview()

    def test_shipped(self):
        action = (
            self.env["mbb.institution.import"]
            .with_user(self.user_officer)
            ._open_shipped()
        )
        wizard = self.env["mbb.institution.import"].browse(action["res_id"])
        self.assertFalse(wizard.line_ids.filtered("error"))
        kinds = wizard.line_ids.grouped("institution_type")
        counts = {kind: len(lines) for kind, lines in kinds.items()}
        self.assertEqual(
            counts,
            {
                "metropolitan": 6,
                "provincial": 5,
                "metropolitan_district": 115,
                "district": 38,
            },
        )
        self.assertFalse(any(wizard.line_ids.mapped("membership_from")))
        wizard.action_apply()
        again = self.env["mbb.institution.import"]._open_shipped()
        lines = self.env["mbb.institution.import"].browse(again["res_id"]).line_ids
        self.assertEqual(set(lines.mapped("action")), {"update"})

    # -- renaming, merging, closing -----------------------------------------------

    def _change(self, kind, **values):
        wizard = (
            self.env["mbb.institution.change"]
            .with_user(self.user_officer)
            .create(
                {
                    "institution_id": self.giving.id,
                    "kind": kind,
                    "ground": "Law 7777",
                    **values,
                }
            )
        )
        wizard.action_apply()

    def test_former_name_is_kept_and_found(self):
        self._change("rename", name="Aydınlık Belediyesi")
        former = self.giving.former_name_ids[0]
        self.assertEqual(former.name, "Işıklar Belediyesi")
        self.assertEqual(former.ground, "Law 7777")
        self.assertEqual(former.date_to, self.today - timedelta(days=1))
        found = self.partner._find_mentor_duplicates({"name": "isiklar belediyesi"})
        self.assertEqual(found[0][0], self.giving)
        self.giving.name = "Parlak Belediyesi"
        self.assertIn("Aydınlık Belediyesi", self.giving.former_name_ids.mapped("name"))

    def test_closed_institution_has_no_rights(self):
        mentor = self._create_mentor()
        yesterday = self.today - timedelta(days=1)
        self._change("close", date=yesterday)
        self.assertEqual(self.giving.mentor_closed_on, yesterday)
        self.assertFalse(self.giving.is_member)
        self.assertFalse(self.giving._is_represented_by(self.user_giving))
        self.assertEqual(mentor.state, "suspended")
        self.assertTrue(mentor.activity_ids)
        with self.assertRaises(UserError):
            mentor.with_user(self.user_officer).action_resume()
        with self.assertRaises(ValidationError):
            self._create_mentor(accepted=False)
        with self.assertRaises(ValidationError):
            self._create_representative("late", self.giving).id
        with self.assertRaises(UserError):
            self._change("close")

    def test_merged_institution(self):
        self._change("merge", successor_id=self.other.id)
        self.assertEqual(self.giving.mentor_successor_id, self.other)
        self.assertEqual(self.expert.parent_id, self.other)
        # An authority is not inherited.
        self.assertFalse(self.other._is_represented_by(self.user_giving))
        self.assertTrue(self.other._is_represented_by(self.user_other))

    def test_closed_and_left_by_the_dialogs_only(self):
        officer = self.user_officer
        for partner, name in (
            (self.giving, "mentor_closed_on"),
            (self.expert, "mentor_left_on"),
        ):
            with self.subTest(name), self.assertRaises(UserError):
                partner.with_user(officer)[name] = self.today
        with self.assertRaises(UserError):
            self.giving.with_user(officer).mentor_successor_id = self.other

    def test_dialogs_are_for_what_they_say(self):
        birlik = self.env.company.partner_id
        birlik.is_mentor_institution = True
        dialog = self.env["mbb.institution.change"].with_user(self.user_officer)
        values = {"kind": "close", "ground": "x"}
        for vals in (
            {"institution_id": birlik.id},
            {"institution_id": self.expert.id},
            {
                "institution_id": self.giving.id,
                "kind": "merge",
                "successor_id": self.expert.id,
            },
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                dialog.create({**values, **vals}).action_apply()
        with self.assertRaises(UserError):
            self._leave(self.expert, "moved", institution_id=self.learner.id)

    def test_the_day_has_to_have_come(self):
        with self.assertRaises(UserError):
            self._change("close", date=self.today + timedelta(days=1))
        with self.assertRaises(UserError):
            self._change("rename", name=" ")

    # -- people --------------------------------------------------------------------

    def _leave(self, person, kind="left", **values):
        self.env["mbb.person.leave"].with_user(self.user_officer).create(
            {"person_id": person.id, "kind": kind, **values}
        ).action_apply()

    def test_representative_leaves(self):
        row = self.giving.representative_ids
        row.date_to = self.today + timedelta(days=20)
        row.flush_recordset()
        future = row.copy(
            {"date_from": self.today + timedelta(days=60), "date_to": False}
        )
        self._leave(self.user_giving.partner_id)
        self.assertEqual(row.date_to, self.today - timedelta(days=1))
        self.assertFalse(future.exists())
        self.assertFalse(self.giving._is_represented_by(self.user_giving))
        self.assertTrue(self.giving.activity_ids)
        self.assertTrue(self.user_giving.active)

    def test_expert_retires_and_comes_back(self):
        mentor = self._create_mentor(
            applicant_type="person", person_id=self.expert.id
        )
        self._leave(self.expert, "retired", note="2026/4")
        self.assertEqual(mentor.state, "suspended")
        self.assertIn("2026/4", mentor.suspend_reason)
        self.assertEqual(self.expert.mentor_left_on, self.today)
        with self.assertRaises(UserError):
            mentor.with_user(self.user_officer).action_resume()
        self.expert.mentor_left_on = False
        mentor.with_user(self.user_officer).action_resume()
        self.assertEqual(mentor.state, "available")

    def test_expert_moves(self):
        mentor = self._create_mentor(
            applicant_type="person", person_id=self.expert.id
        )
        self._leave(self.expert, "moved", institution_id=self.other.id)
        self.assertEqual(self.expert.parent_id, self.other)
        self.assertEqual(mentor.state, "suspended")
        self.assertEqual(mentor.institution_id, self.giving)
        self.assertFalse(self.expert.mentor_left_on)
        again = self._create_mentor(
            institution=self.other, applicant_type="person", person_id=self.expert.id
        )
        self.assertEqual(again.state, "available")
