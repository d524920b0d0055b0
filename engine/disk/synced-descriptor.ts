import * as fs from "node:fs";

const { O_DSYNC, O_WRONLY } = fs.constants;

/** Another descriptor of an open file, on which each write is synced before it resolves. */
export class SyncedDescriptor {
  /** Null: the system gives none. */
  readonly #opened: Promise<number | null>;
  #writes = 0;
  #isGivenUp = false;

  /** @param descriptor of the open file */
  constructor(descriptor: number) {
    this.#opened = openSynced(descriptor);
  }

  /** Calls `write` with it, and keeps it open meanwhile. */
  async with(write: (descriptor: number | null) => Promise<void>): Promise<void> {
    this.#writes++;
    try {
      await write(await this.#opened);
    } finally {
      this.#writes--;
      await this.#closeUnused();
    }
  }

  /** Closes it, once no write is under way any more. */
  giveUp(): Promise<void> {
    this.#isGivenUp = true;
    return this.#closeUnused();
  }

  async #closeUnused(): Promise<void> {
    if (!this.#isGivenUp || this.#writes > 0) return;
    const descriptor = await this.#opened;
    if (descriptor !== null) await new Promise((resolve) => fs.close(descriptor, resolve));
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
