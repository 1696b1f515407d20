"""./setup/test: every test of the project, and one line that sums them."""

import argparse
import sys

import bootstrap
import checkout
import console
from console import say
from stages import Run


def read_arguments():
    parser = argparse.ArgumentParser(
        prog="./setup/test",
        description="Installs what is missing and runs every test. Other arguments go to"
        " pytest; a path among them selects the stages that it belongs to.",
    )
    parser.add_argument("--long", action="store_true", help="the full numbers; takes hours")
    parser.add_argument("--keep", action="store_true", help="keep the test databases")
    bootstrap.arguments(parser)
    return parser.parse_known_args()


def main():
    options, arguments = read_arguments()
    with checkout.lock("test"):
        with checkout.lock():
            databases = bootstrap.bootstrap(options.odoo, testing=True)
        run = Run(databases, arguments, options.long, options.keep)
        try:
            run.everything()
        finally:
            databases.odoo.cluster.release()
    print()
    for line in run.complaints:
        say(line)
    if not run.total:
        say("nothing was tested")
    print(run.summary(), flush=True)
    return run.status()


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    console.main(main)
