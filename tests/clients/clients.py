# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Two clients that others have written, with one way to call them."""

import re
import xmlrpc.client
from urllib.parse import urlsplit

import odoolib
import odooly


#: Said without a name of its own: nobody outside exports.
EXPORT = "rights to export"


class Refused(Exception):
    """The server said no; `denied` where it said so for want of a right."""

    def __init__(self, text, denied):
        super().__init__(text)
        self.denied = denied


class Json2:
    """Odooly: /json/2 with an API key as bearer."""

    def __init__(self, url, database, _user_id, key):
        client = odooly.Client(url, database)
        self._call = odooly.Json2(client, database, key)

    def call(self, model, method, ids=None, **values):
        if ids is not None:
            values["ids"] = ids
        try:
            return self._call(model, method, (), values)
        except odooly.ServerError as error:
            told = error.args[0]
            denied = told.get("code") in (403, 404) or EXPORT in str(told)
            raise Refused(str(told)[:500], denied) from None


class XmlRpc:
    """Odoo's own client library: /xmlrpc with the key in place of the password."""

    def __init__(self, url, database, user_id, key):
        place = urlsplit(url)
        connection = odoolib.get_connection(
            hostname=place.hostname,
            port=place.port,
            protocol="xmlrpc",
            database=database,
            user_id=user_id,
            password=key,
        )
        self._object = connection.get_service("object")
        self._signed = (database, user_id, key)

    def call(self, model, method, ids=None, **values):
        args = [] if ids is None else [ids]
        try:
            return self._object.execute_kw(*self._signed, model, method, args, values)
        except xmlrpc.client.Fault as fault:
            # Of this address, the code is a text.
            told = f"{fault.faultCode} {fault.faultString}"
            denied = re.search(rf"AccessError|AccessDenied|MissingError|{EXPORT}", told)
            raise Refused(told[-500:], bool(denied)) from None
