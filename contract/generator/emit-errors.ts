import type { ErrorModel, ErrorsModel } from "./read-errors.ts";
import { docComment, type GeneratedFile, generatedHeader, quoted } from "./source.ts";

/** `generated/errors.ts`: the codes, the reasons, and what each reason means on every face. */
export function emitErrors(model: ErrorsModel): GeneratedFile {
  const content = `${generatedHeader}
/** What kind of failure it is: a closed set, the same as gRPC's. Programs decide by it, or by the reason. */
export type ErrorCode =
${model.codes.map(({ code }) => `  | ${quoted(code)}`).join("\n")};

/** The exact failure. New ones may be added; the code tells how to treat one that a program does not know. */
export type ErrorReason =
${model.errors.map(({ reason }) => `  | ${quoted(reason)}`).join("\n")};

/** What a reason means, on every face. */
export interface ErrorEntry {
  readonly reason: ErrorReason;
  readonly code: ErrorCode;
  /** HTTP status. */
  readonly http: number;
  /** gRPC's status code. */
  readonly grpc: number;
  /** Error number in the Kafka protocol. */
  readonly kafka: number;
  /** Exit code of the CLI. */
  readonly exit: number;
  /** Whether the same call may succeed later without a change. */
  readonly retry: boolean;
  /** What happened and why; \`{name}\` stands for a detail. */
  readonly message: string;
  /** What to do; \`{name}\` stands for a detail. */
  readonly fix: string;
  /** Names of the details that message and fix take. */
  readonly params: readonly string[];
}

/** The details that each reason's texts take. */
export interface ErrorParams {
${model.errors.map(emitParams).join("")}}

/** Every error that FlowMesh gives, by its reason. */
export const errors: Readonly<Record<ErrorReason, ErrorEntry>> = {
${model.errors.map(emitEntry).join("")}};

/** What a code means where only the code is known. */
export const errorCodes: Readonly<Record<ErrorCode, { readonly http: number; readonly grpc: number; readonly exit: number }>> = {
${model.codes.map(({ code, http, grpc, exit }) => `  ${code}: { http: ${http}, grpc: ${grpc}, exit: ${exit} },\n`).join("")}};
`;
  return { path: "contract/generated/errors.ts", content };
}

function emitParams(error: ErrorModel): string {
  const params = error.params.map((param) => `readonly ${param}: string | number`).join("; ");
  return `  readonly ${error.reason}: ${params === "" ? "Readonly<Record<string, never>>" : `{ ${params} }`};\n`;
}

function emitEntry(error: ErrorModel): string {
  const { reason, code, http, grpc, kafka, exit, retry, message, fix, params } = error;
  return `${docComment("  ", `${message}: ${fix}.`)}  ${reason}: {
    reason: ${quoted(reason)},
    code: ${quoted(code)},
    http: ${http},
    grpc: ${grpc},
    kafka: ${kafka},
    exit: ${exit},
    retry: ${retry},
    message: ${quoted(message)},
    fix: ${quoted(fix)},
    params: ${JSON.stringify(params)},
  },
`;
}
