# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.tests.common import PDF

from .. import harcirah
from ..sheet import safe_name
from .common import TravelCommon

HARCIRAH = Path(harcirah.__file__).parent
NAMES = {
    "../../etc/passwd": "passwd",
    r"C:\Windows\fatura.pdf": "fatura.pdf",
    "İĞÜŞÖÇ ığüşöç.pdf": "İĞÜŞÖÇ ığüşöç.pdf",
    "a" * 300 + ".pdf": "a" * 176 + ".pdf",
    "İ" * 300 + ".pdf": "İ" * 88 + ".pdf",
    "..": "file",
    "": "file",
    "CON.pdf": "_CON.pdf",
    'a<b>:"|?*.pdf': "a_b______.pdf",
    "gecmis\u202efdp.exe": "gecmisfdp.exe",
    "bir\r\niki.pdf": "biriki.pdf",
    ".profile": "profile",
}


def read_csv(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@tagged("post_install", "-at_install")
class TestDossier(TravelCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Papers speak the language of the Birlik.
        cls.company.partner_id.lang = "en_US"
        cls.claim = cls._posted_claim()

    def _take(self, claim=None, user=None):
        stream = io.BytesIO()
        (claim or self.claim).with_user(user or self.user_accountant)._write_dossier(
            stream
        )
        archive = zipfile.ZipFile(stream)
        return {name: archive.read(name) for name in archive.namelist()}

    def test_contents(self):
        files = self._take()
        folders = {name.split("/")[0] for name in files if "/" in name}
        self.assertEqual(
            folders,
            {"1-papers", "2-calculation", "3-ledger", "4-evidence", "5-trail"},
        )
        papers = [name for name in files if name.startswith("1-papers/")]
        # Declaration, calculation, payment order and the slip of the entry.
        self.assertEqual(len(papers), 4)
        for name in papers:
            self.assertTrue(files[name].startswith(b"%PDF"), name)
        invoice = self.claim.lodging_ids.sudo().evidence_id
        [kept] = [
            content
            for name, content in files.items()
            if name.startswith("4-evidence/001")
        ]
        self.assertEqual(kept, invoice._get_content())
        rows = read_csv(files["4-evidence/evidence.csv"])
        self.assertEqual(rows[1][6], invoice.sha256)
        self.assertEqual({row[7] for row in rows[1:]}, {"yes"})
        approvals = read_csv(files["5-trail/approvals.csv"])
        self.assertIn(self.user_authoriser.name, {row[6] for row in approvals})
        entries = read_csv(files["3-ledger/entries.csv"])[1:]
        debit, credit = (sum(float(row[n]) for row in entries) for n in (9, 10))
        self.assertAlmostEqual(debit, credit)

    def test_every_file_is_in_the_list_with_its_hash(self):
        files = self._take()
        lines = files.pop("SHA256SUMS").decode().splitlines()
        sums = dict(reversed(line.split("  ", 1)) for line in lines)
        self.assertEqual(sums.keys(), files.keys())
        for name, content in files.items():
            self.assertEqual(hashlib.sha256(content).hexdigest(), sums[name], name)
        table = read_csv(files["contents.csv"])[1:]
        self.assertEqual({row[0] for row in table} | {"contents.csv"}, set(files))
        self.assertEqual(
            {row[0]: row[3] for row in table},
            {name: digest for name, digest in sums.items() if name != "contents.csv"},
        )

    def test_the_same_claim_makes_the_same_file(self):
        """Who took it before is no part of it, nor is the hour."""
        first = self._take()
        self.assertEqual(self._take(), first)

    def test_an_auditor_computes_it_again(self):
        files = self._take()
        done = subprocess.run(
            [sys.executable, str(HARCIRAH)],
            input=files["2-calculation/trip.json"],
            capture_output=True,
            check=True,
        )
        self.assertEqual(
            json.loads(done.stdout), json.loads(files["2-calculation/entitlement.json"])
        )

    def test_who_took_it_is_kept(self):
        before = self.claim.message_ids
        self._take()
        [message] = self.claim.message_ids - before
        self.assertEqual(message.author_id, self.user_accountant.partner_id)
        self.assertTrue(message.subtype_id.internal)
        self.assertIn(self.user_accountant.name, message.body)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_takes_it(self):
        for user in (
            self.user_employee,
            self.user_officer,
            self.user_manager,
            self.user_checker,
            self.user_control,
            self.user_authoriser,
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._take(user=user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.claim.with_user(user).action_download_dossier()
        empty = self._create_claim(leg_ids=[], lodging_ids=[])
        with self.assertRaises(UserError):
            self._take(empty)

    def test_safe_names(self):
        for name, safe in NAMES.items():
            with self.subTest(name=name):
                self.assertEqual(safe_name(name), safe)

    def test_hostile_names_in_the_file(self):
        names = ("../../../etc/cron.d/x.pdf", "İ" * 150 + ".pdf", "=cmd|' /C calc'!A0")
        for name in names:
            self.env["mbb.evidence"].sudo()._record(
                self.claim, name, PDF + name.encode(), "travel", note=name
            )
        files = self._take()
        for name in files:
            self.assertNotIn("..", name.split("/"))
            self.assertFalse(name.startswith("/"))
            self.assertLessEqual(len(name.encode()), 255)
            self.assertLessEqual(name.count("/"), 1)
        notes = [row[3] for row in read_csv(files["4-evidence/evidence.csv"])]
        self.assertIn("'=cmd|' /C calc'!A0", notes)

    def test_a_paper_that_was_tampered_with_is_told(self):
        invoice = self.claim.lodging_ids.sudo().evidence_id
        self.env.cr.execute(
            "UPDATE mbb_evidence SET sha256 = %s WHERE id = %s", ["0" * 64, invoice.id]
        )
        invoice.invalidate_recordset()
        rows = read_csv(self._take()["4-evidence/evidence.csv"])
        self.assertEqual(rows[1][7], "NO")

    def test_download(self):
        claim = self.claim
        url = f"/mentoring/travel/{claim.id}/dossier"
        for user in (self.user_accountant, self.user_officer):
            user.password = "Denetim-dosyasi-1"
        self.authenticate(self.user_officer.login, "Denetim-dosyasi-1")
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(url).status_code, 403)
        self.authenticate(self.user_accountant.login, "Denetim-dosyasi-1")
        response = self.url_open(url)
        self.assertEqual(response.headers["Content-Type"], "application/zip")
        self.assertIn(claim.number, response.headers["Content-Disposition"])
        self.assertEqual(int(response.headers["Content-Length"]), len(response.content))
        self.assertIsNone(zipfile.ZipFile(io.BytesIO(response.content)).testzip())
        self.assertEqual(
            self.url_open("/mentoring/travel/999999999/dossier").status_code, 404
        )
