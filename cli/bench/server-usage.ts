import type { Address } from "@flowmesh/client/internal";

/** What a server has used since its start. */
export interface ServerUsage {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

/** Asks the server's metrics; undefined where they do not tell. */
export async function serverUsage({ host, port }: Address): Promise<ServerUsage | undefined> {
  try {
    const authority = `${host.includes(":") ? `[${host}]` : host}:${port}`;
    const response = await fetch(`http://${authority}/metrics`, { signal: AbortSignal.timeout(5000) });
    const text = await response.text();
    const cpuSeconds = metric(text, "process_cpu_seconds_total");
    const residentBytes = metric(text, "process_resident_memory_bytes");
    return cpuSeconds === undefined || residentBytes === undefined ? undefined : { cpuSeconds, residentBytes };
  } catch {
    return undefined;
  }
}

function metric(text: string, name: string): number | undefined {
  const line = text.split("\n").find((candidate) => candidate.startsWith(`${name} `));
  const value = Number(line?.slice(name.length + 1));
  return line === undefined || Number.isNaN(value) ? undefined : value;
}
