// A reader's way through the pages in a real browser: search, filter, document, compare, trend; with and without the
// script, at a desk and on a phone, in light and in dark. Every page is held to axe-core's rules for WCAG 2.2 AA.
//
//   node journey.js BASE CHROMIUM PICTURES      (NODE_PATH names the folder of playwright-core and axe-core)
//
// Prints what is wrong, one line each; exit code 1 when anything is.
"use strict";
const fs = require("fs");
const path = require("path");
const { chromium } = require("playwright-core");

const [base, executablePath, pictures] = process.argv.slice(2);
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const faults = [];

/** Says that something is wrong when it is. */
function expect(holds, what) {
  if (!holds) faults.push(what);
}

/** Looks at a page as a whole: nothing runs out of it, nothing was blocked, nothing is hard to use. */
async function look(page, name, way) {
  const label = `${name} (${way.label})`;
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide <= 1, `${label}: the page is ${wide} px wider than the window`);
  await page.evaluate(axe);
  const found = await page.evaluate(
    (tags) => window.axe.run(document, { runOnly: { type: "tag", values: tags } }),
    rules,
  );
  for (const violation of found.violations) {
    if (!["serious", "critical"].includes(violation.impact)) continue;
    const where = violation.nodes.slice(0, 3).map((node) => node.target.join(" ") + " " + (node.any[0]?.message ?? ""));
    faults.push(`${label}: axe ${violation.id}: ${where.join(" | ")}`);
  }
  await page.screenshot({ path: path.join(pictures, `${name}-${way.label}.png`), fullPage: name !== "document" });
}

/** Goes the whole way once. */
async function journey(browser, way) {
  const context = await browser.newContext({
    viewport: { width: way.width, height: 900 },
    colorScheme: way.scheme,
    javaScriptEnabled: way.script,
    locale: "zh-CN",
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    // The page of a query that cannot be read answers 400, and is visited to be looked at.
    const isMeant = page.url().endsWith("search?q=%22") && message.text().includes("400");
    if (message.type() === "error" && !isMeant && !message.text().includes("/api/v1/suggest") && !message.text().includes("404"))
      faults.push(`${way.label}: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`${way.label}: ${error}`));
  // Without the page's own scripts the pages can still be looked at through a second context that runs them.
  const see = async (name) => {
    if (way.script) return look(page, name, way);
    await page.screenshot({ path: path.join(pictures, `${name}-${way.label}.png`) });
  };

  await page.goto(base);
  await see("home");
  await page.fill("input[name=q]", '"行政复议"');
  await page.press("input[name=q]", "Enter");
  await page.waitForURL(/\/search\?/);
  expect((await page.locator(".hits article").count()) > 0, `${way.label}: a search finds something`);
  await see("search");

  const year = page.locator(".facets a", { hasText: /^2021$/ }).first();
  await year.click();
  await page.waitForURL(/year=2021/);
  expect((await page.locator(".chips a").count()) === 1, `${way.label}: a filter is shown as a chip`);
  expect((await page.locator(".hits article").count()) > 0, `${way.label}: a filter keeps its hits`);

  await page.locator(".hits h3 a").first().click();
  await page.waitForURL(/\/documents\//);
  expect((await page.locator("mark").count()) > 0, `${way.label}: the document shows its matches`);
  expect((await page.locator(".reference").innerText()).includes("[EB/OL]"), `${way.label}: it can be cited`);
  await see("document");

  await page.locator("a[href^='/compare?a=']").first().click();
  await page.waitForURL(/\/compare\?/);
  await page.locator(".others a").first().click();
  await page.waitForURL(/b=/);
  expect((await page.locator("h1").count()) === 1, `${way.label}: two years are compared`);
  await see("compare");

  await page.goto(base + "/trend");
  await page.fill("textarea[name=q]", "行政复议\n依法行政");
  await page.locator("main button[type=submit]").first().click();
  await page.waitForURL(/\/trend\?/);
  expect((await page.locator("svg.chart").count()) === 1, `${way.label}: a trend is drawn`);
  expect((await page.locator("table.counted tbody tr").count()) > 1, `${way.label}: a table stands beside it`);
  await see("trend");

  if (way.script) {
    await page.goto(base + "/trend?q=%E8%A1%8C%E6%94%BF%E5%A4%8D%E8%AE%AE&by=region");
    await see("map");
    for (const name of ["concordance?q=%22%E8%A1%8C%E6%94%BF%22", "collocates?q=%E8%A1%8C%E6%94%BF&min=2", "keyness?q=year:2021", "coverage", "changes", "status", "help", "api", "search?q=%22"]) {
      await page.goto(`${base}/${name}`);
      await see(name.split("?")[0] === "search" ? "fault" : name.split("?")[0]);
    }
    await page.goto(base + "/search?q=" + encodeURIComponent('"行政复议"'));
    await page.keyboard.press("j");
    expect(
      await page.evaluate(() => document.activeElement.matches(".hits h3 a")),
      `${way.label}: j goes to the first hit`,
    );
    await page.keyboard.press("/");
    expect(await page.evaluate(() => document.activeElement.id === "q"), `${way.label}: / goes to the box`);
  }
  await context.close();
}

(async () => {
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
  });
  const ways = [
    { label: "desk-light", width: 1280, scheme: "light", script: true },
    { label: "desk-dark", width: 1280, scheme: "dark", script: true },
    { label: "phone-light", width: 390, scheme: "light", script: true },
    { label: "phone-dark-plain", width: 390, scheme: "dark", script: false },
    { label: "desk-plain", width: 1280, scheme: "light", script: false },
  ];
  for (const way of ways) {
    try {
      await journey(browser, way);
    } catch (error) {
      faults.push(`${way.label}: ${error}`);
    }
  }
  await browser.close();
  for (const fault of faults) console.log(fault);
  process.exit(faults.length ? 1 : 0);
})();
