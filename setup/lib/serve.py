"""./setup/serve: from a clean checkout to a running programme."""

import argparse
import secrets
import socket

import bootstrap
import checkout
import console
import database
import runner
from console import Problem, say, step
from postbox import Postbox

PASSWORD = checkout.LOCAL / "admin-password"


def read_arguments():
    parser = argparse.ArgumentParser(
        prog="./setup/serve",
        description="Installs what is missing and serves the programme on 127.0.0.1."
        " Running it again reuses everything. All it makes is in .local/.",
    )
    parser.add_argument("--port", type=_port, default=8069, help="port to serve on (8069)")
    parser.add_argument(
        "--database", type=_name, default="mbb", metavar="NAME", help="its name (mbb)"
    )
    parser.add_argument("--no-demo", action="store_true", help="make it without demo data")
    parser.add_argument("--reset", action="store_true", help="throw the database away first")
    bootstrap.arguments(parser)
    return parser.parse_args()


def _port(text):
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is no port")
    return int(text)


def _name(text):
    if not database.may_be_served(text):
        raise argparse.ArgumentTypeError(
            f"{text!r} will not do: up to 50 letters, digits and '_', and none of setup's own"
        )
    return text


def main():
    options = read_arguments()
    _check_port(options.port)
    with checkout.lock():
        databases = bootstrap.bootstrap(options.odoo)
        try:
            step(f"Database {options.database}")
            _ready(databases, options)
        except BaseException:
            databases.odoo.cluster.release()
            raise
    try:
        _serve(databases, options)
    finally:
        databases.odoo.cluster.release()
    return 0


def _check_port(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((runner.HOST, port))
        except OSError as error:
            raise Problem(
                f"port {port} cannot be used",
                f"{error.strerror}. Perhaps this programme is already being served there.",
                "Stop what uses it, or choose another: ./setup/serve --port 8070",
            )


def _ready(databases, options):
    """The database with the addons as they are now in this checkout."""
    name = options.database
    if options.reset:
        say("throwing the old one away")
        databases.drop(name)
    wanted = {
        "odoo": databases.odoo.source.key,
        "addons": checkout.addon_digest(checkout.addons()),
    }
    if databases.exists(name):
        _renew(databases, name, wanted, options.no_demo)
        return

    def make(passing):
        databases.clone(databases.platform(), passing)
        say("our addons: " + ", ".join(checkout.addons()))
        logs = [databases.install(passing, ",".join(checkout.addons()))]
        if not options.no_demo:
            say("demo data")
            logs.append(databases.load_demo(passing))
        password, url = secrets.token_urlsafe(12), f"http://{runner.HOST}:{options.port}"
        logs.append(
            databases.odoo.inside(
                *("the database cannot be finished", passing, "served.py"),
                admin_password=password,
                url=url,
            )
        )
        checkout.write_private(_password_file(name), password + "\n")
        return logs

    demo = None if options.no_demo else _demo_digest(wanted)
    databases.build(name, make, {**wanted, "demo": demo})


def _demo_digest(wanted):
    return checkout.digest(wanted["addons"], str(database.read_roles()))


def _renew(databases, name, wanted, no_demo):
    note = databases.note(name)
    found = {key: note.get(key) for key in wanted}
    if found != wanted:
        modules = "base" if found["odoo"] != wanted["odoo"] else checkout.ADDONS[0]
        say("the addons have changed: upgrading")
        databases.install(name, ",".join(checkout.addons()))
        databases.install(name, modules, update=True)
    if no_demo:
        if note.get("demo"):
            say("it holds demo data; --reset --no-demo makes one without")
    elif note.get("demo") != _demo_digest(wanted):
        say("demo data")
        databases.load_demo(name)
        note["demo"] = _demo_digest(wanted)
    elif found == wanted:
        say("nothing has changed")
    databases.write_note(name, {**note, **wanted})


def _password_file(name):
    return PASSWORD.with_name(f"{PASSWORD.name}-{name}")


def _serve(databases, options):
    step("Server")
    log = checkout.LOGS / f"{options.database}.log"
    postbox = Postbox(checkout.LOCAL / "mail")
    extra = ("--smtp", runner.HOST, "--smtp-port", postbox.port)
    server = runner.Server(databases.odoo, options.database, options.port, log, extra)
    try:
        server.wait_until_ready()
        has_demo = databases.note(options.database).get("demo")
        _announce(server, options.database, database.read_roles() if has_demo else [], log)
        server.process.wait()
    except KeyboardInterrupt:
        print("\nStopping.", flush=True)
        return
    finally:
        server.stop()
        postbox.close()
    raise Problem("Odoo stopped", server.tail(), f"Log: {log}")


def _announce(server, name, roles, log):
    rows = [("Role", "Login", "Password", "Begins At"), *roles]
    rows.append(("Administrator of Odoo", "admin", _password_file(name).read_text().strip(), "/odoo"))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    print()
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths))
        print("  " + "   ".join(cells).rstrip())
    print(f"\n  Log {log}; mails go to {checkout.LOCAL / 'mail'}, not to anybody.")
    print(f"  Ctrl-C stops it.\n\n  {server.url}\n", flush=True)


if __name__ == "__main__":
    console.main(main)
