"""What ./setup/serve and ./setup/test have in common."""

import checkout
import cluster
import database
import environment
import node
import runner
import source
import system
from console import step


def bootstrap(own_odoo=None, testing=False):
    """Bring everything there; return the databases, ready to be asked for."""
    step("System packages")
    system.install({**system.SERVE, **system.TEST} if testing else system.SERVE)
    found = source.find(own_odoo)
    step("Python packages")
    environment.build()
    if testing:
        step("Packages of npm")
        node.build()
    return database.Databases(runner.Odoo(found, cluster.open_cluster()))


def arguments(parser):
    """Options of both commands."""
    parser.add_argument(
        "--odoo",
        metavar="PATH",
        help="use this Odoo 19 source instead of Debian's package",
    )
    checkout.prepare()
