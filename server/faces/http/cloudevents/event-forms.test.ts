import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { CloudEvent } from "./cloud-event.ts";
import { eventOfHeaders, headersOfEvent } from "./event-headers.ts";
import { eventOfJson, textOfEvent } from "./event-json.ts";
import { eventOfRecord, recordOfEvent } from "./event-record.ts";

const allowed = fc
  .string({ minLength: 1, maxLength: 20, unit: "binary" })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what no attribute may have.
  .filter((text) => !/[\u0000-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/.test(text) && text.isWellFormed());
const reserved = /^(data|datacontenttype|dataschema|time|specversion|id|source|type|subject)$/;
const extensionName = fc.stringMatching(/^[a-z0-9]{1,20}$/).filter((name) => !reserved.test(name));
const contentType = fc.constantFrom("application/json", "text/plain", "image/png", "application/xml; charset=utf-8");

const events: fc.Arbitrary<CloudEvent> = fc
  .record({
    id: allowed,
    type: allowed,
    subject: fc.option(allowed, { nil: undefined }),
    extensions: fc.dictionary(extensionName, allowed, { maxKeys: 4, noNullPrototype: true }),
    datacontenttype: contentType,
    data: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
      fc.json().map((text) => Buffer.from(text)),
    ),
  })
  .map(({ data, extensions, subject, ...rest }) => {
    const all = {
      specversion: "1.0",
      source: "/s",
      ...rest,
      ...extensions,
      ...(subject === undefined ? {} : { subject }),
    };
    return { attributes: new Map(Object.entries(all)), data };
  });

/** Data that is JSON keeps its value, not its white space. */
function comparable({ attributes, data }: CloudEvent): object {
  const text = Buffer.from(data!).toString("latin1");
  const all = Object.fromEntries([...attributes].sort());
  if (attributes.get("datacontenttype") !== "application/json") return { ...all, text };
  try {
    return { ...all, json: JSON.parse(Buffer.from(data!).toString("utf8")) as unknown };
  } catch {
    return { ...all, text };
  }
}

test("an event is the same behind every form, whatever stands in it", () => {
  fc.assert(
    fc.property(events, (event) => {
      const asRecord = recordOfEvent(event);
      const headers = asRecord.headers!.map(({ name = "", value }) => ({ name, value: value! }));
      const ofRecord = eventOfRecord({ headers, value: asRecord.value })!;
      assert.deepEqual(ofRecord, event);
      const ofJson = eventOfJson(JSON.parse(textOfEvent(ofRecord)), 0);
      assert.deepEqual(comparable(ofJson), comparable(event));
      const { "content-type": type, ...all } = headersOfEvent(ofJson);
      for (const value of Object.values(all)) assert.match(value, /^[\x21-\x7e]+$/);
      const ofHeaders = eventOfHeaders(Object.entries(all).flat(), type, ofJson.data!);
      assert.deepEqual(comparable(ofHeaders), comparable(event));
    }),
    { numRuns: 500 },
  );
});
