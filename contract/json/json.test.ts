import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type Codec,
  CommitRequest,
  CreateStreamRequest,
  Damage,
  FindOffsetsRequest,
  limits,
  NewRecord,
  PublishRequest,
  ReadRequest,
  ReadResponse,
  Record,
  UpdateStreamRequest,
} from "../index.ts";
import { fromJson } from "./from-json.ts";
import { fromQuery } from "./from-query.ts";
import { JsonMappingError } from "./json-mapping-error.ts";
import { parseJson } from "./json-text.ts";
import { formatTime, parseTime } from "./json-time.ts";
import { toJson, toJsonText } from "./to-json.ts";

/** The message after a way through JSON text. */
function throughText<Message extends object>(codec: Codec<Message, never>, message: Message): Message {
  return fromJson(codec, parseJson(JSON.stringify(toJson(codec, message))));
}

function refusal(codec: Codec<object, never>, value: unknown): JsonMappingError {
  try {
    fromJson(codec, value);
  } catch (error) {
    if (error instanceof JsonMappingError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: "nothing was refused" });
}

test("a message has the JSON that is documented", () => {
  const response = ReadResponse.decode(
    ReadResponse.encode({
      records: [
        {
          partition: 1,
          offset: 2 ** 53 - 1,
          timestamp: 1_763_700_000_123.9,
          key: Buffer.from("clé"),
          value: Buffer.from('{"a": [1, null]}'),
          headers: [{ name: "trace", value: Buffer.from([0xff]) }],
        },
        { value: Buffer.from("not JSON") },
      ],
      caughtUp: true,
    }),
  );
  assert.deepEqual(toJson(ReadResponse, response), {
    records: [
      {
        partition: 1,
        offset: 9007199254740991,
        timestamp: "2025-11-21T04:40:00.1239Z",
        key: "clé",
        value: { a: [1, null] },
        headers: [{ name: "trace", valueBase64: "/w==" }],
      },
      { partition: 0, offset: 0, valueBase64: "bm90IEpTT04=", headers: [] },
    ],
    nextPageToken: "",
    caughtUp: true,
  });
});

test("records come through JSON as they were, JSON values up to their white space", () => {
  const bytes = fc.oneof(
    fc.uint8Array(),
    fc.string().map((text) => Buffer.from(text)),
  );
  const json = fc.json().map((text) => Buffer.from(JSON.stringify(JSON.parse(text))));
  fc.assert(
    fc.property(
      fc.option(bytes, { nil: undefined }),
      fc.option(fc.oneof(bytes, json), { nil: undefined }),
      fc.nat(),
      (key, value, time) => {
        const record = NewRecord.decode(
          NewRecord.encode({ key, value, timestamp: time, headers: [{ name: "h", value: key }] }),
        );
        const result = throughText(NewRecord, record);
        assert.deepEqual(result.key && Buffer.from(result.key), key && Buffer.from(key));
        assert.equal(result.timestamp, time);
        assert.equal(canonical(result.value), canonical(value));
      },
    ),
  );
});

test("the text of a message says what its value says, on one line", () => {
  const bytes = fc.oneof(
    fc.uint8Array(),
    fc.string({ unit: "binary" }).map((text) => Buffer.from(text)),
    fc.tuple(fc.json(), fc.constantFrom("", "\r\n\t")).map(([text, space]) => {
      return Buffer.from(JSON.stringify(JSON.parse(text), undefined, space) + space);
    }),
    fc.constantFrom("null", " null\n", "-0", "{", "-", "").map((text) => Buffer.from(text)),
  );
  const record = fc.record(
    { partition: fc.nat(), timestamp: fc.nat(), key: bytes, value: bytes },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(record), fc.string(), fc.boolean(), (records, nextPageToken, caughtUp) => {
      const response = ReadResponse.decode(
        ReadResponse.encode({
          records: records.map((each) => ({ ...each, headers: [{ name: "h", value: each.key }] })),
          nextPageToken,
          caughtUp,
        }),
      );
      const text = toJsonText(ReadResponse, response);
      assert.deepEqual(JSON.parse(text), toJson(ReadResponse, response));
      assert.doesNotMatch(text, /[\r\n]/);
    }),
    { numRuns: 500 },
  );
});

/** Bytes in hexadecimal, JSON without white space. */
function canonical(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  const text = Buffer.from(bytes).toString("utf8");
  try {
    return `json ${JSON.stringify(JSON.parse(text))}`;
  } catch {
    return Buffer.from(bytes).toString("hex");
  }
}

test("a value of null, of nothing, and of no value at all stay apart", () => {
  const values = [Buffer.from("null"), Buffer.alloc(0), undefined];
  const json = values.map((value) => toJson(NewRecord, NewRecord.decode(NewRecord.encode({ value }))));
  assert.deepEqual(
    json.map(({ value, valueBase64 }) => [value, valueBase64]),
    [
      [undefined, "bnVsbA=="],
      [undefined, ""],
      [undefined, undefined],
    ],
  );
  const back = json.map((one) => fromJson(NewRecord, one).value);
  assert.deepEqual(
    back.map((value) => value && Buffer.from(value).toString()),
    ["null", "", undefined],
  );
});

test("numbers in a record that no double can hold come through unchanged", () => {
  const text = '{"id":12345678901234567890,"price":0.1000000000000000055,"far":1e400,"tiny":1e-400}';
  const record = Record.decode(Record.encode({ value: Buffer.from(text) }));
  assert.ok(JSON.stringify(toJson(Record, record)).includes(text));
  assert.ok(toJsonText(Record, record).includes(text));
  const published = fromJson(NewRecord, parseJson(`{"value":${text}}`));
  assert.equal(Buffer.from(published.value!).toString(), text);
});

test("values that no JSON reader should be given stand as base64", () => {
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  const records = [deep, "\ufeff{}", "{", '{"a":1}x', ""].map((text) =>
    Record.decode(Record.encode({ value: Buffer.from(text) })),
  );
  for (const record of records) assert.equal(typeof toJson(Record, record).valueBase64, "string");
});

test("a value that is longer than a JSON body may be stands as base64, also if it is JSON", () => {
  const longest = limits.httpJsonBytes.value;
  for (const [length, name] of [
    [longest, "value"],
    [longest + 1, "valueBase64"],
  ] as const) {
    const record = Record.decode(Record.encode({ value: Buffer.from(`"${"v".repeat(length - 2)}"`) }));
    assert.ok(name in toJson(Record, record));
    assert.ok(name in JSON.parse(toJsonText(Record, record)));
  }
});

test("enums are lower-case strings, and unspecified is left out", () => {
  const request = fromJson(PublishRequest, { stream: "s", durability: "interval" });
  assert.equal(request.durability, "interval");
  assert.equal(toJson(PublishRequest, request).durability, "interval");
  assert.equal("durability" in toJson(PublishRequest, PublishRequest.create()), false);
  assert.equal(fromJson(PublishRequest, { durability: "unspecified" }).durability, "unspecified");
});

test("null and undefined are the same as absent", () => {
  const request = fromJson(CreateStreamRequest, { stream: null, partitions: null, settings: undefined });
  assert.deepEqual(request, CreateStreamRequest.create());
});

test("names may also stand as in the proto files", () => {
  assert.equal(fromJson(PublishRequest, { expected_offset: 5 }).expectedOffset, 5);
  assert.equal(Buffer.from(fromJson(NewRecord, { keyBase64: "YQ" }).key!).toString(), "a");
});

test("nested messages, oneofs and lists are read", () => {
  const request = fromJson(CommitRequest, {
    operations: [
      { append: { stream: "a", partition: 1, batch: "AAEC" } },
      { publish: { stream: "b", records: [{ key: "k", value: "text" }] } },
    ],
  });
  assert.deepEqual(Buffer.from(request.operations[0]!.append!.batch), Buffer.from([0, 1, 2]));
  assert.equal(request.operations[0]!.publish, undefined);
  assert.equal(Buffer.from(request.operations[1]!.publish!.records[0]!.value!).toString(), '"text"');
});

test("base64 is taken in both alphabets, with or without padding", () => {
  for (const text of ["+/8=", "-_8=", "+/8", "-_8"]) {
    const read = fromJson(NewRecord, { valueBase64: text });
    assert.deepEqual(Buffer.from(read.value!), Buffer.from([0xfb, 0xff]));
  }
});

test("whole numbers are taken as decimal strings too", () => {
  assert.equal(fromJson(ReadRequest, { offset: "9007199254740991", limit: "5" }).offset, 9007199254740991);
  assert.ok(Object.is(fromJson(ReadRequest, { atLeast: -0 }).atLeast, 0));
});

const times: readonly (readonly [string, number])[] = [
  ["1970-01-01T00:00:00Z", 0],
  ["2026-11-21T03:33:00.5Z", Date.UTC(2026, 10, 21, 3, 33, 0, 500)],
  ["2026-11-21t03:33:00z", Date.UTC(2026, 10, 21, 3, 33)],
  ["2026-11-21T05:33:00+02:00", Date.UTC(2026, 10, 21, 3, 33)],
  ["2026-11-20T22:03:00.250-05:30", Date.UTC(2026, 10, 21, 3, 33, 0, 250)],
  ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
  ["0001-01-01T00:00:00Z", -62_135_596_800_000],
  ["9999-12-31T23:59:59.999Z", 253_402_300_799_999],
];

test("times are taken with any offset, and given in UTC", () => {
  for (const [text, ms] of times) assert.equal(parseTime(text), ms);
  assert.equal(formatTime(-0.5), "1969-12-31T23:59:59.9995Z");
  assert.equal(parseTime(formatTime(-0.5)), -0.5);
  assert.equal(formatTime(Number.MAX_SAFE_INTEGER), "+275760-09-13T00:00:00.000Z");
  assert.equal(parseTime("+275760-09-13T00:00:00.000Z"), 8.64e15);
});

test("what is no time is refused", () => {
  const nonsense = [
    "2026-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-01-32T00:00:00Z",
    "2026-01-01T24:00:00Z",
  ];
  nonsense.push(
    "2026-01-01T00:60:00Z",
    "2026-01-01T00:00:60Z",
    "2026-01-01T00:00:00",
    "2026-01-01",
    "now",
    "",
    "2026-01-01T00:00:00+24:00",
  );
  nonsense.push(
    "2026-01-01 00:00:00Z",
    " 2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00.Z",
    "２026-01-01T00:00:00Z",
    "1764000000000",
  );
  for (const text of nonsense) assert.match(refusal(ReadRequest, { fromTime: text }).problem, /RFC 3339/);
  assert.match(refusal(ReadRequest, { fromTime: 1764000000000 }).problem, /RFC 3339/);
});

const refusals: readonly (readonly [string, Codec<object, never>, unknown, string, RegExp])[] = [
  ["a list for a message", PublishRequest, [], "", /must be an object/],
  ["text for a message", PublishRequest, "{}", "", /must be an object/],
  ["null for a message", PublishRequest, null, "", /must be an object/],
  ["a number for a string", PublishRequest, { stream: 5 }, "stream", /must be a string/],
  ["half a character", PublishRequest, { stream: "\ud800" }, "stream", /well-formed/],
  ["half a character in text bytes", PublishRequest, { records: [{ key: "\ud800" }] }, "records[0].key", /well-formed/],
  ["an object for a list", PublishRequest, { records: {} }, "records", /must be an array/],
  ["null in a list", PublishRequest, { records: [null] }, "records[0]", /must be an object/],
  ["a number for text bytes", PublishRequest, { records: [{}, {}, {}, { key: 1 }] }, "records[3].key", /keyBase64/],
  ["both forms of bytes", NewRecord, { value: 1, valueBase64: "AA" }, "valueBase64", /beside value/],
  ["a field under two names", ReadRequest, { pageToken: "a", page_token: "b" }, "page_token", /beside pageToken/],
  ["two of a oneof", ReadRequest, { offset: 1, anchor: "latest" }, "anchor", /beside offset/],
  ["a fraction", ReadRequest, { limit: 1.5 }, "limit", /^must be a whole number$/],
  ["a word for a number", CreateStreamRequest, { partitions: "two" }, "partitions", /^must be a whole number$/],
  ["a number beyond 32 bits", ReadRequest, { limit: 2147483648 }, "limit", /2147483647/],
  ["a number beyond 2^53", ReadRequest, { offset: 9007199254740992 }, "offset", /9007199254740991/],
  ["a decimal string beyond 2^53", ReadRequest, { offset: "9007199254740993" }, "offset", /9007199254740991/],
  [
    "a long number of the text",
    ReadRequest,
    parseJson('{"offset":12345678901234567890}'),
    "offset",
    /9007199254740991/,
  ],
  ["a number with a leading zero", ReadRequest, { offset: "007" }, "offset", /whole number/],
  ["an exponent in a string", ReadRequest, { offset: "1e3" }, "offset", /whole number/],
  ["an empty number", ReadRequest, { offset: "" }, "offset", /whole number/],
  ["true for a number", ReadRequest, { limit: true }, "limit", /whole number/],
  ["a list for a number", ReadRequest, { limit: [1] }, "limit", /whole number/],
  ["an object for a number", ReadRequest, { limit: Object.create(null) }, "limit", /whole number/],
  [
    "a string for a boolean",
    Damage,
    { segment: 1, offsets: [{ stream: "a", firstOffset: "x" }] },
    "offsets[0].firstOffset",
    /whole/,
  ],
  ["an enum in capitals", PublishRequest, { durability: "ALWAYS" }, "durability", /one of always, interval, memory/],
  ["an enum's number", PublishRequest, { durability: 1 }, "durability", /one of/],
  ["what every object has, for an enum", PublishRequest, { durability: "toString" }, "durability", /one of/],
  ["what is no base64", NewRecord, { valueBase64: "a b" }, "valueBase64", /base64/],
  ["base64 of an impossible length", NewRecord, { valueBase64: "abcde" }, "valueBase64", /base64/],
  ["base64 with wrong padding", NewRecord, { valueBase64: "YQ=" }, "valueBase64", /base64/],
  [
    "base64 with a letter that only ends in the same byte",
    NewRecord,
    { valueBase64: "\u0141A==" },
    "valueBase64",
    /base64/,
  ],
  ["base64 with padding alone", NewRecord, { valueBase64: "====" }, "valueBase64", /base64/],
  ["base64 with padding in the middle", NewRecord, { valueBase64: "YQ==YQ==" }, "valueBase64", /base64/],
];

for (const [what, codec, value, field, problem] of refusals) {
  test(`refuses ${what} and says where`, () => {
    const error = refusal(codec, value);
    assert.equal(error.field, field);
    assert.match(error.problem, problem);
    assert.equal(error.known, undefined);
  });
}

test("an unknown field is refused with the message it was looked for in and the fields there are", () => {
  const error = refusal(PublishRequest, { records: [{ value: 1, hedaers: [] }] });
  assert.equal(error.field, "records[0].hedaers");
  assert.equal(error.messageName, "NewRecord");
  assert.deepEqual(error.known, [
    "key",
    "keyBase64",
    "value",
    "valueBase64",
    "headers",
    "timestamp",
    "partition",
    "dedupeId",
  ]);
});

test("names that every object has are unknown fields, and harmless", () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    const error = refusal(PublishRequest, parseJson(`{"${name}":{"polluted":true}}`));
    assert.equal(error.field, name);
  }
  const record = fromJson(NewRecord, parseJson('{"value":{"__proto__":{"polluted":true}}}'));
  assert.equal(Buffer.from(record.value!).toString(), '{"__proto__":{"polluted":true}}');
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
});

test("JSON that is malformed or nested too deep is refused as a whole", () => {
  const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  assert.doesNotThrow(() => parseJson(deep(64)));
  for (const text of ["", "{", "{'a':1}", "[1,]", deep(65), deep(100_000)]) {
    assert.throws(
      () => parseJson(text),
      (error) => error instanceof JsonMappingError && error.field === "",
    );
  }
});

test("a record's value may not nest deeper than the rest allows", () => {
  let value: unknown = 1;
  for (let i = 0; i < 70; i++) value = [value];
  const error = refusal(PublishRequest, { records: [{ value }] });
  assert.deepEqual([error.field, /deeper than 64/.test(error.problem)], ["records[0].value", true]);
});

test("a request in JSON may have as many messages and elements of lists as the limit says", () => {
  const itemsMax = limits.messageItems.value;
  const records = (count: number): object => ({ records: Array.from({ length: count }, () => ({})) });
  assert.equal(fromJson(PublishRequest, records(itemsMax)).records.length, itemsMax);
  const tooMany = { message: /records.*more than 20000/ };
  assert.throws(() => fromJson(PublishRequest, records(itemsMax + 1)), tooMany);
  const partitions = Array(16 * itemsMax).fill(0);
  assert.equal(fromJson(FindOffsetsRequest, { partitions }).partitions.length, 16 * itemsMax);
  assert.throws(() => fromJson(FindOffsetsRequest, { partitions: [...partitions, 0] }), { message: /more than 20000/ });
});

test("parameters of path and query become the message's fields", () => {
  const parameters = new URLSearchParams(
    "stream=a%2Fb&partition=3&limit=5&waitMs=100&fromTime=2026-01-01T00:00:00Z&page_token=t",
  );
  const request = fromJson(ReadRequest, fromQuery(ReadRequest, parameters));
  assert.deepEqual(
    [request.stream, request.partition, request.limit, request.waitMs, request.fromTime, request.pageToken],
    ["a/b", 3, 5, 100, Date.UTC(2026, 0, 1), "t"],
  );
  const lists = fromQuery(FindOffsetsRequest, [
    ["partitions", "1"],
    ["partitions", "2"],
  ]);
  assert.deepEqual(fromJson(FindOffsetsRequest, lists).partitions, [1, 2]);
  const nested = fromQuery(UpdateStreamRequest, [
    ["settings.retentionMs", "5"],
    ["settings.retentionBytes", "6"],
  ]);
  assert.equal(fromJson(UpdateStreamRequest, nested).settings?.retentionBytes, 6);
});

test("parameters that are no fields, or are given twice, are refused", () => {
  const wrong: readonly (readonly [string, RegExp])[] = [
    ["streem=a", /no field of ReadRequest/],
    ["limit=1&limit=2", /given twice/],
    ["limit.x=1", /cannot be given as a parameter/],
    ["__proto__=1", /no field/],
    ["__proto__.a=1", /no field/],
  ];
  for (const [query, problem] of wrong) {
    assert.throws(
      () => fromQuery(ReadRequest, new URLSearchParams(query)),
      (error) => error instanceof JsonMappingError && problem.test(error.message),
    );
  }
  assert.throws(() => fromQuery(PublishRequest, [["records", "x"]]), /cannot be given as a parameter/);
});
