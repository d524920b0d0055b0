import { type Engine, SeededRandom } from "@flowmesh/engine";
import { allKept, allLost, SimulatedDisk } from "@flowmesh/engine/internal";
import type { Finding } from "./crash-states.ts";
import { Expectation, type ExpectedStream } from "./expectation.ts";
import { firstFrame, framesOf, minimalFrame } from "./frames-on-disk.ts";
import { Ledger } from "./ledger.ts";
import { boot, type EngineSizes, type Machine, smallSizes, stop, TransactionMedium } from "./machine.ts";
import { patiently } from "./patience.ts";
import { Session } from "./session.ts";
import { settledPartsOf } from "./settled-on-disk.ts";
import { type Survey, type SurveyedPartition, survey } from "./survey.ts";
import type { SessionWorkload } from "./workload.ts";

export interface DamageReport {
  /** Damaged disks that an engine was started on. */
  readonly damages: number;
  /** Of these, the ones by which acknowledged records were lost, all of them reported. */
  readonly withLosses: number;
  readonly findings: readonly Finding[];
}

/** What was done to one or two files: the bytes from `from` on, up to but without `to`, are not what was written. */
interface Damage {
  readonly what: string;
  readonly places: readonly { readonly file: string; readonly from: number; readonly to: number }[];
}

const wallMs = Date.UTC(2026, 0, 1);

/** What is damaged, and how often. */
export interface DamageSearch {
  readonly workload: SessionWorkload;
  readonly seed: number;
  readonly rounds: number;
  /** At the first finding. Default: behind the last round. */
  readonly stopsEarly?: boolean;
}

/**
 * Lets a workload write, then damages the bytes at rest in many ways, each on a copy, and starts an engine on it. Whatever is lost must lie in what was damaged
 * and must be reported; what is read must be what was written.
 */
export async function damageAtRest({
  workload,
  seed,
  rounds,
  stopsEarly = false,
}: DamageSearch): Promise<DamageReport> {
  const random = new SeededRandom(seed).fork(`damage ${workload.name}`);
  const sizes = { ...smallSizes, ...workload.sizes };
  const written = await write(workload, sizes, random);
  const findings: Finding[] = [];
  let [damages, withLosses] = [0, 0];
  while (damages < rounds && !(stopsEarly && findings.length > 0)) {
    damages++;
    const disk = written.machine.disk.clone();
    const damage = damageSomething(disk, written, random);
    const isIndexGone = random.chance(0.4);
    const index = isIndexGone ? new TransactionMedium() : written.machine.index.clone();
    const circumstances = `seed ${seed}: ${damage.what}${isIndexGone ? ", the index is gone" : ""}`;
    // The index knows how far the log had come; without it, nothing vouches for what stood in the last frame.
    const known = isIndexGone ? written : { ...written, lastFrame: undefined };
    const result = await look({ disk, index }, sizes, known, damage, random);
    for (const what of result.violations) findings.push({ circumstances, what });
    if (result.lost > 0) withLosses++;
  }
  return { damages, withLosses, findings };
}

interface Written {
  readonly machine: Machine;
  /** The same disk at some moment before. */
  readonly earlier: SimulatedDisk;
  readonly expectation: Expectation;
  /** Where the last thing was written, if nothing else vouches for it. */
  readonly lastFrame: { readonly file: string; readonly position: number } | undefined;
}

/** One life of the workload, at whose end the log has been idle for a while and is closed in order. */
async function write(workload: SessionWorkload, sizes: EngineSizes, random: SeededRandom): Promise<Written> {
  const machine: Machine = { disk: new SimulatedDisk({ random }), index: new TransactionMedium() };
  let earlier = machine.disk.clone();
  let lastFrame = { file: "", position: 0 };
  machine.disk.onOperation(({ kind, file, position, length }) => {
    if (random.chance(0.01)) earlier = machine.disk.afterCut(allKept);
    const isFrame = file.endsWith(".seg") && position >= firstFrame && length < sizes.segmentBytes;
    if (kind === "write" && isFrame) lastFrame = { file, position };
  });
  const { engine, clock } = await boot(machine, sizes, wallMs, random);
  const ledger = new Ledger();
  const expectation = new Expectation();
  const session = new Session({ engine, clock, random, ledger, expectation, trace: () => undefined });
  for (let part = 0; part < 3; part++) await workload.run(session, machine.disk);
  await session.pass(2000);
  void engine.close();
  await clock.settle();
  return {
    machine: { disk: machine.disk.afterCut(allKept), index: machine.index.clone() },
    earlier,
    expectation,
    lastFrame,
  };
}

function isWithin(frame: Written["lastFrame"], place: Damage["places"][number]): boolean {
  if (frame === undefined) return false;
  const { file, position } = frame;
  return file === place.file && position >= place.from - minimalFrame && position < place.to;
}

function damageSomething(disk: SimulatedDisk, { earlier, lastFrame }: Written, random: SeededRandom): Damage {
  const names = disk.fileNames().sort();
  const file = random.pick(names);
  const size = disk.fileSize(file);
  const at = random.integer(size);
  switch (random.integer(12)) {
    case 0:
      disk.truncate(file, at);
      return { what: `${file} is cut at ${at}`, places: [{ file, from: at, to: size }] };
    case 1:
      disk.removeFile(file);
      return { what: `${file} is missing`, places: [{ file, from: 0, to: size }] };
    case 2: {
      const other = random.pick(names);
      disk.swapFiles(file, other);
      return { what: `${file} and ${other} are exchanged`, places: other === file ? [] : wholly([file, other]) };
    }
    case 3:
      if (!earlier.fileNames().includes(file)) break;
      disk.replaceWithOlder(file, earlier);
      return { what: `${file} is an older copy`, places: wholly([file]) };
    case 4:
    case 5:
      return overwrite(disk, file, Math.floor(at / 4096) * 4096, Buffer.alloc(4096), "a page of zeros");
    case 8: {
      if (lastFrame === undefined) break;
      const from = Math.floor(lastFrame.position / 4096) * 4096;
      return overwrite(disk, lastFrame.file, from, Buffer.alloc(4096), "a page of zeros where the log ends,");
    }
    case 6:
    case 7: {
      const garbage = Buffer.alloc(512);
      random.fill(garbage);
      return overwrite(disk, file, Math.floor(at / 512) * 512, garbage, "a sector of garbage");
    }
  }
  const bit = random.integer(8);
  disk.flipBit(file, at, bit);
  return { what: `bit ${bit} of byte ${at} of ${file} is flipped`, places: [{ file, from: at, to: at + 1 }] };
}

function wholly(files: readonly string[]): Damage["places"] {
  return files.map((file) => ({ file, from: 0, to: Number.POSITIVE_INFINITY }));
}

function overwrite(disk: SimulatedDisk, file: string, from: number, bytes: Buffer, what: string): Damage {
  disk.damageBytes(file, from, bytes);
  return { what: `${what} at ${from} of ${file}`, places: [{ file, from, to: from + bytes.length }] };
}

async function look(
  machine: Machine,
  sizes: EngineSizes,
  written: Written,
  damage: Damage,
  random: SeededRandom,
): Promise<{ violations: string[]; lost: number }> {
  try {
    const { engine, clock } = await boot(machine, sizes, wallMs + 60_000, random);
    const found = await survey(engine);
    const result = new Inspection(engine, found, written, damage).run();
    await patiently(clock, engine.collect());
    // What nobody has noticed was not written again: it is gone with the index.
    const isUnnoticed = engine.damages().length === 0;
    const excused = isUnnoticed ? excusedBy(written.machine.disk, damage) : new Set<string>();
    const later = { disk: machine.disk.crash(allLost), index: new TransactionMedium() };
    const forgotten = await lookAgain(later, sizes, clock.wallMs(), found, random);
    for (const name of forgotten.filter((each) => !excused.has(each)))
      result.violations.push(`forgotten: stream ${name}, which was shown, is not the same in the next start`);
    return result;
  } catch (error) {
    return { violations: [`unrecoverable: ${String(error)}`], lost: 0 };
  } finally {
    stop(machine);
  }
}

/** Streams that were shown once and are not shown by the next start, for which the index is gone. */
async function lookAgain(
  machine: Machine,
  sizes: EngineSizes,
  nowMs: number,
  { streams }: Survey,
  random: SeededRandom,
): Promise<string[]> {
  const { engine } = await boot(machine, sizes, nowMs, random);
  const again = await survey(engine);
  stop(machine);
  return [...streams.keys()].filter((name) => again.streams.get(name)?.uuid !== streams.get(name)?.uuid);
}

class Inspection {
  readonly #engine: Engine;
  readonly #survey: Survey;
  readonly #expectation: Expectation;
  /** Ids of records, and names of streams, that stood in a damaged frame. */
  readonly #excused: ReadonlySet<string>;
  /** The last frame of the log was damaged, so that nothing vouches for those before it. */
  readonly #reachesEnd: boolean;
  readonly #violations: string[] = [];
  #lost = 0;

  constructor(engine: Engine, found: Survey, written: Written, damage: Damage) {
    this.#engine = engine;
    this.#survey = found;
    this.#expectation = written.expectation;
    this.#excused = excusedBy(written.machine.disk, damage);
    this.#reachesEnd = damage.places.some((place) => isWithin(written.lastFrame, place));
  }

  run(): { violations: string[]; lost: number } {
    for (const stream of this.#expectation.streams.values()) this.#stream(stream);
    const isSilent = this.#lost > 0 && this.#engine.damages().length === 0;
    if (isSilent && !this.#reachesEnd) this.#violations.push("silent: losses, and no damage is reported");
    return { violations: this.#violations, lost: this.#lost };
  }

  #stream(stream: ExpectedStream): void {
    if (stream.settings === undefined) return;
    const found = this.#survey.streams.get(stream.name);
    // What retention has taken is no loss.
    if (stream.settings.retentionBytes > 0) return;
    for (const [number, { ids }] of stream.partitions.entries()) {
      const partition = found?.partitions[number];
      for (const [offset, id] of ids.entries()) {
        if (id !== undefined) this.#record(`${stream.name}/${number}`, stream.name, partition, offset, id);
      }
    }
  }

  #record(where: string, stream: string, partition: SurveyedPartition | undefined, offset: number, id: string): void {
    const shown = partition?.ids[offset - partition.earliest];
    if (shown === id) return;
    if (shown !== undefined) {
      this.#violations.push(`wrong: ${where} gives ${shown} at ${offset}, where ${id} was written`);
      return;
    }
    this.#lost++;
    const isExcused = this.#excused.has(id) || (partition === undefined && this.#excused.has(stream));
    if (!isExcused) this.#violations.push(`dropped: ${where} does not give ${id} at ${offset}, which was not damaged`);
  }
}

/** What stands in frames, and in parts of settled files, of which at least one byte was damaged. */
function excusedBy(disk: SimulatedDisk, { places }: Damage): Set<string> {
  const excused = new Set<string>();
  for (const { file, from, to } of places) {
    const bytes = disk.peek(file, 0, disk.fileSize(file));
    for (const frame of file.endsWith(".settled") ? settledPartsOf(bytes) : framesOf(bytes)) {
      if (frame.end <= from || frame.start >= to) continue;
      for (const word of frame.words) excused.add(word);
    }
  }
  return excused;
}
