import assert from "node:assert/strict";
import { test } from "node:test";
import { OperationUnknown, readOperations } from "../commit/operation.ts";
import { asNewerVersion } from "./newer-version.ts";

test("operations that this version does not know are those of a newer one, and other errors are as they are", () => {
  for (const table of [Buffer.of(255), Buffer.of(10, 1)])
    assert.throws(
      () => readOperations(table, 1),
      (error) => {
        assert.ok(error instanceof OperationUnknown);
        const newer = asNewerVersion(error, "/data") as Error;
        assert.match(newer.message, /^the data folder \/data has format 1, with operations that are not known here/);
        return true;
      },
    );
  const other = new RangeError("of something else");
  assert.equal(asNewerVersion(other, "/data"), other);
});
