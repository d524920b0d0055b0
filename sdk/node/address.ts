import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { FlowMeshError } from "@flowmesh/fabric";

/** Where FlowMesh listens unless told otherwise. */
export const defaultPort: number = 7070;

/**
 * Perhaps a token; a host name or IPv4 address, or an IPv6 address in brackets; then perhaps a port. Frames and HTTP come in at one port, so either scheme names
 * it; with an s behind it, through TLS.
 */
const FORM =
  /^(?:flowmesh|http)(s?):\/\/(?:((?:%[\da-fA-F]{2}|[\w.~+=-])+)@)?(?:\[([\da-fA-F:.]+)\]|([\w.-]+))(?::(\d{1,5}))?\/?$/;
/** An address without a scheme: by its port, or by its form, it is no mistyped word. */
const BARE = /^(?:[\w.-]+:\d{1,5}|\[[\da-fA-F:.]+\](?::\d{1,5})?|localhost|\d+(?:\.\d+){3})$/;

/** Where a FlowMesh is, and who said so. */
export interface Address {
  readonly host: string;
  readonly port: number;
  /** What named it: `the call`, `FLOWMESH_URL`, the path of a `dev.json`, or `default`. */
  readonly origin: string;
  /** Whether it is spoken to through TLS. */
  readonly isSecure?: boolean;
  /** From the URL or `FLOWMESH_TOKEN`. */
  readonly token?: string;
  /** Path from `FLOWMESH_CA`: the authorities that are believed. */
  readonly caFile?: string;
}

/** What `flowmesh dev` writes to `.flowmesh/dev.json` while it runs, so that programs in that folder find it. */
export interface DevFile {
  readonly url: string;
  readonly http: string;
  readonly pid: number;
  /** Empty when nothing is kept. */
  readonly dataDir: string;
  readonly startedAt: string;
  /** The folder that this file was written to: in a copy of that folder it says nothing. */
  readonly writtenIn?: string;
}

/**
 * Finds the FlowMesh to talk to: the given URL, else `FLOWMESH_URL`, else the `.flowmesh/dev.json` of this folder or of one above it, else
 * `flowmesh://127.0.0.1:7070`. A token that the URL does not bring is that of `FLOWMESH_TOKEN`, and authorities for TLS those of the file `FLOWMESH_CA`.
 * @throws FlowMeshError `configuration_invalid` when what was found cannot be read
 */
export function findAddress(
  url?: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  directory: string = process.cwd(),
): Address {
  const { FLOWMESH_TOKEN: token, FLOWMESH_CA: caFile } = environment;
  return {
    ...(token === undefined || token === "" ? {} : { token }),
    ...(caFile === undefined || caFile === "" ? {} : { caFile }),
    ...locate(url, environment, directory),
  };
}

function locate(
  url: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  directory: string,
): Address {
  if (url !== undefined) return parseUrl(url, "the call");
  const fromEnvironment = environment.FLOWMESH_URL;
  if (fromEnvironment !== undefined && fromEnvironment !== "") return parseUrl(fromEnvironment, "FLOWMESH_URL");
  const found = findDevFile(directory);
  if (found !== undefined) return parseUrl(found.content.url, found.path);
  return { host: "127.0.0.1", port: defaultPort, origin: "default" };
}

/** The nearest `.flowmesh/dev.json`, in `directory` or above it, that is no copy. @throws FlowMeshError `configuration_invalid` when it is not what `flowmesh dev` writes */
export function findDevFile(directory: string): { readonly path: string; readonly content: DevFile } | undefined {
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    const path = join(folder, ".flowmesh", "dev.json");
    const text = readIfThere(path);
    const content = text === undefined ? undefined : parseDevFile(text, path);
    if (content !== undefined && !isCopy(content, dirname(path))) return { path, content };
    if (dirname(folder) === folder) return undefined;
  }
}

/**
 * `flowmesh://host:port`, `flowmeshs://host:port` for TLS, the same with `http` and `https`, or `host:port` alone; a token may stand before the host, with an @
 * between.
 * @throws FlowMeshError `configuration_invalid`
 */
export function parseUrl(url: string, origin: string): Address {
  const whole = BARE.test(url) ? `flowmesh://${url}` : url;
  const [, secure, token, bracketed, plain, port = String(defaultPort)] = FORM.exec(whole) ?? [];
  const host = bracketed ?? plain;
  const isPort = Number(port) >= 1 && Number(port) <= 65_535;
  if (host !== undefined && isPort && URL.canParse(whole)) {
    const address: Address = { host, port: Number(port), origin, ...(secure === "s" ? { isSecure: true } : {}) };
    return token === undefined
      ? address
      : { ...address, token: token.replace(/%(..)/g, (_, code) => String.fromCharCode(Number(`0x${code}`))) };
  }
  const shown = url.replace(/\/\/[^/]*@/, "//***@");
  const problem = `is ${JSON.stringify(shown)}, which is not of the form flowmesh://host:port`;
  throw new FlowMeshError("configuration_invalid", { key: "url", origin, problem });
}

/** The address as a URL, without its token. */
export function formatUrl(address: Pick<Address, "host" | "port" | "isSecure">): string {
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  return `flowmesh${address.isSecure === true ? "s" : ""}://${host}:${address.port}`;
}

/** A file that was copied with its folder names a server of the original. Where the original is gone, it was moved, or is seen by another path. */
function isCopy({ writtenIn }: DevFile, folder: string): boolean {
  if (writtenIn === undefined) return false;
  const [original, here] = [folderAt(writtenIn), folderAt(folder)];
  return original !== undefined && original !== here;
}

/** What tells a folder from every other one, by whatever path it is reached. */
function folderAt(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path);
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EACCES") return undefined;
    throw error;
  }
}

function parseDevFile(text: string, path: string): DevFile {
  try {
    const content = JSON.parse(text) as DevFile;
    if (typeof content?.url === "string") return content;
  } catch {
    // Said below.
  }
  throw new FlowMeshError("configuration_invalid", {
    key: "dev.json",
    origin: path,
    problem: "does not hold what flowmesh dev writes; delete the file when no flowmesh dev runs there",
  });
}
