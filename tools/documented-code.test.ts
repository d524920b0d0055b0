import assert from "node:assert/strict";
import { test } from "node:test";
import { codeBlocks, moduleOf } from "./documented-code.ts";

const page = [
  "text",
  "<!-- given: const order = 1 -->",
  "```ts",
  'import { connect } from "@flowmesh/client";',
  "use(order);",
  "```",
  "```sh",
  "ls",
  "```",
].join("\n");

test("blocks come with their language and what they take for granted", () => {
  assert.deepEqual(codeBlocks(page), [
    { language: "ts", code: 'import { connect } from "@flowmesh/client";\nuse(order);\n', given: "const order = 1" },
    { language: "sh", code: "ls\n", given: "" },
  ]);
});

test("blocks of a page become one module that imports once", () => {
  const [block] = codeBlocks(page);
  const code = moduleOf([block!, block!]);
  assert.equal(code.match(/import /g)?.length, 1);
  assert.equal(code.match(/const order = 1\nuse\(order\);/g)?.length, 2);
});
