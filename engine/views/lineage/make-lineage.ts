import type { QueuesService } from "@flowmesh/contract";
import type { CallScope } from "../../call-scope.ts";
import type { CommitHeads } from "../../commit/commit-intent.ts";
import type { Sequencer } from "../../commit/sequencer.ts";
import type { Log } from "../../log/log.ts";
import type { WorkTurns } from "../../work-turns.ts";
import type { GroupsTable } from "../groups/groups-table.ts";
import type { StreamsView } from "../streams/streams-view.ts";
import { EngineLineage } from "./engine-lineage.ts";
import { EngineLineageSource } from "./lineage-source.ts";
import type { LineageTable } from "./lineage-table.ts";

/** What the lineage of an engine stands on. */
export interface LineageGround {
  readonly state: {
    readonly heads: Pick<CommitHeads, "kv" | "queues">;
    readonly view: StreamsView;
    readonly groups: GroupsTable;
    readonly lineage: LineageTable;
  };
  readonly jobs: Pick<QueuesService, "getJob">;
  readonly log: Log;
  readonly sequencer: Sequencer;
  readonly turns: WorkTurns;
  readonly scope: CallScope;
}

export function makeLineage({ state, jobs, log, sequencer, turns, scope }: LineageGround): EngineLineage {
  const { view, groups, lineage: table } = state;
  const { kv, queues } = state.heads;
  const nowMs = (): number => sequencer.nowMs();
  const source = new EngineLineageSource({ table, view, groups, kv, queues, jobs, log, turns, nowMs });
  return new EngineLineage({ sequencer, table, source, scope });
}
