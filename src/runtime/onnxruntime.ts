import "./without-telemetry.ts";

export * from "onnxruntime-node";
