import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startServer } from "../../../compose.ts";
import type { RunningServer } from "../../../server-options.ts";
import { Browser } from "../../../testing/browser/browser.ts";
import { findChromium } from "../../../testing/browser/find-chromium.ts";
import { openapiDocument } from "./openapi-document.ts";

const chromium = findChromium();
const skip =
  chromium === undefined &&
  "the reference page is not looked at in a browser: Chromium is not there (apt-get install chromium)";
const operations = Object.values(openapiDocument().paths).flatMap((verbs) => Object.values(verbs));

describe("the reference page in a browser", { skip }, () => {
  let server: RunningServer;
  let browser: Browser;

  before(async () => {
    server = await startServer({ port: 0, segmentBytes: 1024 * 1024, processMetrics: false });
    browser = await Browser.open(chromium!);
    await show(1440, "light");
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function open(): Promise<void> {
    const loaded = browser.event("Page.loadEventFired");
    await browser.send("Page.navigate", { url: `${server.httpUrl}/docs` });
    await loaded;
  }

  async function show(width: number, scheme: "light" | "dark"): Promise<void> {
    const size = { width, height: 900, deviceScaleFactor: 1, mobile: width < 800 };
    await browser.send("Emulation.setDeviceMetricsOverride", size);
    await browser.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
  }

  async function press(key: string, text: string = key): Promise<void> {
    const typed = text.length === 1 ? { text } : key === "Enter" ? { text: "\r" } : {};
    const keyCode = { Enter: 13, Escape: 27, Tab: 9 }[key] ?? 0;
    await browser.send("Input.dispatchKeyEvent", { type: "keyDown", key, windowsVirtualKeyCode: keyCode, ...typed });
    await browser.send("Input.dispatchKeyEvent", { type: "keyUp", key, windowsVirtualKeyCode: keyCode });
  }

  const type = (text: string): Promise<unknown> => browser.send("Input.insertText", { text });
  const shown = (): Promise<string[]> =>
    browser.evaluate(
      `[...document.querySelectorAll("nav li a")].filter((link) => link.offsetParent !== null).map((link) => link.hash.slice(1))`,
    );

  test("it loads without an error, and asks nobody but the server that serves it", async () => {
    await open();
    const requested = browser.events
      .filter(({ method }) => method === "Network.requestWillBeSent")
      .map(({ params }) => (params.request as { url: string }).url);
    assert.deepEqual(
      new Set(requested.filter((url) => !url.startsWith("data:"))),
      new Set(["", "/style.css", "/script.js"].map((path) => `${server.httpUrl}/docs${path}`)),
    );
    assert.equal(await browser.evaluate("getComputedStyle(document.body).display"), "grid", "its style counts");
  });

  test("every operation of openapi.json is in the list and on the page, and is found by its name", async () => {
    const ids = operations.map(({ operationId }) => operationId);
    assert.deepEqual((await shown()).sort(), [...ids].sort());
    for (const { operationId, summary } of operations) {
      const [text, found] = await browser.evaluate<[string, boolean]>(`(() => {
        const search = document.getElementById("search");
        search.value = ${JSON.stringify(operationId)};
        search.dispatchEvent(new Event("input"));
        const link = document.querySelector('nav a[href="#${operationId}"]');
        return [document.getElementById("${operationId}").innerText, link.offsetParent !== null];
      })()`);
      assert.ok(found, operationId);
      assert.ok(text.includes(summary.replaceAll("`", "")), `${operationId}: ${text}`);
    }
  });

  test("the keyboard is enough: / goes to the search, Enter to the first that is found, Escape shows all again", async () => {
    await open();
    await press("/");
    assert.equal(await browser.evaluate("document.activeElement.id"), "search");
    await type("cursor commit");
    const found = await shown();
    assert.ok(found.includes("commitCursors") && found.length < operations.length / 2, found.join());
    await press("Enter");
    assert.equal(await browser.evaluate("location.hash"), `#${found[0]}`);
    const top = await browser.evaluate<number>(`document.getElementById("${found[0]}").getBoundingClientRect().top`);
    assert.ok(top >= 0 && top < 450, `the operation stands at ${top}`);
    await press("/");
    await type("no such operation");
    assert.deepEqual(await shown(), []);
    assert.ok(await browser.evaluate(`document.getElementById("nothing").offsetParent !== null`));
    await press("Escape");
    assert.equal((await shown()).length, operations.length);
  });

  test("Tab leads first to the content, then to the search and the operations, and one sees where one is", async () => {
    await open();
    const walked: string[] = [];
    for (let step = 0; step < 4; step += 1) {
      await press("Tab", "Tab");
      const [where, outline] = await browser.evaluate<[string, string]>(
        `[document.activeElement.hash || document.activeElement.id || document.activeElement.pathname, getComputedStyle(document.activeElement).outlineStyle]`,
      );
      walked.push(where);
      assert.notEqual(outline, "none", where);
    }
    assert.deepEqual(walked, ["#content", "/openapi.json", "search", `#${(await shown())[0]}`]);
  });

  for (const width of [390, 1440]) {
    for (const scheme of ["light", "dark"] as const) {
      test(`${width} pixels wide and ${scheme} nothing stands beyond the edge, and text can be told from its ground`, async () => {
        await show(width, scheme);
        const beyond = await browser.evaluate<string[]>(
          `[...document.querySelectorAll("main *")].filter((each) => each.getBoundingClientRect().right > innerWidth + 1).map((each) => each.outerHTML.slice(0, 80))`,
        );
        assert.deepEqual(beyond, []);
        assert.ok((await browser.evaluate<number>("document.documentElement.scrollWidth")) <= width);
        const [ground, text] = await browser.evaluate<[string, string]>(
          `[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]`,
        );
        const [back, front] = [brightness(ground), brightness(text)];
        assert.ok(scheme === "light" ? back > 200 && front < 80 : back < 50 && front > 180, `${text} on ${ground}`);
      });
    }
  }

  test("through all of this nothing was reported: no error, no exception, nothing that the policy stopped", () => {
    const reports = browser.events.filter(({ method }) =>
      /^(Log\.entryAdded|Runtime\.(exceptionThrown|consoleAPICalled)|Network\.loadingFailed)$/.test(method),
    );
    assert.deepEqual(reports, []);
  });
});

function brightness(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/\d+/g) ?? []).map(Number);
  return (red + green + blue) / 3;
}
