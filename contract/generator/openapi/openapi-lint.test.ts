import assert from "node:assert/strict";
import { test } from "node:test";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { errors } from "../../generated/errors.ts";
import { methods } from "../../generated/methods.ts";
import { openapi } from "../../generated/openapi.ts";
import type { AnyMethod } from "../../method.ts";

test("the OpenAPI document has nothing that Redocly's recommended rules find fault with, and its examples are as it says", async () => {
  const config = await createConfig({
    extends: ["recommended-strict"],
    rules: {
      "no-unused-components": "error",
      "no-invalid-media-type-examples": "error",
      "no-invalid-parameter-examples": "error",
      "no-invalid-schema-examples": "error",
    },
  });
  const problems = await lintFromString({ source: openapi, absoluteRef: "openapi.json", config });
  assert.deepEqual(
    problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer})`),
    [],
  );
});

test("the summary is one sentence that names everything there is", () => {
  const { summary } = (JSON.parse(openapi) as { info: { summary: string } }).info;
  assert.match(summary, /^[^.]+\.$/);
  for (const word of ["Streams", "groups", "KV", "queues", "schedules", "commits"])
    assert.ok(summary.includes(word), word);
});

test("every method of the contract is an operation, with its own errors", () => {
  const document = JSON.parse(openapi) as {
    paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
  };
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  const known = new Map(operations.map((operation) => [operation.operationId, operation]));
  const ofEvents = ["publishEvents", "readEvent", "readEvents"];
  assert.deepEqual([...known.keys()].sort(), [...Object.keys(methods), ...ofEvents].sort());
  for (const method of Object.values(methods) as AnyMethod[]) {
    for (const reason of method.errors) {
      const response = JSON.stringify(known.get(method.property)!.responses[String(errors[reason].http)]);
      assert.ok(response.includes(`"${reason}"`), `${method.name} documents ${reason}`);
    }
  }
});
