import * as fs from "node:fs";

const { O_DSYNC, O_WRONLY } = fs.constants;

/**
 * Further descriptors of an open file, on which each write is synced before it resolves. Each write has one to itself meanwhile: the system tells a descriptor once that something of the file did
 * not reach the disk, and of two writes that share it only one would hear of it.
 */
export class SyncedDescriptors {
  readonly #descriptor: number;
  /** Null: the system gives none. */
  readonly #idle: Promise<number | null>[] = [];
  #isGivenUp = false;

  /** @param descriptor of the open file */
  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** Calls `write` with one that nobody else has, and keeps it open. */
  async with(write: (descriptor: number | null) => Promise<void>): Promise<void> {
    const opened = this.#idle.pop() ?? openSynced(this.#descriptor);
    try {
      await write(await opened);
    } finally {
      if (this.#isGivenUp) await close(opened);
      else this.#idle.push(opened);
    }
  }

  /** Closes them, each once its write has ended. */
  async giveUp(): Promise<void> {
    this.#isGivenUp = true;
    await Promise.all(this.#idle.splice(0).map(close));
  }
}

/** By way of the descriptor, as the file may have another name by now. Only Linux has that way. */
function openSynced(descriptor: number): Promise<number | null> {
  return new Promise((resolve) => {
    fs.open(`/proc/self/fd/${descriptor}`, O_WRONLY | O_DSYNC, (error, synced) =>
      resolve(error === null ? synced : null),
    );
  });
}

async function close(opened: Promise<number | null>): Promise<void> {
  const descriptor = await opened;
  if (descriptor !== null) await new Promise((resolve) => fs.close(descriptor, resolve));
}
