import { test } from "node:test";
import { fabricSuite } from "./fabric-suite.ts";
import { ModelFabric } from "./model-fabric.ts";
import { modelHooks, openModel } from "./open-model.ts";

const { capabilities } = new ModelFabric();
fabricSuite({ test, capabilities, hooks: modelHooks, open: openModel });
