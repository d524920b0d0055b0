import {
  createFileRegistry,
  type DescEnum,
  type DescExtension,
  type DescFile,
  type DescMessage,
  fromBinary,
  toBinary,
} from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { type GeneratedFile, generatedHeader, quoted } from "./source.ts";

/** `generated/proto-files.ts`: every proto file as its descriptor, for gRPC's reflection. `sets` are FileDescriptorSets, encoded. */
export function emitProtoFiles(sets: readonly Uint8Array[]): GeneratedFile {
  const files = new Map<string, DescFile>();
  for (const set of sets) {
    for (const file of createFileRegistry(fromBinary(FileDescriptorSetSchema, set)).files) files.set(file.name, file);
  }
  const entries = [...files.values()].sort((a, b) => (a.name < b.name ? -1 : 1)).map(emitEntry);
  const content = `${generatedHeader}
import type { ProtoFile } from "../grpc/proto-file.ts";

/** Every proto file that a client may ask for, those that others import too. */
export const protoFiles: readonly ProtoFile[] = [
${entries.join("")}];
`;
  return { path: "contract/generated/proto-files.ts", content };
}

function emitEntry(file: DescFile): string {
  const { sourceCodeInfo: _comments, ...proto } = file.proto;
  const descriptor = Buffer.from(toBinary(FileDescriptorProtoSchema, proto)).toString("base64");
  const extensions = file.extensions.map(emitExtension);
  return `  {
    name: ${quoted(`${file.name}.proto`)},
    imports: ${JSON.stringify(file.proto.dependency)},
    services: ${JSON.stringify(file.services.map((service) => service.typeName))},
    symbols: ${JSON.stringify(symbolsOf(file))},
    extensions: [${extensions.join(", ")}],
    descriptor: ${quoted(descriptor)},
  },
`;
}

function emitExtension(extension: DescExtension): string {
  return `{ of: ${quoted(extension.extendee.typeName)}, number: ${extension.number} }`;
}

function symbolsOf(file: DescFile): string[] {
  // The name of a value stands beside that of its enum.
  const ofEnum = ({ typeName, values }: DescEnum, scope: string): string[] => [
    typeName,
    ...values.map(({ name }) => `${scope}.${name}`),
  ];
  const ofMessage = (message: DescMessage): string[] => [
    message.typeName,
    ...message.nestedEnums.flatMap((nested) => ofEnum(nested, message.typeName)),
    ...message.nestedMessages.flatMap(ofMessage),
  ];
  return [
    ...file.messages.flatMap(ofMessage),
    ...file.enums.flatMap((desc) => ofEnum(desc, file.proto.package)),
    ...file.extensions.map((extension) => extension.typeName),
    ...file.services.flatMap((service) => [
      service.typeName,
      ...service.methods.map((method) => `${service.typeName}.${method.name}`),
    ]),
  ];
}
