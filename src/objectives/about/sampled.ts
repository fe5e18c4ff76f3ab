import type { About } from "./about.ts";

/** Objectives that learn from answers of the policy itself. */
export const aboutSampled = {
	irft: {
		gist: "learns to tell demonstrations from its own answers, round by round",
		formula: "-log σ(β(Δ(y) - Δ(ỹ)))",
		over: "pairs",
		sources: [{ arxiv: "2405.17888" }, { arxiv: "2401.01335" }],
		use: "Only demonstrations, and time to sample: to improve on SFT without pairs. One round per epoch is SPIN.",
		avoid:
			"If the policy already answers like the demonstrations: pairs without signal are dropped, and nothing is left to learn from.",
		note: "Published: five rounds over one pass, beta 0.1, learning rate 5e-7 in full; reported above SPIN, and SPIN above SFT. With fresh samples and no sigmoid the gradient would be SFT's on average: rounds and perPrompt are what counts.",
	},
	rft: {
		gist: "alternates between learning a reward from demonstrations and improving the policy with it",
		formula:
			"-min(r_t A, clip(r_t, 1-low, 1+high) A), A from R = r(y) - β log(π/π_ref), r trained on -log σ(r(y) - r(ỹ))",
		over: "tokens",
		sources: [{ arxiv: "2405.17888", at: "section 3" }],
		use: "Only demonstrations, if the reward model itself is useful too: it is saved and can rank other answers.",
		avoid:
			"If time or memory is short: a second model is trained and many answers are sampled. A policy may exploit it by length: watch the correlation.",
		note: "Elsewhere RFT means reinforcement or rejection-sampling fine-tuning.",
	},
	grpo: {
		gist: "makes sampled answers likelier if their reward is better than their group's",
		formula: "-min(r_t A, clip(r_t, 1-low, 1+high) A) + β(e^d - d - 1)",
		over: "tokens",
		sources: [
			{ arxiv: "2402.03300", at: "eq. 3 and 4" },
			{ arxiv: "2503.14476" },
		],
		use: "Answers that a function can judge: a number, a pattern, a schema, a test of your own.",
		avoid:
			"If no sample succeeds, or all do: groups whose rewards are all equal teach nothing. Tune on demonstrations first.",
		note: "`normalise: answers` takes each answer's mean first; β = 0 removes the KL penalty and needs no reference.",
	},
} as const satisfies Record<string, About>;
