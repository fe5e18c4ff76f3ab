import type { About } from "./about.ts";

/** Objectives on demonstrations only. */
export const aboutImitation = {
	sft: {
		gist: "every answer token counts the same",
		formula: "NLL_t",
		over: "tokens",
		sources: [],
		use: "First, on any demonstrations: it is what the others are compared with.",
		avoid:
			"If the model must keep its abilities: nothing limits how far it moves, and unlikely tokens have the largest gradients.",
		note: null,
	},
	"minor-sft": {
		gist: "reduces the weight of answers that have already become likelier",
		formula: "a · (1/m) Σ_t NLL_t, a = 2σ(-βΔ)",
		over: "answers",
		sources: [{ arxiv: "2408.10642" }],
		use: "If the model should learn its answers and move no further from its start than necessary.",
		avoid:
			"Long answers with a large beta: Δ is a sum, and 500 tokens at 0.02 nats each make it 10, at which an answer contributes almost nothing.",
		note: "We do not know the paper's beta; sweep 0.01, 0.02, 0.05, 0.1 and 0.5.",
	},
	dft: {
		gist: "weights each token by its own probability",
		formula: "w_t NLL_t, w_t = p_t",
		over: "tokens",
		sources: [{ arxiv: "2508.05629", at: "eq. 9" }],
		use: "Tasks with many right answers, such as worked mathematics: plausible tokens are sharpened, and implausible ones are hardly learned.",
		avoid:
			"Single facts: on Natural Questions the paper has 31.2 for the base, 36.6 for SFT and 30.1 for DFT. A model that rarely ends its turns may forget to end them: set keepEnd.",
		note: "Reported, mean of five sets of mathematics, Qwen2.5-Math-1.5B: base 15.9, SFT 18.0, DFT 31.6. The NLL may rise while the loss falls.",
	},
	"p-family": {
		gist: "one exponent, from SFT through DFT to learning only tokens that are already likely",
		formula: "(1 - p_t^q) / q",
		over: "tokens",
		sources: [{ arxiv: "2510.00526" }],
		use: "To search between SFT (q near 0) and DFT (q = 1 has its gradient), or beyond DFT.",
		avoid:
			"A large q if the model does not know the answers yet: a token's gradient is p^q times SFT's, so unlikely tokens contribute nothing.",
		note: "The authors' scripts for mathematics have q = 10.",
	},
	asft: {
		gist: "DFT with a KL penalty to the start, over the whole vocabulary",
		formula: "w_t NLL_t + λ KL_t(π_ref ‖ π), w_t = p_t",
		over: "tokens",
		sources: [{ arxiv: "2509.23753" }],
		use: "The tasks of DFT, if the model drifts too far with DFT alone.",
		avoid:
			"If time or memory is short: every step also computes the reference, over the whole vocabulary.",
		note: null,
	},
	"iw-sft": {
		gist: "gives more weight to answers that have become likelier",
		formula: "a NLL_t, a = min(exp(Δ/m), most)",
		over: "tokens",
		sources: [{ arxiv: "2507.12856" }],
		use: "Demonstrations that were selected for quality, if the model may concentrate on some of them.",
		avoid:
			"If the model should stay near its start: this is the opposite of minor-sft, and answers that have been learned count up to `most` times as much.",
		note: "Reported offline on mathematics, Qwen2.5-Math-1.5B: iw-SFT 31.9, DFT 35.4.",
	},
	talr: {
		gist: "reduces the weight of unlikely tokens, more strongly the better the model knows its data",
		formula:
			"w_t NLL_t, w_t = max(p_t^(1/τ), floor), τ the median over the step's answers of their mean NLL",
		over: "tokens",
		sources: [{ arxiv: "2509.20758" }],
		use: "Data of which the model knows a part: the strength follows from each step, and every token keeps some weight.",
		avoid: "Steps of a few answers, whose median says little.",
		note: null,
	},
	eaft: {
		gist: "gives little weight to tokens where the model is certain",
		formula:
			"w_t NLL_t, w_t = (H_t / ln 20)^α, H_t the entropy of the 20 likeliest words, renormalised",
		over: "tokens",
		sources: [{ arxiv: "2601.02151" }],
		use: "Demonstrations that sometimes contradict what the model knows, if that knowledge should be kept.",
		avoid:
			"To correct answers about which the model is certain and wrong: their weight is near 0.",
		note: "Divided by ln 20, as in the paper: one public tool divides by 3, another not at all.",
	},
	psft: {
		gist: "a token stops contributing once it is somewhat likelier than at the start of the round",
		formula: "-min(ρ_t, 1 + high), ρ_t = π(y_t) / π_round(y_t)",
		over: "tokens",
		sources: [{ arxiv: "2508.17784" }],
		use: "Large learning rates or many epochs, if no answer should move far between two snapshots of the policy.",
		avoid: "Rounds of one step: these are SFT.",
		note: "π_round is the policy at the start of the round of roundSteps steps.",
	},
} as const satisfies Record<string, About>;
