import type { Engine, SeededRandom, VirtualClock } from "@flowmesh/engine";
import { encodeBatch } from "@flowmesh/fabric";
import type { Expectation, ExpectedWrite } from "./expectation.ts";
import { patiently } from "./patience.ts";
import type { Survey } from "./survey.ts";

/** What a recovered engine is tried with. */
export interface Probed {
  readonly engine: Engine;
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly expectation: Expectation;
  readonly survey: Survey;
  readonly mayBeFull: boolean;
}

const windowMs = 120_000;

/**
 * Tries what cannot be seen by reading: that writes sent again are recognised, that new ones get the next offset and new producers a new id. Returns what is
 * wrong.
 */
export async function probe(probed: Probed): Promise<string[]> {
  const violations: string[] = [];
  for (const write of repeatable(probed)) await probeRepeated(probed, write, violations);
  await probeNewWrites(probed, violations);
  await probeProducerIds(probed, violations);
  return violations;
}

/** One acknowledged write of each kind that is to be recognised when it is sent again. */
function repeatable({ expectation, random, clock }: Probed): ExpectedWrite[] {
  const known = [...expectation.writes.values()].filter(({ state, plan, position, askedMs, isRepeated, places }) => {
    const isWhole = plan.appends.every((append) => expectation.streamOf(append)?.settings !== undefined);
    const isFirst = isRepeated || places.every(({ duplicate }) => !duplicate);
    return state === "acknowledged" && position >= 0 && isWhole && isFirst && askedMs > clock.wallMs() - windowMs;
  });
  const chosen: ExpectedWrite[] = [];
  const ofKind = [
    ({ plan }: ExpectedWrite) => plan.appends.length === 1 && plan.appends[0]?.producer !== undefined,
    ({ plan }: ExpectedWrite) => plan.appends.length === 1 && plan.appends[0]?.dedupeId !== undefined,
    ({ plan }: ExpectedWrite) => plan.idempotencyKey !== undefined,
  ];
  for (const isOfKind of ofKind) {
    const candidates = known.filter(isOfKind);
    if (candidates.length > 0) chosen.push(random.pick(random.chance(0.5) ? candidates.slice(0, 3) : candidates));
  }
  return chosen;
}

async function probeRepeated(probed: Probed, { plan, places }: ExpectedWrite, violations: string[]): Promise<void> {
  const { engine } = probed;
  const operations = plan.appends.map(({ stream, partition, batch, expectedOffset, dedupeId }) => {
    return { append: { stream, partition, batch, expectedOffset, dedupeId } };
  });
  const again = await patiently(probed.clock, engine.commit({ operations, idempotencyKey: plan.idempotencyKey }));
  if ("reason" in again) {
    if (!isExcused(probed, again.reason))
      violations.push(`forgotten: write ${plan.number} sent again is refused: ${again.reason}`);
    return;
  }
  for (const [index, { placements }] of again.result.results.entries()) {
    const [before, now] = [places[index], placements[0]];
    const isKnown = plan.idempotencyKey !== undefined || now?.duplicate === true;
    if (isKnown && now?.partition === before?.partition && now?.offset === before?.offset) continue;
    violations.push(`forgotten: write ${plan.number} at offset ${before?.offset} is at ${now?.offset} when sent again`);
  }
}

/** New records go behind those that are there. */
async function probeNewWrites(probed: Probed, violations: string[]): Promise<void> {
  const { survey, engine, random } = probed;
  const names = random.shuffle([...survey.streams.keys()]).slice(0, 2);
  for (const stream of names) {
    const { partitions } = survey.streams.get(stream)!;
    const partition = random.integer(partitions.length);
    const batch = encodeBatch([{ value: Buffer.from("probe "), timestampMs: 0 }]);
    const { end } = partitions[partition]!;
    const done = await patiently(
      probed.clock,
      engine.streams.append({ stream, partition, batch, expectedOffset: end }),
    );
    if ("reason" in done) {
      if (!isExcused(probed, done.reason))
        violations.push(`stuck: ${stream}/${partition} refuses offset ${end}: ${done.reason}`);
    } else if (done.result.offset !== end)
      violations.push(`collision: ${stream}/${partition} gave ${done.result.offset} for ${end}`);
  }
}

async function probeProducerIds(probed: Probed, violations: string[]): Promise<void> {
  const opened = await patiently(probed.clock, probed.engine.streams.openProducer({}));
  if ("reason" in opened) {
    if (!isExcused(probed, opened.reason)) violations.push(`stuck: no producer is given: ${opened.reason}`);
  } else if (opened.result.producerId <= probed.expectation.producerId) {
    violations.push(`collision: producer ${opened.result.producerId} is given out again`);
  }
}

function isExcused({ mayBeFull }: Probed, reason: string): boolean {
  return mayBeFull && (reason === "disk_full" || reason === "no answer");
}
