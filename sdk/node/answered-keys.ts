import { limits } from "@flowmesh/contract";

/**
 * Idempotency keys that this client made for its own commits and that nobody will send again: their results have come. The next commit tells the server, so that it
 * remembers no more of them than are under way. What is told to nobody is forgotten there in time.
 */
export class AnsweredKeys {
  #keys: string[] = [];

  add(key: string): void {
    if (this.#keys.length < limits.answeredKeys.value) this.#keys.push(key);
  }

  /** All of them, to be told. */
  take(): readonly string[] {
    const keys = this.#keys;
    this.#keys = [];
    return keys;
  }

  /** They were not told. */
  giveBack(keys: readonly string[]): void {
    for (const key of keys) this.add(key);
  }
}
