import { checkModel } from "./check-model.ts";
import { emitErrorsPage, emitLimitsPage, emitRestPage } from "./emit-docs.ts";
import { emitErrors } from "./emit-errors.ts";
import { emitLimits } from "./emit-limits.ts";
import { emitMessages } from "./emit-messages.ts";
import { emitMethods } from "./emit-methods.ts";
import { emitOpenapi } from "./emit-openapi.ts";
import { emitProtoFiles } from "./emit-proto-files.ts";
import { readErrors } from "./read-errors.ts";
import { readLimits } from "./read-limits.ts";
import { buildDescriptors, readModel } from "./read-protos.ts";
import type { GeneratedFile } from "./source.ts";

/** What the contract consists of. */
export interface ContractSources {
  /** Folder of the proto files. */
  readonly protoFolder: string;
  /** Folder of the proto files of gRPC's own services, of which only the descriptors are wanted. */
  readonly standardProtoFolder: string;
  readonly errorsYaml: string;
  readonly limitsYaml: string;
}

/** Everything that is derived from the contract. @throws Error that names the place where the contract breaks a rule */
export function generate(sources: ContractSources): GeneratedFile[] {
  const errors = readErrors("errors.yaml", sources.errorsYaml);
  const reasons = new Set(errors.errors.map((error) => error.reason));
  const limits = readLimits("limits.yaml", sources.limitsYaml, reasons);
  const descriptors = buildDescriptors(sources.protoFolder);
  const model = readModel(descriptors);
  checkModel(model, reasons);
  return [
    emitMessages(model),
    emitMethods(model, reasons),
    emitErrors(errors),
    emitLimits(limits),
    emitProtoFiles([descriptors, buildDescriptors(sources.standardProtoFolder)]),
    emitOpenapi(model, errors, limits),
    emitErrorsPage(errors, model),
    emitLimitsPage(limits),
    emitRestPage(model, reasons),
  ];
}
