import { emitCreate, emitRead } from "./emit-decoder.ts";
import { emitBound, emitPut, emitPutNested } from "./emit-encoder.ts";
import type { EnumModel, FieldModel, MessageModel, Model } from "./model.ts";
import { docComment, type GeneratedFile, generatedHeader, quoted } from "./source.ts";

/** `generated/messages.ts`: each message's two interfaces and its codec, and the enums. */
export function emitMessages(model: Model): GeneratedFile {
  const nested = new Set(model.messages.flatMap((message) => message.fields.map((field) => field.typeName)));
  const parts = [
    generatedHeader,
    imports,
    ...model.enums.map(emitEnum),
    ...model.messages.map((message) => emitMessage(message, nested.has(message.name))),
  ];
  return { path: "contract/generated/messages.ts", content: parts.join("\n") };
}

const imports = `import * as bound from "../wire/bound.ts";
import { type AnyCodec, type Codec, MessageCodec, noBytes, type PayloadCodec } from "../wire/codec.ts";
import { EncodeError } from "../wire/encode-error.ts";
import type { FastBuffer } from "../wire/fast-buffer.ts";
import type { Field } from "../wire/field.ts";
import * as put from "../wire/put.ts";
import type { Reader } from "../wire/reader.ts";
import { boundTimestamp, putTimestamp, readTimestamp } from "../wire/timestamp.ts";
import { putInt64, putVarint, varintSize } from "../wire/varint.ts";
`;

/** The type of one value of a field. */
export function elementType(field: FieldModel, suffix: string): string {
  switch (field.kind) {
    case "string":
      return "string";
    case "bool":
      return "boolean";
    case "bytes":
      return "Uint8Array";
    case "enum":
      return field.typeName!;
    case "message":
      return `${field.typeName}${suffix}`;
    default:
      return "number";
  }
}

function emitEnum(desc: EnumModel): string {
  const known = desc.values
    .filter((value) => value.docs !== "")
    .map((value) => `- \`${value.name}\`: ${value.docs.replaceAll("\n", " ")}`);
  const names = desc.values.map((value) => quoted(value.name));
  return `${docComment("", desc.docs, known.join("\n"))}export type ${desc.name} = ${names.join(" | ")};

const values${desc.name}: readonly ${desc.name}[] = [${names.join(", ")}];

function number${desc.name}(value: ${desc.name}, field: string): number {
  switch (value) {
${desc.values.map((value) => `    case ${quoted(value.name)}: return ${value.number};`).join("\n")}
    default: throw new EncodeError(field, "must be one of " + values${desc.name}.slice(1).join(", "));
  }
}

function name${desc.name}(reader: Reader, field: string): ${desc.name} {
  const number = reader.int64(field);
  switch (number) {
${desc.values.map((value) => `    case ${value.number}: return ${quoted(value.name)};`).join("\n")}
    default: throw reader.fail(\`\${number} is none of its values\`, field);
  }
}
`;
}

function emitMessage(message: MessageModel, isNested: boolean): string {
  const payload = message.fields.find((field) => field.payload);
  const codec = payload ? "PayloadCodec" : "Codec";
  const { name } = message;
  return `${docComment("", message.docs)}export interface ${name} {
${message.fields.map((field) => emitProperty(field, "")).join("")}}

/** ${name} as it is given to encode: what is absent is zero, empty or not set. */
export interface ${name}Init {
${message.fields.map((field) => emitProperty(field, "Init")).join("")}}

const fields${name}: readonly Field[] = [
${message.fields.map((field) => emitField(message, field)).join("")}];

${emitBound(message)}
${emitPut(message)}
${isNested ? `${emitPutNested(message)}\n` : ""}${emitCreate(message)}
${emitRead(message)}
${docComment("", `Codec of ${name}.`)}export const ${name}: ${codec}<${name}, ${name}Init> = new MessageCodec<${name}, ${name}Init>(${quoted(message.fullName)}, fields${name}, create${name}, bound${name}, put${name}, read${name});
`;
}

function emitProperty(field: FieldModel, suffix: "" | "Init"): string {
  const docs = docComment(
    "  ",
    field.docs,
    field.oneof ? oneofDocs(field) : "",
    field.kind === "time" ? "Milliseconds since 1970." : "",
  );
  const type = elementType(field, suffix);
  if (field.repeated) {
    return suffix === "Init"
      ? `${docs}  ${field.property}?: readonly ${type}[] | undefined;\n`
      : `${docs}  ${field.property}: ${type}[];\n`;
  }
  const optional = field.optional || suffix === "Init";
  return optional ? `${docs}  ${field.property}?: ${type} | undefined;\n` : `${docs}  ${field.property}: ${type};\n`;
}

function oneofDocs(field: FieldModel): string {
  return `One of \`${field.oneof}\`${field.oneofDocs === "" ? "." : `: ${field.oneofDocs}`}`;
}

function emitField(message: MessageModel, field: FieldModel): string {
  const entries = [
    `name: ${quoted(`${message.name}.${field.protoName}`)}`,
    `property: ${quoted(field.property)}`,
    `protoName: ${quoted(field.protoName)}`,
    `number: ${field.number}`,
    `kind: ${quoted(field.kind)}`,
    `repeated: ${field.repeated}`,
    `optional: ${field.optional}`,
    `oneof: ${field.oneof ? quoted(field.oneof) : "undefined"}`,
    `values: ${field.kind === "enum" ? `values${field.typeName}` : "undefined"}`,
    `message: ${field.kind === "message" ? `(): AnyCodec => ${field.typeName}` : "undefined"}`,
    `jsonBytes: ${quoted(field.jsonBytes)}`,
    `payload: ${field.payload}`,
  ];
  return `  { ${entries.join(", ")} },\n`;
}
