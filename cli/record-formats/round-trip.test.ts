import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message, PublishHeader, PublishRecord } from "@flowmesh/client";
import { readEnvelope } from "./record-envelope.ts";
import { recordJson } from "./record-json.ts";
import { recordTemplate } from "./record-template.ts";
import { TemplateReader } from "./template-reader.ts";

/** Bytes that templates, lines, JSON and UTF-8 stumble over. */
const odd: readonly (Buffer | undefined)[] = [
  undefined,
  ...'|\t|\n|\r\n|a,b=c%2C |%| |\0|\u001b[2J|\u007f\u2028\u00e9\u{1f600}|null|1.0|-0|{ }|[1, 2]|\n{}\n|{\n"a": 1e400}|{"a":"\u0085"}|{"a":1,"a":2}|"text"'
    .split("|")
    .map((text) => Buffer.from(text)),
  Buffer.from([0xff, 0x00, 0x0a, 0x80, 0x25]),
  Buffer.from([0xef, 0xbb, 0xbf, 0x31]),
  Buffer.from(`${"[".repeat(100)}${"]".repeat(100)}`),
  Buffer.alloc(300, 0xc3),
];

/** Each odd content as value, as key and as header once. */
const messages: readonly Message[] = odd.map((value, at) => {
  const key = odd[(at + 5) % odd.length];
  const headers =
    at % 4 === 0 ? [] : [3, 9].map((step) => headerOf(odd[(at + step) % odd.length], odd[(at * step) % odd.length]));
  const timestampMs = 1_790_000_000_000 + at;
  const [valueText, keyText] = [value, key].map((bytes) => bytes?.toString() ?? "");
  const timestamp = new Date(timestampMs);
  return {
    partition: at % 3,
    offset: at,
    timestampMs,
    timestamp,
    key,
    value,
    headers,
    text: () => valueText,
    keyText: () => keyText,
  } as unknown as Message;
});

function headerOf(name: Buffer | undefined, value: Buffer | undefined): { name: string; value: Buffer | undefined } {
  return { name: `h${name?.toString() ?? ""}`, value };
}

interface Compared {
  readonly key: string | undefined;
  readonly value: string | undefined;
  readonly headers: readonly (readonly [string, string | undefined])[];
  readonly timestamp: number;
  readonly partition: number;
}

function hex(bytes: unknown): string | undefined {
  return bytes instanceof Uint8Array
    ? Buffer.from(bytes).toString("hex")
    : typeof bytes === "string"
      ? Buffer.from(bytes).toString("hex")
      : undefined;
}

function ofMessage({ key, value, headers, timestampMs, partition }: Message): Compared {
  return {
    key: hex(key),
    value: hex(value),
    headers: headers.map((header) => [header.name, hex(header.value)]),
    timestamp: timestampMs,
    partition,
  };
}

function ofRecord({ key, value, headers = [], timestamp, partition }: PublishRecord): Compared {
  const list = (headers as readonly PublishHeader[]).map((header) => [header.name, hex(header.value)] as const);
  return { key: hex(key), value: hex(value), headers: list, timestamp: timestamp as number, partition: partition! };
}

function rendered(template: string, message: Message): Buffer {
  const pieces: (string | Uint8Array)[] = [];
  recordTemplate(template, "orders", false).render(message, pieces);
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece as string)));
}

test("a record as a line of JSON is read again to the last byte", () => {
  for (const message of messages) {
    const line = recordJson(message);
    assert.ok(!/[\n\r\u007f-\u009f\u2028]/.test(line), JSON.stringify(line));
    assert.deepEqual(ofRecord(readEnvelope(Buffer.from(line))), ofMessage(message), line);
  }
});

const exact: readonly string[] = [
  "%t %p@%o %T [%h] %K:%k %V:%v\\n",
  "%K\\t%V\\t%p\\t%m\\t%h\\t%k%v",
  "%V %K %p,%m;%h|%v{hex}%k{base64}",
  "<%p>%h\\xff%T\\0%K %k%V %v--\\n",
];

test("a template with sizes gives every record back to the last byte, one behind the other", () => {
  for (const template of exact) {
    const reader = new TemplateReader(template);
    const all = Buffer.concat(messages.map((message) => rendered(template, message)));
    let at = 0;
    for (const message of messages) {
      const end = reader.endOf(all, at)!;
      assert.deepEqual(ofRecord(reader.read(all.subarray(at, end))), ofMessage(message), template);
      // Wherever the bytes are cut, more are asked for.
      for (let cut = at; cut < end; cut += 1) assert.equal(reader.endOf(all.subarray(0, cut), at), undefined);
      at = end;
    }
    assert.equal(at, all.length);
  }
});

test("hex and base64 keep any bytes on a line", () => {
  const reader = new TemplateReader("%p %m %h %k{hex} %v{base64}\\n");
  assert.ok(reader.isByLine);
  for (const message of messages) {
    const line = rendered("%p %m %h %k{hex} %v{base64}\\n", message);
    assert.equal(line.indexOf("\n"), line.length - 1);
    const { key, value, ...rest } = ofRecord(reader.read(line));
    const expected = ofMessage(message);
    // Without sizes, what is empty and what is missing look the same.
    assert.deepEqual(
      { key: key ?? "", value, ...rest },
      { ...expected, key: expected.key ?? "", value: expected.value ?? "" },
    );
  }
});
