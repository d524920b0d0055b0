import assert from "node:assert/strict";
import { test } from "node:test";
import { links } from "./links.ts";
import { repositoryOf } from "./repository.ts";

function problems(text: string): string[] {
  const files = {
    "docs/guide.md": text,
    "docs/log.md": "# The log: rules\n\n## Groups\n\n## Groups\n",
    "engine/log.ts": "",
  };
  return links.check(repositoryOf(files)).map(({ line, problem }) => `${line}: ${problem}`);
}

test("accepts links to files, to headings and to other sites", () => {
  const text = `# Guide
[log](log.md#the-log-rules) [twice](log.md#groups-1) [code](../engine/log.ts) [here](#guide) [site](https://example.org/x)
[ref]: ./log.md`;
  assert.deepEqual(problems(text), []);
});

test("refuses a link that leads nowhere, in text, pictures, HTML and definitions", () => {
  assert.deepEqual(problems(`[a](gone.md)\n![b](gone.png)\n<img src="gone.svg">\n[c]: gone.md`), [
    "1: gone.md leads nowhere",
    "2: gone.png leads nowhere",
    "3: gone.svg leads nowhere",
    "4: gone.md leads nowhere",
  ]);
});

test("refuses a heading that is not there, and a way out of the repository", () => {
  assert.deepEqual(problems("[a](log.md#views)\n[b](../../x.md)"), [
    "1: docs/log.md has no heading #views",
    "2: ../../x.md leads out of the repository",
  ]);
});

test("takes no notice of code", () => {
  assert.deepEqual(problems("`[a](gone.md)`\n```md\n[a](gone.md)\n```\n"), []);
});
