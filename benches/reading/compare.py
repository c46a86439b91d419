"""Reads the same pages with Gongbao and with trafilatura, and prints how well and how fast each did, in one run on one core.

    cargo build --release -p crawler --example read_all
    GONGBAO_SHARED=... python3 benches/reading/compare.py [--reader target/release/examples/read_all] [--rounds 3] [--pages]

trafilatura comes from PyPI into target/reading/venv at the first run. Body F1 is the harmonic mean of precision and recall over
the 6-grams of the characters, blanks left out. What is compared:

gov real       pages of gov sites; gold is the text of the element that holds what the editor typed, found by its name.
gov framed     bodies of other gov pages, markup as published, and real reports as paragraphs, each put into those pages in place
               of the body they came with; gold is the text of what was put in.
gov unnamed    the same without any id and class, so that no reader knows a container by its name.
general        cleaneval_zh, the pages with sound gold: 200 characters and more, of whose 6-grams at least 95 % stand in the
               text of the page. Gold that holds less was damaged or taken from another version of the page, so that no
               reader can meet it.
general, all   every page of cleaneval_zh.
Speed is measured over every whole page of the collection, decoding included, the quickest of the rounds for each page.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import venv

HERE = pathlib.Path(__file__).resolve().parents[2]
VENV = HERE / "target/reading/venv"
# Names of the elements that hold what an editor typed on the gov pages of the collection.
BODIES = ["UCAP-CONTENT", "TRS_Editor", "zoom", "content"]
# How much of sound gold the page holds.
HELD = 0.95
REPORTS = 40


def with_trafilatura():
    """Runs this script again inside the environment that has trafilatura."""
    python = VENV / "bin/python"
    if not python.exists():
        venv.create(VENV, with_pip=True)
    if subprocess.run([python, "-c", "import trafilatura"], capture_output=True).returncode:
        subprocess.run([python, "-m", "pip", "install", "-q", "trafilatura", "lxml_html_clean"], check=True)
    if pathlib.Path(sys.prefix).resolve() != VENV.resolve():
        os.execv(python, [str(python), *sys.argv])


def grams(text):
    letters = re.sub(r"[\s\u200b-\u200f\u2060\ufeff\xad]", "", text)
    return collections.Counter(letters[at : at + 6] for at in range(len(letters) - 5))


def f1(gold, read):
    gold, read = grams(gold), grams(read)
    return 2 * (gold & read).total() / max(gold.total() + read.total(), 1)


def decoded(path):
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def said(element):
    """The text of an element without what no one sees."""
    return "".join(element.xpath(".//text()[not(ancestor::script or ancestor::style or ancestor::select)]"))


def body_of(tree):
    for name in BODIES:
        found = tree.xpath(f'//*[@id="{name}" or contains(concat(" ", @class, " "), " {name} ")]')
        if found:
            return max(found, key=lambda element: len(said(element)))
    return None


def gov_pages(html):
    from lxml import html as markup

    trees = {}
    for path in sorted((html / "gov").glob("*.html")):
        tree = markup.document_fromstring(decoded(path))
        body = body_of(tree)
        if body is not None and len(said(body).strip()) > 200:
            trees[path] = said(body)
            yield "gov real", path.name, decoded(path), said(body)
    put_in = [(path.name, decoded(path)) for path in sorted((html / "gov_fragments").glob("*.html"))]
    for file in ["gwr_province_2025.jsonl", "gwr_city_2024.jsonl"]:
        rows = (html.parent / "corpus" / file).read_text(encoding="utf-8").splitlines()
        for row in map(json.loads, rows[: REPORTS // 2]):
            lines = [line.strip() for line in row["text"].split("\n") if line.strip()]
            escaped = [line.replace("&", "&amp;").replace("<", "&lt;") for line in lines]
            put_in.append((row["title"], "".join(f"<p>\u3000\u3000{line}</p>\n" for line in escaped)))
    for name, fragment in put_in:
        gold = said(markup.fragment_fromstring(fragment, create_parent="div"))
        if len(gold.strip()) < 200:
            continue
        for frame in trees:
            tree = markup.document_fromstring(decoded(frame))
            body = body_of(tree)
            # What stands behind </html> is an element beside the page for lxml.
            if (outermost := list(body.iterancestors())[-1]) is not tree:
                tree.body.extend(list(outermost))
            for child in list(body):
                body.remove(child)
            body.text = None
            body.extend(markup.fragments_fromstring("<p></p>" + fragment))
            yield "gov framed", f"{name} in {frame.name}", markup.tostring(tree, encoding="unicode"), gold
            for element in tree.iter():
                for attribute in ("id", "class"):
                    element.attrib.pop(attribute, None) if isinstance(element.tag, str) else None
            yield "gov unnamed", f"{name} in {frame.name}", markup.tostring(tree, encoding="unicode"), gold


def is_sound(gold, page):
    from lxml import html as markup

    own, shown = grams(gold), grams(said(markup.document_fromstring(page)))
    held = (own & shown).total() / max(own.total(), 1)
    return len(gold) >= 200 and held >= HELD


def general_pages(html):
    for path in sorted((html / "cleaneval_zh").glob("*.html")):
        gold = decoded(html / "cleaneval_zh/gold" / f"{path.stem}.txt").lstrip("\ufeff")
        gold = "\n".join(line.strip() for line in gold.splitlines() if not line.strip().startswith("URL:"))
        gold, page = re.sub(r"<[phl]>", "", gold), decoded(path)
        if is_sound(gold, page):
            yield "general", path.name, page, gold
        yield "general, all", path.name, page, gold


def read_by_gongbao(reader, paths, rounds):
    listed = "\n".join(map(str, paths))
    answer = subprocess.run([reader, str(rounds)], input=listed, capture_output=True, text=True, check=True)
    rows = [json.loads(line) for line in answer.stdout.split("\n") if line]
    return {row["file"]: row["text"] for row in rows}, sum(row["seconds"] for row in rows)


def read_by_trafilatura(paths, rounds):
    import trafilatura

    texts, whole = {}, 0.0
    for path in map(str, paths):
        data, quickest = pathlib.Path(path).read_bytes(), float("inf")
        for _ in range(rounds):
            start = time.perf_counter()
            texts[path] = trafilatura.extract(data, include_comments=False) or ""
            quickest = min(quickest, time.perf_counter() - start)
        whole += quickest
    return texts, whole


def quality(reader, html, each):
    sets = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for at, (kind, name, page, gold) in enumerate([*gov_pages(html), *general_pages(html)]):
            path = pathlib.Path(folder) / f"{at}.html"
            page = re.sub(r"(?i)charset\s*=\s*[\"']?[-\w]+", "charset=utf-8", page)
            path.write_text(page, encoding="utf-8")
            sets[kind].append((path, name, gold))
        print(f"{'body F1':<14} pages  gongbao  trafilatura   worst gongbao")
        for kind, pages in sets.items():
            paths = [path for path, _, _ in pages]
            ours, _ = read_by_gongbao(reader, paths, 1)
            theirs, _ = read_by_trafilatura(paths, 1)
            scores = [(f1(gold, ours[str(p)]), f1(gold, theirs[str(p)]), name) for p, name, gold in pages]
            mean = [sum(score[side] for score in scores) / len(scores) for side in (0, 1)]
            worst = ", ".join(f"{name} {score:.3f}" for score, _, name in sorted(scores)[:3])
            print(f"{kind:<14} {len(pages):>5}  {mean[0]:>7.3f}  {mean[1]:>11.3f}   {worst}")
            for score in scores if each else []:
                print(f"    {score[0]:.3f} {score[1]:.3f} {score[2]}")


def speed(reader, html, rounds):
    rows = map(json.loads, (html / "index.jsonl").read_text(encoding="utf-8").splitlines())
    paths = [html / row["file"] for row in rows if not row["file"].startswith("gov_fragments")]
    size = sum(path.stat().st_size for path in paths)
    _, ours = read_by_gongbao(reader, paths, rounds)
    _, theirs = read_by_trafilatura(paths, rounds)
    print(f"\nspeed over {len(paths)} pages of {size / len(paths) / 1e3:.0f} kB on one core, in pages a second")
    print(f"gongbao {len(paths) / ours:.0f}, trafilatura {len(paths) / theirs:.1f}: {theirs / ours:.1f} times as fast")


def main():
    given = argparse.ArgumentParser()
    given.add_argument("--reader", default=str(HERE / "target/release/examples/read_all"))
    given.add_argument("--rounds", type=int, default=3)
    given.add_argument("--pages", action="store_true", help="print every page")
    given.add_argument("--only", choices=["quality", "speed"])
    given = given.parse_args()
    with_trafilatura()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    html = pathlib.Path(os.environ["GONGBAO_SHARED"]) / "data/html"
    if given.only != "speed":
        quality(given.reader, html, given.pages)
    if given.only != "quality":
        speed(given.reader, html, given.rounds)


if __name__ == "__main__":
    main()
