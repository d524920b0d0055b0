import { isSettled, placeInFile } from "../settled/settled-place.ts";
import { EMPTY_FILE_BYTES } from "../settled/settled-size.ts";
import { type KeptParts, keptSizes } from "./kept-sizes.ts";
import { diskBytes, mayBeReplaced, NO_SEGMENTS, type RoomPlan, type SettleView } from "./settle-plan.ts";

/** What a settled file that replaces one other takes whatever it holds. */
const NEW_FILE_BYTES = EMPTY_FILE_BYTES + 4;

/**
 * Finds, on a full disk, the settled file that gives back most for what it costs to write it again without what is gone: any that gives back a page at least. What the new file takes is reckoned to the byte.
 * It takes a look at everything that is settled; what was found by it serves until no file is worth it any more, for as more goes a file only gets thinner.
 */
export class ThinnestFile {
  readonly #view: SettleView;
  readonly #parts: KeptParts;
  /** Bytes of the disk that each file takes when it is written again, at most. */
  #bytes: ReadonlyMap<number, number> = new Map();

  constructor(view: SettleView, parts: KeptParts) {
    this.#view = view;
    this.#parts = parts;
  }

  /** @param roomBytes that it may take before the old file goes */
  async find(roomBytes: number): Promise<RoomPlan | undefined> {
    const known = this.#best(roomBytes);
    if (known !== undefined) return known;
    await this.#measure();
    return this.#best(roomBytes);
  }

  async #measure(): Promise<void> {
    const files = this.#view.settled.all().map(({ operation }) => operation.file);
    const sizes = files.length === 0 ? undefined : await keptSizes(this.#parts, files.map(placeInFile), isSettled);
    const bytesOf = (file: number): number => diskBytes(NEW_FILE_BYTES + (sizes?.get(placeInFile(file))?.bytes ?? 0));
    this.#bytes = new Map(files.map((file) => [file, bytesOf(file)]));
  }

  #best(roomBytes: number): RoomPlan | undefined {
    let best: RoomPlan | undefined;
    let bestGain = 0;
    for (const [file, bytes] of this.#bytes) {
      const gain = this.#gainOf(file, bytes);
      if (bytes > roomBytes || gain / bytes <= bestGain) continue;
      bestGain = gain / bytes;
      best = { sources: { ...NO_SEGMENTS, replaces: [file] }, bytes };
    }
    return best;
  }

  /** Bytes that are given back, all in all; 0 when it is not done. */
  #gainOf(file: number, bytes: number): number {
    if (!mayBeReplaced(this.#view, file)) return 0;
    return Math.max(0, diskBytes(this.#view.log.settled.bytesOf(file)) - bytes);
  }
}
