#!/usr/bin/env python3
"""Makes towns.tsv: for each county the names of its townships. Use: make_towns.py [FOLDER], after make_divisions.py."""
import collections
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile

HERE = pathlib.Path(__file__).parent
PACKAGE = "china-division-2.7.0.tgz"
KINDS = ("街道", "镇", "乡", "苏木")


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
    if not (folder / PACKAGE).exists():
        subprocess.run(["npm", "pack", "--silent", "china-division@2.7.0"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(folder / PACKAGE) as package:
        streets = json.load(package.extractfile("package/dist/streets.json"))
    lines = (HERE / "divisions.tsv").read_text(encoding="utf-8").splitlines()
    living = {fields[0] for fields in (line.split("\t") for line in lines) if len(fields) > 5 and not fields[5]}
    towns = collections.defaultdict(set)
    for street in streets:
        # The statistics give zones codes of their own; their townships are kept under the city.
        county = street["areaCode"] if street["areaCode"] in living else street["cityCode"] + "00"
        if county in living and street["name"].endswith(KINDS):
            towns[county].add(street["name"])
    rows = [f"{county}\t{' '.join(sorted(names))}" for county, names in sorted(towns.items())]
    head = "# county\tits townships; made by make_towns.py, see README.md"
    (HERE / "towns.tsv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    print(len(rows), "counties,", sum(map(len, towns.values())), "townships")


main()
