import { FlowMeshError } from "@flowmesh/fabric";
import type { Peer } from "../access/access.ts";
import type { CertificateSubject, Credential } from "../access/credential.ts";
import type { ServerLimits } from "../server-limits.ts";
import type { CallBudget } from "./call-budget.ts";

/**
 * Who makes calls: one connection. Counts what it has under way, against its limits. The engine shares its writing fairly between callers by the identity of this
 * object.
 */
export class Caller implements Peer {
  /** Who the connection's calls come from, where it says so once for all of them. */
  credential: Credential | undefined;
  readonly certificate: CertificateSubject | undefined;
  calls = 0;
  subscriptions = 0;
  /** What its reads that have begun may return together. */
  heldBytes = 0;
  /** Whether it was seen to ask again behind an answer, which it has taken then. */
  listens = false;
  #wasAnswered = false;
  readonly #limits: ServerLimits;
  readonly #budget: CallBudget | undefined;

  /** Its calls count in `budget` too. */
  constructor(limits: ServerLimits, certificate?: CertificateSubject | undefined, budget?: CallBudget) {
    this.#limits = limits;
    this.#budget = budget;
    this.certificate = certificate;
  }

  /** @throws FlowMeshError `overloaded` when the call goes beyond a limit; nothing is counted then */
  add(isSubscription: boolean): void {
    const { connectionCalls, connectionSubscriptions } = this.#limits;
    if (this.calls >= connectionCalls) throw overloaded("the calls under way on this connection", connectionCalls);
    if (isSubscription && this.subscriptions >= connectionSubscriptions) {
      throw overloaded("the subscriptions on this connection", connectionSubscriptions);
    }
    this.#budget?.checkRoom();
    this.#budget?.take();
    if (this.calls === 0 && this.#wasAnswered) this.listens = true;
    this.calls++;
    if (isSubscription) this.subscriptions++;
  }

  remove(isSubscription: boolean): void {
    this.#wasAnswered = true;
    this.#budget?.give();
    this.calls--;
    if (isSubscription) this.subscriptions--;
  }
}

function overloaded(what: string, limit: number): FlowMeshError {
  return new FlowMeshError("overloaded", { what, limit });
}
