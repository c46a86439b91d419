#!/usr/bin/env python3
"""Crawls the same pretend sites with Scrapy and with Gongbao, in one run, and prints pages a second, CPU time and peak memory.

    GONGBAO_SHARED=/where/the/data/lies python3 benches/crawl/compare.py [--documents 2000] [--rounds 3]

Scrapy is installed from PyPI into a virtual environment of its own (kept in target/scrapy). It follows the lists, obeys
robots.txt, reads title, date and text with its own selectors and writes JSON lines. Gongbao does all that it does: WARC,
reading, store, index. Both start from nothing each round, take turns, and ask the same server on loopback without a pause;
Scrapy with its usual eight requests at a time to a host, Gongbao with one. The best round of each counts. CPU time a page
says more than pages a second where other work shares the machine; that of the server shows whether it holds anybody up.
`--program` takes another build of Gongbao into the same rounds, to tell what a change is worth.

`--queue 100000` measures something else: the peak memory of a crawl that has so many addresses queued.
"""
import argparse, functools, json, os, pathlib, resource, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("GONGBAO_SHARED", ""))
VENV = ROOT / "target" / "scrapy"
GONGBAO = ROOT / "target" / "release" / "gongbao"
PAGES = ROOT / "target" / "release" / "pages"

SPIDER = '''
import scrapy

class Spider(scrapy.Spider):
    name = "reports"

    def __init__(self, starts="", **given):
        super().__init__(**given)
        self.start_urls = starts.split(",")

    def parse(self, response):
        for link in response.css("ul li a::attr(href)").getall():
            yield response.follow(link, self.article)
        for page in response.css("div.page a::attr(href)").getall():
            yield response.follow(page, self.parse)

    def article(self, response):
        yield {
            "url": response.url,
            "title": "".join(response.css("h1 ::text").getall()).strip(),
            "date": response.css("div.info::text").re_first(r"\\\\d{4}-\\\\d{2}-\\\\d{2}"),
            "text": "\\\\n".join("".join(p.css("::text").getall()).strip() for p in response.css("div.TRS_Editor p")),
        }
'''.replace("\\\\", "\\")


def write_sites(folder, documents, count):
    """Lays the documents out as TRS sites with plain next-links, and returns the number of pages by site."""
    sys.path.insert(0, str(SHARED / "site"))
    import serve
    lines, totals = [], {}
    for number in range(count):
        own = documents[number::count]
        site = serve.Trs([dict(d, year=d.get("year") or 2020) for d in own])
        name = f"site{number}"
        pages = dict(site.pages)
        lists = sorted(p for p in pages if p.startswith("/zwgk/gzbg/index"))
        for path, (kind, body) in pages.items():
            if path.startswith("/zwgk/gzbg/") and "createPageHTML" in body.decode("utf-8", "replace")[-200:]:
                links = "".join(f'<a href="{p}">页</a>' for p in lists)
                body = body.replace(b"</div></body>", links.encode() + b"</div></body>")
            file = f"{name}-{len(lines)}"
            (folder / file).write_bytes(body)
            lines.append(f"{name}\t{path}\t{kind}; charset=utf-8\t{file}")
        totals[name] = len(site.articles)
    (folder / "index.tsv").write_text("\n".join(lines))
    return totals


def documents(limit):
    """The real reports, then policies and laws until there are enough; every text once."""
    found, seen = [], set()
    for name in ["gwr_province_2025", "gwr_city_2024", "gwr_state_council_1954_2025", "policy_docs", "laws_local"]:
        with open(SHARED / "data" / "corpus" / f"{name}.jsonl", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if len(row["text"]) > 200 and row["text"] not in seen and len(found) < limit:
                    seen.add(row["text"])
                    found.append(row)
    return found


class Server:
    def __init__(self, folder):
        self.process = subprocess.Popen([PAGES, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addresses, self.spent = {}, 0.0
        for line in self.process.stdout:
            if line.strip() == "ready":
                break
            name, address = line.strip().split("\t")
            self.addresses[name] = address

    def seconds(self):
        """CPU seconds since it was last asked."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        before, self.spent = self.spent, (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return self.spent - before

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def timed(command, well=(0,), **given):
    """Runs a command that is to end with one of the exit codes `well`; returns seconds, CPU seconds and peak memory in megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **given)
    err = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in well:
        sys.exit(f"{command[0]} failed:\n{err.decode()}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def scrapy(server, folder):
    (folder / "spider.py").write_text(SPIDER)
    out = folder / "out.jsonl"
    starts = ",".join(f"{address}/zwgk/gzbg/index.html" for address in server.addresses.values())
    command = [VENV / "bin" / "scrapy", "runspider", "spider.py", "-a", f"starts={starts}", "-O", out.name,
               "-s", "ROBOTSTXT_OBEY=True", "-s", "LOG_LEVEL=ERROR", "-s", "DOWNLOAD_DELAY=0"]
    took = timed(command, cwd=folder)
    with open(out, encoding="utf-8") as lines:
        return (*took, sum(1 for line in lines if json.loads(line)["text"]))


def gongbao(server, folder, program):
    recipes = "".join(f'[[source]]\nname = "{name}"\nstart = ["{address}/zwgk/gzbg/index.html"]\npace_seconds = 0.0\n'
                      for name, address in server.addresses.items())
    (folder / "gongbao.toml").write_text(recipes)
    command = [program, "--data", folder / "data", "crawl"]
    took = timed(command, cwd=folder, env={**os.environ, "RUST_LOG": "error"})
    status = json.loads(subprocess.check_output([*command[:3], "status", "--json"], cwd=folder))
    return (*took, sum(source["outcomes"].get("new", 0) for source in status["sources"]))


def compare(given):
    texts = documents(given.documents)
    with tempfile.TemporaryDirectory() as scratch:
        pages = pathlib.Path(scratch) / "pages"
        pages.mkdir()
        total = sum(write_sites(pages, texts, given.sites).values())
        size = sum(file.stat().st_size for file in pages.iterdir()) / total / 1000
        print(f"{total} articles on {given.sites} sites, {size:.0f} kB a page")
        server, best = Server(pages), {}
        crawlers = {"scrapy": scrapy, "gongbao": functools.partial(gongbao, program=GONGBAO)}
        for program in given.program:
            crawlers[str(program)] = functools.partial(gongbao, program=program.resolve())
        for number in range(given.rounds):
            for name, crawl in crawlers.items():
                folder = pathlib.Path(scratch) / f"{name.replace('/', '-')}{number}"
                folder.mkdir()
                server.seconds()
                seconds, spent, memory, read = crawl(server, folder)
                if read == 0:
                    sys.exit(f"{name} read none of {total} articles")
                if read != total:
                    print(f"  {name} read {read} of {total} articles")
                per_page = 1000 * spent / read
                print(f"  {name:8} {read / seconds:8.1f} pages/s  {per_page:6.2f} ms CPU a page, the server "
                      f"{1000 * server.seconds() / read:.2f}  {memory:6.0f} MB peak")
                fastest, cheapest = best.get(name, (0, per_page))
                best[name] = max(fastest, read / seconds), min(cheapest, per_page)
        server.close()
    for name, (fastest, cheapest) in best.items():
        print(f"{name}: {fastest / best['scrapy'][0]:.1f} times as many pages a second as Scrapy, "
              f"{cheapest:.2f} ms CPU a page at best")


def queue(given):
    """Lists of ten thousand links each, all of them start pages, so that every address is queued before the first is asked for."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        rows, paths = [], []
        for number, first in enumerate(range(0, given.queue, 10000)):
            numbers = range(first, min(first + 10000, given.queue))
            links = "\n".join(f'<li><a href="/zwgk/gzbg/202{n % 5}01/t202{n % 5}0115_{n}.html">某市第{n}号年度工作报告</a></li>'
                              for n in numbers)
            (folder / f"list{number}").write_text(f"<html><body><ul>{links}</ul></body></html>", encoding="utf-8")
            paths.append(f"/zwgk/list{number}.html")
            rows.append(f"site\t{paths[-1]}\ttext/html; charset=utf-8\tlist{number}")
        (folder / "index.tsv").write_text("\n".join(rows))
        server = Server(folder)
        starts = json.dumps([f"{server.addresses['site']}{path}" for path in paths])
        (folder / "gongbao.toml").write_text(f'[[source]]\nname = "queue"\nstart = {starts}\npace_seconds = 0.0\n')
        # Of the addresses none is there, so that the crawl ends with 3: nothing of the source could be had.
        seconds, _, memory = timed([GONGBAO, "--data", folder / "data", "crawl"], well=(3,), cwd=folder,
                                   env={**os.environ, "RUST_LOG": "error"})
        server.close()
        print(f"{given.queue} queued addresses: {memory:.0f} MB peak, all asked for in {seconds:.0f} s")


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--documents", type=int, default=2000)
    options.add_argument("--sites", type=int, default=4)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--queue", type=int, default=0)
    options.add_argument("--program", type=pathlib.Path, action="append", default=[])
    given = options.parse_args()
    subprocess.check_call(["cargo", "build", "--release", "--locked", "--workspace", "--bins"], cwd=ROOT)
    subprocess.check_call(["rustc", "--edition", "2024", "-O", ROOT / "benches" / "crawl" / "pages.rs", "-o", PAGES])
    if given.queue:
        return queue(given)
    if not SHARED.is_dir():
        sys.exit("GONGBAO_SHARED does not say where the test data lies")
    if not (VENV / "bin" / "scrapy").exists():
        subprocess.check_call([sys.executable, "-m", "venv", VENV])
        subprocess.check_call([VENV / "bin" / "pip", "install", "--quiet", "scrapy"])
    compare(given)


if __name__ == "__main__":
    main()
