import assert from "node:assert/strict";
import { test } from "node:test";
import { CloudEvent, emitterFor, HTTP, httpTransport, Mode, ValidationError } from "cloudevents";
import { startedServer } from "../../../testing/started-server.ts";

// The CloudEvents SDK for JavaScript, as its users write against it: nothing here knows FlowMesh but for its address.

const example = { id: "a-1", source: "/shop", type: "order.placed", time: "2026-01-31T12:00:00.000Z" };

test("the CloudEvents SDK sends and reads events in every mode", async (t) => {
  const server = await startedServer(t);
  await server.fabric.streams.createStream({ stream: "orders", partitions: 1 });
  const url = `${server.httpUrl}/v1/streams/orders/events`;
  const send = async (message: { headers: unknown; body: unknown }): Promise<number> => {
    const init = { method: "POST", headers: message.headers, body: message.body } as RequestInit;
    return (await fetch(url, init)).status;
  };
  const readAt = async (offset: number, accept = ""): Promise<CloudEvent<unknown>> => {
    const response = await fetch(`${url}/0/${offset}`, { headers: { accept } });
    const headers = Object.fromEntries(response.headers);
    return HTTP.toEvent({ headers, body: await response.text() }) as CloudEvent<unknown>;
  };
  const asSent = (event: CloudEvent<unknown>): object => JSON.parse(JSON.stringify(event));

  // 1. binary, with JSON
  const placed = new CloudEvent({ ...example, data: { amount: 12 }, datacontenttype: "application/json" });
  assert.equal(await send(HTTP.binary(placed)), 200);
  // 2. it goes out in binary mode
  assert.deepEqual(asSent(await readAt(0)), asSent(placed));
  // 3. and in structured mode
  assert.deepEqual(asSent(await readAt(0, "application/cloudevents+json")), asSent(placed));
  // 4. structured, with extensions
  const paid = new CloudEvent({ ...example, id: "a-2", subject: "eins", partitionkey: "k", data: { paid: true } });
  assert.equal(await send(HTTP.structured(paid)), 200);
  // 5. it goes out in both modes
  const inBoth = [await readAt(1, "application/cloudevents+json"), await readAt(1)];
  for (const event of inBoth) {
    assert.deepEqual([event.id, event.subject, event.partitionkey, event.data], ["a-2", "eins", "k", { paid: true }]);
  }
  // 6. text
  const note = new CloudEvent({ ...example, id: "a-3", datacontenttype: "text/plain", data: "grüße" });
  assert.equal(await send(HTTP.binary(note)), 200);
  assert.equal((await readAt(2)).data, "grüße");
  // 7. bytes, as base64 in structured mode
  const bytes = new CloudEvent({
    ...example,
    id: "a-4",
    datacontenttype: "application/octet-stream",
    data: new Uint8Array([0, 255, 7]),
  });
  assert.equal(await send(HTTP.structured(bytes)), 200);
  const read = await readAt(3, "application/cloudevents+json");
  assert.deepEqual(Buffer.from(read.data_base64 ?? "", "base64"), Buffer.from([0, 255, 7]));
  // 8. the SDK's own transport, binary
  const binaryEmitter = emitterFor(httpTransport(url), { mode: Mode.BINARY });
  await binaryEmitter(new CloudEvent({ ...example, id: "a-5", data: { by: "emitter" } }));
  // 9. the same, structured
  const structuredEmitter = emitterFor(httpTransport(url), { mode: Mode.STRUCTURED });
  await structuredEmitter(new CloudEvent({ ...example, id: "a-6", data: { by: "emitter" } }));
  // 10. a batch that the SDK can read, with all of them in order
  const page = await fetch(url);
  const all = HTTP.toEvent({ headers: Object.fromEntries(page.headers), body: await page.text() });
  assert.ok(Array.isArray(all));
  assert.deepEqual(
    all.map(({ id }) => id),
    ["a-1", "a-2", "a-3", "a-4", "a-5", "a-6"],
  );
  // 11. what was read is sent again, as a batch
  const headers = { "content-type": "application/cloudevents-batch+json" };
  assert.equal(await send({ headers, body: JSON.stringify(all) }), 200);
  // 12. and is the same behind that
  assert.deepEqual(asSent(await readAt(7, "application/cloudevents+json")), asSent(all[1] as CloudEvent<unknown>));
  // 13. what the SDK itself would refuse is refused here too
  assert.throws(() => new CloudEvent({ ...example, "not-allowed": "x" }), ValidationError);
  const loose = new CloudEvent({ ...example, "not-allowed": "x" }, false);
  assert.equal(await send(HTTP.structured(loose)), 400);
});
