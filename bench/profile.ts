import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** Where a process spent its time: a function by itself, without what it called. */
export interface SelfTime {
  readonly name: string;
  /** File and line; empty for what is part of Node. */
  readonly place: string;
  /** Of the time in which the process was not idle. */
  readonly share: number;
}

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** The functions that took most, from all profiles in a folder. */
export function topSelfTimes(folder: string, count: number): SelfTime[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".cpuprofile"));
  const times = new Map<string, { name: string; place: string; us: number }>();
  for (const file of files) addSelfTimes(JSON.parse(readFileSync(join(folder, file), "utf8")) as CpuProfile, times);
  const busy = [...times.values()].filter(({ name }) => name !== "(idle)");
  const total = busy.reduce((sum, { us }) => sum + us, 0);
  return busy
    .sort((one, other) => other.us - one.us)
    .slice(0, count)
    .map(({ name, place, us }) => ({ name, place, share: us / total }));
}

function addSelfTimes(profile: CpuProfile, times: Map<string, { name: string; place: string; us: number }>): void {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  for (const [index, id] of profile.samples.entries()) {
    const { functionName, url, lineNumber } = frames.get(id)!;
    const place = url.startsWith("file:") ? `${basename(url)}:${lineNumber + 1}` : "";
    const key = `${functionName} ${url}:${lineNumber}`;
    const known = times.get(key) ?? { name: functionName || "(anonymous)", place, us: 0 };
    known.us += profile.timeDeltas[index] ?? 0;
    times.set(key, known);
  }
}
