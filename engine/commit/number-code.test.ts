import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { NumberReader, NumberWriter } from "./number-code.ts";

const powers = Array.from({ length: 52 }, (_, bits) => 2 ** bits);
const numbers = [
  ...powers.flatMap((power) => [power - 1, power, power + 1]),
  ...[0, 247, 248, 0x01_02_03_04_05_06, 0xff_00_00_00_00_ff, Date.UTC(2026, 0)],
  ...[-1, 0.5, Number.MAX_SAFE_INTEGER, Number.NEGATIVE_INFINITY, -0],
];

test("numbers are read back as they were written, with texts between them", () => {
  const writer = new NumberWriter();
  for (const number of numbers) {
    writer.write(number);
    writer.text(`<${number}>`);
  }
  const reader = new NumberReader(writer.bytes);
  for (const number of numbers) deepEqual([reader.next(), reader.text()], [number === 0 ? 0 : number, `<${number}>`]);
});

test("a number takes as few bytes as it needs, little endian", () => {
  const bytesOf = (number: number): number[] => {
    const writer = new NumberWriter();
    writer.write(number);
    equal(writer.length, writer.bytes.length);
    return [...writer.bytes];
  };
  deepEqual(bytesOf(247), [247]);
  deepEqual(bytesOf(248), [248, 248]);
  deepEqual(bytesOf(0x01_02), [249, 2, 1]);
  deepEqual(bytesOf(2 ** 32), [252, 0, 0, 0, 0, 1]);
  deepEqual(bytesOf(0x01_02_03_04_05_06), [253, 6, 5, 4, 3, 2, 1]);
  deepEqual(bytesOf(2 ** 48 - 1), [253, 255, 255, 255, 255, 255, 255]);
  equal(bytesOf(2 ** 48).length, 9);
});
