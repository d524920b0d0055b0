import assert from "node:assert/strict";
import { test } from "node:test";
import type { FieldModel } from "../model.ts";
import { answerPresence, requestPresence, together } from "./field-presence.ts";

function field(property: string, traits: Partial<FieldModel> = {}): FieldModel {
  return {
    protoName: property,
    property,
    number: 1,
    docs: "",
    kind: "string",
    typeName: undefined,
    repeated: false,
    optional: false,
    oneof: undefined,
    oneofDocs: "",
    oneofRequired: false,
    required: false,
    jsonBytes: "base64",
    payload: false,
    ...traits,
  };
}

const bytes = { kind: "bytes", optional: true, jsonBytes: "value" } as const;
const key = field("key", { ...bytes, jsonBytes: "text" });
const value = field("value", bytes);
const ofChoice = { oneof: "to", optional: true, oneofRequired: true };

test("a request says nothing of fields that it may leave out", () => {
  assert.deepEqual(requestPresence([]), {});
  assert.deepEqual(requestPresence([field("label"), field("stream", { repeated: true })]), {});
});

test("a request has the fields that are required", () => {
  const fields = [
    field("queue", { required: true }),
    field("label"),
    field("jobs", { required: true, repeated: true }),
  ];
  assert.deepEqual(requestPresence(fields), { required: ["queue", "jobs"] });
});

test("a request has bytes as themselves or as base64, never both", () => {
  assert.deepEqual(requestPresence([key, field("label")]), {
    not: { properties: { key: {}, keyBase64: {} }, required: ["key", "keyBase64"] },
  });
  assert.deepEqual(requestPresence([key, value]), {
    not: { anyOf: [together(["key", "keyBase64"]), together(["value", "valueBase64"])] },
  });
});

test("a request has required bytes in one of both ways", () => {
  assert.deepEqual(requestPresence([{ ...value, required: true }, field("label")]), {
    oneOf: [{ required: ["value"] }, { required: ["valueBase64"] }],
  });
});

test("a request that is nothing but a required oneof has one field", () => {
  const fields = ["put", "delete", "check"].map((name) => field(name, ofChoice));
  assert.deepEqual(requestPresence(fields), { minProperties: 1, maxProperties: 1 });
});

test("a request has one field of a required oneof beside others", () => {
  const fields = [field("stream", { required: true }), field("offset", ofChoice), field("time", ofChoice)];
  assert.deepEqual(requestPresence(fields), {
    required: ["stream"],
    oneOf: [{ required: ["offset"] }, { required: ["time"] }],
  });
  const two = [...fields, { ...value, required: true }];
  assert.deepEqual(requestPresence(two), {
    required: ["stream"],
    allOf: [
      { oneOf: [{ required: ["offset"] }, { required: ["time"] }] },
      { oneOf: [{ required: ["value"] }, { required: ["valueBase64"] }] },
    ],
  });
});

test("a request has at most one field of a oneof that it may leave out", () => {
  const fields = ["a", "b", "c"].map((name) => field(name, { ...ofChoice, oneofRequired: false }));
  assert.deepEqual(requestPresence(fields), {
    not: { anyOf: [together(["a", "b"]), together(["a", "c"]), together(["b", "c"])] },
  });
});

test("an answer has every field but enums and what is optional, whatever a request must have", () => {
  const fields = [
    field("queue"),
    field("state", { kind: "enum", required: true }),
    field("label", { optional: true, required: true }),
    { ...key, optional: false },
  ];
  assert.deepEqual(answerPresence(fields), {
    required: ["queue"],
    allOf: [{ anyOf: [{ required: ["key"] }, { required: ["keyBase64"] }] }],
  });
});
