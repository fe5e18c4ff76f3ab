import "./without-telemetry.ts";
import { createRequire } from "node:module";
import type * as common from "onnxruntime-common";
import { locateRuntime } from "./locate-runtime.ts";

type Common = typeof common;

interface Runtime extends Common {
	listSupportedBackends(): readonly { name: string; bundled: boolean }[];
}

const runtime: Runtime = createRequire(import.meta.url)(locateRuntime().folder);

export const { InferenceSession, Tensor, listSupportedBackends } = runtime;
export type InferenceSession = common.InferenceSession;
export type SessionOptions = common.InferenceSession.SessionOptions;
export type OnnxValue = common.OnnxValue;
export type Tensor = common.Tensor;
