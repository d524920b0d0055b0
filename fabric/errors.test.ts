import assert from "node:assert/strict";
import { test } from "node:test";
import { errors } from "@flowmesh/contract";
import { errorFromWire, errorToWire } from "./error-wire.ts";
import { FlowMeshError, isFlowMeshError } from "./errors.ts";

const mismatch = (): FlowMeshError =>
  new FlowMeshError("expected_offset_mismatch", { stream: "orders", partition: 2, actual: 7, expected: 5 });

test("an error says what happened and what to do, and carries the facts", () => {
  const error = mismatch();
  assert.equal(error.message, "partition 2 of stream orders is at offset 7, not at 5");
  assert.equal(error.code, "failed_precondition");
  assert.equal(error.retryable, false);
  assert.match(error.fix, /read what was written meanwhile/);
  assert.deepEqual(error.details, { stream: "orders", partition: 2, actual: 7, expected: 5 });
  assert.ok(error.stack?.includes("errors.test.ts"));
});

test("every reason of the list makes an error of its code", () => {
  for (const { reason, code, retry, params } of Object.values(errors)) {
    const details = Object.fromEntries(params.map((param) => [param, "x"]));
    const error = new FlowMeshError(reason, details as never);
    assert.deepEqual([error.code, error.retryable, error.reason], [code, retry, reason]);
    assert.doesNotMatch(`${error.message} ${error.fix}`, /[{}]/, reason);
  }
});

test("an error of another copy of the package is one too, and none of a class that is made of ours", () => {
  class Other extends Error {
    override readonly name = "FlowMeshError";
    readonly reason = "stream_not_found";
  }
  class Own extends FlowMeshError {}
  const [other, own] = [new Other(), new Own("closed", { what: "client" })];
  assert.deepEqual(
    [other, own, mismatch(), new Error("x"), 7].map((each) => each instanceof FlowMeshError),
    [true, true, true, false, false],
  );
  assert.deepEqual(
    [other, own, mismatch()].map((each) => each instanceof Own),
    [false, true, false],
  );
});

test("more details can be added, and the first ones stay", () => {
  const cause = new Error("why");
  const error = new FlowMeshError("stream_not_found", { stream: "a" }, { cause }).with({ operation: 3 });
  assert.deepEqual(error.details, { stream: "a", operation: 3 });
  assert.equal(error.cause, cause);
  assert.ok(error instanceof FlowMeshError);
});

test("what a caller sent cannot fill or break a message", () => {
  const { message, details } = new FlowMeshError("stream_not_found", { stream: `a\nb${"c".repeat(100_000)}` });
  assert.ok(message.length < 400);
  assert.doesNotMatch(message, /\n/);
  assert.equal(String(details.stream).length, 100_003);
});

test("an error travels as JSON and as a message, and is the same on the other side", () => {
  const error = mismatch();
  const sent = errorToWire(error);
  const received = [
    FlowMeshError.fromWire(JSON.parse(JSON.stringify(error))),
    errorFromWire({ ...sent, details: sent.details?.map(({ name = "", json = "" }) => ({ name, json })) } as never),
  ];
  for (const copy of received) {
    assert.deepEqual(copy.toWire(), error.toWire());
    assert.ok(isFlowMeshError(copy, "expected_offset_mismatch"));
  }
});

test("a reason of a newer peer stays usable by its code", () => {
  const wire = {
    reason: "quota_spent",
    code: "resource_exhausted",
    message: "spent",
    fix: "wait",
    retryable: true,
    details: {},
  };
  const error = FlowMeshError.fromWire(wire);
  assert.deepEqual(
    [error.reason, error.code, error.retryable, error.message],
    ["quota_spent", "resource_exhausted", true, "spent"],
  );
  assert.equal(FlowMeshError.fromWire({ ...wire, code: "brand_new" }).code, "internal");
});

test("only FlowMesh's errors are taken for such", () => {
  assert.ok(!isFlowMeshError(new Error("x")));
  assert.ok(!isFlowMeshError({ name: "FlowMeshError", reason: "closed" }));
  assert.ok(!isFlowMeshError(mismatch(), "closed"));
});

test("details that JSON cannot write are left out, not fatal", () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  const { details } = errorToWire(new FlowMeshError("stream_not_found", { stream: "a", circular, big: 1n }));
  assert.deepEqual(details, [{ name: "stream", json: '"a"' }]);
});
