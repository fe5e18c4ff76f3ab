import type { About } from "./about.ts";

/** Objectives that learn from answers of the policy itself. */
export const aboutSampled = {
	irft: {
		gist: "learns to tell demonstrations from its own answers, round by round",
		formula: "-log σ(β(Δ(y) - Δ(ỹ)))",
		over: "pairs",
		sources: [{ arxiv: "2405.17888" }, { arxiv: "2401.01335" }],
		use: "Demonstrations alone, and time to sample: to go past SFT without pairs. rounds: 1 for each pass is SPIN.",
		avoid:
			"Where the policy answers as the demonstrations do already: pairs that carry no signal are dropped, and nothing is left to learn.",
		note: "Published: five rounds over one pass, beta 0.1, learning rate 5e-7 in full; reported above SPIN, and SPIN above SFT. With fresh samples and no sigmoid the gradient would be SFT's on average: rounds and perPrompt are what counts.",
	},
	rft: {
		gist: "learns a reward from demonstrations and improves the policy by it, by turns",
		formula:
			"-min(r_t A, clip(r_t, 1-low, 1+high) A), A from R = r(y) - β log(π/π_ref), r trained on -log σ(r(y) - r(ỹ))",
		over: "tokens",
		sources: [{ arxiv: "2405.17888", at: "section 3" }],
		use: "Demonstrations alone, where the reward itself is wanted too: it is saved, and ranks other answers.",
		avoid:
			"Where time or memory is short: a second model is trained and many answers are sampled. A policy may please it by length: watch the correlation.",
		note: "Elsewhere RFT means reinforcement or rejection-sampling fine-tuning.",
	},
	grpo: {
		gist: "makes sampled answers with a better reward than their group likelier",
		formula: "-min(r_t A, clip(r_t, 1-low, 1+high) A) + β(e^d - d - 1)",
		over: "tokens",
		sources: [
			{ arxiv: "2402.03300", at: "eq. 3 and 4" },
			{ arxiv: "2503.14476" },
		],
		use: "Answers that a function can judge: a number, a pattern, a schema, a test of your own.",
		avoid:
			"Where no sample succeeds, or all do: groups whose rewards are all equal teach nothing. Tune on demonstrations first.",
		note: "`normalise: answers` takes each answer's mean first; β = 0 drops the leash and needs no reference.",
	},
} as const satisfies Record<string, About>;
