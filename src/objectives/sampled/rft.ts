import type { Objective } from "../objective.ts";
import { type GrpoOptions, grpo } from "./grpo.ts";

/**
 * The policy's half of explicit reward learning from demonstrations, RFT (arXiv 2405.17888, section 3): improves the policy
 * under a reward model that is trained, by turns, to put demonstrations above the policy's samples. The improvement is a
 * clipped policy gradient with a leash to the start of the stage; only where its rewards come from differs from `grpo`.
 */
export function rft(options: GrpoOptions): Objective<"learnt-groups"> {
	const objective = grpo(options);
	const needs = { ...objective.needs, answers: true };
	return { ...objective, name: "rft", rows: "learnt-groups", needs };
}
