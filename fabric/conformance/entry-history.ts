import type { KvService } from "@flowmesh/contract";
import { isFlowMeshError } from "../errors.ts";
import { type Call, isLinearizable, type Sequential } from "./linearizable.ts";

/** A call on one entry, and how it was answered; no answer: nobody knows whether it took effect. Values are different each time. */
export type EntryCall =
  | { readonly do: "put"; readonly value: string; readonly expected: number | undefined; readonly answer?: Written }
  | { readonly do: "delete"; readonly answer?: { readonly deleted: boolean; readonly revision: number } }
  | { readonly do: "get"; readonly answer?: EntryState };

/** The revision of the write, or why it was refused. */
type Written = { readonly revision: number } | { readonly actual: number };

/** What is there; revision 0: nothing. Of a write that nobody was told of the revision is unknown. */
export interface EntryState {
  readonly value: string;
  readonly revision: number | undefined;
}

const nothing: EntryState = { value: "", revision: 0 };

/** One entry, used by one caller after the other. */
const entry: Sequential<EntryState, EntryCall> = {
  initial: nothing,
  next: (state, call) => {
    switch (call.do) {
      case "get":
        return call.answer === undefined || isSame(state, call.answer) ? (call.answer ?? state) : undefined;
      case "delete":
        return afterDelete(state, call.answer);
      case "put":
        return afterPut(state, call);
    }
  },
  keyOf: ({ value, revision }) => `${value} ${revision}`,
};

function afterDelete(state: EntryState, answer: (EntryCall & { do: "delete" })["answer"]): EntryState | undefined {
  const isThere = state.value !== "";
  if (answer === undefined) return nothing;
  if (answer.deleted !== isThere) return undefined;
  return !isThere || isNewer(answer.revision, state) ? nothing : undefined;
}

function afterPut(state: EntryState, { value, expected, answer }: EntryCall & { do: "put" }): EntryState | undefined {
  const mayBe = (revision: number): boolean => (state.revision ?? revision) === revision;
  if (answer !== undefined && "actual" in answer)
    return mayBe(answer.actual) && answer.actual !== expected ? { ...state, revision: answer.actual } : undefined;
  if (expected !== undefined && !mayBe(expected)) return undefined;
  if (answer === undefined) return { value, revision: undefined };
  return isNewer(answer.revision, state) ? { value, revision: answer.revision } : undefined;
}

function isNewer(revision: number, state: EntryState): boolean {
  return state.revision === undefined || revision > state.revision;
}

function isSame(state: EntryState, seen: EntryState): boolean {
  return state.value === seen.value && (state.revision ?? seen.revision) === seen.revision;
}

/** Notes the calls of clients that use the same entries at the same time. */
export class EntryHistory {
  readonly #calls: Map<string, Call<EntryCall>[]> = new Map();
  #now = 0;
  #values = 0;

  /** Keys whose calls no order explains. */
  get unexplained(): string[] {
    return [...this.#calls].filter(([, calls]) => !isLinearizable(calls, entry)).map(([key]) => key);
  }

  get calls(): number {
    return [...this.#calls.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** How many of the calls nobody knows the end of. */
  get unanswered(): number {
    return [...this.#calls.values()].flat().filter(({ ended }) => ended === Number.POSITIVE_INFINITY).length;
  }

  /** Writes a value that was never there before. */
  put(kv: KvService, bucket: string, key: string, expected?: number): Promise<EntryState | undefined> {
    const value = `value ${++this.#values}`;
    const request = {
      bucket,
      key,
      value: Buffer.from(value),
      expectedRevision: expected,
      idempotencyKey: `${key} ${value}`,
    };
    const asked = { do: "put", value, expected } as const;
    return this.#note(key, asked, async () => {
      const { revision } = await kv.put(request);
      return { ...asked, answer: { revision } };
    });
  }

  delete(kv: KvService, bucket: string, key: string): Promise<EntryState | undefined> {
    const idempotencyKey = `${key} delete ${++this.#values}`;
    return this.#note(key, { do: "delete" }, async () => {
      const { deleted, revision } = await kv.delete({ bucket, key, idempotencyKey });
      return { do: "delete", answer: { deleted, revision } };
    });
  }

  /** What is there. */
  get(kv: Pick<KvService, "get">, bucket: string, key: string): Promise<EntryState | undefined> {
    return this.#note(key, { do: "get" }, async () => {
      const { entry: found } = await kv.get({ bucket, key });
      const answer = { value: Buffer.from(found?.value ?? []).toString(), revision: found?.revision ?? 0 };
      return { do: "get", answer };
    });
  }

  async #note(key: string, asked: EntryCall, call: () => Promise<EntryCall>): Promise<EntryState | undefined> {
    const calls = this.#calls.get(key) ?? [];
    this.#calls.set(key, calls);
    const begun = ++this.#now;
    const answered = await call().catch((error: unknown) => refused(asked, error));
    const ended = answered === undefined ? Number.POSITIVE_INFINITY : ++this.#now;
    calls.push({ asked: answered ?? asked, begun, ended });
    return answered?.do === "get" ? answered.answer : undefined;
  }
}

/** What a refusal tells; undefined: nothing. */
function refused(asked: EntryCall, error: unknown): EntryCall | undefined {
  if (isFlowMeshError(error, "key_not_found") && asked.do === "get") return { do: "get", answer: nothing };
  if (isFlowMeshError(error, "revision_mismatch") && asked.do === "put")
    return { ...asked, answer: { actual: Number(error.details.actual) } };
  if (isFlowMeshError(error)) return undefined;
  throw error;
}
