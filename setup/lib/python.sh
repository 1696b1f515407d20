# Finds a Python that Odoo 19 and requirements.txt run on and that can make
# virtual environments; installs Debian's when there is none.  Sets $python.

usable() {
    "$1" -c '
import sys, venv, ensurepip
sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null </dev/null
}

find_python() {
    local name
    for name in python3 /usr/bin/python3 python3.11 python3.12 python3.13; do
        if usable "$name"; then
            python=$(command -v "$name")
            return
        fi
    done
    return 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

if ! find_python; then
    echo "No Python 3.11 to 3.13 with venv here; installing Debian's (python3-venv) ..."
    if ! { as_root apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends python3-venv; } </dev/null >/dev/null ||
        ! find_python; then
        echo "FAILED: no usable Python." >&2
        echo "  What to do: install Python 3.11, 3.12 or 3.13 with its venv module, then run this again." >&2
        exit 1
    fi
fi
