"""Takes one file out of a zip archive: unzip_member.py ARCHIVE NAME FOLDER"""

import os
import shutil
import sys
import zipfile


def main(archive: str, name: str, folder: str) -> None:
    target = os.path.join(folder, name)
    with zipfile.ZipFile(archive) as files:
        member = next(m for m in files.namelist() if m.rsplit("/", 1)[-1] == name)
        with files.open(member) as source, open(target + ".part", "wb") as out:
            shutil.copyfileobj(source, out)
    os.replace(target + ".part", target)


main(*sys.argv[1:])
