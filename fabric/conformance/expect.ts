import assert from "node:assert/strict";
import { type ErrorReason, errors } from "@flowmesh/contract";
import { type ErrorDetails, type FlowMeshError, isFlowMeshError } from "../errors.ts";

/** The call must be refused with this reason, in its documented form, with at least these details. */
export async function expectRefusal(
  call: Promise<unknown>,
  reason: ErrorReason,
  details: ErrorDetails = {},
): Promise<FlowMeshError> {
  const error = await failureOf(call);
  assert.ok(isFlowMeshError(error), `expected a refusal with ${reason}, not ${describe(error)}`);
  assert.equal(error.reason, reason, `expected a refusal with ${reason}, not: ${error.message}`);
  assert.equal(error.code, errors[reason].code);
  assert.equal(error.retryable, errors[reason].retry);
  assert.doesNotMatch(`${error.message} ${error.fix}`, /\{\w+\}|undefined/);
  for (const param of errors[reason].params) assert.ok(param in error.details, `the error lacks the detail ${param}`);
  for (const [name, value] of Object.entries(details)) {
    assert.deepEqual(error.details[name], value, `detail ${name} of ${reason}`);
  }
  return error;
}

/** The call must reject with exactly this. */
export async function expectRejection(call: Promise<unknown>, reason: unknown): Promise<void> {
  const error = await failureOf(call);
  assert.equal(error, reason, `expected the caller's own reason, not ${describe(error)}`);
}

/** Iterates to the end, for calls whose answer is a sequence. */
export async function drain<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const drained: Item[] = [];
  for await (const item of items) drained.push(item);
  return drained;
}

const succeeded = Symbol("succeeded");

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => succeeded,
    (error: unknown) => error,
  );
}

function describe(error: unknown): string {
  return error === succeeded ? "success" : String(error);
}
