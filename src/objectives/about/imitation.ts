import type { About } from "./about.ts";

/** Objectives on demonstrations alone. */
export const aboutImitation = {
	sft: {
		gist: "every answer token counts the same",
		formula: "NLL_t",
		over: "tokens",
		sources: [],
		use: "First, on any demonstrations: it is what the others are compared with.",
		avoid:
			"Where the model must keep what it can do: nothing holds back what is learnt already, and unlikely tokens pull hardest.",
		note: null,
	},
	"minor-sft": {
		gist: "eases off where an answer has already become likelier than it was",
		formula: "a · (1/m) Σ_t NLL_t, a = 2σ(-βΔ)",
		over: "answers",
		sources: [{ arxiv: "2408.10642" }],
		use: "Where the model should learn its answers and move no further from its start than that takes.",
		avoid:
			"With long answers at a large beta: Δ is a sum, and 500 tokens at 0.02 nats each make it 10, where an answer teaches hardly anything.",
		note: "The paper's beta is not known to us: sweep 0.01, 0.02, 0.05, 0.1 and 0.5.",
	},
	dft: {
		gist: "weights each token by its own probability",
		formula: "w_t NLL_t, w_t = p_t",
		over: "tokens",
		sources: [{ arxiv: "2508.05629", at: "eq. 9" }],
		use: "Tasks with many good answers, as worked mathematics: what is plausible is sharpened, what is implausible hardly forced in.",
		avoid:
			"Single facts: on Natural Questions the paper has 31.2 for the base, 36.6 for SFT and 30.1 for DFT. A model that seldom ends its turns may forget to: keepEnd.",
		note: "Reported, mean of five sets of mathematics, Qwen2.5-Math-1.5B: base 15.9, SFT 18.0, DFT 31.6. The NLL may rise meanwhile.",
	},
	"p-family": {
		gist: "from SFT over DFT to learning only what is likely already, by one number",
		formula: "(1 - p_t^q) / q",
		over: "tokens",
		sources: [{ arxiv: "2510.00526" }],
		use: "To look for the place between SFT (q towards 0) and DFT (q = 1, by its gradient), or beyond it.",
		avoid:
			"With a large q where the model does not know the answers yet: a token's gradient is p^q times SFT's, so unlikely tokens teach nothing.",
		note: "The authors' scripts for mathematics have q = 10.",
	},
	asft: {
		gist: "DFT held to where it started, over the whole vocabulary",
		formula: "w_t NLL_t + λ KL_t(π_ref ‖ π), w_t = p_t",
		over: "tokens",
		sources: [{ arxiv: "2509.23753" }],
		use: "What DFT is for, where the model drifts too far with DFT alone.",
		avoid:
			"Where time or memory is short: the reference is computed beside the policy in every step, over the whole vocabulary.",
		note: null,
	},
	"iw-sft": {
		gist: "counts answers more the likelier they have become",
		formula: "a NLL_t, a = min(exp(Δ/m), most)",
		over: "tokens",
		sources: [{ arxiv: "2507.12856" }],
		use: "Demonstrations that were picked for their quality, where the model may settle on those it takes to.",
		avoid:
			"Where it should stay near its start: this is the opposite of minor-sft, and what has been learnt counts up to `most` times as much.",
		note: "Reported offline on mathematics, Qwen2.5-Math-1.5B: iw-SFT 31.9, DFT 35.4.",
	},
	talr: {
		gist: "holds unlikely tokens back, the harder the better the model knows its data",
		formula:
			"w_t NLL_t, w_t = max(p_t^(1/τ), floor), τ the median over the step's answers of their mean NLL",
		over: "tokens",
		sources: [{ arxiv: "2509.20758" }],
		use: "Data that is partly known and partly not: how much is held back follows from the step, and no token is left out altogether.",
		avoid: "Steps of a few answers, whose median says little.",
		note: null,
	},
	eaft: {
		gist: "leaves alone what the model is sure of",
		formula:
			"w_t NLL_t, w_t = (H_t / ln 20)^α, H_t the entropy of the 20 likeliest words, renormalised",
		over: "tokens",
		sources: [{ arxiv: "2601.02151" }],
		use: "Demonstrations that contradict in places what the model knows, where that should not be given up.",
		avoid:
			"To correct what the model is surely wrong about: there the weight is near 0.",
		note: "Divided by ln 20, as in the paper: one public tool divides by 3, another not at all.",
	},
	psft: {
		gist: "a token stops teaching once it has become somewhat likelier within a round",
		formula: "-min(ρ_t, 1 + high), ρ_t = π(y_t) / π_round(y_t)",
		over: "tokens",
		sources: [{ arxiv: "2508.17784" }],
		use: "Large learning rates or many passes, where no single answer should be driven far between two snapshots of the policy.",
		avoid: "In rounds of one step, where it is SFT.",
		note: "π_round is the policy at the start of the round of roundSteps steps.",
	},
} as const satisfies Record<string, About>;
