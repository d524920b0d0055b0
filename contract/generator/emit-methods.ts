import { methodErrors } from "./method-errors.ts";
import type { CallStreamModel, MethodModel, Model, ServiceModel } from "./model.ts";
import { camelCase, docComment, type GeneratedFile, generatedHeader, quoted } from "./source.ts";

/** `generated/methods.ts`: the table of methods, and a TypeScript interface a service. */
export function emitMethods(model: Model, reasons: ReadonlySet<string>): GeneratedFile {
  const methods = model.services.flatMap((service) => service.methods);
  const callStreams = model.services.flatMap((service) => service.callStreams);
  const byName = new Map(methods.map((method) => [method.name, method]));
  const services = new Map(model.services.map((service) => [service.name, service]));
  const content = `${generatedHeader}
import type { CallOptions } from "../call-options.ts";
import type { AnyMethod, CallStream, Method } from "../method.ts";
import {
${messageImports([...methods, ...callStreams])}} from "./messages.ts";

${model.services.map(emitService).join("\n")}
/** The type of \`methods\`: what each method takes and gives. */
export interface Methods {
${methods.map((method) => `  readonly ${method.property}: ${methodType(method)};\n`).join("")}}

/** Every method of the API by its name in TypeScript. */
export const methods: Methods = {
${methods.map((method) => emitEntry(method, services.get(method.service)!, methodErrors(method, byName, reasons))).join("")}};

/** Every method by its number in frames. */
export const methodsByNumber: ReadonlyMap<number, AnyMethod> = new Map(
  Object.values(methods as unknown as Record<string, AnyMethod>).map((method) => [method.number, method]),
);

/** Every method by its full name: \`flowmesh.v1.StreamsService/Append\`. */
export const methodsByFullName: ReadonlyMap<string, AnyMethod> = new Map(
  Object.values(methods as unknown as Record<string, AnyMethod>).map((method) => [method.fullName, method]),
);

/** The type of \`callStreams\`. */
export interface CallStreams {
${callStreams.map((stream) => `  readonly ${stream.property}: ${callStreamType(stream)};\n`).join("")}}

/** Every stream of calls by its name in TypeScript. gRPC alone carries them. */
export const callStreams: CallStreams = {
${model.services.map((service) => service.callStreams.map((stream) => emitCallStream(stream, service)).join("")).join("")}};
`;
  return { path: "contract/generated/methods.ts", content };
}

function messageImports(methods: readonly Pick<MethodModel, "request" | "response">[]): string {
  const names = new Set(methods.flatMap((method) => [method.request, method.response]));
  return [...names]
    .sort()
    .map((name) => `  ${name},\n  type ${name}Init,\n`)
    .join("");
}

function emitService(service: ServiceModel): string {
  const methods = service.methods.map((method) => {
    const result = method.serverStreaming ? `AsyncIterable<${method.response}>` : `Promise<${method.response}>`;
    return `${docComment("  ", method.docs)}  ${method.property}(request: ${method.request}Init, options?: CallOptions): ${result};\n`;
  });
  return `${docComment("", service.docs)}export interface ${service.name} {\n${methods.join("")}}\n`;
}

function methodType(method: MethodModel): string {
  return `Method<${method.request}, ${method.request}Init, ${method.response}, ${method.response}Init>`;
}

function callStreamType({ request, response }: CallStreamModel): string {
  return `CallStream<${request}, ${request}Init, ${response}, ${response}Init>`;
}

function emitCallStream(stream: CallStreamModel, service: ServiceModel): string {
  const { name, property, carries, request, response, docs } = stream;
  const carried = service.methods.find((method) => method.name === carries)!;
  return `  ${property}: {
    name: ${quoted(name)},
    fullName: ${quoted(`${service.fullName}/${name}`)},
    carries: methods.${carried.property} as unknown as AnyMethod,
    request: ${request},
    response: ${response},
    docs: ${quoted(docs)},
  },
`;
}

function emitEntry(method: MethodModel, service: ServiceModel, errors: readonly string[]): string {
  const rule = method.rule!;
  return `  ${method.property}: {
    name: ${quoted(method.name)},
    property: ${quoted(method.property)},
    service: ${quoted(service.name)},
    fullName: ${quoted(`${service.fullName}/${method.name}`)},
    number: ${rule.number},
    verb: ${quoted(rule.verb)},
    path: ${quoted(rule.path)},
    takesRest: ${rule.takesRest},
    body: ${quoted(rule.body)},
    permission: ${quoted(rule.permission)},
    resource: ${quoted(camelCase(rule.resource))},
    retry: ${quoted(rule.retry)},
    serverStreaming: ${method.serverStreaming},
    request: ${method.request},
    response: ${method.response},
    docs: ${quoted(method.docs)},
    errors: ${JSON.stringify(errors)},
  },
`;
}
