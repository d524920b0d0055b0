import type { FieldModel, MessageModel } from "./model.ts";
import { quoted } from "./source.ts";

/** Protobuf's wire type of one value. */
export function wireType(field: FieldModel): number {
  return field.kind === "string" || field.kind === "bytes" || field.kind === "message" || field.kind === "time" ? 2 : 0;
}

export function isPacked(field: FieldModel): boolean {
  return field.repeated && wireType(field) === 0;
}

/** The bytes of a tag: number and wire type as a varint. */
export function tagBytes(number: number, type: number): number[] {
  const bytes: number[] = [];
  let rest = number * 8 + type;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

/** The function that adds up a message's size and records what writing needs. */
export function emitMeasure(message: MessageModel): string {
  const body = message.fields.map((field) => measureField(message, field)).join("");
  return `function measure${message.name}(m: ${message.name}Init, payloadBytes: number): number {
  let n = 0;
${body}  return n;
}
`;
}

/** The function that writes a measured message. */
export function emitPut(message: MessageModel): string {
  const body = message.fields.map((field) => putField(field)).join("");
  return `function put${message.name}(m: ${message.name}Init, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
${body}  return o;
}
`;
}

function tagSize(field: FieldModel): number {
  return tagBytes(field.number, wireType(field)).length;
}

function putTag(field: FieldModel, type: number = wireType(field)): string {
  return tagBytes(field.number, type)
    .map((byte) => `b[o++] = ${byte};`)
    .join(" ");
}

/** Condition under which a single field is written. */
function isPresent(field: FieldModel): string {
  const value = `m.${field.property}`;
  const set = `${value} !== undefined && ${value} !== null`;
  if (field.optional) return set;
  const empty = {
    string: ` && ${value} !== ""`,
    bool: ` && ${value} !== false`,
    bytes: ` && ${value}.length !== 0`,
    enum: ` && ${value} !== "unspecified"`,
  }[field.kind as string];
  return set + (empty ?? ` && ${value} !== 0`);
}

function measureField(message: MessageModel, field: FieldModel): string {
  const value = `m.${field.property}`;
  const name = quoted(`${message.name}.${field.protoName}`);
  if (field.payload) return measurePayload(field, name);
  if (isPacked(field))
    return `  if (measure.listLength(${value}, ${name}) !== 0) n += ${tagSize(field)} + ${measurePackedCall(field, name)};\n`;
  if (field.repeated) {
    return `  for (let i = 0, count = measure.listLength(${value}, ${name}); i < count; i++) {
    const e = ${value}![i]!;
${measureOne(field, "e", name)}  }
`;
  }
  return `  if (${isPresent(field)}) {\n${measureOne(field, value, name)}  }\n`;
}

function measurePackedCall(field: FieldModel, name: string): string {
  return `measure.measurePacked(m.${field.property}!, ${name}, measure.measure${capital(field.kind)})`;
}

function measureOne(field: FieldModel, value: string, name: string): string {
  if (field.kind === "message") {
    const place = `place${field.number}`;
    return `    measure.checkMessage(${value}, ${name});
    const ${place} = reserveSize();
    const size = measure${field.typeName}(${value}, -1);
    fillSize(${place}, size);
    n += ${tagSize(field)} + varintSize(size) + size;
`;
  }
  if (field.kind === "enum")
    return `    n += ${tagSize(field)} + varintSize(number${field.typeName}(${value}, ${name}));\n`;
  if (field.kind === "time") return `    n += ${tagSize(field)} + measureTimestamp(${value}, ${name});\n`;
  return `    n += ${tagSize(field)} + measure.measure${capital(field.kind)}(${value}, ${name});\n`;
}

function measurePayload(field: FieldModel, name: string): string {
  const value = `m.${field.property}`;
  return `  if (payloadBytes > 0) n += ${tagSize(field)} + varintSize(payloadBytes);
  else if (payloadBytes < 0 && ${isPresent(field)}) n += ${tagSize(field)} + measure.measureBytes(${value}, ${name});
`;
}

function putField(field: FieldModel): string {
  const value = `m.${field.property}`;
  if (field.payload) {
    return `  if (payloadBytes > 0) { ${putTag(field)} o = putVarint(payloadBytes, b, o); }
  else if (payloadBytes < 0 && ${isPresent(field)}) { ${putTag(field)} o = put.putBytes(${value}, b, o); }
`;
  }
  if (isPacked(field)) {
    const call = field.kind === "bool" ? "put.putPackedBools" : "put.putPackedInts";
    return `  if (${value} !== undefined && ${value} !== null && ${value}.length !== 0) { ${putTag(field, 2)} o = ${call}(${value}, b, o); }\n`;
  }
  if (field.repeated) {
    return `  for (let i = 0, count = ${value}?.length ?? 0; i < count; i++) { ${putTag(field)} ${putOne(field, `${value}![i]!`)} }\n`;
  }
  return `  if (${isPresent(field)}) { ${putTag(field)} ${putOne(field, value)} }\n`;
}

function putOne(field: FieldModel, value: string): string {
  switch (field.kind) {
    case "message":
      return `o = putVarint(nextSize(), b, o); o = put${field.typeName}(${value}, b, o, -1);`;
    case "enum":
      return `o = putVarint(number${field.typeName}(${value}, ""), b, o);`;
    case "time":
      return `o = putTimestamp(${value}, b, o);`;
    case "string":
    case "bytes":
    case "bool":
      return `o = put.put${capital(field.kind)}(${value}, b, o);`;
    default:
      return `o = putInt64(${value}, b, o);`;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
