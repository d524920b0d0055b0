import { readYaml } from "./read-yaml.ts";

export interface CodeModel {
  readonly code: string;
  readonly http: number;
  readonly grpc: number;
  readonly exit: number;
}

export interface ErrorModel {
  readonly reason: string;
  readonly code: string;
  readonly http: number;
  readonly grpc: number;
  readonly kafka: number;
  readonly exit: number;
  readonly retry: boolean;
  readonly message: string;
  readonly fix: string;
  /** Names in braces of message and fix, in order of appearance. */
  readonly params: readonly string[];
}

export interface ErrorsModel {
  readonly codes: readonly CodeModel[];
  readonly errors: readonly ErrorModel[];
}

/** Every code of the closed set, with gRPC's number. Nothing else may be a code. */
const codeSet: Readonly<Record<string, number>> = {
  invalid_argument: 3,
  deadline_exceeded: 4,
  not_found: 5,
  already_exists: 6,
  permission_denied: 7,
  resource_exhausted: 8,
  failed_precondition: 9,
  aborted: 10,
  out_of_range: 11,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  data_loss: 15,
  unauthenticated: 16,
};

/** Reads errors.yaml. @throws Error that names the entry for anything missing, unknown or outside the closed set of codes */
export function readErrors(file: string, text: string): ErrorsModel {
  const root = readYaml(file, text) as {
    codes?: Record<string, Record<string, unknown>>;
    errors?: Record<string, Record<string, unknown>>;
  };
  const codes = new Map(Object.entries(root.codes ?? {}).map(([code, entry]) => [code, readCode(file, code, entry)]));
  for (const code of Object.keys(codeSet)) if (!codes.has(code)) throw new Error(`${file}: code ${code} is missing`);
  const errors = Object.entries(root.errors ?? {}).map(([reason, entry]) => readError(file, reason, entry, codes));
  return { codes: [...codes.values()], errors };
}

function readCode(file: string, code: string, entry: Record<string, unknown>): CodeModel {
  const { http, grpc, exit } = entry;
  if (codeSet[code] === undefined || grpc !== codeSet[code])
    throw new Error(`${file}: ${code} with gRPC code ${grpc} is not one of the closed set`);
  if (typeof http !== "number" || typeof exit !== "number")
    throw new Error(`${file}: code ${code} needs http and exit`);
  return { code, http, grpc, exit };
}

function readError(
  file: string,
  reason: string,
  entry: Record<string, unknown>,
  codes: ReadonlyMap<string, CodeModel>,
): ErrorModel {
  const refuse = (problem: string): never => {
    throw new Error(`${file}: ${reason} ${problem}`);
  };
  if (!/^[a-z]+(_[a-z]+)*$/.test(reason)) refuse("is not in lower case with underscores");
  const unknown = Object.keys(entry).find((key) => !["code", "retry", "kafka", "http", "message", "fix"].includes(key));
  if (unknown !== undefined) refuse(`has ${unknown}, which means nothing here`);
  const code = codes.get(String(entry.code)) ?? refuse(`has code ${entry.code}, which is outside the closed set`);
  const { retry, kafka, message, fix, http = code.http } = entry;
  if (typeof retry !== "boolean") return refuse("needs retry: true or false");
  if (typeof kafka !== "number") return refuse("needs kafka, an error number of the Kafka protocol");
  if (typeof http !== "number") return refuse("has an http status that is no number");
  if (typeof message !== "string" || typeof fix !== "string") return refuse("needs message and fix");
  return {
    reason,
    code: code.code,
    http,
    grpc: code.grpc,
    kafka,
    exit: code.exit,
    retry,
    message,
    fix,
    params: templateParams(message, fix),
  };
}

function templateParams(...templates: readonly string[]): string[] {
  return [...new Set(templates.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)))];
}
