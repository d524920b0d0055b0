import type { Change, Entry } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import type { LogReader } from "../../log/log-reader.ts";
import type { FoundVersion } from "./entry-page.ts";
import type { KvVersion } from "./entry-version.ts";

/** Reads the values of versions from the log. */
export class ValueReader {
  readonly #log: LogReader;

  constructor(log: LogReader) {
    this.#log = log;
  }

  /**
   * Values of these versions, in their order, up to the first that damage has taken. The places must have been looked up in the same turn: what is at them stays
   * there until it is read.
   * @throws FlowMeshError entry_damaged when that is the first one
   */
  async values(bucket: string, found: readonly FoundVersion[]): Promise<Uint8Array[]> {
    const lost = found.findIndex(({ version }) => version.isLost);
    const readable = lost < 0 ? found : found.slice(0, lost);
    const values = await this.#read(readable);
    if (values.length === 0 && found[0] !== undefined) throw damaged(bucket, found[0]);
    return values;
  }

  /** Entries, as `values`. */
  async entries(bucket: string, found: readonly FoundVersion[]): Promise<Entry[]> {
    const values = await this.values(bucket, found);
    return values.map((value, index) => entryOf(found[index] as FoundVersion, value));
  }

  /** Changes, as `values`. */
  async changes(bucket: string, found: readonly FoundVersion[]): Promise<Change[]> {
    const values = await this.values(bucket, found);
    return values.map((value, index) => changeOf(found[index] as FoundVersion, value));
  }

  /** Payloads of these versions, each where there is one and it can be read back. */
  async wholeValues(found: readonly FoundVersion[]): Promise<(Uint8Array | undefined)[]> {
    const payloads: (Uint8Array | undefined)[] = [];
    while (payloads.length < found.length) {
      const rest = found.slice(payloads.length);
      const readable = rest.filter(({ version }) => version.payloadBytes > 0);
      const { bytes, whole } = await this.#log.readScattered(readable.map(({ version }) => version));
      let [at, read] = [0, 0];
      for (const { version } of rest) {
        if (version.payloadBytes === 0) payloads.push(undefined);
        else if (read < whole) payloads.push(bytes.subarray(at, at + version.payloadBytes));
        else break;
        at += version.payloadBytes;
        read += version.payloadBytes > 0 ? 1 : 0;
      }
      // Only what cannot be read back ends it before.
      if (payloads.length < found.length) payloads.push(undefined);
    }
    return payloads;
  }

  async #read(found: readonly FoundVersion[]): Promise<Uint8Array[]> {
    const places = found.map(({ version }) => version).filter(({ inline }) => inline === undefined);
    if (places.length === 0) return found.map(({ version }) => inlineValue(version));
    const { bytes, whole } = await this.#log.readScattered(places);
    const values: Uint8Array[] = [];
    let [at, read] = [0, 0];
    for (const { version } of found) {
      if (version.inline !== undefined) values.push(inlineValue(version));
      else if (read++ === whole) break;
      else {
        values.push(bytes.subarray(at, at + version.payloadBytes));
        at += version.payloadBytes;
      }
    }
    return values;
  }
}

export function damaged(bucket: string, { key, version: { revision, segment } }: FoundVersion): FlowMeshError {
  return new FlowMeshError("entry_damaged", { bucket, key, revision, problem: `segment ${segment} is damaged` });
}

function inlineValue({ inline = "" }: KvVersion): Uint8Array {
  return Buffer.from(inline, "latin1");
}

export function entryOf({ key, version }: FoundVersion, value: Uint8Array | undefined): Entry {
  const { revision, timeMs: writtenAt, expiresMs } = version;
  return { key, revision, value, writtenAt, expiresAt: expiresMs === 0 ? undefined : expiresMs };
}

function changeOf({ key, version }: FoundVersion, value: Uint8Array): Change {
  const { revision, kind, timeMs: writtenAt, expiresMs } = version;
  const isPut = kind === "put";
  const expiresAt = expiresMs === 0 ? undefined : expiresMs;
  return { key, revision, kind, value: isPut ? value : undefined, writtenAt, expiresAt };
}
