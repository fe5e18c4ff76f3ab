// Before `npm pack` and `npm publish`: compiles, and carries the runtime's binaries.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "../build.mjs";
import { ensureInstalled } from "../setup.mjs";
import { carryRuntime } from "./carry-runtime.mjs";

const root = join(import.meta.dirname, "..", "..");
process.chdir(root);
ensureInstalled();
rmSync("dist", { recursive: true, force: true });
const status = build();
if (status !== 0) process.exit(status);
const bindings = carryRuntime(root);
console.error(`carries ONNX Runtime for ${bindings.length} platforms`);
