import assert from "node:assert/strict";
import { test } from "node:test";
import type { PublishHeader, PublishRecord } from "@flowmesh/client";
import { isFlowMeshError } from "@flowmesh/fabric";
import { readEnvelope } from "./record-envelope.ts";

/** A record with all its bytes as text, so that it can be compared; headers as pairs. */
function shown(record: PublishRecord): Record<string, unknown> {
  const { key, value, headers, ...rest } = record;
  const text = (bytes: unknown): unknown =>
    bytes instanceof Uint8Array ? Buffer.from(bytes).toString("latin1") : bytes;
  const list = (headers as readonly PublishHeader[] | undefined)?.map((header) => [header.name, text(header.value)]);
  const all = { key: text(key), value: text(value), ...rest, headers: list };
  return Object.fromEntries(Object.entries(all).filter(([, content]) => content !== undefined));
}

const taken: readonly [string, Record<string, unknown>][] = [
  ["{}", { value: null }],
  ['{"value":null}', { value: null }],
  ['{"value":{"a":1}}', { value: '{"a":1}' }],
  ['{"value":"text"}', { value: '"text"' }],
  ['{"value":12345678901234567890}', { value: "12345678901234567890" }],
  ['{"valueText":"text"}', { value: "text" }],
  ['{"valueBase64":"/wA="}', { value: "\u00ff\u0000" }],
  ['{"key":"k","partition":3,"dedupeId":"d","value":1}', { key: "k", partition: 3, dedupeId: "d", value: "1" }],
  ['{"timestamp":"2026-11-03T14:00:00.5Z"}', { value: null, timestamp: Date.parse("2026-11-03T14:00:00.500Z") }],
  [
    '{"headers":{"a":"1","__proto__":"p"}}',
    {
      value: null,
      headers: [
        ["a", "1"],
        ["__proto__", "p"],
      ],
    },
  ],
  [
    '{"headers":[{"name":"a","value":"1"},{"name":"a"}]}',
    {
      value: null,
      headers: [
        ["a", "1"],
        ["a", ""],
      ],
    },
  ],
  ['{"headers":[{"name":"a","value":null}]}', { value: null, headers: [["a", null]] }],
  ['{"value": {"a" : 1.0,"b":"\\u00e9"} ,"key":"k"}', { value: '{"a" : 1.0,"b":"\\u00e9"}', key: "k" }],
  ['{"\\u0076alue":[1, 2],"headers":[]}', { value: "[1, 2]" }],
  ['{"value":1,"value":{"value":[2]}}', { value: '{"value":[2]}' }],
  ['{"value":{"a":1},"valueText":"{\\n\\"a\\": 1}\\n"}', { value: '{\n"a": 1}\n' }],
  ['{"offset":17,"value":1}', { value: "1" }],
];

test("a record is read from what REST takes, and from what tail prints", () => {
  for (const [line, record] of taken) assert.deepEqual(shown(readEnvelope(Buffer.from(line))), record, line);
});

const refused: readonly [string, RegExp][] = [
  ["", /message_malformed|could not be read/],
  ["text", /could not be read/],
  ["[]", /no JSON object/],
  ["null", /no JSON object/],
  ['"s"', /no JSON object/],
  ['{"value":1', /could not be read/],
  ['{"valeu":1}', /^there is no field valeu in a record$/],
  ['{"headers":[{"nmae":"a"}]}', /^there is no field headers\[0\]\.nmae in a header$/],
  ['{"valueText":1}', /valueText must be a string/],
  ['{"valueText":"a","value":1}', /valueText says something else than value/],
  ['{"valueText":"a","valueBase64":"YQ=="}', /valueText cannot be given beside valueBase64/],
  ['{"valueText":"\\ud800"}', /valueText must be well-formed/],
  ['{"valueBase64":"%"}', /base64/i],
  ['{"timestamp":"soon"}', /timestamp/],
  ['{"partition":"one"}', /partition/],
  ['{"partition":1.5}', /partition/],
  ['{"key":1}', /key/],
  ['{"headers":{"a":1}}', /headers/],
];

test("what is no record is refused with the field and what is wrong with it", () => {
  for (const [line, says] of refused) {
    assert.throws(
      () => readEnvelope(Buffer.from(line)),
      (error) => isFlowMeshError(error) && error.code === "invalid_argument" && says.test(error.message),
      line,
    );
  }
});

test("for a field that is not known those that are are named", () => {
  const fixOf = (line: string): string => {
    try {
      readEnvelope(Buffer.from(line));
    } catch (error) {
      if (isFlowMeshError(error, "field_unknown")) return error.fix;
    }
    throw new Error(`${line} is taken`);
  };
  assert.match(fixOf('{"valeu":1}'), /: key, .*value, valueBase64, .*valueText$/);
  assert.match(fixOf('{"headers":[{"nmae":"a"}]}'), /: name, value/);
});
