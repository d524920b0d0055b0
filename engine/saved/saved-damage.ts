import type { IndexChange, IndexStore } from "../index-store/index-store.ts";
import type { DamageList, LogDamage } from "../log/damage-list.ts";
import { lostOffsets } from "../views/streams/lost-offsets.ts";
import type { StreamsView } from "../views/streams/streams-view.ts";
import { padded, scan } from "./rows.ts";

/** What is kept of damage: that of segments that are still there, or that took records which are still to be kept. */
export function damageChanges(
  store: IndexStore,
  damages: DamageList,
  view: StreamsView,
  firstSegment: number,
): IndexChange[] {
  const kept = damages.all.filter(
    (damage) => damage.segment >= firstSegment || (damage.segment > 0 && lostOffsets(view, damage).length > 0),
  );
  const changes = new Map<string, IndexChange>();
  for (const { key } of scan(store, "d/")) changes.set(key, { key, value: undefined });
  for (const damage of kept) {
    const key = `d/${padded(damage.segment)}/${padded(damage.firstByte)}`;
    changes.set(key, { key, value: Buffer.from(JSON.stringify(damage)) });
  }
  return [...changes.values()];
}

/** Adds what was known of segments below `floor`, which are not looked through again. */
export function restoreDamage(store: IndexStore, damages: DamageList, floor: number): void {
  for (const { value } of scan(store, "d/")) {
    const damage = JSON.parse(value.toString()) as LogDamage;
    if (damage.segment < floor) damages.add(damage);
  }
}
