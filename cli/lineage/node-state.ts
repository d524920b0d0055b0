import type { LineageNode } from "@flowmesh/client";

/** What a node is by now, in words. */
export function nodeState(node: LineageNode): string {
  const { presence, job, entry, groups } = node;
  if (presence !== "there" && presence !== "gone") return "hidden: you may not read it";
  if (presence === "gone") return entry === undefined ? "gone" : entryWords(entry);
  if (job !== undefined) return jobWords(job);
  if (entry !== undefined) return entryWords(entry);
  return groups.map(groupWords).join(", ");
}

function jobWords({ state, attemptsUsed, maxAttempts, workerId, error }: NonNullable<LineageNode["job"]>): string {
  const by = state === "active" ? ` by ${workerId}` : "";
  const attempts = attemptsUsed === 0 ? "" : `, attempt ${attemptsUsed} of ${maxAttempts}`;
  // What failed before a job was done says nothing about how it ended.
  return `${state}${by}${attempts}${error === "" || state === "done" ? "" : `: ${error}`}`;
}

function entryWords({ latest, kind, latestRevision }: NonNullable<LineageNode["entry"]>): string {
  const what = kind === "put" || kind === "unspecified" ? "" : `${kind}, `;
  if (latest) return `${what}the latest revision`;
  return latestRevision === 0 ? `${what}overwritten since` : `${what}replaced by revision ${latestRevision}`;
}

function groupWords({ group, state, memberId }: LineageNode["groups"][number]): string {
  if (state === "at_it") return `${group} is at it (${memberId})`;
  return state === "done" ? `${group} is done` : `${group} is behind`;
}
