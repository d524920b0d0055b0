import type { LogOperation } from "../commit/operation.ts";
import type { Intent } from "../commit/sequencer.ts";
import type { SettledOperation } from "../commit/settled-operation.ts";

/** Names a settled file whose content and name are durable: from this commit on readers find there what it was made from. */
export class NameSettledIntent implements Intent<void> {
  readonly durability = "always";
  readonly privileged = true;
  readonly frees = true;
  readonly isCarrying = true;
  readonly #operation: SettledOperation;

  constructor(operation: SettledOperation) {
    this.#operation = operation;
  }

  order(_position: number, _timeMs: number, operations: LogOperation[]): void {
    operations.push(this.#operation);
  }
}

/** Says that settled files are not needed any more. */
export class DropSettledIntent implements Intent<void> {
  readonly durability = "always";
  readonly privileged = true;
  readonly frees = true;
  readonly isCarrying = true;
  readonly #files: readonly number[];

  constructor(files: readonly number[]) {
    this.#files = files;
  }

  order(_position: number, _timeMs: number, operations: LogOperation[]): void {
    for (const file of this.#files) operations.push({ kind: "unsettled", file });
  }
}
