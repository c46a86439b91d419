//! What goes wrong is said in one clear sentence, with the right exit code and nothing half-written.

use std::net::TcpListener;
use std::path::Path;

use crate::program::run;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[track_caller]
fn check(data: &Path, arguments: &[&str], code: i32, words: &[&str]) {
    let printed = run(data, arguments);
    assert_eq!(printed.code, code, "{arguments:?}: {}", printed.err);
    for word in words {
        assert!(printed.err.contains(word), "{arguments:?} does not say {word:?}: {}", printed.err);
    }
    assert!(!printed.err.contains("panicked"), "{}", printed.err);
}

#[test]
fn a_broken_configuration_names_file_line_and_key() {
    let folder = folder();
    let cases = [
        ("[crawler]\ncontakt = \"a\"\n", "bad.toml:2", "contakt"),
        (
            "[[source]]\nname = \"a\"\nstart = [\"http://x.gov.cn/\"]\npace_secs = 1\n",
            "bad.toml:4",
            "pace_secs",
        ),
        ("[[source]]\nname = \"a\"\nstart = []\n", "bad.toml:1", "start"),
        ("[crawler]\nsources_at_once = 0\n", "bad.toml", "sources_at_once"),
        (
            "[[source]]\nname = \"a\"\nstart = [\"http://x.gov.cn/\"]\nselectors = { item = \"li[\" }\n",
            "bad.toml:1",
            "item",
        ),
        ("[web]\nreaders = 0\n", "bad.toml", "readers"),
        ("[crawler]\ncontact = \"nobody\"\n", "bad.toml", "contact"),
        ("[crawler]\ncontact = \"a@b.cn\\nX: y\"\n", "bad.toml", "one line"),
        (
            "[crawler]\nseason = { months = [], schedule = \"every 6h\" }\n",
            "bad.toml:2",
            "at least one month",
        ),
        ("nonsense", "bad.toml:1", "nonsense"),
    ];
    for (text, place, key) in cases {
        std::fs::write(folder.path().join("bad.toml"), text).expect("a file can be written");
        for command in [&["config", "check"][..], &["crawl"], &["search", "x"]] {
            let mut arguments = vec!["--config", "bad.toml"];
            arguments.extend(command);
            check(folder.path(), &arguments, 2, &[place, key]);
        }
    }
    check(folder.path(), &["--config", "none.toml", "config", "check"], 2, &["none.toml"]);
}

#[test]
fn a_place_that_is_no_division_is_named_with_what_may_be_meant() {
    let folder = folder();
    std::fs::create_dir(folder.path().join("sources")).expect("a folder can be made");
    let recipe = |name: &str, code: &str| {
        format!("name = \"{name}\"\nstart = [\"http://x.gov.cn/\"]\nplace = \"{code}\"\n")
    };
    let main = format!("[[source]]\n{}[[source]]\n{}", recipe("a", "510700"), recipe("b", "510713"));
    std::fs::write(folder.path().join("gongbao.toml"), main).expect("a file can be written");
    std::fs::write(folder.path().join("sources/c.toml"), recipe("c", "999999")).expect("so can another");
    let words = [
        "gongbao.toml:8: the source \"b\"",
        "`place` \"510713\"",
        "510703 四川省/绵阳市/涪城区",
        "c.toml:3: ",
        "999999",
    ];
    check(folder.path(), &["config", "check"], 2, &words);
    for command in [
        &["crawl"][..],
        &["ingest", "--once"],
        &["serve", "--ingest"],
        &["source", "test", "a"],
        &["reparse"],
    ] {
        check(folder.path(), command, 2, &words);
    }
    let one = format!("[[source]]\n{}", recipe("a", "510700"));
    std::fs::write(folder.path().join("gongbao.toml"), one).expect("a file can be written");
    std::fs::remove_dir_all(folder.path().join("sources")).expect("a folder can be removed");
    let checked = run(folder.path(), &["config", "check"]);
    assert!(checked.out.contains("\n1 source\n"), "{}", checked.out);
}

#[test]
fn wrong_use_is_exit_code_2() {
    let folder = folder();
    check(folder.path(), &["search"], 2, &["QUERY"]);
    check(folder.path(), &["search", "x"], 2, &["no collection", "gongbao import"]);
    check(folder.path(), &["status"], 2, &["no collection"]);
    check(folder.path(), &["reindex"], 2, &["no collection"]);
    let nowhere = run_at(&folder.path().join("nowhere"), &["serve", "--addr", "127.0.0.1:0"]);
    assert!(nowhere.0 == Some(2) && nowhere.1.contains("nowhere"), "{}", nowhere.1);
    check(folder.path(), &["crawl"], 2, &["no source"]);
    check(folder.path(), &["search", "x", "--kind", "poem"], 2, &["poem", "work-report"]);
    check(folder.path(), &["search", "x", "--year", "9999..0"], 2, &["9999..0"]);
    check(folder.path(), &["read", "nothing-here"], 2, &["nothing-here"]);
    check(folder.path(), &["evidence", "a"], 2, &["no collection"]);
    check(folder.path(), &["backup", "copy.sqlite"], 2, &["no collection"]);
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 0, "asking makes nothing");
}

#[test]
fn a_public_host_is_not_asked_without_a_contact() {
    let folder = folder();
    let config = "[[source]]\nname = \"a\"\nstart = [\"http://www.example.org/\"]\n";
    std::fs::write(folder.path().join("gongbao.toml"), config).expect("a file can be written");
    check(folder.path(), &["crawl"], 2, &["www.example.org", "contact"]);
    check(folder.path(), &["crawl", "--source", "b"], 2, &["\"b\"", "there are: a"]);
    let config = format!("[crawler]\ncontact = \"mailto:you@example.org\"\n{config}");
    std::fs::write(folder.path().join("gongbao.toml"), config).expect("a file can be written");
    check(folder.path(), &["crawl"], 2, &["you@example.org", "examples"]);
    check(folder.path(), &["source", "test", "a"], 2, &["you@example.org", "examples"]);
}

#[test]
fn a_query_that_cannot_be_read_points_at_the_character() {
    let folder = folder();
    import(folder.path(), "{\"id\": \"a\", \"title\": \"t\", \"text\": \"法治政府\"}\n");
    check(folder.path(), &["search", "法治 \"政府"], 2, &["4"]);
    let without = run(folder.path(), &["search", "-社会 法治", "--json"]).json();
    assert_eq!(without["total"]["documents"], 1, "a query may begin with a minus");
    check(folder.path(), &["search", "year:9999..0"], 2, &["year"]);
}

fn import(data: &Path, lines: &str) {
    std::fs::write(data.join("in.jsonl"), lines).expect("a file can be written");
    let printed = run(data, &["import", "in.jsonl"]);
    assert_eq!(printed.code, 0, "{}", printed.err);
}

#[test]
fn an_unreadable_line_leaves_nothing_half_written() {
    let folder = folder();
    import(folder.path(), "{\"id\": \"a\", \"title\": \"t\", \"text\": \"法治政府\"}\n\n");
    let broken = "{\"id\": \"b\", \"title\": \"t\", \"text\": \"法治社会\"}\n{\"id\": \"c\", \"title\": 5}\n";
    std::fs::write(folder.path().join("broken.jsonl"), broken).expect("a file can be written");
    check(folder.path(), &["import", "broken.jsonl"], 1, &["broken.jsonl:2", "title", "nothing"]);
    let found = run(folder.path(), &["search", "\"法治\"", "--json"]).json();
    assert_eq!(found["total"]["documents"], 1);
    std::fs::write(folder.path().join("bytes.jsonl"), b"\xff\xfe{}").expect("a file can be written");
    check(folder.path(), &["import", "bytes.jsonl"], 1, &["bytes.jsonl:1"]);
    check(folder.path(), &["import", "none.jsonl"], 1, &["none.jsonl"]);
}

#[test]
fn several_files_are_imported_whole_or_not_at_all() {
    let folder = folder();
    let data = folder.path();
    let write =
        |name: &str, text: &str| std::fs::write(data.join(name), text).expect("a file can be written");
    std::fs::create_dir(data.join("other")).expect("a folder can be made");
    write("one.jsonl", "{\"id\": \"a\", \"title\": \"t\", \"text\": \"法治政府\"}\n");
    write("two.jsonl", "{\"id\": \"b\", \"title\": 5}\n");
    let page = "<title>公告</title><p>法治社会建设的第一段话写在这里。</p>";
    write("page.html", page);
    write("other/page.html", page);
    check(data, &["import", "one.jsonl", "two.jsonl"], 1, &["two.jsonl:1", "nothing"]);
    check(
        data,
        &["import", "one.jsonl", "page.html", "other/page.html"],
        2,
        &["both be called page", "--id"],
    );
    check(data, &["import", "one.jsonl", "--id", "x"], 2, &["--id", "JSONL"]);
    check(data, &["import", "one.jsonl", "none.jsonl"], 1, &["none.jsonl"]);
    assert!(!data.join(corpus::store::Store::FILE).exists(), "nothing was kept");
    let imported = run(data, &["import", "one.jsonl", "page.html", "--json"]).json();
    assert_eq!((&imported["added"], &imported["indexed"]), (&2.into(), &2.into()));
    let again = run(data, &["import", "one.jsonl", "page.html"]);
    assert_eq!(again.out.matches("0 added, 0 changed, 1 unchanged").count(), 2, "{}", again.out);
}

#[test]
fn a_known_id_becomes_a_new_version_and_the_old_text_is_no_longer_found() {
    let folder = folder();
    import(folder.path(), "{\"id\": \"a\", \"title\": \"t\", \"text\": \"法治政府\"}\n");
    import(folder.path(), "{\"id\": \"a\", \"title\": \"t\", \"text\": \"法治社会\"}\n");
    for (query, documents) in [("\"法治社会\"", 1), ("\"法治政府\"", 0), ("\"法治\"", 1)] {
        let found = run(folder.path(), &["search", query, "--json"]).json();
        assert_eq!(found["total"]["documents"], documents, "{query}");
    }
}

#[test]
fn a_port_in_use_is_one_sentence() {
    let folder = folder();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = taken.local_addr().expect("it has an address").to_string();
    check(folder.path(), &["serve", "--addr", &address], 1, &[&address, "--addr"]);
    check(folder.path(), &["demo", "--addr", &address], 1, &[&address, "--addr"]);
}

#[test]
fn a_newer_or_broken_store_is_refused() {
    let folder = folder();
    import(folder.path(), "{\"id\": \"a\", \"title\": \"t\", \"text\": \"法治政府\"}\n");
    let file = folder.path().join(corpus::store::Store::FILE);
    let sound = std::fs::read(&file).expect("the store is a file");
    let mut newer = sound.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(&file, &newer).expect("the file can be written");
    for arguments in
        [&["status"][..], &["search", "x"], &["import", "in.jsonl"], &["serve", "--addr", "127.0.0.1:0"]]
    {
        check(folder.path(), arguments, 1, &["later release"]);
    }
    assert_eq!(std::fs::read(&file).expect("the file can be read"), newer, "it was not touched");
    std::fs::write(&file, "这不是数据库，只是一封写得足够长的信，谁也不该把它当作数据库来读。")
        .expect("written");
    check(folder.path(), &["status"], 1, &["gongbao.sqlite"]);
}

#[test]
fn a_damaged_index_is_named_and_mended_by_reindex() {
    let folder = folder();
    import(folder.path(), "{\"id\": \"a\", \"title\": \"t\", \"text\": \"法治政府\"}\n");
    for entry in std::fs::read_dir(folder.path().join("index")).expect("there is an index") {
        let path = entry.expect("the folder can be read").path();
        if path.is_file() {
            std::fs::write(&path, "damaged").expect("the file can be written");
        }
    }
    check(folder.path(), &["search", "\"法治\""], 1, &["reindex"]);
    let mended = run(folder.path(), &["reindex"]);
    assert_eq!(mended.code, 0, "{}", mended.err);
    let found = run(folder.path(), &["search", "\"法治\"", "--json"]).json();
    assert_eq!(found["total"]["documents"], 1);
}

#[test]
fn a_folder_that_cannot_be_made_is_one_sentence() {
    let folder = folder();
    std::fs::write(folder.path().join("file"), "").expect("a file can be written");
    std::fs::write(folder.path().join("page.txt"), "某县2020年政府工作报告\n\n正文。").expect("written");
    let page = folder.path().join("page.txt");
    let below = folder.path().join("file").join("below");
    let (code, said) = run_at(&below, &["import", &page.to_string_lossy()]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("file/below") && said.lines().count() == 1, "{said}");
}

#[test]
fn a_backup_is_a_store_and_never_writes_over_a_file() {
    let folder = folder();
    import(folder.path(), "{\"id\": \"a\", \"title\": \"t\", \"text\": \"法治政府\"}\n");
    let restored = folder.path().join("restored");
    std::fs::create_dir(&restored).expect("a folder can be made");
    let copy = restored.join(corpus::store::Store::FILE);
    let copy = copy.to_string_lossy();
    assert_eq!(run(folder.path(), &["backup", &copy]).code, 0);
    check(folder.path(), &["backup", &copy], 2, &["there already"]);
    assert_eq!(run(&restored, &["reindex"]).code, 0);
    let found = run(&restored, &["search", "\"法治\"", "--json"]).json();
    assert_eq!(found["total"]["documents"], 1);
}

/// Runs a command on a data folder that need not be there.
fn run_at(data: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_gongbao"));
    let output = command.arg("--data").arg(data).args(arguments).output().expect("the program starts");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}
