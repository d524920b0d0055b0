import { conformanceOver } from "./testing/conformance-over.ts";

conformanceOver("grpc");
