import { Alarm } from "../clock/alarm.ts";
import type { Clock } from "../clock/clock.ts";
import type { LogWriter } from "../log/log-writer.ts";
import type { Sequencer } from "./sequencer.ts";

const IDLE_MARK_MS = 500;

/**
 * Marks of a log: a log that falls idle says once what is durable, so that recovery can tell damage of its last commits from a tail. It falls idle behind nearly every commit,
 * so there is one alarm, and no timer for each.
 */
export class IdleMarks {
  readonly #clock: Clock;
  readonly #writer: LogWriter;
  readonly #sequencer: Sequencer;
  readonly #alarm: Alarm;
  /** When the log is marked if nothing is appended before, and what the position behind its last frame is. */
  #dueMs = 0;
  #position = 0;
  #markedTo: number;
  #isStopped = false;

  constructor({ clock, writer, sequencer }: { clock: Clock; writer: LogWriter; sequencer: Sequencer }) {
    this.#clock = clock;
    this.#writer = writer;
    this.#sequencer = sequencer;
    this.#alarm = new Alarm(clock, () => this.#markIfDue());
    this.#markedTo = writer.nextPosition;
  }

  /** The log has fallen idle. */
  schedule(): void {
    const position = this.#writer.nextPosition;
    if (position === this.#markedTo || this.#isStopped) return;
    this.#position = position;
    this.#dueMs = this.#clock.monotonicMs() + IDLE_MARK_MS;
    this.#alarm.ringAt(this.#dueMs);
  }

  /** Marks the log at its end, unless nothing was written since the last mark. */
  async markEnd(): Promise<void> {
    if (this.#writer.nextPosition === this.#markedTo) return;
    this.#sequencer.mark();
    await this.#sequencer.whenQuiet();
  }

  /** Marks nothing by itself any more. */
  stop(): void {
    this.#isStopped = true;
    this.#alarm.stop();
  }

  #markIfDue(): void {
    if (this.#writer.nextPosition !== this.#position) return;
    if (this.#clock.monotonicMs() < this.#dueMs) {
      this.#alarm.ringAt(this.#dueMs);
      return;
    }
    this.#sequencer.mark();
    this.#markedTo = this.#writer.nextPosition;
  }
}
