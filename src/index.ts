/**
 * Temper as a library, in the order in which a training step is made. Each line below is also a subpath of the package
 * (`temper-lm/data`), whose file lists its names. `temper-lm/report` is a subpath only. examples/sft-loop.ts uses the
 * parts from top to bottom.
 * @module
 */

// What every part shares.
export * from "./exports/core.ts";

// Load a model, and save what was trained.
export * from "./exports/models.ts";

// Tokenize rows and pack them to micro-batches.
export * from "./exports/data.ts";

// Build the forward pass as a graph, derive its gradient, and run both.
export * from "./exports/graph.ts";

// The loss.
export * from "./exports/objectives.ts";

// The graphs of a step, put together for a model; scores of rows; generation.
export * from "./exports/policy.ts";

// Who computes, and the contract of engines.
export * from "./exports/engine.ts";

// The update, the loop, and whole runs.
export * from "./exports/train.ts";

// Rewards of sampled answers.
export * from "./exports/rewards.ts";

// What a model can do, compared with its base.
export * from "./exports/eval.ts";

// What a model knows before it is tuned.
export * from "./exports/diagnose.ts";

// Preference pairs from samples of a model.
export * from "./exports/pairs.ts";

// Which way to tune, and whether the result may ship.
export * from "./exports/studies.ts";

// A small invented world to try all of it in.
export * from "./exports/lab.ts";
