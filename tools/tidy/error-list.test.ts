import assert from "node:assert/strict";
import { test } from "node:test";
import { errorList } from "./error-list.ts";
import { repositoryOf } from "./repository.ts";

const list = "errors:\n  stream_not_found:\n    { code: not_found }\n  log_full: { code: resource_exhausted }\n";
const code = `throw new FlowMeshError("stream_not_found", {}); refuse("log_full");`;

function problems(files: Record<string, string>): string[] {
  const found = errorList.check(repositoryOf({ "contract/errors.yaml": list, ...files }));
  return found.map(({ path, line, problem }) => `${path}:${line} ${problem}`);
}

test("accepts a list whose reasons are all given and described", () => {
  const files = { "engine/a.ts": code, "docs/errors.md": "## stream_not_found\n\nText on `log_full`.\n" };
  assert.deepEqual(problems(files), []);
});

test("refuses a reason on the list that no code gives, tests and generated code aside", () => {
  const files = {
    "engine/a.ts": `refuse("stream_not_found");`,
    "engine/a.test.ts": code,
    "contract/generated/a.ts": code,
  };
  assert.deepEqual(problems(files), ["contract/errors.yaml:4 no code gives log_full"]);
});

test("refuses a reason in code that is not on the list", () => {
  const files = { "engine/a.ts": `${code}\nnew FlowMeshError("no_such_reason");` };
  assert.deepEqual(problems(files), ["engine/a.ts:2 no_such_reason is not in contract/errors.yaml"]);
});

test("refuses a reference that misses a reason or describes one that is gone", () => {
  const files = { "engine/a.ts": code, "docs/errors.md": "## stream_not_found\n\n## old_reason\n" };
  assert.deepEqual(problems(files), [
    "docs/errors.md:1 log_full is not described",
    "docs/errors.md:3 old_reason is not in contract/errors.yaml",
  ]);
});
