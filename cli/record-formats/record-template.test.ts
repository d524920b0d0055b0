import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message } from "@flowmesh/client";
import { isFlowMeshError } from "@flowmesh/fabric";
import { recordTemplate } from "./record-template.ts";
import { placeholderHelp } from "./template-parts.ts";

const evil = "\u001b[2J";

function message(fields: object = {}): Message {
  const headers = [{ name: "h", value: Buffer.from("x") }];
  const base = {
    partition: 2,
    offset: 40,
    timestampMs: 0,
    timestamp: new Date(0),
    key: "k",
    value: Buffer.from("v"),
    headers,
  };
  return { ...base, header: () => "x", ...fields } as unknown as Message;
}

function rendered(text: string, isForTerminal: boolean, of: Message = message()): Buffer {
  const pieces: (string | Uint8Array)[] = [];
  recordTemplate(text, "orders", isForTerminal).render(of, pieces);
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece as string)));
}

const cases: readonly [string, string][] = [
  ["", ""],
  ["plain", "plain"],
  ["%t/%p@%o %k %v\\n", "orders/2@40 k v\n"],
  ["%h %T %m", "h=x 1970-01-01T00:00:00.000Z 0"],
  ["%K %V", "1 1"],
  ["100%% \\t\\r\\0\\\\", "100% \t\r\0\\"],
  ["%%v", "%v"],
  ["\\\\n", "\\n"],
  ["\u{1f600}%k\u00e4", "\u{1f600}k\u00e4"],
];

test("a template is text with placeholders and escapes", () => {
  for (const [text, expected] of cases) assert.equal(rendered(text, false).toString(), expected, text);
});

test("every placeholder that the help names is known, and no other letter", () => {
  const named = new Set([...placeholderHelp.matchAll(/%([A-Za-z])/g)].map(([, letter]) => letter!));
  for (const letter of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
    if (named.has(letter)) recordTemplate(`%${letter}`, "s", false);
    else
      assert.throws(
        () => recordTemplate(`%${letter}`, "s", false),
        (error) => isFlowMeshError(error, "field_invalid"),
      );
  }
  for (const text of ["%", "50% off", "\\", "\\x", "%\u{1f600}"]) {
    assert.throws(() => recordTemplate(text, "s", false), /--format has .* which means nothing there/, text);
  }
});

test("what a record lacks is empty, and its size is -1", () => {
  const empty = message({ key: undefined, value: undefined, headers: [] });
  assert.equal(rendered("[%k|%v|%h|%K|%V]", false, empty).toString(), "[|||-1|-1]");
});

test("what comes from a record is escaped for a terminal, and the template's own text is not", () => {
  const record = message({ key: evil, value: Buffer.from(`${evil}\n`) });
  assert.equal(rendered("\u001b[1m%k %v\\n", true, record).toString(), "\u001b[1m\\u001b[2J \\u001b[2J\\n\n");
  assert.equal(rendered("%k %v\\n", false, record).toString(), `${evil} ${evil}\n\n`);
});

test("bytes that are no text go into a pipe as they are", () => {
  const bytes = Buffer.from([0xff, 0x00, 0xc3]);
  assert.deepEqual(rendered("%v", false, message({ value: bytes })), bytes);
});
