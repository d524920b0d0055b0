import { isSettled } from "../settled/settled-place.ts";

/** A stretch of the log or of a settled file, that was durable and cannot be read back. */
export interface LogDamage {
  /** Or the settled file (see `placeInFile`). */
  readonly segment: number;
  /** Empty when the file itself is missing. */
  readonly file: string;
  readonly firstByte: number;
  readonly lastByte: number;
  readonly firstPosition: number;
  readonly lastPosition: number;
  readonly reason: string;
}

/** The damage that is known of, each stretch once; told for as long as the process runs, also when its segment, of which nothing was left, has been given back. */
export class DamageList {
  readonly #damages: LogDamage[] = [];

  get all(): readonly LogDamage[] {
    return this.#damages;
  }

  /** Adds damages unless the same stretch is known already. */
  add(...damages: readonly LogDamage[]): void {
    for (const damage of damages) if (!this.#knows(damage)) this.#damages.push(damage);
  }

  isIn(segment: number): boolean {
    return this.#damages.some((damage) => damage.segment === segment);
  }

  /** The first damaged segment from one to the other. */
  between(from: number, to: number): number | undefined {
    return this.#damages.find(({ segment }) => segment >= from && segment <= to)?.segment;
  }

  /** The first settled file that is damaged, as a place. */
  get settledFile(): number | undefined {
    return this.#damages.find(({ segment }) => isSettled(segment))?.segment;
  }

  #knows({ segment, file, firstByte, lastByte }: LogDamage): boolean {
    return this.#damages.some(
      (known) =>
        known.segment === segment && known.file === file && known.firstByte <= firstByte && known.lastByte >= lastByte,
    );
  }
}
