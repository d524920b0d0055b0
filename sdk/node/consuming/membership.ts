import type {
  AssignedPartition,
  HeartbeatResponse,
  JoinGroupRequestInit,
  StreamPartitionsInit,
} from "@flowmesh/contract";
import { type Fabric, isFlowMeshError } from "@flowmesh/fabric";
import { Backoff } from "../remote/backoff.ts";

/** Who hears what a member is told. */
export interface MembershipListener {
  /** All that the member may hold now; it must let go of any other. */
  assigned(partitions: readonly AssignedPartition[], paused: boolean): void;
  /** The member is none any more: whatever it held may be somebody else's. */
  lost(error: unknown): void;
  /** What it still works on. */
  holding(): StreamPartitionsInit[];
}

export interface MembershipOptions {
  readonly group: string;
  readonly memberId: string;
  readonly join: JoinGroupRequestInit;
  readonly sessionMs: number;
}

/** Beyond what a heartbeat waits for news. */
const answerMs = 10_000;

/**
 * Keeps a member of a group alive: joins, sends heartbeats that wait for news, joins again when it was taken for dead. When nothing was heard from the server for
 * the session's time, what it held is given up, for the server will have given it to others.
 */
export class Membership {
  readonly #fabric: Fabric;
  readonly #options: MembershipOptions;
  readonly #listener: MembershipListener;
  readonly #backoff = new Backoff();
  #epoch: number | undefined;
  #intervalMs = 0;
  #heardMs = 0;
  #isNudged = false;
  #waiting: AbortController | undefined;

  constructor(fabric: Fabric, options: MembershipOptions, listener: MembershipListener) {
    this.#fabric = fabric;
    this.#options = options;
    this.#listener = listener;
  }

  /**
   * Is a member until the signal is aborted.
   * @throws FlowMeshError what joining is refused with for good
   */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        if (this.#epoch === undefined) await this.#join(signal);
        else await this.#beat(signal);
        this.#backoff.reset();
      } catch (error) {
        if (signal.aborted) return;
        await this.#failed(error, signal);
      }
    }
  }

  /** What it works on has changed: says so at once. */
  nudge(): void {
    this.#isNudged = true;
    this.#waiting?.abort(nudged);
  }

  async leave(): Promise<void> {
    if (this.#epoch === undefined) return;
    const { group, memberId } = this.#options;
    await this.#fabric.groups.leaveGroup({ group, memberId }, { timeoutMs: answerMs });
  }

  async #join(signal: AbortSignal): Promise<void> {
    const { group, memberId, join } = this.#options;
    const answer = await this.#fabric.groups.joinGroup({ ...join, group, memberId }, { signal });
    this.#intervalMs = answer.heartbeatIntervalMs;
    this.#take(answer);
  }

  async #beat(signal: AbortSignal): Promise<void> {
    const { group, memberId } = this.#options;
    const waiting = new AbortController();
    this.#waiting = waiting;
    const waitMs = this.#isNudged ? 0 : this.#intervalMs;
    this.#isNudged = false;
    const request = { group, memberId, memberEpoch: this.#epoch, holding: this.#listener.holding(), waitMs };
    const options = { signal: AbortSignal.any([signal, waiting.signal]), timeoutMs: waitMs + answerMs };
    try {
      this.#take(await this.#fabric.groups.heartbeat(request, options));
    } catch (error) {
      if (error !== nudged) throw error;
    } finally {
      this.#waiting = undefined;
    }
  }

  #take({ memberEpoch, partitions, paused }: HeartbeatResponse): void {
    this.#heardMs = performance.now();
    this.#epoch = memberEpoch;
    this.#listener.assigned(partitions, paused);
  }

  async #failed(error: unknown, signal: AbortSignal): Promise<void> {
    const isOut = ["member_unknown", "member_fenced", "group_not_found"].some((reason) =>
      isFlowMeshError(error, reason as "member_unknown"),
    );
    const mayPass = isOut || (isFlowMeshError(error) && error.retryable);
    const isSilent = performance.now() - this.#heardMs >= this.#options.sessionMs;
    if (this.#epoch !== undefined && (isOut || isSilent || !mayPass)) {
      this.#epoch = undefined;
      this.#listener.lost(error);
    }
    if (!mayPass) throw error;
    if (!isOut) await pause(this.#backoff.next(), signal);
  }
}

const nudged = new Error("what the member works on has changed");

/** Ends early, and quietly, when the signal is aborted. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end, { once: true });
  });
}
