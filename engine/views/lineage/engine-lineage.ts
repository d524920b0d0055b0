import type { CallOptions, LineageService, WhereRequestInit, WhereResponse } from "@flowmesh/contract";
import { answerWhere, checkAtLeast } from "@flowmesh/fabric/internal";
import type { CallScope } from "../../call-scope.ts";
import type { Sequencer } from "../../commit/sequencer.ts";
import type { EngineLineageSource } from "./lineage-source.ts";
import type { LineageTable } from "./lineage-table.ts";

/** What the lineage of an engine is made of. */
export interface LineageParts {
  readonly sequencer: Sequencer;
  readonly table: LineageTable;
  readonly source: EngineLineageSource;
  readonly scope: CallScope;
}

/** The contract's lineage on the engine. */
export class EngineLineage implements LineageService {
  readonly #parts: LineageParts;

  constructor(parts: LineageParts) {
    this.#parts = parts;
  }

  where(request: WhereRequestInit, options?: CallOptions): Promise<WhereResponse> {
    const { sequencer, table, source, scope } = this.#parts;
    return scope.run(options, async (signal) => {
      await sequencer.whenVisible(checkAtLeast(request.atLeast), signal);
      source.checkAvailable();
      await table.whenReadable();
      return answerWhere(source, request);
    });
  }
}
