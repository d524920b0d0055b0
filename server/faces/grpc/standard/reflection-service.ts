import {
  bytesField,
  numberField,
  type ProtoFile,
  ProtoWriter,
  protoFiles,
  readFields,
  textField,
} from "@flowmesh/contract/internal";
import type { StandardReply } from "./standard-methods.ts";

// grpc.reflection.v1 and v1alpha, which are the same but for their names. The contract's files are few, so each question looks through all of them.

const notFound = 5;
const invalidArgument = 3;

/** Answers one question about what is served here. */
export function reflect(request: Buffer, reply: StandardReply): void {
  let answer: [field: number, message: Buffer] = errorAnswer(invalidArgument, "the request asks nothing");
  readFields(request, {
    3: textField((name) => (answer = fileAnswer(name, (file) => file.name === name))),
    4: textField((symbol) => (answer = fileAnswer(symbol, (file) => declares(file, symbol)))),
    5: bytesField((extension) => (answer = extensionAnswer(extension))),
    6: textField((type) => (answer = extensionNumbersAnswer(type))),
    7: textField(() => (answer = servicesAnswer())),
  });
  reply.send(
    new ProtoWriter()
      .message(2, request)
      .message(...answer)
      .finish(),
  );
}

function declares(file: ProtoFile, symbol: string): boolean {
  if (file.symbols.includes(symbol)) return true;
  // A field or a value of an enum is asked for by the name of what it stands in.
  return file.symbols.includes(symbol.slice(0, Math.max(0, symbol.lastIndexOf("."))));
}

/** The file, and all that it needs. */
function fileAnswer(asked: string, is: (file: ProtoFile) => boolean): [number, Buffer] {
  const file = protoFiles.find(is);
  return file === undefined ? errorAnswer(notFound, `there is no ${asked}`) : [4, descriptorsOf(file)];
}

function descriptorsOf(file: ProtoFile): Buffer {
  const known = descriptorsByFile.get(file);
  if (known !== undefined) return known;
  const files = new Set([file]);
  for (const one of files) {
    for (const name of one.imports) {
      const imported = protoFiles.find((candidate) => candidate.name === name);
      if (imported !== undefined) files.add(imported);
    }
  }
  const response = new ProtoWriter();
  for (const { descriptor } of files) response.message(1, Buffer.from(descriptor, "base64"));
  const descriptors = response.finish();
  descriptorsByFile.set(file, descriptors);
  return descriptors;
}

/** Those that were asked for: anybody may ask, as often as he likes. */
const descriptorsByFile: Map<ProtoFile, Buffer> = new Map();

function extensionAnswer(request: Uint8Array): [number, Buffer] {
  let type = "";
  let number = 0;
  readFields(request, { 1: textField((text) => (type = text)), 2: numberField((value) => (number = value)) });
  return fileAnswer(`extension ${number} of ${type}`, (file) =>
    file.extensions.some((extension) => extension.of === type && extension.number === number),
  );
}

function extensionNumbersAnswer(type: string): [number, Buffer] {
  const isKnown = protoFiles.some((file) => file.symbols.includes(type));
  if (!isKnown) return errorAnswer(notFound, `there is no ${type}`);
  const response = new ProtoWriter().string(1, type);
  const extensions = protoFiles.flatMap((file) => file.extensions.filter((extension) => extension.of === type));
  for (const { number } of extensions) response.varint(2, number);
  return [5, response.finish()];
}

function servicesAnswer(): [number, Buffer] {
  const response = new ProtoWriter();
  for (const service of protoFiles.flatMap((file) => file.services)) {
    response.message(1, new ProtoWriter().string(1, service).finish());
  }
  return [6, response.finish()];
}

function errorAnswer(code: number, message: string): [number, Buffer] {
  return [7, new ProtoWriter().varint(1, code).string(2, message).finish()];
}
