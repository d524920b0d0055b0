import type { FieldModel, MessageModel } from "./model.ts";
import { quoted } from "./source.ts";

/** Protobuf's wire type of one value. */
export function wireType(field: FieldModel): number {
  return field.kind === "string" || field.kind === "bytes" || field.kind === "message" || field.kind === "time" ? 2 : 0;
}

export function isPacked(field: FieldModel): boolean {
  return field.repeated && wireType(field) === 0;
}

/** The function that adds up the most bytes that a message can take. */
export function emitBound(message: MessageModel): string {
  const body = message.fields.map((field) => boundField(message, field)).join("");
  return `function bound${message.name}(m: ${message.name}Init, payloadBytes: number): number {
  let n = 0;
${body}  return n;
}
`;
}

/** The function that writes a message into a buffer with room for its bound. */
export function emitPut(message: MessageModel): string {
  const body = message.fields.map((field) => putField(field)).join("");
  return `function put${message.name}(m: ${message.name}Init, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
${body}  return o;
}
`;
}

/** The function that writes a message with its length before it. */
export function emitPutNested(message: MessageModel): string {
  return `// Bytes of the length of the ${message.name} that was written last within another message: the next one is likely to need as many.
let lengthBytes${message.name} = 1;

function putNested${message.name}(m: ${message.name}Init, b: FastBuffer, offset: number): number {
  const reserved = lengthBytes${message.name};
  const start = offset + reserved;
  const end = put${message.name}(m, b, start, -1);
  lengthBytes${message.name} = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}
`;
}

function tagBytes(number: number, type: number): number[] {
  const bytes: number[] = [];
  let rest = number * 8 + type;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

function tagSize(field: FieldModel): number {
  return tagBytes(field.number, wireType(field)).length;
}

function putTag(field: FieldModel, type: number = wireType(field)): string {
  return tagBytes(field.number, type)
    .map((byte) => `b[o++] = ${byte};`)
    .join(" ");
}

function isSet(field: FieldModel): string {
  return `m.${field.property} !== undefined && m.${field.property} !== null`;
}

/** Condition under which a single field is written. */
function isPresent(field: FieldModel): string {
  if (field.optional) return isSet(field);
  const value = `m.${field.property}`;
  const empty: Readonly<Record<string, string>> = {
    string: ` && ${value} !== ""`,
    bool: ` && ${value} !== false`,
    bytes: ` && ${value}.length !== 0`,
    enum: ` && ${value} !== "unspecified"`,
  };
  return isSet(field) + (empty[field.kind] ?? ` && ${value} !== 0`);
}

function boundField(message: MessageModel, field: FieldModel): string {
  const value = `m.${field.property}`;
  const name = quoted(`${message.name}.${field.protoName}`);
  if (field.payload) {
    return `  if (payloadBytes >= 0) n += ${tagSize(field) + 5};
  else if (${isSet(field)}) n += ${tagSize(field)} + bound.boundBytes(${value}, ${name});
`;
  }
  if (isPacked(field)) {
    return `  if (bound.listLength(${value}, ${name}) !== 0) n += ${tagSize(field)} + bound.boundPacked(${value}!, ${name}, bound.bound${capital(field.kind)});\n`;
  }
  if (field.repeated) {
    return `  for (let i = 0, count = bound.listLength(${value}, ${name}); i < count; i++) { const e = ${value}![i]!; ${boundOne(field, "e", name)} }\n`;
  }
  return `  if (${isSet(field)}) { ${boundOne(field, value, name)} }\n`;
}

function boundOne(field: FieldModel, value: string, name: string): string {
  const add = `n += ${tagSize(field)} +`;
  switch (field.kind) {
    case "message":
      return `bound.checkMessage(${value}, ${name}); ${add} 5 + bound${field.typeName}(${value}, -1);`;
    case "enum":
      return `${add} bound.boundInt32(number${field.typeName}(${value}, ${name}), ${name});`;
    case "time":
      return `${add} boundTimestamp(${value}, ${name});`;
    default:
      return `${add} bound.bound${capital(field.kind)}(${value}, ${name});`;
  }
}

function putField(field: FieldModel): string {
  const value = `m.${field.property}`;
  if (field.payload) {
    return `  if (payloadBytes > 0) { ${putTag(field)} o = putVarint(payloadBytes, b, o); }
  else if (payloadBytes < 0 && ${isPresent(field)}) { ${putTag(field)} o = put.putBytes(${value}, b, o); }
`;
  }
  if (isPacked(field)) {
    return `  if (${isSet(field)} && ${value}.length !== 0) { ${putTag(field, 2)} o = put.putPackedInts(${value}, b, o); }\n`;
  }
  if (field.repeated) {
    return `  if (${isSet(field)}) for (let i = 0; i < ${value}.length; i++) { ${putTag(field)} ${putOne(field, `${value}[i]!`)} }\n`;
  }
  return `  if (${isPresent(field)}) { ${putTag(field)} ${putOne(field, value)} }\n`;
}

function putOne(field: FieldModel, value: string): string {
  switch (field.kind) {
    case "message":
      return `o = putNested${field.typeName}(${value}, b, o);`;
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
