import { isPacked, wireType } from "./emit-encoder.ts";
import type { FieldModel, MessageModel } from "./model.ts";
import { quoted } from "./source.ts";

/** The function that makes an empty message: all properties, always in the same order, so that every message of a kind has one shape. */
export function emitCreate(message: MessageModel): string {
  const properties = message.fields.map((field) => `${field.property}: ${initial(field)}`);
  return `function create${message.name}(): ${message.name} {
  return {${properties.length === 0 ? "" : ` ${properties.join(", ")} `}};
}
`;
}

/** The function that reads fields into a message up to the reader's end. */
export function emitRead(message: MessageModel): string {
  const cases = message.fields.map((field) => readCases(message, field)).join("");
  return `function read${message.name}(r: Reader, m: ${message.name}): ${message.name} {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
${cases}      default:
        r.skip(tag, fields${message.name});
    }
  }
  return m;
}
`;
}

function initial(field: FieldModel): string {
  if (field.repeated) return "[]";
  if (field.optional) return "undefined";
  const empty = { string: '""', bool: "false", bytes: "noBytes", enum: '"unspecified"' }[field.kind as string];
  return empty ?? "0";
}

function readCases(message: MessageModel, field: FieldModel): string {
  const name = quoted(`${message.name}.${field.protoName}`);
  const tag = field.number * 8 + wireType(field);
  return `      case ${tag}: {
${readOne(message, field, name)}        break;
      }
${isPacked(field) ? readPacked(field, name) : ""}`;
}

function readOne(message: MessageModel, field: FieldModel, name: string): string {
  const value = `m.${field.property}`;
  if (field.repeated && field.kind === "message") {
    return `        const outer = r.enter(${name});
        ${value}.push(read${field.typeName}(r, create${field.typeName}()));
        r.leave(outer);
`;
  }
  if (field.repeated) {
    return `        r.item(${name});
        ${value}.push(${readValue(field, name)});
`;
  }
  const others = message.fields.filter(
    (other) => field.oneof !== undefined && other.oneof === field.oneof && other !== field,
  );
  const clear = others.map((other) => `        m.${other.property} = undefined;\n`).join("");
  if (field.kind === "message") {
    return `        const outer = r.enter(${name});
        ${value} = read${field.typeName}(r, ${value} ?? create${field.typeName}());
        r.leave(outer);
${clear}`;
  }
  return `        ${value} = ${readValue(field, name)};\n${clear}`;
}

function readPacked(field: FieldModel, name: string): string {
  return `      case ${field.number * 8 + 2}: {
        const outer = r.enterPacked(${name});
        while (r.position < r.end) m.${field.property}.push(${readValue(field, name)});
        r.leavePacked(outer);
        break;
      }
`;
}

function readValue(field: FieldModel, name: string): string {
  if (field.kind === "enum") return `name${field.typeName}(r, ${name})`;
  if (field.kind === "time") return `readTimestamp(r, ${name})`;
  return `r.${field.kind}(${name})`;
}
