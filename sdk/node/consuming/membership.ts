import type { HeartbeatResponse, JoinGroupRequestInit, StreamPartitionsInit } from "@flowmesh/contract";
import { type Fabric, isFlowMeshError } from "@flowmesh/fabric";
import type { Clock } from "@flowmesh/fabric/internal";
import { Backoff } from "../remote/backoff.ts";
import type { ClientWorld } from "../world/client-world.ts";
import { pause } from "../world/pause.ts";

/** What a member is told. */
export type Assignment = Pick<HeartbeatResponse, "partitions" | "releasing" | "paused">;

/** Who hears what a member is told. */
export interface MembershipListener {
  /** All that the member may hold now, and what it must let go of; anything else is not its own any more. */
  assigned(news: Assignment): void;
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
  readonly world: ClientWorld;
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
  readonly #clock: Clock;
  readonly #backoff: Backoff;
  #epoch: number | undefined;
  /** The server may know the member, for a join was sent. */
  #mayBeKnown = false;
  #intervalMs = 0;
  #heardMs = 0;
  #isNudged = false;
  /** Of the call that is under way. */
  #call = new AbortController();
  #isBeating = false;

  constructor(fabric: Fabric, options: MembershipOptions, listener: MembershipListener) {
    this.#fabric = fabric;
    this.#options = options;
    this.#clock = options.world.clock;
    this.#backoff = new Backoff(undefined, undefined, options.world.random);
    this.#listener = listener;
  }

  /**
   * Is a member until the signal is aborted.
   * @throws FlowMeshError what joining is refused with for good
   */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener("abort", () => this.#call.abort(signal.reason), { once: true });
    while (!signal.aborted) {
      this.#call = new AbortController();
      try {
        if (this.#epoch === undefined) await this.#join();
        else await this.#beat(this.#epoch);
        this.#backoff.reset();
      } catch (error) {
        if (signal.aborted) return;
        if (error !== nudged) await this.#failed(error, signal);
      }
    }
  }

  /** What it works on has changed: says so at once. */
  nudge(): void {
    this.#isNudged = true;
    if (this.#isBeating) this.#call.abort(nudged);
  }

  /** Gives up all that it holds and joins anew: what was sent before and has not taken effect never will, and the new cursors tell what has. */
  rejoin(error: unknown): void {
    if (this.#epoch === undefined) return;
    this.#epoch = undefined;
    this.#listener.lost(error);
    this.nudge();
  }

  async leave(signal?: AbortSignal): Promise<void> {
    if (!this.#mayBeKnown) return;
    const { group, memberId } = this.#options;
    await this.#fabric.groups.leaveGroup({ group, memberId }, { timeoutMs: answerMs, signal });
  }

  async #join(): Promise<void> {
    const { group, memberId, join } = this.#options;
    this.#mayBeKnown = true;
    const sentMs = this.#clock.monotonicMs();
    const answer = await this.#fabric.groups.joinGroup({ ...join, group, memberId }, { signal: this.#call.signal });
    this.#intervalMs = answer.heartbeatIntervalMs;
    this.#take(answer, sentMs);
  }

  async #beat(memberEpoch: number): Promise<void> {
    const { group, memberId, sessionMs } = this.#options;
    const waitMs = this.#isNudged ? 0 : this.#intervalMs;
    this.#isNudged = false;
    const request = { group, memberId, memberEpoch, holding: this.#listener.holding(), waitMs };
    // No longer than until the server takes the member for dead, so that it knows no later than the server.
    const sentMs = this.#clock.monotonicMs();
    const leftMs = Math.ceil(this.#heardMs + sessionMs - sentMs);
    const timeoutMs = Math.max(1, Math.min(leftMs, waitMs + answerMs));
    this.#isBeating = true;
    try {
      const answer = await this.#fabric.groups.heartbeat(request, { signal: this.#call.signal, timeoutMs });
      // It may be told to join anew while the answer was on its way.
      if (this.#epoch !== undefined) this.#take(answer, sentMs);
    } finally {
      this.#isBeating = false;
    }
  }

  /** The server counts the session from when it was asked, which may be long before it answers. */
  #take(answer: HeartbeatResponse, sentMs: number): void {
    this.#heardMs = sentMs;
    this.#epoch = answer.memberEpoch;
    this.#listener.assigned(answer);
  }

  async #failed(error: unknown, signal: AbortSignal): Promise<void> {
    const isOut = ["member_unknown", "member_fenced", "group_not_found"].some((reason) =>
      isFlowMeshError(error, reason as "member_unknown"),
    );
    const mayPass = isOut || (isFlowMeshError(error) && error.retryable);
    const isSilent = this.#clock.monotonicMs() - this.#heardMs >= this.#options.sessionMs;
    if (this.#epoch !== undefined && (isOut || isSilent || !mayPass)) {
      this.#epoch = undefined;
      this.#listener.lost(error);
    }
    if (!mayPass) throw error;
    if (!isOut) await pause(this.#clock, this.#backoff.next(), signal);
  }
}

const nudged = new Error("what the member works on has changed");
