import { ModelFabric } from "@flowmesh/fabric/conformance";
import { Mesh } from "../mesh.ts";
import type { Message } from "../reading/message.ts";

/** A mesh in memory, with streams. */
export async function meshWith(streams: Record<string, number>): Promise<Mesh> {
  const mesh = new Mesh(new ModelFabric());
  for (const [stream, partitions] of Object.entries(streams)) await mesh.streams.create(stream, { partitions });
  return mesh;
}

/** Gathers what a handler sees, and resolves when there are enough. */
export class Seen {
  readonly values: string[] = [];
  readonly #waiting: { count: number; resolve: () => void }[] = [];

  add(message: Message): void {
    this.values.push(message.text());
    for (const { count, resolve } of this.#waiting) if (this.values.length >= count) resolve();
  }

  async reach(count: number): Promise<void> {
    if (this.values.length >= count) return;
    await new Promise<void>((resolve) => this.#waiting.push({ count, resolve }));
  }
}

/** First offsets of its partitions that the group has not finished. */
export async function offsetOf(mesh: Mesh, group: string): Promise<number[]> {
  const { cursors } = await mesh.fabric.groups.getGroup({ group });
  return cursors.map(({ cursor }) => cursor?.offset ?? -1);
}

/** Records 0, 1, 2 and so on, of seven keys. */
export function numbered(count: number, first = 0): { value: string; key: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    value: String(first + index),
    key: `k${(first + index) % 7}`,
  }));
}
