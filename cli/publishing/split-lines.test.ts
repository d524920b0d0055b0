import assert from "node:assert/strict";
import { test } from "node:test";
import { isFlowMeshError } from "@flowmesh/fabric";
import { splitLines } from "./split-lines.ts";

async function linesOf(chunks: readonly (string | Buffer)[], lineBytesMax = 1000): Promise<[number, string][]> {
  const found: [number, string][] = [];
  const source = (async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk as string);
  })();
  for await (const lines of splitLines(source, lineBytesMax)) {
    for (const { number, bytes } of lines) found.push([number, bytes.toString("latin1")]);
  }
  return found;
}

const text = "one\n\r\n\ntwo words \r\n\rthree\nlast";
const expected = [
  [1, "one"],
  [4, "two words "],
  [5, "\rthree"],
  [6, "last"],
];

test("lines are numbered with the empty ones, and come without their ends", async () => {
  assert.deepEqual(await linesOf([text]), expected);
  assert.deepEqual(await linesOf([`${text}\n`]), expected);
  assert.deepEqual(await linesOf([]), []);
  assert.deepEqual(await linesOf(["\n\r\n"]), []);
});

test("wherever the bytes are cut, the lines are the same", async () => {
  for (let at = 0; at <= text.length; at += 1) {
    assert.deepEqual(await linesOf([text.slice(0, at), text.slice(at)]), expected, `cut at ${at}`);
  }
  assert.deepEqual(await linesOf([...text]), expected);
});

test("bytes that are no text stay as they are", async () => {
  const bytes = Buffer.from([0xff, 0x00, 0xc3, 0x0a, 0x80]);
  assert.deepEqual(await linesOf([bytes.subarray(0, 3), bytes.subarray(3)]), [
    [1, "\u00ff\u0000\u00c3"],
    [2, "\u0080"],
  ]);
});

test("a line without an end is refused as soon as it is too long, with the number of that line", async () => {
  let taken = 0;
  const source = (async function* () {
    yield Buffer.from("short\n");
    for (; taken < 100; taken += 1) yield Buffer.alloc(10, "x");
  })();
  const reading = (async () => {
    for await (const _ of splitLines(source, 50));
  })();
  await assert.rejects(reading, (error) => {
    assert.ok(isFlowMeshError(error, "line_too_long"));
    assert.equal(error.details.line, 2);
    return true;
  });
  assert.ok(taken < 10, `${taken} chunks were read`);
});
