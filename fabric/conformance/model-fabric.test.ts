import { describe, test } from "node:test";
import type { Capabilities } from "../fabric.ts";
import { fabricSuite } from "./fabric-suite.ts";
import { ModelFabric } from "./model-fabric.ts";
import { modelHooks, openModel } from "./open-model.ts";

const lacking = { idempotencyKeys: false, dedupe: false, producers: false, expectedOffset: false };
const variants: Readonly<Record<string, Partial<Capabilities>>> = {
  "a model that can do everything": {},
  "a model that is atomic within one resource and offers nothing more": { ...lacking, commitScope: "resource" },
  "a model that is atomic within one operation": { commitScope: "operation" },
};

for (const [name, lacks] of Object.entries(variants)) {
  const { capabilities } = new ModelFabric({ capabilities: lacks });
  describe(name, () => {
    fabricSuite({ test, capabilities, hooks: modelHooks, open: (options) => openModel(options, lacks) });
  });
}
