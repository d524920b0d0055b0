import type { FlowMeshError } from "@flowmesh/fabric";

/** Where a record was written. */
export interface PublishResult {
  readonly partition: number;
  readonly offset: number;
  /** Its dedupe id was seen before: it was not written again, and this is where the first one is. */
  readonly duplicate: boolean;
}

/** Who hears what became of a record. `index` is the record's place in the call. */
export interface Receipt {
  written(index: number, partition: number, offset: number, duplicate: boolean): void;
  failed(index: number, error: FlowMeshError): void;
}

/** Of one record. */
export class SingleReceipt implements Receipt {
  readonly #resolve: (result: PublishResult) => void;
  readonly #reject: (error: FlowMeshError) => void;

  constructor(resolve: (result: PublishResult) => void, reject: (error: FlowMeshError) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  written(_index: number, partition: number, offset: number, duplicate: boolean): void {
    this.#resolve({ partition, offset, duplicate });
  }

  failed(_index: number, error: FlowMeshError): void {
    this.#reject(error);
  }
}

/** Of several records: fulfilled when all are written, else rejected with the first failure once the fate of all is known. */
export class SharedReceipt implements Receipt {
  readonly #results: PublishResult[];
  readonly #resolve: (results: PublishResult[]) => void;
  readonly #reject: (error: FlowMeshError) => void;
  readonly #failures: { readonly index: number; readonly error: FlowMeshError }[] = [];
  #left: number;

  constructor(count: number, resolve: (results: PublishResult[]) => void, reject: (error: FlowMeshError) => void) {
    this.#results = new Array(count);
    this.#left = count;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  written(index: number, partition: number, offset: number, duplicate: boolean): void {
    this.#results[index] = { partition, offset, duplicate };
    this.#settled();
  }

  failed(index: number, error: FlowMeshError): void {
    this.#failures.push({ index, error });
    this.#settled();
  }

  #settled(): void {
    this.#left -= 1;
    if (this.#left > 0) return;
    if (this.#failures.length === 0) {
      this.#resolve(this.#results);
      return;
    }
    const failed = this.#failures.map(({ index }) => index).sort((a, b) => a - b);
    const first = this.#failures.find(({ index }) => index === failed[0])!;
    this.#reject(first.error.with({ failed, written: this.#results.length - failed.length }));
  }
}
