import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import { fileProblem } from "@flowmesh/fabric/internal";
import { parseSize } from "../values/size.ts";

/** What a server is told by flags, environment, `flowmesh.yaml` and defaults, in this order. */
export interface Configuration {
  readonly host: string | undefined;
  /** Undefined: 7070, or the next free one where that may be. */
  readonly port: number | undefined;
  /** An absolute path. */
  readonly dataDir: string;
  readonly durability: "always" | "interval" | "memory";
  /** Size of the files of a new log. Undefined: the engine's. */
  readonly segmentBytes: number | undefined;
  /** An absolute path. */
  readonly tokensFile: string;
  /** Whether nobody is asked for a token, and then only this machine can call. */
  readonly insecure: boolean;
  /** Absolute paths of PEM files. */
  readonly tlsCert: string | undefined;
  readonly tlsKey: string | undefined;
  readonly tlsClientCa: string | undefined;
  /** From how many milliseconds on a call is logged as slow; 0 for never. Undefined: the server's. */
  readonly slowCallMs: number | undefined;
  /** Where OTLP over HTTP is taken: spans go to `/v1/traces` below it. Undefined: as OpenTelemetry's own variables say, or nowhere. */
  readonly otlpEndpoint: string | undefined;
  /** Whether this machine may call without TLS where the others may not. */
  readonly plainOnLoopback: boolean;
}

export type ConfigurationKey = keyof Configuration;

/** Settings as they were typed; what is absent is undefined. */
export type Flags = Readonly<Partial<Record<ConfigurationKey, unknown>>>;

/** A setting with who gave it. */
export interface Setting {
  readonly key: ConfigurationKey;
  readonly value: unknown;
  /** `the command line`, `FLOWMESH_PORT`, `flowmesh.yaml` or `default`. */
  readonly origin: string;
}

interface SettingRule {
  readonly environment: string;
  readonly initial: unknown;
  readonly read: (value: unknown, key: string, origin: string) => unknown;
}

/** The one schema: the variable of a setting, its default, and what it may be. */
const SCHEMA: Readonly<Record<ConfigurationKey, SettingRule>> = {
  host: { environment: "FLOWMESH_HOST", initial: undefined, read: readText },
  port: { environment: "FLOWMESH_PORT", initial: undefined, read: readPort },
  dataDir: { environment: "FLOWMESH_DATA_DIR", initial: ".flowmesh", read: readText },
  durability: { environment: "FLOWMESH_DURABILITY", initial: "always", read: readDurability },
  segmentBytes: { environment: "FLOWMESH_SEGMENT_BYTES", initial: undefined, read: readSegmentBytes },
  tokensFile: { environment: "FLOWMESH_TOKENS_FILE", initial: undefined, read: readText },
  insecure: { environment: "FLOWMESH_INSECURE", initial: false, read: readBoolean },
  tlsCert: { environment: "FLOWMESH_TLS_CERT", initial: undefined, read: readText },
  tlsKey: { environment: "FLOWMESH_TLS_KEY", initial: undefined, read: readText },
  tlsClientCa: { environment: "FLOWMESH_TLS_CLIENT_CA", initial: undefined, read: readText },
  slowCallMs: { environment: "FLOWMESH_SLOW_CALL_MS", initial: undefined, read: readMilliseconds },
  otlpEndpoint: { environment: "FLOWMESH_OTLP_ENDPOINT", initial: undefined, read: readText },
  plainOnLoopback: { environment: "FLOWMESH_PLAIN_ON_LOOPBACK", initial: false, read: readBoolean },
};
const KEYS = Object.keys(SCHEMA) as ConfigurationKey[];
/** Variables of FlowMesh that are no settings of a server. */
const OTHER_VARIABLES: readonly string[] = ["FLOWMESH_URL", "FLOWMESH_TOKEN", "FLOWMESH_CA"];
const FILE = "flowmesh.yaml";
const segmentBytesLeast = 64 * 1024;
const segmentBytesMost = 1024 * 1024 * 1024;

/**
 * Reads the configuration of a server.
 * @param folder where `flowmesh.yaml` may lie, and from where a relative data folder counts
 * @throws FlowMeshError `configuration_invalid` for unknown keys and values that do not fit
 */
export async function readConfiguration(
  flags: Flags,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  folder: string = process.cwd(),
): Promise<Configuration> {
  const settings = await readSettings(flags, environment, folder);
  const values = Object.fromEntries(settings.map(({ key, value }) => [key, value])) as unknown as Configuration;
  const pathOf = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : resolve(folder, path);
  const dataDir = resolve(folder, values.dataDir);
  return {
    ...values,
    dataDir,
    tokensFile: pathOf(values.tokensFile) ?? join(dataDir, "tokens.json"),
    tlsCert: pathOf(values.tlsCert),
    tlsKey: pathOf(values.tlsKey),
    tlsClientCa: pathOf(values.tlsClientCa),
  };
}

/** Every setting with its origin. @throws FlowMeshError `configuration_invalid` as `readConfiguration` */
export async function readSettings(
  flags: Flags,
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): Promise<Setting[]> {
  checkVariables(environment);
  const file = await readFile(folder);
  return KEYS.map((key) => {
    const { environment: variable, initial, read } = SCHEMA[key];
    const layers = [
      { value: flags[key], origin: "the command line" },
      { value: environment[variable] === "" ? undefined : environment[variable], origin: variable },
      { value: file[key], origin: FILE },
    ];
    const given = layers.find(({ value }) => value !== undefined && value !== null);
    if (given === undefined) return { key, value: initial, origin: "default" };
    return { key, value: read(given.value, key, given.origin), origin: given.origin };
  });
}

function checkVariables(environment: Readonly<Record<string, string | undefined>>): void {
  const known = [...KEYS.map((key) => SCHEMA[key].environment), ...OTHER_VARIABLES];
  for (const variable of Object.keys(environment)) {
    if (!variable.startsWith("FLOWMESH_") || known.includes(variable)) continue;
    throw invalid(variable, "the environment", `is not known; known are ${known.join(", ")}`);
  }
}

async function readFile(folder: string): Promise<Flags> {
  const text = fileText(join(folder, FILE));
  if (text === undefined) return {};
  const content = await parseYaml(text);
  if (content === null || content === undefined) return {};
  if (typeof content !== "object" || Array.isArray(content)) {
    throw invalid("the content", FILE, "must be settings as key: value");
  }
  for (const key of Object.keys(content)) {
    if (!(KEYS as string[]).includes(key)) throw invalid(key, FILE, `is not known; known are ${KEYS.join(", ")}`);
  }
  return content;
}

function fileText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw invalid("the content", FILE, `cannot be read: ${fileProblem(error)}`);
  }
}

/** The parser is only loaded where there is a file. */
async function parseYaml(text: string): Promise<unknown> {
  const { parse } = await import("yaml");
  try {
    return parse(text);
  } catch (error) {
    throw invalid("the content", FILE, `is no YAML: ${(error as Error).message.split(/:?\n/)[0]}`);
  }
}

function readText(value: unknown, key: string, origin: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw invalid(key, origin, "must be text");
}

function readBoolean(value: unknown, key: string, origin: string): boolean {
  if (value === true || value === "true" || value === "1") return true;
  if (value === false || value === "false" || value === "0") return false;
  throw invalid(key, origin, `is ${JSON.stringify(value)}; use true or false`);
}

function readPort(value: unknown, key: string, origin: string): number {
  const port = typeof value === "string" && /^\d{1,5}$/.test(value) ? Number(value) : value;
  if (typeof port === "number" && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw invalid(key, origin, `is ${JSON.stringify(value)}, which is not a port from 0 to 65535`);
}

function readMilliseconds(value: unknown, key: string, origin: string): number {
  const ms = typeof value === "string" && /^\d{1,8}$/.test(value) ? Number(value) : value;
  if (typeof ms === "number" && Number.isInteger(ms) && ms >= 0) return ms;
  throw invalid(key, origin, `is ${JSON.stringify(value)}, which is not a whole number of milliseconds`);
}

function readDurability(value: unknown, key: string, origin: string): string {
  if (value === "always" || value === "interval" || value === "memory") return value;
  throw invalid(key, origin, `is ${JSON.stringify(value)}; use always, interval or memory`);
}

function readSegmentBytes(value: unknown, key: string, origin: string): number {
  const bytes = typeof value === "string" ? sizeOf(value, key, origin) : value;
  const isWithin = typeof bytes === "number" && bytes >= segmentBytesLeast && bytes <= segmentBytesMost;
  if (isWithin && bytes % 4096 === 0) return bytes;
  throw invalid(key, origin, `is ${JSON.stringify(value)}; use a multiple of 4KiB from 64KiB to 1GiB`);
}

function sizeOf(text: string, key: string, origin: string): number {
  try {
    return parseSize(text, key);
  } catch (error) {
    if (!isFlowMeshError(error)) throw error;
    throw invalid(key, origin, String(error.details.problem));
  }
}

function invalid(key: string, origin: string, problem: string): FlowMeshError {
  return new FlowMeshError("configuration_invalid", { key, origin, problem });
}
