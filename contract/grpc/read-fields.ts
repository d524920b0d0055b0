import { Reader } from "../wire/reader.ts";

/** Takes fields of a message that is not the contract's own, by their numbers. Others are skipped. @throws DecodeError */
export function readFields(bytes: Uint8Array, fields: Readonly<Record<number, FieldReader>>): void {
  const reader = new Reader(bytes, 0, bytes.length, itemsMax);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    const take = fields[tag >>> 3];
    if (take === undefined || (tag & 7) !== take.wireType) {
      reader.skip(tag, []);
      continue;
    }
    reader.item("");
    take.take(reader);
  }
}

export interface FieldReader {
  readonly wireType: 0 | 2;
  readonly take: (reader: Reader) => void;
}

export function textField(take: (text: string) => void): FieldReader {
  return { wireType: 2, take: (reader) => take(reader.string("")) };
}

export function bytesField(take: (bytes: Uint8Array) => void): FieldReader {
  return { wireType: 2, take: (reader) => take(reader.bytes("")) };
}

export function numberField(take: (value: number) => void): FieldReader {
  return { wireType: 0, take: (reader) => take(reader.int64("")) };
}

const itemsMax = 1000;
